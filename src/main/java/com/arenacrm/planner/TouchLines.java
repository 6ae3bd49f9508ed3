package com.arenacrm.planner;

import com.arenacrm.shared.EmailAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;

/**
 * A list of people as it comes out of a mailing program, a spreadsheet or somebody's notes: one a
 * line, by e-mail, telephone or name, in any order, whatever else stands beside them.
 *
 * @param people in order, each once
 * @param cut whether there were more than {@value #MOST}
 * @param unread the lines in which nobody was found, or an address that is none, as written
 */
public record TouchLines(List<Mentioned> people, boolean cut, List<String> unread) {

  /** So many people are read at once. */
  static final int MOST = 2000;

  /**
   * Somebody on the list.
   *
   * @param name as written; null when only the address or the number is there
   * @param phone what looks like a telephone number, as written
   * @param company where they work, as written: by the header, or behind a name and an address
   * @param jobTitle what they do there; only a file with a header says it
   */
  public record Mentioned(
      @Nullable String name,
      @Nullable EmailAddress email,
      @Nullable String phone,
      @Nullable String company,
      @Nullable String jobTitle) {

    Mentioned(@Nullable String name, @Nullable EmailAddress email) {
      this(name, email, null);
    }

    Mentioned(@Nullable String name, @Nullable EmailAddress email, @Nullable String phone) {
      this(name, email, phone, null, null);
    }

    /** What stands for them where they must be named. */
    public String text() {
      return Stream.of(name, email == null ? null : email.value(), phone)
          .filter(Objects::nonNull)
          .collect(Collectors.joining(", "));
    }
  }

  /** The same with more people, and more lines in which nobody was found. */
  TouchLines with(List<Mentioned> more, List<String> moreUnread) {
    List<Mentioned> all = Stream.concat(people.stream(), more.stream()).distinct().toList();
    return new TouchLines(
        all.subList(0, Math.min(MOST, all.size())),
        cut || all.size() > MOST,
        Stream.concat(unread.stream(), moreUnread.stream()).toList());
  }

  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
  private static final Pattern ANGLED = Pattern.compile("<([^<>]+@[^<>]+)>");

  /** A surname and a name in quotes before an address, as mail programs write them. */
  private static final Pattern SURNAME_FIRST =
      Pattern.compile("\"\\s*([^\",]+?)\\s*,\\s*([^\",]+?)\\s*\"(?=\\s*[<,;\\t]\\s*[^\\s<>,;]+@)");

  /** What stands behind the comma in the name of a company. */
  private static final Pattern COMPANY_FORM =
      Pattern.compile(
          "(?i)(s\\.? ?[alc]\\.?( ?[ulpm]\\.?)?|s\\.? ?coop\\.?.*|inc\\.?|ltd\\.?|llc|gmbh|co\\.?)");

  private static final Pattern NAME = Pattern.compile(".*\\p{L}.*");
  private static final Pattern NUMBER =
      Pattern.compile("(?=(?:\\D*\\d){9})[+(]*\\d[\\d\\s().-]{8,24}");
  private static final Pattern HEADING =
      Pattern.compile(
          "(?i)(e-?mail|correo( electr[oó]nico)?|nombre( completo| y apellidos)?|name|full name|"
              + "apellidos?|last name|first name|surname)");
  private static final Pattern TOTAL = Pattern.compile("(?i)(sub|grand )?total(es)?( .*)?");
  private static final Pattern FORMULA = Pattern.compile("[=|].*");
  private static final Pattern NO_COMPANY =
      Pattern.compile(
          "(?i)s[ií]|no|yes|x|quiz[aá]s?|maybe|n/?a|.*\\b\\d{1,2}[:.h]\\d{2}\\b.*"
              + "|\\d{1,4}[/.-].*|\\d{1,2} (de )?\\p{L}+\\.?( (de )?\\d{4}.*)?");
  private static final int LONGEST_NAME = 200;

  /**
   * Reads a longer list that may have a header, as tools export it; without one, as {@link
   * #read(String, int)} does.
   *
   * @param most so many people are read; whoever follows is cut
   */
  public static TouchLines table(String text, int most) {
    return AttendeeFile.read(text)
        .map(
            file ->
                new TouchLines(
                    file.people().stream()
                        .limit(most)
                        .map(AttendeeFile.Attendee::mentioned)
                        .toList(),
                    file.people().size() > most,
                    file.leftOut().stream()
                        .filter(AttendeeFile.LeftOut::isSlip)
                        .map(AttendeeFile.LeftOut::line)
                        .toList()))
        .orElseGet(() -> read(text, most));
  }

  /** The titles of the columns of such a list that say nothing of who somebody is. */
  public static List<String> columnsLeft(String text) {
    return AttendeeFile.read(text).map(AttendeeFile::columns).orElse(List.of()).stream()
        .filter(title -> !title.equals(AttendanceColumn.UNTITLED))
        .toList();
  }

  /** Together with those of another list. */
  public TouchLines and(TouchLines other) {
    return new TouchLines(
        Stream.concat(people.stream(), other.people.stream()).distinct().toList(),
        cut || other.cut,
        Stream.concat(unread.stream(), other.unread.stream()).toList());
  }

  /** Reads what was typed or pasted. */
  public static TouchLines read(String text) {
    return read(text, MOST);
  }

  /**
   * Reads a longer list.
   *
   * @param most so many people are read; whoever follows is cut
   */
  public static TouchLines read(String text, int most) {
    List<String> lines = text.replace("\0", "").lines().toList();
    List<Mentioned> found = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    List<String> unread = new ArrayList<>();
    List<String> rows = lines.stream().filter(line -> !line.isBlank()).toList();
    Optional<Set<Integer>> numbering =
        rows.stream().findFirst().flatMap(line -> AttendeeFile.numbering(row(line)));
    for (String line : numbering.isEmpty() ? rows : rows.subList(1, rows.size())) {
      List<String> cells =
          numbering
              .filter(n -> !n.isEmpty())
              .map(n -> without(n, line))
              .orElseGet(() -> cells(line));
      if (cells.isEmpty() || HEADING.matcher(cells.get(0)).matches()) {
        continue;
      }
      Optional<Mentioned> somebody = mentioned(cells);
      if (somebody.isEmpty()) {
        unread.add(line.strip());
      }
      somebody
          .filter(
              m ->
                  seen.add(
                      m.email() != null
                          ? m.email().value()
                          : m.name() != null ? "name " + m.name() : m.phone()))
          .ifPresent(found::add);
    }
    return new TouchLines(
        List.copyOf(found.subList(0, Math.min(most, found.size()))),
        found.size() > most,
        List.copyOf(unread));
  }

  /**
   * What stands in a line, apart. A comma is part of a name where something stronger separates: a
   * tab, a semicolon, quotes, or the angles around an address.
   */
  private static List<String> cells(String line) {
    String delimiter = delimiter(line);
    String turned =
        SURNAME_FIRST
            .matcher(line)
            .replaceAll(
                m ->
                    Matcher.quoteReplacement(
                        COMPANY_FORM.matcher(m.group(2)).matches()
                            ? m.group()
                            : "\"" + m.group(2) + " " + m.group(1) + "\""));
    String plain = ANGLED.matcher(turned).replaceAll(delimiter + "$1");
    return split(plain, delimiter.charAt(0)).stream()
        .flatMap(cell -> cell.contains("@") ? Stream.of(cell.split("[,;\\t]")) : Stream.of(cell))
        .map(cell -> cell.strip().replaceAll("^[\"',\\s]+|[\"',\\s]+$", ""))
        .filter(cell -> !cell.isEmpty())
        .toList();
  }

  /** What stands in a line, apart, but for what stands in some of its places. */
  private static List<String> without(Set<Integer> places, String line) {
    List<String> row = row(line);
    return IntStream.range(0, row.size())
        .filter(i -> !places.contains(i) && !row.get(i).isEmpty())
        .mapToObj(row::get)
        .toList();
  }

  /** What stands in a line, apart, and where nothing does, that. */
  static List<String> row(String line) {
    return split(line, delimiter(line).charAt(0)).stream()
        .map(cell -> cell.strip().replaceAll("^[\"',\\s]+|[\"',\\s]+$", ""))
        .toList();
  }

  private static String delimiter(String line) {
    String outside = QUOTED.matcher(line).replaceAll("");
    if (outside.contains("\t")) {
      return "\t";
    }
    if (outside.contains(";")) {
      return ";";
    }
    return ANGLED.matcher(line).find() ? "\t" : ",";
  }

  private static List<String> split(String line, char delimiter) {
    List<String> cells = new ArrayList<>();
    Matcher quoted = QUOTED.matcher(line);
    int start = 0;
    int end = 0;
    while (end < line.length()) {
      if (line.charAt(end) == '"' && quoted.find(end) && quoted.start() == end) {
        end = quoted.end();
      } else if (line.charAt(end) == delimiter) {
        cells.add(line.substring(start, end));
        start = ++end;
      } else {
        end++;
      }
    }
    cells.add(line.substring(start));
    return cells;
  }

  /** Who is meant by what stands in a line, without what is empty. */
  static Optional<Mentioned> mentioned(List<String> cells) {
    EmailAddress email =
        cells.stream().flatMap(cell -> EmailAddress.parse(cell).stream()).findFirst().orElse(null);
    if (email == null && TOTAL.matcher(cells.get(0)).matches()) {
      return Optional.empty();
    }
    // An address that is none is a slip to be mended, not somebody without an address.
    if (email == null && cells.stream().anyMatch(cell -> cell.indexOf('@') > 0)) {
      return Optional.empty();
    }
    int named =
        IntStream.range(0, cells.size())
            .filter(i -> isName(cells.get(i)))
            .findFirst()
            .orElse(cells.size());
    String name = named < cells.size() ? shortened(cells.get(named)) : null;
    String phone =
        cells.stream().filter(cell -> NUMBER.matcher(cell).matches()).findFirst().orElse(null);
    return email == null && name == null && phone == null
        ? Optional.empty()
        : Optional.of(new Mentioned(name, email, phone, company(cells, named), null));
  }

  private static boolean isName(String cell) {
    return !cell.contains("@") && NAME.matcher(cell).matches() && !FORMULA.matcher(cell).matches();
  }

  /**
   * The company: what else stands behind the name and the address or number. What stands between
   * name and address may be a surname, as what stands behind an address and a single word may.
   */
  private static @Nullable String company(List<String> cells, int named) {
    int reached =
        IntStream.range(0, cells.size()).filter(i -> isReach(cells.get(i))).findFirst().orElse(-1);
    if (named == cells.size()
        || reached < 0
        || reached < named && !cells.get(named).contains(" ")) {
      return null;
    }
    int at =
        IntStream.range(Math.max(named, reached) + 1, cells.size())
            .filter(i -> isName(cells.get(i)) && !isReach(cells.get(i)))
            .filter(i -> !NO_COMPANY.matcher(cells.get(i)).matches())
            .filter(i -> !AttendanceColumn.isStatus(AttendeeFile.plain(cells.get(i))))
            .findFirst()
            .orElse(-1);
    if (at < 0) {
      return null;
    }
    boolean form = at + 1 < cells.size() && COMPANY_FORM.matcher(cells.get(at + 1)).matches();
    return shortened(form ? cells.get(at) + ", " + cells.get(at + 1) : cells.get(at));
  }

  private static boolean isReach(String cell) {
    return EmailAddress.parse(cell).isPresent() || NUMBER.matcher(cell).matches();
  }

  private static String shortened(String cell) {
    return cell.substring(0, Math.min(LONGEST_NAME, cell.length()));
  }

  /**
   * The text of a file, whichever of the usual ways its letters are stored; empty when it holds no
   * text, as a spreadsheet or a picture.
   */
  public static Optional<String> decode(byte[] file) {
    if (startsWith(file, 0xEF, 0xBB, 0xBF)) {
      return Optional.of(new String(file, 3, file.length - 3, StandardCharsets.UTF_8));
    }
    if (startsWith(file, 0xFF, 0xFE) || startsWith(file, 0xFE, 0xFF)) {
      return Optional.of(new String(file, StandardCharsets.UTF_16));
    }
    // An archive, as spreadsheets are, and other files that no letters begin with.
    if (startsWith(file, 'P', 'K', 3, 4)
        || startsWith(file, 'P', 'K', 5, 6)
        || startsWith(file, '%', 'P', 'D', 'F')) {
      return Optional.empty();
    }
    if (refusal(file).equals("touch.file.picture")) {
      return Optional.empty();
    }
    for (byte b : file) {
      if (b >= 0 && b < 0x09 || b > 0x0D && b < 0x1A) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString());
    } catch (CharacterCodingException e) {
      // What spreadsheets in Western Europe still write.
      return Optional.of(new String(file, Charset.forName("windows-1252")));
    }
  }

  /**
   * Why a file cannot be read as a list: it is a spreadsheet, a picture or a PDF.
   *
   * @return a message key
   */
  public static String refusal(byte[] file) {
    if (startsWith(file, '%', 'P', 'D', 'F')) {
      return "touch.file.pdf";
    }
    if (startsWith(file, 0x89, 'P', 'N', 'G')
        || startsWith(file, 0xFF, 0xD8, 0xFF)
        || startsWith(file, 'G', 'I', 'F', '8')) {
      return "touch.file.picture";
    }
    return startsWith(file, 'P', 'K') || startsWith(file, 0xD0, 0xCF, 0x11, 0xE0)
        ? "touch.spreadsheet"
        : "touch.file.binary";
  }

  /** As {@link #refusal(byte[])}, of what was sent. */
  public static String refusal(@Nullable MultipartFile file) {
    try {
      return refusal(file == null ? new byte[0] : file.getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean startsWith(byte[] file, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (file.length <= i || (file[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
