package com.arenacrm.leads;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.MarketingInbox.ReturnedRow;
import com.arenacrm.leads.recontact.Recontacts;
import com.arenacrm.planner.ActivityAudiences;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.Planner;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.TimeOrderedUuid;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

/** Marketing's inbox, and what marketing does about leads that sales returned (R060). */
@Controller
@RequestMapping("/leads/inbox")
class InboxController {

  private static final int LONGEST_WORDS = 1000;

  /** What can be done from the inbox about a return, in the order in which it is offered. */
  private static final List<ReturnAnswer> OFFERED =
      List.of(
          ReturnAnswer.PROFILE,
          ReturnAnswer.NURTURED,
          ReturnAnswer.RECONTACT,
          ReturnAnswer.MERGED,
          ReturnAnswer.ENDED,
          ReturnAnswer.REPLIED);

  private final MarketingInbox inbox;
  private final Handoffs handoffs;
  private final Leads leads;
  private final Outcomes outcomes;
  private final Profiles profiles;
  private final Planner planner;
  private final ActivityAudiences audiences;
  private final ContactBook contacts;
  private final UserNames userNames;
  private final TransactionOperations transaction;
  private final Exports exports;
  private final Clock clock;

  InboxController(
      MarketingInbox inbox,
      Handoffs handoffs,
      Leads leads,
      Outcomes outcomes,
      Profiles profiles,
      Planner planner,
      ActivityAudiences audiences,
      ContactBook contacts,
      UserNames userNames,
      TransactionOperations transaction,
      Exports exports,
      Clock clock) {
    this.contacts = contacts;
    this.inbox = inbox;
    this.handoffs = handoffs;
    this.leads = leads;
    this.outcomes = outcomes;
    this.profiles = profiles;
    this.planner = planner;
    this.audiences = audiences;
    this.userNames = userNames;
    this.transaction = transaction;
    this.exports = exports;
    this.clock = clock;
  }

  @GetMapping
  String page(CurrentUser viewer, Model model) {
    LocalDate today = viewer.today(clock);
    model.addAttribute("counts", inbox.counts(viewer));
    carry(model, null);
    model.addAttribute("returned", inbox.returned(null, MarketingInbox.FIRST, viewer));
    model.addAttribute("below", inbox.below(null, MarketingInbox.FIRST, today, viewer));
    model.addAttribute("aside", inbox.aside(null, MarketingInbox.FIRST));
    put(model, today);
    return "leads/inbox";
  }

  /** How many returns wait, for pages that load it by themselves; nothing when none does. */
  @GetMapping("/waiting")
  String waiting(CurrentUser viewer, Model model) {
    model.addAttribute("waiting", inbox.countReturned(viewer));
    return "leads/inbox :: waiting";
  }

  /** All of one part. */
  @GetMapping("/{part}")
  String part(
      CurrentUser viewer,
      @PathVariable String part,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    LocalDate today = viewer.today(clock);
    switch (part) {
      case "gate" ->
          model.addAttribute("below", inbox.below(after, MarketingInbox.PAGE, today, viewer));
      case "returned" ->
          model.addAttribute("returned", inbox.returned(after, MarketingInbox.PAGE, viewer));
      case "aside" -> model.addAttribute("aside", inbox.aside(after, MarketingInbox.PAGE));
      default -> throw new NotFoundException();
    }
    model.addAttribute("part", part);
    carry(model, after);
    model.addAttribute("counts", inbox.counts(viewer));
    put(model, today);
    return "leads/inbox-part";
  }

  /** All of one part as a file. */
  @GetMapping("/export/{part}")
  void export(
      CurrentUser viewer,
      @PathVariable String part,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    LocalDate today = viewer.today(clock);
    Map<UUID, String> names = userNames.all();
    List<String> who = List.of("person.name", "person.company");
    switch (part) {
      case "gate" ->
          exports.send(
              response,
              viewer,
              locale,
              format,
              "inbox.gate",
              with(who, "lead.missing", "lead.owner", "lead.since"),
              Exports.pieces(
                  after -> inbox.below(after, Exports.PIECE, today, viewer),
                  (rows, file) ->
                      rows.forEach(
                          b ->
                              file.row(
                                  Arrays.asList(
                                      b.lead().personName(),
                                      b.lead().companyName(),
                                      b.missing().stream()
                                          .map(
                                              gap ->
                                                  gap.fact() == null
                                                      ? gap.text()
                                                      : exports.say(
                                                          "fact." + gap.fact().key() + ".short",
                                                          locale))
                                          .collect(Collectors.joining(", ")),
                                      b.lead().ownerId() == null
                                          ? null
                                          : names.get(b.lead().ownerId()),
                                      b.lead().createdAt())))));
      case "returned" ->
          exports.send(
              response,
              viewer,
              locale,
              format,
              "inbox.returned",
              with(
                  who,
                  "inbox.export.rejection",
                  "inbox.export.note",
                  "inbox.export.by",
                  "inbox.export.at"),
              Exports.pieces(
                  after -> inbox.returned(after, Exports.PIECE, viewer),
                  (rows, file) ->
                      rows.forEach(
                          r ->
                              file.row(
                                  Arrays.asList(
                                      r.personName(),
                                      r.companyName(),
                                      exports.say("rejection." + r.rejection(), locale),
                                      r.rejectionNote(),
                                      names.get(r.rejectedBy()),
                                      r.rejectedAt())))));
      case "aside" ->
          exports.send(
              response,
              viewer,
              locale,
              format,
              "inbox.aside",
              List.of(
                  "person.name",
                  "person.email",
                  "inbox.aside.form",
                  "form.why",
                  "form.answer.when"),
              Exports.pieces(
                  after -> inbox.aside(after, Exports.PIECE),
                  (rows, file) ->
                      rows.forEach(
                          s ->
                              file.row(
                                  Arrays.asList(
                                      s.name(),
                                      s.email(),
                                      s.formTitle(),
                                      exports.say("form.quarantine." + s.quarantine(), locale),
                                      s.at())))));
      default -> throw new NotFoundException();
    }
  }

  private static List<String> with(List<String> columns, String... more) {
    return Stream.concat(columns.stream(), Stream.of(more)).toList();
  }

  /** What the addresses of leads carry, so that one goes on from one to the next. */
  private static void carry(Model model, @Nullable UUID after) {
    model.addAttribute("fromGate", WaitingList.GATE.carried(null, after));
    model.addAttribute("fromReturned", WaitingList.RETURNED.carried(null, null));
  }

  private void put(Model model, LocalDate today) {
    model.addAttribute("today", today);
    model.addAttribute("usual", Recontacts.usualDay(today));
    model.addAttribute("userNames", userNames.all());
  }

  /** All that can be done about a return. */
  @GetMapping("/returned/{id}")
  String one(CurrentUser viewer, @PathVariable UUID id, Model model, RedirectAttributes next) {
    Optional<ReturnedRow> row = inbox.openReturn(id, viewer);
    if (row.isEmpty()) {
      handoffs.get(new HandoffId(id), viewer);
      Flash.refused(next, "return.answered");
      return "redirect:/leads/handoffs/" + id;
    }
    LocalDate today = viewer.today(clock);
    model.addAttribute("row", row.get());
    model.addAttribute("handoff", handoffs.get(new HandoffId(id), viewer));
    model.addAttribute("answers", OFFERED);
    model.addAttribute("profileChoices", profiles.choices());
    model.addAttribute("activityChoices", planner.choices());
    put(model, today);
    return "leads/return";
  }

  /** Does what marketing chose. */
  @PostMapping("/returned/{id}")
  String answer(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable ReturnAnswer answer,
      @RequestParam(defaultValue = "") String words,
      @RequestParam(defaultValue = "") String day,
      @RequestParam(defaultValue = "") String profile,
      @RequestParam(defaultValue = "") String activity,
      RedirectAttributes next) {
    String text = FormReader.clean(words);
    HandoffId handoff = new HandoffId(id);
    Lead lead =
        leads.findById(handoffs.get(handoff, actor).lead()).orElseThrow(NotFoundException::new);
    try {
      if (lead.stage() != LeadStage.OPEN) {
        throw new RefusedException("return.answered");
      }
      if (answer == null || !OFFERED.contains(answer)) {
        throw new RefusedException("return.choose");
      }
      if (text.length() > LONGEST_WORDS) {
        throw new RefusedException("tooLong", LONGEST_WORDS);
      }
      if (answer == ReturnAnswer.REPLIED && text.isEmpty()) {
        throw new RefusedException("return.words.required");
      }
      Instant now = clock.instant();
      transaction.executeWithoutResult(
          tx -> {
            handoffs.answerReturn(handoff, answer, text.isEmpty() ? null : text, actor, now);
            carryOut(answer, lead, day, profile, activity, actor, now);
          });
      Flash.done(next, "return.done." + answer, lead.personName());
      if (answer == ReturnAnswer.ENDED || answer == ReturnAnswer.RECONTACT) {
        Flash.undo(next, "/leads/" + lead.id() + "/reopening");
      }
      return "redirect:/leads/inbox";
    } catch (RefusedException e) {
      Flash.refused(next, e);
      next.addFlashAttribute("typedAnswer", answer);
      next.addFlashAttribute("typedWords", text);
      next.addFlashAttribute("typedDay", day);
      next.addFlashAttribute("typedProfile", profile);
      next.addFlashAttribute("typedActivity", activity);
      return "redirect:/leads/inbox/returned/" + id;
    }
  }

  private void carryOut(
      ReturnAnswer answer,
      Lead lead,
      String day,
      String profile,
      String activity,
      CurrentUser actor,
      Instant now) {
    switch (answer) {
      case ENDED ->
          outcomes.end(
              lead.id(), new Outcomes.Ending(Outcome.NOT_A_LEAD, null, null, null), actor, now);
      case RECONTACT -> {
        LocalDate on =
            FormReader.parseDate(FormReader.clean(day))
                .filter(d -> d.isAfter(actor.today(clock)))
                .orElseThrow(() -> new RefusedException("recontact.day.past"));
        outcomes.end(lead.id(), new Outcomes.Ending(Outcome.NOTHING, null, null, on), actor, now);
      }
      case PROFILE -> {
        ProfileId chosen =
            profiles.choices().stream()
                .filter(p -> p.value().equals(profile))
                .findFirst()
                .orElseThrow(() -> new RefusedException("return.profile.required"))
                .id();
        if (lead.profile().filter(chosen::equals).isPresent()) {
          throw new RefusedException("return.profile.same");
        }
        lead.lookAfter(lead.owner().orElse(null), chosen);
        leads.save(lead);
      }
      case NURTURED -> {
        ActivityId chosen =
            planner.choices().stream()
                .filter(a -> a.id().toString().equals(activity))
                .findFirst()
                .orElseThrow(() -> new RefusedException("return.activity.required"))
                .id();
        audiences.addPeople(
            TimeOrderedUuid.next(),
            chosen,
            false,
            lead.personName(),
            List.of(lead.person()),
            actor.id(),
            now);
      }
      case MERGED -> {
        if (!contacts.isMerged(lead.person(), lead.createdAt())) {
          throw new RefusedException("return.merged.none", lead.personName());
        }
      }
      default -> {
        // What was said to the seller is all there is to do.
      }
    }
  }
}
