package com.arenacrm.planner;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.Week;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Puts an occurrence on another day: by dragging its card, by the small form in the card, or by the
 * same form on a page of its own. Whoever moves comes back to the view of the week from which they
 * moved.
 */
@Controller
@RequestMapping("/planner/occurrences/{id}/day")
class OccurrenceDayController {

  private static final int LONGEST_REASON = 500;

  private final Planner planner;
  private final Occurrences occurrences;
  private final BulkChanges changes;
  private final WeekPage page;
  private final MessageSource messages;
  private final Clock clock;
  private final Organizations organizations;

  OccurrenceDayController(
      Planner planner,
      Occurrences occurrences,
      BulkChanges changes,
      WeekPage page,
      MessageSource messages,
      Clock clock,
      Organizations organizations) {
    this.planner = planner;
    this.occurrences = occurrences;
    this.changes = changes;
    this.page = page;
    this.messages = messages;
    this.clock = clock;
    this.organizations = organizations;
  }

  @GetMapping
  String form(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String fragment,
      @RequestHeader(name = "HX-Current-URL", required = false) @Nullable String current,
      @RequestHeader(name = "Referer", required = false) @Nullable String referer,
      Model model) {
    Occurrence occurrence = get(id, viewer);
    String from = current == null ? referer : current;
    show(model, occurrence, WeekQuery.behind(from, occurrence.week()).address(), fragment != null);
    return fragment == null ? "planner/occurrence-day" : "planner/occurrence-day :: panel";
  }

  @PostMapping
  ModelAndView move(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String day,
      @RequestParam(defaultValue = "") String other,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "-1") int version,
      @RequestParam(defaultValue = "") String back,
      @RequestParam(defaultValue = "false") boolean undo,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String fragment,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    Occurrence occurrence = get(id, actor);
    WeekQuery view = WeekQuery.behind(back, occurrence.week());
    String why = FormReader.clean(reason);
    Optional<LocalDate> to = FormReader.parseDate(FormReader.clean(other.isBlank() ? day : other));
    boolean far =
        to.filter(d -> WeekController.isTooFar(Week.of(d), actor.today(clock))).isPresent();
    if (to.isEmpty() || far || why.length() > LONGEST_REASON) {
      show(model, occurrence, view.address(), fragment != null);
      model.addAttribute(
          "problem", to.isEmpty() ? "date.invalid" : far ? "move.tooFar" : "move.reason.tooLong");
      model.addAttribute("typedReason", why);
      ModelAndView form =
          new ModelAndView(
              fragment == null ? "planner/occurrence-day" : "planner/occurrence-day :: panel");
      form.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return form;
    }
    LocalDate from = occurrence.day();
    String warning = undo ? "" : warning(occurrence, to.get(), locale);
    Said said;
    try {
      if (undo) {
        planner.moveBack(occurrence.id(), version, to.get(), actor);
      } else {
        planner.reschedule(
            occurrence.id(), version, to.get(), why.isEmpty() ? null : why, actor, clock.instant());
      }
      Formats show = actor.formats(locale);
      said =
          new Said(
              "done",
              "move.done",
              new Object[] {
                occurrence.title(), show.longDate(to.get()), Week.of(to.get()).number(), warning
              },
              undo || from.equals(to.get()) ? null : undo(occurrence.id(), from, view));
    } catch (RefusedException e) {
      said = new Said("refused", e.messageKey(), e.arguments(), null);
    } catch (StaleVersionException | OptimisticLockingFailureException e) {
      said = new Said("refused", "move.stale", new Object[] {occurrence.title()}, null);
    }
    return fragment == null ? said.redirect(next, view) : board(said, view, actor, locale, model);
  }

  /** What to think of the new day, as when many move at once. */
  private String warning(Occurrence occurrence, LocalDate to, Locale locale) {
    return changes
        .warningOf(occurrence.id().id(), occurrence.day(), to)
        .map(key -> " " + messages.getMessage(key, null, locale))
        .orElse("");
  }

  private record Said(String kind, String messageKey, Object[] arguments, @Nullable String undo) {

    ModelAndView redirect(RedirectAttributes next, WeekQuery view) {
      if (kind.equals("done")) {
        Flash.done(next, messageKey, arguments);
      } else {
        Flash.refused(next, messageKey, arguments);
      }
      if (undo != null) {
        Flash.undo(next, undo);
      }
      return new ModelAndView("redirect:" + view.address());
    }
  }

  private ModelAndView board(
      Said said, WeekQuery view, CurrentUser actor, Locale locale, Model model) {
    page.show(model, view, actor, actor.today(clock), locale);
    model.addAttribute("flashKind", said.kind());
    model.addAttribute("flashKey", said.messageKey());
    model.addAttribute(
        "flashArguments", Stream.of(said.arguments()).map(String::valueOf).toArray(String[]::new));
    model.addAttribute("flashUndo", said.undo());
    return new ModelAndView("planner/week :: moved");
  }

  private String undo(OccurrenceId id, LocalDate to, WeekQuery view) {
    int version = occurrences.findById(id).map(Occurrence::version).orElse(-1);
    return undo(id.id(), to, version, view.address());
  }

  /**
   * The address that puts an occurrence back.
   *
   * @param version that it has now
   * @param back where to go then
   */
  static String undo(UUID id, LocalDate to, int version, String back) {
    return UriComponentsBuilder.fromPath("/planner/occurrences/{id}/day")
        .queryParam("undo", true)
        .queryParam("day", to)
        .queryParam("version", version)
        .queryParam("back", "{back}")
        .encode()
        .buildAndExpand(id, back)
        .toUriString();
  }

  /** Only in a card of the week is there a grid that the answer can be put into. */
  private void show(Model model, Occurrence occurrence, String back, boolean inCard) {
    model.addAttribute("inCard", inCard);
    List<LocalDate> days = occurrence.week().days();
    model.addAttribute("occurrence", occurrence);
    model.addAttribute("days", days);
    Set<LocalDate> holidays = organizations.current().calendar().holidays();
    model.addAttribute(
        "free",
        Stream.concat(days.stream(), Stream.of(occurrence.day().plusWeeks(1)))
            .filter(holidays::contains)
            .toList());
    model.addAttribute("nextWeek", occurrence.day().plusWeeks(1));
    model.addAttribute("back", back);
  }

  private Occurrence get(UUID id, CurrentUser viewer) {
    Occurrence occurrence =
        occurrences.findById(new OccurrenceId(id)).orElseThrow(NotFoundException::new);
    if (!occurrence.mayBeClosedBy(viewer)) {
      throw new AccessDeniedException("Neither marketing nor who sees to it");
    }
    return occurrence;
  }
}
