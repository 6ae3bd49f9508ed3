package com.arenacrm.planner;

import com.arenacrm.contacts.PersonFields;
import com.arenacrm.integration.ImportField;
import com.arenacrm.planner.AttendanceColumn.Came;
import com.arenacrm.planner.TouchLines.Mentioned;
import com.arenacrm.platform.FormReader;
import com.arenacrm.shared.EmailAddress;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Serializable;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The list of attendees as webinar, ticket and form tools export it: a header somewhere near the
 * top, one person a row, often a column that says what became of each, sometimes sections for hosts
 * and speakers, who are not guests (R037, R043).
 *
 * @param people in order, each once
 * @param column what says who came; null where nothing does, as where everybody listed came
 * @param columns the titles of all columns that may say it, that one among them
 * @param leftOut the rows that are nobody to be noted, and why
 */
record AttendeeFile(
    List<Attendee> people,
    @Nullable AttendanceColumn column,
    List<String> columns,
    List<LeftOut> leftOut) {

  /**
   * Somebody in the file.
   *
   * @param company where they work, by the file
   * @param jobTitle what they do there, by the file
   * @param statuses what the file says became of them, as written; several where they stand there
   *     several times
   * @param rows what each row says of them in each of the columns that may say it, by their titles
   */
  record Attendee(
      @Nullable String name,
      @Nullable EmailAddress email,
      @Nullable String phone,
      @Nullable String company,
      @Nullable String jobTitle,
      List<String> statuses,
      List<Map<String, String>> rows) {

    private Attendee by(@Nullable AttendanceColumn column) {
      return new Attendee(
          name,
          email,
          phone,
          company,
          jobTitle,
          column == null
              ? List.of()
              : rows.stream()
                  .flatMap(row -> Stream.ofNullable(row.get(column.name())))
                  .distinct()
                  .toList(),
          rows);
    }

    public Mentioned mentioned() {
      return new Mentioned(name, email, phone, company, jobTitle);
    }

    /** As it stands in the file. */
    public String status() {
      return String.join(" · ", statuses);
    }
  }

  /** A row that was left out. */
  record LeftOut(String line, Why why) implements Serializable {

    /** What was written down of it as {@code ADDRESS mal, no-es-correo}. */
    static Optional<LeftOut> parse(String text) {
      String[] parts = text.split(" ", 2);
      return Stream.of(Why.values())
          .filter(why -> parts.length == 2 && why.name().equals(parts[0]))
          .map(why -> new LeftOut(parts[1], why))
          .findAny();
    }

    /** Whether somebody can mend it, as a slip in an address. */
    boolean isSlip() {
      return why == Why.ADDRESS || why == Why.NOBODY;
    }
  }

  /** Why a row is left out. */
  enum Why {
    /** It holds an address that is none. */
    ADDRESS,
    /** It holds no name and no address. */
    NOBODY,
    /** It adds others up. */
    TOTAL,
    /** Who speaks or organises is no guest. */
    HOST,
    /** It stands in a section without addresses, as of those who dialled in. */
    SECTION
  }

  /**
   * What stands in the column, once.
   *
   * @param text as written
   * @param people of how many it is said
   */
  record Value(String text, int people, Came came) {

    String key() {
      return plain(text);
    }
  }

  /** The values of the column, in the order in which they come, each once. */
  List<Value> values() {
    if (column == null) {
      return List.of();
    }
    Map<String, Value> values = new LinkedHashMap<>();
    for (Attendee one : people) {
      for (String status : one.statuses()) {
        values.merge(
            plain(status),
            new Value(status, 1, column.says(plain(status))),
            (v, w) -> new Value(v.text(), v.people() + 1, v.came()));
      }
    }
    return List.copyOf(values.values());
  }

  /**
   * Whether somebody came, by what was said of each value; who came once came.
   *
   * @param said of each value's key; what is missing says itself
   */
  Came came(Attendee somebody, Map<String, Came> said) {
    if (column == null) {
      return Came.CAME;
    }
    List<Came> all =
        somebody.statuses().stream()
            .map(AttendeeFile::plain)
            .map(v -> said.getOrDefault(v, column.says(v)))
            .toList();
    return all.contains(Came.CAME)
        ? Came.CAME
        : all.contains(Came.UNKNOWN) ? Came.UNKNOWN : Came.STAYED_AWAY;
  }

  /**
   * The same file, written as short as can be, and without what was left out of it. Read again, it
   * holds the same people in the same order.
   */
  String text() {
    StringBuilder text = new StringBuilder("Name\tEmail\tPhone\tCompany\tJob title");
    columns.forEach(name -> text.append('\t').append(cell(name)));
    text.append('\n');
    for (Attendee one : people) {
      String who =
          Stream.of(
                  one.name(),
                  one.email() == null ? null : one.email().value(),
                  one.phone(),
                  one.company(),
                  one.jobTitle())
              .map(AttendeeFile::cell)
              .collect(Collectors.joining("\t"));
      for (Map<String, String> row : one.rows()) {
        text.append(who);
        columns.forEach(name -> text.append('\t').append(cell(row.get(name))));
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static String cell(@Nullable String text) {
    return text == null ? "" : text.replaceAll("[\\s\"]+", " ").strip();
  }

  /** The same people, read by another column; as they are where there is no such column. */
  AttendeeFile by(String name) {
    return columns.contains(name) ? by(AttendanceColumn.of(name)) : this;
  }

  private AttendeeFile by(@Nullable AttendanceColumn by) {
    return new AttendeeFile(people.stream().map(p -> p.by(by)).toList(), by, columns, leftOut);
  }

  private static final int HEADER_WITHIN = 60;

  /** So many columns may say who came, those that most likely do among them. */
  private static final int MOST_COLUMNS = 12;

  private static final int LONGEST_VALUE = 80;
  private static final int LONGEST_NAME = 200;

  private static final Pattern EMAIL =
      Pattern.compile(
          "(user |attendee |participant |guest |work |business |your |buyer )?(e-?mail|correo|mail)"
              + "( address| electronico| de contacto)?( del? (la )?(usuario|asistente|participante"
              + "|invitado|persona))?|(tu |su )(e-?mail|correo( electronico)?)|(tu |su )?"
              + "direccion de (correo( electronico)?|e-?mail)|email \\(.*\\)|username|nombre de"
              + " usuario|(en|a) que (direccion de )?(correo|e-?mail)( electronico)? te .*");
  private static final Pattern FIRST =
      Pattern.compile("((attendee|guest|your) )?(first|given) name|nombre|nombres");
  private static final Pattern LAST =
      Pattern.compile(
          "((attendee|guest|your) )?(last|family) name|surname|(primer |tus )?apellidos?");
  private static final Pattern FULL =
      Pattern.compile(
          "(full |user |attendee |participant |display |guest |your |invitee )?name( \\(.*\\))?|"
              + "(tu |su )?nombre( completo| y apellidos?| del? (asistente|participante|invitado))?"
              + "( \\(.*\\))?|asistente|participante|invitado|attendee|participant|guest"
              + "|como te llamas|como se llama( usted)?|quien eres|who are you"
              + "|(your )?(first name and last|first and last|full) name");

  /** A name with the one that somebody bore before behind it, in brackets. */
  private static final Pattern RENAMED = Pattern.compile(".*\\((original name|nombre original)\\)");

  private static final Pattern PHONE =
      Pattern.compile(
          "(mobile |cell |work |tu |su |your )?(numero de )?(phone|telephone|telefono|movil|tfno|tel)( number| movil)?\\.?");
  private static final Pattern COMPANY =
      Pattern.compile(
          "(work |your |tu |su )?(company|organi[sz]ation|empresa|compania|organizacion|employer)"
              + "( name| donde trabajas| / organi[sz]ation)?|nombre de (la|tu) empresa"
              + "|((en|para|de|a) )?(que|cual) (empresa|organizacion|compania) (trabajas|eres|vienes"
              + "|perteneces|representas)|donde trabajas|(which|what) (company|organi[sz]ation)"
              + " (do you (work (for|at|in)|represent)|are you (from|with|at))|where do you work"
              + "|who do you work for");
  private static final Pattern JOB_TITLE =
      Pattern.compile(
          "(tu |su )?(cargo|puesto)( de trabajo| en la empresa)?"
              + "|(your )?(job( title| role| position)?|position)|a que te dedicas|que (cargo|puesto)"
              + " (tienes|ocupas|desempenas)( .*)?|what do you do( .*)?|what position do you (hold"
              + "|have)( .*)?");

  /** How a question begins whose rest is the title of a column. */
  private static final Pattern ASKING =
      Pattern.compile(
          "(cual (es|seria)|(whats|what is|which is)|indica(nos)?|escribe|dinos|dejanos|introduce"
              + "|(please )?(enter|give us|provide|write)) (?=(tu|su|your|the|el|la) )((the|el|la) )?");

  /** What a form tool notes of each answer by itself, which says nothing of who somebody is. */
  private static final Pattern NUMBERING =
      Pattern.compile(
          "#|(response|submission|respondent|entry|answer|network|form) id|id (de (la )?)?(respuesta"
              + "|envio|entrada|encuestado)|token|submitted (at|on)|submi(t|ssion) (date|time)"
              + "( \\(.*\\))?|submission (started|completed)|start date \\(utc\\)|timestamp|marca"
              + " (temporal|de tiempo)|(fecha|hora|fecha y hora) de(l)? envio|response type|tags"
              + "|user agent|ip( address)?|direccion ip");

  private static final Pattern ROLE = Pattern.compile("role|rol|event host");
  private static final Pattern HOSTS =
      Pattern.compile(
          "yes|.*(host|panelist|organi[sz]er|organizador|anfitrion|ponente|panelista|presenter"
              + "|presentador|moderador).*");
  private static final Pattern SECTION =
      Pattern.compile(
          "(\\d+\\. .*|.*(details|detalles|attended|activities|actividades|participants|participantes"
              + "|attendees|asistentes|panelists?|panelistas|hosts?|registrants|inscritos|staff"
              + "|summary|resumen|ponentes))");
  private static final Pattern NAMES = Pattern.compile("(user )?name( \\(.*\\))?|nombre");
  private static final Pattern TOTAL =
      Pattern.compile(
          "(sub|grand )?total(es)?( .*)?|suma|sum|average|media|promedio|recuento|count");
  private static final Pattern NO_NAME = Pattern.compile("[=@|+-].*|\\P{L}*");
  private static final Pattern NO_ADDRESS =
      Pattern.compile("-+|—|n/?a|none|ninguno|no tiene|no tengo|null|sin (correo|email|e-mail)");

  /** The headings of an import of people, by what they say. */
  private static final Map<String, Set<String>> HEADINGS =
      PersonFields.basics().stream()
          .filter(f -> Set.of("email", "phone", "company", "jobTitle").contains(f.key()))
          .collect(Collectors.toMap(ImportField::key, f -> Set.copyOf(f.synonyms())));

  /** Where in a row stands what; -1 for what the file does not have. */
  private record Columns(
      int email, int full, int first, int last, int phone, int company, int jobTitle, int role) {

    static Optional<Columns> of(List<String> cells) {
      List<String> names = cells.stream().map(AttendeeFile::heading).toList();
      int last = find(names, LAST);
      int full = find(names, FULL);
      int first = last < 0 && full >= 0 ? -1 : find(names, FIRST);
      Columns columns =
          new Columns(
              find(names, EMAIL, "email"),
              full == first ? -1 : full,
              first,
              last,
              find(names, PHONE, "phone"),
              find(names, COMPANY, "company"),
              find(names, JOB_TITLE, "jobTitle"),
              find(names, ROLE));
      return cells.size() > 1
              && cells.stream().noneMatch(cell -> EmailAddress.parse(cell).isPresent())
              && (columns.hasEmail() || columns.full() >= 0 || columns.first() >= 0)
          ? Optional.of(columns)
          : Optional.empty();
    }

    boolean hasEmail() {
      return email >= 0;
    }

    /** The others, by their place: what may say who came. */
    static Map<Integer, String> others(List<String> cells) {
      Map<Integer, String> others = new LinkedHashMap<>();
      for (int i = 0; i < cells.size(); i++) {
        String name = heading(cells.get(i));
        if (!name.isEmpty() && !isKnown(name) && !NUMBERING.matcher(name).matches()) {
          others.putIfAbsent(i, cell(cells.get(i)));
        }
      }
      return others;
    }

    private static boolean isKnown(String name) {
      return Stream.of(EMAIL, FIRST, LAST, FULL, PHONE, COMPANY, JOB_TITLE, ROLE)
              .anyMatch(p -> p.matcher(name).matches())
          || HEADINGS.values().stream().anyMatch(names -> names.contains(name));
    }

    /**
     * Whether most of its cells are headings, as of a header that stands there again.
     *
     * @param titles those of other columns that stood there before
     */
    static boolean isMostlyKnown(List<String> cells, Collection<String> titles) {
      List<String> said = cells.stream().filter(cell -> !cell.isEmpty()).toList();
      long known =
          said.stream()
              .filter(cell -> isKnown(heading(cell)) || titles.contains(cell(cell)))
              .count();
      return known * 2 > said.size();
    }

    /** The same by the headings that every import knows. */
    private static int find(List<String> names, Pattern pattern, String field) {
      int found = find(names, pattern);
      for (int i = 0; found < 0 && i < names.size(); i++) {
        if (HEADINGS.get(field).contains(names.get(i)) && !ROLE.matcher(names.get(i)).matches()) {
          found = i;
        }
      }
      return found;
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
   * How the file is written: the sign between its cells, and whether its header names addresses.
   */
  private record Shape(char delimiter, boolean addresses) {

    static Optional<Shape> of(String text) {
      Optional<Shape> withNames = Optional.empty();
      for (String line : text.lines().limit(HEADER_WITHIN).toList()) {
        for (char sign : new char[] {'\t', ';', ','}) {
          List<String> cells =
              List.of(line.split(Pattern.quote(String.valueOf(sign)), -1)).stream()
                  .map(cell -> cell.strip().replaceAll("^\"|\"$", ""))
                  .toList();
          Optional<Columns> header = Columns.of(cells);
          if (header.filter(Columns::hasEmail).isPresent()) {
            return Optional.of(new Shape(sign, true));
          }
          if (header.isPresent() && withNames.isEmpty()) {
            withNames = Optional.of(new Shape(sign, false));
          }
        }
      }
      return withNames;
    }
  }

  /**
   * Reads such a file, or a list without a header that says of each what became of them.
   *
   * @return empty when no row of it looks like the header of one, and no cell says who came
   */
  static Optional<AttendeeFile> read(String text) {
    return Shape.of(text).map(shape -> new Reading(shape).read(text)).orElseGet(() -> bare(text));
  }

  /** A list without a header, in which some cell says who came or only signed up. */
  private static Optional<AttendeeFile> bare(String text) {
    List<List<String>> lines =
        text.lines().filter(line -> !line.isBlank()).map(TouchLines::row).toList();
    int place =
        lines.stream()
            .filter(cells -> cells.size() > 1)
            .mapToInt(AttendeeFile::statusIn)
            .filter(at -> at >= 0)
            .findFirst()
            .orElse(-1);
    if (place < 0) {
      return Optional.empty();
    }
    Reading reading = new Reading(new Shape('\t', false));
    for (List<String> cells : lines) {
      int at = statusIn(cells);
      if (at < 0 && place < cells.size() && isWord(cells.get(place)) && cells.size() > 2) {
        at = place;
      }
      int without = at;
      List<String> who =
          IntStream.range(0, cells.size())
              .filter(i -> i != without && !cells.get(i).isEmpty())
              .mapToObj(cells::get)
              .toList();
      Optional<Mentioned> somebody = who.isEmpty() ? Optional.empty() : TouchLines.mentioned(who);
      String status = at < 0 ? "" : cells.get(at);
      somebody.ifPresentOrElse(
          m ->
              reading.keep(
                  new Attendee(
                      m.name(),
                      m.email(),
                      m.phone(),
                      m.company(),
                      m.jobTitle(),
                      List.of(),
                      List.of(Map.of(AttendanceColumn.UNTITLED, cell(status))))),
          () -> reading.leftOut.add(leftOut(String.join(", ", cells))));
    }
    return Optional.of(
        new AttendeeFile(
                List.copyOf(reading.people.values()),
                null,
                List.of(AttendanceColumn.UNTITLED),
                List.copyOf(reading.leftOut))
            .by(AttendanceColumn.UNTITLED));
  }

  private static int statusIn(List<String> cells) {
    return IntStream.range(0, cells.size())
        .filter(i -> AttendanceColumn.isStatus(plain(cells.get(i))))
        .findFirst()
        .orElse(-1);
  }

  /** Neither an address nor a number. */
  private static boolean isWord(String cell) {
    return cell.isEmpty() || !cell.contains("@") && !NO_NAME.matcher(cell).matches();
  }

  /** One reading of a file, from its top to its end. */
  private static final class Reading {

    private final Shape shape;
    private final Map<String, Attendee> people = new LinkedHashMap<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private @Nullable Columns columns;
    private final List<String> titles = new ArrayList<>();
    private boolean renamed;
    private Map<Integer, String> others = Map.of();
    private boolean hosts;
    private boolean ended;

    Reading(Shape shape) {
      this.shape = shape;
    }

    Optional<AttendeeFile> read(String text) {
      try (CsvReader<CsvRecord> reader = reader(text, shape.delimiter())) {
        for (CsvRecord record : reader) {
          row(record.getFields().stream().map(FormReader::clean).toList());
        }
      } catch (CsvParseException | java.io.IOException e) {
        return Optional.empty();
      }
      if (columns == null) {
        return Optional.empty();
      }
      AttendanceColumn column =
          AttendanceColumn.among(
              titles,
              title ->
                  people.values().stream()
                      .flatMap(p -> p.rows().stream())
                      .flatMap(row -> Stream.ofNullable(row.get(title)))
                      .map(AttendeeFile::plain)
                      .toList());
      List<String> offered =
          Stream.concat(Stream.ofNullable(column).map(AttendanceColumn::name), titles.stream())
              .distinct()
              .limit(MOST_COLUMNS)
              .toList();
      return Optional.of(
          new AttendeeFile(
                  List.copyOf(people.values()),
                  null,
                  titles.stream().filter(offered::contains).toList(),
                  leftOut.stream().filter(row -> !isAmongPeople(row)).toList())
              .by(column));
    }

    private void row(List<String> cells) {
      Optional<Columns> header = Columns.of(cells);
      if (header.filter(h -> h.hasEmail() || !shape.addresses()).isPresent()
          && (columns == null
              || ended
              || hosts
              || header.get().hasEmail() && Columns.isMostlyKnown(cells, titles))) {
        columns = header.get();
        renamed = RENAMED.matcher(plain(cell(cells, columns.full()))).matches();
        ended = false;
        others = Columns.others(cells);
        if (!hosts) {
          others.values().stream().filter(t -> !titles.contains(t)).forEach(titles::add);
        }
      } else if (columns != null
          && cells.stream().anyMatch(c -> NAMES.matcher(plain(c)).matches())) {
        ended = true;
      } else if (isTitle(cells)) {
        hosts = HOSTS.matcher(plain(cells.get(0))).matches();
        ended = columns != null;
      } else if (columns != null && cells.stream().anyMatch(cell -> !cell.isEmpty())) {
        person(cells, columns);
      }
    }

    private void person(List<String> cells, Columns at) {
      String line = String.join(", ", cells).replaceAll("(, )+$", "");
      if (hosts || HOSTS.matcher(plain(cell(cells, at.role()))).matches()) {
        leftOut.add(new LeftOut(line, Why.HOST));
        return;
      }
      if (ended) {
        leftOut.add(new LeftOut(line, Why.SECTION));
        return;
      }
      String typed = cell(cells, at.email());
      EmailAddress email = EmailAddress.parse(typed).orElse(null);
      String first = cells.stream().filter(cell -> !cell.isEmpty()).findFirst().orElse("");
      if (email == null && TOTAL.matcher(plain(first)).matches()) {
        leftOut.add(new LeftOut(line, Why.TOTAL));
        return;
      }
      // An address that is none is a slip to be mended, not somebody without an address.
      if (email == null && !typed.isEmpty() && !NO_ADDRESS.matcher(plain(typed)).matches()) {
        leftOut.add(new LeftOut(line, Why.ADDRESS));
        return;
      }
      String both = (cell(cells, at.first()) + " " + cell(cells, at.last())).strip();
      String full = cell(cells, at.full());
      String name = !both.isEmpty() ? both : renamed ? present(full) : full;
      String called = NO_NAME.matcher(name).matches() ? "" : name;
      if (email == null && called.isEmpty()) {
        leftOut.add(new LeftOut(line, Why.NOBODY));
        return;
      }
      keep(
          new Attendee(
              orNull(called),
              email,
              orNull(cell(cells, at.phone())),
              orNull(cell(cells, at.company())),
              orNull(cell(cells, at.jobTitle())),
              List.of(),
              List.of(others(cells))));
    }

    private Map<String, String> others(List<String> cells) {
      Map<String, String> said = new HashMap<>();
      others.forEach(
          (at, title) -> {
            String value = cell(cell(cells, at));
            said.putIfAbsent(title, value.substring(0, Math.min(LONGEST_VALUE, value.length())));
          });
      return said;
    }

    // Who has no other name than the one in brackets is called so.
    private static String present(String renamed) {
      String present = renamed.replaceFirst("\\s*\\([^()]*\\)$", "");
      return present.isEmpty() ? renamed : present;
    }

    private void keep(Attendee somebody) {
      String key = somebody.email() == null ? "name " + somebody.name() : somebody.email().value();
      // Who left and came back stands there twice.
      people.merge(key, somebody, Reading::merged);
    }

    private static Attendee merged(Attendee one, Attendee other) {
      return new Attendee(
          one.name() == null ? other.name() : one.name(),
          one.email(),
          one.phone() == null ? other.phone() : one.phone(),
          one.company() == null ? other.company() : one.company(),
          one.jobTitle() == null ? other.jobTitle() : one.jobTitle(),
          List.of(),
          Stream.concat(one.rows().stream(), other.rows().stream()).distinct().toList());
    }

    /** Who stands again in a section about something else is not left out. */
    private boolean isAmongPeople(LeftOut row) {
      return row.why() == Why.SECTION
          && people.values().stream()
              .anyMatch(
                  p ->
                      p.name() != null && row.line().contains(p.name())
                          || p.email() != null && row.line().contains(p.email().value()));
    }

    private static @Nullable String orNull(String text) {
      return text.isEmpty() ? null : text.substring(0, Math.min(LONGEST_NAME, text.length()));
    }
  }

  /**
   * Whether it is a table about something else: several cells a line, and neither an address nor
   * the name of a column in which names or addresses stand.
   */
  static boolean isForeign(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty() || read(text).isPresent()) {
      return false;
    }
    boolean table =
        lines.stream().limit(HEADER_WITHIN).allMatch(line -> line.matches(".*[\\t;,].*"));
    TouchLines read = TouchLines.read(text);
    return table
        && read.people().stream().allMatch(p -> p.email() == null && p.phone() == null)
        && lines.get(0).split("[\\t;,]", -1).length > 1;
  }

  /** A line of a plain list in which nobody was found. */
  static LeftOut leftOut(String line) {
    String first = line.split("[\\t;,]", 2)[0];
    return new LeftOut(
        line,
        TOTAL.matcher(plain(first)).matches()
            ? Why.TOTAL
            : line.contains("@") ? Why.ADDRESS : Why.NOBODY);
  }

  private static String cell(List<String> cells, int column) {
    return column < 0 || column >= cells.size() ? "" : cells.get(column);
  }

  private static boolean isTitle(List<String> cells) {
    return !cells.get(0).isEmpty()
        && SECTION.matcher(plain(cells.get(0))).matches()
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

  /** The title of a column, of which a question may ask for what stands in it. */
  private static String heading(String cell) {
    return ASKING.matcher(plain(cell)).replaceFirst("");
  }

  /**
   * Which of these cells are numbers and hours that a form tool notes by itself, where they are the
   * titles of columns: none of them an address, and some of them questions or such titles; empty
   * where they are none.
   */
  static Optional<Set<Integer>> numbering(List<String> cells) {
    Set<Integer> numbering =
        IntStream.range(0, cells.size())
            .filter(i -> NUMBERING.matcher(plain(cells.get(i))).matches())
            .boxed()
            .collect(Collectors.toSet());
    boolean asks = cells.stream().filter(c -> c.matches("¿.*|.*\\?")).count() > 1;
    return cells.size() > 1
            && (asks || !numbering.isEmpty())
            && cells.stream().noneMatch(c -> c.contains("@"))
        ? Optional.of(numbering)
        : Optional.empty();
  }

  /** In small letters, without accents and the signs of a question. */
  static String plain(String text) {
    return Normalizer.normalize(text.strip().toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .replaceAll("[:*¿?¡\"’']", "")
        .replace('_', ' ')
        .replaceAll("\\s+", " ")
        .strip();
  }
}
