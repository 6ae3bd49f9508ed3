package com.arenacrm.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Files are what is in them, whatever they are called. */
class FileTypeTests {

  @Test
  void officeDocumentsAreToldByTheirParts() throws IOException {
    assertThat(FileType.of(zip("[Content_Types].xml", "word/document.xml")))
        .contains(FileType.TEXT_DOCUMENT);
    assertThat(FileType.of(zip("[Content_Types].xml", "xl/workbook.xml")))
        .contains(FileType.SPREADSHEET);
    assertThat(FileType.of(zip("[Content_Types].xml", "ppt/presentation.xml")))
        .contains(FileType.SLIDES);
    assertThat(FileType.of(open("application/vnd.oasis.opendocument.spreadsheet")))
        .contains(FileType.OPEN_SPREADSHEET);
    assertThat(FileType.of(open("application/vnd.oasis.opendocument.text")))
        .contains(FileType.OPEN_TEXT);
  }

  @Test
  void programsArchivesAndPagesAreRefused() throws IOException {
    assertThat(FileType.of(zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")))
        .as("macros")
        .isEmpty();
    assertThat(FileType.of(zip("a.exe"))).isEmpty();
    assertThat(FileType.of(bytes("MZ\0\0"))).isEmpty();
    assertThat(FileType.of(bytes("<svg xmlns='http://www.w3.org/2000/svg'/>"))).isEmpty();
    assertThat(FileType.of(bytes("<html><script>alert(1)</script>"))).isEmpty();
    assertThat(FileType.of(new byte[0])).isEmpty();
    assertThat(FileType.of(bytes("PK\3\4"))).isEmpty();
  }

  @Test
  void aNameHasNoFolderAndTheEndingOfWhatItIs() {
    assertThat(FileType.PDF.named("../../etc/Oferta ñ.exe")).isEqualTo("Oferta ñ.pdf");
    assertThat(FileType.PDF.named("C:\\x\\a\r\nSet-Cookie: b.pdf")).isEqualTo("aSet-Cookie b.pdf");
    assertThat(FileType.PNG.named("")).isEqualTo("file.png");
    assertThat(FileType.PNG.named("x".repeat(300))).hasSize(84);
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes("x".repeat(50)));
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  private static byte[] open(String media) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      ZipEntry first = new ZipEntry("mimetype");
      byte[] text = bytes(media);
      CRC32 crc = new CRC32();
      crc.update(text);
      first.setMethod(ZipEntry.STORED);
      first.setSize(text.length);
      first.setCrc(crc.getValue());
      zip.putNextEntry(first);
      zip.write(text);
      zip.closeEntry();
    }
    return out.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
