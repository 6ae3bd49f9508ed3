package com.arenacrm.welcome;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Sessions;
import com.arenacrm.identity.UserId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** Stepping into the shoes of a sample person, and out of them. */
@Controller
@RequestMapping("/welcome/shoes")
class ShoesController {

  private final Sessions sessions;

  ShoesController(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Goes on as this sample person, on the page where their day starts. */
  @PostMapping("/{person}")
  String stepIn(
      CurrentUser administrator,
      @PathVariable UUID person,
      HttpServletRequest request,
      HttpServletResponse response) {
    sessions.actAs(administrator, new UserId(person), request, response);
    return "redirect:/";
  }

  @PostMapping("/leaving")
  String stepOut(CurrentUser actor, HttpServletRequest request, HttpServletResponse response) {
    sessions.stepOut(actor, request, response);
    return "redirect:/";
  }
}
