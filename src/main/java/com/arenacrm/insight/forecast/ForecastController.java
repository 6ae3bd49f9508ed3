package com.arenacrm.insight.forecast;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserNames;
import com.arenacrm.identity.UserNames.Colleague;
import com.arenacrm.insight.forecast.Bridge.Kind;
import com.arenacrm.insight.forecast.Bridge.Measure;
import com.arenacrm.insight.forecast.Changes.Comparison;
import com.arenacrm.insight.forecast.Forecasts.Standing;
import com.arenacrm.insight.forecast.Snapshots.Snapshot;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Slice;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What will be won, month by month; what changed since a week; and how right it was. */
@Controller
@RequestMapping("/reports")
class ForecastController {

  /** Who has deals, of those who cannot sign in. */
  private static final String HAVE_DEALS =
      "exists (select from pipeline.opportunity o where o.owner_id = u.id)";

  private final Forecasts forecasts;
  private final Snapshots snapshots;
  private final Changes changes;
  private final Accuracy accuracy;
  private final UserNames userNames;
  private final Exports exports;
  private final MessageSource messages;
  private final Clock clock;

  ForecastController(
      Forecasts forecasts,
      Snapshots snapshots,
      Changes changes,
      Accuracy accuracy,
      UserNames userNames,
      Exports exports,
      MessageSource messages,
      Clock clock) {
    this.forecasts = forecasts;
    this.snapshots = snapshots;
    this.changes = changes;
    this.accuracy = accuracy;
    this.userNames = userNames;
    this.exports = exports;
    this.messages = messages;
    this.clock = clock;
  }

  /** The forecast of whom, as of when. */
  private record Asked(Question question, Standing as, @Nullable Snapshot snapshot) {}

  @GetMapping("/forecast")
  String page(
      CurrentUser viewer,
      Filters filters,
      @RequestParam(required = false) @Nullable UUID track,
      @RequestParam(required = false) @Nullable UUID after,
      Locale locale,
      Model model) {
    List<Snapshot> kept = snapshots.all();
    Asked asked = asked(filters, track, kept, viewer);
    Part ofSellers = filters.read("part", Part::of).orElse(Part.SAFE);
    Forecast forecast = forecasts.forecast(asked.question(), asked.as(), viewer);
    String home = viewer.company().currency().getCurrencyCode();
    Map<UUID, String> names = put(model, asked.question(), viewer);
    Slice<Optional<UUID>> sellers = forecast.page(names, after);
    List<Forecast.Sheet> sheets =
        forecast.sheets(asked.question(), asked.as().columns(), ofSellers, home, sellers.rows());
    String self = asked.question().path("/reports/forecast", "part", ofSellers.key());
    model.addAttribute("self", self);
    model.addAttribute("next", sellers.next());
    model.addAttribute("first", after == null);
    model.addAttribute("kept", kept);
    model.addAttribute("snapshot", asked.snapshot());
    model.addAttribute("sheets", sheets);
    model.addAttribute("nothing", forecast.isEmpty());
    List<String> columns = asked.as().columns().keys();
    model.addAttribute("columns", columns);
    model.addAttribute("columnNames", columnNames(columns, viewer, locale));

    model.addAttribute("present", asked.as().columns().months().get(0));
    model.addAttribute("parts", Part.ALL);
    model.addAttribute("part", ofSellers);
    model.addAttribute(
        "lacking", asked.snapshot() == null ? forecasts.lacking(asked.question(), viewer) : 0);
    return "insight/forecast";
  }

  /** The deals behind a number. */
  @GetMapping("/forecast/rows")
  String rows(
      CurrentUser viewer,
      Filters filters,
      @RequestParam(required = false) @Nullable UUID track,
      @RequestParam String part,
      @RequestParam(required = false) @Nullable String month,
      @RequestParam(required = false) @Nullable String currency,
      @RequestParam(required = false) @Nullable UUID after,
      Locale locale,
      Model model) {
    Asked asked = asked(filters, track, snapshots.all(), viewer);
    Cell cell = cell(part, month, currency, viewer);
    Forecasts.Rows rows = rows(asked, cell, after, viewer);
    put(model, asked.question(), viewer);
    model.addAttribute("snapshot", asked.snapshot());
    model.addAttribute("lacking", cell.lacking());
    model.addAttribute("part", part);
    model.addAttribute("bucket", cell.bucket());
    model.addAttribute(
        "columnNames",
        columnNames(cell.bucket() == null ? List.of() : List.of(cell.bucket()), viewer, locale));
    model.addAttribute("currency", cell.currency());
    model.addAttribute("whole", cell.whole());
    model.addAttribute("rows", rows.page());
    model.addAttribute("all", rows.all());
    model.addAttribute("first", after == null);
    model.addAttribute("self", cell.path(asked.question(), "/reports/forecast/rows"));
    model.addAttribute("file", cell.path(asked.question(), "/reports/forecast/rows/export"));
    return "insight/forecast-rows";
  }

  /** The same deals as a file. */
  @GetMapping("/forecast/rows/export")
  void rowsFile(
      CurrentUser viewer,
      Filters filters,
      @RequestParam(required = false) @Nullable UUID track,
      @RequestParam String part,
      @RequestParam(required = false) @Nullable String month,
      @RequestParam(required = false) @Nullable String currency,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    Asked asked = asked(filters, track, snapshots.all(), viewer);
    filters.orNoFile();
    Cell cell = cell(part, month, currency, viewer);
    Map<UUID, String> names = userNames.all();
    List<String> columns =
        new ArrayList<>(
            List.of(
                "deal.name",
                "person.company",
                "deal.owner",
                "deal.stage",
                "stages.probability",
                "forecast.as.column",
                "forecast.when",
                "deal.amount",
                "deal.currency"));
    if (!cell.lacking()) {
      columns.add(cell.part().equals("weighted") ? "forecast.part.weighted" : "forecast.counts");
    }
    exports.send(
        response,
        viewer,
        locale,
        format,
        cell.lacking() ? "forecast.lacking.title" : "forecast.part." + part,
        columns,
        Exports.each(
            after -> rows(asked, cell, after, viewer).page(),
            r -> {
              List<@Nullable Object> cells = new ArrayList<>();
              cells.add(r.name() == null ? say("forecast.unseen", locale) : r.name());
              cells.add(r.name() == null ? null : r.customer());
              cells.add(
                  r.owner() == null
                      ? say("forecast.nobody", locale)
                      : names.getOrDefault(r.owner(), "—"));
              cells.add(r.stage());
              cells.add(r.probability());
              cells.add(
                  say(
                      r.category().equals("WON")
                          ? "forecast.part.won"
                          : "forecast.category." + r.category(),
                      locale));
              cells.add(r.day());
              cells.add(r.amount());
              cells.add(r.currency());
              if (!cell.lacking()) {
                cells.add(r.value());
              }
              return cells;
            }));
  }

  /**
   * A number of the forecast.
   *
   * @param part the key of a part, or of what lacks something
   * @param bucket the column; null for all
   * @param currency in which it reads; null for what lacks something
   * @param whole whether deals of all currencies count
   */
  private record Cell(
      String part, @Nullable String bucket, @Nullable Currency currency, boolean whole) {

    boolean lacking() {
      return part.equals(Forecasts.LACKING);
    }

    @Nullable String key() {
      return currency == null ? null : whole ? Forecast.WHOLE : currency.getCurrencyCode();
    }

    String path(Question question, String page) {
      return question.path(page, "part", part, "month", bucket, "currency", key());
    }
  }

  private static Cell cell(
      String part, @Nullable String month, @Nullable String currency, CurrentUser viewer) {
    boolean lacking = part.equals(Forecasts.LACKING);
    String bucket = FormReader.clean(month).isEmpty() ? null : month;
    if (!lacking && Part.of(part).isEmpty() || bucket != null && !Columns.isKnown(bucket)) {
      throw new NotFoundException();
    }
    return new Cell(
        part, bucket, lacking ? null : currency(currency, viewer), !lacking && isWhole(currency));
  }

  private Forecasts.Rows rows(Asked asked, Cell cell, @Nullable UUID after, CurrentUser viewer) {
    return forecasts.rows(
        asked.question(), asked.as(), cell.part(), cell.bucket(), cell.key(), after, viewer);
  }

  /** Each seller's months with all numbers, for a spreadsheet. */
  @GetMapping("/forecast/export")
  void file(
      CurrentUser viewer,
      Filters filters,
      @RequestParam(required = false) @Nullable UUID track,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    Asked asked = asked(filters, track, snapshots.all(), viewer);
    filters.orNoFile();
    Forecast forecast = forecasts.forecast(asked.question(), asked.as(), viewer);
    Map<UUID, String> names = userNames.all();
    List<String> head = new ArrayList<>(List.of("deal.owner", "forecast.when", "deal.currency"));
    Part.ALL.forEach(p -> head.add("forecast.part." + p.key()));
    head.add("forecast.deals");
    exports.send(
        response,
        viewer,
        locale,
        format,
        "forecast.title",
        head,
        file -> {
          for (UUID owner : forecast.owners()) {
            for (String bucket : asked.as().columns().keys()) {
              for (String currency :
                  forecast.currencies(viewer.company().currency().getCurrencyCode())) {
                List<Object> cells = new ArrayList<>();
                cells.add(
                    owner == null
                        ? say("forecast.nobody", locale)
                        : names.getOrDefault(owner, "—"));
                cells.add(
                    Columns.month(bucket).isPresent()
                        ? bucket
                        : columnName(bucket, viewer, locale));
                cells.add(currency);
                int deals = 0;
                for (Part part : Part.ALL) {
                  Forecast.Sum sum = forecast.of(currency, bucket, owner, true, part);
                  deals += part.isSum() ? 0 : sum.deals();
                  cells.add(ListFile.shortest(sum.amount()));
                }
                cells.add(deals);
                if (deals > 0) {
                  file.row(cells);
                }
              }
            }
          }
        });
  }

  @GetMapping("/forecast/changes")
  String changes(
      CurrentUser viewer,
      Filters filters,
      @RequestParam(required = false) @Nullable UUID track,
      Model model) {
    List<Snapshot> kept = snapshots.all();
    Optional<Comparison> asked = comparison(filters, track, kept, viewer);
    put(model, asked.map(Comparison::who).orElse(new Question(null, null, null)), viewer);
    model.addAttribute("kept", kept);
    model.addAttribute("asked", asked.orElse(null));
    model.addAttribute("weeks", snapshots.weeks());
    if (asked.isPresent()) {
      Comparison q = asked.get();
      List<String> currencies = new ArrayList<>(changes.currencies(q, viewer));
      if (!q.whole() && !currencies.contains(q.currency())) {
        currencies.add(0, q.currency());
      }
      String home = viewer.company().currency().getCurrencyCode();
      if (currencies.stream().allMatch(home::equals)) {
        currencies.clear();
      }
      model.addAttribute("home", home);
      model.addAttribute("currencies", currencies);
      model.addAttribute("currency", Currency.getInstance(q.currency()));
      model.addAttribute("measures", Measure.values());
      model.addAttribute("months", new Columns(viewer.today(clock)).months());
      model.addAttribute("whole", changes.whole(q, viewer));
    }
    return "insight/forecast-changes";
  }

  /** The deals of a line of what changed. */
  @GetMapping("/forecast/changes/rows")
  String changeRows(
      CurrentUser viewer,
      Filters filters,
      @RequestParam(required = false) @Nullable UUID track,
      @RequestParam String kind,
      @RequestParam(required = false) @Nullable UUID after,
      Model model) {
    Comparison asked =
        comparison(filters, track, snapshots.all(), viewer).orElseThrow(NotFoundException::new);
    Kind line = Kind.of(kind).orElseThrow(NotFoundException::new);
    put(model, asked.who(), viewer);
    model.addAttribute("asked", asked);
    model.addAttribute("currency", Currency.getInstance(asked.currency()));
    model.addAttribute("kind", line);
    model.addAttribute("rows", changes.rows(asked, line, after, viewer));
    model.addAttribute("first", after == null);
    return "insight/forecast-change-rows";
  }

  @GetMapping("/forecast/accuracy")
  String accuracy(
      CurrentUser viewer,
      Filters filters,
      @RequestParam(required = false) @Nullable UUID track,
      Model model) {
    Question question = new Question(null, seller(filters, viewer), track);
    put(model, question, viewer);
    model.addAttribute("home", viewer.company().currency().getCurrencyCode());
    model.addAttribute("records", accuracy.records(question, viewer.today(clock), viewer));
    model.addAttribute("enough", Accuracy.ENOUGH);
    model.addAttribute("parts", List.of(Part.SAFE, Part.HOPED, Part.WEIGHTED));
    return "insight/forecast-accuracy";
  }

  private Asked asked(
      Filters filters, @Nullable UUID track, List<Snapshot> kept, CurrentUser viewer) {
    Snapshot snapshot = filters.read("at", at -> find(at, kept)).orElse(null);
    return new Asked(
        new Question(snapshot == null ? null : snapshot.monday(), seller(filters, viewer), track),
        new Standing(
            snapshot == null ? clock.instant() : snapshot.takenAt(), viewer.company().zone()),
        snapshot);
  }

  /** Empty where there is no week to compare with. */
  private Optional<Comparison> comparison(
      Filters filters, @Nullable UUID track, List<Snapshot> kept, CurrentUser viewer) {
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    LocalDate monday = viewer.thisWeek(clock).monday();
    Snapshot start =
        filters
            .read("from", from -> find(from, kept))
            .orElseGet(
                () ->
                    kept.stream()
                        .filter(s -> s.monday().isBefore(monday))
                        .findFirst()
                        .orElse(kept.get(0)));
    Snapshot end =
        filters
            .read("to", to -> find(to, kept))
            .filter(s -> s.monday().isAfter(start.monday()))
            .orElse(null);
    return Optional.of(
        new Comparison(
            new Question(null, seller(filters, viewer), track),
            start,
            end,
            end == null ? clock.instant() : end.takenAt(),
            filters.read("measure", Measure::of).orElse(Measure.OPEN),
            filters.read("month", Columns::month).orElse(null),
            currency(filters, viewer).getCurrencyCode(),
            isWhole(filters.text("currency"))));
  }

  /** Whether deals of all currencies are asked for, as they are where nothing else is said. */
  private static boolean isWhole(@Nullable String currency) {
    String text = FormReader.clean(currency);
    return text.isEmpty() || text.equals(Forecast.WHOLE);
  }

  private static Optional<Snapshot> find(@Nullable String monday, List<Snapshot> kept) {
    return kept.stream().filter(s -> s.monday().toString().equals(monday)).findFirst();
  }

  /**
   * @throws NotFoundException when the viewer may not see what this seller has
   */
  private static @Nullable UUID seller(Filters filters, CurrentUser viewer) {
    if (filters.text("seller").equals(Question.NONE)) {
      if (!viewer.scope().all()) {
        throw new NotFoundException();
      }
      return Question.NOBODY;
    }
    UUID seller = filters.id("seller");
    if (seller != null && !viewer.scope().all() && !viewer.scope().owners().contains(seller)) {
      throw new NotFoundException();
    }
    return seller;
  }

  private static Currency currency(Filters filters, CurrentUser viewer) {
    String text = filters.text("currency");
    if (!isWhole(text) && !isCurrency(text)) {
      filters.unread("currency");
    }
    return currency(text, viewer);
  }

  private static boolean isCurrency(String text) {
    return Currency.getAvailableCurrencies().stream()
        .anyMatch(c -> c.getCurrencyCode().equals(text));
  }

  private static Currency currency(@Nullable String typed, CurrentUser viewer) {
    String text = FormReader.clean(typed);
    try {
      return text.isEmpty() ? viewer.company().currency() : Currency.getInstance(text);
    } catch (IllegalArgumentException e) {
      return viewer.company().currency();
    }
  }

  /** Adds what all these pages need; answers with everybody's name. */
  private Map<UUID, String> put(Model model, Question question, CurrentUser viewer) {
    UserNames.Everybody people = userNames.everybody(HAVE_DEALS, Role.SALES);
    List<Colleague> sellers = people.owners(viewer.scope());
    model.addAttribute("q", question);
    model.addAttribute("tracks", forecasts.tracks());
    model.addAttribute("sellers", sellers);
    model.addAttribute(
        "other",
        question.seller() != null
                && !question.isNobodys()
                && sellers.stream().noneMatch(c -> c.id().id().equals(question.seller()))
            ? question.seller()
            : null);
    model.addAttribute("names", people.names());
    Map<String, String> byText = new HashMap<>();
    people.names().forEach((id, name) -> byText.put(id.toString(), name));
    model.addAttribute("people", byText);
    model.addAttribute("narrowed", !viewer.scope().all());
    model.addAttribute("zone", viewer.company().zone());
    return people.names();
  }

  /** How columns are called, and all of them together. */
  private Map<String, String> columnNames(List<String> columns, CurrentUser viewer, Locale locale) {
    Map<String, String> names = new HashMap<>();
    columns.forEach(c -> names.put(c, columnName(c, viewer, locale)));
    names.put("all", say("coverage.total", locale));
    return names;
  }

  private String columnName(String column, CurrentUser viewer, Locale locale) {
    return Columns.month(column)
        .map(m -> viewer.formats(locale).month(m.atDay(1)))
        .orElseGet(() -> say("forecast.column." + column, locale));
  }

  private String say(String key, Locale locale) {
    return messages.getMessage(key, null, locale);
  }
}
