package com.arenacrm.insight.agreement;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.insight.agreement.AgreementReport.By;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.ShortAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** How marketing and sales keep what they agreed; everybody reads the same page (R090). */
@Controller
@RequestMapping("/reports/agreement")
class AgreementController {

  private final AgreementReports reports;
  private final UserNames userNames;
  private final Clock clock;

  AgreementController(AgreementReports reports, UserNames userNames, Clock clock) {
    this.reports = reports;
    this.userNames = userNames;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping
  String page(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String until,
      @RequestParam(required = false) @Nullable String profile,
      Model model) {
    Instant now = clock.instant();
    List<String> misread = new ArrayList<>();
    Span span = Span.read(from, until, profile, viewer.today(clock), misread);
    model.addAttribute("q", span);
    model.addAttribute("misread", misread);
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
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String until,
      @RequestParam(required = false) @Nullable String profile,
      @RequestParam String what,
      @RequestParam(required = false) @Nullable String by,
      @RequestParam(defaultValue = "") String line,
      @RequestParam(defaultValue = "0") int first,
      Model model) {
    Span span = Span.read(from, until, profile, viewer.today(clock), new ArrayList<>());
    Handed handed = Handed.of(what).orElseThrow(NotFoundException::new);
    By parted =
        by == null
            ? null
            : Stream.of(By.values())
                .filter(b -> b.key().equals(by))
                .findFirst()
                .orElseThrow(NotFoundException::new);
    var rows =
        reports.rows(span, handed, parted, line, Math.max(0, first), viewer, clock.instant());
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
}
