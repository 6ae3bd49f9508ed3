package com.arenacrm.planner;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.AttendanceColumn.Came;
import com.arenacrm.planner.AttendeeFile.Attendee;
import com.arenacrm.planner.AttendeeFile.LeftOut;
import com.arenacrm.planner.AttendeeFile.Value;
import com.arenacrm.planner.NamedPeople.Resolved;
import com.arenacrm.planner.OccurrenceController.ResultForm;
import com.arenacrm.planner.PlanLists.OccurrenceFacts;
import com.arenacrm.planner.TouchLines.Mentioned;
import com.arenacrm.planner.Touches.Stranger;
import com.arenacrm.planner.Touches.TouchRow;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ModelAttribute;
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

  private static final int LONGEST_LINE = 200;

  /** So many lines that were not understood are named. */
  private static final int FEW = 3;

  private static final int LONGEST_QUOTE = 60;

  /** So many lines that were left out are listed. */
  private static final int MOST_LEFT_OUT = 100;

  /** What the field takes. */
  private static final int LONGEST_LIST = 200_000;

  /**
   * Somebody in a file of attendees, before anything is kept.
   *
   * @param number their place in the file
   * @param came what the file says, or what was said of its words
   * @param chosen what was said of this person alone; empty where the file holds
   */
  record Row(int number, Attendee person, Came came, String chosen) {}

  /**
   * A word of the column of attendance.
   *
   * @param number its place
   * @param chosen what was said of it; empty where it has to be said
   * @param missing whether it was to be said and was not
   */
  record Word(int number, Value value, String chosen, boolean missing) {}

  /**
   * A list of people as it was read, whatever it was read from.
   *
   * @param did those who did what is to be noted
   * @param away those who were only asked to
   * @param asked those who were asked to, and did
   */
  record Listed(
      List<Mentioned> did,
      List<Mentioned> away,
      List<Mentioned> asked,
      List<LeftOut> leftOut,
      boolean cut) {

    List<String> slips() {
      return leftOut.stream().filter(LeftOut::isSlip).map(LeftOut::line).toList();
    }
  }

  /**
   * People as a form gives them.
   *
   * @param kind what they did
   * @param person those chosen from the search
   * @param people a list, one a line
   */
  record Given(
      @Nullable String kind,
      @Nullable List<String> person,
      @Nullable String people,
      @Nullable MultipartFile file) {

    String list() {
      return people == null ? "" : people;
    }

    /** Whether anybody is given at all. */
    boolean isNothing() {
      return (person == null || person.isEmpty()) && list().isBlank() && !isChosen(file);
    }
  }

  /**
   * What was given, once it is read.
   *
   * @param refusal why it cannot be; null where it can
   * @param lines what of it is no report
   * @param report a file with a header, or what was pasted from one
   */
  record Reading(
      TouchKind how,
      Set<PersonId> chosen,
      String lines,
      @Nullable AttendeeFile report,
      @Nullable RefusedException refusal) {

    private static Reading refused(String key, Object... arguments) {
      return new Reading(
          TouchKind.ATTENDED, Set.of(), "", null, new RefusedException(key, arguments));
    }

    /** Whether somebody has to look at what was read as having come. */
    boolean asks() {
      return how == TouchKind.ATTENDED && report != null && report.column() != null;
    }

    /** Whether each word that says who came is understood. */
    boolean isPlain() {
      return report != null
          && report.people().stream().noneMatch(p -> report.came(p, Map.of()) == Came.UNKNOWN);
    }

    /** All of them: where a column says who came, those who did and those who did not. */
    Listed listed() {
      Optional<AttendeeFile> file = Optional.ofNullable(report);
      List<Attendee> everybody = file.map(AttendeeFile::people).orElse(List.of());
      if (!asks()) {
        return TouchController.listed(lines, file, everybody, List.of(), false);
      }
      Map<Boolean, List<Attendee>> came =
          everybody.stream()
              .collect(
                  Collectors.partitioningBy(
                      p -> Objects.requireNonNull(report).came(p, Map.of()) == Came.CAME));
      return TouchController.listed(lines, file, came.get(true), came.get(false), true);
    }
  }

  /**
   * What became of a list.
   *
   * @param did how many were noted as what was said of them
   * @param away how many as only invited
   * @param waiting how many lines wait until somebody says who they are
   * @param isNobody whether there was nobody on it
   */
  record Noted(int did, int away, int waiting, boolean isNobody) {}

  /** Reads the people that a form gives, and notes them. */
  @Component
  static class Noting {

    private final Touches touches;
    private final ContactBook contacts;
    private final NamedPeople namedPeople;
    private final AuditTrail audit;
    private final Clock clock;

    Noting(
        Touches touches,
        ContactBook contacts,
        NamedPeople namedPeople,
        AuditTrail audit,
        Clock clock) {
      this.touches = touches;
      this.contacts = contacts;
      this.namedPeople = namedPeople;
      this.audit = audit;
      this.clock = clock;
    }

    Reading read(Given given) {
      TouchKind how = kind(given.kind());
      Optional<String> uploaded = TouchController.text(given.file());
      if (how == null) {
        return Reading.refused("touch.kind.required");
      }
      if (uploaded.isEmpty()) {
        return Reading.refused(TouchLines.refusal(given.file()));
      }
      if (isChosen(given.file()) && uploaded.get().isBlank()) {
        return Reading.refused("touch.file.blank");
      }
      Optional<AttendeeFile> fromFile = AttendeeFile.read(uploaded.get());
      if (fromFile.isEmpty() && AttendeeFile.isForeign(uploaded.get())) {
        return Reading.refused("touch.file.columns");
      }
      // What is pasted from a spreadsheet is a file, too.
      Optional<AttendeeFile> pasted =
          fromFile.isEmpty() ? AttendeeFile.read(given.list()) : Optional.empty();
      Reading reading =
          new Reading(
              how,
              chosen(given.person()),
              fromFile.isPresent()
                  ? given.list()
                  : pasted.isPresent() ? uploaded.get() : given.list() + "\n" + uploaded.get(),
              fromFile.or(() -> pasted).orElse(null),
              null);
      return reading.asks()
              && Objects.requireNonNull(reading.report()).people().size() > TouchLines.MOST
          ? Reading.refused("touch.file.many", reading.report().people().size(), TouchLines.MOST)
          : reading;
    }

    Set<PersonId> chosen(@Nullable List<String> typed) {
      return typed == null
          ? Set.of()
          : contacts.cards(ids(typed).stream().map(PersonId::new).toList()).keySet();
    }

    /**
     * Notes who is known; the others wait.
     *
     * @param slips whether lines that nobody understood wait as well where nobody else does
     */
    Noted note(
        OccurrenceFacts occurrence,
        TouchKind how,
        Set<PersonId> chosen,
        Listed list,
        boolean slips,
        CurrentUser actor) {
      String region = actor.company().region();
      Resolved resolved = namedPeople.resolve(list.did(), region);
      // Who signed up and did not come was invited all the same.
      Resolved absent = namedPeople.resolve(list.away(), region);
      Set<PersonId> known = new LinkedHashSet<>(chosen);
      known.addAll(resolved.known());
      List<Mentioned> unknown =
          Stream.concat(resolved.unknown().stream(), absent.unknown().stream()).toList();
      boolean nobody = known.isEmpty() && absent.known().isEmpty() && unknown.isEmpty();
      // Whoever is on such a list was invited, whether they came or not.
      if (!list.asked().isEmpty()) {
        Resolved asked = namedPeople.resolve(list.asked(), region);
        note(occurrence, asked.known(), TouchKind.INVITED, actor);
      }
      int did = note(occurrence, known, how, actor);
      int away = note(occurrence, absent.known(), TouchKind.INVITED, actor);
      Set<Mentioned> gone = new HashSet<>(absent.unknown());
      Set<Mentioned> asked = new HashSet<>(list.asked());
      List<Stranger> waiting =
          unknown.isEmpty() && !slips
              ? List.of()
              : Stream.concat(
                      unknown.stream()
                          .map(
                              m ->
                                  stranger(
                                      m,
                                      gone.contains(m) ? TouchKind.INVITED : how,
                                      asked.contains(m))),
                      list.slips().stream().map(line -> unread(line, how)))
                  .toList();
      if (!waiting.isEmpty()) {
        touches.keepStrangers(new OccurrenceId(occurrence.id()), waiting);
      }
      return new Noted(did, away, waiting.size(), nobody);
    }

    private int note(
        OccurrenceFacts occurrence,
        Collection<PersonId> people,
        TouchKind kind,
        CurrentUser actor) {
      return TouchController.note(touches, audit, occurrence, people, kind, actor, clock.instant());
    }
  }

  private final Touches touches;
  private final PlanLists lists;
  private final ContactBook contacts;
  private final Noting noting;
  private final OccurrenceController.Drafts drafts;
  private final AuditTrail audit;
  private final Clock clock;

  TouchController(
      Touches touches,
      PlanLists lists,
      ContactBook contacts,
      Noting noting,
      OccurrenceController.Drafts drafts,
      AuditTrail audit,
      Clock clock) {
    this.noting = noting;
    this.touches = touches;
    this.lists = lists;
    this.contacts = contacts;
    this.drafts = drafts;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Notes people. Those who are known are noted at once; the others are listed, to be added or left
   * out.
   *
   * @param result what was typed meanwhile about how it went, to be found again
   */
  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("given") Given given,
      @ModelAttribute("result") ResultForm result,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    OccurrenceFacts occurrence = get(id, actor);
    drafts.keep(id, result, ResultForm.of(occurrence, actor.formats(locale)), actor);
    Reading reading = noting.read(given);
    if (reading.refusal() != null) {
      Flash.refused(next, reading.refusal());
      next.addFlashAttribute("typedPeople", given.list());
      return backTo(id);
    }
    if (reading.asks()) {
      AttendeeFile report = Objects.requireNonNull(reading.report());
      return ask(
          occurrence, report, report.leftOut(), reading.lines(), given.person(), Map.of(), model);
    }
    return keep(occurrence, reading.how(), reading.chosen(), reading.listed(), actor, next);
  }

  /**
   * Keeps who came by a file, once it was shown what of it was read as having come.
   *
   * @param report the people of the file
   * @param leftOut what of the file was left out
   * @param people what else was pasted
   * @param column what says who came
   * @param shown what the page showed as saying it; where another was chosen, that is shown first
   */
  @PostMapping("/attendance")
  ModelAndView attendance(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable List<String> person,
      @RequestParam(defaultValue = "") String people,
      @RequestParam(defaultValue = "") String report,
      @RequestParam(defaultValue = "") String leftOut,
      @RequestParam(defaultValue = "") String column,
      @RequestParam(defaultValue = "") String shown,
      @RequestParam Map<String, String> typed,
      Model model,
      RedirectAttributes next) {
    OccurrenceFacts occurrence = get(id, actor);
    AttendeeFile file = AttendeeFile.read(report).map(f -> f.by(column)).orElse(null);
    if (file == null) {
      Flash.refused(next, "touch.nobody");
      return backTo(id);
    }
    List<LeftOut> left = leftOut.lines().flatMap(line -> LeftOut.parse(line).stream()).toList();
    if (!column.equals(shown)) {
      return ask(occurrence, file, left, people, person, Map.of(), model);
    }
    Map<String, Came> said = said(file, typed);
    List<Attendee> came = new ArrayList<>();
    List<Attendee> away = new ArrayList<>();
    for (int i = 0; i < file.people().size(); i++) {
      Attendee one = file.people().get(i);
      Came alone = came(typed.get("row-" + i));
      switch (alone == Came.UNKNOWN ? file.came(one, said) : alone) {
        case CAME -> came.add(one);
        case STAYED_AWAY -> away.add(one);
        case UNKNOWN -> {
          return ask(occurrence, file, left, people, person, typed, model);
        }
      }
    }
    return keep(
        occurrence,
        TouchKind.ATTENDED,
        noting.chosen(person),
        listed(
            people,
            Optional.of(new AttendeeFile(file.people(), file.column(), file.columns(), left)),
            came,
            away,
            true),
        actor,
        next);
  }

  /** Shows what would be noted, and asks for what is not understood; nobody is noted yet. */
  static ModelAndView ask(
      OccurrenceFacts occurrence,
      AttendeeFile file,
      List<LeftOut> leftOut,
      String people,
      @Nullable List<String> person,
      Map<String, String> typed,
      Model model) {
    Map<String, Came> said = said(file, typed);
    List<Word> words = new ArrayList<>();
    for (Value value : file.values()) {
      Came now = said.getOrDefault(value.key(), value.came());
      words.add(
          new Word(
              words.size(),
              value,
              now == Came.UNKNOWN ? "" : now.name(),
              now == Came.UNKNOWN && !typed.isEmpty()));
    }
    List<Row> rows = new ArrayList<>();
    for (Attendee one : file.people()) {
      Came alone = came(typed.get("row-" + rows.size()));
      rows.add(
          new Row(
              rows.size(), one, file.came(one, said), alone == Came.UNKNOWN ? "" : alone.name()));
    }
    model.addAttribute("occurrence", occurrence);
    model.addAttribute("column", file.column());
    model.addAttribute("columns", file.columns());
    model.addAttribute("words", words);
    model.addAttribute("rows", rows);
    model.addAttribute("report", file.text());
    model.addAttribute("people", people);
    model.addAttribute("chosen", person == null ? List.of() : person);
    model.addAttribute("leftOut", firstOf(leftOut));
    model.addAttribute("leftOutCount", leftOut.size());
    model.addAttribute(
        "leftOutText", shortened(leftOut.stream().map(l -> l.why() + " " + l.line()).toList()));
    ModelAndView page = new ModelAndView("planner/touch-attendance");
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  /** What was said of each word of the file, by its key. */
  private static Map<String, Came> said(AttendeeFile file, Map<String, String> typed) {
    Map<String, Came> said = new HashMap<>();
    int number = 0;
    for (Value value : file.values()) {
      Came came = came(typed.get("word-" + number++));
      if (came != Came.UNKNOWN) {
        said.put(value.key(), came);
      }
    }
    return said;
  }

  private static Came came(@Nullable String typed) {
    return Came.CAME.name().equals(typed)
        ? Came.CAME
        : Came.STAYED_AWAY.name().equals(typed) ? Came.STAYED_AWAY : Came.UNKNOWN;
  }

  private static Listed listed(
      String lines,
      Optional<AttendeeFile> report,
      List<Attendee> did,
      List<Attendee> away,
      boolean ofThoseInvited) {
    TouchLines typed = TouchLines.read(lines);
    TouchLines all = typed.with(did.stream().map(Attendee::mentioned).toList(), List.of());
    return new Listed(
        all.people(),
        away.stream().limit(TouchLines.MOST).map(Attendee::mentioned).toList(),
        ofThoseInvited ? did.stream().map(Attendee::mentioned).toList() : List.of(),
        Stream.concat(
                typed.unread().stream().map(AttendeeFile::leftOut),
                report.map(AttendeeFile::leftOut).orElse(List.of()).stream())
            .toList(),
        all.cut() || away.size() > TouchLines.MOST);
  }

  /** Notes who is known, and asks about the others. */
  private ModelAndView keep(
      OccurrenceFacts occurrence,
      TouchKind how,
      Set<PersonId> chosen,
      Listed list,
      CurrentUser actor,
      RedirectAttributes next) {
    Noted noted = noting.note(occurrence, how, chosen, list, false, actor);
    List<String> slips = list.slips();
    if (noted.isNobody()) {
      if (list.leftOut().isEmpty()) {
        Flash.refused(next, "touch.nobody");
      } else {
        List<String> all = list.leftOut().stream().map(LeftOut::line).toList();
        Flash.refused(next, "touch.unread.all", all.size(), few(all));
        keep(next, slips);
      }
      return backTo(occurrence.id());
    }
    tellLeftOut(next, list);
    if (noted.waiting() == 0) {
      if (list.cut()) {
        Flash.refused(next, "touch.cut", TouchLines.MOST);
        keep(next, slips);
      } else {
        say(next, noted.did(), noted.away(), occurrence, slips);
      }
      return backTo(occurrence.id());
    }
    if (list.cut()) {
      Flash.refused(next, "touch.cut", TouchLines.MOST);
    } else if (noted.did() + noted.away() > 0) {
      say(next, noted.did(), noted.away(), occurrence, List.of());
    }
    return new ModelAndView(
        "redirect:/planner/occurrences/" + occurrence.id() + "/touches/strangers");
  }

  /** Lists what of a list was not taken, where that is more than the lines to be mended. */
  static void tellLeftOut(RedirectAttributes next, Listed list) {
    if (list.leftOut().size() > list.slips().size()) {
      next.addFlashAttribute("leftOut", firstOf(list.leftOut()));
      next.addFlashAttribute("leftOutCount", list.leftOut().size());
    }
  }

  private static Stranger stranger(Mentioned m, TouchKind kind, boolean asked) {
    return new Stranger(
        TimeOrderedUuid.next(),
        kind,
        asked,
        text(m.name()),
        m.email() == null ? "" : m.email().value(),
        text(m.phone()),
        text(m.company()),
        text(m.jobTitle()),
        "");
  }

  private static Stranger unread(String line, TouchKind kind) {
    return new Stranger(
        TimeOrderedUuid.next(),
        kind,
        false,
        "",
        "",
        "",
        "",
        "",
        line.substring(0, Math.min(LONGEST_LINE, line.length())));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static List<LeftOut> firstOf(List<LeftOut> leftOut) {
    return leftOut.stream().limit(MOST_LEFT_OUT).toList();
  }

  /** Takes away what was noted by mistake. */
  @PostMapping("/{touch}/deletion")
  String remove(
      CurrentUser actor,
      @PathVariable UUID id,
      @PathVariable UUID touch,
      @RequestParam(defaultValue = "") String people,
      @ModelAttribute("result") ResultForm result,
      Locale locale,
      RedirectAttributes next) {
    OccurrenceFacts occurrence = get(id, actor);
    next.addFlashAttribute("typedPeople", people);
    drafts.keep(id, result, ResultForm.of(occurrence, actor.formats(locale)), actor);
    TouchRow removed =
        touches
            .remove(new OccurrenceId(id), touch, actor.id(), clock.instant())
            .orElseThrow(NotFoundException::new);
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

  /** Notes people, and in the audit trail who did (R053). */
  static int note(
      Touches touches,
      AuditTrail audit,
      OccurrenceFacts occurrence,
      Collection<PersonId> people,
      TouchKind kind,
      CurrentUser actor,
      Instant now) {
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

  private static boolean isChosen(@Nullable MultipartFile file) {
    return file != null
        && file.getOriginalFilename() != null
        && !file.getOriginalFilename().isEmpty();
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
