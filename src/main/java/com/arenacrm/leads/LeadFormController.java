package com.arenacrm.leads;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Links;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.ActivityKits;
import com.arenacrm.planner.Planner;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.playbook.StoryId;
import jakarta.servlet.http.HttpServletRequest;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Marketing's forms: what each says and asks, its address, what came in and what was caught. */
@Controller
@RequestMapping("/leads/forms")
class LeadFormController {

  /** A form as typed; {@code id} is the new form's, so that sending twice makes one. */
  record FormEntry(
      String id,
      String title,
      String slug,
      String activity,
      String intro,
      String thanks,
      String consent,
      String askCompany,
      String askPhone,
      String question,
      String language,
      String story,
      Integer version) {}

  /** One line of the list. */
  record FormRow(
      UUID id,
      String slug,
      String title,
      UUID activityId,
      boolean open,
      int answers,
      int caught,
      @Nullable Instant lastAt) {}

  /** What somebody sent. */
  record AnswerRow(
      UUID id,
      Instant at,
      String name,
      @Nullable String email,
      @Nullable String company,
      @Nullable String answer,
      @Nullable String quarantine,
      @Nullable UUID leadId) {}

  private final LeadForms forms;
  private final FormSubmissions submissions;
  private final Planner planner;
  private final ActivityKits kits;
  private final Playbook playbook;
  private final Links links;
  private final MessageSource messages;
  private final JdbcClient jdbc;
  private final Clock clock;

  LeadFormController(
      LeadForms forms,
      FormSubmissions submissions,
      Planner planner,
      ActivityKits kits,
      Playbook playbook,
      Links links,
      MessageSource messages,
      JdbcClient jdbc,
      Clock clock) {
    this.forms = forms;
    this.submissions = submissions;
    this.planner = planner;
    this.kits = kits;
    this.playbook = playbook;
    this.links = links;
    this.messages = messages;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @GetMapping
  String list(@RequestParam(required = false) @Nullable UUID activity, Model model) {
    List<FormRow> rows =
        jdbc.sql(
                """
                select f.id, f.slug, f.title, f.activity_id, f.open,
                       count(s.id) filter (where s.quarantine is null) as answers,
                       count(s.quarantine) as caught,
                       max(s.at) filter (where s.quarantine is null) as last_at
                from leads.lead_form f
                left join leads.form_submission s on s.form_id = f.id
                where cast(:activity as uuid) is null or f.activity_id = :activity
                group by f.id order by f.open desc, f.created_at desc limit 200
                """)
            .param("activity", activity)
            .query(FormRow.class)
            .list();
    model.addAttribute("rows", rows);
    model.addAttribute("activity", activity);
    model.addAttribute(
        "activities",
        planner
            .cards(rows.stream().map(r -> new ActivityId(r.activityId())).distinct().toList())
            .values()
            .stream()
            .collect(Collectors.toMap(a -> a.id().id(), Planner.ActivityCard::title)));
    return "leads/forms";
  }

  @GetMapping("/new")
  String blank(
      @RequestParam(required = false) @Nullable UUID activity, Locale locale, Model model) {
    String title =
        activity == null
            ? ""
            : planner
                .activity(new ActivityId(activity))
                .map(Planner.ActivityCard::title)
                .orElse("");
    model.addAttribute(
        "form",
        new FormEntry(
            LeadFormId.next().toString(),
            title,
            slug(title),
            activity == null ? "" : activity.toString(),
            "",
            "",
            messages.getMessage("form.consent.default", null, locale),
            "true",
            "true",
            "",
            locale.getLanguage(),
            activity == null
                ? ""
                : kits.of(new ActivityId(activity))
                    .map(ActivityKits.Packed::story)
                    .map(StoryId::toString)
                    .orElse(""),
            0));
    return editor(model, null);
  }

  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @ModelAttribute("form") FormEntry form,
      BindingResult errors,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    LeadForm.Content content = read(form, reader, null);
    if (id == null || content == null) {
      return invalid(errors, model, null);
    }
    LeadFormId made = new LeadFormId(id);
    try {
      Once.make(
          () -> forms.findById(made).isPresent(),
          () -> submissions.offer(made, content, actor.id(), clock.instant()));
    } catch (DataIntegrityViolationException e) {
      reader.refuse("slug", "form.slug.taken");
      return invalid(errors, model, null);
    }
    Flash.done(next, "form.made");
    return new ModelAndView("redirect:/leads/forms/" + id);
  }

  @GetMapping("/{id}")
  String one(@PathVariable UUID id, HttpServletRequest request, Model model) {
    LeadForm form = get(id);
    model.addAttribute("leadForm", form);
    model.addAttribute("activity", planner.activity(form.activity()).orElse(null));
    StoryId told = form.content().story();
    model.addAttribute("story", told == null ? null : playbook.story(told).orElse(null));
    model.addAttribute("address", links.forViewer(request, "/forms/" + form.slug()));
    model.addAttribute(
        "answers",
        jdbc.sql(
                """
                select id, at, name, email, company, answer, quarantine, lead_id
                from leads.form_submission where form_id = :id order by at desc limit 50
                """)
            .param("id", id)
            .query(AnswerRow.class)
            .list());
    return "leads/form";
  }

  /** An answer that was set aside was somebody's after all. */
  @PostMapping("/{id}/answers/{answer}/release")
  String release(@PathVariable UUID id, @PathVariable UUID answer, RedirectAttributes next) {
    submissions.release(get(id), answer);
    Flash.done(next, "form.released");
    return "redirect:/leads/forms/" + id;
  }

  @GetMapping("/{id}/edit")
  String edit(@PathVariable UUID id, Model model) {
    LeadForm known = get(id);
    LeadForm.Content c = known.content();
    model.addAttribute("leadForm", known);
    model.addAttribute(
        "form",
        new FormEntry(
            id.toString(),
            c.title(),
            c.slug(),
            c.activity().toString(),
            c.intro(),
            c.thanks(),
            c.consent(),
            String.valueOf(c.askCompany()),
            String.valueOf(c.askPhone()),
            c.question(),
            c.language(),
            c.story() == null ? "" : c.story().toString(),
            known.version()));
    return editor(model, c.story());
  }

  @PostMapping("/{id}")
  ModelAndView change(
      @PathVariable UUID id,
      @ModelAttribute("form") FormEntry form,
      BindingResult errors,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    LeadForm known = get(id);
    FormReader reader = new FormReader(errors, locale);
    StoryId kept = known.content().story();
    LeadForm.Content content = read(form, reader, kept);
    if (content == null) {
      model.addAttribute("leadForm", known);
      return invalid(errors, model, kept);
    }
    StaleVersionException.check(form.version() == null ? -1 : form.version(), known.version());
    known.change(content);
    try {
      forms.save(known);
    } catch (DataIntegrityViolationException e) {
      reader.refuse("slug", "form.slug.taken");
      model.addAttribute("leadForm", known);
      return invalid(errors, model, kept);
    }
    Flash.done(next, "form.changed");
    return new ModelAndView("redirect:/leads/forms/" + id);
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

  private LeadForm.@Nullable Content read(
      FormEntry form, FormReader reader, @Nullable StoryId kept) {
    String title = reader.required("title", form.title(), 120);
    String slug = FormReader.clean(form.slug()).toLowerCase(Locale.ROOT);
    if (!slug.matches("[a-z0-9-]{3,80}")) {
      reader.refuse("slug", "form.slug.invalid");
    }
    UUID activity = reader.id("activity", form.activity());
    if (activity == null || planner.activity(new ActivityId(activity)).isEmpty()) {
      reader.require("activity", null, "form.activity.required");
    }
    String intro = reader.text("intro", form.intro(), 2000);
    String thanks = reader.text("thanks", form.thanks(), 2000);
    String consent = reader.required("consent", form.consent(), 2000);
    String question = reader.text("question", form.question(), 300);
    UUID story = reader.id("story", form.story());
    if (story != null
        && playbook.storyChoices(kept).stream()
            .noneMatch(c -> c.value().equals(story.toString()))) {
      reader.refuse("story", "choose");
    }
    return reader.failed() || activity == null
        ? null
        : new LeadForm.Content(
            slug,
            title,
            intro,
            thanks,
            consent,
            "true".equals(form.askCompany()),
            "true".equals(form.askPhone()),
            question,
            "en".equals(form.language()) ? "en" : "es",
            new ActivityId(activity),
            story == null ? null : new StoryId(story));
  }

  private String editor(Model model, @Nullable StoryId kept) {
    model.addAttribute("storyChoices", playbook.storyChoices(kept));
    model.addAttribute("activityChoices", planner.choices());
    return "leads/form-editor";
  }

  private ModelAndView invalid(BindingResult errors, Model model, @Nullable StoryId kept) {
    editor(model, kept);
    ModelAndView page = new ModelAndView("leads/form-editor", errors.getModel());
    page.addAllObjects(model.asMap());
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
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
