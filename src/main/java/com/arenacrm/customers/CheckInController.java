package com.arenacrm.customers;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.customers.CheckIn.Answer;
import com.arenacrm.customers.CheckIns.Which;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Links;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.Secret;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.TimeOrderedUuid;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
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

/** How happy customers are: of all, of one, asking, writing down, seeing to it (R029). */
@Controller
@RequestMapping("/customers")
class CheckInController {

  private final CheckIns checkIns;
  private final CheckInLetters letters;
  private final Customers customers;
  private final ContactBook contacts;
  private final UserNames userNames;
  private final Links links;
  private final TransactionOperations transaction;
  private final Clock clock;

  CheckInController(
      CheckIns checkIns,
      CheckInLetters letters,
      Customers customers,
      ContactBook contacts,
      UserNames userNames,
      Links links,
      TransactionOperations transaction,
      Clock clock) {
    this.checkIns = checkIns;
    this.letters = letters;
    this.customers = customers;
    this.contacts = contacts;
    this.userNames = userNames;
    this.links = links;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** What all customers say, and how it went over the months. */
  @GetMapping("/satisfaction")
  String all(
      CurrentUser viewer,
      Filters filters,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    Which which = which(filters);
    LocalDate first = month(filters);
    model.addAttribute("page", checkIns.rows(null, which, first, after, CheckIns.PAGE, viewer));
    model.addAttribute("trend", checkIns.trend(viewer, viewer.today(clock)));
    model.addAttribute("which", which);
    model.addAttribute("whichs", Which.values());
    model.addAttribute("month", first);
    model.addAttribute("after", after);
    model.addAttribute("now", clock.instant());
    model.addAttribute("best", CheckIn.BEST);
    model.addAttribute("userNames", userNames.all());
    model.addAttribute("mayWrite", PurchaseController.mayWrite(viewer));
    return "customers/satisfaction";
  }

  /** Which check-ins an address asks for; null for all. */
  static @Nullable Which which(Filters filters) {
    return filters.choice("show", Which.values(), Which::key);
  }

  /** The first day of the month an address asks for; null for any. */
  static @Nullable LocalDate month(Filters filters) {
    LocalDate day = filters.date("month");
    return day == null ? null : day.withDayOfMonth(1);
  }

  /** What one customer says; also as a part of their page. */
  @GetMapping("/{id}/satisfaction")
  String of(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable UUID after,
      HtmxRequest htmx,
      Model model) {
    fill(model, customers.get(id, viewer), after, viewer);
    return htmx.isHtmxRequest() ? "customers/check-ins :: panel" : "customers/check-ins";
  }

  private void fill(Model model, Customer customer, @Nullable UUID after, CurrentUser viewer) {
    model.addAttribute("customer", customer);
    model.addAttribute(
        "page", checkIns.rows(customer.id(), null, null, after, CheckIns.PAGE, viewer));
    model.addAttribute("people", checkIns.people(customer));
    model.addAttribute("after", after);
    model.addAttribute("now", clock.instant());
    model.addAttribute("best", CheckIn.BEST);
    model.addAttribute("userNames", userNames.all());
    model.addAttribute("secret", Secret.next().value());
    model.addAttribute("newId", TimeOrderedUuid.next());
    model.addAttribute("canSend", letters.canSend());
    model.addAttribute("mayWrite", PurchaseController.mayWrite(viewer));
  }

  /**
   * Makes an address and shows it, which is the only time, or sends it. The form brings the secret
   * along, so that sending it twice asks once.
   */
  @PostMapping("/{id}/satisfaction/questions")
  String ask(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String secret,
      @RequestParam(defaultValue = "") String person,
      @RequestParam(defaultValue = "") String personName,
      @RequestParam(defaultValue = "false") boolean send,
      HttpServletRequest request,
      RedirectAttributes next,
      Model model) {
    Customer customer = customers.get(id, actor);
    String back = "redirect:/customers/" + id + "/satisfaction#ask";
    Optional<Secret> made = Secret.parse(secret);
    String typed = FormReader.clean(personName);
    Optional<PersonCard> whom =
        typed.isEmpty() && customer.personId() != null
            ? Optional.ofNullable(
                contacts.cards(java.util.List.of(customer.personId())).get(customer.personId()))
            : Who.find(contacts, person, typed, customer.name());
    if (made.isEmpty()) {
      return back;
    }
    if (whom.isEmpty()) {
      next.addFlashAttribute("typedPerson", typed);
      next.addFlashAttribute(
          "wrongPerson", typed.isEmpty() ? "checkin.person.required" : "checkin.person.unknown");
      return back;
    }
    String stranger = checkIns.stranger(whom.get(), customer);
    if (stranger != null) {
      next.addFlashAttribute("typedPerson", whom.get().name());
      next.addFlashAttribute("typedCustomer", customer.name());
      next.addFlashAttribute("wrongPerson", stranger);
      return back;
    }
    boolean byMail = send && letters.canSend() && whom.get().email() != null;
    try {
      transaction.executeWithoutResult(
          tx -> {
            boolean asked = checkIns.at(made.get()).isPresent();
            checkIns.ask(
                whom.get().id(),
                customer.companyId(),
                null,
                made.get(),
                actor.id(),
                clock.instant());
            if (byMail && !asked) {
              letters.send(whom.get(), made.get(), null);
            }
          });
    } catch (RefusedException e) {
      Flash.refused(next, e);
      return back;
    }
    if (byMail) {
      Flash.done(next, "checkin.sent", whom.get().name());
      return "redirect:/customers/" + id + "/satisfaction";
    }
    fill(model, customer, null, actor);
    model.addAttribute("asked", whom.get());
    model.addAttribute("address", links.forViewer(request, "/opinions/" + made.get().value()));
    return "customers/check-ins";
  }

  /** Writes down what somebody said by word of mouth. */
  @PostMapping("/{id}/satisfaction")
  String note(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable UUID checkIn,
      @RequestParam(defaultValue = "") String score,
      @RequestParam(defaultValue = "") String comment,
      @RequestParam(defaultValue = "") String person,
      RedirectAttributes next) {
    Customer customer = customers.get(id, actor);
    String text = FormReader.clean(comment);
    String points = FormReader.clean(score);
    PersonId who =
        checkIns.people(customer).stream()
            .map(PersonCard::id)
            .filter(p -> p.toString().equals(person))
            .findFirst()
            .orElse(customer.personId());
    if (!points.matches("[0-9]|10") || text.length() > 2000 || checkIn == null) {
      next.addFlashAttribute("typedScore", points);
      next.addFlashAttribute("typedComment", text);
      next.addFlashAttribute("typedWho", person);
      next.addFlashAttribute(
          "wrongScore", text.length() > 2000 ? "checkin.comment.long" : "checkin.score.required");
      return "redirect:/customers/" + id + "/satisfaction#note";
    }
    CheckInId made = new CheckInId(checkIn);
    Instant now = clock.instant();
    Answer said = new Answer(Integer.parseInt(points), text.isEmpty() ? null : text);
    Once.make(
        () -> checkIns.isThere(made),
        () -> checkIns.note(made, customer.companyId(), who, said, actor.id(), now));
    Flash.done(next, said.isLow() ? "checkin.noted.low" : "checkin.noted", customer.name());
    return "redirect:/customers/" + id + "/satisfaction";
  }

  /** Where it is read and seen to what a customer said. */
  @GetMapping("/check-ins/{id}")
  String one(CurrentUser viewer, @PathVariable UUID id) {
    return checkIns
        .get(new CheckInId(id), viewer)
        .customer()
        .map(c -> "redirect:/customers/" + c + "/satisfaction")
        .orElse("redirect:/customers/satisfaction");
  }

  /** Somebody has seen to a low score. */
  @PostMapping("/check-ins/{id}/settling")
  String settle(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "-1") int version,
      @RequestParam(defaultValue = "") String how,
      Locale locale,
      RedirectAttributes next) {
    CheckInId checkIn = new CheckInId(id);
    CheckIn known = checkIns.get(checkIn, actor);
    String text = FormReader.clean(how);
    try {
      // Sent twice, it is as it should be.
      if (!known.isSettled(text, actor.id())) {
        StaleVersionException.check(version, known.version());
        if (text.length() > 1000) {
          throw new RefusedException("tooLong", 1000);
        }
        checkIns.settle(checkIn, text, actor, clock.instant());
      }
      checkIns
          .left(known)
          .ifPresentOrElse(
              left -> {
                Formats show = actor.formats(locale);
                Flash.done(
                    next,
                    "checkin.seenTo.left",
                    show.number(left.score()),
                    show.number(CheckIn.BEST),
                    show.date(left.answeredAt()));
              },
              () -> Flash.done(next, "checkin.seenTo"));
    } catch (RefusedException e) {
      Flash.refused(next, e);
      next.addFlashAttribute("typedHow", text);
    }
    return known
        .customer()
        .map(c -> "redirect:/customers/" + c + "/satisfaction")
        .orElse("redirect:/customers/satisfaction");
  }
}
