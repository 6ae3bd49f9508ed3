package com.arenacrm.insight;

import com.arenacrm.contacts.SavedFilters;
import com.arenacrm.contacts.SavedFilters.Saved;
import com.arenacrm.insight.SegmentReports.Figure;
import com.arenacrm.platform.NotFoundException;
import java.time.Clock;
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
  private final Clock clock;

  SegmentReportController(SegmentReports reports, SavedFilters segments, Clock clock) {
    this.reports = reports;
    this.segments = segments;
    this.clock = clock;
  }

  @GetMapping
  String page(Model model) {
    model.addAttribute("lines", reports.lines(clock.instant()));
    return "insight/segments";
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
    model.addAttribute("page", reports.people(saved, figure, after, clock.instant()));
    return "insight/segment-rows";
  }
}
