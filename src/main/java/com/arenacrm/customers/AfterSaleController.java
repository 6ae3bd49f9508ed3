package com.arenacrm.customers;

import com.arenacrm.customers.AfterSale.Checklist;
import com.arenacrm.customers.AfterSale.Step;
import com.arenacrm.customers.AfterSale.Task;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserNames;
import com.arenacrm.identity.UserNames.Colleague;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.RefusedException;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The company's list of what is done after a sale, ticking it off and passing it on (R031). */
@Controller
@RequestMapping("/customers")
class AfterSaleController {

  private static final int LONGEST = 200;

  static final int LONGEST_NOTE = 500;

  /** What Arena proposes to begin with: days after the sale, and the key of the text. */
  private static final List<Step> PROPOSED =
      List.of(
          new Step(1, "aftersale.propose.thanks"),
          new Step(7, "aftersale.propose.works"),
          new Step(30, "aftersale.propose.happy"),
          new Step(60, "aftersale.propose.next"));

  /**
   * A line of the form as typed.
   *
   * @param wrong the message key of what is wrong with it; null for nothing
   */
  record Line(String days, String step, @Nullable String wrong) {}

  private final AfterSale afterSale;
  private final Customers customers;
  private final UserNames userNames;
  private final MessageSource messages;
  private final Clock clock;

  AfterSaleController(
      AfterSale afterSale,
      Customers customers,
      UserNames userNames,
      MessageSource messages,
      Clock clock) {
    this.afterSale = afterSale;
    this.customers = customers;
    this.userNames = userNames;
    this.messages = messages;
    this.clock = clock;
  }

  @GetMapping("/checklist")
  ModelAndView edit(@RequestParam(defaultValue = "false") boolean proposed, Locale locale) {
    Checklist known = afterSale.checklist();
    List<Line> lines =
        known.steps().isEmpty() && proposed
            ? PROPOSED.stream()
                .map(
                    s ->
                        new Line(
                            String.valueOf(s.days()),
                            messages.getMessage(s.step(), null, locale),
                            null))
                .toList()
            : known.steps().stream()
                .map(s -> new Line(String.valueOf(s.days()), s.step(), null))
                .toList();
    return page(lines, known.version(), known.steps().isEmpty() && !proposed);
  }

  @PostMapping("/checklist")
  ModelAndView change(
      @RequestParam(defaultValue = "-1") int version,
      @RequestParam(required = false) @Nullable List<String> days,
      @RequestParam(required = false) @Nullable List<String> step,
      RedirectAttributes next) {
    List<Line> lines = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    int typed = days == null || step == null ? 0 : Math.min(days.size(), step.size());
    for (int i = 0; i < Math.min(typed, AfterSale.MOST_STEPS); i++) {
      String text = FormReader.clean(step.get(i));
      String when = FormReader.clean(days.get(i));
      if (text.isEmpty()) {
        continue;
      }
      boolean number = when.matches("\\d{1,3}") && Integer.parseInt(when) <= 365;
      String wrong =
          text.length() > LONGEST ? "aftersale.step.long" : number ? null : "aftersale.days.wrong";
      lines.add(new Line(when, text, wrong));
      if (wrong == null) {
        steps.add(new Step(Integer.parseInt(when), text));
      }
    }
    if (steps.size() < lines.size()) {
      ModelAndView page = page(lines, version, false);
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    afterSale.change(steps, version);
    Flash.done(next, "aftersale.changed", steps.size());
    return new ModelAndView("redirect:/customers/checklist");
  }

  private static ModelAndView page(List<Line> lines, int version, boolean none) {
    ModelAndView page = new ModelAndView("customers/checklist");
    List<Line> all = new ArrayList<>(lines);
    IntStream.range(0, Math.min(3, AfterSale.MOST_STEPS - lines.size()))
        .forEach(i -> all.add(new Line("", "", null)));
    page.addObject("lines", all);
    page.addObject("version", version);
    page.addObject("none", none);
    page.addObject("most", AfterSale.MOST_STEPS);
    return page;
  }

  /** What is to be done for a customer; also as a part of their page. */
  @GetMapping("/{id}/tasks")
  String of(CurrentUser viewer, @PathVariable UUID id, HtmxRequest htmx, Model model) {
    Customer customer = customers.get(id, viewer);
    model.addAttribute("customer", customer);
    List<Task> tasks = afterSale.of(id, viewer, viewer.today(clock));
    UserNames.Everybody everybody = userNames.everybody(Role.SALES);
    model.addAttribute("tasks", tasks);
    model.addAttribute("passes", afterSale.passes(tasks));
    model.addAttribute("today", viewer.today(clock));
    model.addAttribute("userNames", everybody.names());
    model.addAttribute("sellers", everybody.active());
    model.addAttribute("mayWrite", PurchaseController.mayWrite(viewer));
    return htmx.isHtmxRequest() ? "customers/tasks :: tasks" : "customers/tasks";
  }

  @PostMapping("/tasks/{id}/tick")
  String tick(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "-1") int version,
      @RequestParam(defaultValue = "true") boolean done,
      @RequestParam(defaultValue = "") String back,
      RedirectAttributes next) {
    UUID customer = afterSale.tick(id, done, version, actor, clock.instant());
    Flash.done(next, done ? "aftersale.done" : "aftersale.undone");
    return back.matches("/pipeline/day(\\?owner=[\\w-]{36})?")
        ? "redirect:" + back
        : "redirect:/customers/" + customer + "#aftersale";
  }

  /** Passes a step on to somebody else, with a note who had it. */
  @PostMapping("/tasks/{id}/owner")
  String pass(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "-1") int version,
      @RequestParam(required = false) @Nullable UUID owner,
      @RequestParam(defaultValue = "") String note,
      RedirectAttributes next) {
    UUID customer = afterSale.customer(id, actor);
    String said = FormReader.clean(note);
    Optional<Colleague> heir =
        userNames.active(Role.SALES).stream().filter(c -> c.id().id().equals(owner)).findFirst();
    String wrong =
        heir.isEmpty()
            ? "aftersale.pass.whom"
            : said.length() > LONGEST_NOTE ? "aftersale.pass.note.long" : null;
    if (wrong != null || heir.isEmpty()) {
      next.addFlashAttribute("wrongStep", id.toString());
      next.addFlashAttribute("wrongPass", wrong);
      next.addFlashAttribute("typedHeir", owner == null ? "" : owner.toString());
      next.addFlashAttribute("typedNote", said);
      return "redirect:/customers/" + customer + "/tasks";
    }
    try {
      afterSale.pass(
          id, heir.get().id(), said.isEmpty() ? null : said, version, actor, clock.instant());
      Flash.done(next, "aftersale.passed", heir.get().name());
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    // Whoever passed it on may not see the customer any more.
    return customers.find(customer, actor).isPresent()
        ? "redirect:/customers/" + customer + "#aftersale"
        : "redirect:/customers";
  }
}
