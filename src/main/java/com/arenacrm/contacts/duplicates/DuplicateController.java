package com.arenacrm.contacts.duplicates;

import com.arenacrm.contacts.duplicates.Duplicates.Certainty;
import com.arenacrm.contacts.duplicates.Duplicates.Made;
import com.arenacrm.contacts.duplicates.Duplicates.Pair;
import com.arenacrm.contacts.duplicates.Duplicates.Side;
import com.arenacrm.contacts.duplicates.MergeFields.Field;
import com.arenacrm.contacts.duplicates.MergeFields.Take;
import com.arenacrm.contacts.duplicates.Merges.Undone;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.UserNames;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.platform.Slice;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.TimeOrderedUuid;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Two that may be one: the list, both side by side, and what becomes of them. */
@Controller
@RequestMapping("/contacts/duplicates")
class DuplicateController {

  /** So many pairs stand on pages about other things. */
  private static final int SHOWN_ELSEWHERE = 6;

  private static final String TAKE = "take.";
  private static final int LONGEST_REASON = 500;

  private final Duplicates duplicates;
  private final DuplicateLook look;
  private final Merges merges;
  private final Moves moves;
  private final UserNames userNames;
  private final MessageSource messages;
  private final Exports exports;
  private final Clock clock;

  DuplicateController(
      Duplicates duplicates,
      DuplicateLook look,
      Merges merges,
      Moves moves,
      UserNames userNames,
      MessageSource messages,
      Exports exports,
      Clock clock) {
    this.duplicates = duplicates;
    this.look = look;
    this.merges = merges;
    this.moves = moves;
    this.userNames = userNames;
    this.messages = messages;
    this.exports = exports;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping
  String list(
      Filters filters,
      @RequestParam(required = false) @Nullable Certainty certainty,
      @RequestParam(defaultValue = "false") boolean dismissed,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    Subject subject = filters.read("what", Subject::of).orElse(Subject.PEOPLE);
    Slice<Pair> page = duplicates.list(subject, certainty, dismissed, after, Duplicates.PAGE);
    model.addAttribute("subject", subject);
    model.addAttribute("page", page);
    model.addAttribute("total", duplicates.count(subject, certainty, dismissed));
    model.addAttribute("open", openOf(subject, certainty, dismissed, model));
    model.addAttribute("certainty", certainty);
    model.addAttribute("certainties", Certainty.values());
    model.addAttribute("dismissed", dismissed);
    model.addAttribute("look", look.progress(subject));
    model.addAttribute("userNames", userNames.all());
    return "contacts/duplicates";
  }

  @GetMapping("/export")
  void export(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      @RequestParam(defaultValue = "people") String what,
      @RequestParam(required = false) @Nullable Certainty certainty,
      @RequestParam(defaultValue = "false") boolean dismissed,
      Locale locale,
      HttpServletResponse response) {
    Subject subject = Subject.of(what).orElseThrow(NotFoundException::new);
    exports.send(
        response,
        viewer,
        locale,
        format,
        "duplicates.title",
        List.of(
            "duplicates.export.first",
            "duplicates.export.what",
            "duplicates.export.reach",
            "duplicates.export.second",
            "duplicates.export.what",
            "duplicates.export.reach",
            "duplicate.certainty",
            "duplicates.export.percent",
            "duplicate.why"),
        Exports.pieces(
            after -> duplicates.list(subject, certainty, dismissed, after, Exports.PIECE),
            (rows, file) ->
                rows.forEach(
                    p ->
                        file.row(
                            Arrays.asList(
                                p.first().name(),
                                p.first().detail(),
                                p.first().reach(),
                                p.second().name(),
                                p.second().detail(),
                                p.second().reach(),
                                exports.say("duplicate.certainty." + p.certainty(), locale),
                                p.percent(),
                                p.reasons().stream()
                                    .map(r -> exports.say("duplicate.reason." + r, locale))
                                    .collect(Collectors.joining(", ")))))));
  }

  /** People who are almost surely there twice, as a part of other pages. */
  @GetMapping("/sure")
  String sure(HtmxRequest htmx, Model model) {
    if (!htmx.isHtmxRequest()) {
      return "redirect:/contacts/duplicates?certainty=SURE&what=people";
    }
    List<Pair> pairs =
        duplicates
            .list(Subject.PEOPLE, Certainty.SURE, false, null, Duplicates.PAGE)
            .rows()
            .stream()
            .limit(SHOWN_ELSEWHERE)
            .toList();
    model.addAttribute("pairs", pairs);
    model.addAttribute(
        "total",
        pairs.size() < SHOWN_ELSEWHERE
            ? pairs.size()
            : duplicates.count(Subject.PEOPLE, Certainty.SURE, false));
    return "contacts/duplicates-sure :: sure";
  }

  /** How many of each kind are open, for the tabs. */
  private Map<String, Integer> openOf(
      Subject shown, @Nullable Certainty certainty, boolean dismissed, Model model) {
    Map<String, Integer> open = new HashMap<>();
    for (Subject subject : Subject.values()) {
      boolean counted = subject == shown && certainty == null && !dismissed;
      open.put(
          subject.key(),
          counted
              ? (Integer) model.getAttribute("total")
              : (Integer) duplicates.count(subject, null, false));
    }
    return open;
  }

  @PostMapping("/look")
  String look(@RequestParam(defaultValue = "people") String what, RedirectAttributes next) {
    Subject subject = Subject.of(what).orElseThrow(NotFoundException::new);
    look.now(clock.instant());
    Flash.done(next, "duplicates.look.asked");
    return "redirect:/contacts/duplicates?what=" + subject.key();
  }

  @GetMapping("/new")
  String choose(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable UUID person,
      @RequestParam(required = false) @Nullable UUID company,
      @RequestParam(defaultValue = "") String q,
      Model model) {
    Subject subject = Subject.of(company != null);
    UUID one = company != null ? company : person;
    if (one == null) {
      throw new NotFoundException();
    }
    showChoice(viewer, subject, one, q, model);
    return "contacts/duplicate-choice";
  }

  private void showChoice(CurrentUser viewer, Subject subject, UUID one, String q, Model model) {
    Side side = duplicates.side(subject, one).orElseThrow(NotFoundException::new);
    String text = q.isBlank() ? side.name() : q;
    model.addAttribute("decides", decides(viewer));
    model.addAttribute("subject", subject);
    model.addAttribute("one", side);
    model.addAttribute("q", text);
    model.addAttribute("found", duplicates.named(subject, text, one));
    model.addAttribute("pairId", TimeOrderedUuid.next());
  }

  @PostMapping
  String propose(
      CurrentUser actor,
      @RequestParam UUID id,
      @RequestParam String what,
      @RequestParam UUID one,
      @RequestParam(required = false) @Nullable UUID other,
      @RequestParam(defaultValue = "") String why,
      @RequestParam(defaultValue = "") String q,
      Model model,
      HttpServletResponse response,
      RedirectAttributes next) {
    Subject subject = Subject.of(what).orElseThrow(NotFoundException::new);
    String reason = FormReader.clean(why);
    boolean decides = decides(actor);
    String problem =
        other == null
            ? "duplicate.choose.required"
            : reason.length() > LONGEST_REASON
                ? "duplicate.why.long"
                : !decides && reason.isEmpty() ? "duplicate.why.required" : null;
    if (problem != null) {
      showChoice(actor, subject, one, q, model);
      model.addAttribute("problem", problem);
      model.addAttribute("why", reason);
      model.addAttribute("other", other);
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return "contacts/duplicate-choice";
    }
    UUID pair =
        duplicates.propose(
            id, subject, one, other, reason.isEmpty() ? null : reason, actor, clock.instant());
    if (decides) {
      return "redirect:/contacts/duplicates/" + pair;
    }
    Flash.done(next, "duplicate.proposed");
    return "redirect:" + subject.page() + one;
  }

  /** Whether somebody merges themselves; others say what they think, and marketing decides. */
  private static boolean decides(CurrentUser user) {
    return user.isMarketing() || user.isManager();
  }

  @GetMapping("/{pair}")
  String compare(@PathVariable UUID pair, Model model) {
    Optional<Pair> found = duplicates.find(pair);
    if (found.isEmpty()) {
      // Of two who have become one meanwhile there is nothing to compare.
      return "redirect:" + merges.settled(pair).orElseThrow(NotFoundException::new);
    }
    show(found.get(), Map.of(), model);
    return "contacts/duplicate";
  }

  /** The same page, with what would come out of what is chosen; merges nothing. */
  @PostMapping("/{pair}/draft")
  String draft(@PathVariable UUID pair, @RequestParam Map<String, String> form, Model model) {
    show(duplicates.find(pair).orElseThrow(NotFoundException::new), takes(form), model);
    return "contacts/duplicate";
  }

  private void show(Pair pair, Map<String, Take> chosen, Model model) {
    Merges.Pair both = merges.pair(pair.subject(), pair.first().id(), pair.second().id());
    List<Field> fields = both.fields().fields();
    model.addAttribute("pair", pair);
    model.addAttribute("subject", pair.subject());
    model.addAttribute(
        "history", "/reports/timeline?" + (pair.subject().companies() ? "company=" : "person="));
    model.addAttribute("both", both);
    model.addAttribute("differing", fields.stream().filter(Field::differs).toList());
    model.addAttribute(
        "takes",
        fields.stream()
            .collect(
                Collectors.toMap(Field::key, f -> chosen.getOrDefault(f.key(), f.take()).name())));
    model.addAttribute("outcome", both.fields().outcome(chosen));
    model.addAttribute("counts", moves.preview(pair.subject(), both.survivor(), both.merged()));
    model.addAttribute("stays", moves.preview(pair.subject(), both.merged(), both.survivor()));
    model.addAttribute("mergeId", TimeOrderedUuid.next());
    model.addAttribute("days", merges.undoableFor().toDays());
    model.addAttribute("userNames", userNames.all());
  }

  @PostMapping("/{pair}/merge")
  String merge(
      CurrentUser actor,
      @PathVariable UUID pair,
      @RequestParam UUID id,
      @RequestParam UUID survivor,
      @RequestParam int survivorVersion,
      @RequestParam int mergedVersion,
      @RequestParam Map<String, String> form,
      Model model,
      HttpServletResponse response,
      RedirectAttributes next) {
    Optional<Pair> found = duplicates.find(pair);
    if (found.isEmpty()) {
      // Sent twice: it is made, and the pair is gone with it.
      return alreadyMade(id, next);
    }
    Subject subject = found.get().subject();
    UUID first = found.get().first().id();
    UUID second = found.get().second().id();
    if (!survivor.equals(first) && !survivor.equals(second)) {
      throw new NotFoundException();
    }
    UUID merged = survivor.equals(first) ? second : first;
    Map<String, Take> chosen = takes(form);
    try {
      Once.make(
          () -> merges.isMade(id),
          () ->
              merges.merge(
                  id,
                  subject,
                  survivor,
                  survivorVersion,
                  merged,
                  mergedVersion,
                  chosen,
                  actor,
                  clock.instant()));
    } catch (NotFoundException e) {
      return alreadyMade(id, next);
    } catch (StaleVersionException e) {
      show(found.get(), chosen, model);
      model.addAttribute("changed", true);
      response.setStatus(HttpStatus.CONFLICT.value());
      return "contacts/duplicate";
    }
    return alreadyMade(id, next);
  }

  private String alreadyMade(UUID id, RedirectAttributes next) {
    Optional<Made> found = duplicates.madeMerge(id);
    if (found.isEmpty()) {
      Flash.refused(next, "duplicate.gone");
      return "redirect:/contacts/duplicates";
    }
    Made made = found.get();
    Namesakes called = duplicates.called(made);
    Flash.done(next, "merge.done", called.second(), called.first());
    if (made.undoneAt() == null) {
      Flash.undo(next, "/contacts/duplicates/merges/" + id + "/undoing");
    }
    return "redirect:" + made.subject().page() + made.survivorId();
  }

  private static Map<String, Take> takes(Map<String, String> form) {
    Map<String, Take> takes = new HashMap<>();
    form.forEach(
        (name, value) -> {
          if (name.startsWith(TAKE)) {
            for (Take take : Take.values()) {
              if (take.name().equals(value)) {
                takes.put(name.substring(TAKE.length()), take);
              }
            }
          }
        });
    return takes;
  }

  @PostMapping("/{pair}/dismissal")
  String dismiss(CurrentUser actor, @PathVariable UUID pair, RedirectAttributes next) {
    Pair two = duplicates.find(pair).orElseThrow(NotFoundException::new);
    duplicates.dismiss(pair, actor, clock.instant());
    Namesakes called = merges.pair(two.subject(), two.first().id(), two.second().id()).called();
    Flash.done(next, "duplicate.dismissed", called.first(), called.second());
    Flash.undo(next, "/contacts/duplicates/" + pair + "/reopening");
    return "redirect:/contacts/duplicates?what=" + two.subject().key();
  }

  @PostMapping("/{pair}/reopening")
  String reopen(CurrentUser actor, @PathVariable UUID pair, RedirectAttributes next) {
    Pair two = duplicates.find(pair).orElseThrow(NotFoundException::new);
    duplicates.reopen(pair, actor);
    Namesakes called = merges.pair(two.subject(), two.first().id(), two.second().id()).called();
    Flash.done(next, "duplicate.reopened", called.first(), called.second());
    return "redirect:/contacts/duplicates/" + pair;
  }

  @GetMapping("/merges")
  String merges(@RequestParam(required = false) @Nullable UUID after, Model model) {
    Slice<Made> page = duplicates.made(clock.instant().minus(merges.undoableFor()), after);
    Map<UUID, Map<String, Integer>> moved = new LinkedHashMap<>();
    page.rows().forEach(m -> moved.put(m.id(), duplicates.moved(m)));
    model.addAttribute("page", page);
    model.addAttribute("moved", moved);
    model.addAttribute(
        "called", page.rows().stream().collect(Collectors.toMap(Made::id, duplicates::called)));
    model.addAttribute("days", merges.undoableFor().toDays());
    model.addAttribute("userNames", userNames.all());
    return "contacts/merges";
  }

  @PostMapping("/merges/{merge}/undoing")
  String undo(CurrentUser actor, @PathVariable UUID merge, Locale locale, RedirectAttributes next) {
    try {
      Undone undone = merges.undo(merge, actor, clock.instant());
      String kept =
          undone.kept().stream()
              .map(k -> messages.getMessage("merge.field." + k, null, locale))
              .collect(Collectors.joining(", "));
      if (kept.isEmpty()) {
        Flash.done(next, "merge.undone", undone.survivorName(), undone.mergedName());
      } else {
        Flash.done(next, "merge.undone.but", undone.survivorName(), undone.mergedName(), kept);
      }
      return "redirect:" + undone.subject().page() + undone.merged();
    } catch (RefusedException e) {
      Flash.refused(next, e);
      return "redirect:/contacts/duplicates/merges";
    }
  }
}
