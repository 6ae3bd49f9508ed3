package com.arenacrm.insight.results;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.insight.results.Results.Line;
import com.arenacrm.insight.results.ResultsReports.ProfileChoice;
import com.arenacrm.insight.results.ResultsReports.Rows;
import com.arenacrm.insight.results.ResultsReports.Terms;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.ShortAddress;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What activities yielded: the page, the rows behind each number, the file; and providers. */
@Controller
@RequestMapping("/reports")
class ResultsController {

  static final int LINES_OF_PAGE = 50;

  /** So many providers are compared, and what has none or comes from no activity. */
  private static final int PROVIDERS = 202;

  /** The windows to choose from, besides the company's own, in days. */
  private static final List<Integer> WINDOWS = List.of(30, 60, 90, 180, 365);

  /** A report without dates covers as many weeks as a quarter has. */
  private static final int WEEKS = 13;

  private final ResultsReports reports;
  private final Whys whys;
  private final Credits credits;
  private final Exports exports;
  private final MessageSource messages;
  private final Clock clock;

  ResultsController(
      ResultsReports reports,
      Whys whys,
      Credits credits,
      Exports exports,
      MessageSource messages,
      Clock clock) {
    this.reports = reports;
    this.whys = whys;
    this.credits = credits;
    this.exports = exports;
    this.messages = messages;
    this.clock = clock;
  }

  /** A question with what it can be changed into. */
  private record Reading(
      Question question,
      int companyWindow,
      List<ProfileChoice> profiles,
      boolean turned,
      List<String> processes) {}

  @ShortAddress
  @GetMapping("/results")
  String page(
      CurrentUser viewer,
      Filters filters,
      @RequestParam(required = false) @Nullable String after,
      Model model) {
    Reading reading = read(filters, Grouping.ACTIVITY, viewer);
    Question question = reading.question();
    Results results = reports.answer(question, Arrays.asList(Measure.values()), viewer);
    List<Line> lines =
        reports.named(question.by(), results.page(question.sort(), after, LINES_OF_PAGE + 1));
    boolean more = lines.size() > LINES_OF_PAGE;
    put(model, reading, viewer);
    model.addAttribute("lines", more ? lines.subList(0, LINES_OF_PAGE) : lines);
    model.addAttribute("next", more ? lines.get(LINES_OF_PAGE - 1).key() : null);
    model.addAttribute("after", after);
    model.addAttribute("results", results);
    model.addAttribute("total", results.total());
    model.addAttribute("measures", Measure.columns());
    model.addAttribute("asActivities", reports.isAsByActivity(question.by(), results));
    return "insight/results";
  }

  /** The rows of one number, or why there are none; and what was not counted in it. */
  @GetMapping("/results/rows")
  String rows(
      CurrentUser viewer,
      Filters filters,
      @RequestParam String measure,
      @RequestParam(required = false) @Nullable String line,
      @RequestParam(defaultValue = "0") int first,
      Model model) {
    Reading reading = read(filters, Grouping.ACTIVITY, viewer);
    Question question = reading.question();
    Measure number = Measure.of(measure).orElseThrow(NotFoundException::new);
    if (line != null && !ResultsReports.isLine(question.by(), line)) {
      throw new NotFoundException();
    }
    Line named = named(question, line);
    Rows rows = reports.rows(question, number, line, Math.max(0, first), viewer);
    put(model, reading, viewer);
    model.addAttribute("measure", number);
    model.addAttribute("line", line);
    model.addAttribute("untouched", number == Measure.SIGNALS && line != null && line.isEmpty());
    model.addAttribute("rows", rows.rows());
    model.addAttribute("first", rows.first());
    model.addAttribute("all", rows.all());
    model.addAttribute("sum", rows.sum());
    model.addAttribute("others", rows.others());
    model.addAttribute("next", rows.next());
    model.addAttribute("name", named);
    List<Whys.ByOrigin> byOrigin =
        number.isAttributed() && line != null
            ? whys.byOrigin(question, number, line, viewer)
            : List.of();
    model.addAttribute("byOrigin", byOrigin);
    List<Whys.Reason> reasons =
        rows.isZero()
            ? whys.why(question, number, line, rows.all(), byOrigin.size(), viewer)
            : List.of();
    model.addAttribute("whys", reasons);
    model.addAttribute(
        "notCounted",
        number.isAttributed()
                && (line == null || !line.isEmpty())
                && (reasons.isEmpty() || reasons.stream().anyMatch(Whys.Reason::isOfDeals))
            ? whys.notCounted(question, number, line, viewer)
            : List.of());
    return "insight/results-rows";
  }

  /**
   * A line by its name; null for the total and for what no line has.
   *
   * @throws NotFoundException when there is none of that name
   */
  private @Nullable Line named(Question question, @Nullable String line) {
    if (line == null || line.isEmpty() || line.equals(Grouping.NONE)) {
      return null;
    }
    Line named = reports.named(question.by(), List.of(Line.empty(line))).get(0);
    boolean ours = question.by() == Grouping.PHASE || question.by() == Grouping.MACRO;
    if (!ours && named.label() == null) {
      throw new NotFoundException();
    }
    return named;
  }

  /** The rows behind a number as a file. */
  @GetMapping("/results/rows/export")
  void rowsFile(
      CurrentUser viewer,
      Filters filters,
      @RequestParam String measure,
      @RequestParam(required = false) @Nullable String line,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    Question question = read(filters, Grouping.ACTIVITY, viewer).question();
    filters.orNoFile();
    Measure number = Measure.of(measure).orElseThrow(NotFoundException::new);
    if (line != null && !ResultsReports.isLine(question.by(), line)) {
      throw new NotFoundException();
    }
    named(question, line);
    List<String> columns =
        new ArrayList<>(
            List.of(
                "coverage.row.what",
                "coverage.row.detail",
                "coverage.row.when",
                "measure." + number.key()));
    if (number.isMoney()) {
      columns.add("deal.currency");
    }
    String ours = viewer.company().currency().getCurrencyCode();
    exports.send(
        response,
        viewer,
        locale,
        format,
        "measure." + number.key() + ".long",
        columns,
        Exports.parts(
            first -> {
              Rows rows = reports.rows(question, number, line, first, viewer);
              return new Exports.Part<>(rows.rows(), rows.next());
            },
            r -> {
              List<@Nullable Object> cells = new ArrayList<>();
              cells.add(r.title());
              cells.add(detail(r, locale));
              cells.add(r.at());
              cells.add(ListFile.shortest(r.adds()));
              if (number.isMoney()) {
                cells.add(r.currency() == null ? ours : r.currency());
              }
              return cells;
            }));
  }

  private String detail(ResultsReports.Row row, Locale locale) {
    String kind =
        switch (row.target()) {
          case "lead" -> say("lead.origin." + row.kind(), locale);
          case "occurrence" ->
              say(
                  "state." + String.valueOf(row.kind()).toLowerCase(Locale.ROOT).replace('_', '-'),
                  locale);
          default -> null;
        };
    return Stream.of(Optional.ofNullable(row.detail()), Optional.ofNullable(kind))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(" · "));
  }

  /**
   * All lines and the total, for a spreadsheet, in the marks and separators of the reader's own
   * (Q42): the numbers, the amounts in each currency, and what each cost in the company's.
   */
  @GetMapping("/results/export")
  void file(
      CurrentUser viewer,
      Filters filters,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    Question question = read(filters, Grouping.ACTIVITY, viewer).question();
    filters.orNoFile();
    Results results = reports.answer(question, Arrays.asList(Measure.values()), viewer);
    List<Line> lines =
        reports.named(question.by(), results.page(question.sort(), null, results.lines().size()));
    List<String> head = new ArrayList<>();
    head.add(say("results.by." + question.by().word(), locale));
    List<Measure> measures = Stream.of(Measure.values()).filter(m -> !m.isCredited()).toList();
    measures.forEach(m -> head.add(say("measure." + m.key(), locale)));
    List<Amount> amounts =
        Stream.of(Measure.AMOUNT, Measure.PIPELINE).flatMap(m -> amounts(m, results)).toList();
    amounts.forEach(a -> head.add(say("measure." + a.of().key(), locale) + " " + a.currency()));
    List<Measure> costs = measures.stream().filter(Measure::hasCost).toList();
    costs.forEach(
        m ->
            head.add(
                messages.getMessage(
                    "results.each.column",
                    new Object[] {say("measure." + m.key(), locale)},
                    locale)));
    List<Line> all = new ArrayList<>(lines);
    all.add(results.total());
    exports.send(
        response,
        viewer,
        locale,
        format,
        question.by() == Grouping.PROVIDER ? "providers.title" : "results.title",
        List.of(),
        head,
        all.size(),
        file -> {
          for (Line line : all) {
            List<@Nullable Object> cells = new ArrayList<>();
            cells.add(
                line == results.total()
                    ? say("coverage.total", locale)
                    : nameOf(question.by(), line, locale));
            measures.forEach(m -> cells.add(ListFile.shortest(line.value(m))));
            amounts.forEach(
                a ->
                    cells.add(
                        ListFile.shortest(
                            line.amounts(a.of()).getOrDefault(a.currency(), BigDecimal.ZERO))));
            for (Measure measure : costs) {
              BigDecimal each = line.costToTheCent(measure);
              cells.add(each == null ? null : ListFile.shortest(each));
            }
            file.row(cells);
          }
        });
  }

  /** An amount of deals in one currency, which is a column of the file. */
  private record Amount(Measure of, String currency) {}

  private static Stream<Amount> amounts(Measure measure, Results results) {
    return Stream.concat(
            Stream.of(results.currency()), results.total().amounts(measure).keySet().stream())
        .distinct()
        .map(currency -> new Amount(measure, currency));
  }

  /** Agencies, printers, venues: what each one brought and cost (R106). */
  @ShortAddress
  @GetMapping("/providers")
  String providers(CurrentUser viewer, Filters filters, Model model) {
    Reading reading = read(filters, Grouping.PROVIDER, viewer);
    Question question = reading.question();
    List<Measure> measures = new ArrayList<>(Measure.ofProviders());
    measures.add(Measure.KNOWN);
    Results results = reports.answer(question, measures, viewer);
    put(model, reading, viewer);
    model.addAttribute(
        "lines",
        reports.named(
            Grouping.PROVIDER,
            results.page(question.sort(), null, PROVIDERS).stream()
                .filter(Line::isNamed)
                .toList()));
    model.addAttribute("results", results);
    model.addAttribute("most", PROVIDERS - 2);
    model.addAttribute("measures", Measure.ofProviders());
    return "insight/providers";
  }

  /** Who gets the credit of a deal; a part of its page, or a page. */
  @GetMapping("/credits")
  String credits(
      CurrentUser viewer, @RequestParam UUID deal, Filters filters, HtmxRequest htmx, Model model) {
    int company = reports.terms().window();
    int days = window(filters, company);
    boolean answered = isAnswered(filters);
    Credits.OfDeal of = credits.of(deal, days, answered, viewer);
    model.addAttribute("touches", answered ? Question.ANSWERED : null);
    model.addAttribute("of", of);
    model.addAttribute("currency", Currency.getInstance(of.currency()));
    model.addAttribute("days", days);
    model.addAttribute("whole", !htmx.isHtmxRequest());
    model.addAttribute("windows", windows(company));
    model.addAttribute("models", AttributionModel.values());
    return htmx.isHtmxRequest() ? "insight/credits :: credits" : "insight/credits";
  }

  private void put(Model model, Reading reading, CurrentUser viewer) {
    model.addAttribute("q", reading.question());
    model.addAttribute("turned", reading.turned());
    model.addAttribute("processes", reading.processes());
    model.addAttribute("profiles", reading.profiles());
    model.addAttribute("windows", windows(reading.companyWindow()));
    model.addAttribute("companyWindow", reading.companyWindow());
    model.addAttribute("groupings", Grouping.values());
    model.addAttribute("models", AttributionModel.values());
    model.addAttribute("narrowed", !viewer.scope().all());
    model.addAttribute("home", viewer.company().currency());
    model.addAttribute("spent", Measure.SPENT);
    model.addAttribute("signals", Measure.SIGNALS);
    model.addAttribute("amount", Measure.AMOUNT);
    model.addAttribute("inside", Measure.INSIDE);
    model.addAttribute("known", Measure.KNOWN);
    model.addAttribute("won", Measure.WON);
    model.addAttribute("inbound", Measure.INBOUND);
    model.addAttribute("outbound", Measure.OUTBOUND);
    model.addAttribute("people", Measure.PEOPLE);
  }

  private static List<Integer> windows(int company) {
    return Stream.concat(Stream.of(company), WINDOWS.stream()).distinct().sorted().toList();
  }

  private Reading read(Filters filters, Grouping otherwise, CurrentUser viewer) {
    LocalDate today = viewer.today(clock);
    LocalDate until = date(filters, "until").orElse(today);
    LocalDate from = date(filters, "from").orElse(until.minusWeeks(WEEKS).plusDays(1));
    boolean turned = false;
    if (from.isAfter(until)) {
      LocalDate earlier = until;
      until = from;
      from = earlier;
      turned = true;
    }
    List<ProfileChoice> profiles = reports.profiles();
    UUID chosen =
        filters
            .read(
                "profile",
                text ->
                    profiles.stream()
                        .map(ProfileChoice::id)
                        .filter(id -> id.toString().equals(text))
                        .findFirst())
            .orElse(null);
    Terms terms = reports.terms();
    int company = terms.window();
    Question question =
        new Question(
            filters.read("by", Grouping::of).orElse(otherwise),
            from,
            until,
            chosen,
            filters.read("model", AttributionModel::of).orElse(AttributionModel.LINEAR),
            window(filters, company),
            isAnswered(filters),
            filters.read("sort", Measure::of).orElse(Measure.AMOUNT));
    return new Reading(question, company, profiles, turned, terms.several());
  }

  private static int window(Filters filters, int company) {
    return filters
        .read(
            "window",
            text ->
                Optional.of(text)
                    .filter(t -> t.matches("[0-9]{1,4}"))
                    .map(Integer::valueOf)
                    .filter(days -> days >= 1 && days <= 3650))
        .orElse(company);
  }

  private static boolean isAnswered(Filters filters) {
    return filters
        .read("touches", text -> Optional.of(text).filter(Question.ANSWERED::equals))
        .isPresent();
  }

  private static Optional<LocalDate> date(Filters filters, String name) {
    return filters.read(name, FormReader::parseDate);
  }

  private String nameOf(Grouping by, Line line, Locale locale) {
    if (line.key().isEmpty()) {
      return say("results.untouched", locale);
    }
    if (!line.isNamed()) {
      return say("results.none." + by.word(), locale);
    }
    return switch (by) {
      case PHASE -> say("phase." + line.key().toLowerCase(Locale.ROOT), locale);
      case MACRO -> say("macro." + line.key().toLowerCase(Locale.ROOT), locale);
      default -> line.label() == null ? line.key() : line.label();
    };
  }

  private String say(String key, Locale locale) {
    return messages.getMessage(key, null, locale);
  }
}
