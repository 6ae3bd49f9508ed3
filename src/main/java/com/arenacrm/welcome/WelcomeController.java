package com.arenacrm.welcome;

import com.arenacrm.identity.Accounts.SamplePerson;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.planner.Planner;
import com.arenacrm.platform.Flash;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The administrator's first page: the sample company while it is there, and what to do next. */
@Controller
@RequestMapping("/welcome")
class WelcomeController {

  /**
   * A sample person into whose shoes one can step.
   *
   * @param job the role that their day belongs to
   */
  record Shoes(SamplePerson person, Role job) {

    public String firstName() {
      return person.name().split(" ")[0];
    }
  }

  private final SampleCompany sample;
  private final Planner planner;

  WelcomeController(SampleCompany sample, Planner planner) {
    this.sample = sample;
    this.planner = planner;
  }

  @GetMapping
  String page(Model model) {
    List<Shoes> shoes = sample.people().stream().map(p -> new Shoes(p, p.roles().get(0))).toList();
    model.addAttribute("shoes", shoes);
    model.addAttribute("planEmpty", planner.choices().isEmpty());
    model.addAttribute("removal", sample.removal());
    return "welcome/welcome";
  }

  /** Takes the sample company away. */
  @PostMapping("/sample/removal")
  String remove(CurrentUser administrator, RedirectAttributes next) {
    sample.remove(administrator);
    Flash.done(next, "sample.removed");
    return "redirect:/welcome";
  }
}
