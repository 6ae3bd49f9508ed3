package com.arenacrm.integration;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.integration.sheets.DateStyle;
import com.arenacrm.integration.sheets.MoneyText;
import com.arenacrm.platform.FormReader;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** What the columns of a file mean, and the values of those that need it. */
@Controller
@RequestMapping("/integration/imports/{id}")
class ImportColumnsController {

  private static final int SAMPLES = 50;
  private static final String NOTHING = RowImporter.NOTHING;

  /** What was chosen for the file as a whole; the columns come as many fields of one name. */
  record ColumnsForm(String matchKey, String mode, String source, String lenient) {

    static ColumnsForm of(ImportMapping m) {
      return new ColumnsForm(
          m.matchKey(), m.mode().name(), m.source(), Boolean.toString(m.lenient()));
    }
  }

  /**
   * A column as the page shows it.
   *
   * @param currency what its header says of the currency of its amounts, in words; or null
   */
  record Column(
      String name,
      List<String> examples,
      String meaning,
      @Nullable String currency,
      @Nullable String problem) {}

  /** An option for the whole file, with what is chosen. */
  record ChosenOption(ImportOption option, String chosen, @Nullable String problem) {}

  /** A value of a column with what it is taken to mean. */
  record ValueLine(String text, int count, String chosen, boolean missing) {}

  /**
   * A column of which some cells can be read in two ways.
   *
   * @param one how many other cells can only be meant in the first style
   * @param other how many can only be meant in the other one
   * @param readings what each example is in one style and in the other
   */
  record OpenField(
      ImportField field,
      String header,
      int count,
      int one,
      int other,
      List<Reading> readings,
      String chosen,
      boolean missing) {

    /** Whether it is about days; otherwise about numbers. */
    public boolean day() {
      return ColumnStyle.isDay(field);
    }

    /** The styles to choose from. */
    public List<String> styles() {
      return day() ? List.of("DAY_FIRST", "MONTH_FIRST") : List.of("COMMA", "POINT");
    }
  }

  /** A cell that can be read in two ways. */
  record Reading(String cell, boolean yearless, @Nullable Object one, @Nullable Object other) {}

  /**
   * A field whose values are mapped.
   *
   * @param hint message key of what its values may mean, or null
   * @param nothing message key of what becomes of a value that means nothing here; null where each
   *     must mean something
   */
  record ValueField(
      ImportField field,
      String header,
      List<Choice> choices,
      List<ValueLine> lines,
      @Nullable String hint,
      @Nullable String nothing) {

    /** Its values in one line, as a sentence names them. */
    public String named() {
      return String.join(", ", lines.stream().map(ValueLine::text).toList());
    }
  }

  /** So many years back the days of a column may be that do not say theirs. */
  private static final int YEARS_BACK = 20;

  private final ImportDesk desk;
  private final ImportSets sets;
  private final ImportFiles files;
  private final Importers importers;
  private final MappingGuess guess;
  private final ImportMemory memory;
  private final ReasonWords words;
  private final MessageSource messages;
  private final Clock clock;

  ImportColumnsController(
      ImportDesk desk,
      ImportSets sets,
      ImportFiles files,
      Importers importers,
      MappingGuess guess,
      ImportMemory memory,
      ReasonWords words,
      MessageSource messages,
      Clock clock) {
    this.desk = desk;
    this.sets = sets;
    this.files = files;
    this.importers = importers;
    this.guess = guess;
    this.memory = memory;
    this.words = words;
    this.messages = messages;
    this.clock = clock;
  }

  @GetMapping("/columns")
  ModelAndView page(CurrentUser viewer, @PathVariable UUID id, Locale locale) {
    ImportRun run = desk.get(id, viewer);
    if (!run.state().isPreparing()) {
      return toImport(id);
    }
    RowImporter importer = importers.get(run.importer());
    Detection.Sample sample = sample(run);
    ImportMapping mapping =
        run.mapping()
            .filter(m -> m.header().equals(sample.header()))
            .orElseGet(() -> guess.guess(importer, sample, viewer));
    ModelAndView page = new ModelAndView("integration/columns");
    page.addObject("form", ColumnsForm.of(mapping));
    Map<String, String> unchosen = new LinkedHashMap<>();
    if (run.set().isPresent() && run.asks()) {
      sets.unchosen(run, mapping, viewer)
          .forEach(o -> unchosen.put(o.key(), messages.getMessage("choose", null, locale)));
    }
    fill(page, run, importer, sample, mapping, Map.of(), unchosen, viewer, locale);
    return page;
  }

  @PostMapping("/columns")
  ModelAndView mean(
      CurrentUser actor,
      @PathVariable UUID id,
      @ModelAttribute("form") ColumnsForm form,
      BindingResult errors,
      HttpServletRequest request,
      Locale locale) {
    ImportRun run = desk.get(id, actor);
    if (!run.state().isPreparing()) {
      return toImport(id);
    }
    RowImporter importer = importers.get(run.importer());
    Detection.Sample sample = sample(run);
    FormReader reader = new FormReader(errors, locale);
    Map<Integer, String> columnProblems = new LinkedHashMap<>();
    Map<String, String> optionProblems = new LinkedHashMap<>();
    ImportMapping mapping =
        read(
            run,
            importer,
            sample,
            form,
            reader,
            request,
            actor,
            locale,
            columnProblems,
            optionProblems);
    if (!reader.failed() && columnProblems.isEmpty() && optionProblems.isEmpty()) {
      ValueScan.Seen seen = sets.look(run, mapping, importer, actor);
      ImportMapping styled = mapping.withStyles(styles(run.settings(), seen, mapping));
      if (!seen.values().isEmpty()
          || seen.styles().values().stream().anyMatch(e -> e.asks(run.settings()))) {
        desk.mean(run, styled, actor);
        return new ModelAndView("redirect:/integration/imports/" + id + "/values");
      }
      return goOn(run, styled, actor);
    }
    ModelAndView page = new ModelAndView("integration/columns", errors.getModel());
    fill(page, run, importer, sample, mapping, columnProblems, optionProblems, actor, locale);
    page.addObject("wrong", true);
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  private ImportMapping read(
      ImportRun run,
      RowImporter importer,
      Detection.Sample sample,
      ColumnsForm form,
      FormReader reader,
      HttpServletRequest request,
      CurrentUser actor,
      Locale locale,
      Map<Integer, String> columnProblems,
      Map<String, String> optionProblems) {
    List<String> columns = columns(importer, sample.header(), request, locale, columnProblems);
    Set<String> mapped = new LinkedHashSet<>(columns);
    ImportMode mode = reader.choice("mode", form.mode(), ImportMode.class);
    reader.require("mode", mode, "choose");
    MatchKey key =
        importer.matchKeys().stream()
            .filter(k -> k.key().equals(form.matchKey()))
            .findFirst()
            .orElse(null);
    reader.require("matchKey", key, "choose");
    if (key != null && !key.isPossible(mapped)) {
      reader.refuse("matchKey", "imports.columns.keyNotMapped");
    }
    boolean outside =
        importer.matchKeys().stream()
            .anyMatch(k -> k.key().equals(MatchKey.OUTSIDE) && k.isPossible(mapped));
    String source = reader.text("source", form.source(), 60);
    if (outside && source == null) {
      reader.require("source", null, "imports.columns.sourceMissing");
    }
    importer.missing(mapped).forEach(why -> columnProblems.putIfAbsent(-1, words.say(why, locale)));
    Map<String, String> options = new LinkedHashMap<>();
    for (ImportOption option : importer.options(actor)) {
      String sent = FormReader.clean(request.getParameter("option-" + option.key()));
      boolean known =
          sent.isEmpty() || option.choices().stream().anyMatch(c -> c.value().equals(sent));
      if (!known || (sent.isEmpty() && importer.asks(option, mapped))) {
        optionProblems.put(option.key(), messages.getMessage("choose", null, locale));
      } else {
        options.put(option.key(), sent);
      }
    }
    return new ImportMapping(
        sample.header(),
        columns,
        key == null ? "" : key.key(),
        mode == null ? ImportMode.BOTH : mode,
        source == null ? "" : source,
        "true".equals(form.lenient()),
        options,
        run.mapping()
            .map(ImportMapping::values)
            .orElseGet(() -> guess.guess(importer, sample, actor).values()),
        run.mapping()
            .map(ImportMapping::styles)
            .orElseGet(() -> guess.guess(importer, sample, actor).styles()));
  }

  /** As the cells show it; where they do not, as it was answered before. */
  private static Map<String, ColumnStyle> styles(
      ImportSettings settings, ValueScan.Seen seen, ImportMapping mapping) {
    Map<String, ColumnStyle> styles = new LinkedHashMap<>();
    seen.styles()
        .forEach(
            (field, evidence) -> {
              put(
                  styles,
                  field,
                  evidence.isOpen(settings)
                      ? mapping.styles().get(field)
                      : evidence.style(settings));
            });
    return styles;
  }

  static void put(Map<String, ColumnStyle> styles, String field, @Nullable ColumnStyle style) {
    if (style == null) {
      styles.remove(field);
    } else {
      styles.put(field, style);
    }
  }

  private List<String> columns(
      RowImporter importer,
      List<String> header,
      HttpServletRequest request,
      Locale locale,
      Map<Integer, String> problems) {
    String[] sent = request.getParameterValues("columns");
    Set<String> known = new HashSet<>(Set.of(ImportMapping.DROP));
    importer.fields().forEach(f -> known.add(f.key()));
    if (importer.keepsOtherColumns()) {
      known.add(ImportMapping.KEEP);
    }
    List<String> columns = new ArrayList<>();
    Map<String, Integer> used = new LinkedHashMap<>();
    int kept = 0;
    for (int i = 0; i < header.size(); i++) {
      String meaning = sent != null && i < sent.length ? sent[i] : ImportMapping.DROP;
      if (!known.contains(meaning)) {
        problems.put(i, messages.getMessage("choose", null, locale));
        meaning = ImportMapping.DROP;
      }
      if (meaning.equals(ImportMapping.KEEP)) {
        if (++kept > RowReader.MOST_ATTRIBUTES) {
          problems.put(
              i,
              messages.getMessage(
                  "imports.columns.tooManyKept", new Object[] {RowReader.MOST_ATTRIBUTES}, locale));
        } else if (header.get(i).isEmpty()) {
          problems.put(i, messages.getMessage("imports.columns.unnamed", null, locale));
        }
      } else if (!meaning.isEmpty()) {
        Integer other = used.putIfAbsent(meaning, i);
        if (other != null) {
          problems.put(
              i,
              messages.getMessage(
                  "imports.columns.twice", new Object[] {nameOf(header, other)}, locale));
        }
      }
      columns.add(meaning);
    }
    return columns;
  }

  private static String nameOf(List<String> header, int column) {
    return header.get(column).isEmpty() ? Integer.toString(column + 1) : header.get(column);
  }

  private void fill(
      ModelAndView page,
      ImportRun run,
      RowImporter importer,
      Detection.Sample sample,
      ImportMapping mapping,
      Map<Integer, String> columnProblems,
      Map<String, String> optionProblems,
      CurrentUser viewer,
      Locale locale) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < sample.header().size(); i++) {
      columns.add(
          new Column(
              sample.header().get(i),
              examples(sample, i),
              i < mapping.columns().size() ? mapping.columns().get(i) : ImportMapping.DROP,
              currency(importer, sample.header().get(i), mapping, i, locale),
              columnProblems.get(i)));
    }
    page.addObject("import", run);
    page.addObject("importer", importer);
    page.addObject("columns", columns);
    page.addObject("missing", columnProblems.get(-1));
    page.addObject("wrong", false);
    page.addObject(
        "fields",
        importer.fields().stream().map(f -> new Choice(f.key(), text(f.label(), locale))).toList());
    page.addObject(
        "matchKeys",
        importer.matchKeys().stream()
            .map(k -> new Choice(k.key(), text(k.label(), locale)))
            .toList());
    page.addObject("sources", memory.sources());
    page.addObject("modes", List.of(ImportMode.BOTH, ImportMode.CREATE, ImportMode.UPDATE));
    page.addObject(
        "options",
        importer.options(viewer).stream()
            .map(
                o ->
                    new ChosenOption(
                        o,
                        mapping.options().getOrDefault(o.key(), ""),
                        optionProblems.get(o.key())))
            .toList());
  }

  /** What the header of a column of amounts says of their currency, before anybody says more. */
  private @Nullable String currency(
      RowImporter importer, String header, ImportMapping mapping, int column, Locale locale) {
    String meaning = column < mapping.columns().size() ? mapping.columns().get(column) : "";
    String mark =
        importer.fields().stream()
            .filter(f -> f.key().equals(meaning))
            .map(f -> ColumnStyle.markOf(f, header))
            .filter(m -> m != null)
            .findFirst()
            .orElse(null);
    return mark == null
        ? null
        : MoneyText.meaning(mark)
            .map(
                code ->
                    messages.getMessage(
                        "imports.columns.currency", new Object[] {nameOf(code, locale)}, locale))
            .orElseGet(
                () ->
                    messages.getMessage(
                        "imports.columns.currency.open", new Object[] {mark}, locale));
  }

  private static String nameOf(String code, Locale locale) {
    return code + " · " + java.util.Currency.getInstance(code).getDisplayName(locale);
  }

  private String text(String key, Locale locale) {
    return messages.getMessage(key, null, locale);
  }

  private static List<String> examples(Detection.Sample sample, int column) {
    return sample.lines().stream()
        .map(TableReader.Line::cells)
        .filter(cells -> column < cells.size() && !cells.get(column).isBlank())
        .map(cells -> cells.get(column).strip())
        .map(cell -> cell.length() > 40 ? cell.substring(0, 39) + "…" : cell)
        .distinct()
        .limit(3)
        .toList();
  }

  @GetMapping("/values")
  ModelAndView values(CurrentUser viewer, @PathVariable UUID id, Locale locale) {
    ImportRun run = desk.get(id, viewer);
    if (!run.state().isPreparing()) {
      return toImport(id);
    }
    if (run.mapping().isEmpty()) {
      return new ModelAndView("redirect:/integration/imports/" + id + "/columns");
    }
    ImportMapping mapping = run.mapping().get();
    Optional<ImportOption> unchosen = sets.unchosen(run, mapping, viewer).stream().findFirst();
    if (unchosen.isPresent()) {
      return new ModelAndView(
          "redirect:/integration/imports/" + id + "/columns#option-" + unchosen.get().key());
    }
    ValueScan.Seen seen = look(run, mapping, viewer);
    List<ValueField> fields = fields(run, mapping, seen, mapping.values(), viewer, true, locale);
    List<OpenField> open = open(run, mapping, seen, null);
    ModelAndView page = valuesPage(run, fields, open, false);
    page.addObject("missing", missing(fields, open, mapping));
    return page;
  }

  /** The key of the first field of which something has yet to be said; null where nothing has. */
  private static @Nullable String missing(
      List<ValueField> fields, List<OpenField> open, ImportMapping mapping) {
    return Stream.concat(
            open.stream()
                .map(o -> o.field().key())
                .filter(key -> !mapping.styles().containsKey(key)),
            fields.stream()
                .filter(
                    f ->
                        f.lines().stream().anyMatch(l -> l.chosen().isEmpty())
                            || ImportRow.isYearKey(f.field().key())
                                && mapping
                                    .values()
                                    .getOrDefault(f.field().key(), Map.of())
                                    .isEmpty())
                .map(f -> f.field().key()))
        .findFirst()
        .orElse(null);
  }

  @PostMapping("/values")
  ModelAndView mapValues(
      CurrentUser actor, @PathVariable UUID id, HttpServletRequest request, Locale locale) {
    ImportRun run = desk.get(id, actor);
    if (!run.state().isPreparing()) {
      return toImport(id);
    }
    if (run.mapping().isEmpty()) {
      return new ModelAndView("redirect:/integration/imports/" + id + "/columns");
    }
    ImportMapping mapping = run.mapping().get();
    Map<String, Map<String, String>> sent = sent(request);
    ValueScan.Seen seen = look(run, mapping, actor);
    List<ValueField> fields = fields(run, mapping, seen, sent, actor, false, locale);
    List<OpenField> open = open(run, mapping, seen, request);
    boolean missing =
        fields.stream().flatMap(f -> f.lines().stream()).anyMatch(ValueLine::missing)
            || open.stream().anyMatch(OpenField::missing);
    boolean tooMany = fields.stream().anyMatch(f -> f.lines().size() > ValueScan.MOST_VALUES);
    if (missing || tooMany) {
      ModelAndView page = valuesPage(run, fields, open, true);
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    Map<String, Map<String, String>> values = new LinkedHashMap<>(mapping.values());
    for (ValueField field : fields) {
      Map<String, String> chosen = new LinkedHashMap<>();
      field
          .lines()
          .forEach(l -> chosen.put(l.text(), l.chosen().equals(NOTHING) ? "" : l.chosen()));
      values.put(field.field().key(), chosen);
    }
    Map<String, ColumnStyle> styles = new LinkedHashMap<>(mapping.styles());
    open.forEach(
        f ->
            styles.put(
                f.field().key(),
                java.util.Objects.requireNonNull(ColumnStyle.of(f.field(), f.chosen()))));
    return goOn(run, mapping.withValues(values).withStyles(styles), actor);
  }

  // Files that came together are rehearsed together.
  private ModelAndView goOn(ImportRun run, ImportMapping mapping, CurrentUser actor) {
    if (run.set().isPresent()) {
      desk.answer(run, mapping, actor, clock.instant());
      return new ModelAndView("redirect:/integration/imports/sets/" + run.set().get());
    }
    desk.rehearse(run, mapping, actor, clock.instant());
    return toImport(run.id().id());
  }

  // Three fields of each line, in step: which column, which value of it, what it means.
  private static Map<String, Map<String, String>> sent(HttpServletRequest request) {
    Map<String, Map<String, String>> sent = new LinkedHashMap<>();
    String[] fields = request.getParameterValues("field");
    String[] values = request.getParameterValues("value");
    String[] choices = request.getParameterValues("choice");
    if (fields != null && values != null && choices != null) {
      int lines = Math.min(fields.length, Math.min(values.length, choices.length));
      for (int i = 0; i < lines; i++) {
        sent.computeIfAbsent(fields[i], f -> new LinkedHashMap<>()).put(values[i], choices[i]);
      }
    }
    return sent;
  }

  private List<ValueField> fields(
      ImportRun run,
      ImportMapping mapping,
      ValueScan.Seen seen,
      Map<String, Map<String, String>> chosen,
      CurrentUser viewer,
      boolean guessing,
      Locale locale) {
    RowImporter importer = importers.get(run.importer());
    Map<String, Map<String, Integer>> found = seen.values();
    List<ValueField> fields = new ArrayList<>();
    for (ImportField field : importer.fields()) {
      ColumnStyle.Evidence evidence = seen.styles().get(field.key());
      if (evidence != null && !evidence.marks().isEmpty()) {
        fields.add(money(field, mapping, evidence, chosen, viewer, guessing, locale));
      }
      if (evidence != null && evidence.lacksYears()) {
        fields.add(year(field, mapping, evidence, chosen, viewer.today(clock).getYear(), guessing));
      }
      Map<String, Integer> values = found.get(field.key());
      if (values == null) {
        continue;
      }
      List<Choice> choices = sets.choices(run, importer, field, viewer);
      Set<String> known = new HashSet<>(Set.of(NOTHING));
      choices.forEach(c -> known.add(c.value()));
      Map<String, String> own = chosen.getOrDefault(field.key(), Map.of());
      List<ValueLine> lines = new ArrayList<>();
      values.forEach(
          (text, count) -> {
            String meaning = own.get(text);
            if (guessing && meaning != null && meaning.isEmpty()) {
              meaning = NOTHING; // as it was chosen last time
            }
            if (guessing && (meaning == null || !known.contains(meaning))) {
              meaning = importer.guess(field, text, choices).orElse("");
            }
            boolean missing = meaning == null || !known.contains(meaning);
            lines.add(new ValueLine(text, count, missing ? "" : meaning, missing && !guessing));
          });
      String header = mapping.header().get(mapping.columns().indexOf(field.key()));
      boolean keeps = importer.keepsOtherColumns() && !mapping.source().equals(MatchKey.ARENA);
      fields.add(
          new ValueField(
              field,
              header,
              choices,
              lines,
              importer.hint(field).orElse(null),
              field.type() == ImportField.Type.NAMED
                  ? "imports.values.nothing.text"
                  : keeps ? "imports.values.nothing.kept" : "imports.values.nothing"));
    }
    return fields;
  }

  /** Which currency is meant by marks that several share, such as the dollar's. */
  private static ValueField money(
      ImportField field,
      ImportMapping mapping,
      ColumnStyle.Evidence evidence,
      Map<String, Map<String, String>> chosen,
      CurrentUser viewer,
      boolean guessing,
      Locale locale) {
    String key = ImportRow.currencyKey(field.key());
    String home = viewer.company().currency().getCurrencyCode();
    Set<String> currencies = new LinkedHashSet<>();
    List<ValueLine> lines = new ArrayList<>();
    evidence
        .marks()
        .forEach(
            (mark, count) -> {
              List<String> candidates = MoneyText.candidates(mark);
              currencies.addAll(candidates);
              String said = chosen.getOrDefault(key, Map.of()).get(mark);
              if (guessing && said == null && candidates.contains(home)) {
                said = home;
              }
              boolean missing = said == null || !candidates.contains(said);
              lines.add(new ValueLine(mark, count, missing ? "" : said, missing && !guessing));
            });
    return new ValueField(
        new ImportField(key, field.label(), ImportField.Type.CHOICE, false, 3, List.of()),
        mapping.header().get(mapping.columns().indexOf(field.key())),
        currencies.stream().map(c -> new Choice(c, nameOf(c, locale))).toList(),
        lines,
        "imports.values.currency",
        null);
  }

  /** Of which year the days of a column are that do not say it. */
  private static ValueField year(
      ImportField field,
      ImportMapping mapping,
      ColumnStyle.Evidence evidence,
      Map<String, Map<String, String>> chosen,
      int thisYear,
      boolean guessing) {
    String key = ImportRow.yearKey(field.key());
    List<Choice> years =
        IntStream.rangeClosed(0, YEARS_BACK + 1)
            .mapToObj(back -> String.valueOf(thisYear + 1 - back))
            .map(year -> new Choice(year, year))
            .toList();
    String said =
        chosen.getOrDefault(key, Map.of()).values().stream()
            .filter(year -> years.stream().anyMatch(c -> c.value().equals(year)))
            .findFirst()
            .orElse(guessing ? String.valueOf(thisYear) : "");
    return new ValueField(
        new ImportField(key, field.label(), ImportField.Type.CHOICE, false, 4, List.of()),
        mapping.header().get(mapping.columns().indexOf(field.key())),
        years,
        List.of(
            new ValueLine(evidence.yearlessExamples(), evidence.yearless(), said, said.isEmpty())),
        evidence.hasYears() ? "imports.values.year.some" : "imports.values.year",
        null);
  }

  private ValueScan.Seen look(ImportRun run, ImportMapping mapping, CurrentUser user) {
    return sets.look(run, mapping, importers.get(run.importer()), user);
  }

  /**
   * The columns of which a person has to say how they are meant.
   *
   * @param request with the answers; null to propose some
   */
  private List<OpenField> open(
      ImportRun run,
      ImportMapping mapping,
      ValueScan.Seen seen,
      @Nullable HttpServletRequest request) {
    List<OpenField> open = new ArrayList<>();
    for (ImportField field : importers.get(run.importer()).fields()) {
      ColumnStyle.Evidence evidence = seen.styles().get(field.key());
      if (evidence == null || !evidence.isOpen(run.settings())) {
        continue;
      }
      ColumnStyle usual =
          ColumnStyle.isDay(field)
              ? ColumnStyle.days(
                  run.settings().dates() == DateStyle.MONTH_FIRST
                      ? DateStyle.MONTH_FIRST
                      : DateStyle.DAY_FIRST)
              : ColumnStyle.numbers(run.settings().decimalComma());
      ColumnStyle chosen =
          request == null
              ? mapping.styles().getOrDefault(field.key(), usual)
              : ColumnStyle.of(field, request.getParameter("style-" + field.key()));
      open.add(
          new OpenField(
              field,
              mapping.header().get(mapping.columns().indexOf(field.key())),
              evidence.either(),
              evidence.one(),
              evidence.other(),
              evidence.examples().stream().map(cell -> reading(field, cell)).toList(),
              chosen == null ? "" : chosen.key(),
              chosen == null));
    }
    return open;
  }

  private static Reading reading(ImportField field, String cell) {
    boolean yearless = ColumnStyle.isDay(field) && DateStyle.lacksYear(cell);
    String day = yearless ? DateStyle.withYear(cell, 2000) : cell;
    return ColumnStyle.isDay(field)
        ? new Reading(
            cell,
            yearless,
            DateStyle.DAY_FIRST.day(day).orElse(null),
            DateStyle.MONTH_FIRST.day(day).orElse(null))
        : new Reading(
            cell,
            false,
            ColumnStyle.amount(cell, true).orElse(null),
            ColumnStyle.amount(cell, false).orElse(null));
  }

  private static ModelAndView valuesPage(
      ImportRun run, List<ValueField> fields, List<OpenField> open, boolean wrong) {
    ModelAndView page = new ModelAndView("integration/values");
    page.addObject("import", run);
    page.addObject("valueFields", fields);
    page.addObject("openFields", open);
    page.addObject("nothing", NOTHING);
    page.addObject("most", ValueScan.MOST_VALUES);
    page.addObject("wrong", wrong);
    return page;
  }

  private Detection.Sample sample(ImportRun run) {
    return Detection.sample(
        files.start(run.id().id(), run.settings()), run.fileBytes(), run.settings(), SAMPLES);
  }

  private static ModelAndView toImport(UUID id) {
    return new ModelAndView("redirect:/integration/imports/" + id);
  }
}
