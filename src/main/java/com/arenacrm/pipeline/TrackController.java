package com.arenacrm.pipeline;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.pipeline.StageBook.OnTrack;
import com.arenacrm.pipeline.tracks.Track;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Retires a way of selling, and takes it up again. Its open deals go over to another in one go:
 * first it is shown which, and then it is confirmed.
 */
@Controller
@RequestMapping("/pipeline/stages/tracks/{id}")
class TrackController {

  /** So many deals are named before it is confirmed; the rest is counted. */
  private static final int SHOWN = 50;

  /**
   * Where the open deals go, and why.
   *
   * @param seen how many there were when this was shown; empty before that
   * @param act {@code retire} to do what was shown
   */
  record RetiringForm(
      @Nullable String to, @Nullable String reason, @Nullable String seen, @Nullable String act) {}

  /** A stage to go over to. */
  record StageChoice(String value, String label) {}

  /** A stage with how many deals are worked in it. */
  record Standing(String stage, int deals) {}

  private final StageBook stages;
  private final Clock clock;

  TrackController(StageBook stages, Clock clock) {
    this.stages = stages;
    this.clock = clock;
  }

  @GetMapping("/retiring")
  ModelAndView form(@PathVariable UUID id) {
    ModelAndView page = page(id, null);
    page.addObject("form", new RetiringForm("", "", "", ""));
    return page;
  }

  @PostMapping("/retiring")
  ModelAndView retire(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") RetiringForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Track track = track(id);
    FormReader reader = new FormReader(errors, locale);
    boolean empty = stages.workedByStage(id).isEmpty();
    UUID to = form.to() == null || form.to().isEmpty() ? null : reader.id("to", form.to());
    Integer seen = reader.whole("seen", form.seen(), 0, Integer.MAX_VALUE);
    String reason = empty ? "" : reader.required("reason", form.reason(), 500);
    StagePath path = stages.path();
    Stage target = path.find(to);
    boolean fits = target != null && target.isOpen() && !target.isRetired() && !target.isOf(track);
    if (!empty && !fits) {
      reader.refuse("to", "tracks.retire.to");
    }
    ModelAndView page = page(id, fits ? target : null);
    if (reader.failed()) {
      page.addAllObjects(errors.getModel());
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    if (!"retire".equals(form.act()) || seen == null) {
      page.addObject("form", form);
      page.addObject("confirm", true);
      return page;
    }
    try {
      int moved =
          stages.retireTrack(
              id, target == null ? null : target.id(), seen, reason, actor.id(), clock.instant());
      Flash.done(next, "tracks.retired", track.name(), moved);
      return new ModelAndView("redirect:/pipeline/stages");
    } catch (RefusedException e) {
      errors.reject(e.messageKey(), e.arguments(), e.messageKey());
      page = page(id, fits ? target : null);
      page.addAllObjects(errors.getModel());
      page.addObject("confirm", true);
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
  }

  @PostMapping("/restoring")
  String restore(@PathVariable UUID id, RedirectAttributes next) {
    Flash.done(next, "tracks.restored", stages.restoreTrack(id));
    return "redirect:/pipeline/stages#t-" + id;
  }

  private Track track(UUID id) {
    return stages.tracks().stream()
        .filter(t -> t.id().equals(id))
        .findFirst()
        .orElseThrow(NotFoundException::new);
  }

  private ModelAndView page(UUID id, @Nullable Stage target) {
    Track track = track(id);
    StagePath path = stages.path();
    Map<UUID, Integer> worked = stages.workedByStage(id);
    List<OnTrack> deals = stages.worked(id, target == null ? null : target.id(), SHOWN);
    int open = worked.values().stream().mapToInt(Integer::intValue).sum();
    Map<UUID, String> labels = path.labels();
    ModelAndView page = new ModelAndView("pipeline/track-retiring");
    page.addObject("track", track);
    page.addObject("last", path.tracksInUse().stream().allMatch(t -> t.id().equals(id)));
    page.addObject("open", open);
    page.addObject(
        "standing",
        worked.entrySet().stream()
            .map(e -> new Standing(labels.get(e.getKey()), e.getValue()))
            .toList());
    page.addObject(
        "choices",
        path.open().stream()
            .filter(s -> !s.isOf(track))
            .map(s -> new StageChoice(s.id().toString(), path.label(s)))
            .toList());
    page.addObject("deals", deals);
    page.addObject("stageNames", labels);
    page.addObject("target", target == null ? null : path.label(target));
    return page;
  }
}
