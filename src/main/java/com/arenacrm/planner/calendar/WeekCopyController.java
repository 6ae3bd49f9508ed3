package com.arenacrm.planner.calendar;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.UserNames;
import com.arenacrm.planner.Activity;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.Batches;
import com.arenacrm.planner.NewActivity;
import com.arenacrm.planner.Occurrence;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.Schedule;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
 * Plans a week once more in another week or in several. What happens once is planned again as
 * something that happens once; a series has its own days, which are not doubled.
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
   * @param seen whether the page showed what is copied, so that what has no tick is left
   */
  record CopyForm(String id, String week, String to, String times, String seen, List<String> one) {

    CopyForm {
      one = one == null ? List.of() : one;
    }
  }

  /**
   * Something in the week.
   *
   * @param days those that it would be planned on: none in a week in which its series happens by
   *     itself
   * @param free which of them are days on which nobody works, though its own is none
   */
  record Row(
      UUID id,
      String title,
      HourglassPhase phase,
      UUID ownerId,
      LocalDate day,
      boolean repeats,
      List<LocalDate> days,
      List<LocalDate> free) {}

  private final Planner planner;
  private final Batches batches;
  private final Organizations organizations;
  private final UserNames userNames;
  private final JdbcClient jdbc;
  private final Clock clock;

  WeekCopyController(
      Planner planner,
      Batches batches,
      Organizations organizations,
      UserNames userNames,
      JdbcClient jdbc,
      Clock clock) {
    this.planner = planner;
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
            form.seen(),
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
    List<NewActivity> copies = reader.failed() ? List.of() : copies(week, targets, form);
    if (!reader.failed() && copies.isEmpty()) {
      errors.reject("copy.none");
    }
    if (errors.hasErrors() || id == null) {
      return page(actor, form, errors, week, locale);
    }
    try {
      Once.make(
          () -> batches.isMade(id),
          () -> batches.make(id, Batches.Kind.COPY, copies, null, actor, clock.instant()));
    } catch (RefusedException e) {
      errors.reject(e.messageKey(), e.arguments(), null);
      return page(actor, form, errors, week, locale);
    }
    long free =
        rows(week, targets).stream()
            .filter(row -> form.one().contains(row.id().toString()))
            .mapToLong(row -> row.free().size())
            .sum();
    Flash.done(
        next, free == 0 ? "copy.done" : "copy.done.free", copies.size(), week.number(), free);
    Flash.undo(
        next, "/planner/batches/" + id + "/undo?" + BatchController.WEEK + "=" + targets.get(0));
    return new ModelAndView("redirect:/planner/week?week=" + targets.get(0));
  }

  private List<NewActivity> copies(Week week, List<Week> targets, CopyForm form) {
    List<NewActivity> copies = new ArrayList<>();
    for (Row row : rows(week, targets)) {
      if (!form.one().contains(row.id().toString())) {
        continue;
      }
      Occurrence occurrence =
          planner.read(new OccurrenceId(row.id())).orElseThrow(NotFoundException::new);
      Activity activity = planner.read(occurrence.activity()).orElseThrow(NotFoundException::new);
      for (LocalDate day : row.days()) {
        copies.add(
            new NewActivity(
                ActivityId.next(), activity.details().asOn(occurrence), Schedule.once(day)));
      }
    }
    return copies;
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
        String there) {}
    List<Present> present =
        jdbc.sql(
                """
                select o.id, o.title, o.phase, o.owner_id, o.day, a.rule is not null as repeats,
                  coalesce((select string_agg(distinct
                      cast(cast(date_trunc('week', n.day) as date) as text), ',')
                    from planner.occurrence n
                    where n.activity_id = o.activity_id and a.rule is not null
                      and date_trunc('week', n.day)::date = any(cast(:mondays as date[]))), '')
                    as there
                from planner.occurrence o join planner.activity a on a.id = o.activity_id
                where o.day between :from and :to
                order by o.day, o.start_time, o.id limit :most
                """)
            .param("mondays", mondays(targets))
            .param("from", week.monday())
            .param("to", week.sunday())
            .param("most", MOST_ROWS)
            .query(Present.class)
            .list();
    WorkingCalendar working = organizations.current().calendar();
    return present.stream()
        .map(
            p -> {
              List<LocalDate> days =
                  targets.stream()
                      .filter(t -> !p.there().contains(t.monday().toString()))
                      .map(
                          t -> t.monday().plusDays(ChronoUnit.DAYS.between(week.monday(), p.day())))
                      .toList();
              return new Row(
                  p.id(),
                  p.title(),
                  p.phase(),
                  p.ownerId(),
                  p.day(),
                  p.repeats(),
                  days,
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
