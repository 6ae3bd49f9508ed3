package com.arenacrm.planner.goals;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.goals.Goals.Agreed;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.Quarter;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Managers set what both teams mean to reach in a quarter (R035). */
@Controller
class GoalController {

  private static final int FARTHEST_QUARTERS = 80;
  private static final BigDecimal MOST_MONEY = new BigDecimal("99999999999");
  private static final BigDecimal MOST = new BigDecimal("1000000");
  private static final BigDecimal WHOLE = new BigDecimal("100");

  private final Goals goals;
  private final Clock clock;

  GoalController(Goals goals, Clock clock) {
    this.goals = goals;
    this.clock = clock;
  }

  @GetMapping("/planner/goals")
  ModelAndView form(CurrentUser actor, Filters filters, Locale locale) {
    Quarter now = Quarter.of(actor.today(clock));
    Agreed agreed =
        goals.of(
            filters
                .quarter("quarter", now.plus(-FARTHEST_QUARTERS), now.plus(FARTHEST_QUARTERS))
                .orElse(now));
    return form(agreed, agreed.version(), typed(agreed, actor.formats(locale)), Map.of(), actor);
  }

  /**
   * Sets them all; what cannot be read is said beside it, and nothing is saved.
   *
   * @throws NotFoundException when the quarter is none, or farther than twenty years
   */
  @PostMapping("/planner/goals")
  ModelAndView set(
      CurrentUser actor,
      @RequestParam(defaultValue = "") String quarter,
      @RequestParam(defaultValue = "-1") int version,
      @RequestParam Map<String, String> sent,
      Locale locale,
      RedirectAttributes next) {
    Quarter which = near(quarter, actor).orElseThrow(NotFoundException::new);
    Formats show = actor.formats(locale);
    Map<String, String> typed = new HashMap<>();
    Map<String, String> wrong = new HashMap<>();
    Map<Measure, BigDecimal> targets = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      String text = FormReader.clean(sent.get(measure.key()));
      typed.put(measure.key(), text);
      if (!text.isEmpty()) {
        FormReader.parseAmount(
                text.length() < 40 ? text.replace("%", "").strip() : "", show.locale())
            .filter(target -> isPossible(measure, target))
            .ifPresentOrElse(
                target -> targets.put(measure, target),
                () -> wrong.put(measure.key(), "goals.wrong." + kind(measure)));
      }
    }
    if (!wrong.isEmpty()) {
      ModelAndView page = form(goals.of(which), version, typed, wrong, actor);
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    try {
      goals.set(which, version, targets, actor);
    } catch (StaleVersionException e) {
      Agreed present = goals.of(which);
      ModelAndView page = form(present, present.version(), typed, Map.of(), actor);
      page.addObject("late", true);
      page.addObject("present", typed(present, show));
      page.setStatus(HttpStatus.CONFLICT);
      return page;
    }
    Flash.done(next, "goals.saved", which.number(), which.year());
    return new ModelAndView("redirect:/reports/goals?quarter=" + which);
  }

  private static boolean isPossible(Measure measure, BigDecimal target) {
    return target.signum() > 0
        && (measure.isMoney()
            ? target.compareTo(MOST_MONEY) <= 0 && target.stripTrailingZeros().scale() <= 2
            : target.stripTrailingZeros().scale() <= 0
                && target.compareTo(measure.isShare() ? WHOLE : MOST) <= 0);
  }

  /** Which sentence tells what is expected. */
  private static String kind(Measure measure) {
    return measure.isMoney() ? "money" : measure.isShare() ? "share" : "number";
  }

  private ModelAndView form(
      Agreed agreed,
      int version,
      Map<String, String> typed,
      Map<String, String> wrong,
      CurrentUser actor) {
    ModelAndView page = new ModelAndView("planner/goals-form");
    page.addObject("quarter", agreed.quarter());
    page.addObject("version", version);
    page.addObject("typed", typed);
    page.addObject("wrong", wrong);
    page.addObject("most", MOST);
    page.addObject("mostMoney", MOST_MONEY);
    page.addObject("measures", List.of(Measure.values()));
    page.addObject("isOver", agreed.quarter().end().compareTo(actor.today(clock)) <= 0);
    return page;
  }

  private static Map<String, String> typed(Agreed agreed, Formats show) {
    Map<String, String> typed = new HashMap<>();
    agreed
        .inForce()
        .forEach((measure, goal) -> typed.put(measure.key(), show.typed(goal.target())));
    return typed;
  }

  private Optional<Quarter> near(String text, CurrentUser actor) {
    Quarter now = Quarter.of(actor.today(clock));
    return Quarter.parse(FormReader.clean(text))
        .filter(q -> q.isWithin(now.plus(-FARTHEST_QUARTERS), now.plus(FARTHEST_QUARTERS)));
  }
}
