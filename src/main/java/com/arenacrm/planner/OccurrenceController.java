package com.arenacrm.planner;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.planner.ClosedWeeks.ClosedWeek;
import com.arenacrm.planner.PlanLists.OccurrenceFacts;
import com.arenacrm.planner.TouchController.Given;
import com.arenacrm.planner.TouchController.Noted;
import com.arenacrm.planner.TouchController.Reading;
import com.arenacrm.planner.Touches.TouchRow;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.Week;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
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
import tools.jackson.databind.json.JsonMapper;

/** One occurrence: what it is, how it went, whom it touched (R013, R037, R043). */
@Controller
@RequestMapping("/planner/occurrences/{id}")
class OccurrenceController {

  /** So many people are shown; the count says how many there are. */
  private static final int SHOWN_TOUCHES = 200;

  private static final String CLOSING = "/planner/week/closing";

  /** So many times what was planned is more likely a slip than a price. */
  private static final BigDecimal MUCH = BigDecimal.TEN;

  private static final int MOST_PEOPLE = 100_000_000;

  /** What a field takes. */
  private static final int LONGEST = 500;

  /** What somebody says of an occurrence. */
  enum Outcome {
    DONE,
    NOT_DONE,
    RESCHEDULED
  }

  /** A result as typed. */
  record ResultForm(
      @Nullable String outcome,
      @Nullable String reason,
      @Nullable String reach,
      @Nullable String invited,
      @Nullable String attended,
      @Nullable String spent,
      @Nullable String spentAnyway,
      @Nullable String day,
      @Nullable String back,
      @Nullable String version) {

    /** What is there, and who is known to have been invited and to have come. */
    static ResultForm of(OccurrenceFacts o, Formats show) {
      return new ResultForm(
          o.isOpen() ? "" : o.state().name(),
          o.reason() == null ? "" : o.reason(),
          typed(o.reach()),
          typed(o.isOpen() ? o.invited() : o.invitedCounted()),
          typed(o.isOpen() ? o.attended() : o.attendedCounted()),
          show.typedSum(prefilled(o)),
          o.isOpen() ? "" : show.typedSum(o.spent()),
          "",
          "",
          String.valueOf(o.version()));
    }

    /** The same without what stands in the other as well. */
    ResultForm unlike(ResultForm begun) {
      return new ResultForm(
          unlike(outcome, begun.outcome),
          unlike(reason, begun.reason),
          unlike(reach, begun.reach),
          unlike(invited, begun.invited),
          unlike(attended, begun.attended),
          unlike(spent, begun.spent),
          unlike(spentAnyway, begun.spentAnyway),
          unlike(day, begun.day),
          null,
          null);
    }

    /** The same with what is known to be spent, where somebody typed nothing about it. */
    ResultForm keepingSpent(ResultForm present) {
      return FormReader.clean(spentAnyway).isEmpty()
          ? new ResultForm(
              outcome,
              reason,
              reach,
              invited,
              attended,
              spent,
              present.spentAnyway,
              day,
              back,
              version)
          : this;
    }

    boolean isNothing() {
      return Stream.of(outcome, reason, reach, invited, attended, spent, spentAnyway, day)
          .allMatch(Objects::isNull);
    }

    /** The other, with what is said here. */
    ResultForm over(ResultForm begun) {
      return new ResultForm(
          outcome == null ? begun.outcome : outcome,
          reason == null ? begun.reason : reason,
          reach == null ? begun.reach : reach,
          invited == null ? begun.invited : invited,
          attended == null ? begun.attended : attended,
          spent == null ? begun.spent : spent,
          spentAnyway == null ? begun.spentAnyway : spentAnyway,
          day == null ? begun.day : day,
          begun.back,
          begun.version);
    }

    private static @Nullable String unlike(@Nullable String typed, @Nullable String begun) {
      String clean = FormReader.clean(typed);
      return clean.equals(begun) ? null : clean.substring(0, Math.min(LONGEST, clean.length()));
    }

    /** What stands in the field of what it cost before anybody writes into it. */
    private static @Nullable BigDecimal prefilled(OccurrenceFacts o) {
      return switch (o.state()) {
        case PLANNED -> o.investment();
        case DONE -> o.spent();
        case NOT_DONE -> null;
      };
    }

    private static String typed(@Nullable Integer number) {
      return number == null ? "" : number.toString();
    }

    private int versionNumber() {
      return version() != null && version().matches("\\d{1,9}") ? Integer.parseInt(version()) : -1;
    }
  }

  /** A person who was touched. */
  record TouchedPerson(TouchRow touch, String name, @Nullable String company) {}

  /**
   * What somebody typed about how an occurrence went before they closed it: who notes people
   * halfway finds it again. Each person has their own; it is gone once the occurrence is closed or
   * put off.
   */
  @Component
  @Transactional
  static class Drafts {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    Drafts(JdbcClient jdbc, JsonMapper json) {
      this.jdbc = jdbc;
      this.json = json;
    }

    /**
     * Keeps what was typed; nothing where that is what the form began with.
     *
     * @param begun what stood in the form before anybody typed
     */
    void keep(UUID occurrence, ResultForm typed, ResultForm begun, CurrentUser who) {
      if (typed.spent() == null) {
        return;
      }
      ResultForm changed = typed.unlike(begun);
      if (changed.isNothing()) {
        jdbc.sql("delete from planner.result_draft where occurrence_id = ? and user_id = ?")
            .params(occurrence, who.id().id())
            .update();
      } else {
        jdbc.sql(
                """
                insert into planner.result_draft (occurrence_id, user_id, typed)
                values (?, ?, cast(? as jsonb))
                on conflict (occurrence_id, user_id) do update set typed = excluded.typed
                """)
            .params(occurrence, who.id().id(), json.writeValueAsString(changed))
            .update();
      }
    }

    /** What they typed; null in it what they left as it was. */
    @Transactional(readOnly = true)
    Optional<ResultForm> of(UUID occurrence, CurrentUser who) {
      return jdbc.sql(
              "select typed from planner.result_draft where occurrence_id = ? and user_id = ?")
          .params(occurrence, who.id().id())
          .query(String.class)
          .optional()
          .map(typed -> json.readValue(typed, ResultForm.class));
    }

    /** It was said how it went. */
    void drop(UUID occurrence) {
      jdbc.sql("delete from planner.result_draft where occurrence_id = ?")
          .param(occurrence)
          .update();
    }
  }

  private final Planner planner;
  private final Touches touches;
  private final PlanLists lists;
  private final Corrections corrections;
  private final Drafts drafts;
  private final TouchController.Noting noting;
  private final BulkChanges changes;
  private final Profiles profiles;
  private final ContactBook contacts;
  private final UserNames userNames;
  private final SignalCounts signals;
  private final MessageSource messages;
  private final Clock clock;

  OccurrenceController(
      Planner planner,
      Touches touches,
      PlanLists lists,
      Corrections corrections,
      Drafts drafts,
      TouchController.Noting noting,
      BulkChanges changes,
      Profiles profiles,
      ContactBook contacts,
      UserNames userNames,
      SignalCounts signals,
      MessageSource messages,
      Clock clock) {
    this.signals = signals;
    this.planner = planner;
    this.touches = touches;
    this.lists = lists;
    this.corrections = corrections;
    this.drafts = drafts;
    this.noting = noting;
    this.changes = changes;
    this.profiles = profiles;
    this.contacts = contacts;
    this.userNames = userNames;
    this.messages = messages;
    this.clock = clock;
  }

  @GetMapping
  String one(CurrentUser viewer, @PathVariable UUID id, Locale locale, Model model) {
    OccurrenceFacts occurrence = get(id);
    show(model, occurrence, viewer);
    ResultForm form = ResultForm.of(occurrence, viewer.formats(locale));
    Optional<ResultForm> typed =
        occurrence.isOpen() && occurrence.mayBeClosedBy(viewer)
            ? drafts.of(id, viewer)
            : Optional.empty();
    model.addAttribute("form", typed.map(t -> t.over(form)).orElse(form));
    model.addAttribute("typedBefore", typed.isPresent());
    return "planner/occurrence";
  }

  /** Where a refused result is asked for again, as by the browser's reload. */
  @GetMapping("/result")
  String result(@PathVariable UUID id) {
    return "redirect:/planner/occurrences/" + get(id).id();
  }

  /** Keeps what was typed of it, while somebody goes to note people; those given are noted. */
  @PostMapping("/result/draft")
  ModelAndView draft(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") ResultForm form,
      @ModelAttribute("given") Given given,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    OccurrenceFacts occurrence = get(id);
    if (!occurrence.mayBeClosedBy(actor)) {
      throw new AccessDeniedException("Neither marketing nor who sees to it");
    }
    drafts.keep(id, form, ResultForm.of(occurrence, actor.formats(locale)), actor);
    if (!given.isNothing()) {
      Reading people = noting.read(given);
      if (people.refusal() != null) {
        Flash.refused(next, people.refusal());
        next.addFlashAttribute("typedPeople", given.list());
        return new ModelAndView("redirect:/planner/occurrences/" + id + "#people");
      }
      if (people.asks() && !people.isPlain()) {
        return ask(occurrence, people, given, model);
      }
      Noted noted = take(occurrence, people, actor, next);
      Flash.done(next, "result.people", noted.did(), noted.away(), noted.waiting());
    }
    return new ModelAndView("redirect:/planner/occurrences/" + id + "/attendance");
  }

  /**
   * Says how it went, or puts the result right once it has been said. The people who are given with
   * it are noted; who is not known waits at the occurrence.
   *
   * @param then {@code verdict} where the page cannot load the verdict by itself, without scripts:
   *     then it comes next
   */
  @PostMapping("/result")
  ModelAndView close(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") ResultForm form,
      BindingResult errors,
      @ModelAttribute("given") Given given,
      @RequestParam(defaultValue = "") String then,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    OccurrenceFacts occurrence = get(id);
    if (!occurrence.mayBeClosedBy(actor)) {
      throw new AccessDeniedException("Neither marketing nor who sees to it");
    }
    FormReader reader = new FormReader(errors, locale);
    Outcome outcome = reader.choice("outcome", form.outcome(), Outcome.class);
    reader.require("outcome", outcome, "result.outcome.required");
    Reading people = given.isNothing() ? null : noting.read(given);
    if (people != null && people.refusal() != null) {
      errors.reject(people.refusal().messageKey(), people.refusal().arguments(), null);
    }
    boolean closing = occurrence.isOpen();
    LocalDate was = occurrence.day();
    boolean changed = false;
    String warning = "";
    Result said = null;
    try {
      if (outcome == Outcome.RESCHEDULED) {
        Optional<LocalDate> already = putOffAlready(occurrence, form, actor);
        if (already.isPresent()) {
          was = already.get();
        } else {
          warning = warning(occurrence, form, locale);
          reschedule(occurrence, form, reader, actor, actor.formats(locale));
        }
      } else if (outcome != null) {
        said = result(occurrence, form, outcome == Outcome.DONE, reader);
        if (said != null) {
          changed = say(occurrence, form, said, actor);
        }
      }
    } catch (StaleVersionException | OptimisticLockingFailureException e) {
      OccurrenceFacts now = get(id);
      if (!isSaid(now, said, actor)) {
        keepGiven(given, model);
        return cameLate(form, now, actor, locale, model);
      }
      closing = now.correctedAt() == null;
      changed = !closing;
    } catch (RefusedException e) {
      OccurrenceFacts now = get(id);
      if (isSaid(now, said, actor)) {
        closing = now.correctedAt() == null;
        changed = !closing;
      } else if (e.messageKey().equals(Occurrence.TOO_EARLY)) {
        reader.refuse("outcome", e.messageKey());
      } else {
        errors.reject(e.messageKey(), e.arguments(), null);
      }
    }
    if (reader.failed() || outcome == null) {
      if (back(form.back(), occurrence).startsWith(CLOSING)) {
        return stayInClosing(form, errors, occurrence, locale, next);
      }
      show(model, occurrence, actor);
      keepGiven(given, model);
      model.addAttribute("correcting", true);
      ModelAndView page = new ModelAndView("planner/occurrence", errors.getModel());
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    drafts.drop(id);
    Sentence sentence =
        outcome == Outcome.RESCHEDULED
            ? putOff(occurrence, form, warning, actor.formats(locale))
            : kept(closing, occurrence, outcome, form);
    if (people != null && people.asks() && !people.isPlain()) {
      model.addAttribute("kept", sentence.in(messages, locale));
      return ask(occurrence, people, given, model);
    }
    boolean waits = false;
    if (people == null) {
      Flash.done(next, sentence.key(), sentence.arguments());
    } else {
      Noted noted = take(occurrence, people, actor, next);
      waits = noted.waiting() > 0;
      Flash.done(
          next,
          "result.keptWith",
          sentence.in(messages, locale),
          new Sentence("result.people", noted.did(), noted.away(), noted.waiting())
              .in(messages, locale),
          people.listed().cut()
              ? " " + new Sentence("touch.cut", TouchLines.MOST).in(messages, locale)
              : "");
    }
    if (outcome == Outcome.RESCHEDULED) {
      Flash.undo(
          next,
          OccurrenceDayController.undo(
              id, was, get(id).version(), WeekQuery.behind(form.back(), Week.of(was)).address()));
    } else if (closing) {
      Flash.undo(next, "/planner/occurrences/" + id + "/result/undo");
    } else if (changed) {
      Flash.undo(
          next,
          "/planner/occurrences/" + id + "/result/correction/undo?version=" + get(id).version());
    }
    String back = back(form.back(), occurrence);
    return new ModelAndView(
        outcome == Outcome.DONE
                && then.equals("verdict")
                && !waits
                && !back.startsWith("/planner/week")
            ? "redirect:/reports/verdict?occurrence=" + id
            : "redirect:" + back);
  }

  private static ModelAndView ask(
      OccurrenceFacts occurrence, Reading people, Given given, Model model) {
    AttendeeFile report = Objects.requireNonNull(people.report());
    return TouchController.ask(
        occurrence, report, report.leftOut(), people.lines(), given.person(), Map.of(), model);
  }

  /** Notes those who were given; who is not known waits. */
  private Noted take(
      OccurrenceFacts occurrence, Reading people, CurrentUser actor, RedirectAttributes next) {
    TouchController.Listed list = people.listed();
    Noted noted = noting.note(occurrence, people.how(), people.chosen(), list, true, actor);
    TouchController.tellLeftOut(next, list);
    return noted;
  }

  /** Shows again whom somebody had given. */
  private void keepGiven(Given given, Model model) {
    model.addAttribute("typedPeople", given.list());
    model.addAttribute("typedKind", given.kind());
    model.addAttribute("chosenPeople", contacts.cards(noting.chosen(given.person())).values());
  }

  /** Whether the same person has just said the same, as by pressing the button twice. */
  private static boolean isSaid(OccurrenceFacts now, @Nullable Result said, CurrentUser actor) {
    UUID last = now.correctedBy() == null ? now.closedBy() : now.correctedBy();
    return said != null
        && !now.isOpen()
        && actor.id().id().equals(last)
        && said.done() == (now.state() == Occurrence.State.DONE)
        && Objects.equals(said.reason(), now.reason())
        && Objects.equals(said.reach(), now.reach())
        && Objects.equals(said.invited(), now.invitedCounted())
        && Objects.equals(said.attended(), now.attendedCounted())
        && ClosedWeek.same(said.spent(), now.spent());
  }

  /** Its day before the same person put it off just so, as by pressing the button twice. */
  private Optional<LocalDate> putOffAlready(
      OccurrenceFacts now, ResultForm form, CurrentUser actor) {
    List<PlanLists.ReschedulingRow> all = lists.reschedulings(new OccurrenceId(now.id()));
    return all.isEmpty() || form.versionNumber() == now.version()
        ? Optional.empty()
        : Optional.of(all.get(all.size() - 1))
            .filter(r -> r.byUser().equals(actor.id().id()) && r.toDay().equals(now.day()))
            .filter(r -> FormReader.clean(form.reason()).equals(r.reason()))
            .filter(
                r ->
                    FormReader.parseDate(FormReader.clean(form.day()))
                        .filter(now.day()::equals)
                        .isPresent())
            .map(PlanLists.ReschedulingRow::fromDay);
  }

  /** What was typed, beside each field that says something else by now. */
  private ModelAndView cameLate(
      ResultForm form, OccurrenceFacts now, CurrentUser actor, Locale locale, Model model) {
    show(model, now, actor);
    model.addAttribute("correcting", true);
    ResultForm present = ResultForm.of(now, actor.formats(locale));
    ResultForm shown = form.keepingSpent(present);
    ModelAndView page = Meanwhile.show(new ModelAndView("planner/occurrence"), shown, present);
    if (!Objects.equals(shown.spentAnyway(), form.spentAnyway())) {
      // Nobody typed it: it is said where it comes from.
      page.addObject("meanwhile", Meanwhile.differences(form, present));
    }
    return page;
  }

  /** Who closes a week is told there what is missing, beside the occurrence. */
  private ModelAndView stayInClosing(
      ResultForm form,
      BindingResult errors,
      OccurrenceFacts occurrence,
      Locale locale,
      RedirectAttributes next) {
    next.addFlashAttribute("problemOf", occurrence.id().toString());
    next.addFlashAttribute("problem", messages.getMessage(errors.getAllErrors().get(0), locale));
    next.addFlashAttribute("problemField", errors.hasFieldErrors("reason") ? "reason" : "spent");
    next.addFlashAttribute("typedSpent", FormReader.clean(form.spent()));
    next.addFlashAttribute("typedSpentAnyway", FormReader.clean(form.spentAnyway()));
    next.addFlashAttribute("typedReason", FormReader.clean(form.reason()));
    return new ModelAndView(
        "redirect:" + back(form.back(), occurrence) + "#closing-" + occurrence.id());
  }

  /** Takes back that it was closed. */
  @PostMapping("/result/undo")
  String reopen(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    OccurrenceFacts occurrence = get(id);
    try {
      planner.reopen(new OccurrenceId(id), actor);
      Flash.done(next, "result.undone", occurrence.title());
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/planner/occurrences/" + id;
  }

  /** Takes the last correction back. */
  @PostMapping("/result/correction/undo")
  String takeBackCorrection(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "-1") int version,
      RedirectAttributes next) {
    OccurrenceFacts occurrence = get(id);
    try {
      planner.takeBackCorrection(new OccurrenceId(id), version, actor, clock.instant());
      Flash.done(next, "result.correction.undone", occurrence.title());
    } catch (StaleVersionException | OptimisticLockingFailureException e) {
      Flash.refused(next, "occurrence.changedMeanwhile", occurrence.title());
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/planner/occurrences/" + id;
  }

  private void reschedule(
      OccurrenceFacts occurrence,
      ResultForm form,
      FormReader reader,
      CurrentUser actor,
      Formats show) {
    LocalDate day = reader.date("day", form.day());
    reader.require("day", day, "move.day.required");
    if (occurrence.day().equals(day)) {
      reader.refuse("day", "move.day.same");
    }
    // Before its own day it is brought forward, and before today it cannot be any more.
    LocalDate today = actor.today(clock);
    LocalDate earliest = occurrence.day().isBefore(today) ? today : occurrence.day().plusDays(1);
    if (day != null && day.isBefore(earliest) && !day.equals(occurrence.day())) {
      reader.refuse("day", "move.day.earlier", show.date(earliest));
    }
    if (day != null && WeekController.isTooFar(Week.of(day), actor.today(clock))) {
      reader.refuse("day", "day.tooFar", WeekController.FARTHEST_YEARS);
    }
    String why = reader.text("reason", form.reason(), 500);
    reader.require("reason", why, "move.reason.required");
    if (!reader.failed() && day != null) {
      planner.reschedule(
          new OccurrenceId(occurrence.id()),
          form.versionNumber(),
          day,
          why,
          actor,
          clock.instant());
    }
  }

  /** The result as typed; null where something of it is refused. */
  private static @Nullable Result result(
      OccurrenceFacts occurrence, ResultForm form, boolean done, FormReader reader) {
    String why = done ? null : reader.text("reason", form.reason(), 500);
    if (!done) {
      reader.require("reason", why, "result.reason.required");
    }
    BigDecimal spent = reader.amount("spent", form.spent());
    if (done) {
      reader.require("spent", spent, "result.spent.required");
    } else {
      BigDecimal anyway = reader.amount("spentAnyway", form.spentAnyway());
      spent =
          anyway != null
              ? anyway
              : form.spentAnyway() == null && !occurrence.isOpen()
                  ? occurrence.spent()
                  : stated(spent, occurrence);
    }
    Integer reach = done ? reader.whole("reach", form.reach(), 0, MOST_PEOPLE) : null;
    Integer invited = reader.whole("invited", form.invited(), 0, MOST_PEOPLE);
    Integer attended = done ? reader.whole("attended", form.attended(), 0, MOST_PEOPLE) : null;
    return reader.failed() ? null : new Result(done, why, reach, invited, attended, spent);
  }

  /** Whether something was closed, or says something else now. */
  private boolean say(
      OccurrenceFacts occurrence, ResultForm form, Result result, CurrentUser actor) {
    OccurrenceId id = new OccurrenceId(occurrence.id());
    if (occurrence.isOpen()) {
      planner.close(id, form.versionNumber(), result, actor, clock.instant());
      return true;
    }
    return planner.correct(id, form.versionNumber(), result, actor, clock.instant());
  }

  /** What was not done cost nothing, unless somebody wrote another sum than the form began with. */
  private static BigDecimal stated(@Nullable BigDecimal typed, OccurrenceFacts occurrence) {
    // Pressed twice, it is closed by now and the form is still the one it was closed with.
    BigDecimal prefilled =
        occurrence.state() == Occurrence.State.NOT_DONE
            ? occurrence.investment()
            : ResultForm.prefilled(occurrence);
    return typed == null || prefilled != null && typed.compareTo(prefilled) == 0
        ? BigDecimal.ZERO
        : typed;
  }

  /** A sentence by its key. */
  private record Sentence(String key, Object... arguments) {

    String in(MessageSource messages, Locale locale) {
      return messages.getMessage(key, arguments, locale);
    }
  }

  /** Says that it was kept. */
  private static Sentence kept(
      boolean closing, OccurrenceFacts occurrence, Outcome outcome, ResultForm form) {
    String kept = closing ? "result.kept." + outcome : "result.corrected";
    String invited = FormReader.clean(form.invited());
    String attended = FormReader.clean(form.attended());
    // It happens, where people bring others; but it may also be a slip.
    if (outcome == Outcome.DONE
        && !invited.isEmpty()
        && !attended.isEmpty()
        && Integer.parseInt(attended) > Integer.parseInt(invited)) {
      return new Sentence(
          closing ? "result.kept.DONE.moreCame" : "result.corrected.moreCame",
          occurrence.title(),
          Integer.parseInt(attended),
          Integer.parseInt(invited));
    }
    return outcome == Outcome.NOT_DONE && occurrence.attendedNamed() > 0
        ? new Sentence(kept + ".people", occurrence.title(), occurrence.attendedNamed())
        : new Sentence(kept, occurrence.title());
  }

  /** What to think of the day to which it is to be put off. */
  private String warning(OccurrenceFacts occurrence, ResultForm form, Locale locale) {
    return FormReader.parseDate(FormReader.clean(form.day()))
        .flatMap(day -> changes.warningOf(occurrence.id(), occurrence.day(), day))
        .map(key -> " " + messages.getMessage(key, null, locale))
        .orElse("");
  }

  /** Says where it is now and what to think of that. */
  private Sentence putOff(OccurrenceFacts was, ResultForm form, String warning, Formats show) {
    OccurrenceFacts now = get(was.id());
    return new Sentence(
        "result.putOff", was.title(), show.longDate(now.day()), now.week().number(), warning);
  }

  // Only to pages from which something can be closed.
  private static String back(@Nullable String typed, OccurrenceFacts occurrence) {
    String back = FormReader.clean(typed);
    return back.matches("/planner/week(/closing)?(\\?[\\w=&-]*)?")
        ? back
        : "/planner/occurrences/" + occurrence.id();
  }

  private void show(Model model, OccurrenceFacts occurrence, CurrentUser viewer) {
    OccurrenceId id = new OccurrenceId(occurrence.id());
    List<TouchRow> rows = touches.of(id, SHOWN_TOUCHES);
    var cards = contacts.cards(rows.stream().map(t -> new PersonId(t.personId())).toList());
    model.addAttribute("occurrence", occurrence);
    model.addAttribute(
        "people",
        rows.stream()
            .filter(t -> cards.containsKey(new PersonId(t.personId())))
            .map(
                t -> {
                  var card = cards.get(new PersonId(t.personId()));
                  return new TouchedPerson(t, card.name(), card.company());
                })
            .toList());
    model.addAttribute("counts", rows.size() < SHOWN_TOUCHES ? counts(rows) : touches.counts(id));
    model.addAttribute("signals", signals.confirmed(List.of(id.id())).getOrDefault(id.id(), 0));
    model.addAttribute("kinds", TouchKind.values());
    model.addAttribute(
        "corrections", occurrence.correctedAt() == null ? List.of() : corrections.of(id));
    model.addAttribute("reschedulings", lists.reschedulings(id));
    model.addAttribute("names", userNames.all());
    model.addAttribute(
        "profileName",
        profiles.names().getOrDefault(new ProfileId(occurrence.profileId()), Formats.NONE));
    model.addAttribute("today", viewer.today(clock));
    model.addAttribute(
        "overspent",
        occurrence.spent() != null
            && occurrence.investment().signum() > 0
            && occurrence.spent().compareTo(occurrence.investment().multiply(MUCH)) > 0);
    model.addAttribute("mayClose", occurrence.mayBeClosedBy(viewer));
    model.addAttribute("mayPlan", viewer.isMarketing());
  }

  private OccurrenceFacts get(UUID id) {
    return lists.facts(new OccurrenceId(id)).orElseThrow(NotFoundException::new);
  }

  /** How many met it in each way, where all of them are shown. */
  private static Map<TouchKind, Integer> counts(List<TouchRow> all) {
    Map<TouchKind, Integer> counts = new EnumMap<>(TouchKind.class);
    all.forEach(row -> counts.merge(row.kind(), 1, Integer::sum));
    return counts;
  }
}
