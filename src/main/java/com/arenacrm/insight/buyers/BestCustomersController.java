package com.arenacrm.insight.buyers;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
  private final Exports exports;
  private final Clock clock;

  BestCustomersController(BestCustomers customers, Exports exports, Clock clock) {
    this.customers = customers;
    this.exports = exports;
    this.clock = clock;
  }

  /** In the address: only those who bought regularly and no longer do. */
  private static final String STOPPED = "stopped";

  @GetMapping
  String page(
      CurrentUser viewer,
      Filters filters,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    Virtue by = filters.read("sort", Virtue::of).orElse(null);
    boolean stopped = isStopped(filters);
    Virtue whom = stopped ? null : filters.read("only", Virtue::of).orElse(null);
    model.addAttribute(
        "board",
        customers.board(by, whom, stopped, after, BestCustomers.PAGE, viewer, viewer.today(clock)));
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

  private static boolean isStopped(Filters filters) {
    return filters.text("only").equals(STOPPED);
  }

  /** The same customers as a file. */
  @GetMapping("/export")
  void export(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Filters filters,
      Locale locale,
      HttpServletResponse response) {
    Virtue by = filters.read("sort", Virtue::of).orElse(null);
    boolean stopped = isStopped(filters);
    Virtue whom = stopped ? null : filters.read("only", Virtue::of).orElse(null);
    filters.orNoFile();
    BestCustomers.Board board =
        customers.board(by, whom, stopped, null, ListFile.MOST_ROWS, viewer, viewer.today(clock));
    String yearly = exports.say("customers.export.lately", locale);
    exports.send(
        response,
        viewer,
        locale,
        format,
        "customers.title",
        List.of(),
        Stream.concat(
                Stream.of(
                        "customers.who",
                        "customers.virtues",
                        "customers.export.purchases",
                        "customers.export.gap",
                        "customers.export.last",
                        "virtue.regular",
                        "virtue.stopped")
                    .map(key -> exports.say(key, locale)),
                Stream.concat(
                    Stream.of(yearly + " " + viewer.company().currency().getCurrencyCode()),
                    Stream.of(
                            "virtue.pays_well",
                            "customers.export.payments",
                            "customers.export.onTime",
                            "customers.export.recommended")
                        .map(key -> exports.say(key, locale))))
            .toList(),
        board.all(),
        file ->
            board
                .customers()
                .forEach(
                    c ->
                        file.row(
                            Arrays.asList(
                                c.name(),
                                c.virtues(),
                                c.purchases(),
                                c.gap(),
                                c.last(),
                                yes(c.regular(), locale),
                                yes(c.stopped(), locale),
                                // Without a rate it is not known what they bought for.
                                c.lately().signum() == 0 && c.without() > 0
                                    ? null
                                    : ListFile.shortest(c.lately()),
                                yes(c.paysWell(), locale),
                                c.payments(),
                                c.onTime(),
                                c.recommended()))));
  }

  private String yes(boolean so, Locale locale) {
    return exports.say(so ? "export.yes" : "export.no", locale);
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
            .map(BestCustomers.Row::worth)
            .filter(Objects::nonNull)
            .reduce(BigDecimal.ZERO, BigDecimal::add));
    return "insight/customers-rows";
  }
}
