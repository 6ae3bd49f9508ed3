package com.arenacrm.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The trail is read by people: no code stands in it. */
@ArenaTest
class AuditPageTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired AuditTrail trail;
  @Autowired MessageSource messages;

  @Test
  void valuesAreInTheLanguageOfWhoeverReadsThem() {
    trail.note(
        cast.lucia(),
        "user-changed",
        new Subject("user", UUID.randomUUID(), "Rosa del registro"),
        AuditTrail.word("role.sales"),
        AuditTrail.word("role.manager") + ", " + AuditTrail.word("role.sales"));

    assertThat(trail("es")).contains("Rosa del registro ventas dirección, ventas");
    assertThat(trail("en")).contains("Rosa del registro sales management, sales");
  }

  @Test
  void thisMachineIsWrittenShort() {
    AuditWords words = new AuditWords(messages, Locale.ENGLISH);

    assertThat(words.address("0:0:0:0:0:0:0:1")).isEqualTo("::1");
    assertThat(words.address("127.0.0.1")).isEqualTo("127.0.0.1");
    assertThat(words.address("192.168.1.20")).isEqualTo("192.168.1.20");
    assertThat(words.address("2001:db8:0:0:0:0:0:7")).isEqualTo("2001:db8:0:0:0:0:0:7");
    assertThat(words.address("example.org")).isEqualTo("example.org");
    assertThat(words.address(null)).isNull();
  }

  @Test
  void whatSomebodyTypedStaysAsItIs() {
    assertThat(new AuditWords(messages, Locale.ENGLISH).read("50 € $1 \\ #{no.such} #{}"))
        .isEqualTo("50 € $1 \\ no.such #{}");
  }

  private String trail(String language) {
    return Page.of(
            mvc.get()
                .uri("/identity/audit?lang=" + language)
                .locale(Locale.forLanguageTag(language))
                .with(cast.as(cast.andres()))
                .exchange())
        .text("tbody tr");
  }
}
