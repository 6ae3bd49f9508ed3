package com.arenacrm.planner.calendar;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.UserNames;
import com.arenacrm.planner.Batches;
import com.arenacrm.planner.Batches.Again;
import com.arenacrm.planner.Batches.Copied;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.Preview;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.shared.Week;
import com.arenacrm.shared.WorkingCalendar;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Plans a week once more in another week or in several: what happens once as an activity that
 * continues it, and one more date for what repeats.
 */
@Controller
@RequestMapping("/planner/week/copy")
class WeekCopyController {

  private static final int MOST_TIMES = 12;
  private static final int MOST_ROWS = 100;
  private static final int FARTHEST_YEARS = 20;

  /**
   * What is copied where, as typed.
   *
   * @param to any day of the first week that it is copied to
   * @param times into so many weeks in a row
   * @param shown what the page offered to copy: of this, what has no tick is left
   */
  record CopyForm(
      String id, String week, String to, String times, List<String> shown, List<String> one) {

    CopyForm {
      shown = shown == null ? List.of() : shown;
      one = one == null ? List.of() : one;
    }

    /** What nobody was offered before is copied unless somebody takes its tick away. */
    public boolean isTicked(UUID row) {
      return one.contains(row.toString()) || !shown.contains(row.toString());
    }
  }

  /**
   * Something in the week.
   *
   * @param days those that it would be planned on
   * @param there those on which it happens already, with the day that it was moved to
   * @param free which of the days are such on which nobody works, though its own is none
   * @param people how many are in its audience; 0 where it repeats, for then it stays the same
   */
  record Row(
      UUID id,
      String title,
      HourglassPhase phase,
      UUID ownerId,
      LocalDate day,
      boolean repeats,
      int people,
      List<LocalDate> days,
      Map<LocalDate, LocalDate> there,
      List<LocalDate> free) {}

  private final Batches batches;
  private final Organizations organizations;
  private final UserNames userNames;
  private final JdbcClient jdbc;
  private final Clock clock;

  WeekCopyController(
      Batches batches,
      Organizations organizations,
      UserNames userNames,
      JdbcClient jdbc,
      Clock clock) {
    this.batches = batches;
    this.organizations = organizations;
    this.userNames = userNames;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @GetMapping
  ModelAndView preview(CurrentUser viewer, @ModelAttribute("form") CopyForm form, Locale locale) {
    Week week =
        Optional.ofNullable(form.week()).flatMap(Week::parse).orElse(viewer.thisWeek(clock));
    CopyForm named =
        new CopyForm(
            TimeOrderedUuid.next().toString(),
            week.toString(),
            form.to() == null ? week.next().monday().toString() : form.to(),
            form.times() == null ? "1" : form.times(),
            form.shown(),
            form.one());
    return page(viewer, named, new BeanPropertyBindingResult(named, "form"), week, locale);
  }

  /** What it would come to, once more. */
  @PostMapping(params = Preview.BUTTON)
  String again(HttpServletRequest sent) {
    return Preview.redirect(sent);
  }

  @PostMapping(params = "!" + Preview.BUTTON)
  ModelAndView copy(
      CurrentUser actor,
      @ModelAttribute("form") CopyForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Week week =
        Optional.ofNullable(form.week()).flatMap(Week::parse).orElseThrow(NotFoundException::new);
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    List<Week> targets = targets(actor, form, week, reader);
    long free = 0;
    if (id == null || !batches.isMade(id)) {
      List<Row> rows = reader.failed() ? List.of() : rows(week, targets);
      List<Row> chosen =
          rows.stream().filter(row -> form.one().contains(row.id().toString())).toList();
      List<Again> again =
          chosen.stream()
              .flatMap(
                  row -> row.days().stream().map(d -> new Again(new OccurrenceId(row.id()), d)))
              .toList();
      if (rows.stream()
          .anyMatch(row -> !row.days().isEmpty() && !form.shown().contains(row.id().toString()))) {
        // Into these weeks more can be copied than the page had shown.
        errors.reject("copy.more");
      } else if (!reader.failed() && again.isEmpty()) {
        errors.reject("copy.none");
      }
      if (errors.hasErrors() || id == null) {
        return page(actor, form, errors, week, locale);
      }
      try {
        Once.make(() -> batches.isMade(id), () -> batches.copy(id, again, actor, clock.instant()));
      } catch (RefusedException e) {
        errors.reject(e.messageKey(), e.arguments(), null);
        return page(actor, form, errors, week, locale);
      }
      free = chosen.stream().mapToLong(row -> row.free().size()).sum();
    }
    Copied copied = batches.copied(id);
    Flash.done(
        next,
        free == 0 ? "copy.done" : "copy.done.free",
        copied.activities(),
        copied.dates(),
        free);
    Flash.undo(
        next, "/planner/batches/" + id + "/undo?" + BatchController.WEEK + "=" + targets.get(0));
    return new ModelAndView("redirect:/planner/week?week=" + targets.get(0));
  }

  private ModelAndView page(
      CurrentUser viewer, CopyForm form, BindingResult errors, Week week, Locale locale) {
    BindingResult reading =
        errors.hasErrors() ? new BeanPropertyBindingResult(form, "form") : errors;
    List<Week> targets = targets(viewer, form, week, new FormReader(reading, locale));
    List<Row> rows = rows(week, targets);
    ModelAndView page = new ModelAndView("planner/week-copy", errors.getModel());
    page.addObject("week", week);
    page.addObject("targets", targets);
    page.addObject("copied", rows.stream().filter(r -> !full(r, targets)).toList());
    page.addObject("left", rows.stream().filter(r -> full(r, targets)).toList());
    page.addObject("names", userNames.all());
    if (errors.hasErrors()) {
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    }
    return page;
  }

  // In every target week it happens by itself.
  private static boolean full(Row row, List<Week> targets) {
    return !targets.isEmpty() && row.days().isEmpty();
  }

  private List<Week> targets(CurrentUser viewer, CopyForm form, Week week, FormReader reader) {
    LocalDate to = reader.date("to", form.to());
    reader.require("to", to, "date.invalid");
    Integer times = reader.whole("times", form.times(), 1, MOST_TIMES);
    reader.require("times", times, "required");
    if (to == null || times == null) {
      return List.of();
    }
    if (Math.abs(to.getYear() - viewer.today(clock).getYear()) > FARTHEST_YEARS) {
      reader.refuse("to", "day.tooFar", FARTHEST_YEARS);
      return List.of();
    }
    List<Week> targets = Stream.iterate(Week.of(to), Week::next).limit(times).toList();
    if (targets.get(0).compareTo(viewer.thisWeek(clock)) < 0) {
      reader.refuse("to", "copy.over", targets.get(0).number());
      return List.of();
    }
    if (targets.contains(week)) {
      reader.refuse("to", "copy.same");
    }
    List<LocalDate> closed =
        jdbc.sql(
                """
                select monday from planner.week_review
                where monday = any(cast(:mondays as date[])) order by monday
                """)
            .param("mondays", mondays(targets))
            .query(LocalDate.class)
            .list();
    if (!closed.isEmpty()) {
      reader.refuse("to", "week.closed", Week.of(closed.get(0)).number());
    }
    return targets;
  }

  private List<Row> rows(Week week, List<Week> targets) {
    record Present(
        UUID id,
        String title,
        HourglassPhase phase,
        UUID ownerId,
        LocalDate day,
        boolean repeats,
        int people) {}
    List<Present> present =
        jdbc.sql(
                """
                select o.id, o.title, o.phase, o.owner_id, o.day, a.rule is not null as repeats,
                  case when a.rule is null then (select count(distinct e.person_id)
                    from planner.audience_entry e where e.activity_id = a.id) else 0 end as people
                from planner.occurrence o join planner.activity a on a.id = o.activity_id
                where o.day between :from and :to
                order by o.day, o.start_time, o.id limit :most
                """)
            .param("from", week.monday())
            .param("to", week.sunday())
            .param("most", MOST_ROWS)
            .query(Present.class)
            .list();
    Map<OccurrenceId, Map<LocalDate, LocalDate>> there =
        batches.there(
            present.stream().map(p -> new OccurrenceId(p.id())).toList(),
            targets.stream().flatMap(t -> t.days().stream()).toList());
    WorkingCalendar working = organizations.current().calendar();
    return present.stream()
        .map(
            p -> {
              Map<LocalDate, LocalDate> taken =
                  there.getOrDefault(new OccurrenceId(p.id()), Map.of());
              List<LocalDate> all =
                  targets.stream()
                      .map(
                          t -> t.monday().plusDays(ChronoUnit.DAYS.between(week.monday(), p.day())))
                      .toList();
              List<LocalDate> days = all.stream().filter(d -> !taken.containsKey(d)).toList();
              Map<LocalDate, LocalDate> has = new TreeMap<>(taken);
              has.keySet().retainAll(all);
              return new Row(
                  p.id(),
                  p.title(),
                  p.phase(),
                  p.ownerId(),
                  p.day(),
                  p.repeats(),
                  p.people(),
                  days,
                  has,
                  working.isWorkingDay(p.day())
                      ? days.stream().filter(d -> !working.isWorkingDay(d)).toList()
                      : List.of());
            })
        .toList();
  }

  private static String mondays(List<Week> weeks) {
    return weeks.stream()
        .map(w -> w.monday().toString())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
