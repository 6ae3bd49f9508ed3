package com.arenacrm.insight.forecast;

import com.arenacrm.identity.Organization;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.UserId;
import com.arenacrm.shared.Week;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps what all open deals look like at the start of each week, which begins on Monday in the
 * company's time zone. Of a week in which Arena was not running then, it is kept as soon as it
 * runs, and says when it was taken.
 */
@Component
@Transactional
public class Snapshots {

  private final Organizations organizations;
  private final JdbcClient jdbc;
  private final int weeks;

  Snapshots(
      Organizations organizations,
      JdbcClient jdbc,
      @Value("${arena.forecast.keep-weeks:104}") int weeks) {
    this.organizations = organizations;
    this.jdbc = jdbc;
    this.weeks = Math.max(1, weeks);
  }

  /**
   * A week's start.
   *
   * @param takenAt when the deals were looked at
   */
  public record Snapshot(LocalDate monday, Instant takenAt) {

    /** The week, for showing its days. */
    public Week week() {
      return Week.of(monday);
    }

    /** Whether it was taken on a later day than that on which its week began. */
    public boolean isLate(java.time.ZoneId zone) {
      return LocalDate.ofInstant(takenAt, zone).isAfter(monday);
    }
  }

  /**
   * A deal as it stood.
   *
   * @param category what it counted as, by the name of {@code Stage.Forecast}
   * @param probability in percent
   */
  public record Kept(
      UUID deal,
      @Nullable UUID owner,
      UUID stage,
      String category,
      int probability,
      @Nullable BigDecimal amount,
      String currency,
      @Nullable LocalDate closeDate) {}

  /** For how many weeks they are kept. */
  int weeks() {
    return weeks;
  }

  /** All that are kept, the latest first. */
  @Transactional(readOnly = true)
  List<Snapshot> all() {
    return jdbc.sql("select monday, taken_at from insight.forecast_snapshot order by monday desc")
        .query(Snapshot.class)
        .list();
  }

  /** That of a week. */
  @Transactional(readOnly = true)
  public Optional<Snapshot> of(LocalDate monday) {
    return jdbc.sql("select monday, taken_at from insight.forecast_snapshot where monday = :monday")
        .param("monday", monday)
        .query(Snapshot.class)
        .optional();
  }

  /**
   * Keeps this week's, unless it is kept already; whoever comes second, on this node or another,
   * finds nothing to do. Those that are older than is set go.
   *
   * @return whether it was kept just now
   */
  boolean take(Instant now) {
    Optional<Organization> company = organizations.findById(Organization.ONLY);
    if (company.isEmpty()) {
      return false;
    }
    LocalDate monday = Week.of(now, company.get().timeZone()).monday();
    if (of(monday).isPresent() || !begin(monday, now, null)) {
      return false;
    }
    jdbc.sql(
            """
            insert into insight.forecast_deal (monday, opportunity_id, owner_id, stage_id, category,
              probability, currency, amount, close_date, rate)
            select cast(:monday as date), d.id, d.owner_id, d.stage_id, d.category, d.probability,
              d.currency, d.amount, d.day, d.rate
            from (%s) d
            """
                .formatted(Forecasts.OPEN.formatted("true")))
        .param("monday", monday)
        .update();
    jdbc.sql("delete from insight.forecast_snapshot where monday < :before")
        .param("before", monday.minusWeeks(weeks))
        .update();
    return true;
  }

  /**
   * Tells of a week that is over how these deals stood at its start, for companies whose story
   * began before Arena kept it. What is kept of other deals stays.
   *
   * @param takenAt when they stood so; that of the snapshot where there is one
   */
  public void tell(LocalDate monday, Instant takenAt, Collection<Kept> deals, UserId by) {
    begin(monday, takenAt, by);
    for (Kept deal : deals) {
      jdbc.sql(
              """
              insert into insight.forecast_deal (monday, opportunity_id, owner_id, stage_id,
                category, probability, currency, amount, close_date, rate)
              values (:monday, :deal, :owner, :stage, :category, :probability, :currency, :amount,
                :close, (select k.rate from pipeline.deal_rate k
                  where k.opportunity_id = :deal and k.currency = :currency))
              on conflict do nothing
              """)
          .param("monday", monday)
          .param("deal", deal.deal())
          .param("owner", deal.owner())
          .param("stage", deal.stage())
          .param("category", deal.category())
          .param("probability", deal.probability())
          .param("currency", deal.currency())
          .param("amount", deal.amount())
          .param("close", deal.closeDate())
          .update();
    }
  }

  private boolean begin(LocalDate monday, Instant takenAt, @Nullable UserId by) {
    return jdbc.sql(
                """
                insert into insight.forecast_snapshot (monday, taken_at, created_by)
                values (:monday, :taken, :by) on conflict do nothing
                """)
            .param("monday", monday)
            .param("taken", takenAt.atOffset(ZoneOffset.UTC))
            .param("by", by == null ? null : by.id())
            .update()
        == 1;
  }

  /** The job, which runs on one node at a time. */
  @Configuration(proxyBeanMethods = false)
  static class Job {

    @Bean
    RecurringTask<Void> keepForecasts(Snapshots snapshots, Clock clock) {
      return Tasks.recurring("insight-forecast-snapshots", FixedDelay.of(Duration.ofMinutes(10)))
          .execute((instance, context) -> snapshots.take(clock.instant()));
    }
  }
}
