package com.arenacrm.pipeline;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.pool.PoolRules;
import com.arenacrm.leads.pool.Snooze;
import com.arenacrm.leads.pool.SnoozeForm;
import com.arenacrm.leads.pool.SnoozeReason;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Puts deals aside for some days, and takes them up again. */
@Controller
@RequestMapping("/pipeline/opportunities/{id}")
class SnoozeController {

  private final DealSnoozes snoozes;
  private final PoolRules rules;
  private final UserNames userNames;
  private final Clock clock;

  SnoozeController(DealSnoozes snoozes, PoolRules rules, UserNames userNames, Clock clock) {
    this.snoozes = snoozes;
    this.rules = rules;
    this.userNames = userNames;
    this.clock = clock;
  }

  @GetMapping("/snooze")
  String form(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String back,
      Model model) {
    Opportunity deal = open(id, actor);
    model.addAttribute(
        "form",
        SnoozeForm.blank(actor.today(clock), rules.current(), DealDesk.back(back, page(id))));
    return fill(model, deal, actor);
  }

  @PostMapping("/snooze")
  ModelAndView snooze(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") SnoozeForm form,
      BindingResult errors,
      Model model,
      Locale locale,
      RedirectAttributes next) {
    Opportunity deal = open(id, actor);
    Optional<SnoozeForm.Wish> wish =
        form.read(new FormReader(errors, locale), actor.today(clock), rules.current());
    if (wish.isPresent()) {
      try {
        Once.make(
            () -> snoozes.isSnoozed(wish.get().id()),
            () -> snoozes.snooze(deal.id(), wish.get(), actor, clock.instant()));
        String back = DealDesk.back(form.back(), page(id));
        Flash.done(
            next, "snooze.done", deal.name(), actor.formats(locale).date(wish.get().until()));
        Flash.undo(
            next,
            page(id)
                + "/waking?undo="
                + wish.get().id()
                + "&back="
                + URLEncoder.encode(back, StandardCharsets.UTF_8));
        return new ModelAndView("redirect:" + back);
      } catch (RefusedException e) {
        errors.reject(e.messageKey(), e.arguments(), null);
      }
    }
    return new ModelAndView(
        fill(model, deal, actor), model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
  }

  /**
   * Takes it up again.
   *
   * @param undo the snooze that is taken back; null where it simply ends
   */
  @PostMapping("/waking")
  String wake(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable UUID undo,
      @RequestParam(defaultValue = "") String back,
      RedirectAttributes next) {
    Opportunity deal = open(id, actor);
    if (snoozes.wake(deal.id(), undo, actor, clock.instant())) {
      int used = snoozes.of(deal.id()).size() + snoozes.besides(deal.id()).size();
      Flash.done(next, "snooze.over.counts", deal.name(), used, Snooze.MOST);
    } else {
      Flash.done(next, "snooze.over", deal.name());
    }
    return "redirect:" + DealDesk.back(back, page(id));
  }

  private Opportunity open(UUID id, CurrentUser actor) {
    return snoozes.mine(new OpportunityId(id), actor);
  }

  private static String page(UUID id) {
    return "/pipeline/opportunities/" + id;
  }

  private String fill(Model model, Opportunity deal, CurrentUser viewer) {
    model.addAttribute("dealId", deal.id().id());
    model.addAttribute("customer", deal.name());
    List<Snooze> before =
        Stream.concat(snoozes.of(deal.id()).stream(), snoozes.besides(deal.id()).stream()).toList();
    model.addAttribute("before", before);
    model.addAttribute(
        "running",
        before.stream().filter(s -> s.isRunning(viewer.today(clock))).findFirst().orElse(null));
    model.addAttribute("most", Snooze.MOST);
    model.addAttribute("rule", rules.current());
    model.addAttribute("reasons", SnoozeReason.values());
    model.addAttribute("today", viewer.today(clock));
    model.addAttribute("names", userNames.all());
    return "pipeline/snooze";
  }
}
