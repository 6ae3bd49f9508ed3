package com.arenacrm.leads;

import com.arenacrm.identity.Organization;
import com.arenacrm.identity.Organizations;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.PageLanguage;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * The page that visitors see: no script, no sign-in, nothing of what Arena knows. It speaks the
 * language of its form.
 */
@Controller
@RequestMapping("/forms/{slug}")
class PublicFormController {

  /**
   * What a visitor types.
   *
   * @param website a field that people do not see and bots fill in
   * @param stamp when the page was opened, signed
   */
  record Entry(
      String id,
      String stamp,
      String fullName,
      String email,
      String phone,
      String company,
      String answer,
      String consent,
      String website) {}

  private final LeadForms forms;
  private final FormSubmissions submissions;
  private final Organizations organizations;
  private final Clock clock;

  PublicFormController(
      LeadForms forms, FormSubmissions submissions, Organizations organizations, Clock clock) {
    this.forms = forms;
    this.submissions = submissions;
    this.organizations = organizations;
    this.clock = clock;
  }

  @GetMapping
  ModelAndView page(@PathVariable String slug, HttpServletRequest request) {
    LeadForm form = get(slug, request);
    if (!form.isOpen()) {
      ModelAndView closed = page("leads/public-closed", form);
      closed.setStatus(HttpStatus.GONE);
      return closed;
    }
    ModelAndView page = page("leads/public-form", form);
    page.addObject("form", blank(form));
    return page;
  }

  @PostMapping
  ModelAndView send(
      @PathVariable String slug,
      @ModelAttribute("form") Entry entry,
      BindingResult errors,
      HttpServletRequest request) {
    LeadForm form = get(slug, request);
    if (!form.isOpen()) {
      ModelAndView closed = page("leads/public-closed", form);
      closed.setStatus(HttpStatus.GONE);
      return closed;
    }
    Instant now = clock.instant();
    FormReader reader = new FormReader(errors, Locale.forLanguageTag(form.content().language()));
    Optional<Instant> opened =
        form.openedAt(entry.stamp())
            .filter(at -> Duration.between(at, now).compareTo(LeadForm.LONGEST) < 0);
    UUID id = reader.id("id", entry.id());
    if (opened.isEmpty() || id == null) {
      reader.refuse("fullName", "form.expired");
    }
    String name = reader.required("fullName", entry.fullName(), 200);
    EmailAddress email = reader.email("email", entry.email());
    if (!errors.hasFieldErrors("email")) {
      reader.require("email", email, "required");
    }
    PhoneNumber phone = reader.phone("phone", entry.phone(), organizations.current().region());
    String company = reader.text("company", entry.company(), 200);
    String answer = reader.text("answer", entry.answer(), 2000);
    if (!"true".equals(entry.consent())) {
      reader.refuse("consent", "form.consent.required");
    }
    String trap = FormReader.clean(entry.website());
    // Whoever fills the trap in is thanked, whatever else is wrong, and kept apart.
    if (reader.failed() && trap.isEmpty()) {
      ModelAndView page = page("leads/public-form", form);
      page.addAllObjects(errors.getModel());
      page.addObject(
          "form",
          opened.isEmpty() || id == null
              ? new Entry(
                  TimeOrderedUuid.next().toString(),
                  form.stamp(now),
                  entry.fullName(),
                  entry.email(),
                  entry.phone(),
                  entry.company(),
                  entry.answer(),
                  entry.consent(),
                  "")
              : entry);
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    if (id != null && opened.isPresent()) {
      FormSubmissions.Sent sent =
          new FormSubmissions.Sent(
              id,
              name.isEmpty() ? "?" : name,
              email,
              phone,
              company,
              answer,
              true,
              trap.isEmpty() ? null : trap,
              opened.get(),
              String.valueOf(request.getRemoteAddr()));
      Once.make(() -> submissions.isKnown(id), () -> submissions.take(form, sent, now));
    }
    return new ModelAndView("redirect:/forms/" + slug + "/thanks");
  }

  @GetMapping("/thanks")
  ModelAndView thanks(@PathVariable String slug, HttpServletRequest request) {
    return page("leads/public-thanks", get(slug, request));
  }

  private Entry blank(LeadForm form) {
    return new Entry(
        TimeOrderedUuid.next().toString(), form.stamp(clock.instant()), "", "", "", "", "", "", "");
  }

  private LeadForm get(String slug, HttpServletRequest request) {
    LeadForm form = forms.findBySlug(slug).orElseThrow(NotFoundException::new);
    PageLanguage.is(request, form.content().language());
    return form;
  }

  private ModelAndView page(String view, LeadForm form) {
    Organization company = organizations.current();
    ModelAndView page = new ModelAndView(view);
    page.addObject("content", form.content());
    page.addObject("company", company.name());
    return page;
  }
}
