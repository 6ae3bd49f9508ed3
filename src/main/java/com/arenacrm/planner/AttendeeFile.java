package com.arenacrm.planner;

import com.arenacrm.planner.TouchLines.Mentioned;
import com.arenacrm.platform.FormReader;
import com.arenacrm.shared.EmailAddress;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The list of attendees as webinar, ticket and form tools export it: a header somewhere near the
 * top, one person a row, often a column that says who really came, sometimes sections for hosts and
 * speakers, who are not guests (R037, R043).
 *
 * @param people in order, each once; who came in any row came
 * @param unread the rows in which nobody was found, as written
 */
record AttendeeFile(List<Attendee> people, List<String> unread) {

  /**
   * Somebody in the file.
   *
   * @param came whether they attended; true where the file does not say
   */
  record Attendee(@Nullable String name, @Nullable EmailAddress email, boolean came) {

    private Mentioned mentioned() {
      return new Mentioned(name, email, null);
    }
  }

  /** Those who did what is to be noted: of who is said to have come, only who came. */
  List<Mentioned> came(@Nullable TouchKind kind) {
    return people.stream()
        .filter(a -> a.came() || kind != TouchKind.ATTENDED)
        .map(Attendee::mentioned)
        .toList();
  }

  /** Those who signed up and did not come, where who came is to be noted. */
  List<Mentioned> absent(@Nullable TouchKind kind) {
    return people.stream()
        .filter(a -> !a.came() && kind == TouchKind.ATTENDED)
        .map(Attendee::mentioned)
        .toList();
  }

  private static final int HEADER_WITHIN = 60;
  private static final int LONGEST_NAME = 200;

  private static final Pattern EMAIL =
      Pattern.compile(
          "(user |attendee |participant )?(e-?mail|correo)( address| electronico)?|direccion de"
              + " correo( electronico)?|email \\(.*\\)");
  private static final Pattern FIRST = Pattern.compile("(first|given) name|nombre|nombres");
  private static final Pattern LAST =
      Pattern.compile("(last|family) name|surname|apellidos?|primer apellido");
  private static final Pattern FULL =
      Pattern.compile(
          "(full |user |attendee |participant |display )?name( \\(.*\\))?|nombre( completo| y"
              + " apellidos?)?( \\(.*\\))?|asistente|participante");
  private static final Pattern CAME =
      Pattern.compile(
          "attended|attendance|attendee status|asistio|asistencia|checked[ -]?in|check-in"
              + "( status)?|present|presente|vino");
  private static final Pattern ROLE = Pattern.compile("role|rol");
  private static final Pattern NOT =
      Pattern.compile(
          "no|n|false|falso|0|absent|ausente|attending|registered|inscrito|inscrita|no show|no"
              + " asistio|not attending|not checked in|declined");
  private static final Pattern HOSTS =
      Pattern.compile(
          ".*(host|panelist|organi[sz]er|organizador|anfitrion|ponente|panelista|presenter).*");

  /** Where in a row stands what; -1 for what the file does not have. */
  private record Columns(int email, int full, int first, int last, int came, int role) {

    static Optional<Columns> of(List<String> cells) {
      List<String> names = cells.stream().map(AttendeeFile::plain).toList();
      int email = find(names, EMAIL);
      int last = find(names, LAST);
      int first = last < 0 ? -1 : find(names, FIRST);
      int full = find(names, FULL);
      Columns columns =
          new Columns(
              email, full == first ? -1 : full, first, last, find(names, CAME), find(names, ROLE));
      return email >= 0 && cells.size() > 1 ? Optional.of(columns) : Optional.empty();
    }

    private static int find(List<String> names, Pattern pattern) {
      for (int i = 0; i < names.size(); i++) {
        if (pattern.matcher(names.get(i)).matches()) {
          return i;
        }
      }
      return -1;
    }
  }

  /**
   * Reads such a file.
   *
   * @return empty when no row of it looks like the header of one
   */
  static Optional<AttendeeFile> read(String text) {
    char delimiter = delimiter(text);
    if (delimiter == 0) {
      return Optional.empty();
    }
    Map<String, Attendee> people = new LinkedHashMap<>();
    List<String> unread = new ArrayList<>();
    Columns columns = null;
    boolean hosts = false;
    boolean ended = false;
    try (CsvReader<CsvRecord> reader = reader(text, delimiter)) {
      for (CsvRecord record : reader) {
        List<String> cells = record.getFields().stream().map(FormReader::clean).toList();
        Optional<Columns> header = Columns.of(cells);
        if (header.isPresent() && !isPerson(cells)) {
          columns = header.get();
          ended = false;
        } else if (isTitle(cells)) {
          hosts = HOSTS.matcher(plain(cells.get(0))).matches();
          ended = columns != null;
        } else if (columns != null && !hosts && !ended) {
          read(cells, columns)
              .ifPresentOrElse(
                  somebody -> keep(people, somebody), () -> unread.add(String.join(", ", cells)));
        } else if (columns == null && record.getStartingLineNumber() > HEADER_WITHIN) {
          return Optional.empty();
        }
      }
    } catch (CsvParseException | java.io.IOException e) {
      return Optional.empty();
    }
    return columns == null
        ? Optional.empty()
        : Optional.of(new AttendeeFile(List.copyOf(people.values()), List.copyOf(unread)));
  }

  /** Stands for somebody who speaks or organises, and is no guest. */
  private static final Attendee SPEAKER = new Attendee("", null, false);

  private static void keep(Map<String, Attendee> people, Attendee somebody) {
    if (somebody == SPEAKER) {
      return;
    }
    String key = somebody.email() == null ? "name " + somebody.name() : somebody.email().value();
    // Who left and came back stands there twice.
    people.merge(
        key,
        somebody,
        (one, other) ->
            new Attendee(
                one.name() == null ? other.name() : one.name(),
                one.email(),
                one.came() || other.came()));
  }

  private static Optional<Attendee> read(List<String> cells, Columns columns) {
    if (cells.stream().allMatch(String::isEmpty)
        || HOSTS.matcher(plain(cell(cells, columns.role()))).matches()) {
      return Optional.of(SPEAKER);
    }
    String typed = cell(cells, columns.email());
    EmailAddress email = EmailAddress.parse(typed).orElse(null);
    // An address that is none is a slip to be mended, not somebody without an address.
    if (email == null && typed.contains("@")) {
      return Optional.empty();
    }
    String both = (cell(cells, columns.first()) + " " + cell(cells, columns.last())).strip();
    String name = both.isEmpty() ? cell(cells, columns.full()) : both;
    if (email == null && name.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Attendee(
            name.isEmpty() ? null : name.substring(0, Math.min(LONGEST_NAME, name.length())),
            email,
            columns.came() < 0 || !NOT.matcher(plain(cell(cells, columns.came()))).matches()));
  }

  private static String cell(List<String> cells, int column) {
    return column < 0 || column >= cells.size() ? "" : cells.get(column);
  }

  // A row with an address in it is no header, whatever its other cells say.
  private static boolean isPerson(List<String> cells) {
    return cells.stream().anyMatch(cell -> EmailAddress.parse(cell).isPresent());
  }

  private static boolean isTitle(List<String> cells) {
    return !cells.get(0).isEmpty()
        && !isPerson(cells)
        && cells.stream().skip(1).allMatch(String::isEmpty);
  }

  private static CsvReader<CsvRecord> reader(String text, char delimiter) {
    return CsvReader.builder()
        .fieldSeparator(delimiter)
        .quoteCharacter('"')
        .commentStrategy(CommentStrategy.NONE)
        .skipEmptyLines(true)
        .allowUnclosedQuote(true)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .build(CsvRecordHandler.of(h -> h.maxFields(1_000).maxFieldSize(20_000)), text);
  }

  /** The sign that parts the cells of the header; 0 when no line looks like one. */
  private static char delimiter(String text) {
    for (String line : text.lines().limit(HEADER_WITHIN).toList()) {
      for (char sign : new char[] {'\t', ';', ','}) {
        List<String> cells =
            List.of(line.split(Pattern.quote(String.valueOf(sign)), -1)).stream()
                .map(cell -> cell.strip().replaceAll("^\"|\"$", ""))
                .toList();
        if (Columns.of(cells).isPresent() && !isPerson(cells)) {
          return sign;
        }
      }
    }
    return 0;
  }

  private static String plain(String text) {
    return Normalizer.normalize(text.strip().toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .replaceAll("[:*]", "")
        .replaceAll("\\s+", " ")
        .strip();
  }
}
