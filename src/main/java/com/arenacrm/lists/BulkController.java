package com.arenacrm.lists;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.lists.BulkEdit.Change;
import com.arenacrm.lists.BulkEdit.Field;
import com.arenacrm.lists.BulkEdit.Kind;
import com.arenacrm.lists.BulkEdit.Line;
import com.arenacrm.lists.ListChanges.Made;
import com.arenacrm.lists.ListChanges.Past;
import com.arenacrm.lists.ListChanges.Seen;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.validation.MapBindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Changing many records of a list: what is changed to what, what it comes to, and back again. */
@Controller
class BulkController {

  /** Why a record stays, and of how many; so many of them are named. */
  private static final int NAMED = 100;

  private static final int TRIES = 3;
  private static final Pattern SEEN = Pattern.compile("([0-9a-f-]{36}):(\\d{1,9})");

  /**
   * What a page says of a record that stays.
   *
   * @param objection message key
   */
  record Staying(String objection, int number, List<Line> lines) {}

  /** A change that was made, in words. */
  record Told(Past past, @Nullable String label, String said, @Nullable String maker) {}

  private final WorkLists lists;
  private final Map<String, BulkEdit> edits;
  private final ListChanges changes;
  private final UserNames userNames;
  private final MessageSource messages;
  private final Clock clock;

  BulkController(
      WorkLists lists,
      List<BulkEdit> edits,
      ListChanges changes,
      UserNames userNames,
      MessageSource messages,
      Clock clock) {
    this.lists = lists;
    this.edits = edits.stream().collect(Collectors.toMap(BulkEdit::list, Function.identity()));
    this.changes = changes;
    this.userNames = userNames;
    this.messages = messages;
    this.clock = clock;
  }

  /**
   * What is to be said for a change of these records.
   *
   * @param pick those that are ticked
   * @param all all of the filter instead
   */
  @GetMapping("/lists/{which}/changes/new")
  ModelAndView ask(
      CurrentUser viewer,
      @PathVariable("which") String which,
      @RequestParam(defaultValue = "") String kind,
      @RequestParam(defaultValue = "") String state,
      @RequestParam(defaultValue = "") List<String> pick,
      @RequestParam(defaultValue = "false") boolean all,
      Locale locale) {
    BulkEdit edit = edit(which);
    List<Kind> kinds = edit.kinds(viewer);
    Kind of = kind(kinds, kind);
    WorkList list = lists.get(which);
    ListState from = ListState.parse(list, state);
    List<UUID> ids = all ? all(edit, of, from, viewer) : ids(pick);
    if (of.fields().isEmpty() || ids.isEmpty() || ids.size() > of.most()) {
      return preview(edit, list, of, new Change(of.key(), Map.of()), from, ids, viewer, locale);
    }
    return fields(list, of, Map.of(), null, from, ids, all, locale);
  }

  /** What the change comes to; nothing is changed yet. */
  @PostMapping(path = "/lists/{which}/changes", params = "preview")
  ModelAndView preview(
      CurrentUser actor,
      @PathVariable("which") String which,
      @RequestParam Map<String, String> sent,
      Locale locale) {
    BulkEdit edit = edit(which);
    Kind kind = kind(edit.kinds(actor), sent.getOrDefault("kind", ""));
    WorkList list = lists.get(which);
    ListState from = ListState.parse(list, sent.get("state"));
    boolean all = "true".equals(sent.get("all"));
    List<UUID> ids =
        all ? all(edit, kind, from, actor) : ids(List.of(sent.getOrDefault("ids", "").split(",")));
    BindingResult errors = new MapBindingResult(new LinkedHashMap<>(), "form");
    Change change = read(edit, kind, sent, new FormReader(errors, locale), actor);
    return errors.hasErrors()
        ? fields(list, kind, sent, errors, from, ids, all, locale)
        : preview(edit, list, kind, change, from, ids, actor, locale);
  }

  @PostMapping(path = "/lists/{which}/changes", params = "!preview")
  ModelAndView make(
      CurrentUser actor,
      @PathVariable("which") String which,
      @RequestParam Map<String, String> sent,
      Locale locale,
      RedirectAttributes next) {
    BulkEdit edit = edit(which);
    Kind kind = kind(edit.kinds(actor), sent.getOrDefault("kind", ""));
    WorkList list = lists.get(which);
    ListState from = ListState.parse(list, sent.get("state"));
    BindingResult errors = new MapBindingResult(new LinkedHashMap<>(), "form");
    FormReader reader = new FormReader(errors, locale);
    Change change = read(edit, kind, sent, reader, actor);
    UUID id = ListState.id(sent.get("id"));
    List<Seen> seen = seen(sent.getOrDefault("seen", ""));
    if (id == null || errors.hasErrors() || seen.size() > kind.most()) {
      List<UUID> ids = seen.stream().map(Seen::id).toList();
      return errors.hasErrors() && ids.size() <= kind.most()
          ? fields(list, kind, sent, errors, from, ids, false, locale)
          : preview(edit, list, kind, change, from, ids, actor, locale);
    }
    String back = from.after(from.after());
    List<Made> made = new ArrayList<>();
    try {
      Once.make(
          () -> changes.isMade(id),
          () ->
              made.add(
                  patiently(
                      () ->
                          changes.make(
                              id,
                              edit,
                              change,
                              seen,
                              AuditTrail.word(kind.label()),
                              actor,
                              clock.instant()))));
    } catch (RefusedException e) {
      Flash.refused(next, e);
      return new ModelAndView("redirect:" + back);
    }
    Made result =
        made.isEmpty()
            // Sent twice: why some stayed was said the first time.
            ? new Made(changes.get(id, actor).made(), 0, Map.of())
            : made.get(0);
    Flash.done(next, "changes.done", result.changed(), result.left(), said(result.why(), locale));
    if (result.changed() > 0) {
      Flash.undo(
          next,
          "/lists/changes/"
              + id
              + "/undo?state="
              + URLEncoder.encode(from.text(), StandardCharsets.UTF_8));
    }
    return new ModelAndView("redirect:" + back);
  }

  /** The last changes of this list, to look at and to take back. */
  @GetMapping("/lists/{which}/changes")
  String last(
      CurrentUser viewer,
      @PathVariable("which") String which,
      @RequestParam(defaultValue = "") String state,
      Locale locale,
      Model model) {
    BulkEdit edit = edit(which);
    WorkList list = lists.get(which);
    Map<String, Kind> kinds =
        edit.kinds(viewer).stream().collect(Collectors.toMap(Kind::key, Function.identity()));
    Map<UUID, String> names = userNames.all();
    Formats show = viewer.formats(locale);
    model.addAttribute("worklist", list);
    model.addAttribute("back", ListState.parse(list, state).address());
    model.addAttribute("now", clock.instant());
    model.addAttribute(
        "told",
        changes.last(which, viewer).stream()
            .map(
                past -> {
                  Kind kind = kinds.get(past.change().kind());
                  return new Told(
                      past,
                      kind == null ? null : kind.label(),
                      kind == null ? "" : said(kind, past.change(), show),
                      past.madeBy().equals(viewer.id().id()) ? null : names.get(past.madeBy()));
                })
            .toList());
    return "lists/changes";
  }

  @PostMapping("/lists/changes/{id}/undo")
  String undo(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String state,
      RedirectAttributes next) {
    Past past = changes.get(id, actor);
    try {
      Made undone = patiently(() -> changes.undo(past, edit(past.list()), actor, clock.instant()));
      Flash.done(next, "changes.undone", undone.changed(), undone.left());
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    if (state == null) {
      return "redirect:/lists/" + past.list() + "/changes";
    }
    ListState from = ListState.parse(lists.get(past.list()), state);
    return "redirect:" + from.after(from.after());
  }

  // Two changes of the same records wait for one another; one that cannot wait begins again, and
  // then finds what the other has changed.
  private static Made patiently(java.util.function.Supplier<Made> change) {
    for (int i = 1; ; i++) {
      try {
        return change.get();
      } catch (ConcurrencyFailureException e) {
        if (i == TRIES) {
          throw new RefusedException("changes.busy");
        }
      }
    }
  }

  private BulkEdit edit(String which) {
    BulkEdit edit = edits.get(which);
    if (edit == null) {
      throw new NotFoundException();
    }
    return edit;
  }

  private static Kind kind(List<Kind> kinds, String asked) {
    return kinds.stream()
        .filter(k -> k.key().equals(asked))
        .findFirst()
        .orElseThrow(NotFoundException::new);
  }

  private List<UUID> all(BulkEdit edit, Kind kind, ListState from, CurrentUser viewer) {
    return edit.all(from.query(), viewer, clock.instant(), kind.most() + 1);
  }

  private static Change read(
      BulkEdit edit,
      Kind kind,
      Map<String, String> sent,
      FormReader reader,
      CurrentUser actor,
      Instant now) {
    Map<String, String> given = new LinkedHashMap<>();
    for (Field field : kind.fields()) {
      String typed = sent.get("v-" + field.name());
      String value;
      if (field.options() != null) {
        String chosen = FormReader.clean(typed);
        boolean known = field.options().stream().anyMatch(o -> o.value().equals(chosen));
        value = known ? chosen : null;
        if (!known && !chosen.isEmpty()) {
          // Somebody who has left since is not the same as nobody in particular.
          reader.refuse(field.name(), "choose");
        }
      } else if (field.isDay()) {
        LocalDate day = reader.date(field.name(), typed);
        value = day == null ? null : day.toString();
      } else {
        value = reader.text(field.name(), typed, field.longest());
      }
      if (field.required()) {
        reader.require(field.name(), value, field.options() != null ? "choose" : "required");
      }
      if (value != null && !value.isEmpty()) {
        given.put(field.name(), value);
      }
    }
    Change change = new Change(kind.key(), given);
    if (!reader.failed()) {
      edit.check(change, reader, actor, now);
    }
    return change;
  }

  private Change read(
      BulkEdit edit, Kind kind, Map<String, String> sent, FormReader reader, CurrentUser actor) {
    return read(edit, kind, sent, reader, actor, clock.instant());
  }

  private ModelAndView fields(
      WorkList list,
      Kind kind,
      Map<String, String> sent,
      @Nullable BindingResult errors,
      ListState from,
      List<UUID> ids,
      boolean all,
      Locale locale) {
    ModelAndView page = frame("lists/change", list, kind, from);
    Map<String, String> wrong = new LinkedHashMap<>();
    if (errors != null) {
      errors
          .getFieldErrors()
          .forEach(e -> wrong.putIfAbsent(e.getField(), messages.getMessage(e, locale)));
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    }
    page.addObject("wrong", wrong);
    page.addObject(
        "typed",
        kind.fields().stream()
            .collect(Collectors.toMap(Field::name, f -> sent.getOrDefault("v-" + f.name(), ""))));
    page.addObject("number", ids.size());
    page.addObject("all", all);
    page.addObject(
        "ids", all ? "" : ids.stream().map(UUID::toString).collect(Collectors.joining(",")));
    return page;
  }

  private ModelAndView preview(
      BulkEdit edit,
      WorkList list,
      Kind kind,
      Change change,
      ListState from,
      List<UUID> ids,
      CurrentUser viewer,
      Locale locale) {
    ModelAndView page = frame("lists/change-preview", list, kind, from);
    boolean tooMany = ids.size() > kind.most();
    List<Line> lines =
        tooMany || ids.isEmpty()
            ? List.of()
            : edit.preview(change, ids, false, viewer, clock.instant());
    Map<String, List<Line>> staying =
        lines.stream()
            .filter(l -> l.objection() != null)
            .collect(
                Collectors.groupingBy(
                    l -> String.valueOf(l.objection()), LinkedHashMap::new, Collectors.toList()));
    List<Line> going = lines.stream().filter(l -> l.objection() == null).toList();
    page.addObject("id", TimeOrderedUuid.next().toString());
    page.addObject("tooMany", tooMany);
    page.addObject("change", change);
    page.addObject("told", said(kind, change, viewer.formats(locale)));
    page.addObject(
        "asked",
        kind.fields().stream()
            .filter(f -> staying.keySet().stream().anyMatch(o -> f.name().equals(edit.answer(o))))
            .toList());
    page.addObject(
        "ids", lines.stream().map(l -> l.id().toString()).collect(Collectors.joining(",")));
    page.addObject("going", going.size());
    page.addObject("goingNamed", going.subList(0, Math.min(NAMED, going.size())));
    page.addObject("left", lines.size() - going.size());
    page.addObject(
        "staying",
        staying.entrySet().stream()
            .map(
                e ->
                    new Staying(
                        e.getKey(),
                        e.getValue().size(),
                        e.getValue().subList(0, Math.min(NAMED, e.getValue().size()))))
            .toList());
    // What cannot change now is not to change because somebody else makes it changeable.
    page.addObject(
        "seen",
        going.stream().map(l -> l.id() + ":" + l.version()).collect(Collectors.joining(",")));
    return page;
  }

  private static ModelAndView frame(String view, WorkList list, Kind kind, ListState from) {
    ModelAndView page = new ModelAndView(view);
    page.addObject("worklist", list);
    page.addObject("kind", kind);
    page.addObject("state", from.text());
    page.addObject("back", from.after(from.after()));
    return page;
  }

  /** What was said for a change, in words: {@code Marcos Vidal · 3 dic 2026}. */
  private static String said(Kind kind, Change change, Formats show) {
    return kind.fields().stream()
        .flatMap(
            field -> {
              String value = change.value(field.name());
              return value == null
                  ? Stream.empty()
                  : Stream.of(
                      field.options() != null
                          ? field.options().stream()
                              .filter(o -> o.value().equals(value))
                              .map(BulkEdit.Option::label)
                              .findFirst()
                              .orElse("—")
                          : field.isDay() ? show.date(LocalDate.parse(value)) : value);
            })
        .collect(Collectors.joining(" · "));
  }

  /** Why some stayed as they were. */
  private String said(Map<String, Integer> why, Locale locale) {
    return why.entrySet().stream()
        .map(e -> messages.getMessage(e.getKey(), null, locale) + " (" + e.getValue() + ")")
        .collect(Collectors.joining(", "));
  }

  private static List<UUID> ids(List<String> texts) {
    return texts.stream()
        .map(String::strip)
        .map(ListState::id)
        .filter(java.util.Objects::nonNull)
        .distinct()
        .toList();
  }

  private static List<Seen> seen(String text) {
    return Stream.of(text.split(","))
        .map(SEEN::matcher)
        .filter(java.util.regex.Matcher::matches)
        .filter(m -> ListState.id(m.group(1)) != null)
        .map(m -> new Seen(UUID.fromString(m.group(1)), Integer.parseInt(m.group(2))))
        .toList();
  }
}
