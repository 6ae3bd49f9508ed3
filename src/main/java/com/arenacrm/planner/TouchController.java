package com.arenacrm.planner;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.NamedPeople.Resolved;
import com.arenacrm.planner.PlanLists.OccurrenceFacts;
import com.arenacrm.planner.TouchLines.Mentioned;
import com.arenacrm.planner.Touches.TouchRow;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.NotFoundException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Whom an occurrence touched (R043): noted one by one, from a pasted list or from a file. Credit is
 * given by touches alone and never typed, so who noted or removed them is in the audit trail
 * (R053).
 */
@Controller
@RequestMapping("/planner/occurrences/{id}/touches")
class TouchController {

  private static final int MOST_NEW = 200;

  /** So many lines that were not understood are named. */
  private static final int FEW = 3;

  private static final int LONGEST_QUOTE = 60;

  /** What the field takes. */
  private static final int LONGEST_LIST = 200_000;

  /**
   * Somebody on a list whom nobody knows yet.
   *
   * @param id the identifier that they will have, so that adding them twice adds them once
   * @param kind what they did
   */
  record Stranger(PersonId id, String name, String email, String phone, TouchKind kind) {

    static Stranger of(Mentioned m, TouchKind kind) {
      return new Stranger(
          PersonId.next(),
          m.name() == null ? "" : m.name(),
          m.email() == null ? "" : m.email().value(),
          m.phone() == null ? "" : m.phone(),
          kind);
    }
  }

  private final Touches touches;
  private final PlanLists lists;
  private final ContactBook contacts;
  private final NamedPeople namedPeople;
  private final AuditTrail audit;
  private final Clock clock;

  TouchController(
      Touches touches,
      PlanLists lists,
      ContactBook contacts,
      NamedPeople namedPeople,
      AuditTrail audit,
      Clock clock) {
    this.namedPeople = namedPeople;
    this.touches = touches;
    this.lists = lists;
    this.contacts = contacts;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Notes people. Those who are known are noted at once; the others are listed, to be added or left
   * out.
   *
   * @param person those chosen from the search
   * @param people a list, one a line
   */
  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable List<String> person,
      @RequestParam(defaultValue = "") String people,
      @RequestParam(required = false) @Nullable MultipartFile file,
      Model model,
      RedirectAttributes next) {
    OccurrenceFacts occurrence = get(id, actor);
    TouchKind how = kind(kind);
    Optional<String> uploaded = text(file);
    if (uploaded.isEmpty()) {
      Flash.refused(next, "touch.spreadsheet");
      next.addFlashAttribute("typedPeople", people);
      return backTo(id);
    }
    Optional<AttendeeFile> report = AttendeeFile.read(uploaded.get());
    TouchLines typed =
        TouchLines.read(report.isPresent() ? people : people + "\n" + uploaded.get());
    TouchLines list = report.map(r -> typed.with(r.came(how), r.unread())).orElse(typed);
    Set<PersonId> known = new LinkedHashSet<>(chosen(person));
    Resolved resolved = namedPeople.resolve(list.people(), actor.company().region());
    known.addAll(resolved.known());
    // Who signed up and did not come was invited all the same.
    Resolved absent =
        namedPeople.resolve(
            report.map(r -> r.absent(how)).orElse(List.of()), actor.company().region());
    List<Mentioned> unknown =
        Stream.concat(resolved.unknown().stream(), absent.unknown().stream()).toList();
    if (how == null) {
      Flash.refused(next, "touch.kind.required");
      next.addFlashAttribute("typedPeople", people);
      return backTo(id);
    }
    if (known.isEmpty() && absent.known().isEmpty() && unknown.isEmpty()) {
      if (list.unread().isEmpty()) {
        Flash.refused(next, "touch.nobody");
      } else {
        Flash.refused(next, "touch.unread.all", list.unread().size(), few(list.unread()));
        keep(next, list.unread());
      }
      return backTo(id);
    }
    int noted = note(occurrence, known, how, actor);
    int invited = note(occurrence, absent.known(), TouchKind.INVITED, actor);
    if (unknown.isEmpty()) {
      if (list.cut()) {
        Flash.refused(next, "touch.cut", TouchLines.MOST);
        keep(next, list.unread());
      } else {
        say(next, noted, invited, occurrence, list.unread());
      }
      return backTo(id);
    }
    model.addAttribute("occurrence", occurrence);
    model.addAttribute("kind", how);
    model.addAttribute("noted", noted + invited);
    Set<Mentioned> away = new HashSet<>(absent.unknown());
    model.addAttribute(
        "strangers",
        unknown.stream()
            .limit(MOST_NEW)
            .map(m -> Stranger.of(m, away.contains(m) ? TouchKind.INVITED : how))
            .toList());
    model.addAttribute("left", Math.max(0, unknown.size() - MOST_NEW));
    model.addAttribute("unread", shortened(list.unread()));
    model.addAttribute("unreadCount", list.unread().size());
    model.addAttribute("unreadFew", few(list.unread()));
    ModelAndView page = new ModelAndView("planner/touch-strangers");
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  /**
   * Adds people whom nobody knew yet, and notes them.
   *
   * @param unread the lines of the list that were not understood, to be mended afterwards
   * @param skip whether all of them are left out
   */
  @PostMapping("/strangers")
  String strangers(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(defaultValue = "") List<String> chosen,
      @RequestParam(defaultValue = "") String unread,
      @RequestParam(defaultValue = "false") boolean skip,
      @RequestParam Map<String, String> typed,
      RedirectAttributes next) {
    OccurrenceFacts occurrence = get(id, actor);
    List<String> toMend = unread.lines().filter(line -> !line.isBlank()).toList();
    if (skip) {
      keep(next, toMend);
      return "redirect:/planner/occurrences/" + id + "#people";
    }
    TouchKind how = Objects.requireNonNullElse(kind(kind), TouchKind.INVITED);
    Map<TouchKind, Set<PersonId>> people = new EnumMap<>(TouchKind.class);
    List<String> refused = new ArrayList<>();
    for (UUID row : ids(chosen.subList(0, Math.min(MOST_NEW, chosen.size())))) {
      String name = FormReader.clean(typed.get("name-" + row));
      String email = FormReader.clean(typed.get("email-" + row));
      String phone = FormReader.clean(typed.get("phone-" + row));
      if (name.isEmpty() && email.isEmpty() && phone.isEmpty()) {
        continue;
      }
      TouchKind did = Objects.requireNonNullElse(kind(typed.get("kind-" + row)), how);
      namedPeople
          .add(
              new PersonId(row),
              name,
              email,
              phone,
              actor.company().region(),
              actor.id(),
              clock.instant())
          .ifPresentOrElse(
              who -> people.computeIfAbsent(did, k -> new LinkedHashSet<>()).add(who),
              () -> refused.add(name.isEmpty() ? email : name));
    }
    int noted = 0;
    for (Map.Entry<TouchKind, Set<PersonId>> those : people.entrySet()) {
      noted += note(occurrence, those.getValue(), those.getKey(), actor);
    }
    if (refused.isEmpty()) {
      say(next, noted, 0, occurrence, toMend);
    } else {
      keep(next, toMend);
      Flash.refused(next, "touch.refused", String.join(", ", refused));
    }
    return "redirect:/planner/occurrences/" + id + "#people";
  }

  /** Takes away what was noted by mistake. */
  @PostMapping("/{touch}/deletion")
  String remove(
      CurrentUser actor, @PathVariable UUID id, @PathVariable UUID touch, RedirectAttributes next) {
    OccurrenceFacts occurrence = get(id, actor);
    TouchRow removed =
        touches.remove(new OccurrenceId(id), touch).orElseThrow(NotFoundException::new);
    String name =
        contacts.cards(List.of(new PersonId(removed.personId()))).values().stream()
            .findFirst()
            .map(ContactBook.PersonCard::name)
            .orElse(Formats.NONE);
    audit.note(
        actor,
        "touch-removed",
        subject(occurrence),
        name + " · " + AuditTrail.word("touch." + removed.kind()),
        null);
    Flash.done(next, "touch.removed", name);
    return "redirect:/planner/occurrences/" + id + "#people";
  }

  /** Says how many were noted, and which lines of the list were not understood. */
  private static void say(
      RedirectAttributes next,
      int noted,
      int absent,
      OccurrenceFacts occurrence,
      List<String> unread) {
    if (unread.isEmpty() && absent > 0) {
      Flash.done(next, "touch.noted.came", noted + absent, noted, absent);
    } else if (unread.isEmpty()) {
      Flash.done(next, "touch.noted", noted, occurrence.title());
    } else {
      Flash.refused(
          next,
          "touch.noted.unread",
          noted + absent,
          occurrence.title(),
          unread.size(),
          few(unread));
      keep(next, unread);
    }
  }

  /** Puts the lines that were not understood back into the field, so that they can be mended. */
  private static void keep(RedirectAttributes next, List<String> unread) {
    if (!unread.isEmpty()) {
      next.addFlashAttribute("typedPeople", shortened(unread));
    }
  }

  private static String shortened(List<String> unread) {
    String text = String.join("\n", unread);
    return text.substring(0, Math.min(LONGEST_LIST, text.length()));
  }

  /** The first few lines, each cut where it is long, for a sentence. */
  private static String few(List<String> lines) {
    String named =
        lines.stream()
            .limit(FEW)
            .map(l -> l.length() > LONGEST_QUOTE ? l.substring(0, LONGEST_QUOTE) + "…" : l)
            .collect(Collectors.joining(" · "));
    return lines.size() > FEW ? named + " …" : named;
  }

  private int note(
      OccurrenceFacts occurrence, Collection<PersonId> people, TouchKind kind, CurrentUser actor) {
    Instant now = clock.instant();
    int noted =
        touches.add(
            new OccurrenceId(occurrence.id()),
            people,
            kind,
            when(occurrence, actor.company().zone(), now),
            actor.id());
    if (noted > 0) {
      audit.note(
          actor,
          "touch-noted",
          subject(occurrence),
          null,
          noted + " · " + AuditTrail.word("touch." + kind));
    }
    return noted;
  }

  /** People met it when it happened, however late that is noted; before that, now. */
  static Instant when(OccurrenceFacts occurrence, ZoneId zone, Instant now) {
    LocalTime time = Objects.requireNonNullElse(occurrence.startTime(), LocalTime.NOON);
    Instant then = occurrence.day().atTime(time).atZone(zone).toInstant();
    return then.isBefore(now) ? then : now;
  }

  private OccurrenceFacts get(UUID id, CurrentUser actor) {
    OccurrenceFacts occurrence =
        lists.facts(new OccurrenceId(id)).orElseThrow(NotFoundException::new);
    if (!occurrence.mayBeClosedBy(actor)) {
      throw new AccessDeniedException("Neither marketing nor who sees to it");
    }
    return occurrence;
  }

  private Set<PersonId> chosen(@Nullable List<String> typed) {
    return typed == null
        ? Set.of()
        : contacts.cards(ids(typed).stream().map(PersonId::new).toList()).keySet();
  }

  private static List<UUID> ids(List<String> typed) {
    List<UUID> ids = new ArrayList<>();
    for (String text : typed) {
      try {
        ids.add(UUID.fromString(text));
      } catch (IllegalArgumentException e) {
        // Nobody has that identifier.
      }
    }
    return ids;
  }

  /** What the file says; nothing where there is none, empty where it is no text. */
  private static Optional<String> text(@Nullable MultipartFile file) {
    try {
      return file == null || file.isEmpty() ? Optional.of("") : TouchLines.decode(file.getBytes());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Subject subject(OccurrenceFacts occurrence) {
    return new Subject(
        "occurrence", occurrence.id(), occurrence.title() + " · " + occurrence.day());
  }

  private static ModelAndView backTo(UUID id) {
    return new ModelAndView("redirect:/planner/occurrences/" + id + "#people");
  }

  private static @Nullable TouchKind kind(@Nullable String typed) {
    for (TouchKind kind : TouchKind.values()) {
      if (kind.name().equals(typed)) {
        return kind;
      }
    }
    return null;
  }
}
