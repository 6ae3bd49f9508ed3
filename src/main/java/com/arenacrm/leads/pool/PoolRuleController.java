package com.arenacrm.leads.pool;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Meanwhile;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** When leads that nobody talks to return, and for how long something can be put aside. */
@Controller
@RequestMapping("/leads/routing/pool")
class PoolRuleController {

  /** The rule as typed; an empty limit switches it off. */
  record RuleForm(
      String idleDays,
      String noticeDays,
      String lockoutDays,
      String snoozeDays,
      String stepDays,
      Integer version) {

    static RuleForm of(PoolRule rule) {
      return new RuleForm(
          rule.idleDays() == null ? "" : rule.idleDays().toString(),
          String.valueOf(rule.noticeDays()),
          String.valueOf(rule.lockoutDays()),
          String.valueOf(rule.snoozeDays()),
          String.valueOf(rule.stepDays()),
          rule.version());
    }
  }

  private final PoolRules rules;

  PoolRuleController(PoolRules rules) {
    this.rules = rules;
  }

  @GetMapping
  String page(CurrentUser viewer, Model model) {
    model.addAttribute("form", RuleForm.of(rules.current()));
    return fill(model, viewer);
  }

  @PostMapping
  ModelAndView set(
      CurrentUser actor,
      @ModelAttribute("form") RuleForm form,
      BindingResult errors,
      Model model,
      Locale locale,
      RedirectAttributes next) {
    PoolRule rule = read(form, new FormReader(errors, locale));
    if (rule == null) {
      return new ModelAndView(fill(model, actor), model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }
    PoolRule present = rules.current();
    if (Meanwhile.changed(form.version(), present.version())
        && Meanwhile.isMade(form, RuleForm.of(present))) {
      Flash.done(next, "poolRule.saved");
      return new ModelAndView("redirect:/leads/routing/pool");
    }
    if (Meanwhile.changed(form.version(), present.version())) {
      return Meanwhile.show(
          new ModelAndView(fill(model, actor), model.asMap()), form, RuleForm.of(present));
    }
    rules.set(rule, actor);
    Flash.done(next, "poolRule.saved");
    return new ModelAndView("redirect:/leads/routing/pool");
  }

  private static @Nullable PoolRule read(RuleForm form, FormReader reader) {
    Integer idle = reader.whole("idleDays", form.idleDays(), 2, 250);
    Integer notice = reader.whole("noticeDays", form.noticeDays(), 1, 60);
    reader.require("noticeDays", notice, "required");
    Integer lockout = reader.whole("lockoutDays", form.lockoutDays(), 0, 365);
    reader.require("lockoutDays", lockout, "required");
    Integer snooze = reader.whole("snoozeDays", form.snoozeDays(), 1, PoolRule.MOST_SNOOZE_DAYS);
    reader.require("snoozeDays", snooze, "required");
    Integer step = reader.whole("stepDays", form.stepDays(), 1, 365);
    reader.require("stepDays", step, "required");
    if (idle != null && notice != null && notice >= idle) {
      reader.refuse("noticeDays", "poolRule.notice.late", idle);
    }
    return reader.failed() || notice == null || lockout == null || snooze == null || step == null
        ? null
        : new PoolRule(
            idle, notice, lockout, snooze, step, form.version() == null ? -1 : form.version());
  }

  private String fill(Model model, CurrentUser viewer) {
    model.addAttribute("rule", rules.current());
    model.addAttribute("most", Snooze.MOST);
    model.addAttribute("mayRule", viewer.isManager());
    return "leads/routing-pool";
  }
}
