package com.arenacrm.identity;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The address itself: leads each person to where their day starts. */
@Controller
class HomeController {

  private final Accounts accounts;

  HomeController(Accounts accounts) {
    this.accounts = accounts;
  }

  @GetMapping("/")
  String home(@Nullable CurrentUser viewer) {
    if (viewer != null) {
      return "redirect:" + viewer.home();
    }
    return accounts.isEmpty() ? "redirect:/welcome/set-up" : "redirect:/sign-in";
  }

  @GetMapping("/help")
  String help() {
    return "identity/help";
  }
}
