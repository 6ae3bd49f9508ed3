package com.arenacrm.planner.budget;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.budget.BudgetTable.Cell;
import com.arenacrm.planner.budget.BudgetTable.Row;
import com.arenacrm.planner.budget.Budgets.Place;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.Spreadsheet;
import com.arenacrm.platform.StaleVersionException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The budget by month and phase: planned, spent, left (R105). */
@Controller
class BudgetController {

  private static final int FARTHEST_YEARS = 20;
  private static final BigDecimal MOST = new BigDecimal("9999999999");

  private final Budgets budgets;
  private final MessageSource messages;
  private final Clock clock;

  BudgetController(Budgets budgets, MessageSource messages, Clock clock) {
    this.budgets = budgets;
    this.messages = messages;
    this.clock = clock;
  }

  @GetMapping("/planner/budget")
  ModelAndView page(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable Integer year,
      @RequestParam(defaultValue = "false") boolean edit,
      Locale locale) {
    BudgetTable table = budgets.table(near(year, viewer));
    Formats show = viewer.formats(locale);
    return page(viewer, table, typed(table, show), Set.of(), edit, show);
  }

  /** Sets all of a year; what cannot be read is marked, and nothing is saved. */
  @PostMapping("/planner/budget")
  ModelAndView set(
      CurrentUser actor,
      @RequestParam int year,
      @RequestParam(defaultValue = "-1") int version,
      @RequestParam Map<String, String> sent,
      Locale locale,
      RedirectAttributes next) {
    int which = near(year, actor);
    BudgetTable table = budgets.table(which);
    Formats show = actor.formats(locale);
    Map<String, String> typed = new HashMap<>();
    Map<Place, BigDecimal> amounts = new HashMap<>();
    Set<String> wrong = new HashSet<>();
    for (Row row : table.rows()) {
      for (Cell cell : row.cells()) {
        String text = FormReader.clean(sent.get(cell.field()));
        typed.put(cell.field(), text);
        if (!text.isEmpty()) {
          FormReader.parseAmount(text, show.locale())
              .filter(a -> a.signum() >= 0 && a.compareTo(MOST) <= 0 && text.length() < 40)
              .ifPresentOrElse(
                  a -> amounts.put(new Place(cell.month().getMonthValue(), cell.phase()), a),
                  () -> wrong.add(cell.field()));
        }
      }
    }
    if (!wrong.isEmpty()) {
      ModelAndView page = page(actor, table, typed, wrong, true, show);
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    try {
      budgets.set(which, version, amounts, actor);
    } catch (StaleVersionException e) {
      BudgetTable present = budgets.table(which);
      ModelAndView page = page(actor, present, typed, Set.of(), true, show);
      page.addObject("late", true);
      page.addObject("present", typed(present, show));
      page.setStatus(HttpStatus.CONFLICT);
      return page;
    }
    Flash.done(next, "budget.saved", which);
    return new ModelAndView("redirect:/planner/budget?year=" + which);
  }

  @GetMapping("/planner/budget.csv")
  ResponseEntity<byte[]> file(
      CurrentUser viewer, @RequestParam(required = false) @Nullable Integer year, Locale locale) {
    int which = near(year, viewer);
    BudgetTable table = budgets.table(which);
    Spreadsheet sheet = new Spreadsheet(viewer.formats(locale).locale());
    List<String> head = new ArrayList<>();
    for (String key :
        List.of(
            "budget.month",
            "week.phase",
            "budget.budget",
            "budget.planned",
            "budget.spent",
            "budget.left")) {
      head.add(messages.getMessage(key, null, locale));
    }
    sheet.row(head);
    for (Row row : table.rows()) {
      for (Cell cell : row.cells()) {
        sheet.row(
            cell.month().toString(),
            messages.getMessage("phase." + row.phase().key(), null, locale),
            sheet.number(cell.sums().budget()),
            sheet.number(cell.sums().planned()),
            sheet.number(cell.sums().spent()),
            sheet.number(cell.sums().left()));
      }
    }
    return sheet.named("arena-budget-" + which + ".csv");
  }

  private ModelAndView page(
      CurrentUser viewer,
      BudgetTable table,
      Map<String, String> typed,
      Set<String> wrong,
      boolean edit,
      Formats show) {
    ModelAndView page = new ModelAndView("planner/budget");
    boolean may = viewer.isMarketing() || viewer.isManager();
    page.addObject("table", table);
    page.addObject("typed", typed);
    page.addObject("wrong", wrong);
    page.addObject("editing", edit && may);
    page.addObject("mayPlan", may);
    page.addObject(
        "monthNames",
        IntStream.rangeClosed(1, 12)
            .mapToObj(
                m -> Month.of(m).getDisplayName(TextStyle.SHORT, show.locale()).replace(".", ""))
            .toList());
    page.addObject("months", IntStream.rangeClosed(1, 12).boxed().toList());
    LocalDate today = viewer.today(clock);
    page.addObject("thisMonth", table.year() == today.getYear() ? today.getMonthValue() : null);
    return page;
  }

  private static Map<String, String> typed(BudgetTable table, Formats show) {
    Map<String, String> typed = new HashMap<>();
    table
        .rows()
        .forEach(
            row ->
                row.cells().forEach(c -> typed.put(c.field(), show.typedSum(c.sums().budget()))));
    return typed;
  }

  private int near(@Nullable Integer year, CurrentUser viewer) {
    int now = viewer.today(clock).getYear();
    return year == null || Math.abs(year - now) > FARTHEST_YEARS ? now : year;
  }
}
