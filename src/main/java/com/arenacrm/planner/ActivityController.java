package com.arenacrm.planner;

import com.arenacrm.icp.Applicability;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.ProfileName;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.identity.UserNames.Colleague;
import com.arenacrm.planner.ActivityForm.Scope;
import com.arenacrm.planner.PlanLists.ActivityRow;
import com.arenacrm.planner.PlanLists.Filter;
import com.arenacrm.planner.PlanLists.Life;
import com.arenacrm.planner.PlanLists.OccurrenceRow;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import com.arenacrm.shared.WorkingCalendar;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ExtendedModelMap;
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

/** Activities: list, page, planning and changing them (R014). */
@Controller
@RequestMapping("/planner/activities")
class ActivityController {

  private static final int TO_COME = 8;
  private static final int PREVIEWED = 5;

  /** One option of a list. */
  record Option(String value, String label) {}

  private final Planner planner;
  private final Series series;
  private final Activities activities;
  private final Occurrences occurrences;
  private final PlanLists lists;
  private final Profiles profiles;
  private final Telling telling;
  private final Ideas ideas;
  private final Organizations organizations;
  private final UserNames userNames;
  private final FollowUpPlans followUps;
  private final SignalCounts signals;
  private final MessageSource messages;
  private final Clock clock;

  ActivityController(
      Planner planner,
      Series series,
      Activities activities,
      Occurrences occurrences,
      PlanLists lists,
      Profiles profiles,
      Telling telling,
      Ideas ideas,
      Organizations organizations,
      UserNames userNames,
      FollowUpPlans followUps,
      SignalCounts signals,
      MessageSource messages,
      Clock clock) {
    this.followUps = followUps;
    this.signals = signals;
    this.planner = planner;
    this.series = series;
    this.activities = activities;
    this.occurrences = occurrences;
    this.lists = lists;
    this.profiles = profiles;
    this.telling = telling;
    this.ideas = ideas;
    this.organizations = organizations;
    this.userNames = userNames;
    this.messages = messages;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping
  String list(
      CurrentUser viewer,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(required = false) @Nullable HourglassPhase phase,
      @RequestParam(required = false) @Nullable UUID profile,
      @RequestParam(required = false) @Nullable UUID owner,
      @RequestParam(required = false) @Nullable UUID after,
      Locale locale,
      Model model) {
    Filter filter =
        new Filter(
            profile == null ? null : new ProfileId(profile),
            owner == null ? null : new UserId(owner),
            phase,
            null);
    LocalDate today = viewer.today(clock);
    Slice<ActivityRow> page = lists.activities(q, filter, today, after);
    model.addAttribute("page", page);
    model.addAttribute("total", lists.countActivities(q, filter));
    model.addAttribute("rhythms", rhythms(page, viewer.formats(locale)));
    model.addAttribute("q", q);
    model.addAttribute("phase", phase);
    model.addAttribute("profile", profile);
    model.addAttribute("owner", owner);
    model.addAttribute("profiles", profiles.choices());
    model.addAttribute("people", colleagues());
    model.addAttribute("names", userNames.all());
    model.addAttribute("today", today);
    model.addAttribute("mayPlan", viewer.isMarketing());
    return "planner/activities";
  }

  /** An empty form; what the address says of it is taken over as far as there is such a thing. */
  @GetMapping("/new")
  String blank(
      CurrentUser viewer,
      @RequestParam(defaultValue = "") String phase,
      @RequestParam(defaultValue = "") String day,
      @RequestParam(defaultValue = "") String profile,
      @RequestParam(defaultValue = "") String title,
      @RequestParam(defaultValue = "") String template,
      @RequestParam(defaultValue = "") String meeting,
      Locale locale,
      Model model) {
    model.addAttribute("meeting", Week.parse(meeting).orElse(null));
    LocalDate first = FormReader.parseDate(day).orElseGet(() -> workingDay(viewer.today(clock)));
    List<ProfileName> choices = profiles.choices();
    UUID asked =
        choices.stream()
            .map(choice -> choice.id().id())
            .filter(id -> id.toString().equals(profile))
            .findFirst()
            .orElse(null);
    // Where there is but one profile, it is for that one.
    UUID likely = asked == null && choices.size() == 1 ? choices.get(0).id().id() : asked;
    HourglassPhase known =
        Stream.of(HourglassPhase.values())
            .filter(p -> p.name().equals(phase))
            .findFirst()
            .orElse(null);
    Idea idea = template.isBlank() ? null : ideas.idea(template, locale).orElse(null);
    HourglassPhase meant = known == null && idea != null ? idea.phase() : known;
    Formats show = viewer.formats(locale);
    String name = FormReader.clean(title);
    model.addAttribute(
        "form",
        ActivityForm.blank(
            viewer.id(),
            first,
            meant,
            likely,
            name.substring(0, Math.min(200, name.length())),
            idea,
            show));
    model.addAttribute("idea", idea);
    model.addAttribute("days", List.of());
    model.addAttribute("free", free(List.of(first)));
    model.addAttribute(
        "notApplicable",
        notApplicable(
            meant == null ? null : meant.name(), likely == null ? null : likely.toString()));
    offer(model, choices, locale);
    telling.offer(model, null, viewer.formats(locale));
    return "planner/activity-form";
  }

  /** That day, or the next one on which the company works. */
  private LocalDate workingDay(LocalDate day) {
    WorkingCalendar working = organizations.current().calendar();
    return working.isWorkingDay(day) ? day : working.nextWorkingDay(day);
  }

  /** Why the phase being chosen does not apply to the profile being chosen, said beside them. */
  @GetMapping("/phase")
  String phase(
      @RequestParam(defaultValue = "") String phase,
      @RequestParam(defaultValue = "") String profile,
      Model model) {
    model.addAttribute("notApplicable", notApplicable(phase, profile));
    return "planner/activity-form :: notApplicable";
  }

  /** The reason why a phase does not apply to a profile; null where it does, or one is missing. */
  private @Nullable String notApplicable(@Nullable String phase, @Nullable String profile) {
    Optional<HourglassPhase> known =
        Stream.of(HourglassPhase.values()).filter(p -> p.name().equals(phase)).findFirst();
    Optional<ProfileId> whose =
        profiles.names().keySet().stream().filter(p -> p.toString().equals(profile)).findFirst();
    if (known.isEmpty() || whose.isEmpty()) {
      return null;
    }
    return reason(profiles.applicability(whose.get()), known.get());
  }

  private static @Nullable String reason(Applicability applicability, HourglassPhase phase) {
    return applicability.applies(phase) ? null : applicability.reason(phase).orElse(Formats.NONE);
  }

  /** What the recurrence being typed comes to, said beside it. */
  @GetMapping("/days")
  String days(
      CurrentUser viewer,
      @ModelAttribute("form") ActivityForm form,
      BindingResult errors,
      Locale locale,
      Model model) {
    preview(
        model,
        form.schedule(new FormReader(errors, locale), viewer.today(clock)),
        viewer.formats(locale));
    return "planner/activity-form :: preview";
  }

  @PostMapping
  ModelAndView plan(
      CurrentUser actor,
      @ModelAttribute("form") ActivityForm form,
      BindingResult errors,
      @RequestParam(defaultValue = "") String meeting,
      Locale locale,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    List<ProfileName> choices = profiles.choices();
    Optional<Week> back = Week.parse(meeting);
    UUID id = reader.id("id", form.id());
    Schedule schedule = form.schedule(reader, actor.today(clock));
    ActivityDetails details =
        form.details(
            reader,
            ids(colleagues()),
            profileIds(choices, null),
            telling.choices(null, actor.today(clock)),
            null);
    if (id != null && details != null && schedule != null) {
      ActivityId activity = new ActivityId(id);
      try {
        Once.make(
            () -> activities.findById(activity).isPresent(),
            () ->
                planner.plan(
                    new NewActivity(activity, details, schedule), actor.id(), clock.instant()));
        LocalDate first =
            lists.toCome(activity, 1).stream()
                .findFirst()
                .map(OccurrenceRow::day)
                .orElse(schedule.firstDay());
        String free = free(schedule, actor, locale);
        List<Integer> closed = closedWeeks(schedule, actor.today(clock));
        if (closed.isEmpty()) {
          Flash.done(next, "activity.planned", details.title(), free);
        } else {
          Flash.done(
              next,
              "activity.planned.closedWeeks",
              details.title(),
              closed.size(),
              closed.stream().map(String::valueOf).collect(Collectors.joining(", ")),
              free);
        }
        Flash.undo(next, "/planner/activities/" + activity + "/planning/undo");
        return new ModelAndView(
            "redirect:"
                + back.map(w -> MeetingController.address(w, MeetingController.Step.NEXT))
                    .orElseGet(() -> WeekQuery.of(Week.of(first)).address()));
      } catch (RefusedException e) {
        reader.refuse("firstDay", e.messageKey(), e.arguments());
      }
    }
    return invalid(form, errors, choices, schedule, null, actor, locale)
        .addObject("meeting", back.orElse(null));
  }

  /** What to think of its days on which nobody works; empty where there are none. */
  private String free(Schedule schedule, CurrentUser actor, Locale locale) {
    LocalDate today = actor.today(clock);
    LocalDate first = schedule.firstDay();
    List<LocalDate> days =
        schedule.repeats()
            ? schedule.days(first, Activity.horizon(first.isAfter(today) ? first : today))
            : List.of(first);
    List<LocalDate> free = free(days);
    Formats show = actor.formats(locale);
    return free.isEmpty()
        ? ""
        : " "
            + (free.size() == 1
                ? messages.getMessage(
                    "copy.free",
                    new Object[] {
                      show.weekdayName(free.get(0)) + " " + show.shortDate(free.get(0))
                    },
                    locale)
                : messages.getMessage(
                    "bulk.warn.freeDay.said", new Object[] {free.size()}, locale));
  }

  /** The closed weeks that the series would have days in, by their numbers and in order. */
  private List<Integer> closedWeeks(Schedule schedule, LocalDate today) {
    return lists.closedWeeks(schedule.days(schedule.firstDay(), Activity.horizon(today))).stream()
        .map(monday -> Week.of(monday).number())
        .toList();
  }

  /** Takes back what was planned a moment ago. */
  @PostMapping("/{id}/planning/undo")
  String undo(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    Activity activity = get(id);
    Series.Ended ended =
        series.remove(activity.id(), activity.version(), actor.today(clock), actor);
    Flash.done(next, ended.gone() ? "activity.gone" : "activity.ended", activity.title());
    return "redirect:" + WeekQuery.of(Week.of(activity.schedule().firstDay())).address();
  }

  @GetMapping("/{id}")
  String one(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable UUID before,
      Locale locale,
      Model model) {
    Activity activity = get(id);
    Formats show = viewer.formats(locale);
    List<OccurrenceRow> toCome = lists.toCome(activity.id(), TO_COME);
    model.addAttribute("activity", activity);
    model.addAttribute("details", activity.details());
    model.addAttribute("rhythm", rhythm(activity.schedule(), show));
    model.addAttribute("toCome", toCome);
    model.addAttribute("templateId", ActivityId.next());
    model.addAttribute(
        "tentative",
        activity.details().tentative() || toCome.stream().anyMatch(OccurrenceRow::tentative));
    Profiles.Aim aim = profiles.aim(activity.details().profile());
    model.addAttribute("profileName", aim.name());
    model.addAttribute("notApplicable", reason(aim.applicability(), activity.details().phase()));
    Slice<OccurrenceRow> closed = lists.closed(activity.id(), before);
    model.addAttribute("closed", closed);
    Life life = lists.life(activity.id());
    Map<UUID, Integer> brought = signals.confirmed(life.totals().occurrences());
    model.addAttribute("totals", life.totals());
    model.addAttribute("related", life.related());
    model.addAttribute("signals", brought);
    model.addAttribute("signalsInAll", brought.values().stream().mapToInt(Integer::intValue).sum());
    model.addAttribute("names", userNames.all());
    model.addAttribute("today", viewer.today(clock));
    model.addAttribute("mayPlan", viewer.isMarketing());
    return "planner/activity";
  }

  @GetMapping("/{id}/edit")
  String edit(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "ALL") Scope scope,
      @RequestParam(required = false) @Nullable UUID occurrence,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    Activity activity = get(id);
    Optional<Occurrence> from = from(activity, occurrence);
    Optional<Occurrence> closed =
        scope == Scope.ALL ? Optional.empty() : closed(activity, occurrence);
    if (closed.isPresent()) {
      Flash.refused(next, "occurrence.closed", closed.get().title());
      return "redirect:/planner/occurrences/" + closed.get().id();
    }
    Scope possible = from.isPresent() && activity.repeats() ? scope : Scope.ALL;
    Schedule schedule = scheduleFor(activity, possible, from);
    Formats show = viewer.formats(locale);
    ActivityForm form = ActivityForm.of(activity, schedule, possible, from.orElse(null), show);
    model.addAttribute("form", form);
    model.addAttribute("notApplicable", notApplicable(form.phase(), form.profile()));
    preview(model, schedule, show);
    change(model, activity, from);
    model.addAttribute("shortages", followUps.shortages(activity.id(), viewer.today(clock)));
    model.addAttribute("names", userNames.all());
    offer(model, profiles.choices(), locale);
    telling.offer(model, activity.details(), show);
    return "planner/activity-form";
  }

  @PostMapping("/{id}")
  ModelAndView change(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") ActivityForm form,
      BindingResult errors,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    Activity activity = get(id);
    FormReader reader = new FormReader(errors, locale);
    List<ProfileName> choices = profiles.choices();
    UUID chosen =
        FormReader.clean(form.occurrence()).isEmpty()
            ? null
            : reader.id("occurrence", form.occurrence());
    Optional<Occurrence> from = from(activity, chosen);
    if (form.scope() != Scope.ALL && from.isEmpty()) {
      Occurrence closed = closed(activity, chosen).orElseThrow(NotFoundException::new);
      Flash.refused(next, "occurrence.closed", closed.title());
      return new ModelAndView("redirect:/planner/occurrences/" + closed.id());
    }
    ActivityDetails before = activity.details();
    List<UUID> owners = new ArrayList<>(ids(colleagues()));
    owners.add(before.owner().id());
    from.ifPresent(o -> owners.add(o.owner().id()));
    if (before.followUp().by() != null) {
      owners.add(before.followUp().by().id());
    }
    boolean one = form.scope() == Scope.ONE;
    ActivityDetails details =
        form.details(
            reader,
            owners,
            profileIds(choices, before.profile()),
            telling.choices(before, actor.today(clock)),
            one ? before : null);
    LocalDate today = actor.today(clock);
    Schedule schedule = one ? null : form.schedule(reader, today);
    LocalDate day = one ? form.day(reader, today) : null;
    if (!reader.failed() && details != null) {
      try {
        Schedule rhythm = activity.schedule();
        ModelAndView done = save(activity, form, from, details, schedule, day, actor);
        // Another rhythm holds from today on; what was planned before and never closed stays.
        int past =
            form.scope() == Scope.ALL && activity.repeats() && !sameDays(rhythm, schedule, today)
                ? lists.countOverdue(activity.id(), today)
                : 0;
        if (past > 0) {
          Flash.done(next, "activity.changed.ALL.past", details.title(), past);
        } else {
          Flash.done(next, "activity.changed." + form.scope(), details.title());
        }
        return done;
      } catch (RefusedException e) {
        reader.refuse("firstDay", e.messageKey(), e.arguments());
      }
    }
    change(model, activity, from);
    return invalid(form, errors, choices, schedule, before, actor, locale);
  }

  private ModelAndView save(
      Activity activity,
      ActivityForm form,
      Optional<Occurrence> from,
      ActivityDetails details,
      @Nullable Schedule schedule,
      @Nullable LocalDate day,
      CurrentUser actor) {
    Instant now = clock.instant();
    LocalDate today = actor.today(clock);
    int version = form.version() == null ? -1 : form.version();
    int occurrenceVersion = form.occurrenceVersion() == null ? -1 : form.occurrenceVersion();
    if (day != null) {
      OccurrenceId one = from.orElseThrow(NotFoundException::new).id();
      planner.vary(one, occurrenceVersion, variation(details), day, actor, now);
      return new ModelAndView("redirect:/planner/occurrences/" + one);
    }
    if (schedule == null) {
      throw new IllegalStateException("The form was read without days");
    }
    Activity changed =
        form.scope() == Scope.FOLLOWING
            ? series.changeFrom(
                from.orElseThrow(NotFoundException::new).id(),
                new ActivityId(UUID.fromString(form.id())),
                version,
                details,
                schedule,
                actor.id(),
                today,
                now)
            : series.changeAll(activity.id(), version, details, schedule, today);
    return new ModelAndView("redirect:/planner/activities/" + changed.id());
  }

  /** Whether both come to the same days, however their rules are written. */
  private static boolean sameDays(Schedule one, @Nullable Schedule other, LocalDate today) {
    LocalDate horizon = Activity.horizon(today);
    return other != null
        && one.days(one.firstDay(), horizon).equals(other.days(other.firstDay(), horizon));
  }

  private static Occurrence.Variation variation(ActivityDetails d) {
    return new Occurrence.Variation(
        d.title(), d.phase(), d.profile(), d.owner(), d.investment(), d.startTime(), d.tentative());
  }

  private Activity get(UUID id) {
    return activities.findById(new ActivityId(id)).orElseThrow(NotFoundException::new);
  }

  /** The occurrence from which a change is made: the one named, else the next one open. */
  private Optional<Occurrence> from(Activity activity, @Nullable UUID occurrence) {
    UUID id = occurrence;
    if (id == null) {
      id = lists.toCome(activity.id(), 1).stream().findFirst().map(OccurrenceRow::id).orElse(null);
    }
    return of(activity, id).filter(Occurrence::isOpen);
  }

  /** The occurrence named, if it is one of the activity and closed, so that it does not change. */
  private Optional<Occurrence> closed(Activity activity, @Nullable UUID occurrence) {
    return of(activity, occurrence).filter(o -> !o.isOpen());
  }

  private Optional<Occurrence> of(Activity activity, @Nullable UUID occurrence) {
    return Optional.ofNullable(occurrence)
        .flatMap(id -> occurrences.findById(new OccurrenceId(id)))
        .filter(o -> o.activity().equals(activity.id()));
  }

  private static Schedule scheduleFor(Activity activity, Scope scope, Optional<Occurrence> from) {
    if (!activity.repeats()) {
      return Schedule.once(from.map(Occurrence::day).orElse(activity.schedule().firstDay()));
    }
    return scope == Scope.FOLLOWING
        ? activity.schedule().from(from.orElseThrow(NotFoundException::new).seriesDay())
        : activity.schedule();
  }

  private void change(Model model, Activity activity, Optional<Occurrence> from) {
    model.addAttribute("activity", activity);
    model.addAttribute("from", from.orElse(null));
  }

  private void preview(Model model, @Nullable Schedule schedule, Formats show) {
    if (schedule == null || !schedule.repeats()) {
      model.addAttribute("days", List.of());
      model.addAttribute("free", schedule == null ? List.of() : free(List.of(schedule.firstDay())));
      return;
    }
    model.addAttribute("rhythm", rhythm(schedule, show));
    List<LocalDate> days =
        schedule.days(schedule.firstDay(), Activity.horizon(schedule.firstDay()));
    List<LocalDate> next = days.subList(0, Math.min(PREVIEWED, days.size()));
    model.addAttribute("days", next);
    model.addAttribute("free", free(next));
  }

  /** Those on which nobody works. */
  private List<LocalDate> free(List<LocalDate> days) {
    WorkingCalendar working = organizations.current().calendar();
    return days.stream().filter(day -> !working.isWorkingDay(day)).toList();
  }

  private void offer(Model model, List<ProfileName> choices, Locale locale) {
    model.addAttribute("owners", colleagues());
    model.addAttribute("profiles", choices);
    model.addAttribute("providers", lists.providers());
    model.addAttribute("phaseChoices", phaseChoices(locale));
    model.addAttribute(
        "natures",
        Stream.of(Nature.values())
            .map(n -> new Option(n.name(), text("nature." + n + ".choice", locale)))
            .toList());
    Map<DayOfWeek, String> weekdays = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      weekdays.put(day, day.getDisplayName(TextStyle.FULL, locale));
    }
    model.addAttribute("weekdays", DayOfWeek.values());
    model.addAttribute("weekdayNames", weekdays);
    model.addAttribute("ordinals", List.of(1, 2, 3, 4, -2, -1));
  }

  private List<Option> phaseChoices(Locale locale) {
    return Stream.of(HourglassPhase.values())
        .map(
            p ->
                new Option(
                    p.name(),
                    text("phase." + p.key(), locale)
                        + " · "
                        + text("phase." + p.key() + ".meaning", locale)))
        .toList();
  }

  private ModelAndView invalid(
      ActivityForm form,
      BindingResult errors,
      List<ProfileName> choices,
      @Nullable Schedule schedule,
      @Nullable ActivityDetails before,
      CurrentUser actor,
      Locale locale) {
    ModelAndView page = new ModelAndView("planner/activity-form", errors.getModel());
    Model more = new ExtendedModelMap();
    offer(more, choices, locale);
    telling.offer(more, before, actor.formats(locale));
    preview(more, schedule, actor.formats(locale));
    more.addAttribute("notApplicable", notApplicable(form.phase(), form.profile()));
    page.addAllObjects(more.asMap());
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  private Map<UUID, String> rhythms(Slice<ActivityRow> page, Formats show) {
    Map<UUID, String> rhythms = new HashMap<>();
    for (ActivityRow row : page.rows()) {
      Recurrence recurrence = row.rule() == null ? null : Recurrence.parse(row.rule());
      rhythms.put(row.id(), rhythm(new Schedule(row.firstDay(), recurrence), show));
    }
    return rhythms;
  }

  private String rhythm(Schedule schedule, Formats show) {
    Recurrence recurrence = schedule.recurrence();
    return recurrence == null
        ? messages.getMessage(
            "recurrence.once", new Object[] {show.date(schedule.firstDay())}, show.locale())
        : recurrence.words(schedule.firstDay(), messages, show);
  }

  private String text(String key, Locale locale) {
    return messages.getMessage(key, null, locale);
  }

  private List<Colleague> colleagues() {
    return userNames.active(Role.MARKETING, Role.SALES, Role.MANAGER, Role.ADMINISTRATOR);
  }

  private static List<UUID> ids(List<Colleague> colleagues) {
    return colleagues.stream().map(c -> c.id().id()).toList();
  }

  private static List<UUID> profileIds(List<ProfileName> choices, @Nullable ProfileId kept) {
    List<UUID> ids = new ArrayList<>(choices.stream().map(p -> p.id().id()).toList());
    if (kept != null) {
      ids.add(kept.id());
    }
    return ids;
  }
}
