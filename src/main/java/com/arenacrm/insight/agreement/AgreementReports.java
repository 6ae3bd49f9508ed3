package com.arenacrm.insight.agreement;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Workforce;
import com.arenacrm.insight.agreement.AgreementReport.By;
import com.arenacrm.insight.agreement.AgreementReport.Line;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.shared.CountedTime;
import com.arenacrm.shared.WorkingCalendar;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads how the agreement was kept, and the handoffs behind each number. */
@Component
@Transactional(readOnly = true)
class AgreementReports {

  static final int ROWS_OF_PAGE = 200;

  /** Medians rest on the latest so many answers: their working time is worked out one by one. */
  static final int TIMED = 20_000;

  /** A profile to which the report can be limited. */
  record ProfileChoice(UUID id, String name) {}

  /** What both teams signed: the definition of a qualified lead, or a profile. */
  record Signed(
      boolean definition,
      @Nullable UUID profileId,
      @Nullable String name,
      int number,
      String state,
      @Nullable Instant since,
      @Nullable UUID marketing,
      @Nullable Instant marketingAt,
      @Nullable UUID sales,
      @Nullable Instant salesAt) {

    /** Where it can be read. */
    public String link() {
      return definition
          ? "/leads/definition/" + number
          : "/icp/" + profileId + "/editions/" + number;
    }
  }

  /** A handoff behind a number. */
  record Row(
      UUID id,
      UUID leadId,
      String personName,
      @Nullable String companyName,
      @Nullable String activity,
      UUID fromUser,
      @Nullable UUID seller,
      @Nullable UUID holder,
      boolean visible,
      String answer,
      String pace,
      @Nullable String rejection,
      @Nullable String rejectionNote,
      @Nullable String returnAnswer,
      Instant handedAt,
      @Nullable Instant acceptedAt,
      @Nullable Instant rejectedAt,
      @Nullable Instant firstContactAt,
      @Nullable BigDecimal cost) {}

  /**
   * Some of the handoffs behind a number.
   *
   * @param all how many there are
   * @param cost what all of them cost, as far as is known
   */
  record Rows(List<Row> rows, int first, int all, BigDecimal cost) {

    /** How many stand before those of the next page; null after the last. */
    public @Nullable Integer next() {
      return first + rows.size() < all ? first + ROWS_OF_PAGE : null;
    }
  }

  private record Answer(
      @Nullable UUID activity,
      UUID marketer,
      @Nullable UUID seller,
      Instant handedAt,
      @Nullable Instant respondedAt,
      @Nullable Instant rejectedAt,
      @Nullable Instant returnAnsweredAt,
      @Nullable CountedTime counted) {

    /** Working time until it was answered; what was worked by earlier hours counts by those. */
    Duration took(WorkingCalendar calendar) {
      return CountedTime.between(counted, calendar, handedAt, Objects.requireNonNull(respondedAt));
    }

    @Nullable UUID of(By by) {
      return switch (by) {
        case ACTIVITY -> activity;
        case MARKETER -> marketer;
        case SELLER -> seller;
        default -> null;
      };
    }
  }

  private final Workforce workforce;
  private final JdbcClient jdbc;

  AgreementReports(Workforce workforce, JdbcClient jdbc) {
    this.workforce = workforce;
    this.jdbc = jdbc;
  }

  List<ProfileChoice> profiles() {
    return jdbc.sql("select id, name from icp.profile where retired_at is null order by name, id")
        .query(ProfileChoice.class)
        .list();
  }

  /** The numbers, by one statement, and the times by another. */
  AgreementReport report(Span span, CurrentUser viewer, Instant now) {
    String counts =
        Stream.of(Handed.values())
            .map(h -> "count(*) filter (where %s) as %s".formatted(h.condition(), h.name()))
            .collect(Collectors.joining(", "));
    String costs =
        Stream.of(Handed.values())
            .filter(Handed::isMoney)
            .map(
                h ->
                    "coalesce(sum(r.cost) filter (where %s), 0) as %s_cost"
                        .formatted(h.condition(), h.name()))
            .collect(Collectors.joining(", "));
    String columns =
        Stream.of(By.values()).map(b -> "r." + b.column()).collect(Collectors.joining(", "));
    String sets =
        Stream.of(By.values()).map(b -> "(r." + b.column() + ")").collect(Collectors.joining(", "));
    Map<By, List<Line>> lines = new EnumMap<>(By.class);
    List<Line> totals = new ArrayList<>();
    HandoffSql.bind(
            jdbc.sql(
                HandoffSql.rows(viewer)
                    + """
                    select g.*, a.title from (
                      select grouping(%1$s) as parted, %1$s, %2$s, %3$s
                      from r group by grouping sets ((), %4$s)) g
                    left join planner.activity a on a.id = g.activity_id
                    order by g.HANDED desc, g.ACCEPTED desc, a.title
                    """
                        .formatted(columns, counts, costs, sets)),
            span,
            viewer,
            now)
        .query(
            rs -> {
              By by = byOf(rs.getInt("parted"));
              if (by == null) {
                totals.add(line(rs, ""));
              } else {
                String key = rs.getString(by.column());
                // What was not returned, or not answered, has no reason and no answer.
                if (key != null || !by.isOfReturns()) {
                  lines
                      .computeIfAbsent(by, b -> new ArrayList<>())
                      .add(line(rs, key == null ? "" : key));
                }
              }
            });
    List<Line> held = lines.remove(By.HOLDER);
    if (held != null) {
      lines.put(By.SELLER, merged(lines.getOrDefault(By.SELLER, List.of()), held));
    }
    return timed(totals.get(0), lines, span, viewer, now);
  }

  /** By what a line of the grouping sets parts: all columns but one are grouped away. */
  private static @Nullable By byOf(int parted) {
    By[] all = By.values();
    for (int i = 0; i < all.length; i++) {
      int others = (1 << all.length) - 1 - (1 << (all.length - 1 - i));
      if (parted == others) {
        return all[i];
      }
    }
    return null;
  }

  private static Line line(ResultSet rs, String key) throws SQLException {
    Map<Handed, Integer> counts = new EnumMap<>(Handed.class);
    Map<Handed, BigDecimal> costs = new EnumMap<>(Handed.class);
    for (Handed what : Handed.values()) {
      counts.put(what, rs.getInt(what.name()));
      if (what.isMoney()) {
        costs.put(what, rs.getBigDecimal(what.name() + "_cost"));
      }
    }
    return new Line(key, rs.getString("title"), counts, costs, null, Share.Against.UNKNOWN);
  }

  /** What sellers answered, beside the times that passed while leads were theirs. */
  private static List<Line> merged(List<Line> answered, List<Line> held) {
    Map<String, Line> times = new LinkedHashMap<>();
    held.forEach(line -> times.put(line.key(), line));
    List<Line> all = new ArrayList<>();
    answered.forEach(line -> all.add(line.paced(times.remove(line.key()))));
    times
        .values()
        .forEach(
            line ->
                all.add(
                    new Line(line.key(), null, Map.of(), Map.of(), null, line.against())
                        .paced(line)));
    return all;
  }

  private AgreementReport timed(
      Line total, Map<By, List<Line>> lines, Span span, CurrentUser viewer, Instant now) {
    List<Answer> answers =
        total.handed() == 0
            ? List.of()
            : HandoffSql.bind(
                    jdbc.sql(
                        HandoffSql.rows(viewer)
                            + """
                            select r.activity_id as activity, r.from_user as marketer,
                              r.holder as seller, r.handed_at, r.responded_at, r.rejected_at,
                              r.return_answered_at, r.counted_until, r.counted_seconds
                            from r where r.responded_at is not null
                            order by r.handed_at desc limit %d
                            """
                                .formatted(TIMED)),
                    span,
                    viewer,
                    now)
                .query((rs, n) -> answer(rs))
                .list();
    Map<@Nullable UUID, WorkingCalendar> calendars =
        answers.isEmpty()
            ? Map.of()
            : workforce.calendarsOf(
                answers.stream().map(Answer::seller).filter(Objects::nonNull).distinct().toList());
    List<Duration> all = new ArrayList<>();
    List<Duration> returns = new ArrayList<>();
    Map<By, Map<String, List<Duration>>> parts = new EnumMap<>(By.class);
    for (Answer answer : answers) {
      Duration took = answer.took(Objects.requireNonNull(calendars.get(answer.seller())));
      all.add(took);
      for (By by : List.of(By.ACTIVITY, By.MARKETER, By.SELLER)) {
        UUID key = answer.of(by);
        parts
            .computeIfAbsent(by, b -> new HashMap<>())
            .computeIfAbsent(key == null ? "" : key.toString(), k -> new ArrayList<>())
            .add(took);
      }
      if (answer.rejectedAt() != null && answer.returnAnsweredAt() != null) {
        returns.add(
            Objects.requireNonNull(calendars.get(null))
                .workedBetween(answer.rejectedAt(), answer.returnAnsweredAt()));
      }
    }
    Map<By, List<Line>> told = new EnumMap<>(By.class);
    lines.forEach(
        (by, some) ->
            told.put(
                by,
                some.stream()
                    .map(
                        line ->
                            line.with(
                                median(
                                    parts
                                        .getOrDefault(by, Map.of())
                                        .getOrDefault(line.key(), List.of())),
                                by.isOfReturns()
                                    ? Share.Against.UNKNOWN
                                    : line.acceptance().against(total.acceptance(), some.size())))
                    .toList()));
    return new AgreementReport(
        total.with(median(all), Share.Against.UNKNOWN), told, median(returns), answers.size());
  }

  private static Answer answer(ResultSet rs) throws SQLException {
    Instant countedUntil = instant(rs, "counted_until");
    return new Answer(
        rs.getObject("activity", UUID.class),
        rs.getObject("marketer", UUID.class),
        rs.getObject("seller", UUID.class),
        Objects.requireNonNull(instant(rs, "handed_at")),
        instant(rs, "responded_at"),
        instant(rs, "rejected_at"),
        instant(rs, "return_answered_at"),
        countedUntil == null
            ? null
            : new CountedTime(countedUntil, Duration.ofSeconds(rs.getLong("counted_seconds"))));
  }

  private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
    OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  /** The middle one; of two in the middle, what lies between them. */
  static @Nullable Duration median(List<Duration> times) {
    if (times.isEmpty()) {
      return null;
    }
    List<Duration> sorted = times.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2);
  }

  /**
   * The handoffs behind a number.
   *
   * @param most how many of them
   * @param by null for all lines together
   * @param line empty for those that belong to none
   */
  Rows rows(
      Span span,
      Handed what,
      @Nullable By by,
      String line,
      int first,
      int most,
      CurrentUser viewer,
      Instant now) {
    if (by != null && !by.isOfReturns()) {
      if (!line.isEmpty() && !line.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
        throw new NotFoundException();
      }
    }
    String condition =
        what.condition()
            + (by == null
                ? ""
                : line.isEmpty()
                    ? " and r." + by.column() + " is null"
                    : " and cast(r." + by.column() + " as text) = :line");
    List<Row> rows =
        HandoffSql.bind(
                jdbc.sql(
                    HandoffSql.rows(viewer)
                        + """
                        select r.id, r.lead_id, r.person_name, r.company_name, a.title as activity,
                          r.from_user, r.seller, r.holder, r.visible, r.answer, r.pace,
                          r.rejection, r.rejection_note, r.return_answer, r.handed_at,
                          r.accepted_at, r.rejected_at, r.first_contact_at, r.cost
                        from r left join planner.activity a on a.id = r.activity_id
                        where %s order by r.handed_at, r.id limit %d offset :first
                        """
                            .formatted(condition, most)),
                span,
                viewer,
                now)
            .param("line", line)
            .param("first", first)
            .query(Row.class)
            .list();
    return HandoffSql.bind(
            jdbc.sql(
                HandoffSql.rows(viewer)
                    + "select count(*) as many, coalesce(sum(r.cost), 0) as cost from r where "
                    + condition),
            span,
            viewer,
            now)
        .param("line", line)
        .query((rs, n) -> new Rows(rows, first, rs.getInt("many"), rs.getBigDecimal("cost")))
        .single();
  }

  /** The title of an activity; null when there is none. */
  @Nullable String titleOf(String activity) {
    return jdbc.sql("select title from planner.activity where cast(id as text) = :id")
        .param("id", activity)
        .query(String.class)
        .optional()
        .orElse(null);
  }

  /** What is signed, and what waits for a signature: the definition first, then the profiles. */
  List<Signed> signed() {
    return jdbc.sql(
            """
            select true as definition, cast(null as uuid) as profile_id, cast(null as text) as name,
              d.number, d.state, d.in_force_at as since,
              m.user_id as marketing, m.signed_at as marketing_at, s.user_id as sales, s.signed_at as sales_at
            from leads.definition d
            left join leads.definition_signature m on m.definition_id = d.id and m.side = 'MARKETING'
            left join leads.definition_signature s on s.definition_id = d.id and s.side = 'SALES'
            where d.state in ('IN_FORCE', 'PROPOSED')
            union all
            select false, p.id, p.name, e.number, e.state, e.signed_at, m.user_id, m.signed_at,
              s.user_id, s.signed_at
            from icp.edition e join icp.profile p on p.id = e.profile_id
            left join icp.signature m on m.edition_id = e.id and m.side = 'MARKETING'
            left join icp.signature s on s.edition_id = e.id and s.side = 'SALES'
            where e.state in ('SIGNED', 'PROPOSED') and p.retired_at is null
            order by definition desc, name, number limit 50
            """)
        .query(Signed.class)
        .list();
  }

  /** The day on which a period without dates ends. */
  static LocalDate today(CurrentUser viewer, Instant now) {
    return LocalDate.ofInstant(now, viewer.company().zone());
  }
}
