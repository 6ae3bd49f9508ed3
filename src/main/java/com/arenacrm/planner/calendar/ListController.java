package com.arenacrm.planner.calendar;

import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.planner.BulkChanges;
import com.arenacrm.planner.BulkChanges.Change;
import com.arenacrm.planner.BulkChanges.Kind;
import com.arenacrm.planner.BulkChanges.Line;
import com.arenacrm.planner.BulkChanges.Made;
import com.arenacrm.planner.BulkChanges.Seen;
import com.arenacrm.planner.CalendarViews;
import com.arenacrm.planner.Occurrence;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.Folding;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.Preview;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.shared.Week;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The occurrences of any stretch of days, to be changed many at once. */
@Controller
class ListController {

  private static final int MOST_DAYS_MOVED = 366;

  /** A list longer than that helps nobody. */
  private static final int MOST_DAYS = 400;

  private static final int FARTHEST_YEARS = 20;

  /** A page of the list holds so many, and more are not changed at once. */
  private static final int MOST_AT_ONCE = 100;

  /** By how much things are most often put off. */
  private static final String A_WEEK = "7";

  private static final int LONGEST_REASON = 500;

  /** A page from which a whole activity is confirmed. */
  private static final Pattern ONE = Pattern.compile("/planner/activities/[0-9a-f-]{36}");

  /** A change as typed; each of {@code seen} is an occurrence and its version. */
  record ChangeForm(
      String id,
      String kind,
      String owner,
      String days,
      String reason,
      List<String> seen,
      List<String> one,
      String back) {

    ChangeForm {
      seen = seen == null ? List.of() : seen;
      one = one == null ? List.of() : one;
    }
  }

  private final OccurrenceList list;
  private final BulkChanges changes;
  private final Folding folding;
  private final Profiles profiles;
  private final UserNames userNames;
  private final Organizations organizations;
  private final MessageSource messages;
  private final Exports exports;
  private final Clock clock;

  ListController(
      OccurrenceList list,
      BulkChanges changes,
      Folding folding,
      Profiles profiles,
      UserNames userNames,
      Organizations organizations,
      MessageSource messages,
      Exports exports,
      Clock clock) {
    this.list = list;
    this.changes = changes;
    this.folding = folding;
    this.profiles = profiles;
    this.userNames = userNames;
    this.organizations = organizations;
    this.messages = messages;
    this.exports = exports;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping(ListQuery.PATH)
  String list(
      CurrentUser viewer,
      Filters filters,
      @RequestParam(required = false) @Nullable HourglassPhase phase,
      @RequestParam(required = false) @Nullable UUID profile,
      @RequestParam(required = false) @Nullable UUID owner,
      @RequestParam(defaultValue = "") String provider,
      @RequestParam(required = false) Occurrence.@Nullable State state,
      @RequestParam(defaultValue = "false") boolean tentative,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    LocalDate today = viewer.today(clock);
    ListQuery query = query(today, filters, phase, profile, owner, provider, state, tentative);
    var names = userNames.all();
    model.addAttribute("query", query);
    model.addAttribute("page", list.page(query, after, OccurrenceList.ROWS));
    model.addAttribute("sums", list.sums(query));
    model.addAttribute("profiles", profiles.choices());
    List<OccurrenceList.Provider> providers = list.providers();
    model.addAttribute("providers", providers.stream().map(OccurrenceList.Provider::name).toList());
    model.addAttribute("provider", OccurrenceList.spelled(query.provider(), providers, folding));
    model.addAttribute("names", names);
    model.addAttribute("owners", owners());
    model.addAttribute("states", Occurrence.State.values());
    model.addAttribute("today", today);
    model.addAttribute(
        "holidays",
        organizations.current().calendar().holidays().stream()
            .filter(d -> !d.isBefore(query.from()) && !d.isAfter(query.until()))
            .sorted()
            .toList());
    model.addAttribute("mayPlan", viewer.isMarketing());
    LocalDate day =
        today.isBefore(query.from()) || today.isAfter(query.until()) ? query.from() : today;
    model.addAttribute(
        "views", CalendarViews.of("list", day, query.from(), query.until(), profile, owner));
    return "planner/list";
  }

  /** What a change would come to; nothing is changed yet. */
  @GetMapping(ListQuery.PATH + "/export")
  void export(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Filters filters,
      @RequestParam(required = false) @Nullable HourglassPhase phase,
      @RequestParam(required = false) @Nullable UUID profile,
      @RequestParam(required = false) @Nullable UUID owner,
      @RequestParam(defaultValue = "") String provider,
      @RequestParam(required = false) Occurrence.@Nullable State state,
      @RequestParam(defaultValue = "false") boolean tentative,
      Locale locale,
      HttpServletResponse response) {
    LocalDate today = viewer.today(clock);
    ListQuery query = query(today, filters, phase, profile, owner, provider, state, tentative);
    filters.orNoFile();
    Map<UUID, String> names = userNames.all();
    exports.send(
        response,
        viewer,
        locale,
        format,
        "bulk.export",
        List.of(
            "occurrence.day",
            "bulk.export.time",
            "activity.title.label",
            "week.phase",
            "week.owner",
            "activity.provider",
            "occurrence.state",
            "week.list.investment",
            "week.list.spent",
            "result.reason"),
        Exports.pieces(
            after -> list.page(query, after, Exports.PIECE),
            (rows, file) ->
                rows.forEach(
                    o ->
                        file.row(
                            Arrays.asList(
                                o.day(),
                                o.startTime() == null ? null : o.startTime().toString(),
                                o.title(),
                                exports.say("phase." + o.phase().key(), locale),
                                names.get(o.ownerId()),
                                o.provider(),
                                exports.say("state." + o.state().key(), locale),
                                o.investment(),
                                o.spent(),
                                o.reason())))));
  }

  private static ListQuery query(
      LocalDate today,
      Filters filters,
      @Nullable HourglassPhase phase,
      @Nullable UUID profile,
      @Nullable UUID owner,
      String provider,
      Occurrence.@Nullable State state,
      boolean tentative) {
    LocalDate first = near(filters, "from", today).orElse(Week.of(today).monday());
    LocalDate last = near(filters, "until", today).orElse(first.plusWeeks(4).minusDays(1));
    if (last.isBefore(first) || first.plusDays(MOST_DAYS).isBefore(last)) {
      if (!filters.text("until").isEmpty()) {
        filters.unread("until");
      }
      last = first.plusWeeks(4).minusDays(1);
    }
    return new ListQuery(
        first,
        last,
        phase,
        profile,
        owner,
        provider.isBlank() ? null : FormReader.clean(provider),
        state,
        tentative);
  }

  @GetMapping(ListQuery.PATH + "/change")
  ModelAndView preview(@ModelAttribute("form") ChangeForm form, Locale locale) {
    ChangeForm named =
        new ChangeForm(
            TimeOrderedUuid.next().toString(),
            form.kind(),
            form.owner(),
            form.days() == null ? A_WEEK : form.days(),
            form.reason(),
            List.of(),
            List.of(),
            form.back());
    List<UUID> ids = new ArrayList<>(uuids(form.one()));
    seen(form.seen()).forEach(s -> ids.add(s.id()));
    BindingResult errors = new BeanPropertyBindingResult(named, "form");
    if (kind(form.kind()) == Kind.MOVE && form.days() != null) {
      days(form, new FormReader(errors, locale));
    }
    return show(named, errors, ids, locale);
  }

  /** What it would come to, once more. */
  @PostMapping(path = ListQuery.PATH + "/change", params = Preview.BUTTON)
  String again(HttpServletRequest sent) {
    return Preview.redirect(sent);
  }

  @PostMapping(path = ListQuery.PATH + "/change", params = "!" + Preview.BUTTON)
  ModelAndView make(
      CurrentUser actor,
      @ModelAttribute("form") ChangeForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    List<Seen> seen = seen(form.seen());
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    Change change = read(form, reader);
    List<UUID> ids = seen.stream().map(Seen::id).toList();
    if (change != null && change.kind() == Kind.MOVE && change.reason() == null) {
      // Its week will ask why it lacks them.
      if (changes.preview(change, ids).stream().anyMatch(Line::leavesItsWeek)) {
        reader.refuse("reason", "bulk.reason.required");
      }
    }
    if (id == null || change == null || reader.failed()) {
      return show(form, errors, ids, locale);
    }
    List<Made> made = new ArrayList<>();
    Once.make(
        () -> changes.isMade(id),
        () -> made.add(changes.make(id, change, seen, actor, clock.instant())));
    int changed = made.isEmpty() ? changes.size(id) : made.get(0).changed();
    int left = seen.size() - changed;
    Flash.done(
        next, "bulk.done", changed, left, made.isEmpty() ? "" : said(made.get(0).why(), locale));
    if (changed > 0) {
      Flash.undo(next, BulkChanges.undoAddress(id, back(form.back())));
    }
    return new ModelAndView("redirect:" + back(form.back()));
  }

  /** Takes a change back. */
  @PostMapping(ListQuery.PATH + "/changes/{id}/undo")
  String undo(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String back,
      RedirectAttributes next) {
    try {
      Made undone = changes.undo(id, actor, clock.instant());
      Flash.done(next, "bulk.undone", undone.changed(), undone.left());
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:" + (ONE.matcher(back).matches() ? back : back(back));
  }

  /** Why some stayed as they were, and what to think of where others went. */
  private String said(Map<String, Integer> why, Locale locale) {
    StringBuilder said = new StringBuilder();
    why.forEach(
        (key, count) ->
            said.append(' ')
                .append(messages.getMessage(key + ".said", new Object[] {count}, locale)));
    return said.toString();
  }

  private ModelAndView show(ChangeForm form, BindingResult errors, List<UUID> ids, Locale locale) {
    ModelAndView page = new ModelAndView("planner/list-change", errors.getModel());
    // What is not typed yet is no mistake yet.
    BindingResult unasked = new BeanPropertyBindingResult(form, "form");
    Change change = read(form, new FormReader(unasked, locale));
    Kind kind = kind(form.kind());
    Change shown =
        change != null ? change : new Change(kind == null ? Kind.CONFIRM : kind, null, 0, null);
    List<Line> lines = changes.preview(shown, ids.subList(0, Math.min(MOST_AT_ONCE, ids.size())));
    // Where nobody knows yet by how many days they move, nothing can be said of each.
    boolean unknown = kind == Kind.MOVE && change == null;
    page.addObject("kind", kind);
    page.addObject("all", lines);
    page.addObject("unknown", unknown);
    page.addObject("going", lines.stream().filter(line -> !unknown && line.changes()).toList());
    page.addObject("staying", lines.stream().filter(line -> !unknown && !line.changes()).toList());
    page.addObject("owners", owners());
    page.addObject("names", userNames.all());
    page.addObject("back", back(form.back()));
    if (errors.hasErrors()) {
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    }
    return page;
  }

  private @Nullable Change read(ChangeForm form, FormReader reader) {
    Kind kind = reader.choice("kind", form.kind(), Kind.class);
    reader.require("kind", kind, "bulk.kind.required");
    if (kind == null) {
      return null;
    }
    UUID owner = kind == Kind.OWNER ? reader.id("owner", form.owner()) : null;
    if (kind == Kind.OWNER) {
      reader.require("owner", owner, "choose");
      if (owner != null && owners().stream().noneMatch(o -> o.id().id().equals(owner))) {
        reader.refuse("owner", "choose");
      }
    }
    Integer days = kind == Kind.MOVE ? days(form, reader) : null;
    String reason =
        kind == Kind.CANCEL || kind == Kind.MOVE
            ? reader.text("reason", form.reason(), LONGEST_REASON)
            : null;
    if (kind == Kind.CANCEL) {
      reader.require("reason", reason, "result.reason.required");
    }
    return reader.failed()
        ? null
        : new Change(
            kind, owner == null ? null : new UserId(owner), days == null ? 0 : days, reason);
  }

  private static @Nullable Integer days(ChangeForm form, FormReader reader) {
    Integer days = reader.whole("days", form.days(), -MOST_DAYS_MOVED, MOST_DAYS_MOVED);
    reader.require("days", days, "bulk.days.required");
    if (days != null && days == 0) {
      reader.refuse("days", "bulk.days.none");
    }
    return days;
  }

  private List<UserNames.Colleague> owners() {
    return userNames.active(Role.MARKETING, Role.SALES, Role.MANAGER, Role.ADMINISTRATOR);
  }

  private static @Nullable Kind kind(@Nullable String text) {
    for (Kind kind : Kind.values()) {
      if (kind.name().equals(text)) {
        return kind;
      }
    }
    return null;
  }

  private static List<UUID> uuids(List<String> texts) {
    List<UUID> ids = new ArrayList<>();
    for (String text : texts) {
      try {
        ids.add(UUID.fromString(text));
      } catch (IllegalArgumentException e) {
        // Not one that the list has sent.
      }
    }
    return ids;
  }

  private static List<Seen> seen(List<String> texts) {
    List<Seen> seen = new ArrayList<>();
    for (String text : texts) {
      String[] parts = text.split(":", 2);
      if (parts.length == 2 && parts[1].matches("\\d{1,9}")) {
        uuids(List.of(parts[0])).forEach(id -> seen.add(new Seen(id, Integer.parseInt(parts[1]))));
      }
    }
    return seen.subList(0, Math.min(MOST_AT_ONCE, seen.size()));
  }

  private static String back(@Nullable String typed) {
    String back = FormReader.clean(typed);
    return back.matches("/planner/list(\\?[\\w=&%.+-]*)?") ? back : ListQuery.PATH;
  }

  private static Optional<LocalDate> near(Filters filters, String name, LocalDate today) {
    return filters.read(
        name,
        text ->
            FormReader.parseDate(text)
                .filter(d -> Math.abs(d.getYear() - today.getYear()) <= FARTHEST_YEARS));
  }
}
