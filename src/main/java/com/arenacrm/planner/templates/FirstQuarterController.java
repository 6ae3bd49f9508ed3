package com.arenacrm.planner.templates;

import com.arenacrm.icp.EditionText;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.ProfileName;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.planner.ActivityDetails;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.Batches;
import com.arenacrm.planner.CalendarViews;
import com.arenacrm.planner.FollowUp;
import com.arenacrm.planner.Idea;
import com.arenacrm.planner.NewActivity;
import com.arenacrm.planner.Recurrence;
import com.arenacrm.planner.Schedule;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.Preview;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.shared.Week;
import com.arenacrm.shared.WorkingCalendar;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A first quarter in three questions: seen as a grid, adjusted, planned in one go (R008). */
@Controller
@RequestMapping("/planner/first-quarter")
class FirstQuarterController {

  private static final BigDecimal MOST_BUDGET = new BigDecimal("99999999");
  private static final int MOST_PACE = 14;
  private static final int LONGEST_NAME = 100;

  /** The weekdays on which things fall, so that not all of them are on Monday. */
  private static final int[] SPREAD = {1, 3, 2, 0, 4};

  /**
   * The answers as typed, and what was adjusted.
   *
   * @param customer to whom the company sells, while no profile has been written
   * @param seen whether the thirteen weeks were on the page, so that a phase without tick is left
   *     out
   */
  record QuarterForm(
      String id,
      String profile,
      String customer,
      String pace,
      String budget,
      String start,
      String seen,
      List<String> keep,
      List<String> idea) {

    QuarterForm {
      keep = keep == null ? List.of() : keep;
      idea = idea == null ? List.of() : idea;
    }
  }

  /** One option of a list. */
  record Option(String value, String label) {}

  private final TemplateBook book;
  private final Batches batches;
  private final Profiles profiles;
  private final Organizations organizations;
  private final TransactionTemplate transaction;
  private final Clock clock;

  FirstQuarterController(
      TemplateBook book,
      Batches batches,
      Profiles profiles,
      Organizations organizations,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.book = book;
    this.batches = batches;
    this.profiles = profiles;
    this.organizations = organizations;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  @GetMapping
  ModelAndView ask(CurrentUser viewer, @ModelAttribute("form") QuarterForm form, Locale locale) {
    List<ProfileName> choices = profiles.choices();
    boolean answered = form.pace() != null;
    QuarterForm named =
        new QuarterForm(
            TimeOrderedUuid.next().toString(),
            form.profile() == null && choices.size() == 1 ? choices.get(0).value() : form.profile(),
            form.customer(),
            answered ? form.pace() : "3",
            form.budget(),
            form.start() == null
                ? Week.of(viewer.today(clock)).next().monday().toString()
                : form.start(),
            form.seen(),
            form.keep(),
            form.idea());
    BindingResult errors = new BeanPropertyBindingResult(named, "form");
    FirstQuarter draft =
        answered ? draft(viewer, named, choices, new FormReader(errors, locale), locale) : null;
    return page(viewer, named, errors, choices, draft);
  }

  /** What it would come to, once more. */
  @PostMapping(params = Preview.BUTTON)
  String again(HttpServletRequest sent) {
    return Preview.redirect(sent);
  }

  @PostMapping(params = "!" + Preview.BUTTON)
  ModelAndView plan(
      CurrentUser actor,
      @ModelAttribute("form") QuarterForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    List<ProfileName> choices = profiles.choices();
    FormReader reader = new FormReader(errors, locale);
    FirstQuarter draft = draft(actor, form, choices, reader, locale);
    UUID id = reader.id("id", form.id());
    if (draft != null && draft.kept().isEmpty()) {
      errors.reject("first.none");
    }
    if (draft == null || id == null || errors.hasErrors()) {
      return page(actor, form, errors, choices, draft);
    }
    ProfileId profile = choices.isEmpty() ? ProfileId.next() : asked(form, choices);
    List<NewActivity> planned = activities(actor, profile, draft);
    try {
      Once.make(
          () -> batches.isMade(id),
          () ->
              transaction.executeWithoutResult(
                  t -> {
                    if (choices.isEmpty()) {
                      profiles.define(
                          profile,
                          FormReader.clean(form.customer()),
                          EditionText.blank(),
                          actor.id(),
                          clock.instant());
                    }
                    batches.make(
                        id,
                        Batches.Kind.QUARTER,
                        planned,
                        organizations.current().calendar(),
                        actor,
                        clock.instant());
                  }));
    } catch (RefusedException e) {
      errors.reject(e.messageKey(), e.arguments(), null);
      return page(actor, form, errors, choices, draft);
    }
    Flash.done(next, "first.made", planned.size());
    Flash.undo(next, "/planner/batches/" + id + "/undo");
    return new ModelAndView(
        "redirect:/planner/quarter?quarter="
            + CalendarViews.quarter(draft.weeks().get(0))
            + "&profile="
            + profile);
  }

  /** The profile that was chosen, or the one that has been made of the answer meanwhile. */
  private static ProfileId asked(QuarterForm form, List<ProfileName> choices) {
    return chosen(form, choices).map(ProfileName::id).orElseThrow();
  }

  private static Optional<ProfileName> chosen(QuarterForm form, List<ProfileName> choices) {
    String customer = FormReader.clean(form.customer());
    return choices.stream()
        .filter(
            c ->
                c.value().equals(form.profile())
                    || (form.profile() == null && c.name().equalsIgnoreCase(customer)))
        .findFirst();
  }

  private List<NewActivity> activities(CurrentUser actor, ProfileId profile, FirstQuarter draft) {
    LocalDate today = actor.today(clock);
    WorkingCalendar working = organizations.current().calendar();
    List<NewActivity> planned = new ArrayList<>();
    for (FirstQuarter.Line line : draft.kept()) {
      Week first = draft.weeks().get(line.offset());
      LocalDate wanted = first.monday().plusDays(SPREAD[planned.size() % SPREAD.length]);
      // A holiday is no reason for another weekday: only that one time moves.
      LocalDate from =
          Stream.concat(Stream.of(wanted), first.days().stream())
              .filter(d -> !d.isBefore(today) && !hoursOn(d, working).isEmpty())
              .findFirst()
              .orElse(today.isAfter(wanted) ? working.nextWorkingDay(today) : wanted);
      Idea idea = line.idea();
      planned.add(
          new NewActivity(
              ActivityId.next(),
              new ActivityDetails(
                  idea.title(),
                  idea.phase(),
                  profile,
                  actor.id(),
                  idea.goal(),
                  idea.channel(),
                  idea.investment(),
                  idea.nature(),
                  null,
                  null,
                  new FollowUp(null, idea.followUpDays(), null, null)),
              Schedule.series(
                  from, Recurrence.weekly(line.every(), from.getDayOfWeek()).times(line.times()))));
    }
    return planned;
  }

  private static List<WorkingCalendar.Span> hoursOn(LocalDate day, WorkingCalendar working) {
    return working.hours().getOrDefault(day.getDayOfWeek(), List.of());
  }

  private @Nullable FirstQuarter draft(
      CurrentUser viewer,
      QuarterForm form,
      List<ProfileName> choices,
      FormReader reader,
      Locale locale) {
    Optional<ProfileName> profile = chosen(form, choices);
    if (choices.isEmpty()) {
      reader.required("customer", form.customer(), LONGEST_NAME);
    } else if (profile.isEmpty()) {
      reader.refuse("profile", "choose");
    }
    Integer pace = reader.whole("pace", form.pace(), 1, MOST_PACE);
    reader.require("pace", pace, "required");
    BigDecimal budget = reader.amount("budget", form.budget());
    if (budget != null && budget.compareTo(MOST_BUDGET) > 0) {
      reader.refuse("budget", "amount.invalid");
    }
    LocalDate start = reader.date("start", form.start());
    reader.require("start", start, "date.invalid");
    Week now = Week.of(viewer.today(clock));
    if (start != null && (Week.of(start).compareTo(now) < 0 || start.getYear() > now.year() + 2)) {
      reader.refuse("start", "first.start.past");
    }
    if (reader.failed() || pace == null || start == null) {
      return null;
    }
    Set<HourglassPhase> dropped = EnumSet.noneOf(HourglassPhase.class);
    if ("true".equals(form.seen())) {
      Stream.of(HourglassPhase.values())
          .filter(p -> !form.keep().contains(p.name()))
          .forEach(dropped::add);
    }
    return FirstQuarter.draft(
        profile.isPresent()
            ? profiles.applicability(profile.get().id()).phases()
            : List.of(HourglassPhase.values()),
        book.ideas(null, locale),
        pace,
        budget,
        Week.of(start),
        new HashSet<>(form.idea()),
        dropped);
  }

  private ModelAndView page(
      CurrentUser viewer,
      QuarterForm form,
      BindingResult errors,
      List<ProfileName> choices,
      @Nullable FirstQuarter draft) {
    ModelAndView page = new ModelAndView("planner/first-quarter", errors.getModel());
    page.addObject("profiles", choices);
    Week first =
        FormReader.parseDate(FormReader.clean(form.start()))
            .map(Week::of)
            .orElse(Week.of(viewer.today(clock)).next());
    page.addObject("begins", first.monday());
    page.addObject("draft", draft);
    page.addObject("columns", IntStream.range(0, FirstQuarter.WEEKS).boxed().toList());
    page.addObject("working", organizations.current().calendar());
    page.addObject(
        "recent", batches.latest(Batches.Kind.QUARTER, viewer, clock.instant()).orElse(null));
    page.addObject(
        "paces",
        IntStream.of(1, 2, 3, 4, 5, 7)
            .mapToObj(n -> new Option(String.valueOf(n), String.valueOf(n)))
            .toList());
    if (errors.hasErrors()) {
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    }
    return page;
  }
}
