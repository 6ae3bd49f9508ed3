package com.arenacrm.planner.audience;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.UserNames;
import com.arenacrm.planner.audience.AudienceLists.Row;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.platform.Slice;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** All audiences by how far they have come, and those that wait for a seller (R098). */
@Controller
@RequestMapping("/planner/audiences")
class AudiencesController {

  private final AudienceLists lists;
  private final UserNames userNames;
  private final Exports exports;
  private final Clock clock;

  AudiencesController(AudienceLists lists, UserNames userNames, Exports exports, Clock clock) {
    this.lists = lists;
    this.userNames = userNames;
    this.exports = exports;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping
  String list(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable AudienceState state,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    Slice<Row> page = lists.audiences(viewer.today(clock), state, after, AudienceLists.AUDIENCES);
    model.addAttribute("rows", page.rows());
    model.addAttribute("next", page.next());
    model.addAttribute("state", state);
    model.addAttribute("states", AudienceState.values());
    model.addAttribute("names", userNames.all());
    return "planner/audiences";
  }

  @GetMapping("/export")
  void export(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      @RequestParam(required = false) @Nullable AudienceState state,
      Locale locale,
      HttpServletResponse response) {
    Map<UUID, String> names = userNames.all();
    exports.send(
        response,
        viewer,
        locale,
        format,
        "audiences.title",
        List.of(
            "activity.title.label",
            "week.phase",
            "activity.next",
            "audience.state",
            "audiences.export.askedBy",
            "audiences.export.askedAt",
            "audiences.toInvite",
            "audience.people"),
        Exports.pieces(
            after -> lists.audiences(viewer.today(clock), state, after, Exports.PIECE),
            (rows, file) ->
                rows.forEach(
                    r ->
                        file.row(
                            Arrays.asList(
                                r.title(),
                                exports.say("phase." + r.phase().key(), locale),
                                r.day(),
                                exports.say("audience.state." + r.state(), locale),
                                r.askedBy() == null ? null : names.get(r.askedBy()),
                                r.askedAt(),
                                r.invited(),
                                r.people())))));
  }

  /** One line for each audience that this seller was asked to look at, for other pages to show. */
  @GetMapping("/waiting")
  String waiting(CurrentUser viewer, Model model) {
    model.addAttribute("waiting", lists.waitingFor(viewer.id().id(), viewer.today(clock)));
    return "planner/audiences :: waiting";
  }
}
