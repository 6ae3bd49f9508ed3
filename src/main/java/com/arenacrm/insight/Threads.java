package com.arenacrm.insight;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The thread from the core message to leads (R073, R089): which stories carry a part, what tells a
 * story, whom it brought; what carries or tells nothing; who used what, and who gave discounts.
 * Leads and deals that the viewer may not see are not counted.
 */
@Component
@Transactional(readOnly = true)
class Threads {

  /** So much of each kind is listed; of more it is said that there is more. */
  static final int MOST = 100;

  /** So many sellers, or activities, are compared by the discounts they gave. */
  static final int MOST_GIVEN = 20;

  /** Deals and uses stand on pages of so many. */
  static final int PAGE = 50;

  /**
   * A story that carries a part.
   *
   * @param retired whether it is told no more; what it did stays to be read
   */
  record StoryLine(UUID id, String title, boolean retired) {}

  /** An activity with whom it brought. */
  record ActivityLine(
      UUID id, String title, HourglassPhase phase, @Nullable UUID storyId, int leads) {}

  /** A form with how many leads it brought. */
  record FormLine(UUID id, String title, boolean open, UUID storyId, int leads) {}

  /** A script. */
  record ScriptLine(UUID id, String title, UUID storyId) {}

  /** A part of the core message. */
  record PartLine(UUID id, String name, @Nullable String says) {}

  /** A deal on certain terms. */
  record DealLine(
      UUID id,
      String name,
      @Nullable BigDecimal amount,
      String currency,
      @Nullable BigDecimal discount,
      @Nullable String reason,
      @Nullable UUID owner,
      @Nullable UUID activity,
      @Nullable String activityTitle,
      @Nullable Instant at) {

    /** What it may be worth; null while nobody knows. */
    public @Nullable Money worth() {
      return money(amount, currency);
    }

    /** How much less than by the list; null for nothing less. */
    public @Nullable Money discountMoney() {
      return money(discount, currency);
    }

    /** What it would cost by the list; null while nobody knows. */
    public @Nullable Money listPriceMoney() {
      return amount == null || discount == null ? null : money(amount.add(discount), currency);
    }
  }

  /** That somebody used something, for whom if the viewer may know. */
  record UseLine(
      UUID id,
      String kind,
      UUID about,
      @Nullable String who,
      Instant at,
      UUID by,
      String item,
      boolean script,
      UUID itemId) {}

  /** How often a user used scripts and material, and when last. */
  record UserUses(UUID user, int scripts, int material, int records, Instant last) {

    public int uses() {
      return scripts + material;
    }
  }

  /** Who used what since then; who used nothing is not among them. */
  Map<UUID, UserUses> usesByUser(Instant since) {
    return jdbc
        .sql(
            """
            select used_by as user, count(script_id) as scripts, count(material_id) as material,
              count(distinct about_id) as records, max(used_at) as last
            from playbook.item_use where used_at >= :since group by used_by
            """)
        .param("since", since.atOffset(ZoneOffset.UTC))
        .query(UserUses.class)
        .list()
        .stream()
        .collect(Collectors.toMap(UserUses::user, u -> u));
  }

  /** How many discounts there were, and what they come to. */
  record Given(
      @Nullable UUID id, @Nullable String title, int deals, BigDecimal discount, String currency) {

    /** What they come to. */
    public Money money() {
      return Money.of(discount, Currency.getInstance(currency));
    }
  }

  private static @Nullable Money money(@Nullable BigDecimal amount, String currency) {
    return amount == null ? null : Money.of(amount, Currency.getInstance(currency));
  }

  private final JdbcClient jdbc;

  Threads(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What a thread begins at or leads back to. */
  enum End {
    STORY("story", "title", "stories"),
    OFFER("offer", "name", "offers"),
    SCRIPT("script", "title", "scripts"),
    MATERIAL("material", "title", "material");

    private final String table;
    private final String name;
    private final String folder;

    End(String table, String name, String folder) {
      this.table = table;
      this.name = name;
      this.folder = folder;
    }

    /** The address of the page of one of them. */
    String page(UUID id) {
      return "/playbook/" + folder + "/" + id;
    }
  }

  /** What one of them is called; empty when there is none. */
  Optional<String> nameOf(End end, UUID id) {
    return jdbc.sql("select %s from playbook.%s where id = :id".formatted(end.name, end.table))
        .param("id", id)
        .query(String.class)
        .optional();
  }

  Optional<PartLine> part(UUID id) {
    return jdbc.sql("select id, name, says from playbook.present_part where id = :id")
        .param("id", id)
        .query(PartLine.class)
        .optional();
  }

  /** The stories that carry a part, those in use first; retired ones where anything tells them. */
  List<StoryLine> storiesOf(UUID part) {
    return jdbc.sql(
            """
            select s.id, s.title, s.retired_at is not null as retired from playbook.story s
            join playbook.story_part c on c.story_id = s.id
            where c.part_id = :part and (s.retired_at is null
              or exists (select from planner.activity a where a.story_id = s.id)
              or exists (select from leads.lead_form f where f.story_id = s.id)
              or exists (select from playbook.script t where t.story_id = s.id and t.retired_at is null))
            order by retired, s.title, s.id limit :most
            """)
        .param("part", part)
        .param("most", MOST)
        .query(StoryLine.class)
        .list();
  }

  /** How much tells stories that carry a part. */
  record Reach(int activities, int forms, int scripts) {}

  Reach reach(UUID part) {
    return jdbc.sql(
            """
            with told as (select c.story_id from playbook.story_part c where c.part_id = :part)
            select
              (select count(*) from planner.activity a
               where a.story_id in (select story_id from told)) as activities,
              (select count(*) from leads.lead_form f
               where f.story_id in (select story_id from told)) as forms,
              (select count(*) from playbook.script s
               where s.retired_at is null and s.story_id in (select story_id from told)) as scripts
            """)
        .param("part", part)
        .query(Reach.class)
        .single();
  }

  private static final String ACTIVITIES =
      """
      select a.id, a.title, a.phase, a.story_id,
        (select count(*) from leads.lead l where l.source_activity_id = a.id and %1$s) as leads
      from planner.activity a
      where %2$s
      order by leads desc, a.created_at desc, a.id limit :most
      """;

  /** The activities that tell stories which carry a part, with their leads. */
  List<ActivityLine> activitiesOfPart(UUID part, CurrentUser viewer) {
    return activities(
        "a.story_id in (select c.story_id from playbook.story_part c where c.part_id = :id)",
        part,
        viewer);
  }

  List<ActivityLine> activitiesOfStory(UUID story, CurrentUser viewer) {
    return activities("a.story_id = :id", story, viewer);
  }

  List<ActivityLine> activitiesOfOffer(UUID offer, CurrentUser viewer) {
    return activities("a.offer_id = :id", offer, viewer);
  }

  private List<ActivityLine> activities(String condition, UUID id, CurrentUser viewer) {
    Scope scope = viewer.scope();
    return jdbc.sql(ACTIVITIES.formatted(scope.condition("l.sales_owner_id"), condition))
        .param("id", id)
        .param("most", MOST)
        .param(Scope.PARAMETER, scope.owners())
        .query(ActivityLine.class)
        .list();
  }

  /** The forms that tell a story. */
  List<FormLine> formsOf(UUID story, CurrentUser viewer) {
    return forms("f.story_id = :id", story, viewer);
  }

  /** The forms that tell stories which carry a part. */
  List<FormLine> formsOfPart(UUID part, CurrentUser viewer) {
    return forms(
        "f.story_id in (select c.story_id from playbook.story_part c where c.part_id = :id)",
        part,
        viewer);
  }

  private List<FormLine> forms(String condition, UUID id, CurrentUser viewer) {
    return jdbc.sql(
            """
            select f.id, f.title, f.open, f.story_id,
              (select count(*) from leads.lead l where l.form_id = f.id and %s) as leads
            from leads.lead_form f where %s
            order by f.created_at desc, f.id limit :most
            """
                .formatted(viewer.scope().condition("l.sales_owner_id"), condition))
        .param("id", id)
        .param("most", MOST)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(FormLine.class)
        .list();
  }

  List<ScriptLine> scriptsOf(UUID story) {
    return scripts("s.story_id = :id", story);
  }

  /** The scripts that tell stories which carry a part. */
  List<ScriptLine> scriptsOfPart(UUID part) {
    return scripts(
        "s.story_id in (select c.story_id from playbook.story_part c where c.part_id = :id)", part);
  }

  private List<ScriptLine> scripts(String condition, UUID id) {
    return jdbc.sql(
            """
            select s.id, s.title, s.story_id from playbook.script s
            where %s and s.retired_at is null order by s.title, s.id limit :most
            """
                .formatted(condition))
        .param("id", id)
        .param("most", MOST)
        .query(ScriptLine.class)
        .list();
  }

  /** The deals in which something is offered, those opened last first. */
  Slice<DealLine> dealsOf(UUID offer, @Nullable UUID after, CurrentUser viewer) {
    return deals("d.offer_id = :id", "d.opened_at", offer, after, viewer);
  }

  /** The deals with a discount, the latest first. */
  Slice<DealLine> discounts(
      @Nullable UUID owner, @Nullable UUID activity, @Nullable UUID after, CurrentUser viewer) {
    String whose =
        owner != null
            ? "d.owner_id = :id"
            : activity != null ? "l.source_activity_id = :id" : "cast(:id as uuid) is null";
    return deals(
        "d.discount is not null and " + whose,
        "d.discount_at",
        owner != null ? owner : activity,
        after,
        viewer);
  }

  private Slice<DealLine> deals(
      String condition, String when, @Nullable UUID id, @Nullable UUID after, CurrentUser viewer) {
    List<DealLine> rows =
        jdbc.sql(
                """
                select d.id, d.name, d.amount, d.currency, d.discount, d.discount_reason as reason,
                  d.owner_id as owner, a.id as activity, a.title as activity_title, d.discount_at as at
                from pipeline.opportunity d left join leads.lead l on l.id = d.lead_id
                left join planner.activity a on a.id = l.source_activity_id
                where %1$s and %2$s %4$s
                order by %3$s desc, d.id desc limit :most
                """
                    .formatted(
                        condition,
                        viewer.scope().condition("d.owner_id"),
                        when,
                        after == null
                            ? ""
                            : "and (%s, d.id) < (select %s, d.id from pipeline.opportunity d where d.id = :after)"
                                .formatted(when, when)))
            .param("id", id)
            .param("after", after)
            .param("most", PAGE + 1)
            .param(Scope.PARAMETER, viewer.scope().owners())
            .query(DealLine.class)
            .list();
    return Slice.of(rows, PAGE, DealLine::id);
  }

  /** Discounts by who is in charge of the deal, the dearest first. */
  List<Given> givenBySeller(CurrentUser viewer) {
    return given("d.owner_id", viewer);
  }

  /** Discounts by the activity that brought the customer, the dearest first. */
  List<Given> givenByActivity(CurrentUser viewer) {
    return given("l.source_activity_id", viewer);
  }

  private List<Given> given(String id, CurrentUser viewer) {
    return jdbc.sql(
            """
            select g.id, a.title, g.deals, g.discount, g.currency
            from (select %1$s as id, count(*) as deals, sum(d.discount) as discount, d.currency
                  from pipeline.opportunity d left join leads.lead l on l.id = d.lead_id
                  where d.discount is not null and %2$s
                  group by 1, d.currency order by 3 desc, 1 limit :most) g
            left join planner.activity a on a.id = g.id
            order by g.discount desc, g.id
            """
                .formatted(id, viewer.scope().condition("d.owner_id")))
        .param("most", MOST_GIVEN)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(Given.class)
        .list();
  }

  /**
   * Something that carries or tells nothing.
   *
   * @param story the story that it tells, which is retired or carries no part; null where it tells
   *     none
   * @param retired whether that story is retired
   */
  record Bare(
      String what,
      UUID id,
      String title,
      @Nullable UUID storyId,
      @Nullable String story,
      boolean retired) {}

  /**
   * What is outside the thread: parts that no story carries, stories that carry no part, and
   * activities with days to come, open forms and scripts that tell no story, or one that is retired
   * or carries no part.
   */
  List<Bare> untold() {
    return jdbc.sql(
            """
            with bare as (
              select s.id, s.title, s.retired_at is not null as retired from playbook.story s
              where s.retired_at is not null or not exists (
                select from playbook.story_part c
                join playbook.present_part p on p.id = c.part_id where c.story_id = s.id))
            (select 'part' as what, p.id, p.name as title, null::uuid as story_id, null as story, false as retired from playbook.present_part p
             where not exists (select from playbook.story_part c
               join playbook.story s on s.id = c.story_id and s.retired_at is null
               where c.part_id = p.id)
             order by p.position)
            union all
            (select 'story', s.id, s.title, null, null, false from playbook.story s
             join bare on bare.id = s.id
             where s.retired_at is null order by s.title, s.id limit :most)
            union all
            (select 'activity', a.id, a.title, bare.id, bare.title, coalesce(bare.retired, false) from planner.activity a
             left join bare on bare.id = a.story_id
             where (a.story_id is null or bare.id is not null) and exists (select from planner.occurrence o
               where o.activity_id = a.id and o.state = 'PLANNED')
             order by a.title, a.id limit :most)
            union all
            (select 'form', f.id, f.title, bare.id, bare.title, coalesce(bare.retired, false) from leads.lead_form f
             left join bare on bare.id = f.story_id
             where (f.story_id is null or bare.id is not null) and f.open order by f.title, f.id limit :most)
            union all
            (select 'script', s.id, s.title, bare.id, bare.title, coalesce(bare.retired, false) from playbook.script s
             left join bare on bare.id = s.story_id
             where (s.story_id is null or bare.id is not null) and s.retired_at is null order by s.title, s.id limit :most)
            """)
        .param("most", MOST)
        .query(Bare.class)
        .list();
  }

  /** Of which of the kinds in {@link #untold} there is anything at all. */
  Set<String> there() {
    return Set.copyOf(
        jdbc.sql(
                """
                select 'part' from playbook.present_part
                union select 'story' from playbook.story where retired_at is null
                union (select 'activity' from planner.occurrence where state = 'PLANNED' limit 1)
                union select 'form' from leads.lead_form where open
                union select 'script' from playbook.script where retired_at is null
                """)
            .query(String.class)
            .list());
  }

  /** What somebody used since then, for whom, the latest first. */
  Slice<UseLine> usesOf(UUID user, Instant since, @Nullable UUID after, CurrentUser viewer) {
    return uses("u.used_by = :what and u.used_at >= :since", user, since, after, viewer);
  }

  /** Who used a script or a piece of material, for whom, the latest first. */
  Slice<UseLine> uses(
      @Nullable UUID script, @Nullable UUID material, @Nullable UUID after, CurrentUser viewer) {
    return uses(
        (script != null ? "u.script_id" : "u.material_id") + " = :what",
        script != null ? script : Objects.requireNonNull(material),
        Instant.EPOCH,
        after,
        viewer);
  }

  private Slice<UseLine> uses(
      String condition, UUID what, Instant since, @Nullable UUID after, CurrentUser viewer) {
    Scope scope = viewer.scope();
    List<UseLine> rows =
        jdbc.sql(
                """
                select u.id, u.about_kind as kind, u.about_id as about, u.used_at as at, u.used_by as by,
                  coalesce(i.title, m.title) as item, i.id is not null as script,
                  coalesce(i.id, m.id) as item_id,
                  case u.about_kind
                    when 'LEAD' then (select l.person_name from leads.lead l
                      where l.id = u.about_id and %s)
                    when 'DEAL' then (select d.name from pipeline.opportunity d
                      where d.id = u.about_id and %s)
                    else (select p.name from contacts.person p where p.id = u.about_id) end as who
                from playbook.item_use u
                left join playbook.script i on i.id = u.script_id
                left join playbook.material m on m.id = u.material_id
                where %s %s
                order by u.used_at desc, u.id desc limit :most
                """
                    .formatted(
                        scope.condition("l.sales_owner_id"),
                        scope.condition("d.owner_id"),
                        condition,
                        after == null
                            ? ""
                            : "and (u.used_at, u.id) < (select e.used_at, e.id from playbook.item_use e where e.id = :after)"))
            .param("what", what)
            .param("since", since.atOffset(ZoneOffset.UTC))
            .param("after", after)
            .param("most", PAGE + 1)
            .param(Scope.PARAMETER, scope.owners())
            .query(UseLine.class)
            .list();
    return Slice.of(rows, PAGE, UseLine::id);
  }
}
