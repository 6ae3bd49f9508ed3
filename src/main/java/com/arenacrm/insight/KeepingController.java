package com.arenacrm.insight;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.insight.KeepingReports.Part;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.platform.Spreadsheet;
import com.arenacrm.shared.Quarter;
import java.time.Clock;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Whether customers come back, and what winning one costs beside keeping one (R020, R032). */
@Controller
@RequestMapping("/reports")
class KeepingController {

  /** Two years stand on a page. */
  private static final int QUARTERS = 8;

  private final KeepingReports reports;
  private final AuditTrail audit;
  private final MessageSource messages;
  private final Clock clock;

  KeepingController(KeepingReports reports, AuditTrail audit, MessageSource messages, Clock clock) {
    this.reports = reports;
    this.audit = audit;
    this.messages = messages;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping("/keeping")
  String page(
      CurrentUser viewer, @RequestParam(required = false) @Nullable String quarter, Model model) {
    Quarter now = now(viewer);
    Quarter shown = quarter(quarter, now);
    model.addAttribute("lines", reports.lines(shown, QUARTERS, viewer));
    model.addAttribute("now", now);
    model.addAttribute("earlier", shown.plus(-QUARTERS));
    model.addAttribute(
        "later", shown.compareTo(now) < 0 ? earliest(shown.plus(QUARTERS), now) : null);
    model.addAttribute("currency", KeepingReports.currency(viewer));
    model.addAttribute("enough", KeepingLine.ENOUGH);
    model.addAttribute("quarter", shown);
    return "insight/keeping";
  }

  /** The sales or activities behind a number. */
  @GetMapping("/keeping/rows")
  String rows(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable String quarter,
      @RequestParam String of,
      @RequestParam(defaultValue = "0") int first,
      Model model) {
    Part part = Part.of(of).orElseThrow(NotFoundException::new);
    Quarter shown = quarter(quarter, now(viewer));
    KeepingReports.Rows rows = reports.rows(part, shown, Math.max(0, first), viewer);
    model.addAttribute("part", part);
    model.addAttribute("quarter", shown);
    model.addAttribute("rows", rows);
    model.addAttribute("currency", KeepingReports.currency(viewer));
    return "insight/keeping-rows";
  }

  /** The same numbers, for a spreadsheet. */
  @GetMapping("/keeping.csv")
  ResponseEntity<byte[]> file(
      CurrentUser viewer, @RequestParam(required = false) @Nullable String quarter, Locale locale) {
    Quarter shown = quarter(quarter, now(viewer));
    Spreadsheet sheet = new Spreadsheet(viewer.formats(locale).locale());
    sheet.row(
        Stream.of(
                "goals.quarter",
                "keeping.fresh",
                "keeping.fresh.amount",
                "keeping.fresh.customers",
                "keeping.repeats",
                "keeping.repeats.amount",
                "keeping.kept.customers",
                "keeping.buyers",
                "keeping.rate.unit",
                "keeping.days",
                "keeping.won-spend",
                "keeping.each.fresh",
                "keeping.kept-spend",
                "keeping.each.kept")
            .map(key -> messages.getMessage(key, null, locale))
            .toList());
    for (KeepingLine line : reports.lines(shown, QUARTERS, viewer)) {
      sheet.row(
          line.quarter().toString(),
          Integer.toString(line.fresh()),
          sheet.number(line.freshAmount()),
          Integer.toString(line.freshCustomers()),
          Integer.toString(line.repeats()),
          sheet.number(line.repeatAmount()),
          Integer.toString(line.keptCustomers()),
          Integer.toString(line.buyers()),
          sheet.number(line.rate().orElse(null)),
          sheet.number(line.days().orElse(null)),
          sheet.number(line.wonSpend()),
          sheet.number(line.eachFresh().orElse(null)),
          sheet.number(line.keptSpend()),
          sheet.number(line.eachKept().orElse(null)));
    }
    audit.note(viewer, "results-exported", new Subject("results", null, "keeping"));
    return sheet.named("arena-keeping-%s.csv".formatted(shown));
  }

  private Quarter now(CurrentUser viewer) {
    return Quarter.of(viewer.today(clock));
  }

  /** What has not begun is shown as the quarter that runs: nothing can have been sold in it. */
  private static Quarter quarter(@Nullable String text, Quarter now) {
    return Quarter.parse(FormReader.clean(text))
        .filter(q -> q.compareTo(now) <= 0 && now.year() - q.year() <= 30)
        .orElse(now);
  }

  private static Quarter earliest(Quarter one, Quarter other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
