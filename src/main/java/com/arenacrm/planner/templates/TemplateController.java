package com.arenacrm.planner.templates;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.Idea;
import com.arenacrm.planner.Idea.Unit;
import com.arenacrm.planner.Nature;
import com.arenacrm.planner.Planner;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.shared.HourglassPhase;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
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

/** The gallery of activities to start from, and keeping one's own (R008). */
@Controller
@RequestMapping("/planner/templates")
class TemplateController {

  private static final BigDecimal MOST_INVESTMENT = new BigDecimal("9999999999");

  /** A template as typed. */
  record TemplateForm(
      String title,
      String phase,
      String goal,
      String channel,
      String investment,
      String nature,
      String unit,
      String every,
      String followUpDays,
      Integer version) {

    private static TemplateForm of(Template template, Formats show) {
      Idea i = template.idea();
      return new TemplateForm(
          i.title(),
          i.phase().name(),
          i.goal(),
          i.channel(),
          show.typedSum(i.investment()),
          i.nature().name(),
          i.unit().name(),
          String.valueOf(i.every()),
          i.followUpDays() == null ? "" : i.followUpDays().toString(),
          template.version());
    }
  }

  /** One option of a list. */
  record Option(String value, String label) {}

  private final TemplateBook book;
  private final Templates templates;
  private final Planner planner;
  private final MessageSource messages;
  private final Clock clock;

  TemplateController(
      TemplateBook book,
      Templates templates,
      Planner planner,
      MessageSource messages,
      Clock clock) {
    this.book = book;
    this.templates = templates;
    this.planner = planner;
    this.messages = messages;
    this.clock = clock;
  }

  @GetMapping
  String gallery(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable HourglassPhase phase,
      Filters filters,
      Locale locale,
      Model model) {
    UUID profile = filters.id("profile");
    model.addAttribute("ideas", book.ideas(phase, locale));
    model.addAttribute("phase", phase);
    model.addAttribute("day", filters.date("day"));
    model.addAttribute("profile", profile == null ? null : profile.toString());
    model.addAttribute("mayPlan", viewer.isMarketing());
    return "planner/templates";
  }

  /**
   * Keeps an activity as something to start from. Where there is one of that name already, asks
   * first whether it takes its place.
   *
   * @param replace the template that it takes the place of
   * @param besides whether it is kept though there is one of the name
   */
  @PostMapping
  String keep(
      CurrentUser actor,
      @RequestParam UUID id,
      @RequestParam UUID activity,
      @RequestParam(required = false) @Nullable UUID replace,
      @RequestParam(defaultValue = "false") boolean besides,
      Model model,
      RedirectAttributes next) {
    ActivityId from = new ActivityId(activity);
    String title =
        planner.activity(from).map(Planner.ActivityCard::title).orElseThrow(NotFoundException::new);
    if (replace != null) {
      book.replace(new TemplateId(replace), from);
      Flash.done(next, "template.changed", title);
      return "redirect:/planner/templates/" + replace;
    }
    if (!besides && !book.isThere(new TemplateId(id))) {
      Optional<TemplateId> like = book.like(from);
      if (like.isPresent()) {
        model.addAttribute("template", get(like.get().id()).idea());
        model.addAttribute("id", id);
        model.addAttribute("activity", activity);
        return "planner/template-like";
      }
    }
    Once.make(
        () -> book.isThere(new TemplateId(id)), () -> book.keep(id, from, actor, clock.instant()));
    Flash.done(next, "template.saved", title);
    return "redirect:/planner/templates/" + id;
  }

  @GetMapping("/{id}")
  String edit(CurrentUser viewer, @PathVariable UUID id, Locale locale, Model model) {
    Template template = get(id);
    model.addAttribute("form", TemplateForm.of(template, viewer.formats(locale)));
    fill(model, template, locale);
    return "planner/template-form";
  }

  @PostMapping("/{id}")
  ModelAndView change(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") TemplateForm form,
      BindingResult errors,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    Template template = get(id);
    fill(model, template, locale);
    if (Meanwhile.changed(form.version(), template.version())) {
      ModelAndView late = new ModelAndView("planner/template-form", model.asMap());
      return Meanwhile.show(late, form, TemplateForm.of(template, actor.formats(locale)));
    }
    Idea idea = read(id, form, new FormReader(errors, locale));
    if (idea == null) {
      ModelAndView page = new ModelAndView("planner/template-form", model.asMap());
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    template.change(idea);
    templates.save(template);
    Flash.done(next, "template.changed", idea.title());
    return new ModelAndView("redirect:/planner/templates?phase=" + idea.phase());
  }

  /** It is no longer offered. */
  @PostMapping("/{id}/retirement")
  String retire(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "false") boolean undo,
      RedirectAttributes next) {
    Template template = get(id);
    if (undo) {
      template.restore();
      Flash.done(next, "template.restored", template.idea().title());
    } else {
      template.retire(clock.instant());
      Flash.done(next, "template.retired", template.idea().title());
      Flash.undo(next, "/planner/templates/" + id + "/retirement?undo=true");
    }
    templates.save(template);
    return "redirect:/planner/templates";
  }

  private static @Nullable Idea read(UUID id, TemplateForm form, FormReader reader) {
    String title = reader.required("title", form.title(), 200);
    HourglassPhase phase = reader.choice("phase", form.phase(), HourglassPhase.class);
    reader.require("phase", phase, "choose");
    String goal = reader.required("goal", form.goal(), 1000);
    String channel = reader.required("channel", form.channel(), 300);
    BigDecimal investment = reader.amount("investment", form.investment());
    reader.require("investment", investment, "activity.investment.required");
    if (investment != null && investment.compareTo(MOST_INVESTMENT) > 0) {
      reader.refuse("investment", "amount.invalid");
    }
    Nature nature = reader.choice("nature", form.nature(), Nature.class);
    reader.require("nature", nature, "choose");
    Unit unit = reader.choice("unit", form.unit(), Unit.class);
    reader.require("unit", unit, "choose");
    Integer every = reader.whole("every", form.every(), 1, 99);
    Integer days = reader.whole("followUpDays", form.followUpDays(), 0, 365);
    if (reader.failed() || phase == null || investment == null || nature == null || unit == null) {
      return null;
    }
    return new Idea(
        id.toString(),
        phase,
        title,
        goal,
        channel,
        investment,
        nature,
        unit,
        every == null ? 1 : every,
        days,
        true);
  }

  private void fill(Model model, Template template, Locale locale) {
    model.addAttribute("template", template.idea());
    model.addAttribute(
        "phaseChoices",
        Stream.of(HourglassPhase.values())
            .map(p -> new Option(p.name(), text("phase." + p.key(), locale)))
            .toList());
    model.addAttribute(
        "natures",
        Stream.of(Nature.values())
            .map(n -> new Option(n.name(), text("nature." + n + ".choice", locale)))
            .toList());
    List<Option> units =
        Stream.of(Unit.values())
            .map(u -> new Option(u.name(), text("template.unit." + u, locale)))
            .toList();
    model.addAttribute("units", units);
  }

  private String text(String key, Locale locale) {
    return messages.getMessage(key, null, locale);
  }

  private Template get(UUID id) {
    return templates.findById(new TemplateId(id)).orElseThrow(NotFoundException::new);
  }
}
