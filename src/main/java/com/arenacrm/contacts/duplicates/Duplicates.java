package com.arenacrm.contacts.duplicates;

import com.arenacrm.contacts.duplicates.DuplicateLook.Compared;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Alike;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Slice;
import com.arenacrm.platform.TypedNumber;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The pairs that may be one: found, proposed, or said to be two. */
@Component
class Duplicates {

  static final int PAGE = 20;

  /** How sure it is that two are one. */
  enum Certainty {
    SURE(Likeness.SURE, 101),
    PROBABLE(Likeness.PROBABLE, Likeness.SURE),
    POSSIBLE(0, Likeness.PROBABLE);

    private final int from;
    private final int below;

    Certainty(int from, int below) {
      this.from = from;
      this.below = below;
    }

    static Certainty of(int certainty) {
      return certainty >= Likeness.SURE
          ? SURE
          : certainty >= Likeness.PROBABLE ? PROBABLE : POSSIBLE;
    }
  }

  /** One of two, with what tells them apart. */
  record Side(UUID id, String name, @Nullable String detail, @Nullable String reach) {}

  /** Two that may be one. */
  record Pair(
      UUID id,
      Subject subject,
      Side first,
      Side second,
      int percent,
      List<String> reasons,
      @Nullable UUID proposedBy,
      @Nullable String proposedWhy,
      @Nullable Instant dismissedAt,
      @Nullable UUID dismissedBy) {

    public Certainty certainty() {
      return Certainty.of(percent);
    }
  }

  /** A merge that was made. */
  record Made(
      UUID id,
      boolean companies,
      UUID survivorId,
      String survivorName,
      String mergedName,
      @Nullable String survivorBefore,
      @Nullable String mergedBefore,
      Instant mergedAt,
      UUID mergedBy,
      boolean undoable,
      @Nullable Instant undoneAt,
      @Nullable UUID undoneBy,
      String moved) {

    public Subject subject() {
      return Subject.of(companies);
    }
  }

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final DuplicateLook look;

  Duplicates(JdbcClient jdbc, JsonMapper json, DuplicateLook look) {
    this.jdbc = jdbc;
    this.json = json;
    this.look = look;
  }

  private static String select(Subject subject) {
    String detail =
        subject.companies()
            ? "concat_ws(' · ', %1$s.industry, %1$s.city)"
            : "concat_ws(' · ', %1$s.job_title, %1$s.company_name)";
    String reach =
        subject.companies()
            ? "concat_ws(' · ', %1$s.domain, %1$s.phone)"
            : "concat_ws(' · ', %1$s.email, %1$s.phone, nullif(replace(%1$s.further, ' ', ' · '), ''))";
    return """
        select d.id, d.certainty, d.reasons, d.proposed_by, d.proposed_why, d.dismissed_at, d.dismissed_by,
          a.id as a_id, a.name as a_name, nullif(%3$s, '') as a_detail, nullif(%4$s, '') as a_reach,
          b.id as b_id, b.name as b_name, nullif(%5$s, '') as b_detail, nullif(%6$s, '') as b_reach
        from contacts.duplicate d
        join %7$s a on a.id = d.%1$s join %7$s b on b.id = d.%2$s
        """
        .formatted(
            subject.first(),
            subject.second(),
            detail.formatted("a"),
            reach.formatted("a"),
            detail.formatted("b"),
            reach.formatted("b"),
            subject.table());
  }

  private Pair pair(Subject subject, java.sql.ResultSet rs) throws java.sql.SQLException {
    OffsetDateTime dismissed = rs.getObject("dismissed_at", OffsetDateTime.class);
    return new Pair(
        rs.getObject("id", UUID.class),
        subject,
        new Side(
            rs.getObject("a_id", UUID.class),
            rs.getString("a_name"),
            rs.getString("a_detail"),
            rs.getString("a_reach")),
        new Side(
            rs.getObject("b_id", UUID.class),
            rs.getString("b_name"),
            rs.getString("b_detail"),
            rs.getString("b_reach")),
        rs.getInt("certainty"),
        json.readValue(rs.getString("reasons"), new TypeReference<List<String>>() {}),
        rs.getObject("proposed_by", UUID.class),
        rs.getString("proposed_why"),
        dismissed == null ? null : dismissed.toInstant(),
        rs.getObject("dismissed_by", UUID.class));
  }

  /** Those to look at, the surest first; or those that somebody said are two, the latest first. */
  Slice<Pair> list(
      Subject subject,
      @Nullable Certainty certainty,
      boolean dismissed,
      @Nullable UUID after,
      int size) {
    String order = dismissed ? "dismissed_at" : "certainty";
    return Slice.of(
        jdbc.sql(
                select(subject)
                    + """
                    where %1$s and (cast(:after as uuid) is null
                      or not exists (select 1 from contacts.duplicate where id = :after)
                      or (d.%2$s, d.id) < (select l.%2$s, l.id from contacts.duplicate l where l.id = :after))
                    order by d.%2$s desc, d.id desc limit :most
                    """
                        .formatted(condition(subject, certainty, dismissed), order))
            .param("after", after)
            .param("most", size + 1)
            .query((rs, n) -> pair(subject, rs))
            .list(),
        size,
        Pair::id);
  }

  private static String condition(
      Subject subject, @Nullable Certainty certainty, boolean dismissed) {
    return "d.%s is not null and d.dismissed_at is %s"
            .formatted(subject.first(), dismissed ? "not null" : "null")
        + (certainty == null
            ? ""
            : " and d.certainty >= %d and d.certainty < %d"
                .formatted(certainty.from, certainty.below));
  }

  /** How many there are; beyond {@link Slice#COUNTED}, that many and one. */
  int count(Subject subject, @Nullable Certainty certainty, boolean dismissed) {
    return jdbc.sql(
            "select count(*) from (select 1 from contacts.duplicate d where %s limit :most) c"
                .formatted(condition(subject, certainty, dismissed)))
        .param("most", Slice.COUNTED + 1)
        .query(Integer.class)
        .single();
  }

  Optional<Pair> find(UUID id) {
    for (Subject subject : Subject.values()) {
      Optional<Pair> found =
          jdbc.sql(select(subject) + " where d.id = :id")
              .param("id", id)
              .query((rs, n) -> pair(subject, rs))
              .optional();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** One to find the other of. */
  Optional<Side> side(Subject subject, UUID id) {
    return sides(subject, "p.id = :id", "", id, 1).stream().findFirst();
  }

  /** Whom a text names, or who resembles it; but for one. */
  List<Side> named(Subject subject, String text, UUID but) {
    List<Side> found =
        sides(subject, TypedNumber.condition("p.search", text) + " and p.id <> :id", text, but, 10);
    return found.isEmpty()
        ? sides(subject, Alike.condition(subject.table(), "p") + " and p.id <> :id", text, but, 10)
        : found;
  }

  private List<Side> sides(Subject subject, String condition, String text, UUID id, int most) {
    String columns =
        subject.companies()
            ? "nullif(concat_ws(' · ', p.industry, p.city), '') as detail, nullif(concat_ws(' · ', p.domain, p.phone), '') as reach"
            : "nullif(concat_ws(' · ', p.job_title, p.company_name), '') as detail, nullif(concat_ws(' · ', p.email, p.phone, nullif(replace(p.further, ' ', ' · '), '')), '') as reach";
    return jdbc.sql(
            "select p.id, p.name, %s from %s p where %s order by p.name, p.id limit :most"
                .formatted(columns, subject.table(), condition))
        .param("pattern", Slice.containing(text))
        .param("text", text.strip())
        .param("id", id)
        .param("most", most)
        .query(Side.class)
        .list();
  }

  /**
   * Puts two on the list because somebody thinks that they are one; what was said to be two is open
   * again.
   *
   * @return the pair
   * @throws NotFoundException when one of them is not there
   */
  @Transactional
  public UUID propose(
      UUID id,
      Subject subject,
      UUID one,
      UUID other,
      @Nullable String why,
      CurrentUser actor,
      Instant now) {
    if (one.equals(other) || side(subject, one).isEmpty() || side(subject, other).isEmpty()) {
      throw new NotFoundException();
    }
    Compared compared = look.compare(subject, one, other);
    return jdbc.sql(
            """
            insert into contacts.duplicate as d (id, %1$s, %2$s, certainty, reasons, found_at,
              proposed_by, proposed_why, likeness, version)
            values (:id, least(cast(:one as uuid), cast(:other as uuid)),
              greatest(cast(:one as uuid), cast(:other as uuid)), :certainty, cast(:reasons as jsonb),
              :now, :actor, :why, :likeness, 0)
            on conflict (%1$s, %2$s) do update set proposed_by = excluded.proposed_by,
              proposed_why = coalesce(excluded.proposed_why, d.proposed_why), dismissed_at = null,
              dismissed_by = null, certainty = excluded.certainty, reasons = excluded.reasons,
              likeness = excluded.likeness, version = d.version + 1
            returning id
            """
                .formatted(subject.first(), subject.second()))
        .param("id", id)
        .param("one", one)
        .param("other", other)
        .param("certainty", compared.verdict().certainty())
        .param("reasons", json.writeValueAsString(compared.verdict().reasons()))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .param("why", why)
        .param("likeness", compared.likeness())
        .query(UUID.class)
        .single();
  }

  /**
   * Remembers that they are two. They are proposed again only if a name, address, telephone or
   * place of one of them changes and makes it surer than it was.
   */
  @Transactional
  public void dismiss(UUID pair, CurrentUser actor, Instant now) {
    int dismissed =
        jdbc.sql(
                """
                update contacts.duplicate set dismissed_at = coalesce(dismissed_at, :now),
                  dismissed_by = coalesce(dismissed_by, :actor), version = version + 1
                where id = :id
                """)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("actor", actor.id().id())
            .param("id", pair)
            .update();
    if (dismissed == 0) {
      throw new NotFoundException();
    }
  }

  /** Puts them on the list again; somebody wants to decide anew. */
  @Transactional
  public void reopen(UUID pair, CurrentUser actor) {
    int reopened =
        jdbc.sql(
                """
                update contacts.duplicate set dismissed_at = null, dismissed_by = null,
                  proposed_by = coalesce(proposed_by, :actor), version = version + 1
                where id = :id
                """)
            .param("actor", actor.id().id())
            .param("id", pair)
            .update();
    if (reopened == 0) {
      throw new NotFoundException();
    }
  }

  private static final String MADE =
      """
      select m.id, m.companies, m.survivor_id, m.survivor_name, m.merged_name, m.survivor_before::text as survivor_before,
        m.merged_before::text as merged_before, m.merged_at,
        m.merged_by, m.undone_at is null and m.merged_before is not null
          and m.merged_at >= :since as undoable,
        m.undone_at, m.undone_by, m.moved::text as moved
      from contacts.merge m
      """;

  /** A merge that was made. */
  Optional<Made> madeMerge(UUID id) {
    return jdbc.sql(MADE + " where m.id = :id")
        .param("since", Instant.EPOCH.atOffset(ZoneOffset.UTC))
        .param("id", id)
        .query(Made.class)
        .optional();
  }

  /** The merges, the latest first. */
  Slice<Made> made(Instant undoableSince, @Nullable UUID after) {
    return Slice.of(
        jdbc.sql(
                MADE
                    + """
                    where cast(:after as uuid) is null
                      or (m.merged_at, m.id) < (select l.merged_at, l.id from contacts.merge l where l.id = :after)
                    order by m.merged_at desc, m.id desc limit :most
                    """)
            .param("since", undoableSince.atOffset(ZoneOffset.UTC))
            .param("after", after)
            .param("most", PAGE + 1)
            .query(Made.class)
            .list(),
        PAGE,
        Made::id);
  }

  /** The two of a merge as they were called, told apart where they are named the same. */
  Namesakes called(Made made) {
    return made.survivorBefore() == null || made.mergedBefore() == null
        ? new Namesakes(made.survivorName(), made.mergedName())
        : Namesakes.of(
            made.survivorName(),
            row(made.survivorBefore()),
            made.mergedName(),
            row(made.mergedBefore()));
  }

  private Map<String, Object> row(String content) {
    return json.readValue(content, new TypeReference<Map<String, Object>>() {});
  }

  java.util.Map<String, Integer> moved(Made made) {
    return json.readValue(
        made.moved(), new TypeReference<java.util.LinkedHashMap<String, Integer>>() {});
  }
}
