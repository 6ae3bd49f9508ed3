package com.arenacrm.welcome;

import com.arenacrm.identity.Accounts;
import com.arenacrm.identity.Accounts.FirstAdministrator;
import com.arenacrm.identity.Accounts.NewCompany;
import com.arenacrm.identity.Choices;
import com.arenacrm.identity.HoursForm;
import com.arenacrm.identity.Sessions;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.WorkingCalendar;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page of the first run; gone for ever once a user exists. */
@Controller
@RequestMapping("/welcome/set-up")
class SetUpController {

  /** The first page as typed. */
  record SetUpForm(
      String company,
      String language,
      String timeZone,
      String currency,
      String region,
      HoursForm hours,
      String name,
      String email,
      String password,
      String sample,
      String code) {

    /** Nothing sent of the hours is none typed. */
    SetUpForm {
      hours = hours == null ? new HoursForm(List.of(), List.of(), List.of()) : hours;
    }
  }

  private final SetUp setUp;
  private final SetUpCode code;
  private final Accounts accounts;
  private final Sessions sessions;

  SetUpController(SetUp setUp, SetUpCode code, Accounts accounts, Sessions sessions) {
    this.setUp = setUp;
    this.code = code;
    this.accounts = accounts;
    this.sessions = sessions;
  }

  @GetMapping
  String page(HttpServletRequest request, Locale locale, Model model) {
    if (!setUp.isOpen()) {
      return "redirect:/sign-in";
    }
    ZoneId zone = ZoneId.systemDefault();
    boolean knownZone = Choices.zone(zone.getId()).isPresent();
    model.addAttribute(
        "form",
        new SetUpForm(
            "",
            locale.getLanguage(),
            knownZone ? zone.getId() : "Europe/Madrid",
            "EUR",
            "ES",
            HoursForm.of(WorkingCalendar.officeHours(zone).hours()),
            "",
            "",
            "",
            "true",
            ""));
    model.addAttribute("choices", Choices.in(locale));
    model.addAttribute("codeNeeded", !SetUpCode.isFromHere(request));
    return "welcome/set-up";
  }

  @PostMapping
  ModelAndView complete(
      @ModelAttribute("form") SetUpForm form,
      BindingResult errors,
      HttpServletRequest request,
      HttpServletResponse response,
      Locale locale,
      RedirectAttributes next) {
    if (!setUp.isOpen()) {
      Flash.refused(next, "setup.done");
      return new ModelAndView("redirect:/sign-in");
    }
    boolean codeNeeded = !SetUpCode.isFromHere(request);
    if (codeNeeded && !code.isRight(form.code())) {
      errors.rejectValue("code", "setup.code.wrong");
    }
    required(form.company(), "company", errors);
    required(form.name(), "name", errors);
    Optional<ZoneId> zone = Choices.zone(form.timeZone());
    Optional<Currency> currency = Choices.currency(form.currency());
    Optional<String> region = Choices.region(form.region());
    var hours = form.hours().read(errors, "hours", locale);
    Optional<EmailAddress> email = EmailAddress.parse(form.email() == null ? "" : form.email());
    if (zone.isEmpty()) {
      errors.rejectValue("timeZone", "choose");
    }
    if (currency.isEmpty()) {
      errors.rejectValue("currency", "choose");
    }
    if (region.isEmpty()) {
      errors.rejectValue("region", "choose");
    }
    if (email.isEmpty()) {
      errors.rejectValue("email", "email.invalid");
    } else {
      accounts
          .objectionTo(
              form.password() == null ? "" : form.password(),
              email.get(),
              form.name() == null ? "" : form.name())
          .ifPresent(key -> errors.rejectValue("password", key));
    }
    if (errors.hasErrors()) {
      ModelAndView page = new ModelAndView("welcome/set-up", errors.getModel());
      page.addObject("choices", Choices.in(locale));
      page.addObject("codeNeeded", codeNeeded);
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    NewCompany company =
        new NewCompany(
            form.company().strip(),
            "en".equals(form.language()) ? "en" : "es",
            zone.orElseThrow(),
            currency.orElseThrow(),
            region.orElseThrow(),
            hours.orElseThrow());
    FirstAdministrator administrator =
        new FirstAdministrator(email.orElseThrow(), form.name().strip(), form.password());
    try {
      UserId id = setUp.complete(company, administrator, "true".equals(form.sample()));
      sessions.start(id, request, response);
    } catch (RefusedException e) {
      Flash.refused(next, e);
      return new ModelAndView("redirect:/sign-in");
    }
    return new ModelAndView("redirect:/welcome");
  }

  private static void required(@Nullable String text, String field, BindingResult errors) {
    if (text == null || text.isBlank()) {
      errors.rejectValue(field, "required");
    } else if (text.length() > 120) {
      errors.rejectValue(field, "tooLong", new Object[] {120}, null);
    }
  }
}
