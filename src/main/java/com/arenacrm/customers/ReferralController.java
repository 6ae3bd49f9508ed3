package com.arenacrm.customers;

import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.customers.Referrals.Answer;
import com.arenacrm.customers.Referrals.Place;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.pipeline.Plan;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.TimeOrderedUuid;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Recommendations: asking for them, whom they brought, saying thank you, words to show (R012). */
@Controller
@RequestMapping("/customers")
class ReferralController {

  private static final int LONGEST = 2000;

  /** After so many months somebody who said «later» is asked again, at one click. */
  private static final List<Integer> QUICK_MONTHS = List.of(1, 3);

  private static final String USUAL_MONTHS = "3";

  private final Referrals referrals;
  private final Customers customers;
  private final CheckIns checkIns;
  private final UserNames userNames;
  private final TransactionOperations transaction;
  private final Clock clock;

  ReferralController(
      Referrals referrals,
      Customers customers,
      CheckIns checkIns,
      UserNames userNames,
      TransactionOperations transaction,
      Clock clock) {
    this.referrals = referrals;
    this.customers = customers;
    this.checkIns = checkIns;
    this.userNames = userNames;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Who brought whom. */
  @GetMapping("/referrals")
  String tree(
      CurrentUser viewer,
      Filters filters,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    boolean unthanked = isUnthanked(filters);
    model.addAttribute("page", referrals.tree(unthanked, after, viewer));
    model.addAttribute("unthanked", referrals.unthanked(viewer));
    model.addAttribute("only", unthanked);
    model.addAttribute("promised", unthanked ? List.of() : referrals.promised(viewer));
    model.addAttribute("after", after);
    model.addAttribute("mayWrite", PurchaseController.mayWrite(viewer));
    return "customers/referrals";
  }

  /** Whether only those are asked for whom nobody has thanked yet. */
  static boolean isUnthanked(Filters filters) {
    return filters.read("show", text -> Optional.of(text).filter("unthanked"::equals)).isPresent();
  }

  /** What one customer does for us; also as a part of their page. */
  @GetMapping("/{id}/referrals")
  String of(CurrentUser viewer, @PathVariable UUID id, HtmxRequest htmx, Model model) {
    Customer customer = customers.get(id, viewer);
    List<PersonCard> people = checkIns.people(customer);
    model.addAttribute("customer", customer);
    List<Referrals.Row> brought = referrals.by(customer, viewer);
    List<Referrals.Ask> asks = referrals.asks(customer);
    model.addAttribute("rows", brought);
    model.addAttribute("asks", asks.stream().filter(Referrals.Ask::recent).toList());
    model.addAttribute("promised", asks.stream().filter(Referrals.Ask::owed).toList());
    model.addAttribute("testimonials", referrals.testimonials(customer));
    model.addAttribute("people", people);
    model.addAttribute("answers", Answer.values());
    model.addAttribute("places", Place.values());
    model.addAttribute("months", QUICK_MONTHS);
    model.addAttribute("usualMonths", USUAL_MONTHS);
    model.addAttribute("newAsk", TimeOrderedUuid.next());
    model.addAttribute("newTestimonial", TimeOrderedUuid.next());
    model.addAttribute("today", viewer.today(clock));
    model.addAttribute("userNames", userNames.all());
    model.addAttribute("mayWrite", PurchaseController.mayWrite(viewer));
    model.addAttribute("mayKeep", PurchaseController.mayWrite(viewer) || viewer.isMarketing());
    return htmx.isHtmxRequest() ? "customers/referral :: panel" : "customers/referral";
  }

  @PostMapping("/{id}/referrals")
  String asked(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable UUID ask,
      @RequestParam(defaultValue = "") String person,
      @RequestParam(required = false) @Nullable Answer answer,
      @RequestParam(defaultValue = "") String note,
      @RequestParam(defaultValue = USUAL_MONTHS) String again,
      @RequestParam(defaultValue = "") String againOn,
      Locale locale,
      RedirectAttributes next) {
    Customer customer = customers.get(id, actor);
    PersonId who = person(customer, person);
    String text = FormReader.clean(note);
    LocalDate day = answer == Answer.LATER ? again(again, againOn, actor.today(clock)) : null;
    boolean dayless = answer == Answer.LATER && day == null;
    if (ask == null || answer == null || dayless || text.length() > LONGEST) {
      next.addFlashAttribute("typedAsked", person);
      next.addFlashAttribute("typedAnswer", answer == null ? "" : answer.name());
      next.addFlashAttribute("typedNote", text);
      next.addFlashAttribute("typedAgain", again);
      next.addFlashAttribute("typedAgainOn", FormReader.clean(againOn));
      next.addFlashAttribute("wrongNote", text.length() > LONGEST ? LONGEST : null);
      next.addFlashAttribute("wrongAnswer", answer == null ? "referral.answer.required" : null);
      next.addFlashAttribute("wrongAgain", dayless ? "referral.again.invalid" : null);
      return "redirect:/customers/" + id + "/referrals#ask";
    }
    referrals.asked(
        ask,
        customer.companyId(),
        who,
        answer,
        day,
        text.isEmpty() ? null : text,
        actor.id(),
        clock.instant());
    if (answer == Answer.YES) {
      if (who == null) {
        // Nobody is known there who could stand for it.
        Flash.done(next, "referral.asked.yes.somebody", customer.name());
      } else {
        Flash.done(next, "referral.asked.yes");
      }
      return "redirect:/leads/new" + (who == null ? "" : "?referrer=" + who);
    }
    if (day == null) {
      Flash.done(next, "referral.asked");
    } else {
      Flash.done(next, "referral.asked.later", actor.formats(locale).date(day));
    }
    return "redirect:/customers/" + id + "/referrals";
  }

  /**
   * When somebody who said «later» is asked again.
   *
   * @param months so many from today, or anything else for the day that was typed
   * @return null where no day can be read, or it is past or more than a year away
   */
  private static @Nullable LocalDate again(String months, String typed, LocalDate today) {
    return QUICK_MONTHS.stream()
        .filter(quick -> quick.toString().equals(months))
        .map(today::plusMonths)
        .findFirst()
        .or(
            () ->
                FormReader.parseDate(FormReader.clean(typed))
                    .filter(day -> day.isAfter(today) && !Plan.isTooFar(day, today)))
        .orElse(null);
  }

  /** One of those whom we know at the customer, or the person who is the customer. */
  private @Nullable PersonId person(Customer customer, String chosen) {
    return checkIns.people(customer).stream()
        .map(PersonCard::id)
        .filter(p -> p.toString().equals(chosen))
        .findFirst()
        .orElse(customer.personId());
  }

  /** A name that was promised will not come. */
  @PostMapping("/{id}/referrals/{ask}/dropping")
  String drop(
      CurrentUser actor,
      @PathVariable UUID id,
      @PathVariable UUID ask,
      @RequestParam(defaultValue = "true") boolean dropped,
      RedirectAttributes next) {
    referrals.drop(ask, customers.get(id, actor), dropped, actor.id(), clock.instant());
    Flash.done(next, dropped ? "referral.dropped" : "referral.awaited");
    if (dropped) {
      Flash.undo(next, "/customers/" + id + "/referrals/" + ask + "/dropping?dropped=false");
    }
    return "redirect:/customers/" + id + "/referrals";
  }

  @PostMapping("/referrals/{lead}/thanks")
  String thank(
      CurrentUser actor,
      @PathVariable UUID lead,
      @RequestParam(defaultValue = "true") boolean thanked,
      RedirectAttributes next) {
    referrals.thank(lead, thanked, actor, clock.instant());
    Flash.done(next, thanked ? "referral.thanked" : "referral.unthanked");
    if (thanked) {
      Flash.undo(next, "/customers/referrals/" + lead + "/thanks?thanked=false");
    }
    return "redirect:/customers/referrals";
  }

  @PostMapping("/{id}/testimonials")
  String keep(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable UUID testimonial,
      @RequestParam(defaultValue = "") String person,
      @RequestParam(defaultValue = "") String text,
      @RequestParam(defaultValue = "") String how,
      @RequestParam(defaultValue = "") String on,
      @RequestParam(required = false) @Nullable List<Place> place,
      RedirectAttributes next) {
    Customer customer = customers.get(id, actor);
    PersonId who = person(customer, person);
    String words = FormReader.clean(text);
    String consent = FormReader.clean(how);
    LocalDate day = FormReader.parseDate(FormReader.clean(on)).orElse(null);
    String back = "redirect:/customers/" + id + "/referrals#testimonials";
    String wrong =
        words.isEmpty() || words.length() > LONGEST
            ? "testimonial.text.required"
            : consent.isEmpty() || consent.length() > 300
                ? "testimonial.how.required"
                : day == null || day.isAfter(actor.today(clock))
                    ? "testimonial.on.required"
                    : place == null || place.isEmpty() ? "testimonial.places.required" : null;
    if (wrong != null || testimonial == null || day == null || place == null) {
      next.addFlashAttribute("typedPerson", person);
      next.addFlashAttribute("typedWords", words);
      next.addFlashAttribute("typedHow", consent);
      next.addFlashAttribute("typedOn", FormReader.clean(on));
      next.addFlashAttribute("typedPlaces", place == null ? "" : place.toString());
      next.addFlashAttribute("wrongTestimonial", wrong);
      return back;
    }
    String saidBy =
        checkIns.people(customer).stream()
            .filter(p -> p.id().equals(who))
            .findFirst()
            .filter(p -> customer.company())
            .map(p -> p.name() + ", " + customer.name())
            .orElse(customer.name());
    transaction.executeWithoutResult(
        tx ->
            referrals.keep(
                testimonial,
                customer.companyId(),
                who,
                saidBy,
                words,
                consent,
                day,
                place,
                actor.id(),
                clock.instant()));
    Flash.done(next, place.contains(Place.SALES) ? "testimonial.kept" : "testimonial.kept.only");
    return back;
  }

  @PostMapping("/{id}/testimonials/{testimonial}/withdrawal")
  String withdraw(
      CurrentUser actor,
      @PathVariable UUID id,
      @PathVariable UUID testimonial,
      @RequestParam(defaultValue = "true") boolean withdrawn,
      RedirectAttributes next) {
    Customer customer = customers.get(id, actor);
    try {
      if (withdrawn) {
        referrals.withdraw(testimonial, customer, actor.id(), clock.instant());
        Flash.done(next, "testimonial.withdrawn");
        Flash.undo(
            next,
            "/customers/" + id + "/testimonials/" + testimonial + "/withdrawal?withdrawn=false");
      } else {
        referrals.allowAgain(testimonial, customer);
        Flash.done(next, "testimonial.allowed");
      }
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/customers/" + id + "/referrals#testimonials";
  }
}
