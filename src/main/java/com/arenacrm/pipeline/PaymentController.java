package com.arenacrm.pipeline;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** When a won deal was to be paid, and was: whether customers pay on time is known from it. */
@Controller
class PaymentController {

  private static final String EARLY = "payment.due.early";

  private final Opportunities opportunities;
  private final Deals deals;
  private final Clock clock;

  PaymentController(Opportunities opportunities, Deals deals, Clock clock) {
    this.opportunities = opportunities;
    this.deals = deals;
    this.clock = clock;
  }

  @PostMapping("/pipeline/opportunities/{id}/payment")
  String note(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "-1") int version,
      @RequestParam(defaultValue = "") String paymentDueOn,
      @RequestParam(defaultValue = "") String paidOn,
      @RequestParam(defaultValue = "false") boolean advance,
      RedirectAttributes next) {
    Opportunity deal = opportunities.get(new OpportunityId(id), actor);
    String page = "redirect:/pipeline/opportunities/" + id + "#payment";
    try {
      LocalDate due = day(paymentDueOn, "wrongDue", next);
      LocalDate paid = day(paidOn, "wrongPaid", next);
      if (isSo(deal, due, paid) && next.getFlashAttributes().isEmpty()) {
        Flash.done(next, "payment.noted");
        return page;
      }
      StaleVersionException.check(version, deal.version());
      if (paid != null && paid.isAfter(actor.today(clock))) {
        next.addFlashAttribute("wrongPaid", "payment.future");
      }
      LocalDate sold = deal.closeDate().orElse(null);
      boolean known = deal.paymentDueOn().filter(d -> d.equals(due)).isPresent();
      if (due != null && sold != null && due.isBefore(sold) && !known && !advance) {
        // So it is where one pays in advance, and a slip else, as with other purchases.
        next.addFlashAttribute("wrongDue", EARLY);
      }
      if (next.getFlashAttributes().isEmpty()) {
        deals.paid(deal.id(), due, paid);
        Flash.done(next, "payment.noted");
        return page;
      }
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    next.addFlashAttribute("typedDue", FormReader.clean(paymentDueOn));
    next.addFlashAttribute("typedAdvance", advance);
    next.addFlashAttribute("typedPaid", FormReader.clean(paidOn));
    return page;
  }

  // Sent twice, it is as it should be.
  private static boolean isSo(Opportunity deal, @Nullable LocalDate due, @Nullable LocalDate paid) {
    return deal.kind() == Stage.Kind.WON
        && Objects.equals(deal.paymentDueOn().orElse(null), due)
        && Objects.equals(deal.paidOn().orElse(null), paid);
  }

  /** The day typed; what is wrong with it stands beside its field. */
  private static @Nullable LocalDate day(String typed, String wrong, RedirectAttributes next) {
    String text = FormReader.clean(typed);
    Optional<LocalDate> day = FormReader.parseDate(text);
    if (day.isEmpty() && !text.isEmpty()) {
      next.addFlashAttribute(wrong, "payment.date");
    }
    return day.orElse(null);
  }
}
