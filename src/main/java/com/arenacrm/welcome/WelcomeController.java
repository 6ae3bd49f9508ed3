package com.arenacrm.welcome;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** The administrator's first page: what to do next. */
@Controller
@RequestMapping("/welcome")
class WelcomeController {

  @GetMapping
  String page() {
    return "welcome/welcome";
  }
}
