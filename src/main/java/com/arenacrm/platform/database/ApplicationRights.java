package com.arenacrm.platform.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What the application's role may do where another role owns the tables: read and change rows, and
 * nothing else. Tables that are only ever added to, which a trigger {@code <table>_is_append_only}
 * marks, it may read and add to, so that it cannot alter the audit trail (Q35).
 */
final class ApplicationRights {

  /** Any number that no other program uses here; two nodes must not grant at the same moment. */
  private static final long LOCK = 4_185_233_017L;

  private ApplicationRights() {}

  /**
   * Gives the rights, in one transaction.
   *
   * @param owner a connection of the role that owns the tables
   * @param schemas Arena's; one that does not exist is passed over
   */
  static void grant(Connection owner, String role, Collection<String> schemas) throws SQLException {
    owner.setAutoCommit(false);
    try (Statement statement = owner.createStatement()) {
      statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
      String to = statement.enquoteIdentifier(role, true);
      for (String schema : existing(owner, schemas)) {
        String in = statement.enquoteIdentifier(schema, true);
        String rows = "SELECT, INSERT, UPDATE, DELETE ON";
        statement.execute("GRANT USAGE ON SCHEMA " + in + " TO " + to);
        statement.execute("GRANT " + rows + " ALL TABLES IN SCHEMA " + in + " TO " + to);
        statement.execute("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA " + in + " TO " + to);
        // For tables that a newer version makes while this one still runs on another machine.
        String later = "ALTER DEFAULT PRIVILEGES IN SCHEMA " + in + " GRANT ";
        statement.execute(later + rows + " TABLES TO " + to);
        statement.execute(later + "USAGE, SELECT ON SEQUENCES TO " + to);
      }
      for (String table : onlyAddedTo(owner, schemas)) {
        statement.execute("REVOKE UPDATE, DELETE ON " + table + " FROM " + to);
      }
      owner.commit();
    }
  }

  private static List<String> existing(Connection owner, Collection<String> schemas)
      throws SQLException {
    return names(owner, "SELECT nspname FROM pg_namespace WHERE nspname = ANY (?)", schemas);
  }

  /** Quoted and with their schema. */
  private static List<String> onlyAddedTo(Connection owner, Collection<String> schemas)
      throws SQLException {
    return names(
        owner,
        """
        SELECT format('%I.%I', n.nspname, c.relname)
          FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
          JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE t.tgname = c.relname || '_is_append_only' AND n.nspname = ANY (?)
        """,
        schemas);
  }

  private static List<String> names(Connection owner, String query, Collection<String> schemas)
      throws SQLException {
    try (PreparedStatement statement = owner.prepareStatement(query)) {
      statement.setArray(1, owner.createArrayOf("text", schemas.toArray()));
      List<String> names = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      return names;
    }
  }
}
