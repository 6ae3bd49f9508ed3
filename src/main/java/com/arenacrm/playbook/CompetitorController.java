package com.arenacrm.playbook;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The competitors that are known, for the fields that ask for one. */
@Controller
class CompetitorController {

  private final Competitors competitors;

  CompetitorController(Competitors competitors) {
    this.competitors = competitors;
  }

  /** What a field offers while somebody writes; loaded by the pages that have one. */
  @GetMapping("/playbook/competitors/options")
  String options(Model model) {
    model.addAttribute("names", competitors.names());
    return "playbook/competitors :: options";
  }
}
