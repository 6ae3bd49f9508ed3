package com.arenacrm.integration.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.platform.RefusedException;
import com.arenacrm.testing.SharedData;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.VisibilityState;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spreadsheets and cards become rows of text, and what is made to do harm becomes nothing. */
class SheetFilesTests {

  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  @TempDir Path folder;

  /** Rows as they come out: the table, the number, the cells. */
  private static final class Rows implements RowSink {

    private final List<String> lines = new ArrayList<>();

    @Override
    public void table(String name) {
      lines.add("# " + name);
    }

    @Override
    public void row(long number, List<String> cells) {
      lines.add(number + " " + String.join("|", cells));
    }
  }

  @Test
  void cellsComeOutAsPeopleMeanThem() throws IOException {
    Path file = folder.resolve("a.csv");
    try (OutputStream out = Files.newOutputStream(file);
        Workbook book = new Workbook(out, "Test", "1.0")) {
      Worksheet sheet = book.newWorksheet("Clientes");
      sheet.value(0, 0, "Nombre");
      sheet.value(0, 1, "Alta");
      sheet.value(0, 3, "Importe");
      sheet.value(2, 0, " Núñez\nPeña ");
      sheet.value(2, 1, LocalDate.of(2021, 4, 15));
      sheet.style(2, 1).format("dd/mm/yyyy").set();
      sheet.value(2, 3, 1.25);
      sheet.value(3, 1, LocalDateTime.of(2021, 4, 15, 0, 3, 0));
      sheet.style(3, 1).format("yyyy-mm-dd hh:mm").set();
      sheet.value(3, 3, 1117.1);
      sheet.value(4, 0, true);
      sheet.value(4, 3, 1.117);
      sheet.value(5, 3, 34600111222L);
      sheet.value(5, 4, 12);
      sheet.style(5, 4).format("0.00 \"días\"").set();
      sheet.value(6, 3, 0.1 + 0.2);
      sheet.value(7, 3, 1117.1);
      sheet.style(7, 3).format("#,##0.00 [$€-C0A]").set();
      sheet.value(8, 3, 1250);
      sheet.style(8, 3).format("\"$\"#,##0").set();
      Worksheet second = book.newWorksheet("Otra");
      second.value(0, 0, "x");
      Worksheet hidden = book.newWorksheet("Oculta");
      hidden.value(0, 0, "secreto");
      hidden.setVisibilityState(VisibilityState.HIDDEN);
    }

    assertThat(read(file))
        .containsExactly(
            "# Clientes",
            "1 Nombre|Alta||Importe",
            "3  Núñez\nPeña |2021-04-15||1.25",
            "4 |2021-04-15T00:03:00||1117.1",
            "5 TRUE|||1.1170",
            "6 |||34600111222|12",
            "7 |||0.3",
            "8 |||1117.1 €",
            "9 |||1250 $",
            "# Otra",
            "1 x");
  }

  @Test
  void aThousandColumnsAreEnough() throws IOException {
    Path file = folder.resolve("wide.xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        Workbook book = new Workbook(out, "Test", "1.0")) {
      Worksheet sheet = book.newWorksheet("Ancha");
      for (int i = 0; i < 10_000; i++) {
        sheet.value(0, i, "c" + i);
      }
    }

    refusedAtOnce(file, "imports.file.columns");
  }

  @Test
  void whatSwellsUpIsRefusedAtOnce() throws IOException {
    byte[] cells =
        "<c r=\"A1\"><v>1</v></c></row><row>".repeat(2_000).getBytes(StandardCharsets.US_ASCII);
    Path bomb = packed("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>", cells, 600);

    assertThat(Files.size(bomb)).isLessThan(400_000);
    refusedAtOnce(bomb, "imports.file.swelling");
  }

  @Test
  void aRowWithoutEndIsRefusedAtOnce() throws IOException {
    byte[] cells = "<x:c r=\"A1\"/>".repeat(1_000).getBytes(StandardCharsets.US_ASCII);

    refusedAtOnce(packed("xl/worksheets/sheet1.xml", "<x:row>", cells, 40), "imports.file.columns");
  }

  @Test
  void entitiesThatUnfoldAreNotUnfolded() throws IOException {
    String bomb =
        "<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
            + "<workbook><sheets><sheet name=\"&b;\" sheetId=\"1\"/></sheets></workbook>";

    refusedAtOnce(
        packed("xl/workbook.xml", bomb, new byte[0], 0), "imports.file.brokenSpreadsheet");
  }

  @Test
  void anotherArchiveIsNoSpreadsheet() throws IOException {
    refusedAtOnce(packed("photos/1.txt", "x", new byte[0], 0), "imports.file.compressed");
    refusedAtOnce(packed("content.xml", "x", new byte[0], 0), "imports.file.otherSpreadsheet");
    Path cut = folder.resolve("cut.xlsx");
    Files.write(cut, Arrays.copyOf(new byte[] {'P', 'K', 3, 4}, 3_000));
    refusedAtOnce(cut, "imports.file.brokenSpreadsheet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1117.0999999999999", "1117.1", "1.1171E3"})
  void numbersAreWhatTheSheetShows(String stored) {
    assertThat(SpreadsheetFile.number(stored)).isEqualTo("1117.1");
  }

  @Test
  void cardsOfEveryDeviceBecomeRows() throws IOException {
    assertThat(cards("John_Doe_ANDROID.vcf"))
        .hasSize(8)
        .contains("1 |john.doe@company.com||||||||||||||||My Contacts|")
        .as("what is long enough to be a number comes first")
        .anyMatch(row -> row.contains("|3456789|45678901|123456|"));
    assertThat(cards("John_Doe_BLACK_BERRY.vcf"))
        .last()
        .isEqualTo("1 John Doe||||+96123456789|||Acme Solutions|||||||||||");
    assertThat(cards("John_Doe_EVOLUTION.vcf"))
        .last()
        .asString()
        .startsWith(
            "1 Mr. John Richter, James Doe Sr.|john.doe@ibm.com|||905-666-1234|905-555-1234||IBM|"
                + "Accounting, Dungeon|Money Counter|15 Crescent moon drive|12345|Albaney|New York|"
                + "United States of America|http://www.ibm.com|1980-03-22|VIP|THIS SOFTWARE");
    assertThat(cards("John_Doe_GMAIL.vcf")).hasSize(3).last().asString().contains("|905-555-1234|");
    assertThat(cards("John_Doe_MAC_ADDRESS_BOOK.vcf"))
        .last()
        .asString()
        .contains("|905-555-1234|905-777-1234|905-666-1234|IBM|Accounting|")
        .doesNotContain("/9j/");
    assertThat(cards("outlook-2003.vcf"))
        .last()
        .asString()
        .startsWith("1 John Doe III|jdoe@hotmail.com|||MobilePhone|BusinessPhone|HomePhone|")
        .contains("This is the note field!!\r\nSecond line\r\n\r\nThird line is empty");
    assertThat(cards("rfc6350-example.vcf"))
        .last()
        .asString()
        .startsWith(
            "1 Simon Perreault|simon.perreault@viagenie.ca|||+1-418-262-6501|+1-418-656-9254||"
                + "Viagenie|||2875 Laurier|G1V 2M2|Quebec|QC|Canada|http://nomis80.org|--02-03|");
    assertThat(cards("thunderbird-MoreFunctionsForAddressBook-extension.vcf"))
        .last()
        .asString()
        .contains(
            "doe.john@hotmail.com|additional-email@company.com|additional-email1@company.com");
  }

  @Test
  void aCardThatIsCutOffIsNamed() {
    String cut = "BEGIN:VCARD\nVERSION:3.0\nFN:A\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:B\n";

    assertThatThrownBy(() -> CardFile.read(new StringReader(cut), new Rows(), Locale.ENGLISH))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.arguments()).containsExactly(5L));
  }

  private static List<String> cards(String name) throws IOException {
    Rows rows = new Rows();
    CardFile.read(
        new StringReader(new String(SharedData.bytes("vcards/" + name), StandardCharsets.UTF_8)),
        rows,
        Locale.ENGLISH);
    return rows.lines;
  }

  private static List<String> read(Path file) throws IOException {
    Rows rows = new Rows();
    SpreadsheetFile.read(file, rows);
    return rows.lines;
  }

  private static void refusedAtOnce(Path file, String why) {
    long start = System.nanoTime();
    assertThatThrownBy(() -> read(file)).isInstanceOf(RefusedException.class).hasMessage(why);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
  }

  private Path packed(String name, String start, byte[] piece, int times) throws IOException {
    Path file = Files.createTempFile(folder, "x", ".xlsx");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      if (name.startsWith("xl/") && !name.equals("xl/workbook.xml")) {
        zip.putNextEntry(new ZipEntry("xl/workbook.xml"));
        zip.write("<workbook/>".getBytes(StandardCharsets.US_ASCII));
      }
      zip.putNextEntry(new ZipEntry(name));
      zip.write(start.getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < times; i++) {
        zip.write(piece);
      }
    }
    return file;
  }
}
