package com.arenacrm.insight.buyers;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The best customers, and the purchases behind each number. */
@Controller
@RequestMapping("/reports/customers")
class BestCustomersController {

  private final BestCustomers customers;
  private final Clock clock;

  BestCustomersController(BestCustomers customers, Clock clock) {
    this.customers = customers;
    this.clock = clock;
  }

  /** In the address: only those who bought regularly and no longer do. */
  private static final String STOPPED = "stopped";

  @GetMapping
  String page(
      CurrentUser viewer,
      @RequestParam(defaultValue = "") String sort,
      @RequestParam(defaultValue = "") String only,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    Virtue by = Virtue.of(FormReader.clean(sort)).orElse(null);
    Virtue whom = Virtue.of(FormReader.clean(only)).orElse(null);
    boolean stopped = FormReader.clean(only).equals(STOPPED);
    model.addAttribute(
        "board", customers.board(by, whom, stopped, after, viewer, viewer.today(clock)));
    model.addAttribute("sort", by);
    model.addAttribute("only", stopped ? STOPPED : whom == null ? null : whom.key());
    model.addAttribute(
        "whom",
        Stream.concat(Stream.of(Virtue.values()).map(Virtue::key), Stream.of(STOPPED)).toList());
    model.addAttribute("after", after);
    model.addAttribute("virtues", Virtue.values());
    model.addAttribute("narrowed", !viewer.scope().all());
    return "insight/customers";
  }

  @GetMapping("/rows")
  String rows(
      CurrentUser viewer, @RequestParam UUID customer, @RequestParam String of, Model model) {
    Virtue virtue = Virtue.of(of).orElseThrow(NotFoundException::new);
    List<BestCustomers.Row> rows = customers.rows(customer, virtue, viewer, viewer.today(clock));
    model.addAttribute(
        "customerName", customers.name(customer, viewer).orElseThrow(NotFoundException::new));
    model.addAttribute("virtue", virtue);
    model.addAttribute("today", viewer.today(clock));
    model.addAttribute("rows", rows);
    model.addAttribute("most", BestCustomers.ROWS);
    model.addAttribute(
        "sum",
        rows.stream()
            .map(BestCustomers.Row::amount)
            .filter(Objects::nonNull)
            .reduce(BigDecimal.ZERO, BigDecimal::add));
    return "insight/customers-rows";
  }
}
