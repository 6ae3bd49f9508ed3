package com.arenacrm.leads;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.ContactField.Kind;
import com.arenacrm.contacts.ContactScores;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.contacts.risk.AccountRisks;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.Handoffs.Waiting;
import com.arenacrm.leads.QualificationGate.Fact;
import com.arenacrm.leads.QualificationGate.Gap;
import com.arenacrm.leads.QualificationGate.Known;
import com.arenacrm.leads.qualification.Judgements;
import com.arenacrm.leads.qualification.Judgements.Verdict;
import com.arenacrm.lists.Neighbourhood.Source;
import com.arenacrm.platform.Filters;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

  /**
   * The clocks that run or stand still with a lead, which format replaces: {@code c} with the due
   * time of the answer to what was asked last, or else of the first one (R062).
   */
  private static final String CLOCK =
      """
      select coalesce(f.due_at, h.due_at) as answer_due, f.id is not null as answer_following,
        case when p.until_at > :now then p.until_at end as answer_paused
      from leads.handoff h
      left join leads.following_clock f on f.handoff_id = h.id and f.answered_at is null
      left join leads.clock_pause p on p.handoff_id = h.id and p.ended_at is null
      where h.lead_id = %1$s.id and %1$s.stage in ('HANDED_OVER', 'ACCEPTED')
        and h.rejected_at is null and h.withdrawn_at is null and h.released_at is null
        and (f.id is not null or h.first_contact_at is null)
      order by h.handed_at desc limit 1""";

  private static final String ANSWER_DUE = "(select c.answer_due from (" + CLOCK + ") c)";

  /** How a list of leads is sorted. */
  enum Sort {
    NEWEST("%s.created_at"),
    FIT("coalesce(%s.fit_score, -1)"),
    ENGAGEMENT("%s.engagement"),
    LIKELIHOOD("coalesce(%s.likelihood, -1)"),
    /** By when an answer is due, the first to be due first; those of whom nobody waits last. */
    ANSWER("coalesce(-extract(epoch from " + ANSWER_DUE + "), -1e12)");

    private final String key;

    Sort(String key) {
      this.key = key;
    }

    /** As an address says it; the newest first where it says nothing that is known. */
    static Sort of(Filters address) {
      return Optional.ofNullable(address.choice("sort", values())).orElse(NEWEST);
    }

    static Sort of(Map<String, String> address) {
      return of(Filters.of(address));
    }

    private String order() {
      return on("l") + " desc, l.id desc";
    }

    private String after() {
      return " and (%s, l.id) < (select %s, a.id from leads.lead a where a.id = :after)"
          .formatted(on("l"), on("a"));
    }

    private String on(String table) {
      return key.replace("%1$s", table).replace("%s", table);
    }
  }

  /** Whether the customer waits for an answer. */
  enum Answer {
    DUE,
    /** Longer than agreed. */
    LATE
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
   * @param held only what sales has, accepted or not yet answered; with an owner, what fills the
   *     capacity of that seller
   * @param answer only those whose customer waits for our answer
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
      boolean returned,
      boolean held,
      @Nullable Answer answer) {

    /** As an address says it; what cannot be read there is left out. */
    static Filter of(Filters address) {
      boolean all = address.text("stage").equals(ALL);
      return new Filter(
          address.words("q"),
          all ? null : address.choice("stage", LeadStage.values()),
          !all,
          address.id("profile"),
          address.id("owner"),
          address.choice("origin", Origin.values()),
          address.id("activity"),
          address
              .read("grade", text -> Optional.of(text).filter(t -> t.matches("[ABCD]")))
              .orElse(null),
          address.choice("keenness", Keenness.values()),
          address.whole("likely", "[0-9]{1,2}"),
          address.is("returned"),
          address.is("held"),
          address.choice("answer", Answer.values()));
    }

    static Filter of(Map<String, String> address) {
      return of(Filters.of(address));
    }

    /** The same as parameters of an address, with an order; what holds anyway is left out. */
    Map<String, String> parameters(Sort sort) {
      Map<String, String> said = new LinkedHashMap<>();
      put(said, "q", text.isEmpty() ? null : text);
      put(said, "stage", asked());
      put(said, "profile", profile);
      put(said, "owner", owner);
      put(said, "origin", origin);
      put(said, "activity", activity);
      put(said, "grade", grade);
      put(said, "keenness", keenness);
      put(said, "likely", likely);
      put(said, "returned", returned ? "true" : null);
      put(said, "held", held ? "true" : null);
      put(said, "answer", answer);
      put(said, "sort", sort == Sort.NEWEST ? null : sort);
      return said;
    }

    private static void put(Map<String, String> said, String name, @Nullable Object value) {
      if (value != null) {
        said.put(name, value.toString());
      }
    }

    /** As it stands in the address; null for all that have not ended. */
    public @Nullable String asked() {
      return stage != null ? stage.name() : open ? null : ALL;
    }
  }

  /**
   * One line of the list.
   *
   * @param total how many lines the whole list has, where that was asked; see {@link #count}
   * @param answerDue when the customer is to have our answer; null when they wait for none
   * @param answerFollowing whether it is an answer after the first one
   * @param answerPaused until when its clock stands still; null while it runs
   * @param answerLate whether that time has passed
   */
  record LeadRow(
      UUID id,
      UUID personId,
      String personName,
      @Nullable UUID companyId,
      @Nullable String companyName,
      String stage,
      String origin,
      @Nullable UUID profileId,
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
      int total,
      @Nullable LocalDate snoozedUntil,
      boolean judgedBefore,
      @Nullable Instant answerDue,
      boolean answerFollowing,
      @Nullable Instant answerPaused,
      boolean answerLate) {

    /** Whether it waits in the pool, so that nobody is in charge of it. */
    boolean isPooled() {
      return stage.equals(LeadStage.HANDED_OVER.name()) && salesOwnerId == null;
    }

    /**
     * Whether it is still to be qualified by the definition in force, for the first time or anew.
     */
    boolean isBelow() {
      return judgedBefore || stage.equals(LeadStage.OPEN.name());
    }

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
   * That a lead was judged by an earlier edition than the one in force.
   *
   * @param edition null where only the five facts were asked
   */
  record JudgedBefore(@Nullable Integer edition, int inForce, Instant since) {}

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

  private static final String ROWS =
      """
      select l.id, l.person_id, l.person_name, l.company_id, l.company_name, l.stage,
             l.origin, l.profile_id, l.source_activity_id, l.owner_id, l.sales_owner_id, l.fit_score,
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
                  and s.until_day > :snoozeDay) end as snoozed_until,
             (\
      """
          + MarketingInbox.JUDGED_BEFORE
          + """
      ) as judged_before,
             %s as total,
             w.answer_due, coalesce(w.answer_following, false) as answer_following,
             w.answer_paused, coalesce(w.answer_due < :now, false) as answer_late
      from leads.lead l
      left join lateral (\
      """
          + CLOCK.formatted("l")
          + """
      ) w on true
      where %s %s
      order by %s limit :limit
      """;

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
    return leads(filter, sort, after, viewer, now, PAGE, true);
  }

  /** So many of them at once, for a file. */
  Slice<LeadRow> leads(
      Filter filter, Sort sort, @Nullable UUID after, CurrentUser viewer, Instant now, int size) {
    return leads(filter, sort, after, viewer, now, size, false);
  }

  private Slice<LeadRow> leads(
      Filter filter,
      Sort sort,
      @Nullable UUID after,
      CurrentUser viewer,
      Instant now,
      int size,
      boolean counted) {
    String condition = condition(filter, viewer);
    List<LeadRow> rows =
        bind(
                ROWS.formatted(
                    ENGAGEMENT,
                    counted ? "(" + counting(condition) + ")" : "0",
                    condition,
                    after == null ? "" : sort.after(),
                    sort.order()),
                filter,
                viewer,
                now)
            .param("after", after)
            .param("most", Slice.COUNTED + 1)
            .param("snoozeDay", LocalDate.ofInstant(now, viewer.company().zone()))
            .param("limit", size + 1)
            .query(LeadRow.class)
            .list();
    return Slice.of(rows, size, LeadRow::id);
  }

  /** These leads, as far as the viewer may see them. */
  List<LeadRow> leads(Collection<UUID> ids, CurrentUser viewer, Instant now) {
    Filter all = Filter.of(Map.of("stage", ALL));
    return ids.isEmpty()
        ? List.of()
        : bind(
                ROWS.formatted(
                    ENGAGEMENT,
                    "0",
                    condition(all, viewer),
                    "and l.id in (:ids)",
                    Sort.NEWEST.order()),
                all,
                viewer,
                now)
            .param("ids", ids)
            .param("snoozeDay", LocalDate.ofInstant(now, viewer.company().zone()))
            .param("limit", ids.size())
            .query(LeadRow.class)
            .list();
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
    return bind(counting(condition(filter, viewer)), filter, viewer, now)
        .param("most", counted + 1)
        .query(Integer.class)
        .single();
  }

  private static String counting(String condition) {
    return "select count(*) from (select 1 from leads.lead l where %s limit :most) c"
        .formatted(condition);
  }

  /** Those of the filter by their ids, so many at most. */
  List<UUID> ids(Filter filter, CurrentUser viewer, Instant now, int most) {
    return bind(
            "select l.id from leads.lead l where %s order by l.created_at desc, l.id desc limit :most"
                .formatted(condition(filter, viewer)),
            filter,
            viewer,
            now)
        .param("most", most)
        .query(UUID.class)
        .list();
  }

  /** How the list is read, for finding what stands beside a lead. */
  Source source(Filter filter, Sort sort, CurrentUser viewer, Instant now) {
    return new Source(
        "leads.lead",
        "l",
        sort.on("l"),
        true,
        "l.person_name",
        condition(filter, viewer),
        parameters(filter, viewer, now),
        PAGE);
  }

  private JdbcClient.StatementSpec bind(
      String sql, Filter filter, CurrentUser viewer, Instant now) {
    return jdbc.sql(sql).params(parameters(filter, viewer, now));
  }

  private static Map<String, @Nullable Object> parameters(
      Filter filter, CurrentUser viewer, Instant now) {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("days", Duration.between(COUNTED_FROM, now).toMillis() / 86_400_000.0);
    values.put("least", filter.keenness() == null ? 0 : filter.keenness().least);
    values.put("below", filter.keenness() == null ? 0 : filter.keenness().below);
    values.put("likely", filter.likely());
    values.put("now", now.atOffset(ZoneOffset.UTC));
    values.put("pattern", Slice.containing(filter.text()));
    values.put("stage", filter.stage() == null ? null : filter.stage().name());
    values.put("profile", filter.profile());
    values.put("owner", filter.owner());
    values.put("origin", filter.origin() == null ? null : filter.origin().name());
    values.put("activity", filter.activity());
    values.put("grade", filter.grade());
    values.put(Scope.PARAMETER, viewer.scope().owners());
    return values;
  }

  private static String condition(Filter filter, CurrentUser viewer) {
    StringBuilder sql = new StringBuilder(viewer.scope().condition("l.sales_owner_id"));
    if (!filter.text().isBlank()) {
      sql.append(" and ").append(ContactBook.naming("l", filter.text()));
    }
    if (filter.stage() != null) {
      sql.append(" and l.stage = :stage");
    } else if (filter.open()) {
      sql.append(" and l.stage <> 'ENDED'");
    }
    if (filter.profile() != null) {
      sql.append(" and l.profile_id = :profile");
    }
    if (filter.held()) {
      sql.append(" and l.stage in ('HANDED_OVER', 'ACCEPTED') and l.sales_owner_id is not null");
    }
    if (filter.owner() != null) {
      sql.append(
          filter.held()
              ? " and l.sales_owner_id = :owner"
              : " and (l.owner_id = :owner or l.sales_owner_id = :owner)");
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
    if (filter.answer() != null) {
      sql.append(" and ").append(ANSWER_DUE.formatted("l"));
      sql.append(filter.answer() == Answer.LATE ? " < :now" : " is not null");
    }
    if (filter.returned()) {
      sql.append(
          " and l.stage = 'OPEN' and exists (select 1 from leads.handoff r where r.lead_id = l.id"
              + " and r.rejected_at is not null)");
    }
    return sql.toString();
  }

  /**
   * What is known of the leads of a page.
   *
   * @param missing what each lacks for qualification
   * @param people by person
   */
  record Standings(Map<UUID, List<Gap>> missing, Map<UUID, com.arenacrm.contacts.Facts> people) {}

  /** What each of these leads lacks, and who they are; a few statements for all. */
  Standings standings(List<LeadRow> rows, LocalDate today) {
    return standingsOf(
        rows.stream()
            .map(
                row ->
                    new Asked(
                        row.id(),
                        row.personId(),
                        row.companyId() != null,
                        row.isBelow(),
                        row.facts()))
            .toList(),
        today);
  }

  /**
   * A lead of which somebody asks what it lacks.
   *
   * @param open whether it is still to be qualified, so that the definition in force counts
   */
  record Asked(UUID id, UUID person, boolean company, boolean open, Facts facts) {}

  /** What each of them lacks, in their order. */
  Map<UUID, List<Gap>> missingOf(List<Asked> leads, LocalDate today) {
    return standingsOf(leads, today).missing();
  }

  private Standings standingsOf(List<Asked> leads, LocalDate today) {
    Map<PersonId, com.arenacrm.contacts.Facts> people =
        scores.factsOfPeople(leads.stream().map(lead -> new PersonId(lead.person())).toList());
    Map<LeadId, List<Verdict>> verdicts =
        judgements.of(
            leads.stream().filter(Asked::open).map(lead -> new LeadId(lead.id())).toList(), people);
    Map<UUID, List<Gap>> missing = new LinkedHashMap<>();
    for (Asked lead : leads) {
      Known known =
          new Known(
              isReachable(people.get(new PersonId(lead.person()))), lead.company(), lead.facts());
      missing.put(
          lead.id(), gaps(known, verdicts.getOrDefault(new LeadId(lead.id()), List.of()), today));
    }
    Map<UUID, com.arenacrm.contacts.Facts> known = new HashMap<>();
    people.forEach((person, facts) -> known.put(person.id(), facts));
    return new Standings(missing, known);
  }

  /** Whether a lead is qualified by what is in force, so that nothing is left to judge. */
  boolean judgedJustNow(Lead lead) {
    return lead.stage() == LeadStage.QUALIFIED && judgedBefore(lead).isEmpty();
  }

  /** Takes back that a lead was qualified just then. */
  void forgetQualification(LeadId lead, Instant at) {
    jdbc.sql("delete from leads.qualification where lead_id = :lead and qualified_at = :at")
        .param("lead", lead.id())
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
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
   * Handoffs to this seller that nobody has answered, and those taken on whose customer has asked
   * something since, the most urgent first.
   *
   * @param calendar by which the seller works, null for the company's; asked when there are any
   */
  List<Waiting> waiting(
      CurrentUser seller, Instant now, Supplier<@Nullable WorkingCalendar> calendar) {
    SingletonSupplier<WorkingCalendar> known = SingletonSupplier.ofNullable(calendar);
    return jdbc.sql(
            """
            select h.id, h.lead_id, l.person_id, l.person_name, l.company_name, h.why,
                   coalesce(f.due_at, h.due_at) as due_at, f.id is not null as following,
                   h.accepted_at is not null as accepted, h.handed_at, p.until_at,
                   (select max(s.until_day) from leads.snooze s where s.lead_id = l.id
                      and s.kind = 'SNOOZE' and s.ended_at is null) as snoozed_until,
                   l.company_id, %s
            from leads.handoff h
            join leads.lead l on l.id = h.lead_id
            left join leads.following_clock f on f.handoff_id = h.id and f.answered_at is null
            left join leads.clock_pause p on p.handoff_id = h.id and p.ended_at is null
            where h.id in (
              select a.id from leads.handoff a
              where a.to_user = :seller and a.accepted_at is null and a.rejected_at is null
                and a.withdrawn_at is null
              union all
              select a.id from leads.following_clock n join leads.handoff a on a.id = n.handoff_id
              join leads.lead t on t.id = a.lead_id and t.stage = 'ACCEPTED'
              where n.answered_at is null and a.to_user = :seller and a.accepted_at is not null
                and a.released_at is null)
            order by coalesce(f.due_at, h.due_at) limit 50
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
                    rs.getBoolean("following"),
                    rs.getBoolean("accepted"),
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

  /** Whether a lead that has yet to be accepted was judged by an earlier edition. */
  Optional<JudgedBefore> judgedBefore(Lead lead) {
    if (lead.stage() != LeadStage.QUALIFIED && lead.stage() != LeadStage.HANDED_OVER) {
      return Optional.empty();
    }
    return jdbc.sql(
            """
            select d.number as edition, f.number as in_force, f.in_force_at as since
            from leads.definition f
            join lateral (select q.definition_id from leads.qualification q where q.lead_id = :lead
              order by q.qualified_at desc limit 1) q on q.definition_id is distinct from f.id
            left join leads.definition d on d.id = q.definition_id
            where f.state = 'IN_FORCE'
            """)
        .param("lead", lead.id().id())
        .query(JudgedBefore.class)
        .optional();
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
