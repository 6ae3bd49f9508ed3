package com.arenacrm.playbook;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Taking back that one used something. */
@Controller
class UseController {

  private final Playbook playbook;

  UseController(Playbook playbook) {
    this.playbook = playbook;
  }

  @PostMapping("/playbook/uses/{use}/deletion")
  String takeBack(CurrentUser actor, @PathVariable UUID use, RedirectAttributes next) {
    Optional<Playbook.Used> was = playbook.unuse(use, actor.id());
    if (was.isEmpty()) {
      Flash.refused(next, "kit.used.gone");
      return "redirect:/playbook/scripts";
    }
    Flash.done(next, "kit.used.undone");
    return "redirect:" + was.get().page();
  }
}
