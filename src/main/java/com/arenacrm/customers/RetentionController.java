package com.arenacrm.customers;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.customers.CustomerRules.Rules;
import com.arenacrm.customers.PurchaseLists.Row;
import com.arenacrm.customers.Retention.Part;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organization;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.lists.ListDesk;
import com.arenacrm.lists.OpenList;
import com.arenacrm.pipeline.DealDetails;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.Deals.DealCard;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.pipeline.Plan;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.shared.WorkingCalendar;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The retention board, and the next deal with a customer in one click (R034, R011). */
@Controller
@RequestMapping("/customers")
class RetentionController {

  /** Who has customers, of those who cannot sign in. */
  private static final String HAVE_CUSTOMERS =
      "exists (select from customers.customer c where c.owner_id = u.id)";

  /** So many of a customer's deals are looked at, the open ones first. */
  private static final int LOOKED_AT = 50;

  /** Rules as typed. */
  record RulesForm(
      @Nullable String silentDays,
      @Nullable String renewalDays,
      @Nullable String askDays,
      @Nullable Integer version) {}

  private final Retention retention;
  private final CustomerWork work;
  private final CustomerBulk bulk;
  private final ListDesk desk;
  private final Customers customers;
  private final CustomerRules rules;
  private final CheckInLetters letters;
  private final PurchaseLists purchases;
  private final Deals deals;
  private final Organizations organizations;
  private final UserNames userNames;
  private final MessageSource messages;
  private final TransactionOperations transaction;
  private final Clock clock;

  RetentionController(
      Retention retention,
      CustomerWork work,
      CustomerBulk bulk,
      ListDesk desk,
      Customers customers,
      CustomerRules rules,
      CheckInLetters letters,
      PurchaseLists purchases,
      Deals deals,
      Organizations organizations,
      UserNames userNames,
      MessageSource messages,
      TransactionOperations transaction,
      Clock clock) {
    this.retention = retention;
    this.work = work;
    this.bulk = bulk;
    this.desk = desk;
    this.customers = customers;
    this.rules = rules;
    this.letters = letters;
    this.purchases = purchases;
    this.deals = deals;
    this.organizations = organizations;
    this.userNames = userNames;
    this.messages = messages;
    this.transaction = transaction;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping
  String board(CurrentUser viewer, Filters address, Locale locale, Model model) {
    OpenList open = desk.open(work, address, viewer);
    if (open.begin() != null) {
      return "redirect:" + open.begin();
    }
    CustomerFilter filter = CustomerFilter.of(address);
    LocalDate today = viewer.today(clock);
    CustomerRules.Known known = rules.known();
    Rules current = known.rules();
    Map<Part, Integer> counts = retention.counts(filter, current, viewer, today);
    Part part = part(address.read(Part.PARAMETER, Part::of), open, filter, counts);
    open = open.showing(Part.PARAMETER, part.said());
    Slice<Retention.Row> page =
        retention.rows(part, filter, open.state().after(), Retention.PAGE, current, viewer, today);
    List<UUID> shown = page.rows().stream().map(Retention.Row::id).toList();
    UserNames.Everybody everybody = userNames.everybody(HAVE_CUSTOMERS, Role.SALES);
    model.addAttribute("open", open);
    model.addAttribute("kinds", bulk.kinds(viewer));
    model.addAttribute("gone", CustomerWork.gone(filter, everybody.names()));
    model.addAttribute(
        "cells",
        work.cells(
            page.rows(),
            open.columns(),
            new CustomerWork.Known(
                everybody.names(),
                open.shows(CustomerWork.TOTAL) ? purchases.totals(shown, viewer) : Map.of(),
                today),
            locale,
            viewer.formats(locale)));
    model.addAttribute("page", page);
    model.addAttribute("part", part);
    model.addAttribute("parts", Part.values());
    model.addAttribute("counts", counts);
    model.addAttribute("rules", current);
    model.addAttribute("soon", Retention.SOON);
    model.addAttribute("rhythm", known.rhythm());
    model.addAttribute("leastIntervals", Rhythm.LEAST_INTERVALS);
    model.addAttribute("leastCustomers", Rhythm.LEAST_CUSTOMERS);
    model.addAttribute("openDeals", deals.openWith(shown, viewer));
    model.addAttribute(
        "newDeals",
        shown.stream().collect(Collectors.toMap(id -> id, id -> TimeOrderedUuid.next())));
    model.addAttribute("sellers", everybody.owners(viewer.scope()));
    model.addAttribute("filter", filter);
    model.addAttribute("sorts", CustomerFilter.Sort.values());
    model.addAttribute("mayWrite", PurchaseController.mayWrite(viewer));
    return "customers/retention";
  }

  /**
   * The part that is shown: the one that is asked for; where nothing is said, the first with
   * somebody in it, in the order of what it costs to leave it; of the list itself, or a view of it,
   * all.
   */
  private static Part part(
      Optional<Part> asked, OpenList open, CustomerFilter filter, Map<Part, Integer> counts) {
    if (asked.isPresent()) {
      // Whoever looks for somebody wants to find them.
      boolean lookedFor = open.view() == null && !filter.q().isEmpty();
      return lookedFor && counts.get(asked.get()) == 0 ? Part.ALL : asked.get();
    }
    return open.state().plain() || open.view() != null
        ? Part.ALL
        : Stream.of(Part.RENEWAL, Part.RISK, Part.SILENT, Part.EXPECTED)
            .filter(p -> counts.get(p) > 0)
            .findFirst()
            .orElse(Part.ALL);
  }

  /**
   * Opens the next deal with a customer: what they bought last, for as much, with a step on the
   * next working day; credited to the phase of repeating. While one for the same is open, it leads
   * to that one.
   *
   * @param deal identifies it, so that sending twice opens one
   */
  @PostMapping("/{id}/deals")
  String repeat(
      CurrentUser actor, @PathVariable UUID id, @RequestParam UUID deal, RedirectAttributes next) {
    Customer customer = customers.get(id, actor);
    OpportunityId made = new OpportunityId(deal);
    Instant now = clock.instant();
    Row last = last(customer, actor);
    String name = name(last);
    Optional<DealCard> open =
        deals.with(customer.companyId(), customer.personId(), actor, LOOKED_AT).stream()
            .filter(d -> d.open() && d.name().equals(name) && !d.id().equals(deal))
            .findFirst();
    if (open.isPresent()) {
      Flash.done(next, "repeat.already", customer.name());
      return "redirect:/pipeline/opportunities/" + open.get().id();
    }
    Once.make(
        () -> deals.details(made).isPresent(),
        () -> transaction.executeWithoutResult(tx -> open(made, customer, last, actor, now)));
    Flash.done(next, "repeat.opened", customer.name());
    return "redirect:/pipeline/opportunities/" + made;
  }

  private Row last(Customer customer, CurrentUser viewer) {
    return purchases
        .rows(
            new PurchaseFilter("", customer.id(), null, null, null, null, null),
            null,
            viewer,
            viewer.today(clock),
            1)
        .stream()
        .findFirst()
        .orElseThrow(NotFoundException::new);
  }

  private String name(Row last) {
    return messages.getMessage(
        "repeat.name",
        new Object[] {last.what()},
        Locale.forLanguageTag(organizations.current().language()));
  }

  private void open(OpportunityId id, Customer customer, Row last, CurrentUser actor, Instant now) {
    Organization company = organizations.current();
    Locale language = Locale.forLanguageTag(company.language());
    WorkingCalendar calendar = company.calendar();
    LocalDate today = actor.today(clock);
    LocalDate expected = customer.expectedOn();
    UserId owner =
        customer.owner() != null && userNames.isActive(new UserId(customer.owner()))
            ? new UserId(customer.owner())
            : actor.id();
    PersonId person = last.personId() == null ? null : new PersonId(last.personId());
    Optional<Deals.LastWon> before = deals.lastWon(customer.companyId(), person);
    DealDetails details =
        DealDetails.of(
            name(last),
            person,
            customer.companyId(),
            owner,
            last.amount(),
            Currency.getInstance(last.currency()),
            expected != null && expected.isAfter(today)
                ? expected
                : today.plusDays(Retention.SOON));
    deals.open(
        new Deals.NewDeal(
            id,
            details.soldBy(before.map(Deals.LastWon::profile).orElse(null)),
            null,
            HourglassPhase.REPEAT,
            null,
            Plan.step(
                messages.getMessage("repeat.step", null, language), calendar.nextWorkingDay(today)),
            null,
            now),
        actor.id(),
        now);
    before.ifPresent(won -> deals.engageAsIn(won.id(), id));
  }

  @GetMapping("/rules")
  ModelAndView rules(CurrentUser viewer) {
    Rules now = rules.current();
    ModelAndView page = new ModelAndView("customers/rules");
    page.addObject(
        "form",
        new RulesForm(
            String.valueOf(now.silentDays()),
            String.valueOf(now.renewalDays()),
            now.askDays() == null ? "" : String.valueOf(now.askDays()),
            now.version()));
    page.addObject("canSend", letters.canSend());
    return page;
  }

  @PostMapping("/rules")
  ModelAndView change(
      CurrentUser actor,
      @ModelAttribute("form") RulesForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    Integer silent = reader.whole("silentDays", form.silentDays(), 7, 730);
    reader.require("silentDays", silent, "required");
    Integer renewal = reader.whole("renewalDays", form.renewalDays(), 1, 365);
    reader.require("renewalDays", renewal, "required");
    Integer ask = reader.whole("askDays", form.askDays(), 1, 180);
    if (silent == null || renewal == null || reader.failed()) {
      ModelAndView page = new ModelAndView("customers/rules", errors.getModel());
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      page.addObject("canSend", letters.canSend());
      return page;
    }
    rules.change(
        new Rules(silent, renewal, ask, form.version() == null ? -1 : form.version()),
        actor.today(clock));
    Flash.done(next, "customers.rules.changed");
    return new ModelAndView("redirect:/customers");
  }
}
