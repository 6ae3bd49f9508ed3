package com.arenacrm.insight;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.insight.UsefulReports.Kind;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What was used and what won (R028). */
@Controller
@RequestMapping("/reports/uses")
class UsefulController {

  private final UsefulReports reports;
  private final Clock clock;

  UsefulController(UsefulReports reports, Clock clock) {
    this.reports = reports;
    this.clock = clock;
  }

  @GetMapping("/won")
  String page(CurrentUser viewer, @RequestParam(defaultValue = "") String kind, Model model) {
    Kind only = Kind.of(FormReader.clean(kind)).orElse(null);
    model.addAttribute("items", reports.all(only, since(), viewer));
    model.addAttribute("decided", reports.decided(since(), viewer));
    model.addAttribute("kind", only);
    model.addAttribute("kinds", Kind.values());
    model.addAttribute("enough", UsefulReports.ENOUGH);
    model.addAttribute("most", UsefulReports.MOST);
    model.addAttribute("narrowed", !viewer.scope().all());
    return "insight/useful";
  }

  /** The deals in which something was used. */
  @GetMapping("/won/deals")
  String deals(CurrentUser viewer, @RequestParam UUID item, Model model) {
    model.addAttribute("name", reports.title(item).orElseThrow(NotFoundException::new));
    model.addAttribute("deals", reports.deals(item, since(), viewer));
    model.addAttribute("most", UsefulReports.MOST);
    model.addAttribute("narrowed", !viewer.scope().all());
    return "insight/useful-deals";
  }

  private Instant since() {
    return clock.instant().minus(UsefulReports.BACK);
  }
}
