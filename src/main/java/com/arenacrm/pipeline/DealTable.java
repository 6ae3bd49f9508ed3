package com.arenacrm.pipeline;

import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.UserId;
import com.arenacrm.integration.Effect;
import com.arenacrm.integration.Effects;
import com.arenacrm.integration.Ghost;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.RecordKind;
import com.arenacrm.integration.UndoPass;
import com.arenacrm.integration.records.ImportTable;
import com.arenacrm.integration.records.ImportedRow;
import com.arenacrm.integration.records.KeyedRows;
import com.arenacrm.pipeline.rates.Rates;
import com.arenacrm.pipeline.wins.Buyers;
import com.arenacrm.pipeline.wins.Purchasing;
import com.arenacrm.pipeline.wins.WinCredits;
import com.arenacrm.pipeline.wins.Wins;
import com.arenacrm.shared.TimeOrderedUuid;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** How imports write deals with their history, and how that is taken back. */
@Component
class DealTable implements RecordKind {

  static final String DEAL = "deal";
  static final String MOVE = "dealMove";

  private static final List<String> COLUMNS =
      List.of(
          "name",
          "person_id",
          "company_id",
          "person_name",
          "company_name",
          "referral",
          "owner_id",
          "stage_id",
          "kind",
          "amount",
          "currency",
          "close_date",
          "expected_close",
          "next_step",
          "next_step_on",
          "no_step_reason",
          "step_moves",
          "phase",
          "opened_at",
          "closed_at",
          "won_phase",
          "lost_reason",
          "lost_to",
          "payment_due_on",
          "paid_on",
          "outside_source",
          "outside_id",
          "attributes",
          "imported_product_id",
          "lines");

  private static final List<String> DERIVED =
      List.of(
          "person_name",
          "company_name",
          "phase",
          "won_phase",
          "rate",
          "worth",
          "last_contact_at",
          "last_contact_kind",
          "last_contact_result",
          "last_contact_by",
          "attempts",
          "attempts_since");

  // What was done on a deal would go with it; moves that a file tells of are nobody's.
  private static final String USED =
      """
      exists (select 1 from pipeline.step_done d where d.opportunity_id = r.id)
      or exists (select 1 from pipeline.acceptance a where a.opportunity_id = r.id)
      or exists (select 1 from pipeline.buying_role b where b.opportunity_id = r.id)
      or exists (select 1 from pipeline.criterion_met c where c.opportunity_id = r.id)
      or exists (select 1 from pipeline.postponement p where p.opportunity_id = r.id)
      or exists (select 1 from pipeline.comment k where k.opportunity_id = r.id)
      or exists (select 1 from pipeline.task t where t.opportunity_id = r.id)
      or exists (select 1 from pipeline.talk t where t.opportunity_id = r.id)
      or exists (select 1 from pipeline.deal_file f where f.opportunity_id = r.id)
      or exists (select 1 from pipeline.deal_forecast f where f.opportunity_id = r.id)
      or exists (select 1 from pipeline.snooze s where s.opportunity_id = r.id)
      or exists (select 1 from pipeline.more_time m where m.opportunity_id = r.id)
      or exists (select 1 from pipeline.owner_change o where o.opportunity_id = r.id)
      or exists (select 1 from pipeline.discount_change d where d.opportunity_id = r.id)
      or exists (select 1 from pipeline.buyer_risk b where b.opportunity_id = r.id)
      or exists (select 1 from pipeline.cost_sheet c where c.opportunity_id = r.id)
      or r.lines > 0
      or exists (select 1 from pipeline.stage_change s
                 where s.opportunity_id = r.id and s.by_user is not null)
      """;

  /** A move that a file tells of; the first one comes from no stage. */
  record Move(ImportedRow deal, @Nullable StageId from, StageId to, boolean advance, Instant at) {}

  private final JdbcClient jdbc;
  private final Wins wins;
  private final Buyers buyers;
  private final WinCredits credits;
  private final Organizations organizations;
  private final Rates rates;
  private final ImportTable table;

  DealTable(
      JdbcClient jdbc,
      Wins wins,
      Buyers buyers,
      WinCredits credits,
      Organizations organizations,
      Rates rates,
      JsonMapper json) {
    this.jdbc = jdbc;
    this.buyers = buyers;
    this.credits = credits;
    this.organizations = organizations;
    this.wins = wins;
    this.rates = rates;
    this.table = new ImportTable(jdbc, json, DEAL, "pipeline.opportunity", COLUMNS, DERIVED);
  }

  /** The deals that a source knows under these identifiers. */
  List<ImportedRow> known(Set<String> ids, Collection<String> keys, ImportPass pass) {
    return table.known(ids, keys, pass);
  }

  /** The deals of these names, whatever their capitals. */
  List<ImportedRow> named(Set<String> names, Collection<String> keys, ImportPass pass) {
    return names.isEmpty()
        ? List.of()
        : table.load(
            "select id from pipeline.opportunity where lower(name) = any (cast(:names as text[]))",
            Map.of("names", names.toArray(new String[0])),
            keys,
            List.of(),
            pass);
  }

  /** When those of these deals were to be paid, and were paid, that had been won before. */
  Map<OpportunityId, Purchasing.Kept> paidBefore(Collection<OpportunityId> deals) {
    return wins.kept(deals);
  }

  /** The currencies of which amounts can be counted in totals. */
  Set<String> rated() {
    return rates.rated();
  }

  List<Ghost> ghosts(KeyedRows deals) {
    return deals.ghosts(table);
  }

  /** Writes deals and their moves, and credits the wins of their customers anew. */
  void write(
      List<ImportedRow> deals, List<Move> moves, UserId actor, Instant now, Effects effects) {
    List<Amount> before =
        amounts(deals.stream().filter(d -> !d.isMade()).map(ImportedRow::id).toList());
    table.write(deals, "name", effects);
    keepAmounts(before, actor, now);
    line(jdbc, deals.stream().map(ImportedRow::id).toList());
    rates.keep(deals.stream().map(ImportedRow::id).toList());
    note(moves, effects);
    credit(
        references(deals, d -> d.reference("company_id")),
        references(deals, d -> d.reference("person_id")));
    wins.tell(deals.stream().map(ImportedRow::id).toList());
  }

  /** What a deal is worth before a file says otherwise. */
  private record Amount(UUID id, @Nullable BigDecimal amount, String currency) {}

  private List<Amount> amounts(List<UUID> deals) {
    return deals.isEmpty()
        ? List.of()
        : jdbc.sql(
                """
                select id, amount, currency from pipeline.opportunity
                where id = any (cast(:ids as uuid[]))
                """)
            .param("ids", ImportTable.texts(deals))
            .query(Amount.class)
            .list();
  }

  /** Keeps which of these amounts are others now, with who said so (R015). */
  private void keepAmounts(List<Amount> before, UserId actor, Instant now) {
    if (before.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into pipeline.amount_change (id, opportunity_id, amount_before, currency_before,
              amount_after, currency_after, at, by_user)
            select gen_random_uuid(), o.id, b.amount, b.currency, o.amount, o.currency,
              cast(:now as timestamptz), :actor
            from unnest(cast(:ids as uuid[]), cast(:amounts as numeric[]),
              cast(:currencies as text[])) as b (id, amount, currency)
            join pipeline.opportunity o on o.id = b.id
            where (o.amount, o.currency) is distinct from (b.amount, b.currency)
            """)
        .param("ids", before.stream().map(b -> b.id().toString()).toArray(String[]::new))
        .param(
            "amounts",
            before.stream()
                .map(b -> b.amount() == null ? null : b.amount().toPlainString())
                .toArray(String[]::new))
        .param("currencies", before.stream().map(Amount::currency).toArray(String[]::new))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id())
        .update();
  }

  /** Gives deals of which only files said what they are about their one line. */
  static void line(JdbcClient jdbc, List<UUID> deals) {
    jdbc.sql(
            """
            delete from pipeline.deal_line l using pipeline.opportunity o
            where o.id = l.opportunity_id and o.id = any (cast(:ids as uuid[]))
              and coalesce(o.lines, 0) = 0
            """)
        .param("ids", ImportTable.texts(deals))
        .update();
    jdbc.sql(
            """
            insert into pipeline.deal_line (opportunity_id, position, product_id, what, quantity,
              price, discount, total)
            select o.id, 1, p.id, p.name, 1, o.amount, 0, o.amount
            from pipeline.opportunity o join pipeline.product p on p.id = o.imported_product_id
            where o.id = any (cast(:ids as uuid[])) and o.lines = 0
            """)
        .param("ids", ImportTable.texts(deals))
        .update();
  }

  private void note(List<Move> moves, Effects effects) {
    if (moves.isEmpty()) {
      return;
    }
    List<UUID> ids = moves.stream().map(m -> TimeOrderedUuid.next()).toList();
    jdbc.sql(
            """
            insert into pipeline.stage_change (id, opportunity_id, from_stage, to_stage, advance, at)
            select m.id, m.deal, m.origin, m.target, m.advance, m.at
            from unnest(cast(:ids as uuid[]), cast(:deals as uuid[]), cast(:origins as uuid[]),
                cast(:targets as uuid[]), cast(:advances as boolean[]),
                cast(:moments as timestamptz[])) as m (id, deal, origin, target, advance, at)
            """)
        .param("ids", ImportTable.texts(ids))
        .param("deals", texts(moves, m -> m.deal().id().toString()))
        .param("origins", texts(moves, m -> m.from() == null ? null : m.from().toString()))
        .param("targets", texts(moves, m -> m.to().toString()))
        .param("advances", moves.stream().map(Move::advance).toArray(Boolean[]::new))
        .param("moments", texts(moves, m -> m.at().toString()))
        .update();
    for (int i = 0; i < moves.size(); i++) {
      // Those of a deal that the import made go with it.
      if (!moves.get(i).deal().isMade()) {
        effects.created(MOVE, ids.get(i), String.valueOf(moves.get(i).deal().text("name")), "");
      }
    }
  }

  private static @Nullable String[] texts(List<Move> moves, Function<Move, @Nullable String> part) {
    return moves.stream().map(part).toArray(String[]::new);
  }

  private static Set<UUID> references(
      List<ImportedRow> deals, Function<ImportedRow, @Nullable UUID> reference) {
    Set<UUID> ids = new HashSet<>();
    for (ImportedRow deal : deals) {
      UUID id = reference.apply(deal);
      if (id != null) {
        ids.add(id);
      }
    }
    return ids;
  }

  /**
   * Credits deals of these customers to their phases, whatever the order in which files bring them:
   * an imported deal that was opened after a win is a repetition, and so is each win but the first.
   * As {@link Opportunity#phaseAtOpening} and {@link Opportunity#phaseOfWinning} say, for many.
   */
  private void credit(Set<UUID> companies, Set<UUID> people) {
    if (companies.isEmpty() && people.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            with deal as (
              select id, outside_source, lead_id, opened_at, kind, closed_at,
                     coalesce(company_id, person_id) as customer
              from pipeline.opportunity
              where company_id = any (cast(:companies as uuid[]))
                or (company_id is null and person_id = any (cast(:people as uuid[])))),
            win as (
              select customer, (array_agg(id order by closed_at, id))[1] as first,
                     (array_agg(closed_at order by closed_at, id))[1] as first_at,
                     (array_agg(closed_at order by closed_at, id))[2] as second_at
              from deal where kind = 'WON' group by customer)
            update pipeline.opportunity o set phase = d.credited
            from (select deal.id,
                         case when case when deal.id = win.first then win.second_at
                                        else win.first_at end <= deal.opened_at or %s
                              then 'REPEAT' else 'BUY' end as credited
                  from deal left join win on win.customer = deal.customer
                  where deal.outside_source is not null and deal.lead_id is null) d
            where o.id = d.id and o.phase <> d.credited
            """
                .formatted(buyers.boughtElsewhere("deal.customer", "deal.opened_at")))
        .param("zone", organizations.current().timeZone().getId())
        .param("companies", ImportTable.texts(companies))
        .param("people", ImportTable.texts(people))
        .update();
    credits.again(Stream.concat(companies.stream(), people.stream()).toList());
  }

  @Override
  public String kind() {
    return DEAL;
  }

  @Override
  public String page(UUID id) {
    return "/pipeline/opportunities/" + id;
  }

  @Override
  public List<Left> undo(List<Effect> effects, UndoPass pass) {
    Set<UUID> companies = new HashSet<>();
    Set<UUID> people = new HashSet<>();
    customers(effects, companies, people);
    List<Amount> before = amounts(effects.stream().map(Effect::id).toList());
    List<Left> left = new ArrayList<>(table.undo(effects, pass, USED).left());
    keepAmounts(before, pass.actor().id(), pass.now());
    line(jdbc, effects.stream().map(Effect::id).toList());
    customers(effects, companies, people);
    credit(companies, people);
    wins.tell(effects.stream().map(Effect::id).toList());
    wins.deleted(companies, people);
    return left;
  }

  private void customers(List<Effect> effects, Set<UUID> companies, Set<UUID> people) {
    jdbc.sql(
            """
            select company_id, person_id from pipeline.opportunity
            where id = any (cast(:ids as uuid[]))
            """)
        .param("ids", ImportTable.texts(effects.stream().map(Effect::id).toList()))
        .query(
            rs -> {
              UUID company = rs.getObject(1, UUID.class);
              UUID person = rs.getObject(2, UUID.class);
              if (company != null) {
                companies.add(company);
              } else if (person != null) {
                people.add(person);
              }
            });
  }
}
