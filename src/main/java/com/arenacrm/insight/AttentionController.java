package com.arenacrm.insight;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Slice;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
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
  private final Clock clock;

  AttentionController(Attention attention, UserNames userNames, Clock clock) {
    this.attention = attention;
    this.userNames = userNames;
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
      @RequestParam(defaultValue = "") String what,
      @RequestParam(required = false) @Nullable UUID seller,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    Attention.Times times = attention.times(clock.instant());
    Map<Concern, Integer> counts = attention.counts(viewer, times);
    Map<UUID, String> names = userNames.all();
    if (seller != null && !names.containsKey(seller)) {
      throw new NotFoundException();
    }
    Concern concern = concern(what, counts);
    Slice<Attention.Row> page =
        seller == null
            ? attention.rows(concern, viewer, times, after)
            : attention.heldBy(seller, viewer, times, after);
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
    return "insight/attention";
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
    model.addAttribute("page", attention.snoozed(viewer, times, after));
    model.addAttribute("names", userNames.all());
    return "insight/snoozes";
  }

  /** How much the viewer has put aside; nothing when they have nothing. */
  @GetMapping("/reports/snoozes/mine")
  String mine(CurrentUser viewer, Model model) {
    model.addAttribute("snoozed", attention.snoozedBy(viewer, attention.times(clock.instant())));
    return "insight/snoozes :: mine";
  }

  private static Concern concern(String what, Map<Concern, Integer> counts) {
    for (Concern concern : Concern.ALL) {
      if (concern.key().equals(what)) {
        return concern;
      }
    }
    for (Concern concern : Concern.ALL) {
      if (counts.getOrDefault(concern, 0) > 0) {
        return concern;
      }
    }
    return Concern.LATE;
  }
}
