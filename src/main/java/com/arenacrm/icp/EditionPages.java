package com.arenacrm.icp;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.Operator;
import com.arenacrm.icp.Edition.Side;
import com.arenacrm.icp.Edition.State;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.HourglassPhase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads profiles and their editions, each page by one statement for all that an edition says. */
@Component
@Transactional(readOnly = true)
class EditionPages {

  static final int PAGE = 50;

  /** An edition as people read it. */
  record Page(
      EditionId id,
      ProfileId profile,
      String name,
      @Nullable Instant retiredAt,
      int profileVersion,
      int number,
      State state,
      EditionText text,
      Instant createdAt,
      UUID createdBy,
      @Nullable Instant proposedAt,
      @Nullable Instant signedAt,
      int version,
      Map<Side, Signed> signatures,
      List<Objected> objections,
      @Nullable Checked validation) {

    public boolean isOpen() {
      return State.OPEN.contains(state);
    }

    public @Nullable Signed marketing() {
      return signatures.get(Side.MARKETING);
    }

    public @Nullable Signed sales() {
      return signatures.get(Side.SALES);
    }

    /** Whether one person signed for both sides. */
    public boolean isSignedByOne() {
      Signed one = marketing();
      Signed other = sales();
      return one != null && other != null && one.userId().equals(other.userId());
    }
  }

  /** A signature. */
  record Signed(Side side, UUID userId, Instant at) {}

  /** Why sales sent a proposal back. */
  record Objected(String comment, UUID userId, Instant at) {}

  /**
   * What was last concluded from research about an edition (R068).
   *
   * @param changed how many of the notes that it rests on were changed since
   */
  record Checked(String verdict, String conclusion, int changed) {}

  /** One line of the list of a profile's editions. */
  record Line(
      int number,
      State state,
      Instant createdAt,
      UUID createdBy,
      @Nullable Instant proposedAt,
      @Nullable Instant signedAt,
      boolean inForce) {}

  /**
   * One line of the list of profiles.
   *
   * @param openNumber the edition that is being written or waits for sales; null when there is none
   * @param validation what was last concluded from research; null while it is a hypothesis
   * @param evidenceChanged how many of the notes that this rests on were changed since
   */
  record Row(
      UUID id,
      String name,
      @Nullable Instant retiredAt,
      int number,
      State state,
      @Nullable Instant signedAt,
      @Nullable UUID marketing,
      @Nullable UUID sales,
      int exclusions,
      int criteria,
      int phasesWithout,
      @Nullable Integer openNumber,
      @Nullable State openState,
      @Nullable String validation,
      int evidenceChanged) {}

  private record RuleJson(
      boolean exclusion,
      String field,
      String operator,
      String value,
      int weight,
      boolean knockOut,
      @Nullable String note) {

    Condition condition() {
      return new Condition(
          ContactField.parse(field).orElseThrow(), Operator.valueOf(operator), value);
    }
  }

  private record PhaseJson(HourglassPhase phase, String reason) {}

  private record SignatureJson(Side side, UUID userId, OffsetDateTime at) {}

  private record ObjectionJson(String comment, UUID userId, OffsetDateTime at) {}

  private static final String EDITION =
      """
      select e.id, e.profile_id, p.name, p.retired_at, p.version as profile_version, e.number,
             e.state, e.not_wanted, e.motivators, e.channels, e.value_statement, e.created_at,
             e.created_by, e.proposed_at, e.signed_at, e.version,
             (select json_agg(json_build_object('exclusion', r.exclusion, 'field', r.field,
                       'operator', r.operator, 'value', r.value, 'weight', r.weight,
                       'knockOut', r.knock_out, 'note', r.note) order by r.position)
              from icp.criterion r where r.edition_id = e.id) as rules,
             (select json_agg(json_build_object('name', r.name, 'reality', r.reality,
                       'words', r.words, 'solution', r.solution) order by r.position)
              from icp.buying_role r where r.edition_id = e.id) as roles,
             (select json_agg(json_build_object('phase', x.phase, 'reason', x.reason))
              from icp.phase_exclusion x where x.edition_id = e.id) as phases,
             (select json_agg(json_build_object('side', s.side, 'userId', s.user_id,
                       'at', s.signed_at))
              from icp.signature s where s.edition_id = e.id) as signatures,
             (select json_agg(json_build_object('comment', o.comment, 'userId', o.user_id,
                       'at', o.at) order by o.position desc)
              from icp.objection o where o.edition_id = e.id) as objections,
             (select json_build_object('verdict', v.verdict, 'conclusion', v.conclusion,
                       'changed', v.changed)
              from icp.latest_conclusion v where v.edition_id = e.id) as validation
      from %s e join icp.profile p on p.id = e.profile_id
      where %s
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  EditionPages(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** One edition, however old. */
  Optional<Page> edition(ProfileId profile, int number) {
    return jdbc.sql(
            EDITION.formatted("icp.edition", "e.profile_id = :profile and e.number = :number"))
        .param("profile", profile.id())
        .param("number", number)
        .query(this::page)
        .optional();
  }

  /** The edition before this one; empty for the first. */
  Optional<Page> before(ProfileId profile, int number) {
    return jdbc.sql(
            EDITION.formatted(
                "icp.edition",
                """
                e.profile_id = :profile and e.number =
                  (select max(b.number) from icp.edition b
                   where b.profile_id = :profile and b.number < :number)
                """))
        .param("profile", profile.id())
        .param("number", number)
        .query(this::page)
        .optional();
  }

  /** The edition of the profile that counts, retired or not. */
  Optional<Page> inForce(ProfileId profile) {
    return jdbc.sql(EDITION.formatted("icp.edition_in_force", "e.profile_id = :profile"))
        .param("profile", profile.id())
        .query(this::page)
        .optional();
  }

  /** The editions that count of all profiles that are not retired, by name. */
  List<Page> inForce() {
    return jdbc.sql(
            EDITION.formatted("icp.edition_in_force", "p.retired_at is null order by p.name, p.id"))
        .query(this::page)
        .list();
  }

  /** The same with one more profile, retired or not. */
  List<Page> inForceWith(ProfileId profile) {
    return jdbc.sql(
            EDITION.formatted(
                "icp.edition_in_force",
                "p.retired_at is null or e.profile_id = :profile order by p.name, p.id"))
        .param("profile", profile.id())
        .query(this::page)
        .list();
  }

  /** A profile's editions, newest first. */
  List<Line> editionsOf(ProfileId profile) {
    return jdbc.sql(
            """
            select e.number, e.state, e.created_at, e.created_by, e.proposed_at, e.signed_at,
                   e.id = f.id as in_force
            from icp.edition e
            left join icp.edition_in_force f on f.profile_id = e.profile_id
            where e.profile_id = :profile order by e.number desc
            """)
        .param("profile", profile.id())
        .query(Line.class)
        .list();
  }

  /**
   * Profiles by name.
   *
   * @param retired whether those are meant that we no longer look for
   * @param size so many of them
   */
  Slice<Row> profiles(boolean retired, @Nullable UUID after, int size) {
    List<Row> rows =
        jdbc.sql(
                """
                select p.id, p.name, p.retired_at, e.number, e.state, e.signed_at,
                       (select s.user_id from icp.signature s
                        where s.edition_id = e.id and s.side = 'MARKETING') as marketing,
                       (select s.user_id from icp.signature s
                        where s.edition_id = e.id and s.side = 'SALES') as sales,
                       (select count(*) from icp.criterion r
                        where r.edition_id = e.id and r.exclusion) as exclusions,
                       (select count(*) from icp.criterion r
                        where r.edition_id = e.id and not r.exclusion) as criteria,
                       (select count(*) from icp.phase_exclusion x
                        where x.edition_id = e.id) as phases_without,
                       o.number as open_number, o.state as open_state,
                       v.verdict as validation, coalesce(v.changed, 0) as evidence_changed
                from icp.profile p
                join lateral (select * from icp.edition e where e.profile_id = p.id
                  order by (e.state = 'SIGNED') desc, e.number desc limit 1) e on true
                left join icp.edition o on o.profile_id = p.id and o.id <> e.id
                  and o.state in ('DRAFT', 'PROPOSED')
                left join icp.latest_conclusion v on v.edition_id = e.id
                where (p.retired_at is not null) = :retired
                  and (cast(:after as uuid) is null or (p.name, p.id) >
                    (select a.name, a.id from icp.profile a where a.id = :after))
                order by p.name, p.id limit :limit
                """)
            .param("retired", retired)
            .param("after", after)
            .param("limit", size + 1)
            .query(Row.class)
            .list();
    return Slice.of(rows, size, Row::id);
  }

  private Page page(ResultSet rs, int n) throws SQLException {
    List<RuleJson> rules = list(rs, "rules", new TypeReference<>() {});
    EditionText text =
        new EditionText(
            rs.getString("not_wanted"),
            rules.stream().filter(RuleJson::exclusion).map(RuleJson::condition).toList(),
            rules.stream()
                .filter(rule -> !rule.exclusion())
                .map(
                    rule ->
                        new Criterion(
                            rule.condition(), rule.weight(), rule.knockOut(), rule.note()))
                .toList(),
            rs.getString("motivators"),
            rs.getString("channels"),
            rs.getString("value_statement"),
            list(rs, "roles", new TypeReference<List<BuyingRole>>() {}),
            list(rs, "phases", new TypeReference<List<PhaseJson>>() {}).stream()
                .collect(Collectors.toMap(PhaseJson::phase, PhaseJson::reason)));
    return new Page(
        new EditionId(rs.getObject("id", UUID.class)),
        new ProfileId(rs.getObject("profile_id", UUID.class)),
        rs.getString("name"),
        instant(rs, "retired_at"),
        rs.getInt("profile_version"),
        rs.getInt("number"),
        State.valueOf(rs.getString("state")),
        text,
        rs.getObject("created_at", OffsetDateTime.class).toInstant(),
        rs.getObject("created_by", UUID.class),
        instant(rs, "proposed_at"),
        instant(rs, "signed_at"),
        rs.getInt("version"),
        list(rs, "signatures", new TypeReference<List<SignatureJson>>() {}).stream()
            .map(s -> new Signed(s.side(), s.userId(), s.at().toInstant()))
            .collect(Collectors.toMap(Signed::side, s -> s)),
        list(rs, "objections", new TypeReference<List<ObjectionJson>>() {}).stream()
            .map(o -> new Objected(o.comment(), o.userId(), o.at().toInstant()))
            .toList(),
        checked(rs.getString("validation")));
  }

  private @Nullable Checked checked(@Nullable String text) {
    return text == null ? null : json.readValue(text, Checked.class);
  }

  private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
    OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private <T> List<T> list(ResultSet rs, String column, TypeReference<List<T>> type)
      throws SQLException {
    String text = rs.getString(column);
    return text == null ? List.of() : json.readValue(text, type);
  }
}
