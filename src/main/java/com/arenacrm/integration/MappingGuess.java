package com.arenacrm.integration;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.integration.sheets.CardFile;
import com.arenacrm.integration.sheets.MoneyText;
import com.arenacrm.integration.sheets.Words;
import com.arenacrm.shared.EmailAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Guesses what the columns of a file mean: as last time for the same columns, else by their names.
 */
@Component
class MappingGuess {

  /** What fields call the name of a person. */
  private static final String PERSON = "person.name";

  /** In which fields are called here. */
  private static final List<Locale> LANGUAGES =
      List.of(Locale.forLanguageTag("es"), Locale.ENGLISH);

  private static final int ENOUGH_ROWS = 20;
  private static final int FEW_VALUES = 4;

  private final ImportMemory memory;
  private final OwnFile own;
  private final MessageSource messages;

  MappingGuess(ImportMemory memory, OwnFile own, MessageSource messages) {
    this.memory = memory;
    this.own = own;
    this.messages = messages;
  }

  ImportMapping guess(RowImporter importer, Detection.Sample sample, CurrentUser user) {
    List<String> header = sample.header();
    if (OwnFile.isOne(header)) {
      return new ImportMapping(
          header,
          own.columns(importer, header),
          MatchKey.OUTSIDE,
          ImportMode.BOTH,
          MatchKey.ARENA,
          false,
          Map.of(),
          Map.of());
    }
    Optional<ImportMapping> last = memory.recall(user.id(), importer.key(), header);
    Map<String, Map<String, String>> values = memory.valuesOf(user.id(), importer.key());
    if (last.isPresent() && last.get().columns().size() == header.size()) {
      // What was said of a file with these columns goes before what was said of others.
      last.get()
          .values()
          .forEach(
              (field, meanings) ->
                  values.computeIfAbsent(field, f -> new LinkedHashMap<>()).putAll(meanings));
      return still(last.get().withValues(values), importer);
    }
    List<String> columns = columns(importer, sample);
    Set<String> mapped = new HashSet<>(columns);
    String key =
        importer.matchKeys().stream()
            .filter(k -> k.isPossible(mapped))
            .findFirst()
            .orElse(importer.matchKeys().get(0))
            .key();
    Map<String, String> options = new LinkedHashMap<>();
    memory.lastOf(user.id(), importer.key()).ifPresent(m -> options.putAll(m.options()));
    return new ImportMapping(
        header,
        columns,
        key,
        ImportMode.BOTH,
        "", // whose identifiers they are cannot be guessed: another system may number alike
        CardFile.isHeader(header), // one number that is none is no reason to lose somebody
        options,
        values);
  }

  // A field may have gone since.
  private static ImportMapping still(ImportMapping last, RowImporter importer) {
    Set<String> known = new HashSet<>(Set.of(ImportMapping.KEEP, ImportMapping.DROP));
    importer.fields().forEach(f -> known.add(f.key()));
    List<String> columns =
        last.columns().stream().map(c -> known.contains(c) ? c : ImportMapping.DROP).toList();
    return new ImportMapping(
        last.header(),
        columns,
        last.matchKey(),
        last.mode(),
        last.source(),
        last.lenient(),
        last.options(),
        last.values(),
        last.styles());
  }

  private List<String> columns(RowImporter importer, Detection.Sample sample) {
    List<String> header = sample.header();
    List<String> columns = new ArrayList<>(Collections.nCopies(header.size(), ""));
    List<String> names = header.stream().map(Words::key).toList();
    for (ImportField field : importer.fields()) {
      // Synonyms in order: of two columns that may be it, the one with the likelier name.
      field.synonyms().stream()
          .map(Words::key)
          .flatMap(s -> free(names, columns, s))
          .filter(column -> !field.label().equals(PERSON) || tellsApart(sample, column))
          .filter(column -> field.type() != ImportField.Type.DATE || mayBeDays(sample, column))
          .findFirst()
          .ifPresent(column -> columns.set(column, field.key()));
    }
    List<String> unmarked =
        header.stream().map(MoneyText::headerWithoutMarks).map(Words::key).toList();
    for (ImportField field : importer.fields()) {
      if (field.type() == ImportField.Type.AMOUNT && !columns.contains(field.key())) {
        field.synonyms().stream()
            .map(Words::key)
            .flatMap(s -> free(unmarked, columns, s))
            .findFirst()
            .ifPresent(column -> columns.set(column, field.key()));
      }
    }
    for (ImportField field : importer.fields()) {
      if (!columns.contains(field.key())) {
        LANGUAGES.stream()
            .map(language -> Words.key(messages.getMessage(field.label(), null, language)))
            .flatMap(label -> free(names, columns, label))
            .filter(column -> field.type() != ImportField.Type.DATE || mayBeDays(sample, column))
            .findFirst()
            .ifPresent(column -> columns.set(column, field.key()));
      }
    }
    guessByContent(importer, sample, columns);
    long kept = 0;
    for (int i = 0; i < columns.size(); i++) {
      boolean ours =
          ErrorFile.LINE_HEADERS.contains(header.get(i))
              || ErrorFile.REASON_HEADERS.contains(header.get(i));
      if (columns.get(i).isEmpty()
          && importer.keepsOtherColumns()
          && !header.get(i).isEmpty()
          && !ours
          && kept < RowReader.MOST_ATTRIBUTES) {
        columns.set(i, ImportMapping.KEEP);
        kept++;
      }
    }
    return columns;
  }

  // What repeats again and again, such as the kind of a contact, names nobody.
  private static boolean tellsApart(Detection.Sample sample, int column) {
    List<String> cells = cells(sample, column).toList();
    return cells.size() < ENOUGH_ROWS || cells.stream().distinct().count() > FEW_VALUES;
  }

  // Whether it was paid, as yes and no, is no day.
  private static boolean mayBeDays(Detection.Sample sample, int column) {
    List<String> cells = cells(sample, column).toList();
    return cells.isEmpty() || cells.stream().anyMatch(c -> c.chars().anyMatch(Character::isDigit));
  }

  private static java.util.stream.Stream<String> cells(Detection.Sample sample, int column) {
    return sample.lines().stream()
        .map(TableReader.Line::cells)
        .filter(c -> column < c.size() && !c.get(column).isBlank())
        .map(c -> c.get(column).strip());
  }

  private static java.util.stream.Stream<Integer> free(
      List<String> names, List<String> columns, String synonym) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (columns.get(i).isEmpty() && names.get(i).equals(synonym)) {
        found.add(i);
      }
    }
    return found.stream();
  }

  // Addresses are known by their look, whatever the column is called.
  private static void guessByContent(
      RowImporter importer, Detection.Sample sample, List<String> columns) {
    Optional<ImportField> email =
        importer.fields().stream()
            .filter(f -> f.type() == ImportField.Type.EMAIL && !columns.contains(f.key()))
            .findFirst();
    if (email.isEmpty()) {
      return;
    }
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      List<String> cells = cells(sample, column).toList();
      long addresses = cells.stream().filter(c -> EmailAddress.parse(c).isPresent()).count();
      if (columns.get(i).isEmpty() && addresses > 0 && addresses * 10 >= cells.size() * 8L) {
        columns.set(i, email.get().key());
        return;
      }
    }
  }
}
