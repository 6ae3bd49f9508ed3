package com.arenacrm.customers;

import com.arenacrm.customers.CheckIns.Which;
import com.arenacrm.customers.Retention.Part;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.UserNames;
import com.arenacrm.lists.Cell;
import com.arenacrm.lists.ListDesk;
import com.arenacrm.lists.OpenList;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.ListFile;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The lists of customers as files, each filtered as its page is. */
@Controller
@RequestMapping("/customers")
class CustomerExportController {

  private final Retention retention;
  private final CustomerWork work;
  private final ListDesk desk;
  private final PurchaseLists purchases;
  private final CustomerRules rules;
  private final CheckIns checkIns;
  private final Referrals referrals;
  private final AfterSale afterSale;
  private final UserNames userNames;
  private final Exports exports;
  private final Clock clock;

  CustomerExportController(
      Retention retention,
      CustomerWork work,
      ListDesk desk,
      PurchaseLists purchases,
      CustomerRules rules,
      CheckIns checkIns,
      Referrals referrals,
      AfterSale afterSale,
      UserNames userNames,
      Exports exports,
      Clock clock) {
    this.retention = retention;
    this.work = work;
    this.desk = desk;
    this.purchases = purchases;
    this.rules = rules;
    this.checkIns = checkIns;
    this.referrals = referrals;
    this.afterSale = afterSale;
    this.userNames = userNames;
    this.exports = exports;
    this.clock = clock;
  }

  /** A part of the retention board; all customers where none is named. */
  @GetMapping("/export")
  void board(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Filters filters,
      Locale locale,
      HttpServletResponse response) {
    CustomerFilter filter = CustomerFilter.of(filters);
    Part part = filters.read(Part.PARAMETER, Part::of).orElse(Part.ALL);
    boolean asShown = filters.is(OpenList.SHOWN);
    filters.orNoFile();
    LocalDate today = viewer.today(clock);
    CustomerRules.Rules current = rules.current();
    Map<UUID, String> names = userNames.all();
    Formats words = viewer.formats(locale);
    if (asShown) {
      OpenList open = desk.open(work, filters, viewer);
      exports.send(
          response,
          viewer,
          locale,
          format,
          "nav.customers",
          CustomerWork.names(open),
          Exports.pieces(
              after -> retention.rows(part, filter, after, Exports.PIECE, current, viewer, today),
              (rows, file) -> shown(rows, open, names, today, viewer, locale, words, file)));
      return;
    }
    exports.send(
        response,
        viewer,
        locale,
        format,
        "nav.customers",
        List.of(
            "purchase.customer",
            "retention.why",
            "customer.last",
            "retention.export.purchases",
            "retention.next",
            "retention.export.from",
            "retention.export.until",
            "deal.spoken",
            "retention.export.renewal",
            "checkin.score.short",
            "customer.owner"),
        Exports.each(
            after -> retention.rows(part, filter, after, Exports.PIECE, current, viewer, today),
            c ->
                Arrays.asList(
                    c.name(),
                    work.said(c, today, locale, words),
                    c.lastOn(),
                    c.purchases(),
                    c.expectedOn(),
                    c.expectedFrom(),
                    c.expectedUntil(),
                    c.lastContactAt(),
                    c.renewalOn(),
                    c.score(),
                    c.owner() == null ? null : names.get(c.owner()))));
  }

  /** As the list shows them. */
  private void shown(
      List<Retention.Row> rows,
      OpenList open,
      Map<UUID, String> names,
      LocalDate today,
      CurrentUser viewer,
      Locale locale,
      Formats words,
      ListFile file) {
    CustomerWork.Known known =
        new CustomerWork.Known(
            names,
            open.shows(CustomerWork.TOTAL)
                ? purchases.totals(rows.stream().map(Retention.Row::id).toList(), viewer)
                : Map.of(),
            today);
    Map<UUID, List<Cell>> cells = work.cells(rows, open.columns(), known, locale, words);
    rows.forEach(row -> file.row(CustomerWork.row(row, open, cells.get(row.id()), known)));
  }

  /** What customers say. */
  @GetMapping("/satisfaction/export")
  void satisfaction(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Filters filters,
      Locale locale,
      HttpServletResponse response) {
    Which which = CheckInController.which(filters);
    LocalDate first = CheckInController.month(filters);
    filters.orNoFile();
    Map<UUID, String> names = userNames.all();
    exports.send(
        response,
        viewer,
        locale,
        format,
        "checkin.title",
        List.of(
            "purchase.customer",
            "checkin.who",
            "purchase.what",
            "checkin.score.short",
            "checkin.comment",
            "checkin.export.asked",
            "checkin.export.answered",
            "checkin.export.settled",
            "checkin.export.settledBy",
            "checkin.how"),
        Exports.each(
            after -> checkIns.rows(null, which, first, after, Exports.PIECE, viewer),
            k ->
                Arrays.asList(
                    k.customerName(),
                    k.personName(),
                    k.what(),
                    k.score(),
                    k.comment(),
                    k.askedAt(),
                    k.answeredAt(),
                    k.settledAt(),
                    k.settledBy() == null ? null : names.get(k.settledBy()),
                    k.settledHow())));
  }

  /** Who brought whom, one to a row. */
  @GetMapping("/referrals/export")
  void referrals(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Filters filters,
      Locale locale,
      HttpServletResponse response) {
    boolean unthanked = ReferralController.isUnthanked(filters);
    filters.orNoFile();
    exports.send(
        response,
        viewer,
        locale,
        format,
        "referrals.title",
        List.of(
            "referrals.export.by",
            "referrals.export.whom",
            "referrals.export.on",
            "referrals.export.bought",
            "referrals.export.thanked"),
        Exports.each(
            after -> referrals.rows(unthanked, after, Exports.PIECE, viewer),
            r ->
                Arrays.asList(
                    r.referrerName(),
                    r.personName(),
                    r.at(),
                    say(r.bought() ? "export.yes" : "export.no", locale),
                    r.thankedAt())));
  }

  /** What is done after a sale. */
  @GetMapping("/checklist/export")
  void checklist(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    List<AfterSale.Step> steps = afterSale.checklist().steps();
    exports.send(
        response,
        viewer,
        locale,
        format,
        "aftersale.title",
        List.of("aftersale.days", "aftersale.step"),
        file -> steps.forEach(s -> file.row(List.of(s.days(), s.step()))));
  }

  private String say(String key, Locale locale, Object... arguments) {
    return exports.say(key, locale, arguments);
  }
}
