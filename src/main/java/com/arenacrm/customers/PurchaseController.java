package com.arenacrm.customers;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.CompanyMeant;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.ContactBook.WhichCompany;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.customers.PurchaseLists.Row;
import com.arenacrm.customers.PurchaseLists.Total;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.Exports.Column;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.lists.Cell;
import com.arenacrm.lists.ListDesk;
import com.arenacrm.lists.ListState;
import com.arenacrm.lists.OpenList;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.Meanwhile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.platform.Slice;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.shared.Money;
import jakarta.servlet.http.HttpServletResponse;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
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

/** What customers bought: the list, writing it down, changing it, taking it away. */
@Controller
@RequestMapping("/customers/purchases")
class PurchaseController {

  /** Who sold something, of those who cannot sign in. */
  private static final String HAVE_SOLD =
      "exists (select from customers.purchase p where p.owner_id = u.id and p.deleted_at is null)";

  private static final String EARLY = "payment.due.early";
  private static final BigDecimal MOST = new BigDecimal("999999999999.99");

  private static final List<Column> COLUMNS =
      List.of(
          Exports.ID,
          Column.of("purchase.on"),
          Column.of("person.company"),
          Column.of("purchase.person"),
          Column.of("purchase.what"),
          Column.of("purchase.amount"),
          Column.of("purchase.currency"),
          Column.of("payment.due"),
          Column.of("payment.paid"),
          Column.of("purchase.owner"),
          Column.of("purchase.note"),
          Column.readOnly("purchase.source"));

  /**
   * A purchase as typed.
   *
   * @param id the new one's, so that sending twice writes it down once
   * @param person chosen from the list, or empty
   * @param personName as typed: a name or an address
   * @param newPerson {@code true} to add somebody whom nobody knows yet
   * @param advance {@code true} where it is meant that it was due before they bought
   */
  record PurchaseForm(
      @Nullable String id,
      @Nullable String company,
      @Nullable String person,
      @Nullable String personName,
      @Nullable String newPerson,
      @Nullable String what,
      @Nullable String boughtOn,
      @Nullable String amount,
      @Nullable String currency,
      @Nullable String dueOn,
      @Nullable String paidOn,
      @Nullable String owner,
      @Nullable String offer,
      @Nullable String renewsOn,
      @Nullable String termMonths,
      @Nullable String note,
      @Nullable String advance,
      @Nullable Integer version) {}

  private final Purchases purchases;
  private final PurchaseLists lists;
  private final PurchaseWork work;
  private final PurchaseBulk bulk;
  private final ListDesk desk;
  private final ContactBook contacts;
  private final UserNames userNames;
  private final Playbook playbook;
  private final Exports exports;
  private final TransactionOperations transaction;
  private final Clock clock;

  PurchaseController(
      Purchases purchases,
      PurchaseLists lists,
      PurchaseWork work,
      PurchaseBulk bulk,
      ListDesk desk,
      ContactBook contacts,
      UserNames userNames,
      Playbook playbook,
      Exports exports,
      TransactionOperations transaction,
      Clock clock) {
    this.purchases = purchases;
    this.lists = lists;
    this.work = work;
    this.bulk = bulk;
    this.desk = desk;
    this.contacts = contacts;
    this.userNames = userNames;
    this.playbook = playbook;
    this.exports = exports;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Whether this person writes down what customers do; marketing only reads it. */
  static boolean mayWrite(CurrentUser viewer) {
    return viewer.isSales() || viewer.isManager();
  }

  @ShortAddress
  @GetMapping
  String list(CurrentUser viewer, Filters address, Locale locale, Model model) {
    OpenList open = desk.open(work, address, viewer);
    if (open.begin() != null) {
      return "redirect:" + open.begin();
    }
    LocalDate today = viewer.today(clock);
    PurchaseFilter filter = PurchaseFilter.of(address);
    Slice<Row> page = lists.page(filter, open.state().after(), viewer, today, PurchaseLists.PAGE);
    List<Total> totals = lists.totals(filter, viewer, today);
    UserNames.Everybody everybody = userNames.everybody(HAVE_SOLD, Role.SALES);
    model.addAttribute("open", open);
    model.addAttribute("kinds", bulk.kinds(viewer));
    model.addAttribute(
        "gone",
        filter.owner() == null || everybody.names().containsKey(filter.owner())
            ? List.of()
            : List.of("views.gone.user"));
    model.addAttribute(
        "cells",
        work.cells(
            page.rows(), open.columns(), everybody.names(), today, locale, viewer.formats(locale)));
    model.addAttribute("page", page);
    model.addAttribute("filter", filter);
    model.addAttribute("payments", PurchaseFilter.Payment.values());
    model.addAttribute("sources", PurchaseFilter.Source.values());
    model.addAttribute("totals", totals);
    model.addAttribute("total", totals.stream().mapToInt(Total::purchases).sum());
    model.addAttribute("sellers", everybody.owners(viewer.scope()));
    model.addAttribute(
        "customerName",
        filter.customer() == null || page.rows().isEmpty()
            ? null
            : page.rows().get(0).customerName());
    model.addAttribute("mayWrite", mayWrite(viewer));
    return "customers/purchases";
  }

  @GetMapping("/export")
  void export(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Filters address,
      Locale locale,
      HttpServletResponse response) {
    LocalDate today = viewer.today(clock);
    PurchaseFilter filter = PurchaseFilter.of(address);
    boolean asShown = address.is(OpenList.SHOWN);
    address.orNoFile();
    OpenList open = desk.open(work, address, viewer);
    Map<UUID, String> names = userNames.all();
    exports.send(
        response,
        viewer,
        locale,
        format,
        "purchases.title",
        asShown ? PurchaseWork.names(open).stream().map(Column::of).toList() : COLUMNS,
        List.of(),
        lists.totals(filter, viewer, today).stream().mapToInt(Total::purchases).sum(),
        Exports.pieces(
            after -> lists.page(filter, after, viewer, today, Exports.PIECE),
            (rows, file) -> {
              if (asShown) {
                Map<UUID, List<Cell>> cells =
                    work.cells(rows, open.columns(), names, today, locale, viewer.formats(locale));
                rows.forEach(row -> file.row(PurchaseWork.row(row, open, cells.get(row.id()))));
              } else {
                rows.forEach(row -> write(row, names, locale, file));
              }
            }));
  }

  private void write(Row row, Map<UUID, String> names, Locale locale, ListFile file) {
    file.row(
        Arrays.asList(
            row.id().toString(),
            row.boughtOn(),
            row.companyName(),
            row.personName(),
            row.what(),
            row.amount(),
            row.currency(),
            row.dueOn(),
            row.paidOn(),
            row.ownerId() == null ? null : names.get(row.ownerId()),
            row.note(),
            work.source(row, locale)));
  }

  @GetMapping("/new")
  ModelAndView blank(
      CurrentUser actor,
      @RequestParam(required = false) @Nullable UUID company,
      @RequestParam(required = false) @Nullable UUID person,
      Locale locale) {
    PersonCard who =
        person == null
            ? null
            : contacts.cards(List.of(new PersonId(person))).get(new PersonId(person));
    CompanyMeant at =
        company == null ? CompanyMeant.NOBODY : contacts.companyMeant(new CompanyId(company));
    String companyName =
        company != null
            ? Objects.requireNonNull(at.name())
            : who == null || who.company() == null ? "" : who.company();
    ModelAndView page = new ModelAndView("customers/purchase-form");
    page.addObject(
        "form",
        new PurchaseForm(
            PurchaseId.next().toString(),
            companyName,
            who == null ? "" : who.id().toString(),
            who == null ? "" : who.name(),
            "",
            "",
            actor.today(clock).toString(),
            "",
            actor.company().currency().getCurrencyCode(),
            "",
            "",
            actor.id().toString(),
            "",
            "",
            "",
            "",
            "",
            0));
    at.show(page::addObject);
    return choices(page, actor, null, locale);
  }

  @PostMapping
  ModelAndView add(
      CurrentUser actor,
      @ModelAttribute("form") PurchaseForm form,
      BindingResult errors,
      WhichCompany said,
      Locale locale,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    Read read = read(form, said, reader, actor, null);
    if (id == null || reader.failed()) {
      return invalid(errors, actor, null, read, locale);
    }
    PurchaseId purchase = new PurchaseId(id);
    Instant now = clock.instant();
    try {
      Once.make(
          () -> purchases.isThere(purchase),
          () ->
              transaction.executeWithoutResult(
                  tx ->
                      purchases.add(
                          purchase, read.details(contacts, actor, now), actor.id(), now)));
    } catch (RefusedException e) {
      errors.reject(e.messageKey(), e.arguments(), null);
      return invalid(errors, actor, null, read, locale);
    }
    Purchase made = purchases.get(purchase, actor);
    Flash.done(next, "purchase.added", made.customerName());
    return new ModelAndView("redirect:/customers/" + made.customer());
  }

  @GetMapping("/{id}")
  ModelAndView edit(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(name = ListState.PARAMETER, required = false) @Nullable String from,
      Locale locale) {
    ModelAndView page = edit(actor, there(id, actor), locale);
    page.addObject("place", work.place(id, from, actor, actor.today(clock)));
    return page;
  }

  private ModelAndView edit(CurrentUser actor, Purchase purchase, Locale locale) {
    ModelAndView page = new ModelAndView("customers/purchase-form");
    page.addObject("form", opened(actor, purchase, locale));
    return choices(page, actor, purchase, locale);
  }

  private Purchase there(UUID id, CurrentUser actor) {
    Purchase purchase = purchases.get(new PurchaseId(id), actor);
    if (purchase.isDeleted()) {
      throw new NotFoundException();
    }
    return purchase;
  }

  private static PurchaseForm opened(CurrentUser actor, Purchase purchase, Locale locale) {
    PurchaseDetails d = purchase.details();
    return new PurchaseForm(
        purchase.id().toString(),
        Objects.toString(purchase.names().company(), ""),
        Objects.toString(d.person(), ""),
        Objects.toString(purchase.names().person(), ""),
        "",
        d.what(),
        d.on().toString(),
        actor.formats(locale).typedSum(d.amount().amount()),
        d.amount().currency().getCurrencyCode(),
        Objects.toString(d.due(), ""),
        Objects.toString(d.paid(), ""),
        Objects.toString(d.owner(), ""),
        Objects.toString(d.offer(), ""),
        Objects.toString(d.renews(), ""),
        Objects.toString(d.term(), ""),
        Objects.toString(d.note(), ""),
        "",
        purchase.version());
  }

  @PostMapping("/{id}")
  ModelAndView change(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") PurchaseForm form,
      BindingResult errors,
      WhichCompany said,
      Locale locale,
      RedirectAttributes next) {
    Purchase purchase = there(id, actor);
    FormReader reader = new FormReader(errors, locale);
    Read read = read(form, said, reader, actor, purchase);
    if (reader.failed()) {
      return invalid(errors, actor, purchase, read, locale);
    }
    if (Meanwhile.changed(form.version(), purchase.version())) {
      return Meanwhile.show(edit(actor, purchase, locale), form, opened(actor, purchase, locale));
    }
    Instant now = clock.instant();
    try {
      transaction.executeWithoutResult(
          tx -> purchases.change(purchase, read.details(contacts, actor, now), now));
    } catch (RefusedException e) {
      errors.reject(e.messageKey(), e.arguments(), null);
      return invalid(errors, actor, purchase, read, locale);
    }
    Flash.done(next, "purchase.changed", purchase.details().what());
    return new ModelAndView("redirect:/customers/" + purchase.customer());
  }

  @PostMapping("/{id}/deletion")
  String delete(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "-1") int version,
      RedirectAttributes next) {
    Purchase purchase = there(id, actor);
    try {
      StaleVersionException.check(version, purchase.version());
      purchases.delete(purchase, actor.id(), clock.instant());
      Flash.done(next, "purchase.deleted", purchase.details().what());
      Flash.undo(next, "/customers/purchases/" + id + "/restoring");
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/customers/purchases";
  }

  @PostMapping("/{id}/restoring")
  String restore(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    Purchase purchase = purchases.get(new PurchaseId(id), actor);
    try {
      if (purchase.isDeleted()) {
        purchases.restore(purchase, actor.id(), clock.instant());
      }
      Flash.done(next, "purchase.restored", purchase.details().what());
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/customers/" + purchase.customer();
  }

  /**
   * Settles a renewal: by a new purchase like the one before, or by the reason why there is none.
   *
   * @param purchase identifies the new one, so that sending twice renews once
   */
  @PostMapping("/{id}/renewal")
  String renew(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "-1") int version,
      @RequestParam(required = false) @Nullable UUID purchase,
      @RequestParam(defaultValue = "") String why,
      RedirectAttributes next) {
    Purchase before = there(id, actor);
    String reason = FormReader.clean(why);
    LocalDate today = actor.today(clock);
    try {
      if (purchase != null && purchases.isThere(new PurchaseId(purchase))) {
        Flash.done(next, "renewal.renewed", before.details().what());
      } else {
        StaleVersionException.check(version, before.version());
        if (reason.length() > 500) {
          throw new RefusedException("tooLong", 500);
        }
        purchases.settle(
            before,
            purchase == null ? null : new PurchaseId(purchase),
            reason.isEmpty() ? null : reason,
            actor.id(),
            today,
            clock.instant());
        Flash.done(
            next, purchase == null ? "renewal.ended" : "renewal.renewed", before.details().what());
      }
      Flash.undo(next, "/customers/purchases/" + id + "/renewal/undo");
    } catch (RefusedException e) {
      Flash.refused(next, e);
      next.addFlashAttribute("typedWhy", reason);
    }
    return "redirect:/customers/" + before.customer() + "#renewals";
  }

  /** Opens a renewal again, and takes away the purchase that it made. */
  @PostMapping("/{id}/renewal/undo")
  String renewNot(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    Purchase before = there(id, actor);
    try {
      purchases.unsettle(before, actor.id(), clock.instant());
      Flash.done(next, "renewal.undone", before.details().what());
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/customers/" + before.customer() + "#renewals";
  }

  /**
   * What was typed, as far as it can be read.
   *
   * @param newPerson the name of somebody to add, or null
   */
  private record Read(
      CompanyMeant company,
      @Nullable PersonId person,
      @Nullable CompanyId companyOfPerson,
      @Nullable String newPerson,
      String what,
      @Nullable LocalDate on,
      @Nullable Money amount,
      @Nullable LocalDate due,
      @Nullable LocalDate paid,
      @Nullable String note,
      @Nullable UserId owner,
      @Nullable OfferId offer,
      @Nullable LocalDate renews,
      @Nullable Integer term,
      @Nullable PurchaseDetails present) {

    PurchaseDetails details(ContactBook contacts, CurrentUser actor, Instant now) {
      if (present != null) {
        return new PurchaseDetails(
            present.company(),
            present.person(),
            present.what(),
            present.on(),
            present.amount(),
            due,
            paid,
            note,
            present.owner(),
            present.offer(),
            renews,
            term);
      }
      CompanyId at =
          company.name() == null
              ? companyOfPerson
              : contacts.companyNamed(company, actor.id(), now);
      PersonId who =
          newPerson == null
              ? person
              : contacts
                  .addPerson(
                      PersonId.next(), PersonDetails.of(newPerson, null, null, at), actor.id(), now)
                  .id();
      return new PurchaseDetails(
          at,
          who,
          what,
          Objects.requireNonNull(on),
          Objects.requireNonNull(amount),
          due,
          paid,
          note,
          owner,
          offer,
          renews,
          term);
    }
  }

  private Read read(
      PurchaseForm form,
      WhichCompany said,
      FormReader reader,
      CurrentUser actor,
      @Nullable Purchase present) {
    LocalDate today = actor.today(clock);
    LocalDate due = reader.date("dueOn", form.dueOn());
    LocalDate paid = reader.date("paidOn", form.paidOn());
    if (paid != null && paid.isAfter(today)) {
      reader.refuse("paidOn", "payment.future");
    }
    String note = reader.text("note", form.note(), 2000);
    LocalDate renews = reader.date("renewsOn", form.renewsOn());
    Integer term = reader.whole("termMonths", form.termMonths(), 1, 120);
    if (present != null && present.deal().isPresent()) {
      checkDue(present.details().on(), due, form, reader, actor, present);
      return new Read(
          CompanyMeant.NOBODY,
          null,
          null,
          null,
          "",
          null,
          null,
          due,
          paid,
          note,
          null,
          null,
          renews,
          term,
          present.details());
    }
    String company = reader.text("company", form.company(), 200);
    String typed = reader.text("personName", form.personName(), 254);
    boolean add = typed != null && "true".equals(form.newPerson());
    Optional<PersonCard> found =
        typed == null || add ? Optional.empty() : Who.find(contacts, form.person(), typed, company);
    if (typed != null && !add && found.isEmpty()) {
      reader.refuse("personName", "deal.person.unknown", typed);
    }
    if (typed == null && company == null) {
      reader.refuse("company", "purchase.whom.required");
    }
    String what = reader.required("what", form.what(), 200);
    LocalDate on = reader.date("boughtOn", form.boughtOn());
    reader.require("boughtOn", on, "required");
    if (on != null && on.isAfter(today)) {
      reader.refuse("boughtOn", "purchase.on.future");
    }
    checkDue(on, due, form, reader, actor, present);
    if (on != null && renews != null && !renews.isAfter(on)) {
      reader.refuse("renewsOn", "purchase.renews.early");
    }
    BigDecimal amount = reader.amount("amount", form.amount());
    reader.require("amount", amount, "required");
    if (amount != null && amount.compareTo(MOST) > 0) {
      reader.refuse("amount", "amount.invalid");
    }
    Currency currency = currency(form, reader, actor);
    CompanyMeant meant =
        present != null && Objects.equals(company, present.names().company())
            ? contacts.companyMeant(
                company, said, present.details().company(), present.names().company())
            : contacts.companyMeant(
                company,
                said,
                found.map(PersonCard::companyId).orElse(null),
                found.map(PersonCard::company).orElse(null));
    meant.require(reader);
    return new Read(
        meant,
        found.map(PersonCard::id).orElse(null),
        found.map(PersonCard::companyId).orElse(null),
        add ? typed : null,
        what,
        on,
        amount == null ? null : Money.of(amount, currency),
        due,
        paid,
        note,
        owner(form, reader, actor, present),
        offer(form, reader, actor, present),
        renews,
        term,
        null);
  }

  /**
   * Asks once where it was due before they bought, which is so where one pays in advance, and is a
   * slip else. That it was paid before is nothing strange: then it was in advance.
   */
  private static void checkDue(
      @Nullable LocalDate on,
      @Nullable LocalDate due,
      PurchaseForm form,
      FormReader reader,
      CurrentUser actor,
      @Nullable Purchase present) {
    boolean known =
        present != null
            && Objects.equals(due, present.details().due())
            && Objects.equals(on, present.details().on());
    if (on != null && due != null && due.isBefore(on) && !known && !isAdvance(form)) {
      reader.refuse("dueOn", EARLY, actor.formats(LocaleContextHolder.getLocale()).date(on));
    }
  }

  private static boolean isAdvance(PurchaseForm form) {
    return "true".equals(form.advance());
  }

  private static Currency currency(PurchaseForm form, FormReader reader, CurrentUser actor) {
    String code = FormReader.clean(form.currency()).toUpperCase(Locale.ROOT);
    try {
      return code.isEmpty() ? actor.company().currency() : Currency.getInstance(code);
    } catch (IllegalArgumentException e) {
      reader.refuse("currency", "deal.currency.invalid");
      return actor.company().currency();
    }
  }

  private @Nullable UserId owner(
      PurchaseForm form, FormReader reader, CurrentUser actor, @Nullable Purchase present) {
    UUID owner = reader.id("owner", form.owner());
    UUID before =
        present == null || present.details().owner() == null
            ? null
            : present.details().owner().id();
    if (owner == null) {
      return before == null ? null : new UserId(before);
    }
    if (userNames.assignable(actor, before).stream().noneMatch(c -> c.id().id().equals(owner))) {
      reader.refuse("owner", "choose");
    }
    return new UserId(owner);
  }

  private @Nullable OfferId offer(
      PurchaseForm form, FormReader reader, CurrentUser actor, @Nullable Purchase present) {
    UUID offer = reader.id("offer", form.offer());
    if (offer == null) {
      return null;
    }
    OfferId before = present == null ? null : present.details().offer();
    boolean known =
        playbook.toChoose(null, before, null).contains(offer)
            || before != null && before.id().equals(offer);
    if (!known) {
      reader.refuse("offer", "choose");
    }
    return new OfferId(offer);
  }

  private ModelAndView invalid(
      BindingResult errors,
      CurrentUser actor,
      @Nullable Purchase purchase,
      Read read,
      Locale locale) {
    ModelAndView page = new ModelAndView("customers/purchase-form", errors.getModel());
    read.company().show(page::addObject);
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    page.addObject("askNewPerson", errors.hasFieldErrors("personName"));
    page.addObject(
        "askAdvance",
        errors.getFieldErrors("dueOn").stream().anyMatch(e -> EARLY.equals(e.getCode())));
    return choices(page, actor, purchase, locale);
  }

  private ModelAndView choices(
      ModelAndView page, CurrentUser actor, @Nullable Purchase purchase, Locale locale) {
    UserId present = purchase == null ? null : purchase.details().owner();
    page.addObject("purchase", purchase);
    page.addObject("deal", purchase == null ? null : purchase.deal().orElse(null));
    page.addObject("owners", userNames.assignable(actor, present == null ? null : present.id()));
    page.addObject(
        "offers",
        playbook.offersOfAnyDay(
            purchase == null ? null : purchase.details().offer(), actor.formats(locale)));
    return page;
  }
}
