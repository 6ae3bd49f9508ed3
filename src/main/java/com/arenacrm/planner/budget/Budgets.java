package com.arenacrm.planner.budget;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.Allowances;
import com.arenacrm.planner.budget.BudgetTable.Known;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.HourglassPhase;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door to the budget: read by everyone, set by marketing and managers. */
@Component
@Transactional
public class Budgets implements Allowances {

  /** One month of one phase. */
  public record Place(int month, HourglassPhase phase) {}

  private final AuditTrail audit;
  private final JdbcClient jdbc;

  Budgets(AuditTrail audit, JdbcClient jdbc) {
    this.audit = audit;
    this.jdbc = jdbc;
  }

  @Transactional(readOnly = true)
  BudgetTable table(int year) {
    return BudgetTable.of(
        year,
        version(year),
        jdbc.sql(
                """
                select coalesce(b.month, o.month) as month, coalesce(b.phase, o.phase) as phase,
                  b.amount as budget, coalesce(o.planned, 0) as planned,
                  coalesce(o.spent, 0) as spent, coalesce(o.open, 0) as open
                from (select month, phase, amount from planner.budget where year = :year) b
                full join (
                  select extract(month from day)::int as month, phase,
                    coalesce(sum(investment), 0) as planned,
                    coalesce(sum(spent), 0) as spent,
                    coalesce(sum(investment) filter (where state = 'PLANNED'), 0) as open
                  from planner.occurrence where day between :from and :until group by 1, 2) o
                  on o.month = b.month and o.phase = b.phase
                """)
            .param("year", year)
            .param("from", LocalDate.of(year, 1, 1))
            .param("until", LocalDate.of(year, 12, 31))
            .query(Known.class)
            .list());
  }

  /**
   * Sets the budget of a year; a place that is not named has none.
   *
   * @param version that the change was made upon
   * @throws StaleVersionException when somebody set it meanwhile
   */
  public void set(int year, int version, Map<Place, BigDecimal> amounts, CurrentUser actor) {
    jdbc.sql(
            "insert into planner.budget_year (year, version) values (:year, 0) on conflict do nothing")
        .param("year", year)
        .update();
    int present =
        jdbc.sql("select version from planner.budget_year where year = :year for update")
            .param("year", year)
            .query(Integer.class)
            .single();
    StaleVersionException.check(version, present);
    jdbc.sql("update planner.budget_year set version = version + 1 where year = :year")
        .param("year", year)
        .update();
    jdbc.sql("delete from planner.budget where year = :year").param("year", year).update();
    amounts.forEach(
        (place, amount) ->
            jdbc.sql(
                    """
                    insert into planner.budget (year, month, phase, amount, created_by)
                    values (:year, :month, :phase, :amount, :actor)
                    """)
                .param("year", year)
                .param("month", place.month())
                .param("phase", place.phase().name())
                .param("amount", amount)
                .param("actor", actor.id().id())
                .update());
    audit.note(
        actor,
        "budget-set",
        new Subject("budget", null, String.valueOf(year)),
        null,
        amounts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add).toPlainString());
  }

  @Override
  public void allow(Collection<Allowance> allowances, CurrentUser actor) {
    allowances.stream()
        .collect(Collectors.groupingBy(a -> a.month().getYear()))
        .forEach(
            (year, all) -> {
              if (table(year).isEmpty()) {
                set(
                    year,
                    version(year),
                    all.stream()
                        .collect(
                            Collectors.toMap(
                                a -> new Place(a.month().getMonthValue(), a.phase()),
                                Allowance::amount)),
                    actor);
              }
            });
  }

  private int version(int year) {
    return jdbc.sql("select version from planner.budget_year where year = :year")
        .param("year", year)
        .query(Integer.class)
        .optional()
        .orElse(0);
  }
}
