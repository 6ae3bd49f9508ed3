package com.arenacrm.planner.audience;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.planner.audience.AudienceLists.Row;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.platform.Slice;
import java.time.Clock;
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
  private final Clock clock;

  AudiencesController(AudienceLists lists, UserNames userNames, Clock clock) {
    this.lists = lists;
    this.userNames = userNames;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping
  String list(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable AudienceState state,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    Slice<Row> page = lists.audiences(viewer.today(clock), state, after);
    model.addAttribute("rows", page.rows());
    model.addAttribute("next", page.next());
    model.addAttribute("state", state);
    model.addAttribute("states", AudienceState.values());
    model.addAttribute("names", userNames.all());
    return "planner/audiences";
  }

  /** One line for each audience that this seller was asked to look at, for other pages to show. */
  @GetMapping("/waiting")
  String waiting(CurrentUser viewer, Model model) {
    model.addAttribute("waiting", lists.waitingFor(viewer.id().id(), viewer.today(clock)));
    return "planner/audiences :: waiting";
  }
}
