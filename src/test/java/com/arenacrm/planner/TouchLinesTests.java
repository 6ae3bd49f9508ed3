package com.arenacrm.planner;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.planner.TouchLines.Mentioned;
import com.arenacrm.shared.EmailAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TouchLinesTests {

  @Test
  void oneALineByAddressByNameOrByBothInAnyOrder() {
    TouchLines list =
        TouchLines.read(
            """
            Nombre;Correo;Empresa
            Paula Rey;Paula@Mirador.example;Hotel Mirador
            luis@mirador.example, Luis Cano
            "Eva Prieto" <eva@ancora.example>
            Begoña Martínez
            ines@ancora.example

            paula@mirador.example
            """);

    assertThat(list.people())
        .containsExactly(
            at("Hotel Mirador", "Paula Rey", "paula@mirador.example"),
            of("Luis Cano", "luis@mirador.example"),
            of("Eva Prieto", "eva@ancora.example"),
            of("Begoña Martínez", null),
            of(null, "ines@ancora.example"));
    assertThat(list.cut()).isFalse();
  }

  @Test
  void numbersAndHeadingsAreNobody() {
    assertThat(TouchLines.read("1;2;3\n;;\nE-mail\t Name \n  ").people()).isEmpty();
  }

  @Test
  void linesThatAreNotUnderstoodAreKeptAsWritten() {
    TouchLines list =
        TouchLines.read(
            """
            Nombre;Correo
            Paula Rey;paula@mirador.example
             no-existe@@mal
            ;;
            Luis Cano, luis@@mirador
            Eva Prieto, @eva
            600 100
            """);

    assertThat(list.unread())
        .containsExactly("no-existe@@mal", "Luis Cano, luis@@mirador", "600 100");
    assertThat(list.people())
        .containsExactly(of("Paula Rey", "paula@mirador.example"), of("Eva Prieto", null));
  }

  @Test
  void aTelephoneNumberIsEnough() {
    assertThat(TouchLines.read("Ana Gil; (+34) 600 100 200\n912.000.101\n600 100 200").people())
        .containsExactly(
            new Mentioned("Ana Gil", null, "(+34) 600 100 200"),
            new Mentioned(null, null, "912.000.101"),
            new Mentioned(null, null, "600 100 200"));
  }

  @Test
  void aSpreadsheetPastesWithTabs() {
    assertThat(TouchLines.read("17\tPaula Rey\tpaula@mirador.example\t912 000 101").people())
        .containsExactly(
            new Mentioned(
                "Paula Rey", EmailAddress.parse("paula@mirador.example").get(), "912 000 101"));
  }

  @Test
  void aCommaInANameStaysWhereSomethingElseSeparates() {
    TouchLines list =
        TouchLines.read(
            """
            "Doe, Jane" <jane@doe.example>
            Cano, Luis <luis@doe.example>
            Pérez, José;jose@perez.example
            Rey, Paula\tpaula@rey.example
            "Prieto, Eva",eva@prieto.example
            "Sanz; Rosa";rosa@sanz.example
            "Hotel Mirador, S.L." <info@mirador.example>
            Ana Gil, ana@gil.example; Hotel
            "Mar Ruiz, mar@ruiz.example
            """);

    assertThat(list.unread()).isEmpty();
    assertThat(list.people())
        .containsExactly(
            of("Jane Doe", "jane@doe.example"),
            of("Cano, Luis", "luis@doe.example"),
            of("Pérez, José", "jose@perez.example"),
            of("Rey, Paula", "paula@rey.example"),
            of("Eva Prieto", "eva@prieto.example"),
            of("Sanz; Rosa", "rosa@sanz.example"),
            of("Hotel Mirador, S.L.", "info@mirador.example"),
            at("Hotel", "Ana Gil", "ana@gil.example"),
            of("Mar Ruiz", "mar@ruiz.example"));
  }

  @Test
  void whatStandsBehindNameAndAddressIsTheCompany() {
    assertThat(
            TouchLines.read(
                    """
                    Paula Rey, paula@rey.example, Hotel Mirador
                    Luis Cano;luis@cano.example;600 100 200;Bodegas Cano, S.L.
                    Eva Prieto\teva@prieto.example\t18:02\tÁncora
                    Iria Lago, iria@lago.example, Viña Lago, S.L.
                    mar@ruiz.example, Mar Ruiz, Conservas Ruiz
                    Ana Gil, 600 100 201, Hotel Gil
                    """)
                .people())
        .extracting(Mentioned::company)
        .containsExactly(
            "Hotel Mirador",
            "Bodegas Cano, S.L.",
            "Áncora",
            "Viña Lago, S.L.",
            "Conservas Ruiz",
            "Hotel Gil");
  }

  @Test
  void aSurnameAnHourOrAStatusIsNoCompany() {
    assertThat(
            TouchLines.read(
                    """
                    Paula, Rey, paula@rey.example
                    luis@cano.example;Luis;Cano
                    Eva Prieto;eva@prieto.example;18:02
                    Iria Lago;iria@lago.example;Nov 18, 2026 5:30 PM
                    Mar Ruiz;mar@ruiz.example;18/11/2026;Sí
                    Ana Gil;ana@gil.example;Inscrita;600 100 201
                    Begoña, bego@lago.example, @bego
                    Rosa Sanz, Hotel
                    """)
                .people())
        .hasSize(8)
        .extracting(Mentioned::company)
        .containsOnlyNulls();
  }

  @Test
  void aVeryLongListIsCutAndSaysSo() {
    String text =
        IntStream.rangeClosed(1, TouchLines.MOST + 5)
            .mapToObj(i -> "p" + i + "@x.example")
            .collect(Collectors.joining("\n"));

    assertThat(TouchLines.read(text).people()).hasSize(TouchLines.MOST);
    assertThat(TouchLines.read(text).cut()).isTrue();
  }

  @Test
  void accentsSurviveHoweverTheFileStoresThem() {
    for (Charset charset :
        new Charset[] {
          StandardCharsets.UTF_8, Charset.forName("windows-1252"), StandardCharsets.UTF_16
        }) {
      assertThat(TouchLines.decode("Begoña Núñez".getBytes(charset)))
          .as(charset.name())
          .contains("Begoña Núñez");
    }
    assertThat(TouchLines.decode("\uFEFFBegoña".getBytes(StandardCharsets.UTF_8)))
        .contains("Begoña");
  }

  @Test
  void aSpreadsheetFileIsNoText() {
    assertThat(TouchLines.decode(new byte[] {'P', 'K', 3, 4, 0, 0, 1})).isEmpty();
  }

  @Property
  void whateverIsPastedIsRead(@ForAll String text) {
    TouchLines list = TouchLines.read(text);

    assertThat(list.people()).doesNotHaveDuplicates();
    assertThat(list.people())
        .allMatch(m -> (m.name() != null && m.name().length() <= 200) || m.email() != null);
  }

  private static Mentioned at(String company, String name, String email) {
    return new Mentioned(name, new EmailAddress(email), null, company, null);
  }

  private static Mentioned of(String name, String email) {
    return new Mentioned(name, email == null ? null : new EmailAddress(email));
  }

  @Test
  void aFileThatIsNoListIsCalledWhatItIs() {
    assertThat(TouchLines.refusal(new byte[] {(byte) 0x89, 'P', 'N', 'G'}))
        .isEqualTo("touch.file.picture");
    assertThat(TouchLines.refusal(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 1}))
        .isEqualTo("touch.file.picture");
    assertThat(TouchLines.refusal(new byte[] {'%', 'P', 'D', 'F'})).isEqualTo("touch.file.pdf");
    assertThat(TouchLines.refusal(new byte[] {'P', 'K', 3, 4})).isEqualTo("touch.spreadsheet");
    assertThat(TouchLines.refusal(new byte[] {1, 2})).isEqualTo("touch.file.binary");
    assertThat(TouchLines.decode(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0x41}))
        .isEmpty();
  }
}
