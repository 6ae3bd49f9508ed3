package com.arenacrm.planner.audience;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ConditionForm;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactSets;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.contacts.SavedFilters;
import com.arenacrm.contacts.SavedFilters.Saved;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.NamedPeople;
import com.arenacrm.planner.NamedPeople.Likeness;
import com.arenacrm.planner.NamedPeople.Question;
import com.arenacrm.planner.NamedPeople.Resolved;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.TouchLines;
import com.arenacrm.planner.audience.AudienceLists.Stranger;
import com.arenacrm.planner.audience.Audiences.TakenBack;
import com.arenacrm.planner.traits.Wish;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Putting people into an audience: a segment, conditions, a list or a file, people picked. */
@Controller
@RequestMapping("/planner/activities/{activity}/audience/sources")
class SourceController {

  private static final int MOST_LINES = 20_000;
  private static final int MOST_NEW = 200;
  private static final int FEW = 3;

  /** For so long strangers are added in one go; who is left waits for another press. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private static final int ROWS = 3;

  /** Says that a stranger who may be somebody known is left out. */
  private static final String OUT = "out";

  /**
   * People to put in, as typed: any of the ways, or several at once.
   *
   * @param id the beginning of the new sources' identifiers, so that sending twice adds them once
   * @param join {@code within} where only those of the segment are wanted who meet the conditions
   *     too; else {@code besides}
   */
  record SourceForm(
      String id,
      String segment,
      String join,
      String match,
      List<ConditionForm> rules,
      List<WishForm> wishes,
      String people,
      List<String> person) {

    SourceForm {
      join = "within".equals(join) ? "within" : "besides";
      match = "any".equals(match) ? "any" : "all";
      List<ConditionForm> rows = ConditionForm.whole(rules);
      rules =
          IntStream.range(0, Math.max(ROWS, Math.min(20, rows.size())))
              .mapToObj(i -> i < rows.size() ? rows.get(i) : ConditionForm.blank())
              .toList();
      wishes = WishForm.whole(wishes);
      person = person == null ? List.of() : person;
    }

    static SourceForm blank() {
      return new SourceForm(
          TimeOrderedUuid.next().toString(),
          "",
          "within",
          "all",
          List.of(),
          List.of(),
          "",
          List.of());
    }

    boolean isWithin() {
      return join.equals("within");
    }
  }

  private final Audiences audiences;
  private final AudienceLists lists;
  private final SavedFilters segments;
  private final ContactSets sets;
  private final ContactBook contacts;
  private final NamedPeople namedPeople;
  private final WishForms wishForms;
  private final Planner planner;
  private final MessageSource messages;
  private final Clock clock;

  SourceController(
      Audiences audiences,
      AudienceLists lists,
      SavedFilters segments,
      ContactSets sets,
      ContactBook contacts,
      NamedPeople namedPeople,
      WishForms wishForms,
      Planner planner,
      MessageSource messages,
      Clock clock) {
    this.audiences = audiences;
    this.lists = lists;
    this.segments = segments;
    this.sets = sets;
    this.contacts = contacts;
    this.namedPeople = namedPeople;
    this.wishForms = wishForms;
    this.planner = planner;
    this.messages = messages;
    this.clock = clock;
  }

  @GetMapping("/new")
  String blank(@PathVariable UUID activity, Model model, Locale locale) {
    SourceForm form = SourceForm.blank();
    model.addAttribute("form", form);
    offer(model.asMap(), activity, form, locale);
    return "planner/audience-source";
  }

  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @PathVariable UUID activity,
      @ModelAttribute("form") SourceForm form,
      BindingResult errors,
      @RequestParam(required = false) @Nullable MultipartFile file,
      @RequestParam(defaultValue = "") String q,
      Locale locale,
      RedirectAttributes next) {
    ActivityId id = new ActivityId(activity);
    FormReader reader = new FormReader(errors, locale);
    UUID first = reader.id("id", form.id());
    Saved segment = chosenSegment(form, reader);
    List<Condition> conditions = conditions(form, reader, locale);
    List<Wish> wishes = wishForms.read(form.wishes(), reader, locale);
    Set<PersonId> picked = chosen(form.person());
    Optional<String> uploaded = text(file);
    if (uploaded.isEmpty()) {
      reader.refuse("people", TouchLines.refusal(file));
    }
    TouchLines list =
        TouchLines.table(form.people() == null ? "" : form.people(), MOST_LINES)
            .and(TouchLines.table(uploaded.orElse(""), MOST_LINES))
            .and(TouchLines.table(q, 1));
    boolean nothing =
        segment == null
            && conditions.isEmpty()
            && wishes.isEmpty()
            && picked.isEmpty()
            && list.people().isEmpty();
    if (nothing && !reader.failed()) {
      errors.reject("audience.source.nothing");
    }
    if (reader.failed() || first == null) {
      ModelAndView page = new ModelAndView("planner/audience-source", errors.getModel());
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      offer(page.getModel(), activity, form, locale);
      return page;
    }
    Asked asked = new Asked(conditions, form.match().equals("any"), wishes);
    boolean asks = !conditions.isEmpty() || !wishes.isEmpty();
    boolean within = segment != null && asks && form.isWithin();
    if (segment != null && !within) {
      audiences.addSegment(part(first, 1), id, segment, actor.id(), clock.instant());
    }
    if (asks) {
      String met =
          Stream.of(words(conditions, asked.any(), locale), wishForms.words(wishes, locale))
              .filter(w -> !w.isEmpty())
              .collect(Collectors.joining(" " + text("segment.and", locale) + " "));
      if (within) {
        audiences.addWithin(
            part(first, 1),
            id,
            segment,
            asked,
            messages.getMessage(
                "audience.source.within", new Object[] {segment.name(), met}, locale),
            actor.id(),
            clock.instant());
      } else {
        audiences.addMatching(part(first, 2), id, asked, met, actor.id(), clock.instant());
      }
    }
    if (!picked.isEmpty()) {
      audiences.addPeople(
          part(first, 3), id, false, names(picked), picked, actor.id(), clock.instant());
    }
    List<UUID> made = IntStream.rangeClosed(1, 4).mapToObj(n -> part(first, n)).toList();
    if (!list.people().isEmpty()) {
      Resolved resolved = namedPeople.resolve(list.people(), actor.company().region());
      UUID source = part(first, 4);
      audiences.addPeople(
          source, id, true, listName(file, locale), resolved.known(), actor.id(), clock.instant());
      List<String> left =
          Stream.of(form.people() == null ? "" : form.people(), uploaded.orElse(""))
              .flatMap(text -> TouchLines.columnsLeft(text).stream())
              .distinct()
              .toList();
      if (!left.isEmpty()) {
        next.addFlashAttribute("notRead", String.join(", ", left));
      }
      audiences.keepStrangers(source, id, resolved.unknown(), list.unread());
      if (!resolved.unknown().isEmpty()) {
        int found = audiences.broughtBy(id, made);
        if (found > 0) {
          Flash.done(next, "audience.source.added", found);
        }
        return new ModelAndView("redirect:" + path(activity) + "/sources/" + source + "/strangers");
      }
    }
    say(next, audiences.broughtBy(id, made), list);
    return new ModelAndView("redirect:" + path(activity));
  }

  /** The lines of a list of which nobody said yet what becomes of them. */
  @GetMapping("/{source}/strangers")
  String unresolved(@PathVariable UUID activity, @PathVariable UUID source, Model model) {
    ActivityId id = new ActivityId(activity);
    int all = lists.strangersOf(source, id);
    if (all == 0) {
      return "redirect:" + path(activity) + "#sources";
    }
    strangers(model.asMap(), id, source, all, Map.of());
    return "planner/audience-strangers";
  }

  /**
   * Somebody on the list, as the page shows them.
   *
   * @param like those known of whom they may be one, and what was answered to that
   * @param chosen whether they are to be added
   * @param problem the key of what is wrong with what was typed
   */
  record Row(Stranger who, Likeness like, boolean chosen, @Nullable String problem) {}

  /**
   * @param typed those who could not be kept as typed
   */
  private void strangers(
      Map<String, Object> model, ActivityId id, UUID source, int all, Map<UUID, Row> typed) {
    List<Stranger> some = lists.strangers(source, id, MOST_NEW);
    Map<UUID, Likeness> likeness =
        namedPeople.likeness(some.stream().map(SourceController::unasked).toList());
    model.put("activity", planner.activity(id).orElseThrow(NotFoundException::new));
    model.put("source", source);
    List<Row> rows =
        some.stream()
            .map(
                s ->
                    typed.getOrDefault(
                        s.id(),
                        new Row(
                            s,
                            Objects.requireNonNull(likeness.get(s.id())),
                            s.line() == null,
                            null)))
            .toList();
    model.put("strangers", rows);
    model.put("maybe", rows.stream().anyMatch(r -> !r.like().namesakes().isEmpty()));
    model.put("left", all - some.size());
  }

  private static void say(RedirectAttributes next, int found, TouchLines list) {
    if (list.cut()) {
      Flash.refused(next, "touch.cut", MOST_LINES);
    } else if (!list.unread().isEmpty()) {
      Flash.refused(
          next, "audience.source.unread", found, list.unread().size(), few(list.unread()));
    } else {
      Flash.done(next, "audience.source.added", found);
    }
  }

  /**
   * Adds people whom nobody knew yet, and puts them in; those who were shown and not chosen are
   * left out. Who cannot be kept as typed waits until they are mended, and who may be somebody
   * known of the same name until it is said whether they are. A line that nobody understands waits
   * until it is mended or all are left out.
   *
   * @param shown those who stood on the page
   * @param skip whether all of them are left out
   * @param all whether it goes for those, too, who found no room on the page; what nobody
   *     understands is added only where it was shown
   */
  @PostMapping("/{source}/strangers")
  ModelAndView strangers(
      CurrentUser actor,
      @PathVariable UUID activity,
      @PathVariable UUID source,
      @RequestParam(defaultValue = "") List<String> shown,
      @RequestParam(defaultValue = "") List<String> chosen,
      @RequestParam(defaultValue = "false") boolean skip,
      @RequestParam(defaultValue = "false") boolean all,
      @RequestParam Map<String, String> typed,
      RedirectAttributes next) {
    ActivityId id = new ActivityId(activity);
    Set<UUID> there = new LinkedHashSet<>(ids(shown));
    Set<UUID> wanted = new LinkedHashSet<>(ids(chosen));
    List<Stranger> waiting =
        lists.strangers(source, id, all ? MOST_LINES : MOST_NEW).stream()
            .filter(s -> all || there.contains(s.id()))
            .toList();
    Instant since = clock.instant();
    Instant until = since.plus(LONGEST);
    UUID batch = TimeOrderedUuid.next();
    int created = 0;
    int added = 0;
    int out = 0;
    Map<UUID, Row> again = new LinkedHashMap<>();
    for (int from = 0; from < waiting.size() && clock.instant().isBefore(until); from += MOST_NEW) {
      List<Stranger> some =
          waiting.subList(from, Math.min(waiting.size(), from + MOST_NEW)).stream()
              .map(s -> there.contains(s.id()) ? typed(s, typed) : s)
              .toList();
      Map<UUID, Likeness> likeness =
          skip
              ? Map.of()
              : namedPeople.likeness(
                  some.stream()
                      .map(s -> there.contains(s.id()) ? answered(s, typed) : unasked(s))
                      .toList());
      Set<UUID> decided = new LinkedHashSet<>();
      Set<PersonId> people = new LinkedHashSet<>();
      List<Stranger> made = new ArrayList<>();
      for (Stranger one : some) {
        Likeness like = likeness.get(one.id());
        if (skip || like == null || like.said().equals(OUT)) {
          decided.add(one.id());
          continue;
        }
        boolean isChosen =
            there.contains(one.id()) ? wanted.contains(one.id()) : one.line() == null;
        if (!like.asked() && like.namesakes().isEmpty() && !isChosen) {
          if (one.line() == null) {
            decided.add(one.id());
          }
          continue;
        }
        if (like.isOpen()) {
          // Whom they were said to be may be gone by now: then they can only be added.
          boolean gone = like.namesakes().isEmpty();
          again.put(
              one.id(),
              new Row(one, like, isChosen || gone, gone ? "stranger.gone" : "stranger.undecided"));
          continue;
        }
        Optional<PersonId> who = like.same().or(() -> add(one, actor));
        if (who.isPresent()) {
          people.add(who.get());
          if (who.get().id().equals(one.id())) {
            made.add(one);
          }
          decided.add(one.id());
        } else {
          again.put(one.id(), new Row(one, like, true, "stranger.refused"));
        }
      }
      added += people.isEmpty() ? 0 : audiences.addTo(source, id, people, clock.instant());
      out += decided.size();
      if (!made.isEmpty()) {
        created += made.size();
        audiences.keepAdded(batch, source, id, made, actor.id(), since);
      }
      if (!decided.isEmpty()) {
        audiences.forgetStrangers(source, id, decided);
      }
    }
    // A source that holds nobody any more is gone.
    int left = lists.strangers(source, id, 1).isEmpty() ? 0 : lists.strangersOf(source, id);
    if (!again.isEmpty() && left > 0) {
      ModelAndView page = new ModelAndView("planner/audience-strangers");
      strangers(page.getModel(), id, source, left, again);
      page.addObject("added", added);
      page.addObject("batch", created > 0 ? batch : null);
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    if (created > 0) {
      Flash.undo(next, path(activity) + "/sources/" + source + "/strangers/" + batch + "/undo");
    }
    if (skip) {
      Flash.done(next, "audience.strangers.leftOut", out);
    } else if (all && left > 0) {
      Flash.done(next, "audience.strangers.going", added, left);
    } else {
      Flash.done(next, "audience.source.added", added);
    }
    boolean more =
        left > 0 && lists.strangers(source, id, left).stream().anyMatch(s -> s.line() == null);
    return new ModelAndView(
        "redirect:" + path(activity) + (more ? "/sources/" + source + "/strangers" : ""));
  }

  /** Takes back whom one press made known, but for those whom somebody changed or used since. */
  @PostMapping("/{source}/strangers/{batch}/undo")
  String takeBack(
      CurrentUser actor,
      @PathVariable UUID activity,
      @PathVariable UUID source,
      @PathVariable UUID batch,
      Locale locale,
      RedirectAttributes next) {
    TakenBack back =
        audiences.takeBack(batch, source, new ActivityId(activity), actor, clock.instant());
    if (back.staying().isEmpty()) {
      Flash.done(next, "audience.strangers.undone", back.gone());
    } else {
      Flash.done(
          next,
          "audience.strangers.undone.but",
          back.gone(),
          back.staying().size(),
          namedPeople.inWords(back.staying(), locale));
    }
    return "redirect:"
        + path(activity)
        + (back.gone() > 0 ? "/sources/" + source + "/strangers" : "#sources");
  }

  private static Question unasked(Stranger one) {
    return Question.unasked(one.id(), one.name());
  }

  private static Question answered(Stranger one, Map<String, String> typed) {
    return Question.answered(
        one.id(), one.name(), typed.get("same-" + one.id()), typed.get("like-" + one.id()));
  }

  private static Stranger typed(Stranger s, Map<String, String> typed) {
    return new Stranger(
        s.id(),
        FormReader.clean(typed.get("name-" + s.id())),
        FormReader.clean(typed.get("email-" + s.id())),
        FormReader.clean(typed.get("phone-" + s.id())),
        FormReader.clean(typed.get("company-" + s.id())),
        FormReader.clean(typed.get("job-" + s.id())),
        s.line());
  }

  private Optional<PersonId> add(Stranger one, CurrentUser actor) {
    return namedPeople.add(
        new PersonId(one.id()),
        one.name(),
        one.email(),
        one.phone(),
        one.company(),
        one.jobTitle(),
        actor.company().region(),
        actor.id(),
        clock.instant());
  }

  /** Puts those in who have joined the segment since. */
  @PostMapping("/{source}/refresh")
  String refresh(@PathVariable UUID activity, @PathVariable UUID source, RedirectAttributes next) {
    Flash.done(
        next,
        "audience.source.refreshed",
        audiences.refresh(source, new ActivityId(activity), clock.instant()));
    return "redirect:" + path(activity) + "#sources";
  }

  @PostMapping("/{source}/deletion")
  String remove(
      CurrentUser actor,
      @PathVariable UUID activity,
      @PathVariable UUID source,
      RedirectAttributes next) {
    audiences.removeSource(source, new ActivityId(activity), actor.id(), clock.instant());
    Flash.done(next, "audience.source.removed");
    Flash.undo(next, path(activity) + "/sources/" + source + "/restoration");
    return "redirect:" + path(activity) + "#sources";
  }

  /** Brings back a source that was taken away. */
  @PostMapping("/{source}/restoration")
  String restore(@PathVariable UUID activity, @PathVariable UUID source, RedirectAttributes next) {
    audiences.restoreSource(source, new ActivityId(activity), clock.instant());
    Flash.done(next, "audience.source.restored");
    return "redirect:" + path(activity) + "#sources";
  }

  private void offer(Map<String, Object> model, UUID activity, SourceForm form, Locale locale) {
    model.put("wishRows", wishForms.rows(form.wishes(), locale));
    model.put(
        "activity", planner.activity(new ActivityId(activity)).orElseThrow(NotFoundException::new));
    model.put("segments", segments.choices(null));
    model.put("companyFields", sets.fields(true));
    model.put("personFields", sets.fields(false));
  }

  private @Nullable Saved chosenSegment(SourceForm form, FormReader reader) {
    UUID id = reader.id("segment", form.segment());
    if (id == null) {
      return null;
    }
    Saved segment = segments.find(id).orElse(null);
    reader.require("segment", segment, "choose");
    return segment;
  }

  private static List<Condition> conditions(SourceForm form, FormReader reader, Locale locale) {
    List<Condition> read = new ArrayList<>();
    for (int i = 0; i < form.rules().size(); i++) {
      Condition condition = form.rules().get(i).read("rules[" + i + "]", reader, false, locale);
      if (condition != null) {
        read.add(condition);
      }
    }
    return read;
  }

  private Set<PersonId> chosen(List<String> typed) {
    return contacts.cards(ids(typed).stream().map(PersonId::new).toList()).keySet();
  }

  private String names(Set<PersonId> people) {
    List<String> names =
        contacts.cards(people).values().stream()
            .map(ContactBook.PersonCard::name)
            .sorted()
            .toList();
    return few(names);
  }

  private String words(List<Condition> conditions, boolean any, Locale locale) {
    String joint = " " + text(any ? "segment.or" : "segment.and", locale) + " ";
    return conditions.stream()
        .map(
            c ->
                (c.field().attribute() == null
                        ? text("icp.field." + c.field().kind(), locale)
                        : c.field().attribute())
                    + " "
                    + text("icp.operator." + c.operator(), locale)
                    + (c.value().isEmpty() ? "" : " " + c.value()))
        .collect(Collectors.joining(joint));
  }

  private String listName(@Nullable MultipartFile file, Locale locale) {
    String name = file == null ? null : file.getOriginalFilename();
    return name == null || name.isBlank() || file.isEmpty()
        ? text("audience.source.list", locale)
        : name.substring(0, Math.min(200, name.length()));
  }

  private String text(String key, Locale locale) {
    return messages.getMessage(key, null, locale);
  }

  private static Optional<String> text(@Nullable MultipartFile file) {
    try {
      return file == null || file.isEmpty() ? Optional.of("") : TouchLines.decode(file.getBytes());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String few(List<String> lines) {
    String named =
        lines.stream()
            .limit(FEW)
            .map(l -> l.length() > 60 ? l.substring(0, 60) + "…" : l)
            .collect(Collectors.joining(", "));
    return lines.size() > FEW ? named + " …" : named;
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

  /** Several sources made by one form have identifiers that follow from the form's. */
  private static UUID part(UUID form, int number) {
    return new UUID(form.getMostSignificantBits(), form.getLeastSignificantBits() ^ number);
  }

  private static String path(UUID activity) {
    return "/planner/activities/" + activity + "/audience";
  }
}
