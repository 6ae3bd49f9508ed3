package com.arenacrm.integration;

import static org.awaitility.Awaitility.await;

import com.arenacrm.identity.CurrentUser;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.springframework.boot.test.context.TestComponent;

/** Imports files as the pages do, and waits for the background. */
@TestComponent
public class ImportProbe {

  private final ImportDesk desk;
  private final ImportRuns runs;
  private final ImportPasses passes;
  private final ImportFiles files;
  private final ImportRemarks remarks;
  private final Importers importers;
  private final MappingGuess guess;
  private final ValueScan scan;
  private final Clock clock;

  ImportProbe(
      ImportDesk desk,
      ImportRuns runs,
      ImportPasses passes,
      ImportFiles files,
      ImportRemarks remarks,
      Importers importers,
      MappingGuess guess,
      ValueScan scan,
      Clock clock) {
    this.desk = desk;
    this.runs = runs;
    this.passes = passes;
    this.files = files;
    this.remarks = remarks;
    this.importers = importers;
    this.guess = guess;
    this.scan = scan;
    this.clock = clock;
  }

  /** An import from upload to rehearsal, as proposed and then changed. */
  public final class Journey {

    private final CurrentUser user;
    private final UUID id;
    private ImportMapping mapping;

    private Journey(CurrentUser user, UUID id) {
      this.user = user;
      this.id = id;
      this.mapping = guessed();
    }

    public UUID id() {
      return id;
    }

    /** As proposed; who imports says whose identifiers they are, and here that is always one. */
    private ImportMapping guessed() {
      ImportMapping m = guess.guess(importers.get(run().importer()), sample(), user);
      return m.source().isEmpty()
          ? with(m, m.columns(), m.matchKey(), m.mode(), "csv", m.lenient())
          : m;
    }

    ImportRun run() {
      return runs.findById(new ImportRunId(id)).orElseThrow();
    }

    Detection.Sample sample() {
      return Detection.sample(
          files.start(id, run().settings()), run().fileBytes(), run().settings(), 50);
    }

    /** Takes up what is proposed once the file is read otherwise. */
    Journey anew() {
      mapping = guessed();
      return this;
    }

    ImportMapping mapping() {
      return mapping;
    }

    /** What the columns are taken to mean, in order. */
    public List<String> columns() {
      return mapping.columns();
    }

    /** What the column of that header is taken to mean. */
    public String mapping(String header) {
      return mapping.columns().get(sample().header().indexOf(header));
    }

    /** Whether a column means this field. */
    public boolean hasColumn(String field) {
      return mapping.columns().contains(field);
    }

    /** Reads the file as proposed, and with every text of it as such. */
    public Journey wordForWord() {
      return reading(ImportProbe::nothingIsEmpty);
    }

    Journey reading(UnaryOperator<ImportSettings> change) {
      desk.read(run(), change.apply(run().settings()), false, user);
      mapping = guessed();
      return this;
    }

    Journey meaning(UnaryOperator<ImportMapping> change) {
      mapping = change.apply(mapping);
      return this;
    }

    /** Makes a column mean a field. */
    public Journey column(String header, String field) {
      List<String> columns = new ArrayList<>(mapping.columns());
      columns.set(sample().header().indexOf(header), field);
      return meaning(m -> with(m, columns, m.matchKey(), m.mode(), m.source(), m.lenient()));
    }

    public Journey key(String key) {
      return meaning(m -> with(m, m.columns(), key, m.mode(), m.source(), m.lenient()));
    }

    public Journey mode(String mode) {
      return meaning(
          m ->
              with(
                  m, m.columns(), m.matchKey(), ImportMode.valueOf(mode), m.source(), m.lenient()));
    }

    public Journey source(String source) {
      return meaning(m -> with(m, m.columns(), m.matchKey(), m.mode(), source, m.lenient()));
    }

    public Journey lenient() {
      return meaning(m -> with(m, m.columns(), m.matchKey(), m.mode(), m.source(), true));
    }

    /** Chooses something for the whole file. */
    public Journey option(String key, String value) {
      Map<String, String> options = new LinkedHashMap<>(mapping.options());
      options.put(key, value);
      return meaning(
          m ->
              new ImportMapping(
                  m.header(),
                  m.columns(),
                  m.matchKey(),
                  m.mode(),
                  m.source(),
                  m.lenient(),
                  options,
                  m.values()));
    }

    /** Says what a value of a field means. */
    public Journey value(String field, String text, String meaning) {
      Map<String, Map<String, String>> values = new LinkedHashMap<>(mapping.values());
      Map<String, String> own = new LinkedHashMap<>(values.getOrDefault(field, Map.of()));
      own.put(text, meaning);
      values.put(field, own);
      return meaning(m -> m.withValues(values));
    }

    /** What the pages propose for each value of a field; the empty text where they ask. */
    public Map<String, String> guesses(String field) {
      RowImporter importer = importers.get(run().importer());
      ImportField asked =
          importer.fields().stream().filter(f -> f.key().equals(field)).findFirst().orElseThrow();
      List<Choice> choices = importer.choices(asked, user);
      Map<String, String> guesses = new TreeMap<>();
      scan.look(id, run().settings(), mapping, importer, f -> !importer.choices(f, user).isEmpty())
          .values()
          .get(field)
          .keySet()
          .forEach(v -> guesses.put(v, importer.guess(asked, v, choices).orElse("")));
      return guesses;
    }

    /** Rehearses. */
    public Journey rehearsed() {
      rehearse();
      return this;
    }

    /** Rehearses and answers the counts. */
    public String rehearse() {
      desk.rehearse(run(), mapping, user, clock.instant());
      settle();
      return counts(PassKind.CHECK);
    }

    /** Waits for a rehearsal that the pages began, and runs. */
    public String awaitAndStart() {
      settle();
      return start();
    }

    /** Pauses the run after its next batch; answers its state. */
    String pause() {
      desk.pause(run());
      settle();
      return state();
    }

    /** Goes on with a run that was paused, and answers the counts. */
    String resume() {
      desk.resume(run(), clock.instant());
      settle();
      return counts(PassKind.RUN);
    }

    /** Runs and answers the counts. */
    public String start() {
      desk.start(run(), user, clock.instant());
      settle();
      return counts(PassKind.RUN);
    }

    /** Undoes; the counts are deleted, restored and left. */
    public String undo() {
      desk.undo(run(), user, clock.instant());
      settle();
      Progress undo = passes.find(id, PassKind.UNDO).orElseThrow();
      return "deleted %s restored %d left %d"
          .formatted(new TreeMap<>(undo.besides()), undo.updated(), undo.refused());
    }

    public String state() {
      return run().state().name();
    }

    Progress progress(PassKind kind) {
      return passes.find(id, kind).orElseThrow();
    }

    public String counts(boolean ofRun) {
      return counts(ofRun ? PassKind.RUN : PassKind.CHECK);
    }

    private String counts(PassKind kind) {
      Progress p = progress(kind);
      return "created %d updated %d unchanged %d refused %d%s"
          .formatted(
              p.created(),
              p.updated(),
              p.unchanged(),
              p.refused(),
              p.besides().isEmpty() ? "" : " besides " + new TreeMap<>(p.besides()));
    }

    /** Refused rows of the last rehearsal or run: line and message key. */
    public List<String> refusals() {
      return remarks(true);
    }

    public List<String> notes() {
      return remarks(false);
    }

    private List<String> remarks(boolean refused) {
      PassKind pass = run().state().isPreparing() ? PassKind.CHECK : PassKind.RUN;
      return remarks.after(id, pass, refused, 0, -1, 10_000).stream()
          .flatMap(
              r ->
                  r.asReasons().stream()
                      .map(why -> r.line() + " " + why.messageKey() + " " + why.arguments()))
          .toList();
    }

    private void settle() {
      await()
          .atMost(Duration.ofMinutes(5))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !run().state().isWorking());
    }
  }

  /** The settings of a file in which no text stands for nothing. */
  private static ImportSettings nothingIsEmpty(ImportSettings s) {
    return new ImportSettings(
        s.charset(),
        s.utf8(),
        s.bom(),
        s.skippedLines(),
        s.delimiter(),
        s.headerRow(),
        s.decimalComma(),
        s.dates(),
        s.phoneRegion(),
        List.of(),
        s.guarded(),
        s.converted());
  }

  /** Uploads a file. */
  public Journey upload(String importer, String fileName, byte[] file, CurrentUser user) {
    ImportRunId id = ImportRunId.next();
    desk.upload(
        id,
        importers.get(importer),
        fileName,
        new ByteArrayInputStream(file),
        user,
        java.util.Locale.forLanguageTag("es"),
        clock.instant());
    return new Journey(user, id.id());
  }

  public Journey upload(String importer, String text, CurrentUser user) {
    return upload(importer, "test.csv", text.getBytes(StandardCharsets.UTF_8), user);
  }

  private static ImportMapping with(
      ImportMapping m,
      List<String> columns,
      String key,
      ImportMode mode,
      String source,
      boolean lenient) {
    return new ImportMapping(
        m.header(), columns, key, mode, source, lenient, m.options(), m.values(), m.styles());
  }
}
