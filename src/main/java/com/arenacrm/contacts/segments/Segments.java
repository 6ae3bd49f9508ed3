package com.arenacrm.contacts.segments;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.Operator;
import com.arenacrm.contacts.SavedFilters;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.Slice;
import com.arenacrm.platform.StaleVersionException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The front door to segments: which there are, who is in them, and writing them. */
@Component
@Transactional
public class Segments implements SavedFilters {

  static final int PAGE = 20;
  private static final int MOST_CHOICES = 200;

  private static final String SAVED =
      """
      select s.id, s.name, s.note, s.community, s.companies, s.match_any,
             (select json_agg(json_build_object('field', r.field, 'operator', r.operator,
                       'value', r.value) order by r.position)
              from contacts.segment_rule r where r.segment_id = s.id) as rules
      from contacts.segment s
      """;

  private record RuleJson(String field, String operator, String value) {

    Condition condition() {
      return new Condition(
          ContactField.parse(field).orElseThrow(), Operator.valueOf(operator), value);
    }
  }

  /** A segment with what lists show of it. */
  record Row(Saved saved, @Nullable String note, @Nullable String community) {

    public UUID id() {
      return saved.id();
    }
  }

  private final StoredSegments segments;
  private final JdbcClient jdbc;
  private final JsonMapper json;

  Segments(StoredSegments segments, JdbcClient jdbc, JsonMapper json) {
    this.segments = segments;
    this.jdbc = jdbc;
    this.json = json;
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Saved> find(UUID id) {
    return jdbc.sql(SAVED + "where s.id = :id")
        .param("id", id)
        .query(this::row)
        .optional()
        .map(Row::saved);
  }

  @Override
  @Transactional(readOnly = true)
  public List<Saved> choices(@Nullable Boolean companies) {
    return jdbc
        .sql(
            SAVED
                + """
                where cast(:companies as boolean) is null or s.companies = :companies
                order by s.name, s.id limit :most
                """)
        .param("companies", companies)
        .param("most", MOST_CHOICES)
        .query(this::row)
        .list()
        .stream()
        .map(Row::saved)
        .toList();
  }

  @Override
  public void save(
      Saved filter, @Nullable String note, @Nullable String community, UserId actor, Instant now) {
    SegmentId id = new SegmentId(filter.id());
    if (!isThere(id)) {
      add(
          id,
          new SegmentText(
              filter.name(),
              note,
              community,
              filter.companies(),
              filter.any(),
              filter.conditions()),
          actor,
          now);
    }
  }

  /**
   * Adds a segment.
   *
   * @param id chosen by the caller, so that sending a form twice adds one
   * @throws RefusedException when another segment has the name
   */
  SegmentId add(SegmentId id, SegmentText text, UserId actor, Instant now) {
    requireFree(text.name(), id);
    return segments.save(new Segment(id, text, actor, now)).id();
  }

  /**
   * Writes a segment anew.
   *
   * @throws StaleVersionException when somebody changed it meanwhile
   * @throws RefusedException when another segment has the name
   */
  void change(SegmentId id, int version, SegmentText text) {
    Segment segment = get(id);
    StaleVersionException.check(version, segment.version());
    requireFree(text.name(), id);
    segment.write(text);
    segments.save(segment);
  }

  /** Removes a segment; whom it named stay, and so do the audiences that were built from it. */
  Segment remove(SegmentId id) {
    Segment segment = get(id);
    segments.delete(segment);
    return segment;
  }

  @Transactional(readOnly = true)
  Segment get(SegmentId id) {
    return segments.findById(id).orElseThrow(NotFoundException::new);
  }

  @Transactional(readOnly = true)
  boolean isThere(SegmentId id) {
    return segments.findById(id).isPresent();
  }

  /** Segments by name. */
  @Transactional(readOnly = true)
  Slice<Row> page(@Nullable UUID after, int size) {
    List<Row> rows =
        jdbc.sql(
                SAVED
                    + """
                    where cast(:after as uuid) is null or (s.name, s.id) >
                      (select a.name, a.id from contacts.segment a where a.id = :after)
                    order by s.name, s.id limit :limit
                    """)
            .param("after", after)
            .param("limit", size + 1)
            .query(this::row)
            .list();
    return Slice.of(rows, size, Row::id);
  }

  private void requireFree(String name, SegmentId id) {
    segments
        .findByNameIgnoreCase(name)
        .filter(other -> !other.id().equals(id))
        .ifPresent(
            other -> {
              throw new RefusedException("segment.name.taken", other.text().name());
            });
  }

  private Row row(ResultSet rs, int n) throws SQLException {
    String rules = rs.getString("rules");
    List<RuleJson> conditions =
        rules == null ? List.of() : json.readValue(rules, new TypeReference<List<RuleJson>>() {});
    return new Row(
        new Saved(
            rs.getObject("id", UUID.class),
            rs.getString("name"),
            rs.getBoolean("companies"),
            rs.getBoolean("match_any"),
            conditions.stream().map(RuleJson::condition).toList()),
        rs.getString("note"),
        rs.getString("community"));
  }
}
