package com.arenacrm.leads;

import com.arenacrm.contacts.AccountRisks;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.ContactField.Kind;
import com.arenacrm.contacts.ContactScores;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.Handoffs.Waiting;
import com.arenacrm.leads.QualificationGate.Fact;
import com.arenacrm.leads.QualificationGate.Gap;
import com.arenacrm.leads.QualificationGate.Known;
import com.arenacrm.leads.qualification.Judgements;
import com.arenacrm.leads.qualification.Judgements.Verdict;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.shared.WorkingCalendar;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.json.JsonMapper;

/** Reads leads and what belongs to them for lists and pages, always within the viewer's scope. */
@Component
class LeadLists {

  static final int PAGE = 20;

  /** How a list of leads is sorted. */
  enum Sort {
    NEWEST("%s.created_at"),
    FIT("coalesce(%s.fit_score, -1)"),
    ENGAGEMENT("%s.engagement"),
    LIKELIHOOD("coalesce(%s.likelihood, -1)");

    private final String key;

    Sort(String key) {
      this.key = key;
    }

    private String order() {
      return key.formatted("l") + " desc, l.id desc";
    }

    private String after() {
      return " and (%s, l.id) < (select %s, a.id from leads.lead a where a.id = :after)"
          .formatted(key.formatted("l"), key.formatted("a"));
    }
  }

  /** How keen somebody is, in bands of the score; the scores are those of the settings page. */
  enum Keenness {
    HOT(60, 1000),
    WARM(25, 60),
    COOL(1, 25),
    NONE(-1, 1);

    private final double least;
    private final double below;

    Keenness(int least, int below) {
      // The score on the page is rounded, and so is where a band begins.
      this.least = least - 0.5;
      this.below = below - 0.5;
    }
  }

  /**
   * Which leads to show; null or empty where it does not matter.
   *
   * @param open only those that have not ended, when no stage is asked for
   * @param likely at least so likely to buy, in per cent
   */
  record Filter(
      String text,
      @Nullable LeadStage stage,
      boolean open,
      @Nullable UUID profile,
      @Nullable UUID owner,
      @Nullable Origin origin,
      @Nullable UUID activity,
      @Nullable String grade,
      @Nullable Keenness keenness,
      @Nullable Integer likely,
      boolean returned) {

    /** As an address says it; what cannot be read there is left out. */
    static Filter of(
        String text,
        String stage,
        @Nullable UUID profile,
        @Nullable UUID owner,
        @Nullable Origin origin,
        @Nullable UUID activity,
        String grade,
        String keenness,
        String likely,
        boolean returned) {
      return new Filter(
          text,
          Stream.of(LeadStage.values())
              .filter(s -> s.name().equals(stage))
              .findFirst()
              .orElse(null),
          !stage.equals(ALL),
          profile,
          owner,
          origin,
          activity,
          grade.matches("[ABCD]") ? grade : null,
          Stream.of(Keenness.values())
              .filter(k -> k.name().equals(keenness))
              .findFirst()
              .orElse(null),
          likely.matches("[0-9]{1,2}") ? Integer.valueOf(likely) : null,
          returned);
    }

    /** As it stands in the address; null for all that have not ended. */
    public @Nullable String asked() {
      return stage != null ? stage.name() : open ? null : ALL;
    }
  }

  /** One line of the list. */
  record LeadRow(
      UUID id,
      UUID personId,
      String personName,
      @Nullable UUID companyId,
      @Nullable String companyName,
      String stage,
      String origin,
      @Nullable UUID sourceActivityId,
      @Nullable UUID ownerId,
      @Nullable UUID salesOwnerId,
      @Nullable Integer fitScore,
      @Nullable String fitGrade,
      int engagement,
      @Nullable Integer likelihood,
      boolean likely,
      @Nullable String need,
      @Nullable String budget,
      @Nullable String authority,
      @Nullable LocalDate purchaseDate,
      @Nullable String outcome,
      Instant createdAt,
      @Nullable Instant endedAt,
      @Nullable String lastRejection,
      @Nullable LocalDate snoozedUntil) {

    Facts facts() {
      return new Facts(need, budget, authority, purchaseDate);
    }
  }

  /**
   * A judgement that a lead was qualified.
   *
   * @param edition of the definition that was in force; null where only the five facts were asked
   */
  record QualificationRow(Instant qualifiedAt, UUID qualifiedBy, @Nullable Integer edition) {}

  /**
   * What somebody wrote into a form.
   *
   * @param campaign by which they came to it; null when nobody knows
   * @param first whether that is how they became a lead
   */
  record Submission(
      Instant at, String formTitle, @Nullable String campaign, boolean first, List<Said> said) {}

  /** What they wrote into one of its fields, called as the form calls it. */
  record Said(String question, String answer, @Nullable UUID attachment) {}

  /** From then on the time of {@code leads.lead.engagement} is counted. */
  private static final Instant COUNTED_FROM = Instant.parse("2020-01-01T00:00:00Z");

  /** How many half-lives have gone by. */
  private static final String LIVES = "(select :days / half_life from leads.engagement_rule)";

  private static final String ENGAGEMENT =
      "cast(least(100, round(power(2, greatest(-64, l.engagement - %s)))) as integer)"
          .formatted(LIVES);

  /** Asked for as a stage: of every stage, those that have ended, too. */
  static final String ALL = "ALL";

  private final JdbcClient jdbc;
  private final AccountRisks risks;
  private final ContactScores scores;
  private final Judgements judgements;
  private final JsonMapper json;

  LeadLists(
      JdbcClient jdbc,
      AccountRisks risks,
      ContactScores scores,
      Judgements judgements,
      JsonMapper json) {
    this.jdbc = jdbc;
    this.risks = risks;
    this.scores = scores;
    this.judgements = judgements;
    this.json = json;
  }

  Slice<LeadRow> leads(
      Filter filter, Sort sort, @Nullable UUID after, CurrentUser viewer, Instant now) {
    return leads(filter, sort, after, viewer, now, PAGE);
  }

  /** So many of them at once, for a file. */
  Slice<LeadRow> leads(
      Filter filter, Sort sort, @Nullable UUID after, CurrentUser viewer, Instant now, int size) {
    List<LeadRow> rows =
        bind(
                """
                select l.id, l.person_id, l.person_name, l.company_id, l.company_name, l.stage,
                       l.origin, l.source_activity_id, l.owner_id, l.sales_owner_id, l.fit_score,
                       l.fit_grade, %s as engagement, l.likelihood,
                       exists (select from leads.learning k where k.knowledge is not null) as likely,
                       l.need, l.budget, l.authority, l.purchase_date, l.outcome,
                       l.created_at, l.ended_at,
                       case when l.stage = 'OPEN' then
                         (select h.rejection from leads.handoff h where h.lead_id = l.id
                          order by h.handed_at desc limit 1) end as last_rejection,
                       case when l.spared_until > :snoozeDay then
                         (select max(s.until_day) from leads.snooze s where s.lead_id = l.id
                            and s.kind = 'SNOOZE' and s.ended_at is null
                            and s.until_day > :snoozeDay) end as snoozed_until
                from leads.lead l
                where %s %s
                order by %s limit :limit
                """
                    .formatted(
                        ENGAGEMENT,
                        condition(filter, viewer),
                        after == null ? "" : sort.after(),
                        sort.order()),
                filter,
                viewer,
                now)
            .param("after", after)
            .param("snoozeDay", LocalDate.ofInstant(now, viewer.company().zone()))
            .param("limit", size + 1)
            .query(LeadRow.class)
            .list();
    return Slice.of(rows, size, LeadRow::id);
  }

  /** Whether the likelihood to buy is switched on. */
  boolean isLikelihoodOn() {
    return jdbc.sql("select exists (select from leads.learning where knowledge is not null)")
        .query(Boolean.class)
        .single();
  }

  int count(Filter filter, CurrentUser viewer, Instant now) {
    return count(filter, viewer, now, Slice.COUNTED);
  }

  /** How many there are; beyond so many, that many and one. */
  int count(Filter filter, CurrentUser viewer, Instant now, int counted) {
    return bind(
            "select count(*) from (select 1 from leads.lead l where %s limit :most) c"
                .formatted(condition(filter, viewer)),
            filter,
            viewer,
            now)
        .param("most", counted + 1)
        .query(Integer.class)
        .single();
  }

  private JdbcClient.StatementSpec bind(
      String sql, Filter filter, CurrentUser viewer, Instant now) {
    return jdbc.sql(sql)
        .param("days", Duration.between(COUNTED_FROM, now).toMillis() / 86_400_000.0)
        .param("least", filter.keenness() == null ? 0 : filter.keenness().least)
        .param("below", filter.keenness() == null ? 0 : filter.keenness().below)
        .param("likely", filter.likely())
        .param("pattern", Slice.containing(filter.text()))
        .param("stage", filter.stage() == null ? null : filter.stage().name())
        .param("profile", filter.profile())
        .param("owner", filter.owner())
        .param("origin", filter.origin() == null ? null : filter.origin().name())
        .param("activity", filter.activity())
        .param("grade", filter.grade())
        .param(Scope.PARAMETER, viewer.scope().owners());
  }

  private static String condition(Filter filter, CurrentUser viewer) {
    StringBuilder sql = new StringBuilder(viewer.scope().condition("l.sales_owner_id"));
    if (!filter.text().isBlank()) {
      sql.append(" and l.search like platform.fold(:pattern)");
    }
    if (filter.stage() != null) {
      sql.append(" and l.stage = :stage");
    } else if (filter.open()) {
      sql.append(" and l.stage <> 'ENDED'");
    }
    if (filter.profile() != null) {
      sql.append(" and l.profile_id = :profile");
    }
    if (filter.owner() != null) {
      sql.append(" and (l.owner_id = :owner or l.sales_owner_id = :owner)");
    }
    if (filter.origin() != null) {
      sql.append(" and l.origin = :origin");
    }
    if (filter.activity() != null) {
      sql.append(" and l.source_activity_id = :activity");
    }
    if (filter.grade() != null) {
      sql.append(" and l.fit_grade = :grade");
    }
    if (filter.keenness() != null) {
      if (filter.keenness() != Keenness.NONE) {
        sql.append(" and l.engagement >= log(2, cast(:least as numeric)) + ").append(LIVES);
      }
      sql.append(" and l.engagement < log(2, cast(:below as numeric)) + ").append(LIVES);
    }
    if (filter.likely() != null) {
      sql.append(" and l.likelihood >= :likely");
    }
    if (filter.returned()) {
      sql.append(
          " and l.stage = 'OPEN' and exists (select 1 from leads.handoff r where r.lead_id = l.id"
              + " and r.rejected_at is not null)");
    }
    return sql.toString();
  }

  /** What each of these leads lacks for qualification; a few statements for all. */
  Map<UUID, List<Gap>> missing(List<LeadRow> rows, LocalDate today) {
    Map<PersonId, com.arenacrm.contacts.Facts> people =
        scores.factsOfPeople(rows.stream().map(row -> new PersonId(row.personId())).toList());
    Map<LeadId, List<Verdict>> verdicts =
        judgements.of(
            rows.stream()
                .filter(row -> row.stage().equals(LeadStage.OPEN.name()))
                .map(row -> new LeadId(row.id()))
                .toList(),
            people);
    Map<UUID, List<Gap>> missing = new LinkedHashMap<>();
    for (LeadRow row : rows) {
      Known known =
          new Known(
              isReachable(people.get(new PersonId(row.personId()))),
              row.companyId() != null,
              row.facts());
      missing.put(
          row.id(), gaps(known, verdicts.getOrDefault(new LeadId(row.id()), List.of()), today));
    }
    return missing;
  }

  /** How one lead stands: what it lacks, and each criterion of the definition in force (R061). */
  record Standing(List<Gap> missing, List<Verdict> verdicts) {

    /** Those of the five facts that it lacks. */
    List<Fact> missingFacts() {
      return missing.stream().map(Gap::fact).filter(Objects::nonNull).toList();
    }
  }

  Standing standing(Lead lead, LocalDate today) {
    var facts = scores.factsOfPeople(List.of(lead.person()));
    List<Verdict> verdicts =
        judgements.of(List.of(lead.id()), facts).getOrDefault(lead.id(), List.of());
    Known known =
        new Known(isReachable(facts.get(lead.person())), lead.company().isPresent(), lead.facts());
    return new Standing(gaps(known, verdicts, today), verdicts);
  }

  private static List<Gap> gaps(Known known, List<Verdict> verdicts, LocalDate today) {
    return Stream.concat(
            QualificationGate.missing(known, today).stream().map(Gap::of),
            verdicts.stream().filter(Verdict::isInTheWay).map(v -> Gap.of(v.criterion())))
        .toList();
  }

  private static boolean isReachable(com.arenacrm.contacts.@Nullable Facts person) {
    return person != null
        && (person.value(ContactField.of(Kind.EMAIL)) != null
            || person.value(ContactField.of(Kind.PHONE)) != null);
  }

  /**
   * Handoffs to this seller that nobody has answered, the most urgent first.
   *
   * @param calendar by which the seller works, null for the company's; asked when there are any
   */
  List<Waiting> waiting(
      CurrentUser seller, Instant now, Supplier<@Nullable WorkingCalendar> calendar) {
    SingletonSupplier<WorkingCalendar> known = SingletonSupplier.ofNullable(calendar);
    return jdbc.sql(
            """
            select h.id, h.lead_id, l.person_id, l.person_name, l.company_name, h.why, h.due_at,
                   h.handed_at, p.until_at,
                   (select max(s.until_day) from leads.snooze s where s.lead_id = l.id
                      and s.kind = 'SNOOZE' and s.ended_at is null) as snoozed_until,
                   l.company_id, %s
            from leads.handoff h
            join leads.lead l on l.id = h.lead_id
            left join leads.clock_pause p on p.handoff_id = h.id and p.ended_at is null
            where h.to_user = :seller and h.accepted_at is null and h.rejected_at is null
              and h.withdrawn_at is null
            order by h.due_at limit 50
            """
                .formatted(risks.counts("l.company_id", seller.scope())))
        .params(risks.parameters(seller, now))
        .param("seller", seller.id().id())
        .query(
            (rs, n) ->
                new Waiting(
                    new HandoffId(rs.getObject("id", UUID.class)),
                    new LeadId(rs.getObject("lead_id", UUID.class)),
                    new PersonId(rs.getObject("person_id", UUID.class)),
                    rs.getString("person_name"),
                    rs.getString("company_name"),
                    rs.getString("why"),
                    rs.getObject("due_at", OffsetDateTime.class).toInstant(),
                    rs.getObject("handed_at", OffsetDateTime.class).toInstant(),
                    known.get(),
                    rs.getObject("until_at") == null
                        ? null
                        : rs.getObject("until_at", OffsetDateTime.class).toInstant(),
                    rs.getObject("snoozed_until", LocalDate.class),
                    rs.getObject("company_id") == null
                        ? null
                        : new CompanyId(rs.getObject("company_id", UUID.class)),
                    AccountRisks.Count.read(rs)))
        .list();
  }

  List<QualificationRow> qualificationsOf(LeadId lead) {
    return jdbc.sql(
            """
            select q.qualified_at, q.qualified_by, d.number as edition
            from leads.qualification q left join leads.definition d on d.id = q.definition_id
            where q.lead_id = :lead order by q.qualified_at desc
            """)
        .param("lead", lead.id())
        .query(QualificationRow.class)
        .list();
  }

  /** Keeps that the lead was qualified, with the facts as they were. */
  void recordQualification(Lead lead, UserId actor, Instant now) {
    Facts facts = lead.facts();
    Map<String, Object> kept = new LinkedHashMap<>();
    kept.put("person", lead.personName());
    kept.put("company", lead.companyName().orElse(null));
    kept.put("need", facts.need());
    kept.put("budget", facts.budget());
    kept.put("authority", facts.authority());
    kept.put("purchaseDate", String.valueOf(facts.purchaseDate()));
    jdbc.sql(
            """
            insert into leads.qualification
              (id, lead_id, qualified_at, qualified_by, facts, definition_id)
            values (:id, :lead, :now, :actor, cast(:facts as jsonb),
                    (select d.id from leads.definition d where d.state = 'IN_FORCE'))
            """)
        .param("id", TimeOrderedUuid.next())
        .param("lead", lead.id().id())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id())
        .param("facts", json.writeValueAsString(kept))
        .update();
  }

  List<Submission> submissionsOf(LeadId lead, String language) {
    Map<UUID, Submission> submissions = new LinkedHashMap<>();
    jdbc.sql(
            """
            select s.id, s.at, f.title,
              nullif(concat_ws(' · ', s.source, s.medium, s.campaign, s.term, s.content, s.referrer),
                '') as campaign,
              coalesce(c.at between s.at and s.at + interval '1 minute' or c.at = s.confirmed_at, false)
                as first,
              coalesce(q.field -> 'words' -> :language ->> 'label',
                q.field -> 'words' -> f.language ->> 'label', '') as question,
              s.answers ->> (q.field ->> 'id') as answer,
              (select a.id from leads.form_attachment a
               where a.submission_id = s.id and a.field = q.field ->> 'id' limit 1) as attachment
            from leads.form_submission s join leads.lead_form f on f.id = s.form_id
            left join leads.lead_campaign c on c.lead_id = s.lead_id
            left join lateral jsonb_array_elements(f.design -> 'fields')
              with ordinality q (field, place) on jsonb_exists(s.answers, q.field ->> 'id')
            where s.lead_id = :lead order by s.at desc, s.id, q.place limit 500
            """)
        .param("lead", lead.id())
        .param("language", language)
        .query(
            rs -> {
              Submission submission =
                  submissions.computeIfAbsent(
                      rs.getObject("id", UUID.class),
                      id -> {
                        try {
                          return new Submission(
                              rs.getObject("at", OffsetDateTime.class).toInstant(),
                              rs.getString("title"),
                              rs.getString("campaign"),
                              rs.getBoolean("first"),
                              new ArrayList<>());
                        } catch (SQLException e) {
                          throw new IllegalStateException(e);
                        }
                      });
              if (rs.getString("answer") != null) {
                submission
                    .said()
                    .add(
                        new Said(
                            rs.getString("question"),
                            rs.getString("answer"),
                            rs.getObject("attachment", UUID.class)));
              }
            });
    return List.copyOf(submissions.values());
  }
}
