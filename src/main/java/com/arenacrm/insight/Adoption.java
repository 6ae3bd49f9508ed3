package com.arenacrm.insight;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.platform.Slice;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Whether the work is kept up in Arena, by person (R046): open deals without a next step, and
 * occurrences that were closed only after their week, or are open though it is over.
 */
@Component
@Transactional(readOnly = true)
class Adoption {

  static final int PAGE = 50;

  private static final String LATE =
      """
      from planner.occurrence o
      where o.day >= :since
        and cast(date_trunc('week', o.day) + interval '7 days' as timestamp) at time zone :zone
          <= coalesce(o.closed_at, cast(:now as timestamptz))
      """;

  /**
   * What somebody let lie.
   *
   * @param steps open deals without a next step
   * @param late occurrences that were closed after their week, or not at all
   */
  record Left(UUID user, int steps, int late) {}

  /** An open deal without a next step, and why it has none. */
  record Stepless(
      UUID id,
      String name,
      @Nullable String companyName,
      @Nullable String why,
      Instant idleSince) {}

  /**
   * An occurrence that was closed late.
   *
   * @param closedAt null while it is open
   */
  record Late(UUID id, String title, LocalDate day, @Nullable Instant closedAt, boolean done) {}

  private final JdbcClient jdbc;

  Adoption(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What each let lie, by one statement; who let nothing lie is not among them. */
  Map<UUID, Left> byUser(LocalDate since, CurrentUser viewer, Instant now) {
    return jdbc
        .sql(
            """
            select x.who as user, cast(sum(x.steps) as integer) as steps,
                   cast(sum(x.late) as integer) as late
            from (
              select d.owner_id as who, count(*) as steps, 0 as late from pipeline.opportunity d
              where d.kind = 'OPEN' and d.next_step is null and d.owner_id is not null and %s
              group by d.owner_id
              union all
              select o.owner_id, 0, count(*) %s group by o.owner_id) x
            group by x.who
            """
                .formatted(viewer.scope().condition("d.owner_id"), LATE))
        .param("since", since)
        .param("zone", viewer.company().zone().getId())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(Left.class)
        .list()
        .stream()
        .collect(Collectors.toMap(Left::user, left -> left));
  }

  /** Somebody's open deals without a next step, those first that nobody spoke about the longest. */
  Slice<Stepless> steplessOf(UUID user, @Nullable UUID after, CurrentUser viewer) {
    return Slice.of(
        jdbc.sql(
                """
                select d.id, d.name, d.company_name, d.no_step_reason as why,
                       coalesce(d.last_contact_at, d.opened_at) as idle_since
                from pipeline.opportunity d
                where d.kind = 'OPEN' and d.next_step is null and d.owner_id = :user and %s %s
                order by coalesce(d.last_contact_at, d.opened_at), d.id limit :most
                """
                    .formatted(
                        viewer.scope().condition("d.owner_id"),
                        after == null
                            ? ""
                            : """
                            and (coalesce(d.last_contact_at, d.opened_at), d.id) >
                              (select coalesce(e.last_contact_at, e.opened_at), e.id
                               from pipeline.opportunity e where e.id = :after)
                            """))
            .param("user", user)
            .param("after", after)
            .param("most", PAGE + 1)
            .param(Scope.PARAMETER, viewer.scope().owners())
            .query(Stepless.class)
            .list(),
        PAGE,
        Stepless::id);
  }

  /** Somebody's occurrences that were closed late, the latest first. */
  Slice<Late> lateOf(
      UUID user, LocalDate since, @Nullable UUID after, CurrentUser viewer, Instant now) {
    return Slice.of(
        jdbc.sql(
                """
                select o.id, o.title, o.day, o.closed_at, o.state = 'DONE' as done %s
                  and o.owner_id = :user %s
                order by o.day desc, o.id desc limit :most
                """
                    .formatted(
                        LATE,
                        after == null
                            ? ""
                            : "and (o.day, o.id) < (select e.day, e.id from planner.occurrence e where e.id = :after)"))
            .param("user", user)
            .param("since", since)
            .param("zone", viewer.company().zone().getId())
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("after", after)
            .param("most", PAGE + 1)
            .query(Late.class)
            .list(),
        PAGE,
        Late::id);
  }
}
