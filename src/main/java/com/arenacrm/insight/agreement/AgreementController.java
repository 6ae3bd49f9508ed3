package com.arenacrm.insight.agreement;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.Exports.Column;
import com.arenacrm.identity.UserNames;
import com.arenacrm.insight.agreement.AgreementReport.By;
import com.arenacrm.insight.agreement.AgreementReports.Rows;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.ShortAddress;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** How marketing and sales keep what they agreed; everybody reads the same page (R090). */
@Controller
@RequestMapping("/reports/agreement")
class AgreementController {

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("person.name"),
          Column.of("person.company"),
          Column.of("agreement.by.activity"),
          Column.of("agreement.by.marketer"),
          Column.of("agreement.by.seller"),
          Column.of("agreement.export.holder"),
          Column.of("agreement.export.handed"),
          Column.of("agreement.row.answer"),
          Column.of("agreement.export.accepted"),
          Column.of("agreement.export.returned"),
          Column.of("agreement.by.reason"),
          Column.of("agreement.export.note"),
          Column.of("agreement.by.done"),
          Column.of("agreement.export.talked"),
          Column.of("agreement.row.pace"),
          Column.of("agreement.row.cost"));

  private final AgreementReports reports;
  private final UserNames userNames;
  private final Exports exports;
  private final MessageSource messages;
  private final Clock clock;

  AgreementController(
      AgreementReports reports,
      UserNames userNames,
      Exports exports,
      MessageSource messages,
      Clock clock) {
    this.reports = reports;
    this.userNames = userNames;
    this.exports = exports;
    this.messages = messages;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping
  String page(CurrentUser viewer, Filters filters, Model model) {
    Instant now = clock.instant();
    Span span = Span.read(filters, viewer.today(clock));
    model.addAttribute("q", span);
    model.addAttribute("profiles", reports.profiles());
    model.addAttribute("report", reports.report(span, viewer, now));
    model.addAttribute("signed", reports.signed());
    names(model);
    model.addAttribute("narrowed", !viewer.scope().all());
    model.addAttribute("timedMost", AgreementReports.TIMED);
    for (Handed what : Handed.values()) {
      model.addAttribute(what.name(), what);
    }
    return "insight/agreement";
  }

  /** Who is who, by identifier and by how it stands in addresses. */
  private void names(Model model) {
    Map<UUID, String> all = userNames.all();
    Map<String, String> people = new HashMap<>();
    all.forEach((id, name) -> people.put(id.toString(), name));
    model.addAttribute("userNames", all);
    model.addAttribute("people", people);
  }

  /** The handoffs behind a number. */
  @GetMapping("/rows")
  String rows(
      CurrentUser viewer,
      Filters filters,
      @RequestParam String what,
      @RequestParam(required = false) @Nullable String by,
      @RequestParam(defaultValue = "") String line,
      @RequestParam(defaultValue = "0") int first,
      Model model) {
    Span span = Span.read(filters, viewer.today(clock));
    Handed handed = Handed.of(what).orElseThrow(NotFoundException::new);
    By parted = by(by);
    var rows =
        reports.rows(
            span,
            handed,
            parted,
            line,
            Math.max(0, first),
            AgreementReports.ROWS_OF_PAGE,
            viewer,
            clock.instant());
    model.addAttribute("q", span);
    model.addAttribute("what", handed);
    model.addAttribute("by", parted == null ? null : parted.key());
    model.addAttribute("line", line);
    model.addAttribute(
        "activity", parted == By.ACTIVITY && !line.isEmpty() ? reports.titleOf(line) : null);
    model.addAttribute("rows", rows);
    names(model);
    return "insight/agreement-rows";
  }

  private static @Nullable By by(@Nullable String key) {
    return key == null
        ? null
        : Stream.of(By.values())
            .filter(b -> b.key().equals(key))
            .findFirst()
            .orElseThrow(NotFoundException::new);
  }

  /** The same handoffs as a file. */
  @GetMapping("/export")
  void export(
      CurrentUser viewer,
      Filters filters,
      @RequestParam(defaultValue = "handed") String what,
      @RequestParam(required = false) @Nullable String by,
      @RequestParam(defaultValue = "") String line,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    Span span = Span.read(filters, viewer.today(clock));
    filters.orNoFile();
    Handed handed = Handed.of(what).orElseThrow(NotFoundException::new);
    Rows rows =
        reports.rows(span, handed, by(by), line, 0, ListFile.MOST_ROWS, viewer, clock.instant());
    Map<UUID, String> names = userNames.all();
    exports.send(
        response,
        viewer,
        locale,
        format,
        "agreement.title",
        COLUMNS,
        List.of(),
        rows.all(),
        file ->
            rows.rows()
                .forEach(
                    r ->
                        file.row(
                            Arrays.asList(
                                r.personName(),
                                r.companyName(),
                                r.activity(),
                                names.get(r.fromUser()),
                                r.seller() == null ? null : names.get(r.seller()),
                                r.holder() == null ? null : names.get(r.holder()),
                                r.handedAt(),
                                text("agreement.answer." + r.answer(), locale),
                                r.acceptedAt(),
                                r.rejectedAt(),
                                r.rejection() == null
                                    ? null
                                    : text("rejection." + r.rejection(), locale),
                                r.rejectionNote(),
                                r.returnAnswer() == null
                                    ? null
                                    : text("return.did." + r.returnAnswer(), locale),
                                r.firstContactAt(),
                                text("agreement.pace." + r.pace(), locale),
                                r.cost()))));
  }

  private String text(String key, Locale locale) {
    return messages.getMessage(key, null, locale);
  }
}
