package com.arenacrm.leads.routing;

import com.arenacrm.identity.Absences;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.Workforce;
import com.arenacrm.identity.Workforce.Worker;
import com.arenacrm.leads.routing.SellerCapacities.Capacity;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.StaleVersionException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How much each seller takes on, how much they have, and who is away soon. */
@Controller
@RequestMapping("/leads/routing/sellers")
class SellersController {

  private static final int HEAVIEST = 100;
  private static final int MOST = 10_000;
  private static final int AHEAD_DAYS = 56;

  /** A seller as the page shows them. */
  record Row(Worker worker, Capacity capacity, boolean atWork, List<Absences.Absence> absences) {}

  /** What was typed for one of them, and what is wrong with it. */
  record Typed(UUID seller, boolean takesPart, String weight, String most, String problem) {}

  private final SellerCapacities capacities;
  private final Workforce workforce;
  private final Absences absences;
  private final Clock clock;

  SellersController(
      SellerCapacities capacities, Workforce workforce, Absences absences, Clock clock) {
    this.capacities = capacities;
    this.workforce = workforce;
    this.absences = absences;
    this.clock = clock;
  }

  @GetMapping
  ModelAndView page(CurrentUser viewer) {
    return page(viewer, null);
  }

  @PostMapping("/{id}")
  ModelAndView set(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "false") boolean takesPart,
      @RequestParam(defaultValue = "") String weight,
      @RequestParam(defaultValue = "") String most,
      @RequestParam(defaultValue = "-1") int version,
      RedirectAttributes next) {
    Worker worker =
        workforce.of(Role.SALES, clock.instant()).stream()
            .filter(w -> w.id().id().equals(id))
            .findFirst()
            .orElseThrow(NotFoundException::new);
    Integer turns = whole(weight, 0, HEAVIEST);
    Integer limit = most.isBlank() ? null : whole(most, 1, MOST);
    if (turns == null || limit == null && !most.isBlank()) {
      ModelAndView page = page(actor, new Typed(id, takesPart, weight, most, "capacity.invalid"));
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    try {
      capacities.set(new UserId(id), worker.name(), takesPart, turns, limit, version, actor);
    } catch (StaleVersionException e) {
      ModelAndView page = page(actor, new Typed(id, takesPart, weight, most, "meanwhile.text"));
      page.setStatus(HttpStatus.CONFLICT);
      return page;
    }
    Flash.done(next, "capacity.saved", worker.name());
    return new ModelAndView("redirect:/leads/routing/sellers#seller-" + id);
  }

  private ModelAndView page(CurrentUser viewer, @Nullable Typed typed) {
    Instant now = clock.instant();
    Map<UUID, Capacity> known = capacities.all();
    List<Absences.Absence> ahead =
        absences.from(viewer.today(clock)).stream()
            .filter(a -> a.from().isBefore(viewer.today(clock).plusDays(AHEAD_DAYS)))
            .toList();
    ModelAndView page = new ModelAndView("leads/routing-sellers");
    page.addObject(
        "rows",
        workforce.of(Role.SALES, now).stream()
            .map(
                w ->
                    new Row(
                        w,
                        known.getOrDefault(w.id().id(), Capacity.USUAL),
                        w.calendar().isWorking(now),
                        ahead.stream().filter(a -> a.user().equals(w.id())).toList()))
            .toList());
    page.addObject("typed", typed);
    page.addObject("mayRule", viewer.isManager());
    return page;
  }

  private static @Nullable Integer whole(String text, int least, int most) {
    try {
      int value = Integer.parseInt(FormReader.clean(text));
      return value >= least && value <= most ? value : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
