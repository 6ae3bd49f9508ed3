package com.arenacrm.insight;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What was used to sell, and what became of the deals in which it was (R028, R046): scripts, cases,
 * battlecards and other material by the uses that were noted, stories by the scripts and activities
 * that told them. It counts the deals that the viewer may see.
 */
@Component
class UsefulReports {

  /** A year of uses: sales that take months have been decided in it. */
  static final Duration BACK = Duration.ofDays(365);

  /** So many things, or deals of one, stand on a page. */
  static final int MOST = 200;

  /** With fewer decided deals than these, how many were won says nothing. */
  static final int ENOUGH = 10;

  /** What can be used. */
  enum Kind {
    SCRIPT,
    STORY,
    CASE,
    OBJECTION,
    BATTLECARD,
    BENCHMARK,
    LINK;

    /** Its name in addresses and message keys. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Kind> of(String key) {
      return Stream.of(values()).filter(k -> k.key().equals(key)).findFirst();
    }
  }

  /**
   * Something, with how often it was used.
   *
   * @param uses how often it was used, or somebody met an activity that tells it
   * @param deals in how many deals, those that are open included
   */
  record Useful(UUID id, Kind kind, String title, int uses, int deals, int won, int lost) {

    public int open() {
      return deals - won - lost;
    }

    public int decided() {
      return won + lost;
    }

    /** Whether too few deals were decided to say anything. */
    public boolean isFew() {
      return decided() < ENOUGH;
    }

    /** How many of a hundred decided deals were won. */
    public int rate() {
      return decided() == 0 ? 0 : (int) Math.round(100.0 * won / decided());
    }

    /** The address of its page. */
    public String page() {
      return "/playbook/"
          + switch (kind) {
            case SCRIPT -> "scripts";
            case STORY -> "stories";
            case CASE, OBJECTION, BATTLECARD, BENCHMARK, LINK -> "material";
          }
          + "/"
          + id;
    }
  }

  /** How all deals went that were decided since then, to compare with. */
  record Decided(int won, int lost) {

    public int all() {
      return won + lost;
    }

    public int rate() {
      return all() == 0 ? 0 : (int) Math.round(100.0 * won / all());
    }
  }

  /** A deal in which something was used. */
  record UsedIn(
      UUID id,
      String name,
      @Nullable String companyName,
      String state,
      @Nullable Instant closedAt,
      @Nullable BigDecimal amount,
      String currency) {}

  /** What was used since then, before the deal was decided: item, use, deal if there is one. */
  private static final String USED =
      """
      with noted as (
        select u.script_id, u.material_id, u.id as use, d.id as deal
        from playbook.item_use u
        left join pipeline.opportunity d on d.id = u.about_id and %1$s
          and u.used_at <= coalesce(d.closed_at, 'infinity')
        where u.about_kind = 'DEAL' and u.used_at >= :since
        union all
        select u.script_id, u.material_id, u.id, d.id
        from playbook.item_use u
        left join pipeline.opportunity d on d.lead_id = u.about_id and %1$s
          and u.used_at <= coalesce(d.closed_at, 'infinity')
        where u.about_kind = 'LEAD' and u.used_at >= :since
        union all
        select u.script_id, u.material_id, u.id, null
        from playbook.item_use u where u.about_kind = 'PERSON' and u.used_at >= :since),
      used as (
        select coalesce(script_id, material_id) as item, use, deal from noted
        union all
        select s.story_id, n.use, n.deal
        from noted n join playbook.script s on s.id = n.script_id where s.story_id is not null
        union all
        select a.story_id, t.id, d.id
        from planner.activity a
        join planner.occurrence o on o.activity_id = a.id and o.day >= :day
        join planner.counted_touch t on t.occurrence_id = o.id and t.kind <> 'INVITED'
        left join pipeline.opportunity d on d.person_id = t.person_id and %1$s
          and t.at <= coalesce(d.closed_at, 'infinity')
        where a.story_id is not null)
      """;

  private final JdbcClient jdbc;

  UsefulReports(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What there is to be used, the most used first, with what is used no longer only where it was.
   *
   * @param kind only of this kind; null for all
   */
  List<Useful> all(@Nullable Kind kind, Instant since, CurrentUser viewer) {
    return bind(
            USED
                + """
                select i.id, i.kind, i.title, coalesce(n.uses, 0) as uses,
                       coalesce(n.deals, 0) as deals, coalesce(n.won, 0) as won,
                       coalesce(n.lost, 0) as lost
                from (
                  select id, 'SCRIPT' as kind, title, retired_at from playbook.script
                  union all
                  select id, 'STORY', title, retired_at from playbook.story
                  union all
                  select id, kind, title, retired_at from playbook.material) i
                left join (
                  select u.item, count(distinct u.use) as uses, count(distinct u.deal) as deals,
                         count(distinct u.deal) filter (where d.kind = 'WON') as won,
                         count(distinct u.deal) filter (where d.kind = 'LOST') as lost
                  from used u left join pipeline.opportunity d on d.id = u.deal
                  group by u.item) n on n.item = i.id
                where (i.retired_at is null or n.uses > 0)
                  and (cast(:kind as text) is null or i.kind = :kind)
                order by coalesce(n.uses, 0) desc, i.title, i.id limit :most
                """,
            since,
            viewer)
        .param("kind", kind == null ? null : kind.name())
        .param("most", MOST)
        .query(Useful.class)
        .list();
  }

  /** How all deals went that were decided since then. */
  Decided decided(Instant since, CurrentUser viewer) {
    return jdbc.sql(
            """
            select count(*) filter (where d.kind = 'WON') as won,
                   count(*) filter (where d.kind = 'LOST') as lost
            from pipeline.opportunity d where d.closed_at >= :since and %s
            """
                .formatted(viewer.scope().condition("d.owner_id")))
        .param("since", since.atOffset(ZoneOffset.UTC))
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(Decided.class)
        .single();
  }

  /** What a script, a story or a piece of material is called; empty when there is none. */
  Optional<String> title(UUID item) {
    return jdbc.sql(
            """
            select title from playbook.script where id = :item
            union all select title from playbook.story where id = :item
            union all select title from playbook.material where id = :item
            """)
        .param("item", item)
        .query(String.class)
        .optional();
  }

  /** The deals in which it was used, the latest decided first and the open ones last. */
  List<UsedIn> deals(UUID item, Instant since, CurrentUser viewer) {
    return bind(
            USED
                + """
                select d.id, d.name, d.company_name, d.kind as state, d.closed_at, d.amount, d.currency
                from pipeline.opportunity d
                where d.id in (select deal from used where item = :item)
                order by d.closed_at desc nulls last, d.name, d.id limit :most
                """,
            since,
            viewer)
        .param("item", item)
        .param("most", MOST)
        .query(UsedIn.class)
        .list();
  }

  private JdbcClient.StatementSpec bind(String sql, Instant since, CurrentUser viewer) {
    ZoneId zone = viewer.company().zone();
    return jdbc.sql(sql.replace("%1$s", viewer.scope().condition("d.owner_id")))
        .param("since", since.atOffset(ZoneOffset.UTC))
        .param("day", LocalDate.ofInstant(since, zone))
        .param(Scope.PARAMETER, viewer.scope().owners());
  }
}
