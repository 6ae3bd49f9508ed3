package com.arenacrm.planner.goals;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.Quarter;
import com.arenacrm.shared.TimeOrderedUuid;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door to the goals of a quarter: read by everyone, set by managers (R035). */
@Component
@Transactional
public class Goals {

  /**
   * A goal as it was set.
   *
   * @param target what is to be reached: a number, an amount of money or percent; null where a goal
   *     was taken back
   * @param currency of an amount
   * @param replacedAt when another took its place; null for the one in force
   */
  public record Goal(
      Measure measure,
      @Nullable BigDecimal target,
      @Nullable String currency,
      UserId setBy,
      Instant setAt,
      @Nullable Instant replacedAt) {

    public boolean inForce() {
      return replacedAt == null;
    }
  }

  /**
   * The goals of a quarter.
   *
   * @param version for whoever changes them
   * @param all those in force and those before them, the newest first
   */
  public record Agreed(Quarter quarter, int version, List<Goal> all) {

    /** Those in force that say something. */
    public Map<Measure, Goal> inForce() {
      Map<Measure, Goal> goals = new EnumMap<>(Measure.class);
      all.stream()
          .filter(g -> g.inForce() && g.target() != null)
          .forEach(g -> goals.put(g.measure(), g));
      return goals;
    }

    /** What was another before, the newest first: goals that were moved or taken back. */
    public List<Goal> moved() {
      return all.stream().filter(g -> !g.inForce()).toList();
    }
  }

  private final AuditTrail audit;
  private final JdbcClient jdbc;
  private final Clock clock;

  Goals(AuditTrail audit, JdbcClient jdbc, Clock clock) {
    this.audit = audit;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** What was agreed for a quarter. */
  @Transactional(readOnly = true)
  public Agreed of(Quarter quarter) {
    record Row(int version, Goal goal) {}
    List<Row> rows =
        jdbc.sql(
                """
                select q.version, g.measure, g.target, g.currency, g.set_by, g.set_at, g.replaced_at
                from planner.goal_quarter q join planner.goal g on g.quarter = q.quarter
                where q.quarter = :quarter order by g.set_at desc, g.id desc
                """)
            .param("quarter", quarter.first())
            .query(
                (rs, n) ->
                    new Row(
                        rs.getInt("version"),
                        new Goal(
                            Measure.valueOf(rs.getString("measure")),
                            rs.getBigDecimal("target"),
                            rs.getString("currency"),
                            new UserId(rs.getObject("set_by", UUID.class)),
                            rs.getObject("set_at", OffsetDateTime.class).toInstant(),
                            instant(rs.getObject("replaced_at", OffsetDateTime.class)))))
            .list();
    return new Agreed(
        quarter, rows.isEmpty() ? 0 : rows.get(0).version(), rows.stream().map(Row::goal).toList());
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
    return at == null ? null : at.toInstant();
  }

  /**
   * Sets the goals of a quarter; what is not named has none. What stays as it was keeps who set it.
   *
   * @param version that the change was made upon
   * @param targets more than 0; percent up to 100; money in the company's currency
   * @throws StaleVersionException when somebody set them meanwhile
   */
  public void set(
      Quarter quarter, int version, Map<Measure, BigDecimal> targets, CurrentUser actor) {
    jdbc.sql(
            """
            insert into planner.goal_quarter (quarter, version) values (:quarter, 0)
            on conflict do nothing
            """)
        .param("quarter", quarter.first())
        .update();
    int present =
        jdbc.sql("select version from planner.goal_quarter where quarter = :quarter for update")
            .param("quarter", quarter.first())
            .query(Integer.class)
            .single();
    StaleVersionException.check(version, present);
    Map<Measure, Goal> before = of(quarter).inForce();
    String currency = actor.company().currency().getCurrencyCode();
    Instant now = clock.instant();
    boolean changed = false;
    for (Measure measure : Measure.values()) {
      Goal was = before.get(measure);
      BigDecimal target = targets.get(measure);
      if (isSame(was, target, measure.isMoney() ? currency : null)) {
        continue;
      }
      changed = true;
      jdbc.sql(
              """
              update planner.goal set replaced_at = :now
              where quarter = :quarter and measure = :measure and replaced_at is null
              """)
          .param("now", now.atOffset(ZoneOffset.UTC))
          .param("quarter", quarter.first())
          .param("measure", measure.name())
          .update();
      jdbc.sql(
              """
              insert into planner.goal (id, quarter, measure, target, currency, set_by, set_at)
              values (:id, :quarter, :measure, :target, :currency, :actor, :now)
              """)
          .param("id", TimeOrderedUuid.next())
          .param("quarter", quarter.first())
          .param("measure", measure.name())
          .param("target", target)
          .param("currency", measure.isMoney() && target != null ? currency : null)
          .param("actor", actor.id().id())
          .param("now", now.atOffset(ZoneOffset.UTC))
          .update();
    }
    if (changed) {
      jdbc.sql("update planner.goal_quarter set version = version + 1 where quarter = :quarter")
          .param("quarter", quarter.first())
          .update();
      audit.note(actor, "goals-set", new Subject("goals", null, quarter.toString()));
    }
  }

  private static boolean isSame(
      @Nullable Goal was, @Nullable BigDecimal target, @Nullable String currency) {
    if (was == null || target == null) {
      return was == null && target == null;
    }
    return was.target() != null
        && was.target().compareTo(target) == 0
        && Objects.equals(was.currency(), currency);
  }
}
