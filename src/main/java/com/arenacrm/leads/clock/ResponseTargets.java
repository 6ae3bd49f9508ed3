package com.arenacrm.leads.clock;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.leads.Origin;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.StaleVersionException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How soon leads are answered, by profile and by how they came; where nobody says, as the company.
 */
@Component
@Transactional
public class ResponseTargets {

  /** Working minutes until the first answer, and until each that follows. */
  public record Minutes(int first, int following) {}

  /**
   * An agreed target.
   *
   * @param profile null for any
   * @param origin null for any
   */
  public record Target(
      UUID id, @Nullable UUID profile, @Nullable Origin origin, Minutes minutes, int version) {}

  private static final String SELECT =
      """
      select id, profile_id, origin, first_minutes, following_minutes, version
      from leads.response_target
      """;

  private final Organizations organizations;
  private final AuditTrail audit;
  private final JdbcClient jdbc;

  ResponseTargets(Organizations organizations, AuditTrail audit, JdbcClient jdbc) {
    this.organizations = organizations;
    this.audit = audit;
    this.jdbc = jdbc;
  }

  /**
   * What holds for such a lead: the target that names both, else its profile's, else its origin's.
   */
  @Transactional(readOnly = true)
  public Minutes of(@Nullable ProfileId profile, Origin origin) {
    return jdbc.sql(
            SELECT
                + """
                where (profile_id is null or profile_id = :profile)
                  and (origin is null or origin = :origin)
                order by profile_id is null, origin is null limit 1
                """)
        .param("profile", profile == null ? null : profile.id())
        .param("origin", origin.name())
        .query(ResponseTargets::row)
        .optional()
        .map(Target::minutes)
        .orElseGet(this::usual);
  }

  /** What holds where nothing else is agreed. */
  @Transactional(readOnly = true)
  Minutes usual() {
    int minutes = Math.toIntExact(organizations.current().responseTarget().toMinutes());
    return new Minutes(minutes, minutes);
  }

  @Transactional(readOnly = true)
  List<Target> all() {
    return jdbc.sql(SELECT + " order by profile_id is null, profile_id, origin")
        .query(ResponseTargets::row)
        .list();
  }

  @Transactional(readOnly = true)
  Optional<Target> find(UUID id) {
    return jdbc.sql(SELECT + " where id = :id")
        .param("id", id)
        .query(ResponseTargets::row)
        .optional();
  }

  /**
   * How many clocks of the leads that a target is for run or stand still now; they keep what held
   * when they began.
   */
  @Transactional(readOnly = true)
  int running(Target target) {
    return jdbc.sql(
            """
            select count(*) from leads.handoff h join leads.lead l on l.id = h.lead_id
            left join leads.following_clock f on f.handoff_id = h.id and f.answered_at is null
            where l.stage in ('HANDED_OVER', 'ACCEPTED') and h.rejected_at is null
              and h.withdrawn_at is null and h.released_at is null
              and (h.first_contact_at is null or f.id is not null)
              and (cast(:profile as uuid) is null or l.profile_id = cast(:profile as uuid))
              and (cast(:origin as text) is null or l.origin = :origin)
            """)
        .param("profile", target.profile())
        .param("origin", target.origin() == null ? null : target.origin().name())
        .query(Integer.class)
        .single();
  }

  /** Whether another target is for the same leads. */
  @Transactional(readOnly = true)
  boolean isTaken(Target target) {
    return jdbc.sql(
            """
            select exists (select from leads.response_target where id <> :id
              and profile_id is not distinct from cast(:profile as uuid)
              and origin is not distinct from :origin)
            """)
        .param("id", target.id())
        .param("profile", target.profile())
        .param("origin", target.origin() == null ? null : target.origin().name())
        .query(Boolean.class)
        .single();
  }

  public void add(Target target, CurrentUser actor, Instant now) {
    bind(
            """
            insert into leads.response_target (id, profile_id, origin, first_minutes,
              following_minutes, created_at, created_by, version)
            values (:id, :profile, :origin, :first, :following, :now, :actor, 0)
            """,
            target)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .update();
    audit.note(actor, "response-target-set", subject(target), null, describe(target));
  }

  /**
   * Changes a target; what runs already keeps its own.
   *
   * @throws StaleVersionException when somebody changed it meanwhile
   */
  void change(Target target, CurrentUser actor) {
    Target before = locked(target.id());
    StaleVersionException.check(target.version(), before.version());
    bind(
            """
            update leads.response_target set profile_id = :profile, origin = :origin,
              first_minutes = :first, following_minutes = :following, version = version + 1
            where id = :id
            """,
            target)
        .update();
    audit.note(actor, "response-target-set", subject(target), describe(before), describe(target));
  }

  void remove(UUID id, CurrentUser actor) {
    Target target = locked(id);
    jdbc.sql("delete from leads.response_target where id = :id").param("id", id).update();
    audit.note(actor, "response-target-removed", subject(target), describe(target), null);
  }

  private Target locked(UUID id) {
    return jdbc.sql(SELECT + " where id = :id for update")
        .param("id", id)
        .query(ResponseTargets::row)
        .optional()
        .orElseThrow(NotFoundException::new);
  }

  private static Subject subject(Target target) {
    return new Subject(
        "target", target.id(), target.origin() == null ? "—" : target.origin().name());
  }

  private static String describe(Target target) {
    return "%d min / %d min".formatted(target.minutes().first(), target.minutes().following());
  }

  private JdbcClient.StatementSpec bind(String sql, Target target) {
    return jdbc.sql(sql)
        .param("id", target.id())
        .param("profile", target.profile())
        .param("origin", target.origin() == null ? null : target.origin().name())
        .param("first", target.minutes().first())
        .param("following", target.minutes().following());
  }

  private static Target row(ResultSet rs, int n) throws SQLException {
    String origin = rs.getString("origin");
    return new Target(
        rs.getObject("id", UUID.class),
        rs.getObject("profile_id", UUID.class),
        origin == null ? null : Origin.valueOf(origin),
        new Minutes(rs.getInt("first_minutes"), rs.getInt("following_minutes")),
        rs.getInt("version"));
  }
}
