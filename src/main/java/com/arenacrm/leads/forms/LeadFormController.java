package com.arenacrm.leads.forms;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.Organizations;
import com.arenacrm.leads.LeadFormId;
import com.arenacrm.leads.forms.FormDesign.Kind;
import com.arenacrm.leads.forms.FormEntry.FieldEntry;
import com.arenacrm.leads.forms.FormEntry.TextsEntry;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.ActivityKits;
import com.arenacrm.planner.Planner;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.playbook.StoryId;
import jakarta.servlet.http.HttpServletResponse;
import java.text.Normalizer;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Marketing builds its forms: what each says and asks, row by row, seen as visitors will see it.
 */
@Controller
@RequestMapping("/leads/forms")
class LeadFormController {

  /** Something to choose. */
  record Choice(String value, String label) {}

  private final LeadForms forms;
  private final FormSubmissions submissions;
  private final FormAnswers answers;
  private final Confirmations confirmations;
  private final Planner planner;
  private final ActivityKits kits;
  private final Playbook playbook;
  private final ContactBook contacts;
  private final Organizations organizations;
  private final Exports exports;
  private final MessageSource messages;
  private final Clock clock;

  LeadFormController(
      LeadForms forms,
      FormSubmissions submissions,
      FormAnswers answers,
      Confirmations confirmations,
      Planner planner,
      ActivityKits kits,
      Playbook playbook,
      ContactBook contacts,
      Organizations organizations,
      Exports exports,
      MessageSource messages,
      Clock clock) {
    this.forms = forms;
    this.submissions = submissions;
    this.answers = answers;
    this.confirmations = confirmations;
    this.planner = planner;
    this.kits = kits;
    this.playbook = playbook;
    this.contacts = contacts;
    this.organizations = organizations;
    this.exports = exports;
    this.messages = messages;
    this.clock = clock;
  }

  @GetMapping
  String list(
      CurrentUser viewer, @RequestParam(required = false) @Nullable UUID activity, Model model) {
    LocalDate today = viewer.today(clock);
    List<FormAnswers.FormRow> rows = answers.forms(activity, today);
    model.addAttribute("rows", rows);
    model.addAttribute("activity", activity);
    model.addAttribute("activities", activities(rows));
    return "leads/forms";
  }

  private Map<UUID, String> activities(List<FormAnswers.FormRow> rows) {
    return planner
        .cards(rows.stream().map(r -> new ActivityId(r.activityId())).distinct().toList())
        .values()
        .stream()
        .collect(Collectors.toMap(a -> a.id().id(), Planner.ActivityCard::title));
  }

  /** The same forms as a file. */
  @GetMapping("/export")
  void export(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      @RequestParam(required = false) @Nullable UUID activity,
      Locale locale,
      HttpServletResponse response) {
    List<FormAnswers.FormRow> rows = answers.forms(activity, viewer.today(clock));
    Map<UUID, String> titles = activities(rows);
    exports.send(
        response,
        viewer,
        locale,
        format,
        "forms.title",
        List.of(
            "form.title",
            "form.isClosed",
            "lead.activity",
            "form.address",
            "form.views",
            "form.answers",
            "form.which.WAITING",
            "form.caught",
            "form.last"),
        file ->
            rows.forEach(
                f ->
                    file.row(
                        Arrays.asList(
                            f.title(),
                            exports.say(f.open() ? "export.no" : "export.yes", locale),
                            titles.get(f.activityId()),
                            "/forms/" + f.slug(),
                            f.views(),
                            f.answers(),
                            f.waiting(),
                            f.aside(),
                            f.lastAt()))));
  }

  @GetMapping("/new")
  ModelAndView blank(
      CurrentUser viewer, @RequestParam(required = false) @Nullable UUID activity, Locale locale) {
    String title =
        activity == null
            ? ""
            : planner
                .activity(new ActivityId(activity))
                .map(Planner.ActivityCard::title)
                .orElse("");
    String language = FormEntry.SPOKEN.contains(locale.getLanguage()) ? locale.getLanguage() : "es";
    return editor(
        new FormEntry(
            LeadFormId.next().toString(),
            0,
            slug(title),
            activity == null ? "" : activity.toString(),
            activity == null
                ? ""
                : kits.of(new ActivityId(activity))
                    .map(ActivityKits.Packed::story)
                    .map(StoryId::toString)
                    .orElse(""),
            "",
            language,
            FormEntry.SPOKEN.stream()
                .map(
                    l ->
                        new TextsEntry(
                            l.equals(language) ? title : "",
                            "",
                            "",
                            "",
                            messages.getMessage(
                                "form.consent.default", null, Locale.forLanguageTag(l))))
                .toList(),
            List.of(
                FieldEntry.usual(FormDesign.NAME, true),
                FieldEntry.usual(FormDesign.EMAIL, true),
                FieldEntry.usual(FormDesign.COMPANY, false),
                FieldEntry.usual(FormDesign.PHONE, false)),
            "true",
            "",
            ""),
        null,
        null,
        viewer,
        locale);
  }

  /** A button of the builder was pressed, or its preview is to follow what was typed. */
  @PostMapping("/draft")
  ModelAndView draft(
      CurrentUser viewer,
      @ModelAttribute("form") FormEntry typed,
      BindingResult ignored,
      @RequestParam(defaultValue = "") String step,
      Locale locale) {
    FormEntry form = typed.clean().with(step);
    LeadForm known = uuid(form.id()).flatMap(id -> forms.findById(new LeadFormId(id))).orElse(null);
    return editor(form, null, known, viewer, locale);
  }

  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @ModelAttribute("form") FormEntry typed,
      BindingResult ignored,
      Locale locale,
      RedirectAttributes next) {
    FormEntry form = typed.clean();
    BindingResult errors = new BeanPropertyBindingResult(form, "form");
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    LeadForm.Content content = form.read(reader, known(form, null, actor, locale));
    if (id == null || content == null) {
      return editor(form, errors, null, actor, locale);
    }
    LeadFormId made = new LeadFormId(id);
    try {
      Once.make(
          () -> forms.findById(made).isPresent(),
          () -> submissions.offer(made, content, actor.id(), clock.instant()));
    } catch (DataIntegrityViolationException e) {
      reader.refuse("slug", "form.slug.taken");
      return editor(form, errors, null, actor, locale);
    }
    Flash.done(next, "form.made");
    return new ModelAndView("redirect:/leads/forms/" + id + "/sharing");
  }

  @GetMapping("/{id}/edit")
  ModelAndView edit(CurrentUser viewer, @PathVariable UUID id, Locale locale) {
    LeadForm known = get(id);
    return editor(FormEntry.of(known), null, known, viewer, locale);
  }

  @PostMapping("/{id}")
  ModelAndView change(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") FormEntry typed,
      BindingResult ignored,
      Locale locale,
      RedirectAttributes next) {
    LeadForm known = get(id);
    FormEntry form = typed.clean();
    BindingResult errors = new BeanPropertyBindingResult(form, "form");
    FormReader reader = new FormReader(errors, locale);
    LeadForm.Content content = form.read(reader, known(form, known, actor, locale));
    if (content == null) {
      return editor(form, errors, known, actor, locale);
    }
    if (Meanwhile.isMade(form, FormEntry.of(known).clean())) {
      Flash.done(next, "form.changed");
      return new ModelAndView("redirect:/leads/forms/" + id + "/sharing");
    }
    StaleVersionException.check(form.version() == null ? -1 : form.version(), known.version());
    try {
      submissions.change(known, content, actor.id(), clock.instant());
    } catch (DataIntegrityViolationException e) {
      reader.refuse("slug", "form.slug.taken");
      return editor(form, errors, get(id), actor, locale);
    }
    Flash.done(next, "form.changed");
    return new ModelAndView("redirect:/leads/forms/" + id + "/sharing");
  }

  @PostMapping("/{id}/closing")
  String close(@PathVariable UUID id, RedirectAttributes next) {
    LeadForm form = get(id);
    form.close();
    forms.save(form);
    Flash.done(next, "form.closed");
    Flash.undo(next, "/leads/forms/" + id + "/reopening");
    return "redirect:/leads/forms/" + id;
  }

  @PostMapping("/{id}/reopening")
  String reopen(@PathVariable UUID id, RedirectAttributes next) {
    LeadForm form = get(id);
    form.reopen();
    forms.save(form);
    Flash.done(next, "form.reopened");
    return "redirect:/leads/forms/" + id;
  }

  private LeadForm get(UUID id) {
    return forms.findById(new LeadFormId(id)).orElseThrow(NotFoundException::new);
  }

  private static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private FormEntry.Known known(
      FormEntry typed, @Nullable LeadForm form, CurrentUser actor, Locale locale) {
    return new FormEntry.Known(
        activityChoices(typed).stream().map(Choice::value).collect(Collectors.toSet()),
        storyChoices(form).stream().map(Choice::value).collect(Collectors.toSet()),
        offerChoices(form, actor, locale).stream().map(Choice::value).collect(Collectors.toSet()),
        offer -> playbook.refusalOf(offer, actor.today(clock)),
        keepers(locale).stream().map(Choice::value).collect(Collectors.toSet()),
        confirmations.isPossible());
  }

  private List<Choice> activityChoices(FormEntry form) {
    return planner
        .choices(uuid(FormReader.clean(form.activity())).map(ActivityId::new).orElse(null))
        .stream()
        .map(a -> new Choice(a.id().toString(), a.title()))
        .toList();
  }

  private List<Choice> storyChoices(@Nullable LeadForm form) {
    return playbook.storyChoices(form == null ? null : form.content().story()).stream()
        .map(c -> new Choice(c.value(), c.label()))
        .toList();
  }

  private List<Choice> offerChoices(@Nullable LeadForm form, CurrentUser actor, Locale locale) {
    return playbook
        .offerChoices(form == null ? null : form.content().offer(), actor.formats(locale))
        .stream()
        .map(c -> new Choice(c.value(), c.label()))
        .toList();
  }

  private List<Choice> keepers(Locale locale) {
    List<Choice> keepers = new ArrayList<>();
    for (String where : List.of(FormDesign.NEED, FormDesign.BUDGET, FormDesign.PURCHASE_DATE)) {
      keepers.add(new Choice(where, messages.getMessage("form.kept." + where, null, locale)));
    }
    contacts
        .attributeNames(false)
        .forEach(
            a ->
                keepers.add(
                    new Choice(
                        FormDesign.PERSON_ATTRIBUTE + a,
                        messages.getMessage("form.kept.person", new Object[] {a}, locale))));
    contacts
        .attributeNames(true)
        .forEach(
            a ->
                keepers.add(
                    new Choice(
                        FormDesign.COMPANY_ATTRIBUTE + a,
                        messages.getMessage("form.kept.company", new Object[] {a}, locale))));
    return keepers;
  }

  private ModelAndView editor(
      FormEntry form,
      @Nullable BindingResult errors,
      @Nullable LeadForm known,
      CurrentUser viewer,
      Locale locale) {
    BindingResult result = errors == null ? new BeanPropertyBindingResult(form, "form") : errors;
    ModelAndView page = new ModelAndView("leads/form-editor", result.getModel());
    page.addObject("form", form);
    page.addObject("leadForm", known);
    page.addObject("activityChoices", activityChoices(form));
    page.addObject("storyChoices", storyChoices(known));
    page.addObject("offerChoices", offerChoices(known, viewer, locale));
    page.addObject("keepers", keepers(locale));
    page.addObject("kinds", Kind.values());
    page.addObject("mailWorks", confirmations.isPossible());
    page.addObject("company", organizations.current().name());
    FormDesign draft = form.draft();
    String first = form.spoken().get(0);
    List<FormPage> previews =
        form.spoken().stream()
            .map(
                l ->
                    FormPage.of(
                        "preview-" + l + "-",
                        draft,
                        first,
                        l,
                        "true".equals(form.consentRequired()),
                        Map.of(),
                        Map.of(),
                        messages))
            .toList();
    page.addObject("previews", previews);
    // What visitors read where a text is left empty, in the language of that text.
    page.addObject(
        "otherwise",
        previews.stream()
            .collect(
                Collectors.toMap(
                    FormPage::language,
                    p ->
                        p.fields().stream()
                            .collect(
                                Collectors.toMap(
                                    FormPage.Shown::id, FormPage.Shown::called, (a, b) -> a)))));
    page.addObject("send", inEach(form, "form.send"));
    page.addObject("thanks", inEach(form, "form.thanks.default"));
    page.addObject(
        "languageChoices",
        Stream.of("es", "en", "es+en", "en+es")
            .map(l -> new Choice(l, messages.getMessage("form.languages." + l, null, locale)))
            .toList());
    page.setStatus(result.hasErrors() ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.OK);
    return page;
  }

  /** A text in each of the form's languages. */
  private Map<String, String> inEach(FormEntry form, String key) {
    return form.spoken().stream()
        .collect(
            Collectors.toMap(
                l -> l, l -> messages.getMessage(key, null, Locale.forLanguageTag(l))));
  }

  /**
   * An address from a title: {@code Cata para jefes de sala} becomes {@code
   * cata-para-jefes-de-sala}.
   */
  static String slug(String title) {
    String plain =
        Normalizer.normalize(title, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return plain.length() > 60 ? plain.substring(0, 60) : plain;
  }
}
