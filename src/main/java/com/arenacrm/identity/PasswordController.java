package com.arenacrm.identity;

import com.arenacrm.identity.AccessTokens.Purpose;
import com.arenacrm.platform.Flash;
import com.arenacrm.shared.EmailAddress;
import java.util.Locale;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.task.TaskExecutor;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Choosing a password by a one-time link, and asking for such a link. */
@Controller
class PasswordController {

  /** A password typed twice, so that a slip of the finger does not lock its owner out. */
  record PasswordForm(String password, String again) {}

  private final Accounts accounts;
  private final AccessTokens tokens;
  private final Users users;
  private final AccountMail mail;
  private final Links links;
  private final TaskExecutor background;

  PasswordController(
      Accounts accounts,
      AccessTokens tokens,
      Users users,
      AccountMail mail,
      Links links,
      @Qualifier("applicationTaskExecutor") TaskExecutor background) {
    this.accounts = accounts;
    this.tokens = tokens;
    this.users = users;
    this.mail = mail;
    this.links = links;
    this.background = background;
  }

  @GetMapping("/password-reset")
  String ask(Model model) {
    model.addAttribute("mailConfigured", mail.isConfigured());
    return "identity/password-reset";
  }

  /** Answers the same whether or not the address is known. */
  @PostMapping("/password-reset")
  String ask(@RequestParam(defaultValue = "") String email, Locale locale, Model model) {
    // Elsewhere, so that the answer takes as long for a stranger's address as for a known one.
    background.execute(() -> sendLink(email, locale));
    model.addAttribute("mailConfigured", mail.isConfigured());
    model.addAttribute("asked", true);
    return "identity/password-reset";
  }

  private void sendLink(String email, Locale locale) {
    EmailAddress.parse(email)
        .flatMap(accounts::askForReset)
        .filter(reset -> mail.isConfigured())
        .ifPresent(
            reset ->
                mail.send(
                    reset.user().isInvited()
                        ? AccountMail.Letter.INVITATION
                        : AccountMail.Letter.PASSWORD_RESET,
                    reset.user().email().orElseThrow(),
                    reset.user().name(),
                    links.forMail(pathOf(reset.user(), reset.secret())),
                    locale));
  }

  /** Where a link's secret leads. */
  static String pathOf(User user, String secret) {
    return (user.isInvited() ? "/invitation/" : "/password-reset/") + secret;
  }

  @GetMapping("/password-reset/{secret}")
  ModelAndView reset(@PathVariable String secret) {
    return page(secret, Purpose.PASSWORD_RESET, new PasswordForm("", ""));
  }

  @GetMapping("/invitation/{secret}")
  ModelAndView invitation(@PathVariable String secret) {
    return page(secret, Purpose.INVITATION, new PasswordForm("", ""));
  }

  @PostMapping("/password-reset/{secret}")
  ModelAndView reset(
      @PathVariable String secret,
      @ModelAttribute("form") PasswordForm form,
      BindingResult errors,
      RedirectAttributes next) {
    return choose(secret, Purpose.PASSWORD_RESET, form, errors, next);
  }

  @PostMapping("/invitation/{secret}")
  ModelAndView invitation(
      @PathVariable String secret,
      @ModelAttribute("form") PasswordForm form,
      BindingResult errors,
      RedirectAttributes next) {
    return choose(secret, Purpose.INVITATION, form, errors, next);
  }

  private ModelAndView choose(
      String secret,
      Purpose purpose,
      PasswordForm form,
      BindingResult errors,
      RedirectAttributes next) {
    Optional<User> user = tokens.holder(secret, purpose).flatMap(users::findById);
    if (user.isEmpty()) {
      return page(secret, purpose, form);
    }
    checkPassword(form, user.get(), errors);
    if (errors.hasErrors()) {
      ModelAndView page = new ModelAndView("identity/password-choice", errors.getModel());
      page.addObject("user", user.get());
      page.addObject("invitation", purpose == Purpose.INVITATION);
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    if (accounts.choosePassword(secret, purpose, form.password()).isEmpty()) {
      return page(secret, purpose, form);
    }
    next.addFlashAttribute("email", user.get().email().orElseThrow().value());
    Flash.done(next, "password.chosen");
    return new ModelAndView("redirect:/sign-in");
  }

  private void checkPassword(PasswordForm form, User user, BindingResult errors) {
    String password = form.password() == null ? "" : form.password();
    accounts
        .objectionTo(password, user.email().orElseThrow(), user.name())
        .ifPresent(key -> errors.rejectValue("password", key));
    if (!errors.hasErrors() && !password.equals(form.again())) {
      errors.rejectValue("again", "password.differs");
    }
  }

  private ModelAndView page(String secret, Purpose purpose, PasswordForm form) {
    Optional<User> user =
        tokens.holder(secret, purpose).flatMap(users::findById).filter(User::isEnabled);
    if (user.isEmpty()) {
      ModelAndView gone = new ModelAndView("identity/link-gone");
      gone.setStatus(HttpStatus.GONE);
      return gone;
    }
    ModelAndView page = new ModelAndView("identity/password-choice", "form", form);
    page.addObject("user", user.get());
    page.addObject("invitation", purpose == Purpose.INVITATION);
    return page;
  }
}
