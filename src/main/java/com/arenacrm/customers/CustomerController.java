package com.arenacrm.customers;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.lists.ListState;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.TimeOrderedUuid;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One customer: what they bought, whether they are happy, and what to talk about next (R036). */
@Controller
@RequestMapping("/customers")
class CustomerController {

  private final Customers customers;
  private final ContactBook contacts;
  private final CustomerPages pages;
  private final CustomerWork work;
  private final UserNames userNames;
  private final Clock clock;

  CustomerController(
      Customers customers,
      ContactBook contacts,
      CustomerPages pages,
      CustomerWork work,
      UserNames userNames,
      Clock clock) {
    this.customers = customers;
    this.contacts = contacts;
    this.pages = pages;
    this.work = work;
    this.userNames = userNames;
    this.clock = clock;
  }

  @GetMapping("/{id}")
  String one(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestParam(name = ListState.PARAMETER, required = false) @Nullable String from,
      Model model) {
    LocalDate today = viewer.today(clock);
    Customers.Ruled ruled = customers.ruled(id, viewer);
    Customer customer = ruled.customer();
    UserNames.Everybody everybody = userNames.everybody(Role.SALES);
    model.addAttribute("customer", customer);
    CustomerPages.View view = pages.of(customer, ruled.known(), viewer, today);
    model.addAttribute("view", view);
    model.addAttribute("place", work.place(id, from, ruled.known().rules(), viewer, today));
    model.addAttribute("today", today);
    model.addAttribute("rhythm", view.rhythm());
    model.addAttribute("leastIntervals", Rhythm.LEAST_INTERVALS);
    model.addAttribute("leastCustomers", Rhythm.LEAST_CUSTOMERS);
    model.addAttribute("leastPurchases", Rhythm.LEAST_PURCHASES);
    model.addAttribute(
        "newPurchases",
        view.renewals().stream()
            .collect(Collectors.toMap(Purchases.Matter::id, m -> TimeOrderedUuid.next())));
    model.addAttribute("newDeal", TimeOrderedUuid.next());
    model.addAttribute("userNames", everybody.names());
    model.addAttribute("sellers", everybody.active());
    model.addAttribute("mayWrite", PurchaseController.mayWrite(viewer));
    model.addAttribute("mayGive", mayGive(customer, viewer));
    return "customers/customer";
  }

  /** What the pages of people and companies show of them as customers. */
  @GetMapping("/part")
  String part(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable UUID company,
      @RequestParam(required = false) @Nullable UUID person,
      HtmxRequest htmx,
      Model model) {
    UUID id = company == null ? person : company;
    if (id == null) {
      throw new NotFoundException();
    }
    Customer customer = customers.find(id, viewer).orElse(null);
    UUID employer = customer == null && company == null ? employer(id) : null;
    if (employer != null) {
      // Who buys is the company; its people see what it bought.
      customer = customers.find(employer, viewer).orElse(null);
    }
    model.addAttribute("customer", customer);
    model.addAttribute("ofCompany", customer != null && employer != null);
    model.addAttribute(
        "elsewhere", customer == null && customers.isKnown(employer == null ? id : employer));
    model.addAttribute("company", company);
    model.addAttribute("person", person);
    model.addAttribute("mayWrite", PurchaseController.mayWrite(viewer));
    model.addAttribute(
        "view", customer == null ? null : pages.of(customer, viewer, viewer.today(clock)));
    return htmx.isHtmxRequest() ? "customers/part :: part" : "customers/part";
  }

  private @Nullable UUID employer(UUID person) {
    PersonId id = new PersonId(person);
    PersonCard card = contacts.cards(List.of(id)).get(id);
    return card == null || card.companyId() == null ? null : card.companyId().id();
  }

  /** Whether new customers are better off than this one (R033). */
  @GetMapping("/{id}/offers")
  String offers(CurrentUser viewer, @PathVariable UUID id, HtmxRequest htmx, Model model) {
    Customer customer = customers.get(id, viewer);
    LocalDate today = viewer.today(clock);
    model.addAttribute("customer", customer);
    model.addAttribute("worse", pages.worse(customer, viewer, today));
    return htmx.isHtmxRequest() ? "customers/offers :: offers" : "customers/offers";
  }

  private static boolean mayGive(Customer customer, CurrentUser viewer) {
    return Customers.mayGive(customer.owner(), viewer);
  }

  @PostMapping("/{id}/owner")
  String give(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "-1") int version,
      @RequestParam(required = false) @Nullable UUID owner,
      @RequestParam(defaultValue = "") String note,
      RedirectAttributes next) {
    Customer customer = customers.get(id, actor);
    String said = FormReader.clean(note);
    if (Objects.equals(owner, customer.owner())
        && (said.isEmpty() || customers.isGiven(customer, said, actor))) {
      // Sent twice, it is as it should be.
      Flash.done(next, "customer.owner.given", customer.name());
      return "redirect:/customers/" + id;
    }
    try {
      StaleVersionException.check(version, customer.version());
      if (!mayGive(customer, actor)) {
        throw new RefusedException("customer.owner.notYours");
      }
      boolean known =
          owner == null
              || userNames.active(Role.SALES).stream().anyMatch(c -> c.id().id().equals(owner));
      if (!known) {
        throw new RefusedException("choose");
      }
      if (said.length() > AfterSaleController.LONGEST_NOTE) {
        throw new RefusedException("tooLong", AfterSaleController.LONGEST_NOTE);
      }
      customers.give(
          customer,
          owner == null ? null : new UserId(owner),
          said.isEmpty() ? null : said,
          actor,
          clock.instant());
      Flash.done(next, "customer.owner.given", customer.name());
    } catch (RefusedException e) {
      Flash.refused(next, e);
      next.addFlashAttribute("typedNote", said);
    }
    // Whoever gave it away may not see it any more.
    return customers.find(id, actor).isPresent()
        ? "redirect:/customers/" + id
        : "redirect:/customers";
  }
}
