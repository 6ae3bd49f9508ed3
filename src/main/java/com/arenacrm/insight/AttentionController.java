package com.arenacrm.insight;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.UserNames;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Slice;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
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
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What needs a manager, and what is put aside. */
@Controller
class AttentionController {

  private final Attention attention;
  private final UserNames userNames;
  private final Exports exports;
  private final Clock clock;

  AttentionController(Attention attention, UserNames userNames, Exports exports, Clock clock) {
    this.attention = attention;
    this.userNames = userNames;
    this.exports = exports;
    this.clock = clock;
  }

  /**
   * One concern at a time, with the number of each.
   *
   * @param what which; the most pressing one that has any, when nobody says
   * @param seller instead, all that this seller has
   */
  @GetMapping("/reports/attention")
  String attention(
      CurrentUser viewer,
      Filters filters,
      @RequestParam(required = false) @Nullable UUID seller,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    Attention.Times times = attention.times(clock.instant());
    Map<Concern, Integer> counts = attention.counts(viewer, times);
    Map<UUID, String> names = userNames.all();
    if (seller != null && !names.containsKey(seller)) {
      throw new NotFoundException();
    }
    Concern concern =
        filters.read("what", AttentionController::concern).orElseGet(() -> first(counts));
    Slice<Attention.Row> page =
        seller == null
            ? attention.rows(concern, viewer, times, after, Attention.PAGE)
            : attention.heldBy(seller, viewer, times, after, Attention.PAGE);
    model.addAttribute("counts", counts);
    model.addAttribute("nothing", counts.values().stream().allMatch(n -> n == 0));
    model.addAttribute("concern", concern);
    model.addAttribute("concerns", Concern.ALL);
    model.addAttribute("seller", seller);
    model.addAttribute("page", page);
    model.addAttribute("names", names);
    model.addAttribute("times", times);
    model.addAttribute(
        "self",
        seller == null
            ? "/reports/attention?what=" + concern.key()
            : "/reports/attention?seller=" + seller);
    model.addAttribute(
        "file",
        "/reports/attention/export?"
            + (seller == null ? "what=" + concern.key() : "seller=" + seller));
    return "insight/attention";
  }

  /** One concern, or all that a seller has, as a file. */
  @GetMapping("/reports/attention/export")
  void export(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Filters filters,
      @RequestParam(required = false) @Nullable UUID seller,
      Locale locale,
      HttpServletResponse response) {
    Attention.Times times = attention.times(clock.instant());
    Map<UUID, String> names = userNames.all();
    if (seller != null && !names.containsKey(seller)) {
      throw new NotFoundException();
    }
    Concern concern =
        filters.read("what", AttentionController::concern).orElseGet(() -> first(Map.of()));
    filters.orNoFile();
    Formats show = viewer.formats(locale);
    exports.send(
        response,
        viewer,
        locale,
        format,
        "attention.title",
        List.of(
            "attention.who",
            "attention.export.more",
            "attention.why",
            "attention.owner",
            "attention.export.since",
            "attention.export.day"),
        Exports.pieces(
            after ->
                seller == null
                    ? attention.rows(concern, viewer, times, after, Exports.PIECE)
                    : attention.heldBy(seller, viewer, times, after, Exports.PIECE),
            (rows, file) ->
                rows.forEach(
                    r ->
                        file.row(
                            Arrays.asList(
                                r.name(),
                                r.more(),
                                seller == null
                                    ? why(concern, r, names, show, locale)
                                    : exports.say(
                                        "DEAL".equals(r.reason())
                                            ? "attention.deal"
                                            : "lead.stage." + r.reason(),
                                        locale),
                                concern == Concern.POOLED && seller == null || r.owner() == null
                                    ? null
                                    : names.get(r.owner()),
                                r.at(),
                                r.day())))));
  }

  private String talk(Attention.Row r, Locale locale) {
    return exports.say("interaction." + r.talk(), locale)
        + (r.talkResult() == null
            ? ""
            : ": " + exports.say("interaction.result." + r.talkResult(), locale));
  }

  /** What is the matter with it, as on the page. */
  private String why(
      Concern concern, Attention.Row r, Map<UUID, String> names, Formats show, Locale locale) {
    return switch (concern) {
      case LATE -> exports.say("attention.why.LATE", locale, show.dateTime(r.at()));
      case UNHAPPY ->
          exports.say("attention.why.UNHAPPY", locale, r.first(), r.second())
              + (r.note() == null ? "" : ". " + r.note());
      case RETURNING -> exports.say("attention.why.RETURNING", locale, show.date(r.day()));
      case POOLED ->
          r.owner() == null
              ? exports.say("attention.why.POOLED", locale, show.dateTime(r.at()))
              : exports.say(
                  "attention.why.POOLED.back", locale, names.get(r.owner()), show.dateTime(r.at()));
      case SNOOZED ->
          exports.say("snoozes.until", locale, show.date(r.day()), r.first())
              + ": "
              + exports.say("snooze.reason." + r.reason(), locale)
              + (r.note() == null ? "" : ". " + r.note());
      case IDLE ->
          exports.say(
                  r.isNeverSpoken() ? "attention.never" : "attention.since",
                  locale,
                  show.date(r.at()))
              + (r.talk() == null ? "" : " (" + talk(r, locale) + ")")
              + (r.first() == 0 ? "" : ", " + exports.say("attention.attempts", locale, r.first()))
              + (r.note() == null
                  ? ""
                  : ", "
                      + exports.say("attention.step", locale, r.note(), show.shortDate(r.day())));
      case PUSHED ->
          exports.say("attention.why.PUSHED", locale, r.first(), show.date(r.day()))
              + (r.note() == null ? "" : ": " + r.note());
      case STRAYED ->
          exports.say(
                  "attention.why.STRAYED",
                  locale,
                  r.first(),
                  r.second(),
                  r.first() > 0 && r.second() > 0 ? 1 : 0)
              + (r.unmet() == 0
                  ? ""
                  : (r.first() + r.second() > 0 ? " · " : "")
                      + exports.say("attention.why.STRAYED.unmet", locale, r.unmet()))
              + (r.note() == null ? "" : ": " + r.note());
      case RISK ->
          exports.say(
                  "attention.why.RISK",
                  locale,
                  r.first(),
                  r.second(),
                  r.first() > 0 && r.second() > 0 ? 1 : 0)
              + (r.note() == null ? "" : ": " + r.note());
      case SELLERS ->
          Stream.of(
                  r.second() > 0
                      ? exports.say("attention.why.SELLERS.of", locale, r.first(), r.second())
                      : r.first() > 0
                          ? exports.say("attention.why.SELLERS", locale, r.first())
                          : "",
                  r.deals() > 0
                      ? exports.say("attention.why.SELLERS.deals", locale, r.deals())
                      : "",
                  r.isGone() ? exports.say("attention.gone", locale) : "")
              .filter(part -> !part.isEmpty())
              .collect(Collectors.joining(" · "));
    };
  }

  /** What is put aside, as a file. */
  @GetMapping("/reports/snoozes/export")
  void exportSnoozes(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    Attention.Times times = attention.times(clock.instant());
    Map<UUID, String> names = userNames.all();
    exports.send(
        response,
        viewer,
        locale,
        format,
        "snoozes.title",
        List.of(
            "attention.who",
            "attention.export.more",
            "snoozes.back",
            "snooze.reason",
            "snooze.note",
            "snoozes.times",
            "attention.owner"),
        Exports.pieces(
            after -> attention.snoozed(viewer, times, after, Exports.PIECE),
            (rows, file) ->
                rows.forEach(
                    r ->
                        file.row(
                            Arrays.asList(
                                r.name(),
                                r.more(),
                                r.day(),
                                exports.say("snooze.reason." + r.reason(), locale),
                                r.note(),
                                r.first(),
                                r.owner() == null ? null : names.get(r.owner()))))));
  }

  /** How much needs a manager, for pages that load it by themselves; nothing when nothing does. */
  @GetMapping("/reports/attention/waiting")
  String waiting(CurrentUser viewer, Model model) {
    Map<Concern, Integer> counts = attention.counts(viewer, attention.times(clock.instant()));
    model.addAttribute("counts", counts);
    model.addAttribute("nothing", counts.values().stream().allMatch(n -> n == 0));
    model.addAttribute("concerns", Concern.ALL);
    return "insight/attention :: waiting";
  }

  /** Everything that is put aside: who, why, until when, and how often. */
  @GetMapping("/reports/snoozes")
  String snoozes(
      CurrentUser viewer, @RequestParam(required = false) @Nullable UUID after, Model model) {
    Attention.Times times = attention.times(clock.instant());
    model.addAttribute("page", attention.snoozed(viewer, times, after, Attention.PAGE));
    model.addAttribute("names", userNames.all());
    return "insight/snoozes";
  }

  /** How much the viewer has put aside; nothing when they have nothing. */
  @GetMapping("/reports/snoozes/mine")
  String mine(CurrentUser viewer, Model model) {
    model.addAttribute("snoozed", attention.snoozedBy(viewer, attention.times(clock.instant())));
    return "insight/snoozes :: mine";
  }

  private static Optional<Concern> concern(String what) {
    return Stream.of(Concern.ALL).filter(c -> c.key().equals(what)).findFirst();
  }

  private static Concern first(Map<Concern, Integer> counts) {
    for (Concern concern : Concern.ALL) {
      if (counts.getOrDefault(concern, 0) > 0) {
        return concern;
      }
    }
    return Concern.LATE;
  }
}
