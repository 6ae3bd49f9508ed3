package com.arenacrm.customers;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.NotFoundException;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The customers in a seller's day, which that page loads (R034, R063). */
@Controller
class MomentController {

  private final CustomerMoments moments;
  private final Clock clock;

  MomentController(CustomerMoments moments, Clock clock) {
    this.moments = moments;
    this.clock = clock;
  }

  /**
   * @param owner whose day; only managers look at somebody else's
   */
  @GetMapping("/customers/moments")
  String of(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable UUID owner,
      HtmxRequest htmx,
      Model model) {
    UserId whose = owner == null ? viewer.id() : new UserId(owner);
    if (!whose.equals(viewer.id()) && !viewer.isManager()) {
      throw new NotFoundException();
    }
    LocalDate today = viewer.today(clock);
    model.addAttribute("moments", moments.of(whose, viewer, today));
    model.addAttribute("today", today);
    model.addAttribute("alone", !htmx.isHtmxRequest());
    return htmx.isHtmxRequest() ? "customers/moments :: queue" : "customers/moments";
  }
}
