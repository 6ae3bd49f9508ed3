package com.arenacrm.identity;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;

/** The page to sign in; the form itself is received by the security filters. */
@Controller
class SignInController {

  private final Accounts accounts;

  SignInController(Accounts accounts) {
    this.accounts = accounts;
  }

  @GetMapping("/sign-in")
  String page(
      @Nullable CurrentUser viewer,
      @RequestParam(required = false) @Nullable String out,
      Model model) {
    if (viewer != null) {
      return "redirect:" + viewer.home();
    }
    if (accounts.isEmpty()) {
      return "redirect:/welcome/set-up";
    }
    model.addAttribute("signedOut", out != null);
    return "identity/sign-in";
  }

  /** The same page after a wrong try, with the address that was typed. */
  @PostMapping("/sign-in/refused")
  @ResponseStatus(HttpStatus.UNPROCESSABLE_CONTENT)
  String refused(
      @RequestParam String why, @RequestParam(defaultValue = "") String email, Model model) {
    model.addAttribute("refused", why.equals("wait") ? "signIn.wait" : "signIn.wrong");
    model.addAttribute("email", email);
    return "identity/sign-in";
  }
}
