package com.arenacrm.integration;

import com.arenacrm.integration.ImportSettings.Converted;
import com.arenacrm.integration.sheets.DateStyle;
import com.arenacrm.integration.sheets.FileLook;
import com.arenacrm.integration.sheets.Words;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Proposes how a file is to be read, from its first pieces: what separates cells, whether there is
 * a header, how numbers and dates are written, of which country telephone numbers are, and which
 * texts stand for nothing (complaint 5).
 *
 * @param settings the proposal
 * @param findings what the person should know about it
 */
record Detection(ImportSettings settings, List<Reason> findings) {

  private static final char[] DELIMITERS = {',', ';', '\t', '|'};
  private static final int ROWS = 400;
  private static final int SIGNS = 512 * 1024;
  private static final int MOST_ABOVE = 10;

  private static final Pattern COMMA_DECIMALS =
      Pattern.compile("-?(\\d{1,3}(\\.\\d{3})+|\\d+),(\\d{1,2}|\\d{4,})");
  private static final Pattern POINT_DECIMALS =
      Pattern.compile("-?(\\d{1,3}(,\\d{3})+|\\d+)\\.(\\d{1,2}|\\d{4,})");
  private static final Pattern NUMBER_NOISE = Pattern.compile("[\\s\\u00a0\\u202f\\p{Sc}%]");
  private static final Pattern LOCAL_PHONE = Pattern.compile("[(]?\\d[\\d ().\\-/]{5,18}\\d");

  /** Texts that often stand for nothing, in lower case. */
  private static final Set<String> NOTHINGS =
      Set.of(
          "select",
          "seleccionar",
          "n/a",
          "n.a.",
          "na",
          "-",
          "--",
          "---",
          "—",
          "null",
          "(null)",
          "none",
          "nan",
          "#n/a",
          "#n/d",
          "#ref!",
          "#¡ref!",
          "#div/0!",
          "#¡div/0!",
          "#value!",
          "#¡valor!",
          "#name?",
          "#¿nombre?",
          "#num!",
          "#¡num!",
          "#null!",
          "#¡nulo!",
          "n/d",
          "s/d",
          "nil",
          "undefined",
          "?",
          "sin datos",
          "no aplica",
          "ninguno",
          "not available");

  /** Countries that are tried where the company's own does not fit, the likeliest first. */
  private static final List<String> REGIONS =
      List.of(
          "ES", "US", "GB", "MX", "AR", "CO", "CL", "PE", "FR", "DE", "IT", "PT", "BR", "EC", "UY",
          "NL", "BE", "CH", "IN", "AU");

  private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

  /**
   * Proposes settings.
   *
   * @param start the first bytes of the file
   * @param look what the bytes showed
   * @param fields what the columns may mean, to find the telephone numbers
   * @param region the company's country
   */
  static Detection of(
      byte[] start, FileLook.Verdict look, List<ImportField> fields, String region) {
    return of(start, look, null, fields, region);
  }

  /**
   * Proposes settings for a file that may have been no text.
   *
   * @param converted what it was and which table is read, or null
   */
  static Detection of(
      byte[] start,
      FileLook.Verdict look,
      @Nullable Converted converted,
      List<ImportField> fields,
      String region) {
    String text = text(start, look);
    int skipped = converted == null && text.matches("(?s)(?i)sep=.\\r?\\n.*") ? 1 : 0;
    char delimiter = converted != null ? ',' : skipped == 1 ? text.charAt(4) : delimiterOf(text);
    ImportSettings plain =
        new ImportSettings(
            look.charset(),
            look.utf8(),
            look.bom(),
            skipped,
            delimiter,
            false,
            false,
            DateStyle.ISO,
            region,
            List.of(),
            false,
            converted);
    List<List<String>> rows = rows(text, plain);
    List<Reason> findings = new ArrayList<>();
    int above = skipped == 0 ? titles(rows, fields) : 0;
    if (above > 0) {
      skipped = linesAbove(text, plain, above);
      findings.add(Reason.of("imports.finding.above", String.join(" · ", filled(rows.get(0)))));
      rows = rows.subList(above, rows.size());
    }
    boolean header = hasHeader(rows, fields);
    List<String> names = rows.isEmpty() || !header ? List.of() : rows.get(0);
    List<List<String>> body = header && !rows.isEmpty() ? rows.subList(1, rows.size()) : rows;
    if (!look.utf8() && !look.charset().startsWith("UTF")) {
      findings.add(Reason.of("imports.finding.charset", look.charset()));
    }
    ImportSettings proposal =
        new ImportSettings(
            look.charset(),
            look.utf8(),
            look.bom(),
            skipped,
            delimiter,
            header,
            decimalComma(body, region),
            dates(body, region, findings),
            phoneRegion(body, names, fields, region, findings),
            empties(body),
            converted == null && isOurOwn(names),
            converted);
    return new Detection(proposal, findings);
  }

  /** Whether the file is one that Arena gave out: rows that were refused, with line and reason. */
  private static boolean isOurOwn(List<String> header) {
    int count = header.size();
    return OwnFile.isOne(header)
        || count > 2
            && ErrorFile.LINE_HEADERS.contains(header.get(count - 2))
            && ErrorFile.REASON_HEADERS.contains(header.get(count - 1));
  }

  private static String text(byte[] start, FileLook.Verdict look) {
    int length = Math.min(start.length, SIGNS);
    String text =
        new String(
            start, look.bom(), Math.max(0, length - look.bom()), Charset.forName(look.charset()));
    if (look.bytes() > length || start.length >= ImportFiles.PIECE) {
      int end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
      return end > 0 ? text.substring(0, end + 1) : text;
    }
    return text;
  }

  private static char delimiterOf(String text) {
    char best = ',';
    double bestScore = 0;
    for (char candidate : DELIMITERS) {
      double score = score(text, candidate);
      if (score > bestScore) {
        bestScore = score;
        best = candidate;
      }
    }
    return best;
  }

  // A separator cuts the rows of a table into the same number of cells, and into more than one.
  private static double score(String text, char candidate) {
    ImportSettings settings =
        new ImportSettings(
            "UTF-8",
            true,
            0,
            0,
            candidate,
            false,
            false,
            DateStyle.ISO,
            "ES",
            List.of(),
            false,
            null);
    List<List<String>> rows = rows(text, settings);
    Map<Integer, Integer> widths = new HashMap<>();
    rows.forEach(row -> widths.merge(row.size(), 1, Integer::sum));
    double best = 0;
    for (Map.Entry<Integer, Integer> width : widths.entrySet()) {
      if (width.getKey() > 1) {
        double share = (double) width.getValue() / rows.size();
        best = Math.max(best, share * share * Math.min(width.getKey(), 50));
      }
    }
    return best;
  }

  private static List<List<String>> rows(String text, ImportSettings settings) {
    List<List<String>> rows = new ArrayList<>();
    try (TableReader table = new TableReader(new StringReader(text), settings)) {
      TableReader.Line line;
      while (rows.size() < ROWS && (line = table.next()) != null) {
        if (!line.isBlank()) {
          rows.add(line.cells());
        }
      }
    } catch (TableReader.BrokenException e) {
      // What could be read before is enough to judge by, and the sample may end within quotes.
    }
    return rows;
  }

  /**
   * How many rows stand above the names of the columns, such as the title of a list: rows of one
   * cell, followed by one in which several fields are called as we know them.
   */
  private static int titles(List<List<String>> rows, List<ImportField> fields) {
    int above = 0;
    while (above < Math.min(rows.size(), MOST_ABOVE) && filled(rows.get(above)).size() == 1) {
      above++;
    }
    return above < rows.size() && recognised(rows.get(above), fields) > 1 ? above : 0;
  }

  private static List<String> filled(List<String> cells) {
    return cells.stream().map(String::strip).filter(c -> !c.isEmpty()).toList();
  }

  /** How many lines of the text are taken by the first rows that are not blank. */
  private static int linesAbove(String text, ImportSettings settings, int rows) {
    int lines = 0;
    try (TableReader table = new TableReader(new StringReader(text), settings)) {
      int seen = 0;
      TableReader.Line line;
      while (seen <= rows && (line = table.next()) != null) {
        seen += line.isBlank() ? 0 : 1;
        if (seen > rows) {
          // The lines of a file of text are its own; in what was no text each row is a record.
          return settings.converted() == null ? (int) line.number() - 1 : lines;
        }
        lines +=
            1
                + line.cells().stream()
                    .mapToInt(c -> (int) c.lines().count() - 1)
                    .filter(n -> n > 0)
                    .sum();
      }
    }
    return lines;
  }

  private static long recognised(List<String> cells, List<ImportField> fields) {
    Set<String> known = new HashSet<>();
    fields.forEach(f -> f.synonyms().forEach(s -> known.add(Words.key(s))));
    return cells.stream().map(Words::key).filter(known::contains).distinct().count();
  }

  // A header has names, not values: no addresses, no numbers, none twice; or names that we know.
  private static boolean hasHeader(List<List<String>> rows, List<ImportField> fields) {
    if (rows.isEmpty()) {
      return true;
    }
    Set<String> known = new HashSet<>();
    fields.forEach(f -> f.synonyms().forEach(s -> known.add(Words.key(s))));
    Set<String> seen = new HashSet<>();
    boolean values = false;
    int recognised = 0;
    for (String cell : rows.get(0)) {
      String name = cell.strip();
      if (known.contains(Words.key(name))) {
        recognised++;
      }
      values |= !name.isEmpty() && !seen.add(name);
      values |= name.contains("@") || name.matches("[-+]?[\\d.,/ :]+") || name.length() > 100;
    }
    return recognised > 1 || !values;
  }

  private static boolean decimalComma(List<List<String>> rows, String region) {
    int commas = 0;
    int points = 0;
    for (List<String> row : rows) {
      for (String cell : row) {
        if (cell.length() < 30 && (cell.indexOf(',') >= 0 || cell.indexOf('.') >= 0)) {
          String number = NUMBER_NOISE.matcher(cell).replaceAll("");
          commas += COMMA_DECIMALS.matcher(number).matches() ? 1 : 0;
          points += POINT_DECIMALS.matcher(number).matches() ? 1 : 0;
        }
      }
    }
    if (commas == points) {
      Locale own = new Locale.Builder().setLanguage("es").setRegion(region).build();
      return !Set.of("US", "GB").contains(region)
          && DecimalFormatSymbols.getInstance(own).getDecimalSeparator() == ',';
    }
    return commas > points;
  }

  private static DateStyle dates(List<List<String>> rows, String region, List<Reason> findings) {
    Map<DateStyle.Sign, Integer> signs = new EnumMap<>(DateStyle.Sign.class);
    for (List<String> row : rows) {
      for (String cell : row) {
        if (cell.length() >= 6 && cell.length() <= 40) {
          DateStyle.Sign sign = DateStyle.signOf(cell);
          if (sign != null) {
            signs.merge(sign, 1, Integer::sum);
          }
        }
      }
    }
    int dayFirst = signs.getOrDefault(DateStyle.Sign.DAY_FIRST, 0);
    int monthFirst = signs.getOrDefault(DateStyle.Sign.MONTH_FIRST, 0);
    int either = signs.getOrDefault(DateStyle.Sign.EITHER, 0);
    DateStyle usual = region.equals("US") ? DateStyle.MONTH_FIRST : DateStyle.DAY_FIRST;
    if (dayFirst > 0 && monthFirst > 0) {
      findings.add(Reason.of("imports.finding.dates"));
    }
    if (dayFirst != monthFirst) {
      return dayFirst > monthFirst ? DateStyle.DAY_FIRST : DateStyle.MONTH_FIRST;
    }
    if (dayFirst + either > 0) {
      return usual;
    }
    int named = signs.getOrDefault(DateStyle.Sign.NAMED, 0);
    int yearFirst = signs.getOrDefault(DateStyle.Sign.YEAR_FIRST, 0);
    return named + yearFirst == 0 ? usual : named > yearFirst ? DateStyle.NAMED : DateStyle.ISO;
  }

  private static String phoneRegion(
      List<List<String>> rows,
      List<String> header,
      List<ImportField> fields,
      String region,
      List<Reason> findings) {
    List<String> numbers = localNumbers(rows, header, fields);
    if (numbers.isEmpty()) {
      return region;
    }
    int own = valid(numbers, region);
    if (own * 2 >= numbers.size()) {
      return region;
    }
    String best = region;
    int most = own;
    for (String candidate : REGIONS) {
      int fitting = valid(numbers, candidate);
      if (fitting > most) {
        most = fitting;
        best = candidate;
      }
    }
    if (!best.equals(region)) {
      findings.add(Reason.of("imports.finding.phones", own, numbers.size(), region, best, most));
    }
    return best;
  }

  private static List<String> localNumbers(
      List<List<String>> rows, List<String> header, List<ImportField> fields) {
    Set<String> names = new HashSet<>();
    fields.stream()
        .filter(f -> f.type() == ImportField.Type.PHONE)
        .forEach(f -> f.synonyms().forEach(s -> names.add(Words.key(s))));
    Set<Integer> columns = new LinkedHashSet<>();
    for (int i = 0; i < header.size(); i++) {
      if (names.contains(Words.key(header.get(i)))) {
        columns.add(i);
      }
    }
    List<String> numbers = new ArrayList<>();
    for (List<String> row : rows) {
      for (int column : columns) {
        if (column < row.size() && LOCAL_PHONE.matcher(row.get(column).strip()).matches()) {
          numbers.add(row.get(column).strip());
        }
      }
    }
    return numbers;
  }

  private static int valid(List<String> numbers, String region) {
    int valid = 0;
    for (String number : numbers) {
      try {
        valid += PHONES.isValidNumberForRegion(PHONES.parse(number, region), region) ? 1 : 0;
      } catch (NumberParseException e) {
        // Not a number there.
      }
    }
    return valid;
  }

  private static List<String> empties(List<List<String>> rows) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (List<String> row : rows) {
      for (String cell : row) {
        String text = cell.strip();
        if (text.length() <= 13 && NOTHINGS.contains(text.toLowerCase(Locale.ROOT))) {
          counts.merge(text, 1, Integer::sum);
        }
      }
    }
    // What a formula could not work out is nothing, were it only once.
    return counts.entrySet().stream()
        .filter(e -> e.getValue() > 1 || e.getKey().startsWith("#"))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The first rows of the file as they are read with other settings. */
  static Sample sample(byte[] start, long fileBytes, ImportSettings settings, int most) {
    FileLook.Verdict look =
        new FileLook.Verdict(settings.charset(), settings.utf8(), settings.bom(), 0, fileBytes, 0);
    List<TableReader.Line> lines = new ArrayList<>();
    List<String> header = List.of();
    Reason problem = null;
    try (TableReader table = new TableReader(new StringReader(text(start, look)), settings)) {
      header = table.header();
      TableReader.Line line;
      while (lines.size() < most && (line = table.next()) != null) {
        if (!line.isBlank()) {
          lines.add(line);
        }
      }
    } catch (TableReader.BrokenException e) {
      problem = lines.isEmpty() ? e.reason() : null;
    }
    return new Sample(header, lines, problem);
  }

  /**
   * The first rows of a file.
   *
   * @param problem why there are none, or null
   */
  record Sample(List<String> header, List<TableReader.Line> lines, @Nullable Reason problem) {}
}
