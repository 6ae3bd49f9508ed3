package com.arenacrm.identity;

import static java.util.stream.Collectors.joining;

import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.WorkingCalendar;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The company's own settings: name, zone, hours, and what both teams agreed. */
@Controller
@RequestMapping("/identity/company")
class OrganizationController {

  /** As people write a day, which the form reads back. */
  private static final DateTimeFormatter AS_WRITTEN = DateTimeFormatter.ofPattern("dd/MM/uuuu");

  /** The settings as typed. */
  record OrganizationForm(
      String name,
      String language,
      String timeZone,
      String currency,
      String region,
      HoursForm hours,
      String holidays,
      String visibility,
      String responseTarget,
      String idleAfterDays,
      String demandWindowDays,
      String agreedShare,
      String repeatInvitations,
      String repeatDays,
      Integer version) {

    static OrganizationForm of(Organization o) {
      return new OrganizationForm(
          o.name(),
          o.language(),
          o.timeZone().getId(),
          o.currency().getCurrencyCode(),
          o.region(),
          HoursForm.of(o.calendar().hours()),
          o.calendar().holidays().stream()
              .sorted()
              .map(AS_WRITTEN::format)
              .collect(Collectors.joining("\n")),
          o.visibility().name(),
          String.valueOf(o.responseTarget().toMinutes()),
          String.valueOf(o.idleAfterDays()),
          String.valueOf(o.demandWindowDays()),
          String.valueOf(o.agreedShare()),
          String.valueOf(o.repeatInvitations()),
          String.valueOf(o.repeatDays()),
          o.version());
    }

    /** Nothing sent of the hours is none typed. */
    OrganizationForm {
      hours = hours == null ? new HoursForm(List.of(), List.of(), List.of()) : hours;
    }
  }

  private final Organizations organizations;
  private final Workforce workforce;
  private final AuditTrail audit;
  private final TransactionOperations transaction;
  private final Clock clock;

  OrganizationController(
      Organizations organizations,
      Workforce workforce,
      AuditTrail audit,
      TransactionOperations transaction,
      Clock clock) {
    this.organizations = organizations;
    this.workforce = workforce;
    this.clock = clock;
    this.audit = audit;
    this.transaction = transaction;
  }

  @GetMapping
  String page(Model model, Locale locale) {
    model.addAttribute("form", OrganizationForm.of(organizations.current()));
    model.addAttribute("choices", Choices.in(locale));
    return "identity/company";
  }

  @PostMapping
  ModelAndView change(
      CurrentUser actor,
      @ModelAttribute("form") OrganizationForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    String name = form.name() == null ? "" : form.name().strip();
    if (name.isEmpty()) {
      errors.rejectValue("name", "required");
    } else if (name.length() > 120) {
      errors.rejectValue("name", "tooLong", new Object[] {120}, null);
    }
    Optional<ZoneId> zone = Choices.zone(form.timeZone());
    Optional<Currency> currency = Choices.currency(form.currency());
    Optional<String> region = Choices.region(form.region());
    rejectUnless(zone.isPresent(), errors, "timeZone", "choose");
    rejectUnless(currency.isPresent(), errors, "currency", "choose");
    rejectUnless(region.isPresent(), errors, "region", "choose");
    var hours = form.hours().read(errors, "hours", locale);
    Optional<List<LocalDate>> holidays = HoursText.readDays(form.holidays());
    rejectUnless(holidays.isPresent(), errors, "holidays", "holidays.invalid");
    Integer target = whole(form.responseTarget(), 1, 100_000, errors, "responseTarget");
    Integer idle = whole(form.idleAfterDays(), 1, 365, errors, "idleAfterDays");
    Integer window = whole(form.demandWindowDays(), 1, 365, errors, "demandWindowDays");
    Integer share = whole(form.agreedShare(), 0, 100, errors, "agreedShare");
    Integer times = whole(form.repeatInvitations(), 1, 100, errors, "repeatInvitations");
    Integer days = whole(form.repeatDays(), 1, 1000, errors, "repeatDays");
    if (errors.hasErrors()) {
      ModelAndView page = new ModelAndView("identity/company", errors.getModel());
      page.addObject("choices", Choices.in(locale));
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    transaction.executeWithoutResult(
        tx -> {
          Organization company = organizations.current();
          StaleVersionException.check(
              form.version() == null ? -1 : form.version(), company.version());
          Map<String, String> before = describe(company);
          company.rename(
              name,
              "en".equals(form.language()) ? "en" : "es",
              zone.orElseThrow(),
              currency.orElseThrow(),
              region.orElseThrow());
          company.work(hours.orElseThrow(), holidays.orElseThrow());
          company.agree(visibility(form.visibility()), Duration.ofMinutes(target), idle, window);
          company.invite(share, times, days);
          workforce.reschedule(() -> organizations.save(company), clock.instant());
          Map<String, String> after = describe(company);
          audit.note(
              actor,
              "company-changed",
              new Subject("organization", null, name),
              differing(before, after),
              differing(after, before));
        });
    Flash.done(next, "company.changed");
    return new ModelAndView("redirect:/identity/company");
  }

  private static Visibility visibility(@Nullable String text) {
    for (Visibility v : Visibility.values()) {
      if (v.name().equals(text)) {
        return v;
      }
    }
    return Visibility.OWN;
  }

  private static @Nullable Integer whole(
      @Nullable String text, int least, int most, BindingResult errors, String field) {
    try {
      int value = Integer.parseInt(text == null ? "" : text.strip());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Refused below, with what was typed left in its place.
    }
    errors.rejectValue(field, "whole.range", new Object[] {least, most}, null);
    return null;
  }

  private static void rejectUnless(boolean ok, BindingResult errors, String field, String key) {
    if (!ok) {
      errors.rejectValue(field, key);
    }
  }

  /** What the trail shows of the company, by the key of what it is called. */
  private static Map<String, String> describe(Organization o) {
    WorkingCalendar calendar = o.calendar();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("company.name", o.name());
    settings.put("company.language", o.language());
    settings.put("company.timeZone", o.timeZone().toString());
    settings.put("company.currency", o.currency().toString());
    settings.put("company.region", o.region());
    settings.put("company.visibility", AuditTrail.word("company.visibility." + o.visibility()));
    settings.put("company.responseTarget", o.responseTarget().toMinutes() + " min");
    settings.put("company.idleAfterDays", o.idleAfterDays() + " d");
    settings.put("company.demandWindowDays", o.demandWindowDays() + " d");
    settings.put("company.agreedShare", o.agreedShare() + " %");
    settings.put("company.repeatInvitations", String.valueOf(o.repeatInvitations()));
    settings.put("company.repeatDays", o.repeatDays() + " d");
    settings.put("company.hours", HoursText.write(calendar.hours()).replace("\n", "; "));
    settings.put(
        "company.holidays",
        calendar.holidays().stream().sorted().map(LocalDate::toString).collect(joining(", ")));
    return settings;
  }

  /** Those settings that are not as in the other description, in words; null when all are. */
  private static @Nullable String differing(
      Map<String, String> settings, Map<String, String> other) {
    String words =
        settings.entrySet().stream()
            .filter(s -> !s.getValue().equals(other.get(s.getKey())))
            .map(s -> AuditTrail.word(s.getKey()) + ": " + s.getValue())
            .collect(joining("; "));
    return words.isEmpty() ? null : words;
  }
}
