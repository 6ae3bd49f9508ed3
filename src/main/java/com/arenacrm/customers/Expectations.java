package com.arenacrm.customers;

import com.arenacrm.customers.Rhythm.Expectation;
import com.arenacrm.identity.Organizations;
import com.arenacrm.platform.InBatches;
import com.arenacrm.platform.SampleContent;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Works out when customers will buy again, and learns once a day how regularly they do (R034). */
@Component
@Transactional
class Expectations {

  private static final int BATCH = 500;
  private static final Duration RELEARN = Duration.ofHours(20);

  /** While too little is known, new purchases may soon be enough. */
  private static final Duration RELEARN_UNKNOWN = Duration.ofSeconds(30);

  /** Purchases of this many years tell of habits. */
  private static final int YEARS = 5;

  private final Organizations organizations;
  private final JdbcClient jdbc;

  Expectations(Organizations organizations, JdbcClient jdbc) {
    this.organizations = organizations;
    this.jdbc = jdbc;
  }

  /** What was learned last; nothing before that. */
  @Transactional(readOnly = true)
  Rhythm rhythm() {
    return jdbc.sql("select * from customers.rhythm")
        .query((rs, n) -> Rhythm.of(rs))
        .optional()
        .orElse(Rhythm.UNKNOWN);
  }

  /** Learns when it is time, and looks at customers whose purchases changed; answers how many. */
  int workOff(Instant now) {
    List<UUID> due =
        jdbc.sql(
                """
                select c.id from customers.customer c where c.rhythm_due
                order by c.id limit :batch for update skip locked
                """)
            .param("batch", BATCH)
            .query(UUID.class)
            .list();
    Optional<Instant> learned = learnedAt();
    boolean time =
        learned
            .map(at -> at.plus(rhythm().isKnown() ? RELEARN : RELEARN_UNKNOWN).isBefore(now))
            .orElse(true);
    // Before Arena is set up there are no customers, and no company either.
    if (time && (!due.isEmpty() || rhythm().isKnown())) {
      learn(LocalDate.ofInstant(now, organizations.current().timeZone()), now);
    }
    expect(due);
    return due.size();
  }

  private Optional<Instant> learnedAt() {
    return jdbc.sql("select learned_at from customers.rhythm")
        .query(OffsetDateTime.class)
        .optional()
        .map(OffsetDateTime::toInstant);
  }

  /** Learns from all purchases; everybody is looked at again by what was learned. */
  void learn(LocalDate today, Instant now) {
    Rhythm learned = Rhythm.learn(days(null, today).values(), today);
    jdbc.sql("delete from customers.rhythm").update();
    jdbc.sql(
            """
            insert into customers.rhythm (learned_at, intervals, customers, spread,
              low, middle, high, tried, inside,
              steady_low, steady_middle, steady_high, steady_tried, steady_inside,
              unsteady_low, unsteady_middle, unsteady_high, unsteady_tried, unsteady_inside)
            values (:now, :intervals, :customers, :spread, :all, :steady, :unsteady)
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("intervals", learned.intervals())
        .param("customers", learned.customers())
        .param("spread", learned.spread())
        .param("all", columns(learned.all()))
        .param("steady", columns(learned.steady()))
        .param("unsteady", columns(learned.unsteady()))
        .update();
    jdbc.sql("update customers.customer set rhythm_due = true where not rhythm_due").update();
  }

  private static List<@Nullable Number> columns(Rhythm.@Nullable Window window) {
    return window == null
        ? Arrays.asList(null, null, null, 0, 0)
        : List.of(window.low(), window.middle(), window.high(), window.tried(), window.inside());
  }

  private void expect(List<UUID> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Rhythm rhythm = rhythm();
    List<UUID> ids = new ArrayList<>();
    List<@Nullable Expectation> expected = new ArrayList<>();
    Map<UUID, List<LocalDate>> days = days(rows, LocalDate.MAX);
    rows.forEach(
        row -> {
          ids.add(row);
          expected.add(rhythm.next(days.getOrDefault(row, List.of())).orElse(null));
        });
    jdbc.sql(
            """
            update customers.customer c
            set rhythm_due = false, gap_days = e.gap, expected_from = e.first,
              expected_on = e.middle, expected_until = e.last, expected_steady = e.steady
            from unnest(cast(:ids as uuid[]), cast(:gaps as numeric[]), cast(:froms as date[]),
              cast(:ons as date[]), cast(:untils as date[]), cast(:steady as boolean[]))
              as e (id, gap, first, middle, last, steady)
            where c.id = e.id
            """)
        .param("ids", SampleContent.array(ids))
        .param("gaps", texts(expected, e -> String.valueOf(Math.round(e.gap() * 10) / 10.0)))
        .param("froms", texts(expected, e -> e.from().toString()))
        .param("ons", texts(expected, e -> e.on().toString()))
        .param("untils", texts(expected, e -> e.until().toString()))
        .param("steady", texts(expected, e -> String.valueOf(e.steady())))
        .update();
  }

  private static @Nullable String[] texts(
      List<@Nullable Expectation> expected, java.util.function.Function<Expectation, String> part) {
    return expected.stream().map(e -> e == null ? null : part.apply(e)).toArray(String[]::new);
  }

  /**
   * The days on which customers bought: of these rows, or of all in the years that count. That a
   * contract went on is no such day: it says when the contract ends, not how often they buy.
   */
  private Map<UUID, List<LocalDate>> days(@Nullable List<UUID> rows, LocalDate today) {
    Map<UUID, List<LocalDate>> days = new LinkedHashMap<>();
    jdbc.sql(
            """
            select c.id, p.bought_on from customers.customer c
            join customers.purchase p
              on coalesce(p.company_id, p.person_id) = coalesce(c.company_id, c.person_id)
            where p.deleted_at is null
              and not exists (select from customers.purchase before where before.renewed_by_id = p.id)
              %s
            order by c.id, p.bought_on
            """
                .formatted(
                    rows == null
                        ? "and p.bought_on >= :since"
                        : "and c.id = any(cast(:ids as uuid[]))"))
        .param("since", rows == null ? today.minusYears(YEARS) : null)
        .param("ids", rows == null ? null : SampleContent.array(rows))
        .query(
            rs -> {
              days.computeIfAbsent(rs.getObject(1, UUID.class), c -> new ArrayList<>())
                  .add(rs.getObject(2, LocalDate.class));
            });
    return days;
  }

  /** The job, which runs on one node at a time. */
  @Configuration(proxyBeanMethods = false)
  static class Job {

    @Bean
    RecurringTask<Void> expectPurchases(Expectations expectations, Clock clock) {
      return InBatches.job(
          "customers-expectations", BATCH, () -> expectations.workOff(clock.instant()));
    }
  }
}
