package com.arenacrm.planner.audience;

import com.arenacrm.contacts.ContactScores;
import com.arenacrm.contacts.Facts;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.Fit;
import com.arenacrm.icp.Profiles;
import com.arenacrm.icp.Yardstick;
import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organization;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.identity.UserNames.Colleague;
import com.arenacrm.identity.Workforce;
import com.arenacrm.identity.Workforce.Presence;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.FollowUpPlans;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.planner.audience.AudienceFacts.Coming;
import com.arenacrm.planner.audience.AudienceFacts.Launch;
import com.arenacrm.planner.audience.AudienceFacts.Review;
import com.arenacrm.planner.audience.AudienceLists.Member;
import com.arenacrm.planner.audience.AudienceLists.Overview;
import com.arenacrm.planner.audience.AudienceLists.View;
import com.arenacrm.planner.audience.Audiences.Why;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.Folding;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.Slice;
import com.arenacrm.platform.Spreadsheet;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The audience of an activity: its numbers, its people, its review, its launch. */
@Controller
@RequestMapping("/planner/activities/{activity}")
class AudienceController {

  private static final int EXAMPLES = 4;
  private static final int LONGEST = 1000;
  private static final int SEARCHED = 100;

  /** Somebody outside, and why. */
  record Outsider(UUID id, String name, @Nullable String company, Fit fit) {}

  private final Audiences audiences;
  private final AudienceLists lists;
  private final Profiles profiles;
  private final ContactScores scores;
  private final Organizations organizations;
  private final UserNames userNames;
  private final Workforce workforce;
  private final FollowUpPlans followUps;
  private final AuditTrail audit;
  private final Folding folding;
  private final MessageSource messages;
  private final Clock clock;

  AudienceController(
      Audiences audiences,
      AudienceLists lists,
      Profiles profiles,
      ContactScores scores,
      Organizations organizations,
      UserNames userNames,
      Workforce workforce,
      FollowUpPlans followUps,
      AuditTrail audit,
      Folding folding,
      MessageSource messages,
      Clock clock) {
    this.followUps = followUps;
    this.audiences = audiences;
    this.lists = lists;
    this.profiles = profiles;
    this.scores = scores;
    this.organizations = organizations;
    this.userNames = userNames;
    this.workforce = workforce;
    this.audit = audit;
    this.folding = folding;
    this.messages = messages;
    this.clock = clock;
  }

  /**
   * @param occurrence which of those to come is in question; the next one if it is none of them
   */
  @GetMapping("/audience")
  String page(
      CurrentUser viewer,
      @PathVariable UUID activity,
      @RequestParam(required = false) @Nullable UUID occurrence,
      Model model) {
    show(model.asMap(), new ActivityId(activity), occurrence, viewer);
    return "planner/audience";
  }

  private void show(
      Map<String, Object> model, ActivityId id, @Nullable UUID occurrence, CurrentUser viewer) {
    AudienceFacts facts = lists.facts(id, viewer.today(clock));
    Coming chosen =
        facts.toCome().stream()
            .filter(o -> o.id().equals(occurrence))
            .findFirst()
            .or(() -> facts.toCome().stream().findFirst())
            .orElse(null);
    UUID which =
        chosen != null
            ? chosen.id()
            : facts.launches().stream().findFirst().map(Launch::occurrence).orElse(null);
    Yardstick yardstick = profiles.yardstick(facts.profile());
    Organization agreed = organizations.current();
    Instant now = clock.instant();
    Overview overview = lists.overview(id, yardstick, agreed, which, EXAMPLES, now);
    Shares shares = overview.shares();
    model.put("facts", facts);
    model.put("yardstick", yardstick);
    model.put("agreed", agreed);
    model.put("shares", shares);
    model.put("newcomers", overview.newcomers());
    model.put("back", overview.back());
    model.put("which", which);
    model.put("wereInvited", facts.invitedTo(which));
    model.put("outsiders", outsiders(overview.outside(), yardstick));
    model.put("state", facts.state(shares.people(), which));
    model.put("approved", facts.state(shares.people(), null) == AudienceState.APPROVED);
    model.put("below", shares.isBelow(agreed.agreedShare()));
    model.put("justification", facts.justification(overview).orElse(null));
    model.put("earlier", facts.justifications().stream().findFirst().orElse(null));
    model.put("grounded", overview.grounds());
    model.put("step", step(facts, overview, shares.isBelow(agreed.agreedShare()), chosen, viewer));
    model.put("chosen", chosen);
    model.put("undoable", undoable(facts, now));
    LocalDate today = viewer.today(clock);
    Map<@Nullable UUID, Presence> presences = workforce.everybody(today.minusWeeks(1));
    model.put("shortages", followUps.shortages(id, today, presences));
    Map<UUID, String> names = new HashMap<>();
    presences.forEach((user, p) -> names.put(user, p.name()));
    names.remove(null);
    Map<UUID, String> askedOf = askedOf(facts, names);
    model.put("names", names);
    model.put("answeredFor", askedOf);
    model.put("asked", facts.openReview().map(r -> askedOf.get(r.id())).orElse(null));
    model.put("mayBuild", viewer.isMarketing());
    model.put("mayReview", viewer.isSales() || viewer.isManager());
    model.put("inPlace", facts.openReview().filter(r -> r.isForOthersThan(viewer)).isPresent());
    model.put("newId", TimeOrderedUuid.next());
  }

  /** By name, those whom each review was asked of in particular. */
  private static Map<UUID, String> askedOf(AudienceFacts facts, Map<UUID, String> names) {
    return facts.reviews().stream()
        .filter(r -> !r.reviewers().isEmpty())
        .collect(
            Collectors.toMap(
                Review::id,
                r -> r.reviewers().stream().map(names::get).collect(Collectors.joining(", "))));
  }

  /** What comes next for whoever looks at it; null where there is nothing to do. */
  private static @Nullable String step(
      AudienceFacts facts,
      Overview overview,
      boolean below,
      @Nullable Coming chosen,
      CurrentUser viewer) {
    Shares shares = overview.shares();
    if (chosen == null || shares.invited() > 0 && overview.newcomers() == 0) {
      return null;
    }
    if (shares.invited() == 0) {
      return shares.silent() > 0 && viewer.isMarketing() ? "ground" : null;
    }
    AudienceState state = facts.state(shares.people(), null);
    if (state == AudienceState.IN_REVIEW) {
      if (facts.openReview().filter(r -> r.isForOthersThan(viewer)).isEmpty()) {
        return "answer";
      }
      return viewer.isMarketing() || !viewer.isSales() && !viewer.isManager()
          ? "wait"
          : "answerInPlace";
    }
    if (!viewer.isMarketing()) {
      return null;
    }
    // Why sales sent it back is read before anything else is done.
    if (facts.review().filter(r -> !r.approved()).isPresent()) {
      return "sentBack";
    }
    if (below && facts.justification(overview).isEmpty()) {
      return "justify";
    }
    if (state == AudienceState.APPROVED) {
      return "launch";
    }
    return facts.review().isPresent() ? "askAgain" : "ask";
  }

  private static @Nullable UUID undoable(AudienceFacts facts, Instant now) {
    return facts.launches().stream()
        .filter(l -> l.at().toInstant().plus(Audiences.UNDO).isAfter(now))
        .findFirst()
        .map(Launch::id)
        .orElse(null);
  }

  private List<Outsider> outsiders(List<UUID> ids, Yardstick yardstick) {
    Map<PersonId, Facts> known = scores.factsOfPeople(ids.stream().map(PersonId::new).toList());
    List<Outsider> outsiders = new ArrayList<>();
    known.forEach(
        (id, f) ->
            outsiders.add(new Outsider(id.id(), f.name(), f.company(), yardstick.fit(f, folding))));
    return outsiders;
  }

  /** The people behind each number. */
  @GetMapping("/audience/people")
  String people(
      CurrentUser viewer,
      @PathVariable UUID activity,
      @RequestParam(defaultValue = "ALL") View view,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    ActivityId id = new ActivityId(activity);
    AudienceFacts facts = lists.facts(id, viewer.today(clock));
    Yardstick yardstick = profiles.yardstick(facts.profile());
    String text = searched(q);
    Slice<Member> page =
        lists.people(id, yardstick, organizations.current(), view, text, after, clock.instant());
    Map<UUID, Fit> fits = new HashMap<>();
    scores
        .factsOfPeople(page.rows().stream().map(m -> new PersonId(m.id())).toList())
        .forEach((person, f) -> fits.put(person.id(), yardstick.fit(f, folding)));
    model.addAttribute("facts", facts);
    model.addAttribute("page", page);
    model.addAttribute("fits", fits);
    model.addAttribute("view", view);
    model.addAttribute("views", View.values());
    model.addAttribute("q", text);
    model.addAttribute("mayTakeAway", viewer.isMarketing() && view.isOfInvited());
    model.addAttribute("names", userNames.all());
    model.addAttribute("mayTakeOut", viewer.isMarketing() || viewer.isSales());
    return "planner/audience-people";
  }

  private static String searched(String q) {
    String text = FormReader.clean(q);
    return text.substring(0, Math.min(text.length(), SEARCHED));
  }

  /**
   * Those who will be invited, for a mailing program; or some of them.
   *
   * @throws NotFoundException when others are asked for than those who will be invited
   */
  @GetMapping("/audience.csv")
  ResponseEntity<byte[]> file(
      CurrentUser viewer,
      @PathVariable UUID activity,
      @RequestParam(defaultValue = "INVITED") View view,
      @RequestParam(defaultValue = "") String q,
      Locale locale) {
    if (!view.isOfInvited()) {
      throw new NotFoundException();
    }
    ActivityId id = new ActivityId(activity);
    AudienceFacts facts = lists.facts(id, viewer.today(clock));
    List<Member> rows =
        lists.allPeople(
            id,
            profiles.yardstick(facts.profile()),
            organizations.current(),
            view,
            searched(q),
            clock.instant());
    Spreadsheet sheet = new Spreadsheet(viewer.formats(locale).locale());
    sheet.row(
        Stream.of(
                "person.name", "person.email", "person.phone", "person.company", "person.jobTitle")
            .map(key -> messages.getMessage(key, null, locale))
            .toArray(String[]::new));
    for (Member m : rows) {
      sheet.row(
          Spreadsheet.harmless(m.name()),
          Spreadsheet.harmless(m.email()),
          m.phone() == null ? "" : "'" + m.phone(),
          Spreadsheet.harmless(m.companyName()),
          Spreadsheet.harmless(m.jobTitle()));
    }
    audit.note(
        viewer,
        "audience-exported",
        new Subject("activity", activity, facts.title()),
        null,
        String.valueOf(rows.size()));
    return sheet.named("arena-audience.csv");
  }

  // -- taking people out

  @PostMapping("/audience/exclusions")
  String takeOut(
      CurrentUser actor,
      @PathVariable UUID activity,
      @RequestParam UUID person,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "ALL") View view,
      @RequestParam(defaultValue = "") String q,
      RedirectAttributes next) {
    String why = FormReader.clean(reason);
    if (why.isEmpty() || why.length() > LONGEST) {
      Flash.refused(next, "audience.out.reason.required");
    } else {
      UUID exclusion = TimeOrderedUuid.next();
      audiences.takeOut(
          exclusion,
          new ActivityId(activity),
          new PersonId(person),
          actor.isMarketing() ? Why.MARKETING : Why.SALES,
          why,
          actor.id(),
          clock.instant());
      Flash.done(next, "audience.out.done", 1);
      Flash.undo(next, path(activity) + "/exclusions/" + exclusion + "/deletion");
    }
    next.addAttribute("view", view);
    if (!q.isBlank()) {
      next.addAttribute("q", searched(q));
    }
    return "redirect:" + path(activity) + "/people";
  }

  /** Leaves repeat invitees out, all at once (R041). */
  @PostMapping("/audience/exclusions/repeated")
  String leaveRepeatedOut(CurrentUser actor, @PathVariable UUID activity, RedirectAttributes next) {
    UUID batch = TimeOrderedUuid.next();
    int out = audiences.takeRepeatedOut(batch, new ActivityId(activity), actor, clock.instant());
    Flash.done(next, "audience.out.done", out);
    if (out > 0) {
      Flash.undo(next, path(activity) + "/exclusions/" + batch + "/deletion");
    }
    return "redirect:" + path(activity);
  }

  /** Puts those back who were taken out together, or one of them. */
  @PostMapping("/audience/exclusions/{exclusion}/deletion")
  String putBack(
      CurrentUser actor,
      @PathVariable UUID activity,
      @PathVariable UUID exclusion,
      RedirectAttributes next) {
    int back = audiences.putBack(new ActivityId(activity), exclusion, actor.id(), clock.instant());
    Flash.done(next, "audience.back.done", back);
    return "redirect:" + path(activity);
  }

  // -- on what ground they may be written to

  /** Says why those may be written to who never said whether they agree. */
  @PostMapping("/audience/grounds")
  String allowSilent(
      CurrentUser actor,
      @PathVariable UUID activity,
      @RequestParam UUID id,
      @RequestParam(defaultValue = "") String text,
      RedirectAttributes next) {
    String why = FormReader.clean(text);
    if (why.isEmpty() || why.length() > LONGEST) {
      Flash.refused(next, "audience.ground.required");
      next.addFlashAttribute("typedGround", why);
    } else {
      try {
        audiences.allowSilent(id, new ActivityId(activity), why, actor.id(), clock.instant());
        Flash.done(next, "audience.ground.kept");
      } catch (RefusedException e) {
        Flash.refused(next, e);
      }
    }
    return "redirect:" + path(activity) + "#left-out";
  }

  /** Leaves them out again. */
  @PostMapping("/audience/grounds/{ground}/end")
  String leaveSilentOut(
      CurrentUser actor,
      @PathVariable UUID activity,
      @PathVariable UUID ground,
      RedirectAttributes next) {
    audiences.leaveSilentOut(ground, new ActivityId(activity), actor.id(), clock.instant());
    Flash.done(next, "audience.ground.ended");
    return "redirect:" + path(activity) + "#left-out";
  }

  // -- saying why, asking sales

  @PostMapping("/audience/justification")
  String justify(
      CurrentUser actor,
      @PathVariable UUID activity,
      @RequestParam UUID id,
      @RequestParam(defaultValue = "") String text,
      RedirectAttributes next) {
    String why = FormReader.clean(text);
    if (why.isEmpty() || why.length() > LONGEST) {
      Flash.refused(next, "audience.justify.required");
      next.addFlashAttribute("typedJustification", why);
    } else {
      audiences.justify(id, new ActivityId(activity), why, actor.id(), clock.instant());
      Flash.done(next, "audience.justify.kept");
    }
    return "redirect:" + path(activity) + "#share";
  }

  @GetMapping("/audience/review")
  String review(CurrentUser viewer, @PathVariable UUID activity, Model model) {
    model.addAttribute("facts", lists.facts(new ActivityId(activity), viewer.today(clock)));
    model.addAttribute("sellers", userNames.active(Role.SALES));
    model.addAttribute("newId", TimeOrderedUuid.next());
    return "planner/audience-review";
  }

  @PostMapping("/audience/review")
  String ask(
      CurrentUser actor,
      @PathVariable UUID activity,
      @RequestParam UUID id,
      @RequestParam(defaultValue = "") String note,
      @RequestParam(defaultValue = "") List<UUID> sellers,
      RedirectAttributes next) {
    String text = FormReader.clean(note);
    List<UserId> asked =
        userNames.active(Role.SALES).stream()
            .map(Colleague::id)
            .filter(seller -> sellers.contains(seller.id()))
            .toList();
    try {
      audiences.askSales(
          id,
          new ActivityId(activity),
          text.isEmpty() ? null : text.substring(0, Math.min(LONGEST, text.length())),
          asked,
          actor.id(),
          clock.instant());
      Flash.done(next, "audience.review.asked");
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:" + path(activity) + "#review";
  }

  /**
   * @param seen the version of the audience that was on the page; without one nobody was seen
   * @param inPlace whether somebody answers who was not asked
   */
  @PostMapping("/audience/review/{review}/decision")
  ModelAndView decide(
      CurrentUser actor,
      @PathVariable UUID activity,
      @PathVariable UUID review,
      @RequestParam(defaultValue = "") String comment,
      @RequestParam(defaultValue = "false") boolean approved,
      @RequestParam(defaultValue = "-1") int seen,
      @RequestParam(defaultValue = "false") boolean inPlace,
      Locale locale,
      RedirectAttributes next) {
    String text = FormReader.clean(comment);
    try {
      audiences.decide(
          review,
          new ActivityId(activity),
          approved,
          text.isEmpty() ? null : text.substring(0, Math.min(LONGEST, text.length())),
          seen,
          inPlace,
          actor,
          clock.instant());
      Flash.done(next, approved ? "audience.review.approved" : "audience.review.sentBack");
      return new ModelAndView("redirect:" + path(activity) + "#review");
    } catch (RefusedException e) {
      return refused(e, activity, null, actor, locale, "typedDecision", text);
    }
  }

  /** The page as it is now, with what is wrong and what was typed. */
  private ModelAndView refused(
      RefusedException e,
      UUID activity,
      @Nullable UUID occurrence,
      CurrentUser actor,
      Locale locale,
      String field,
      String typed) {
    ModelAndView page = new ModelAndView("planner/audience");
    show(page.getModel(), new ActivityId(activity), occurrence, actor);
    page.addObject("problem", messages.getMessage(e.messageKey(), e.arguments(), locale));
    page.addObject(field, typed);
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  @PostMapping("/audience/comments")
  String remark(
      CurrentUser actor,
      @PathVariable UUID activity,
      @RequestParam UUID id,
      @RequestParam(defaultValue = "") String text,
      RedirectAttributes next) {
    String said = FormReader.clean(text);
    if (said.isEmpty() || said.length() > LONGEST) {
      Flash.refused(next, "audience.comment.required");
    } else {
      audiences.remark(id, new ActivityId(activity), said, actor.id(), clock.instant());
      Flash.done(next, "audience.comment.kept");
    }
    return "redirect:" + path(activity) + "#review";
  }

  // -- the invitations

  @PostMapping("/audience/launches")
  ModelAndView launch(
      CurrentUser actor,
      @PathVariable UUID activity,
      @RequestParam UUID id,
      @RequestParam UUID occurrence,
      @RequestParam(defaultValue = "") String unapproved,
      Locale locale,
      RedirectAttributes next) {
    String why = FormReader.clean(unapproved);
    try {
      int invited =
          audiences.launch(
              id,
              new ActivityId(activity),
              new OccurrenceId(occurrence),
              why.isEmpty() ? null : why.substring(0, Math.min(LONGEST, why.length())),
              actor,
              clock.instant());
      Flash.done(next, "audience.launched", invited);
      Flash.undo(next, path(activity) + "/launches/" + id + "/undo");
      return new ModelAndView("redirect:" + path(activity) + "?occurrence=" + occurrence);
    } catch (RefusedException e) {
      return refused(e, activity, occurrence, actor, locale, "typedUnapproved", why);
    }
  }

  @PostMapping("/audience/launches/{launch}/undo")
  String undo(
      CurrentUser actor,
      @PathVariable UUID activity,
      @PathVariable UUID launch,
      RedirectAttributes next) {
    try {
      audiences.undoLaunch(launch, new ActivityId(activity), actor, clock.instant());
      Flash.done(next, "audience.launch.undone");
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:" + path(activity);
  }

  private static String path(UUID activity) {
    return "/planner/activities/" + activity + "/audience";
  }
}
