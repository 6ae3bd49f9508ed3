package com.arenacrm.contacts;

import com.arenacrm.contacts.SavedFilters.Saved;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.Slice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads people and companies for files: the rows of their lists, with all that is known. */
@Component
class ContactExports {

  private static final int PIECE = 1_000;
  private static final int MOST_ATTRIBUTES = 100;

  /** How a cell is read from its row. */
  private interface Cell {
    @Nullable Object of(ResultSet row, String column) throws SQLException;
  }

  /**
   * A list that is exported.
   *
   * @param condition of its rows, called {@code p}
   */
  record Listed(boolean companies, String condition, Map<String, Object> parameters) {

    private String table() {
      return companies ? "contacts.company" : "contacts.person";
    }
  }

  private final JdbcClient jdbc;
  private final JsonMapper json;

  ContactExports(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** The people of the list with this filter. */
  Listed people(String text, @Nullable ConsentState consent, @Nullable Saved segment) {
    return listed(
        false,
        text,
        segment,
        consent == null ? "" : " and p.consent = '" + consent.name() + "'",
        Map.of());
  }

  /**
   * The companies of the list with this filter.
   *
   * @param among only these; null for all
   */
  Listed companies(String text, @Nullable Saved segment, @Nullable PeopleQuery among) {
    return among == null
        ? listed(true, text, segment, "", Map.of())
        : listed(true, text, segment, " and p.id in (" + among.sql() + ")", among.parameters());
  }

  // As on the page: where nothing has it to the letter, what sounds like it.
  private Listed listed(
      boolean companies,
      String text,
      @Nullable Saved segment,
      String more,
      Map<String, ? extends @Nullable Object> values) {
    Listed exact = listed(companies, text, segment, more, values, false);
    return text.isBlank() || count(exact) > 0
        ? exact
        : listed(companies, text, segment, more, values, true);
  }

  private static Listed listed(
      boolean companies,
      String text,
      @Nullable Saved segment,
      String more,
      Map<String, ? extends @Nullable Object> values,
      boolean alike) {
    PeopleQuery of = ContactLists.of(segment, companies);
    Map<String, Object> parameters = new HashMap<>(of.parameters());
    parameters.putAll(values);
    parameters.put("text", text.strip());
    parameters.put("pattern", Slice.containing(text));
    String table = companies ? "contacts.company" : "contacts.person";
    return new Listed(
        companies, ContactLists.matching(table, text, alike) + more + of.sql(), parameters);
  }

  /** How many rows it has, up to one more than may be exported. */
  int count(Listed list) {
    return jdbc.sql(
            "select count(*) from (select 1 from %s p where %s limit :most) c"
                .formatted(list.table(), list.condition()))
        .params(list.parameters())
        .param("most", ListFile.MOST_ROWS + 1)
        .query(Integer.class)
        .single();
  }

  /** The names of the further fields that anybody on such a list has. */
  List<String> attributes(boolean companies) {
    return jdbc.sql(
            "select name from contacts.attribute where subject = :subject order by name limit :most")
        .param("subject", companies ? "COMPANY" : "PERSON")
        .param("most", MOST_ATTRIBUTES)
        .query(String.class)
        .list();
  }

  /**
   * Writes the rows.
   *
   * @param words what consent and yes or no are called
   */
  void write(Listed list, List<String> attributes, Map<String, String> words, ListFile file) {
    Map<String, Cell> cells = list.companies() ? companyCells() : personCells(words);
    List<String> columns = new ArrayList<>(cells.keySet());
    String sql =
        """
        select p.id, p.attributes, %s from %s p
        where %s and (cast(:after as uuid) is null or (p.name, p.id) >
          (select a.name, a.id from %s a where a.id = :after))
        order by p.name, p.id limit :piece
        """
            .formatted(
                String.join(", ", columns.stream().map(c -> "p." + c).toList()),
                list.table(),
                list.condition(),
                list.table());
    UUID after = null;
    List<UUID> piece;
    do {
      piece =
          jdbc.sql(sql)
              .params(list.parameters())
              .param("after", after)
              .param("piece", PIECE)
              .query(
                  (rs, n) -> {
                    List<Object> row = new ArrayList<>();
                    row.add(rs.getString("id"));
                    for (String column : columns) {
                      row.add(cells.get(column).of(rs, column));
                    }
                    Map<String, String> further = further(rs.getString("attributes"));
                    attributes.forEach(name -> row.add(further.get(name)));
                    file.row(row);
                    return rs.getObject("id", UUID.class);
                  })
              .list();
      after = piece.isEmpty() ? null : piece.get(piece.size() - 1);
    } while (piece.size() == PIECE);
  }

  private Map<String, String> further(@Nullable String attributes) {
    return attributes == null || attributes.equals("{}")
        ? Map.of()
        : json.readValue(attributes, new TypeReference<Map<String, String>>() {});
  }

  private static Map<String, Cell> personCells(Map<String, String> words) {
    Map<String, Cell> cells = new java.util.LinkedHashMap<>();
    for (String text :
        Arrays.asList(
            "name", "company_name", "job_title", "email", "phone", "city", "region", "country")) {
      cells.put(text, ResultSet::getString);
    }
    cells.put("consent", (row, column) -> words.get(row.getString(column)));
    cells.put("influencer", (row, column) -> words.get(Boolean.toString(row.getBoolean(column))));
    cells.put("links", ContactExports::firstLink);
    cells.put("created_at", ContactExports::moment);
    cells.put("notes", ResultSet::getString);
    return cells;
  }

  private static Map<String, Cell> companyCells() {
    Map<String, Cell> cells = new java.util.LinkedHashMap<>();
    cells.put("name", ResultSet::getString);
    cells.put("website", ResultSet::getString);
    cells.put("industry", ResultSet::getString);
    cells.put("employees", (row, column) -> row.getObject(column, Integer.class));
    for (String text : Arrays.asList("phone", "city", "region", "country")) {
      cells.put(text, ResultSet::getString);
    }
    cells.put("links", ContactExports::firstLink);
    cells.put("created_at", ContactExports::moment);
    cells.put("notes", ResultSet::getString);
    return cells;
  }

  private static @Nullable Object moment(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  // The others stay with the person; an import adds links and takes none away.
  private static @Nullable Object firstLink(ResultSet row, String column) throws SQLException {
    String links = row.getString(column);
    if (links == null) {
      return null;
    }
    java.util.regex.Matcher first =
        java.util.regex.Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(links);
    return first.find() ? first.group(1) : null;
  }
}
