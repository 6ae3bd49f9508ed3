package com.arenacrm.leads.forms;

import com.arenacrm.identity.Organization;
import com.arenacrm.identity.Organizations;
import com.arenacrm.leads.Secret;
import com.arenacrm.leads.forms.FormSubmissions.Taken;
import com.arenacrm.platform.ContentSecurityPolicy;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.PageLanguage;
import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The page that visitors see, on its own or in a frame of the company's pages: no script, no
 * sign-in, nothing of what Arena knows. What is sent must bear the stamp of a page that was opened
 * for it; what comes from a form on another site is shown first, and sent by one more press.
 */
@Controller
@RequestMapping("/forms/{slug}")
class PublicFormController {

  private static final Duration FETCHABLE = Duration.ofHours(1);

  private final LeadForms forms;
  private final FormSubmissions submissions;
  private final FormReading reading;
  private final FormFiles files;
  private final FormViews views;
  private final Organizations organizations;
  private final MessageSource messages;
  private final Clock clock;

  PublicFormController(
      LeadForms forms,
      FormSubmissions submissions,
      FormReading reading,
      FormFiles files,
      FormViews views,
      Organizations organizations,
      MessageSource messages,
      Clock clock) {
    this.forms = forms;
    this.submissions = submissions;
    this.reading = reading;
    this.files = files;
    this.views = views;
    this.organizations = organizations;
    this.messages = messages;
    this.clock = clock;
  }

  @GetMapping({"", "/embed"})
  ModelAndView page(@PathVariable String slug, HttpServletRequest request) {
    Visit visit = new Visit(slug, request);
    if (!visit.form.isOpen()) {
      return visit.closed();
    }
    String host = Campaign.hostOf(request.getHeader("Referer"), request.getServerName());
    Campaign campaign =
        Campaign.of(request::getParameter, host == null ? request.getParameter("referrer") : host);
    return visit.questions(TimeOrderedUuid.next(), Map.of(), Map.of(), campaign);
  }

  @PostMapping({"", "/embed"})
  ModelAndView send(@PathVariable String slug, HttpServletRequest request) {
    Visit visit = new Visit(slug, request);
    LeadForm form = visit.form;
    if (!form.isOpen()) {
      return visit.closed();
    }
    Instant now = clock.instant();
    Optional<UUID> id = uuid(request.getParameter("id"));
    Optional<Instant> opened =
        id.flatMap(i -> form.openedAt(i, request.getParameter("stamp")))
            .filter(at -> Duration.between(at, now).compareTo(LeadForm.LONGEST) < 0);
    FormReading.Read read = reading.read(form, visit.language, request);
    if (opened.isEmpty() || id.isEmpty()) {
      // From another site, or from a page that was open for too long.
      boolean elsewhere = request.getParameter("stamp") == null;
      ModelAndView page =
          visit.questions(
              TimeOrderedUuid.next(),
              read.typed(),
              elsewhere ? Map.of() : read.wrong(),
              read.campaign());
      page.addObject("notice", elsewhere ? "form.again.elsewhere" : "form.expired");
      page.setStatus(elsewhere ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    String trap = FormReader.clean(request.getParameter("website"));
    // Whoever fills the trap in is thanked, whatever else is wrong, and kept apart.
    if (!read.wrong().isEmpty() && trap.isEmpty()) {
      ModelAndView page = visit.questions(id.get(), read.typed(), read.wrong(), read.campaign());
      page.addObject("stamp", request.getParameter("stamp"));
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    boolean looked =
        form.secondAt(id.get(), request.getParameter("second"))
            .filter(at -> Duration.between(at, now).compareTo(LeadForm.LONGEST) < 0)
            .isPresent();
    Sent sent =
        read.sent(
            id.get(),
            visit.language,
            trap.isEmpty() ? null : trap,
            opened.get(),
            looked,
            String.valueOf(request.getRemoteAddr()));
    Taken taken;
    try {
      taken = submissions.take(form, sent, now);
    } catch (DataIntegrityViolationException e) {
      if (!submissions.isKnown(sent.id())) {
        throw e;
      }
      taken = Taken.DONE;
    }
    if (taken == Taken.LOOK_AGAIN) {
      ModelAndView page = visit.questions(id.get(), read.typed(), Map.of(), read.campaign());
      page.addObject("stamp", request.getParameter("stamp"));
      page.addObject("second", form.second(id.get(), now));
      page.addObject("notice", "form.again.odd");
      return page;
    }
    return visit.thanked(now);
  }

  @GetMapping({"/thanks", "/embed/thanks"})
  ModelAndView thanks(
      @PathVariable String slug,
      @RequestParam(required = false) @Nullable String t,
      HttpServletRequest request) {
    Visit visit = new Visit(slug, request);
    ModelAndView page = visit.page("leads/public-thanks");
    boolean confirmed = request.getParameter("confirmed") != null;
    page.addObject("waits", visit.form.content().doubleOptIn() && !confirmed);
    page.addObject("mailless", !submissions.canWrite());
    page.addObject("redirect", visit.form.content().redirect());
    page.addObject("texts", visit.form.texts(visit.language));
    boolean fresh = fresh(visit.form, t);
    boolean fetch = fresh && (!visit.form.content().doubleOptIn() || confirmed);
    page.addObject(
        "download",
        fetch ? files.nameOf(visit.form.id(), FormFiles.Part.DOWNLOAD).orElse(null) : null);
    page.addObject("ticket", t);
    // The other language's page still gives out the file.
    UriComponentsBuilder kept = UriComponentsBuilder.newInstance();
    if (t != null) {
      kept.queryParam("t", "{t}");
    }
    if (confirmed) {
      kept.queryParam("confirmed", true);
    }
    String query = kept.encode().buildAndExpand(t).toUriString();
    page.addObject("came", query.isEmpty() ? "" : "&" + query.substring(1));
    return page;
  }

  /** The file that was promised, for an hour after sending the form. */
  @GetMapping("/file")
  ResponseEntity<byte[]> file(
      @PathVariable String slug, @RequestParam(required = false) @Nullable String t) {
    LeadForm form = forms.findBySlug(slug).orElseThrow(NotFoundException::new);
    if (!fresh(form, t)) {
      throw new NotFoundException();
    }
    return FormFiles.download(
        files.find(form.id(), FormFiles.Part.DOWNLOAD).orElseThrow(NotFoundException::new));
  }

  @GetMapping("/logo")
  ResponseEntity<byte[]> logo(@PathVariable String slug) {
    LeadForm form = forms.findBySlug(slug).orElseThrow(NotFoundException::new);
    return FormFiles.picture(
        files.find(form.id(), FormFiles.Part.LOGO).orElseThrow(NotFoundException::new));
  }

  /**
   * A style sheet without rules. Whoever draws the page asks for it, and bots that only send forms
   * do not; so it needs no script to tell them apart.
   */
  @GetMapping("/seen.css")
  ResponseEntity<String> seen(
      @PathVariable String slug,
      @RequestParam UUID id,
      @RequestParam String stamp,
      HttpServletRequest request) {
    LeadForm form = forms.findBySlug(slug).orElseThrow(NotFoundException::new);
    Instant now = clock.instant();
    if (form.openedAt(id, stamp).isPresent()) {
      views.seen(
          form.id(),
          id,
          request.getHeader("User-Agent"),
          request.getUserPrincipal() == null,
          LocalDate.ofInstant(now, organizations.current().timeZone()),
          now);
    }
    return ResponseEntity.ok()
        .contentType(MediaType.valueOf("text/css;charset=UTF-8"))
        .cacheControl(CacheControl.noStore())
        .body("");
  }

  /** The company's colour. In the dark it is lightened, so that it can still be read. */
  @GetMapping("/brand.css")
  @ResponseBody
  ResponseEntity<String> brand(@PathVariable String slug) {
    LeadForm form = forms.findBySlug(slug).orElseThrow(NotFoundException::new);
    String css =
        form.accent()
            .map(
                colour ->
                    """
                    body.branded { --accent: %1$s; --accent-ink: #fff; }
                    @media (prefers-color-scheme: dark) {
                      body.branded { --accent: color-mix(in srgb, %1$s 45%%, white); --accent-ink: #0c1415; }
                    }
                    """
                        .formatted(colour))
            .orElse("");
    return ResponseEntity.ok().contentType(MediaType.valueOf("text/css;charset=UTF-8")).body(css);
  }

  /** What the link in a letter opens: a button. */
  @GetMapping("/confirmation/{secret}")
  ModelAndView confirmation(
      @PathVariable String slug, @PathVariable String secret, HttpServletRequest request) {
    Visit visit = new Visit(slug, request);
    ModelAndView page = visit.page("leads/public-confirmation");
    page.addObject("texts", visit.form.texts(visit.language));
    page.addObject("secret", secret);
    boolean works =
        Secret.parse(secret)
            .filter(s -> submissions.isOpenTo(visit.form, s, clock.instant()))
            .isPresent();
    page.addObject("works", works);
    page.setStatus(works ? HttpStatus.OK : HttpStatus.GONE);
    return page;
  }

  @PostMapping("/confirmation/{secret}")
  ModelAndView confirm(
      @PathVariable String slug, @PathVariable String secret, HttpServletRequest request) {
    Visit visit = new Visit(slug, request);
    Instant now = clock.instant();
    boolean confirmed =
        Secret.parse(secret).filter(s -> submissions.confirm(visit.form, s, now)).isPresent();
    if (!confirmed) {
      ModelAndView page = visit.page("leads/public-confirmation");
      page.addObject("texts", visit.form.texts(visit.language));
      page.addObject("secret", secret);
      page.addObject("works", false);
      page.setStatus(HttpStatus.GONE);
      return page;
    }
    return visit.redirect("/thanks", Map.of("t", visit.form.ticket(now), "confirmed", "true"));
  }

  private boolean fresh(LeadForm form, @Nullable String ticket) {
    return form.ticketAt(ticket)
        .filter(at -> Duration.between(at, clock.instant()).compareTo(FETCHABLE) < 0)
        .isPresent();
  }

  private static Optional<UUID> uuid(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Somebody who has come to a form. */
  private final class Visit {

    private final LeadForm form;
    private final Organization company;
    private final boolean framed;
    private final String language;

    Visit(String slug, HttpServletRequest request) {
      form = forms.findBySlug(slug).orElseThrow(NotFoundException::new);
      company = organizations.current();
      framed = request.getRequestURI().contains("/embed");
      language = spoken(request);
      PageLanguage.is(request, language);
      if (framed) {
        ContentSecurityPolicy.mayBeFramedBy(request, form.frameHosts());
      }
    }

    // What they ask for, then what their browser asks for, then the company's language.
    private String spoken(HttpServletRequest request) {
      List<String> spoken = form.languages();
      String asked = request.getParameter("lang");
      if (asked != null && spoken.contains(asked)) {
        return asked;
      }
      if (request.getHeader("Accept-Language") != null) {
        for (Locale locale : Collections.list(request.getLocales())) {
          if (spoken.contains(locale.getLanguage())) {
            return locale.getLanguage();
          }
        }
      }
      return spoken.contains(company.language()) ? company.language() : form.language();
    }

    private String path(String rest) {
      return "/forms/" + form.slug() + (framed ? "/embed" : "") + rest;
    }

    ModelAndView page(String view) {
      ModelAndView page = new ModelAndView(view);
      page.addObject("company", company.name());
      page.addObject("slug", form.slug());
      page.addObject("framed", framed);
      page.addObject("branded", form.accent().isPresent());
      page.addObject("logo", files.nameOf(form.id(), FormFiles.Part.LOGO).isPresent());
      page.addObject("mark", form.version());
      page.addObject("title", form.texts(language).title());
      page.addObject("spoken", form.languages());
      page.addObject("action", path(""));
      page.addObject("came", "");
      return page;
    }

    ModelAndView closed() {
      ModelAndView closed = page("leads/public-closed");
      closed.setStatus(HttpStatus.GONE);
      return closed;
    }

    ModelAndView questions(
        UUID id, Map<String, List<String>> typed, Map<String, String> wrong, Campaign campaign) {
      ModelAndView page = page("leads/public-form");
      page.addObject(
          "page",
          FormPage.of(
              "",
              form.design(),
              form.language(),
              language,
              form.content().consentRequired(),
              typed,
              wrong,
              messages));
      page.addObject("id", id);
      page.addObject("stamp", form.stamp(id, clock.instant()));
      page.addObject("campaign", campaign);
      page.addObject("came", campaign.query());
      page.addObject("wrong", wrong);
      return page;
    }

    ModelAndView thanked(Instant now) {
      return redirect("/thanks", Map.of("t", form.ticket(now)));
    }

    ModelAndView redirect(String rest, Map<String, String> parameters) {
      UriComponentsBuilder to = UriComponentsBuilder.fromPath(path(rest));
      if (form.languages().size() > 1) {
        to.queryParam("lang", language);
      }
      new TreeMap<>(parameters).forEach(to::queryParam);
      return new ModelAndView("redirect:" + to.toUriString());
    }
  }
}
