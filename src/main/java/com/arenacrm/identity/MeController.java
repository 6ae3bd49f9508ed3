package com.arenacrm.identity;

import com.arenacrm.platform.Flash;
import com.arenacrm.platform.NotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.ZoneId;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One's own settings: name, language, time zone, password. */
@Controller
@RequestMapping("/identity/me")
class MeController {

  /** Preferences as typed. */
  record MeForm(String name, String language, String timeZone) {}

  /** A new password, with the present one as proof. */
  record NewPasswordForm(String present, String password, String again) {}

  private final Users users;
  private final Accounts accounts;
  private final Passwords passwords;
  private final SignInThrottle throttle;
  private final Sessions sessions;

  MeController(
      Users users,
      Accounts accounts,
      Passwords passwords,
      SignInThrottle throttle,
      Sessions sessions) {
    this.users = users;
    this.accounts = accounts;
    this.passwords = passwords;
    this.throttle = throttle;
    this.sessions = sessions;
  }

  @GetMapping
  String page(CurrentUser viewer, Model model, Locale locale) {
    User me = get(viewer);
    model.addAttribute("form", formOf(me));
    model.addAttribute("passwordForm", new NewPasswordForm("", "", ""));
    return fill(model, me, locale);
  }

  @PostMapping
  @Transactional
  public ModelAndView change(
      CurrentUser viewer,
      @ModelAttribute("form") MeForm form,
      BindingResult errors,
      Model model,
      Locale locale,
      RedirectAttributes next) {
    User me = get(viewer);
    if (form.name() == null || form.name().isBlank()) {
      errors.rejectValue("name", "required");
    } else if (form.name().length() > 120) {
      errors.rejectValue("name", "tooLong", new Object[] {120}, null);
    }
    if (errors.hasErrors()) {
      model.addAttribute("passwordForm", new NewPasswordForm("", "", ""));
      fill(model, me, locale);
      return new ModelAndView("identity/me", model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }
    String language =
        UserLocaleResolver.LANGUAGES.contains(form.language()) ? form.language() : null;
    ZoneId zone = Choices.zone(form.timeZone()).orElse(null);
    me.prefer(form.name().strip(), language, zone);
    users.save(me);
    Flash.done(next, "me.changed");
    return new ModelAndView("redirect:/identity/me");
  }

  @PostMapping("/password")
  ModelAndView changePassword(
      CurrentUser viewer,
      @ModelAttribute("passwordForm") NewPasswordForm form,
      BindingResult errors,
      Model model,
      Locale locale,
      HttpServletRequest request,
      HttpServletResponse response,
      RedirectAttributes next) {
    User me = get(viewer);
    String address = String.valueOf(viewer.address());
    String password = form.password() == null ? "" : form.password();
    String present = form.present() == null ? "" : form.present();
    if (throttle.mustWait(me.email().orElseThrow().value(), address)) {
      errors.rejectValue("present", "signIn.wait");
    } else if (!passwords.matches(present, me.passwordHash())) {
      throttle.failed(me.email().orElseThrow().value(), address);
      errors.rejectValue("present", "password.present.wrong");
    }
    accounts
        .objectionTo(password, me.email().orElseThrow(), me.name())
        .ifPresent(key -> errors.rejectValue("password", key));
    if (!errors.hasErrors() && !password.equals(form.again())) {
      errors.rejectValue("again", "password.differs");
    }
    if (errors.hasErrors()) {
      model.addAttribute("form", formOf(me));
      fill(model, me, locale);
      return new ModelAndView("identity/me", model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }
    accounts.changePassword(viewer, me, password);
    // Every other session has just ended; this one goes on under the new password.
    sessions.start(get(viewer), null, request, response);
    Flash.done(next, "password.changed");
    return new ModelAndView("redirect:/identity/me");
  }

  private User get(CurrentUser viewer) {
    return users.findById(viewer.id()).orElseThrow(NotFoundException::new);
  }

  private static MeForm formOf(User me) {
    return new MeForm(
        me.name(), me.language().orElse(""), me.timeZone().map(ZoneId::getId).orElse(""));
  }

  private static String fill(Model model, User me, Locale locale) {
    model.addAttribute("me", me);
    model.addAttribute("choices", Choices.in(locale));
    return "identity/me";
  }
}
