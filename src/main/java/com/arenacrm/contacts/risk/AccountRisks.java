package com.arenacrm.contacts.risk;

import com.arenacrm.contacts.PeopleQuery;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.platform.SampleContent;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which accounts are at risk: with any of their deals or handoffs overdue (R066). */
@Component
@Transactional(readOnly = true)
public class AccountRisks {

  /** So many reasons of one company are read; the rest is only counted. */
  private static final int SHOWN = 10;

  /** What is overdue. */
  public enum Kind {
    /** The next step of a deal. */
    STEP,
    /** An answer that the customer waits for. */
    ANSWER
  }

  /** One thing that is overdue. */
  public record Overdue(Kind kind, String name, String path, Instant since, @Nullable UUID owner) {}

  /**
   * That a company is at risk.
   *
   * @param reasons the oldest of them
   * @param steps how many next steps are overdue
   * @param answers how many answers are late
   */
  public record AtRisk(List<Overdue> reasons, int steps, int answers) {}

  private final List<AccountRisk> sources;
  private final JdbcClient jdbc;

  AccountRisks(List<AccountRisk> sources, JdbcClient jdbc) {
    this.sources = sources;
    this.jdbc = jdbc;
  }

  /** Those of these companies that are at risk, as far as the viewer may see, in one statement. */
  public Map<UUID, AtRisk> of(Collection<UUID> companies, CurrentUser viewer, Instant now) {
    if (companies.isEmpty()) {
      return Map.of();
    }
    Map<UUID, AtRisk> risks = new HashMap<>();
    jdbc.sql(
            """
            select * from (
              select q.*, row_number() over (partition by q.company_id order by q.since, q.path) as n,
                count(*) filter (where q.kind = 'STEP') over (partition by q.company_id) as steps,
                count(*) filter (where q.kind = 'ANSWER') over (partition by q.company_id) as answers
              from (%s) q where q.company_id = any(cast(:companies as uuid[]))) r
            where r.n <= :shown order by r.company_id, r.n
            """
                .formatted(query(viewer.scope())))
        .params(parameters(viewer, now))
        .param("companies", SampleContent.array(companies))
        .param("shown", SHOWN)
        .query(
            rs -> {
              int steps = rs.getInt("steps");
              int answers = rs.getInt("answers");
              risks
                  .computeIfAbsent(
                      rs.getObject("company_id", UUID.class),
                      c -> new AtRisk(new ArrayList<>(), steps, answers))
                  .reasons()
                  .add(
                      new Overdue(
                          Kind.valueOf(rs.getString("kind")),
                          rs.getString("name"),
                          rs.getString("path"),
                          rs.getObject("since", OffsetDateTime.class).toInstant(),
                          rs.getObject("owner_id", UUID.class)));
            });
    return risks;
  }

  /** The companies at risk, as a part of another query. */
  public PeopleQuery companies(CurrentUser viewer, Instant now) {
    return new PeopleQuery(
        "select distinct q.company_id as id from (%s) q where q.company_id is not null"
            .formatted(query(viewer.scope())),
        parameters(viewer, now));
  }

  /**
   * How much is overdue with a company.
   *
   * @param steps next steps of deals
   * @param answers that customers wait for
   */
  public record Count(int steps, int answers) {

    /** Of the column {@code risk} of a row; null when nothing is overdue. */
    public static @Nullable Count read(ResultSet rs) throws SQLException {
      Array counted = rs.getArray("risk");
      if (counted == null) {
        return null;
      }
      Integer[] numbers = (Integer[]) counted.getArray();
      return numbers[0] + numbers[1] == 0 ? null : new Count(numbers[0], numbers[1]);
    }
  }

  /**
   * How much is overdue with a company, as a column of another query, see {@link Count#read}.
   *
   * @param company the column with its id; a constant of the code, never input
   */
  public String counts(String company, Scope scope) {
    return """
        (select array[count(*) filter (where q.kind = 'STEP'),
           count(*) filter (where q.kind = 'ANSWER')]::int[]
         from (%s) q where q.company_id = %s) as risk
        """
        .formatted(query(scope), company);
  }

  /** All that is overdue, for a query over it; see {@link AccountRisk#overdue}. */
  public String query(Scope scope) {
    return sources.stream().map(s -> s.overdue(scope)).collect(Collectors.joining("\nunion all\n"));
  }

  /** What {@link #query} needs by name. */
  public Map<String, @Nullable Object> parameters(CurrentUser viewer, Instant now) {
    return Map.of(
        AccountRisk.TODAY,
        LocalDate.ofInstant(now, viewer.company().zone()),
        AccountRisk.NOW,
        now.atOffset(ZoneOffset.UTC),
        Scope.PARAMETER,
        viewer.scope().owners());
  }
}
