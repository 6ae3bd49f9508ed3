package com.arenacrm.leads.recontact;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.Outcome;
import com.arenacrm.leads.Outcomes;
import com.arenacrm.leads.recontact.Recontacts.Settled;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.RefusedException;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Whom to talk to again, and which leads nobody has ended. */
@Controller
@RequestMapping("/leads/recontacts")
class RecontactController {

  private static final int MOST_AT_ONCE = 200;

  private final Recontacts recontacts;
  private final Outcomes outcomes;
  private final UserNames userNames;
  private final TransactionOperations transaction;
  private final Exports exports;
  private final Clock clock;

  RecontactController(
      Recontacts recontacts,
      Outcomes outcomes,
      UserNames userNames,
      TransactionOperations transaction,
      Exports exports,
      Clock clock) {
    this.recontacts = recontacts;
    this.outcomes = outcomes;
    this.userNames = userNames;
    this.transaction = transaction;
    this.exports = exports;
    this.clock = clock;
  }

  @GetMapping
  String list(
      CurrentUser viewer,
      @RequestParam(defaultValue = "false") boolean all,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    LocalDate today = viewer.today(clock);
    model.addAttribute("page", recontacts.rows(all ? null : today, after, Recontacts.PAGE, viewer));
    model.addAttribute("all", all);
    model.addAttribute("today", today);
    model.addAttribute("later", today.plusMonths(3));
    fill(viewer, model);
    return "leads/recontacts";
  }

  @GetMapping("/export")
  void export(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      @RequestParam(defaultValue = "false") boolean all,
      Locale locale,
      HttpServletResponse response) {
    LocalDate until = all ? null : viewer.today(clock);
    Map<UUID, String> names = userNames.all();
    exports.send(
        response,
        viewer,
        locale,
        format,
        "recontact.title",
        List.of(
            "person.name",
            "person.company",
            "recontact.on",
            "lead.outcome",
            "recontact.export.rival",
            "leads.column.ended",
            "recontact.why",
            "recontact.export.putOff",
            "lead.inCharge"),
        Exports.pieces(
            after -> recontacts.rows(until, after, Exports.PIECE, viewer),
            (rows, file) ->
                rows.forEach(
                    r ->
                        file.row(
                            Arrays.asList(
                                r.personName(),
                                r.companyName(),
                                r.dueOn(),
                                r.outcome() == null
                                    ? null
                                    : exports.say("lead.outcome." + r.outcome(), locale),
                                r.competitor(),
                                r.endedAt(),
                                r.why() == null ? r.outcomeNote() : r.why(),
                                r.putOff(),
                                names.get(
                                    r.salesOwnerId() == null ? r.madeBy() : r.salesOwnerId()))))));
  }

  @GetMapping("/unended/export")
  void exportUnended(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    Map<UUID, String> names = userNames.all();
    exports.send(
        response,
        viewer,
        locale,
        format,
        "unended.title",
        List.of(
            "person.name",
            "person.company",
            "lead.stage",
            "unended.export.returned",
            "lead.owner",
            "lead.since"),
        Exports.pieces(
            after -> recontacts.onTheirWay(clock.instant(), after, Exports.PIECE, viewer),
            (rows, file) ->
                rows.forEach(
                    l ->
                        file.row(
                            Arrays.asList(
                                l.personName(),
                                l.companyName(),
                                exports.say("lead.stage." + l.stage(), locale),
                                l.returnedAt(),
                                l.ownerId() == null ? null : names.get(l.ownerId()),
                                l.createdAt())))));
  }

  /** Leads that came in long ago and are still on their way. */
  @GetMapping("/unended")
  String unended(
      CurrentUser viewer, @RequestParam(required = false) @Nullable UUID after, Model model) {
    model.addAttribute(
        "page", recontacts.onTheirWay(clock.instant(), after, Recontacts.PAGE, viewer));
    model.addAttribute("days", Recontacts.ASKED_AFTER_DAYS);
    model.addAttribute("outcomes", Outcome.values());
    model.addAttribute("usual", Recontacts.usualDay(viewer.today(clock)));
    fill(viewer, model);
    return "leads/unended";
  }

  private void fill(CurrentUser viewer, Model model) {
    model.addAttribute("due", recontacts.today(viewer.today(clock), viewer).due());
    model.addAttribute("onTheirWay", recontacts.onTheirWay(clock.instant(), viewer));
    model.addAttribute("userNames", userNames.all());
  }

  /** Says how several of them ended, all alike. */
  @PostMapping("/unended")
  String end(
      CurrentUser actor,
      @RequestParam(required = false) @Nullable List<UUID> lead,
      @RequestParam(required = false) @Nullable Outcome outcome,
      @RequestParam(defaultValue = "") String competitor,
      @RequestParam(defaultValue = "") String recontactOn,
      RedirectAttributes next) {
    String back = "redirect:/leads/recontacts/unended";
    String who = FormReader.clean(competitor);
    String typedDay = FormReader.clean(recontactOn);
    Optional<LocalDate> day = FormReader.parseDate(typedDay);
    next.addFlashAttribute("chosen", lead == null ? List.of() : lead);
    next.addFlashAttribute("typedOutcome", outcome);
    next.addFlashAttribute("typedCompetitor", who);
    next.addFlashAttribute("typedDay", typedDay);
    if (lead == null || lead.isEmpty() || lead.size() > MOST_AT_ONCE) {
      Flash.refused(next, "recontact.choose");
      return back;
    }
    if (outcome == null) {
      Flash.refused(next, "lead.outcome.required");
      return back;
    }
    if (!typedDay.isEmpty() && (day.isEmpty() || !day.get().isAfter(actor.today(clock)))) {
      Flash.refused(next, "recontact.day.past");
      return back;
    }
    try {
      Outcomes.Ending ending =
          new Outcomes.Ending(outcome, who.isEmpty() ? null : who, null, day.orElse(null));
      transaction.executeWithoutResult(
          tx -> lead.forEach(id -> outcomes.end(new LeadId(id), ending, actor, clock.instant())));
      next.getFlashAttributes().keySet().removeAll(List.of("chosen", "typedOutcome"));
      Flash.done(next, "recontact.ended", lead.size());
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return back;
  }

  @PostMapping("/{id}/day")
  String putOff(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "-1") int version,
      @RequestParam(defaultValue = "") String day,
      RedirectAttributes next) {
    Optional<LocalDate> then = FormReader.parseDate(FormReader.clean(day));
    try {
      if (then.isEmpty()) {
        throw new RefusedException("recontact.day.past");
      }
      recontacts.putOff(id, version, then.get(), actor.today(clock), actor);
      Flash.done(next, "recontact.putOff");
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/leads/recontacts";
  }

  /** Opens the lead again, to talk to them now. */
  @PostMapping("/{id}/lead")
  String takeUp(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "-1") int version,
      RedirectAttributes next) {
    Optional<UUID> before = recontacts.settledBefore(id, Settled.TAKEN_UP, actor);
    if (before.isPresent()) {
      Flash.done(next, "recontact.takenUp");
      return "redirect:/leads/" + before.get();
    }
    try {
      LeadId lead =
          transaction.execute(
              tx -> {
                LeadId known =
                    recontacts.settle(id, version, Settled.TAKEN_UP, actor, clock.instant());
                outcomes.reopened(known, actor.id());
                return known;
              });
      Flash.done(next, "recontact.takenUp");
      return "redirect:/leads/" + lead;
    } catch (RefusedException e) {
      Flash.refused(next, e);
      return "redirect:/leads/recontacts";
    }
  }

  @PostMapping("/{id}/rest")
  String letBe(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "-1") int version,
      RedirectAttributes next) {
    recontacts.settle(id, version, Settled.LET_BE, actor, clock.instant());
    Flash.done(next, "recontact.letBe");
    Flash.undo(next, "/leads/recontacts/" + id + "/return");
    return "redirect:/leads/recontacts";
  }

  @PostMapping("/{id}/return")
  String meanAgain(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    recontacts.meanAgain(id, actor);
    Flash.done(next, "recontact.meantAgain");
    return "redirect:/leads/recontacts?all=true";
  }
}
