package com.arenacrm.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@ArenaTest
class TestDatabaseTests {

  @Autowired private JdbcClient jdbc;

  @Test
  void theApplicationUsesTheDatabaseOfTheTests() {
    assertThat(one("SELECT current_database()")).isEqualTo("everybody");
    assertThat(one("SELECT inet_server_port()::text"))
        .isIn(portOf(TestDatabase.shared().url()), "5432"); // inside a container it is 5432
  }

  @Test
  void theApplicationIsNoSuperuser() {
    assertThat(one("SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user"))
        .isEqualTo("false");
  }

  @Test
  void theExtensionsAreThereAndKnowSpanishLetters() {
    assertThat(one("SELECT unaccent('Peña Café')")).isEqualTo("Pena Cafe");
    assertThat(one("SELECT ('Peña'::citext = 'PEÑA'::citext)::text")).isEqualTo("true");
    assertThat(one("SELECT (similarity('peña', 'pe a') < 1)::text")).isEqualTo("true");
  }

  private String one(String query) {
    return jdbc.sql(query).query(String.class).single();
  }

  private static String portOf(String url) {
    return url.toLowerCase(Locale.ROOT).replaceFirst(".*:(\\d+)/.*", "$1");
  }
}
