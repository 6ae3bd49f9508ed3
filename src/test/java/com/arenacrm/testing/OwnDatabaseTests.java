package com.arenacrm.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class OwnDatabaseTests {

  private final OwnDatabase database = OwnDatabase.named("mine");

  @Test
  void whatWasDoneInItIsGoneWhenItIsMadeNewAgain() throws SQLException {
    TestDatabase address = database.address();
    try (Connection connection = address.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO welcome.set_up_code (hash, created_at) VALUES ('\\x00', now())");
    }
    assertThat(codesIn(address)).isOne();

    database.renew();

    assertThat(codesIn(address)).isZero();
  }

  @Test
  void itIsNotTheOneThatTestsShare() {
    assertThat(database.address().url()).isNotEqualTo(TestDatabase.shared().url());
    assertThat(OwnDatabase.named("mine")).isSameAs(database);
  }

  private static int codesIn(TestDatabase address) throws SQLException {
    try (Connection connection = address.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM welcome.set_up_code")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
