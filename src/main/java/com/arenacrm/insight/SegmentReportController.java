package com.arenacrm.insight;

import com.arenacrm.contacts.SavedFilters;
import com.arenacrm.contacts.SavedFilters.Saved;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.insight.SegmentReports.Figure;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The report on segments, and the people behind its numbers (R078). */
@Controller
@RequestMapping("/reports/segments")
class SegmentReportController {

  private final SegmentReports reports;
  private final SavedFilters segments;
  private final Exports exports;
  private final Clock clock;

  SegmentReportController(
      SegmentReports reports, SavedFilters segments, Exports exports, Clock clock) {
    this.reports = reports;
    this.segments = segments;
    this.exports = exports;
    this.clock = clock;
  }

  @GetMapping
  String page(Model model) {
    model.addAttribute("lines", reports.lines(clock.instant()));
    return "insight/segments";
  }

  /** The same segments as a file. */
  @GetMapping("/export")
  void export(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    exports.send(
        response,
        viewer,
        locale,
        format,
        "segments.report",
        List.of(
            "segment",
            "segment.size",
            "segment.new30",
            "segment.new90",
            "segment.engagement",
            "segment.leads",
            "segment.accepted",
            "segment.won"),
        file ->
            reports
                .lines(clock.instant())
                .forEach(
                    l ->
                        file.row(
                            Arrays.asList(
                                l.segment().name(),
                                l.people(),
                                l.new30(),
                                l.new90(),
                                l.answered(),
                                l.leads(),
                                l.accepted(),
                                l.won()))));
  }

  /** The people behind a number as a file. */
  @GetMapping("/rows/export")
  void export(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      @RequestParam UUID segment,
      @RequestParam Figure figure,
      Locale locale,
      HttpServletResponse response) {
    Saved saved = segments.find(segment).orElseThrow(NotFoundException::new);
    Instant now = clock.instant();
    exports.send(
        response,
        viewer,
        locale,
        format,
        "segments.report",
        List.of("segment", "person.name", "person.company", "segment.since"),
        Exports.each(
            after -> reports.people(saved, figure, after, Exports.PIECE, now),
            p -> Arrays.asList(saved.name(), p.name(), p.companyName(), p.createdAt())));
  }

  @GetMapping("/rows")
  String rows(
      @RequestParam UUID segment,
      @RequestParam Figure figure,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    Saved saved = segments.find(segment).orElseThrow(NotFoundException::new);
    model.addAttribute("segment", saved);
    model.addAttribute("figure", figure);
    model.addAttribute(
        "page", reports.people(saved, figure, after, SegmentReports.PAGE, clock.instant()));
    return "insight/segment-rows";
  }
}
