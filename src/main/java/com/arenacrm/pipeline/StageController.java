package com.arenacrm.pipeline;

import com.arenacrm.pipeline.tracks.Track;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.dao.DataIntegrityViolationException;
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

/** The stages of our way of selling, for the administrator (R092). */
@Controller
@RequestMapping("/pipeline/stages")
class StageController {

  private static final int MOST_CRITERIA = 12;

  /** A stage as typed; {@code id} is the new stage's, so that sending twice adds one. */
  record StageForm(
      @Nullable String id,
      @Nullable String track,
      @Nullable String name,
      @Nullable String kind,
      @Nullable String probability,
      @Nullable String entry,
      @Nullable String criteria,
      @Nullable String needsAmount,
      @Nullable String needsClose,
      @Nullable String forecast,
      @Nullable Integer version) {

    static StageForm of(Stage stage) {
      return new StageForm(
          stage.id().toString(),
          stage.track().id().toString(),
          stage.name(),
          stage.kind().name(),
          String.valueOf(stage.probability()),
          String.join("\n", stage.entryCriteria()),
          String.join("\n", stage.exitCriteria()),
          String.valueOf(stage.outlook().needsAmount()),
          String.valueOf(stage.outlook().needsClose()),
          stage.outlook().forecast().name(),
          stage.version());
    }
  }

  /** A kind of stage to choose. */
  record KindChoice(String value, String label) {}

  private final StageBook stages;
  private final Stages all;
  private final MessageSource messages;

  StageController(StageBook stages, Stages all, MessageSource messages) {
    this.stages = stages;
    this.all = all;
    this.messages = messages;
  }

  @GetMapping
  String list(Model model) {
    model.addAttribute("newTrack", new TrackForm(TimeOrderedUuid.next().toString(), ""));
    return list(stages.tracks(), model);
  }

  private String list(List<Track> tracks, Model model) {
    StagePath path = stages.path();
    model.addAttribute(
        "tracks",
        tracks.stream()
            .map(
                t ->
                    new Way(
                        t, path.all().stream().filter(s -> s.track().id().equals(t.id())).toList()))
            .toList());
    model.addAttribute("deals", stages.dealsByStage());
    return "pipeline/stages";
  }

  /** A way of selling with its stages. */
  record Way(Track track, List<Stage> stages) {}

  /** A way of selling as typed; {@code id} is the new one's, so that sending twice adds one. */
  record TrackForm(@Nullable String id, @Nullable String name) {}

  @PostMapping("/tracks")
  ModelAndView addTrack(
      @ModelAttribute("newTrack") TrackForm form,
      BindingResult errors,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    String name = reader.required("name", form.name(), 60);
    if (id != null && !reader.failed()) {
      try {
        Once.make(
            () -> stages.tracks().stream().anyMatch(t -> t.id().equals(id)),
            () -> stages.addTrack(id, name));
        Flash.done(next, "tracks.added", name);
        return new ModelAndView("redirect:/pipeline/stages#t-" + id);
      } catch (RefusedException e) {
        reader.refuse("name", e.messageKey(), e.arguments());
      }
    }
    ModelAndView page = new ModelAndView(list(stages.tracks(), model), model.asMap());
    page.addAllObjects(errors.getModel());
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  @PostMapping("/tracks/{id}")
  String renameTrack(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String name,
      RedirectAttributes next) {
    String text = FormReader.clean(name);
    return text.isEmpty() || text.length() > 60
        ? attempt(
            next,
            () -> {
              throw text.isEmpty()
                  ? new RefusedException("tracks.name.required")
                  : new RefusedException("tooLong", 60);
            },
            "tracks.renamed",
            text)
        : attempt(next, () -> stages.renameTrack(id, text), "tracks.renamed", text);
  }

  /** Moves a way of selling one place earlier or later. */
  @PostMapping("/tracks/{id}/position")
  String shiftTrack(@PathVariable UUID id, @RequestParam(defaultValue = "") String to) {
    stages.shiftTrack(id, to.equals("earlier"));
    return "redirect:/pipeline/stages#t-" + id;
  }

  @PostMapping("/tracks/{id}/deletion")
  String removeTrack(@PathVariable UUID id, RedirectAttributes next) {
    try {
      Flash.done(next, "tracks.removed", stages.removeTrack(id));
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/pipeline/stages";
  }

  @GetMapping("/new")
  String blank(@RequestParam(required = false) @Nullable UUID track, Model model, Locale locale) {
    model.addAttribute(
        "form",
        new StageForm(
            StageId.next().toString(),
            track == null ? "" : track.toString(),
            "",
            "OPEN",
            "50",
            "",
            "",
            "",
            "",
            "",
            0));
    model.addAttribute("kinds", kinds(locale));
    model.addAttribute("forecasts", forecasts(locale));
    return "pipeline/stage-form";
  }

  @PostMapping
  ModelAndView add(
      @ModelAttribute("form") StageForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    Read read = read(form, reader);
    if (id != null && !reader.failed()) {
      StageId stage = new StageId(id);
      try {
        Once.make(
            () -> all.findById(stage).isPresent(),
            () ->
                stages.add(
                    stage,
                    trackOf(form),
                    read.name,
                    read.kind,
                    read.probability,
                    read.criteria,
                    read.outlook));
        Flash.done(next, "stages.added", read.name);
        return new ModelAndView("redirect:/pipeline/stages");
      } catch (RefusedException e) {
        reader.refuse("name", e.messageKey(), e.arguments());
      }
    }
    return invalid(errors, null, locale);
  }

  @GetMapping("/{id}")
  String edit(@PathVariable UUID id, Model model, Locale locale) {
    Stage stage = stages.get(new StageId(id));
    model.addAttribute("stage", stage);
    model.addAttribute("used", stages.isUsed(stage.id()));
    model.addAttribute("form", StageForm.of(stage));
    model.addAttribute("kinds", kinds(locale));
    model.addAttribute("forecasts", forecasts(locale));
    return "pipeline/stage-form";
  }

  @PostMapping("/{id}")
  ModelAndView change(
      @PathVariable UUID id,
      @ModelAttribute("form") StageForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Stage stage = stages.get(new StageId(id));
    FormReader reader = new FormReader(errors, locale);
    Read read = read(form, reader);
    if (stage.isOpen() && read.kind != Stage.Kind.OPEN) {
      // They would be gone without a word.
      if (!read.criteria.entry().isEmpty()) {
        reader.refuse("entry", "stages.kind.criteria");
      }
      if (!read.criteria.exit().isEmpty()) {
        reader.refuse("criteria", "stages.kind.criteria");
      }
    }
    if (!reader.failed()) {
      StaleVersionException.check(form.version() == null ? -1 : form.version(), stage.version());
      try {
        stages.change(stage, read.name, read.kind, read.probability, read.criteria, read.outlook);
        Flash.done(next, "stages.changed", read.name);
        return new ModelAndView("redirect:/pipeline/stages");
      } catch (RefusedException e) {
        boolean name = e.messageKey().equals("stages.name.taken");
        reader.refuse(name ? "name" : "kind", e.messageKey(), e.arguments());
      }
    }
    return invalid(errors, stage, locale);
  }

  /** Moves a stage one place earlier or later. */
  @PostMapping("/{id}/position")
  String shift(@PathVariable UUID id, @RequestParam(defaultValue = "") String to) {
    StageId stage = stages.get(new StageId(id)).id();
    stages.shift(stage, to.equals("earlier"));
    return "redirect:/pipeline/stages#s-" + id;
  }

  @PostMapping("/{id}/retiring")
  String retire(@PathVariable UUID id, RedirectAttributes next) {
    Stage stage = stages.get(new StageId(id));
    try {
      int open = stages.retire(stage.id());
      Flash.done(next, open == 0 ? "stages.retired" : "stages.retired.open", stage.name(), open);
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/pipeline/stages";
  }

  @PostMapping("/{id}/restoring")
  String restore(@PathVariable UUID id, RedirectAttributes next) {
    Stage stage = stages.get(new StageId(id));
    return attempt(next, () -> stages.restore(stage.id()), "stages.restored", stage.name());
  }

  @PostMapping("/{id}/deletion")
  String remove(@PathVariable UUID id, RedirectAttributes next) {
    Stage stage = stages.get(new StageId(id));
    return attempt(next, () -> stages.remove(stage.id()), "stages.removed", stage.name());
  }

  private static String attempt(
      RedirectAttributes next, Runnable change, String message, String name) {
    try {
      change.run();
      Flash.done(next, message, name);
    } catch (RefusedException e) {
      Flash.refused(next, e);
    } catch (DataIntegrityViolationException e) {
      // A deal entered it at this very moment.
      Flash.refused(next, "stages.used");
    }
    return "redirect:/pipeline/stages";
  }

  /** The way of selling that a new stage is of; null for the first. */
  private static @Nullable UUID trackOf(StageForm form) {
    try {
      String text = FormReader.clean(form.track());
      return text.isEmpty() ? null : UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private record Read(
      String name,
      Stage.Kind kind,
      int probability,
      Stage.Criteria criteria,
      Stage.Outlook outlook) {}

  private static Read read(StageForm form, FormReader reader) {
    String name = reader.required("name", form.name(), 60);
    Stage.Kind kind = reader.choice("kind", form.kind(), Stage.Kind.class);
    reader.require("kind", kind, "choose");
    Integer probability = reader.whole("probability", form.probability(), 0, 100);
    if (kind == Stage.Kind.OPEN) {
      reader.require("probability", probability, "required");
    }
    Stage.Criteria criteria =
        new Stage.Criteria(
            lines(reader, "entry", form.entry()), lines(reader, "criteria", form.criteria()));
    int likely = Optional.ofNullable(probability).orElse(0);
    Stage.Forecast forecast = reader.choice("forecast", form.forecast(), Stage.Forecast.class);
    return new Read(
        name,
        Optional.ofNullable(kind).orElse(Stage.Kind.OPEN),
        likely,
        criteria,
        new Stage.Outlook(
            "true".equals(form.needsAmount()),
            "true".equals(form.needsClose()),
            Optional.ofNullable(forecast).orElse(Stage.Forecast.of(likely))));
  }

  private static List<String> lines(FormReader reader, String field, @Nullable String typed) {
    List<String> lines =
        FormReader.clean(typed)
            .lines()
            .map(String::strip)
            .filter(l -> !l.isEmpty())
            .distinct()
            .toList();
    if (lines.size() > MOST_CRITERIA) {
      reader.refuse(field, "stages.criteria.tooMany", MOST_CRITERIA);
    }
    if (lines.stream().anyMatch(c -> c.length() > 200)) {
      reader.refuse(field, "tooLong", 200);
    }
    return lines;
  }

  private ModelAndView invalid(BindingResult errors, @Nullable Stage stage, Locale locale) {
    ModelAndView page = new ModelAndView("pipeline/stage-form", errors.getModel());
    page.addObject("kinds", kinds(locale));
    page.addObject("forecasts", forecasts(locale));
    if (stage != null) {
      page.addObject("stage", stage);
      page.addObject("used", stages.isUsed(stage.id()));
    }
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  private List<KindChoice> forecasts(Locale locale) {
    return List.of(Stage.Forecast.values()).stream()
        .map(
            f ->
                new KindChoice(
                    f.name(), messages.getMessage("forecast.category." + f, null, locale)))
        .toList();
  }

  private List<KindChoice> kinds(Locale locale) {
    return List.of(Stage.Kind.values()).stream()
        .map(
            kind ->
                new KindChoice(
                    kind.name(), messages.getMessage("stages.kind." + kind, null, locale)))
        .toList();
  }
}
