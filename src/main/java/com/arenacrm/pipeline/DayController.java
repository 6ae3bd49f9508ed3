package com.arenacrm.pipeline;

import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.CurrentUsers;
import com.arenacrm.identity.UserNames.Colleague;
import com.arenacrm.pipeline.day.DoneToday;
import com.arenacrm.planner.Planner;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.ShortAddress;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The home of sales: what to do today, one thing after the other. */
@Controller
class DayController {

  private final DayQueue queue;
  private final DealDesk desk;
  private final DoneToday doneToday;
  private final Profiles profiles;
  private final Planner planner;
  private final CurrentUsers users;
  private final Clock clock;

  DayController(
      DayQueue queue,
      DealDesk desk,
      DoneToday doneToday,
      Profiles profiles,
      Planner planner,
      CurrentUsers users,
      Clock clock) {
    this.queue = queue;
    this.desk = desk;
    this.doneToday = doneToday;
    this.profiles = profiles;
    this.planner = planner;
    this.users = users;
    this.clock = clock;
  }

  /**
   * The queue; without scripts, the form of a row is opened by the address.
   *
   * @param owner whose day; only managers look at somebody else's
   * @param row which row is open
   * @param form which form of it
   */
  @ShortAddress
  @GetMapping("/pipeline/day")
  String day(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable UUID owner,
      @RequestParam(required = false) @Nullable UUID row,
      @RequestParam(defaultValue = StepForm.DONE) String form,
      Locale locale,
      Model model) {
    Instant now = clock.instant();
    Idleness idleness = desk.idleness(now);
    CurrentUser whose = whose(viewer, owner, model);
    DayQueue.Day day = queue.of(whose, viewer, idleness, viewer.formats(locale), now);
    List<QuickPick> picks = QuickPick.from(idleness.today(), idleness.calendar());
    String back = whose == viewer ? "/pipeline/day" : "/pipeline/day?owner=" + whose.id();
    model.addAttribute("day", day);
    model.addAttribute("today", idleness.today());
    model.addAttribute("picks", picks);
    model.addAttribute("kinds", InteractionKind.values());
    model.addAttribute("results", InteractionResult.values());
    model.addAttribute("back", back);
    model.addAttribute("rowLink", back + (back.contains("?") ? "&row=" : "?row="));
    model.addAttribute("openRow", row);
    if (row != null) {
      day.deals().stream()
          .filter(item -> item.deal().id().equals(row))
          .findFirst()
          .ifPresent(
              item ->
                  model.addAttribute(
                      "form",
                      StepForm.of(
                          item.deal(),
                          form.equals(StepForm.MOVE) ? StepForm.MOVE : StepForm.DONE,
                          "day",
                          back,
                          picks)));
    }
    return "pipeline/day";
  }

  /** What waits for them besides the queue: profiles to sign, and activities to close. */
  @GetMapping("/pipeline/day/hints")
  String hints(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable UUID owner,
      HtmxRequest htmx,
      Model model) {
    LocalDate today = viewer.today(clock);
    CurrentUser whose = whose(viewer, owner, model);
    model.addAttribute(
        "toSign", viewer.isSales() && whose == viewer ? profiles.waitingForSales() : List.of());
    model.addAttribute("activities", planner.open(whose.id(), today));
    model.addAttribute("today", today);
    return htmx.isHtmxRequest() ? "pipeline/day-hints :: hints" : "pipeline/day-hints";
  }

  /** What they have done today. */
  @GetMapping("/pipeline/day/done")
  String done(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable UUID owner,
      HtmxRequest htmx,
      Model model) {
    CurrentUser whose = whose(viewer, owner, model);
    model.addAttribute("done", doneToday.list(whose, viewer, clock.instant()));
    return htmx.isHtmxRequest() ? "pipeline/day-done :: done" : "pipeline/day-done";
  }

  /** Whose day is looked at: one's own, or for managers that of a seller. */
  private CurrentUser whose(CurrentUser viewer, @Nullable UUID owner, Model model) {
    CurrentUser whose = viewer;
    if (viewer.isManager()) {
      List<Colleague> sellers = desk.sellers(viewer);
      model.addAttribute("sellers", sellers);
      if (owner != null && !owner.equals(viewer.id().id())) {
        whose =
            sellers.stream()
                .filter(c -> c.id().id().equals(owner))
                .findFirst()
                .map(c -> users.acting(c.id()))
                .orElseThrow(NotFoundException::new);
      }
    } else if (owner != null && !owner.equals(viewer.id().id())) {
      throw new NotFoundException();
    }
    model.addAttribute("whose", whose);
    return whose;
  }
}
