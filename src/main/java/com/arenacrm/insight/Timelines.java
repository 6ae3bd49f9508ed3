package com.arenacrm.insight;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.shared.HourglassPhase;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * One history for a person or a company, marketing and sales mixed, newest first (R021, R027).
 * Leads and deals that the viewer may not see leave no trace in it.
 */
@Component
class Timelines {

  static final int PAGE = 30;

  /**
   * One thing that happened.
   *
   * @param entry by which it stands among what happened at the same moment
   * @param what a key of the message that says it
   * @param target where it leads: {@code occurrence}, {@code lead}, {@code deal}, or nowhere
   * @param title what it is about
   * @param result what came out of something that was said; that a touch does not count, since what
   *     they met was not done; why a deal was lost
   * @param text what was said or found
   * @param amount how much it is about, in the currency
   * @param share how much of the list price that is, between 0 and 1; null unless it is a discount
   * @param wasAmount how much it was before, in its currency
   * @param fromDay the day that was put off; since when a purchase lasts
   * @param toDay until when it was put off, or aside; until when a purchase lasts
   */
  record Entry(
      Instant at,
      UUID entry,
      String what,
      @Nullable String target,
      @Nullable UUID id,
      @Nullable String title,
      @Nullable String result,
      @Nullable String text,
      @Nullable String phase,
      @Nullable String byName,
      @Nullable String personName,
      @Nullable BigDecimal amount,
      @Nullable String currency,
      @Nullable BigDecimal wasAmount,
      @Nullable String wasCurrency,
      @Nullable LocalDate fromDay,
      @Nullable LocalDate toDay,
      @Nullable BigDecimal share) {

    /** Whether what came out of it is a score, of ten. */
    public boolean isScore() {
      return what.equals("opinion.answered");
    }

    /** Whether it tells why a deal was lost. */
    public boolean isLoss() {
      return what.equals("deal.lost");
    }

    /** Whether its days are those that it covers, as of what was bought until a day. */
    public boolean isPeriod() {
      return what.equals("purchase");
    }

    /** Whether only its day is known: a purchase and what somebody wrote in public have no hour. */
    public boolean isOfADay() {
      return what.startsWith("mention.")
          || what.equals("purchase")
          || what.startsWith("trial.")
          || what.equals("touch.REVIEWED")
          || what.equals("touch.MENTIONED");
    }
  }

  /**
   * Where a page ended: what comes after it is older, or of the same moment and behind it.
   *
   * @param entry of the last entry, and what it was
   */
  record Place(Instant at, UUID entry, String what) {

    private static final UUID FIRST = new UUID(0, 0);

    static Place of(Entry last) {
      return new Place(last.at(), last.entry(), last.what());
    }

    /** As it stands in an address; empty where it makes no sense. */
    static Optional<Place> read(@Nullable String address) {
      if (address == null || address.isEmpty()) {
        return Optional.empty();
      }
      String[] parts = address.split("~", 3);
      try {
        Instant at = Instant.parse(parts[0]);
        return Optional.of(
            parts.length < 3
                ? new Place(at, FIRST, "")
                : new Place(at, UUID.fromString(parts[1]), parts[2]));
      } catch (java.time.DateTimeException | IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    @Override
    public String toString() {
      return at + "~" + entry + "~" + what;
    }
  }

  /** What a history can be narrowed to. */
  enum Kind {
    /** What they met of marketing. */
    MARKETING("^(touch|mention|consent)[.]"),
    /** What they were told and shown: activities with their story and offer, scripts, material. */
    SEEN("^(touch|used|trial)[.]"),
    /** What was said to them and by them. */
    TALKS("^said[.]"),
    /** What sales did: leads, handoffs, signals, trials and deals, and who had the customer. */
    SALES("^(lead|qualified|handed|accepted|rejected|signal|trial|deal|customer)([.]|$)"),
    /** What they bought. */
    PURCHASES("^(purchase|deal[.]won)$"),
    /** How happy they say they are. */
    OPINIONS("^(opinion|survey)[.]"),
    /** Whom they recommended us to, when they were asked to, and our thanks. */
    REFERRALS("^referral[.]"),
    /** What colleagues wrote about it. */
    COMMENTS("^comment$");

    private final String pattern;

    Kind(String pattern) {
      this.pattern = pattern;
    }

    /** Its name in addresses and message keys. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Kind> of(String key) {
      return Stream.of(values()).filter(k -> k.key().equals(key)).findFirst();
    }
  }

  /** A deal that the viewer may see. */
  record Held(String name, @Nullable UUID person, @Nullable UUID company) {}

  /** A deal; empty when there is none that the viewer may see. */
  Optional<Held> deal(UUID deal, CurrentUser viewer) {
    return jdbc.sql(
            """
            select d.name, d.person_id as person, d.company_id as company
            from pipeline.opportunity d where d.id = :deal and %s
            """
                .formatted(viewer.scope().condition("d.owner_id")))
        .param("deal", deal)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(Held.class)
        .optional();
  }

  /** That somebody bought: since when, and how often. */
  record Customer(Instant since, int purchases) {}

  /** How far somebody has come along the hourglass: the phase, since when, and by what. */
  record Reached(String phase, Instant since, @Nullable String by) {}

  private static final String ENTRIES =
      """
      with who as (
        select p.id, p.name from contacts.person p
        where p.id = cast(:person as uuid) or p.company_id = cast(:company as uuid)
          or p.id in (select d.person_id from pipeline.opportunity d where d.id = cast(:deal as uuid)
            union all
            select b.person_id from pipeline.buying_role b
            where b.opportunity_id = cast(:deal as uuid))
        limit 500),
      firm as (
        select cast(:company as uuid) as id
        union
        select d.company_id from pipeline.opportunity d where d.id = cast(:deal as uuid)),
      deals as (
        select d.id from pipeline.opportunity d join who on who.id = d.person_id
        where cast(:deal as uuid) is null
        union
        select d.id from pipeline.opportunity d where d.company_id = cast(:company as uuid)
        union
        select b.opportunity_id from pipeline.buying_role b where b.person_id = cast(:person as uuid)
        union
        select d.id from pipeline.opportunity d where d.id = cast(:deal as uuid))
      select e.*, x.amount, x.currency, x.was_amount, x.was_currency, x.from_day, x.to_day, x.share
      from (select * from (
        select t.at, t.id as entry, 'touch.' || t.kind as what, 'occurrence' as target, o.id, o.title,
               case when not t.counts then 'NOT_DONE' end as result,
               nullif(concat_ws(E'\\n', cast(:told as text) || ' ' || y.title,
                 cast(:offered as text) || ' ' || f.name), '') as text,
               o.phase, null as by_name, who.name as person_name
        from planner.touch t join who on who.id = t.person_id
        join planner.occurrence o on o.id = t.occurrence_id
        join planner.activity a on a.id = o.activity_id
        left join playbook.story y on y.id = a.story_id
        left join playbook.offer f on f.id = a.offer_id
        where not (t.kind in ('REVIEWED', 'MENTIONED') and exists (
          select from planner.mention m
          where m.person_id = t.person_id and m.occurrence_id = t.occurrence_id))
        union all
        select cast(m.said_on as timestamp) at time zone g.time_zone, m.id, 'mention.' || m.kind, 'occurrence', o.id, o.title,
               null, m.place || ': ' || m.said, o.phase, null, who.name
        from planner.mention m join who on who.id = m.person_id
        cross join identity.organization g
        left join planner.occurrence o on o.id = m.occurrence_id
        union all
        select i.happened_at, i.id, 'said.' || i.kind, null, null, null, i.result, nullif(i.summary, ''), null, u.name, who.name
        from contacts.interaction i join who on who.id = i.person_id
        join identity.user_account u on u.id = i.created_by
        where %3$s
        union all
        select i.happened_at, i.id, 'said.' || i.kind, null, null, null, i.result, nullif(i.summary, ''), null, u.name, null
        from contacts.interaction i join identity.user_account u on u.id = i.created_by
        where i.company_id in (select id from firm) and %3$s
          and (i.person_id is null or i.person_id not in (select id from who))
        union all
        select l.created_at, l.id, 'lead.' || l.origin, 'lead', l.id, a.title, null, null, l.phase, null, who.name
        from leads.lead l join who on who.id = l.person_id
        left join planner.activity a on a.id = l.source_activity_id
        where %1$s
        union all
        select q.qualified_at, q.id, 'qualified', 'lead', l.id, null, null, null, null, u.name, who.name
        from leads.qualification q join leads.lead l on l.id = q.lead_id
        join who on who.id = l.person_id join identity.user_account u on u.id = q.qualified_by
        where %1$s
        union all
        select h.handed_at, h.id, 'handed', 'lead', l.id, null, null, h.why, null, u.name, who.name
        from leads.handoff h join leads.lead l on l.id = h.lead_id
        join who on who.id = l.person_id join identity.user_account u on u.id = h.from_user
        where %1$s
        union all
        select h.accepted_at, h.id, 'accepted', 'lead', l.id, null, null, null, null, u.name, who.name
        from leads.handoff h join leads.lead l on l.id = h.lead_id
        join who on who.id = l.person_id join identity.user_account u on u.id = h.accepted_by
        where %1$s
        union all
        select h.rejected_at, h.id, 'rejected.' || h.rejection, 'lead', l.id, null, null, h.rejection_note, null,
               u.name, who.name
        from leads.handoff h join leads.lead l on l.id = h.lead_id
        join who on who.id = l.person_id join identity.user_account u on u.id = h.rejected_by
        where %1$s
        union all
        select s.confirmed_at, s.id, 'signal.' || s.kind, null, null, null, null, s.evidence, null, u.name, who.name
        from leads.demand_signal s join who on who.id = s.person_id
        join identity.user_account u on u.id = s.confirmed_by
        where %4$s
        union all
        select g.at, g.id, case when g.from_stage is null then 'deal.opened' when st.kind = 'WON' then 'deal.won'
                 when st.kind = 'LOST' then 'deal.lost' when left_.kind <> 'OPEN' then 'deal.reopened'
                 when g.strayed = 'BACK' then 'deal.back'
                 when g.advance then 'deal.advanced'
                 else 'deal.moved' end,
               'deal', d.id, d.name, g.lost_reason,
               nullif(concat_ws(E'\\n',
                 case when g.from_stage is not null or g.strayed is not null then st.name end,
                 case when g.strayed = 'SKIPPED' then coalesce(replace(cast(:skipped as text), '{0}', (
                   select string_agg(k.name, ', ' order by k.position) from pipeline.stage k
                   where k.track_id = st.track_id and k.kind = 'OPEN' and not k.retired
                     and (st.kind <> 'OPEN' or k.position < st.position)
                     and (left_.id is null or left_.track_id <> st.track_id
                       or k.position > left_.position))), cast(:skippedSome as text)) end,
                 replace(cast(:unmet as text), '{0}', array_to_string(g.unmet, ' · ')),
                 replace(cast(:rival as text), '{0}', g.lost_competitor), nullif(g.lost_note, ''),
                 g.reason), ''), null,
               u.name, null
        from deals join pipeline.opportunity d on d.id = deals.id
        join pipeline.stage_change g on g.opportunity_id = d.id
        join pipeline.stage st on st.id = g.to_stage
        left join pipeline.stage left_ on left_.id = g.from_stage
        left join identity.user_account u on u.id = g.by_user
        where %2$s
        union all
        select c.at, c.id, 'deal.owner', 'deal', d.id, d.name, null,
               concat_ws(E'\\n', coalesce(f.name, '—') || ' → ' || coalesce(t.name, '—'), nullif(c.note, '')),
               null, u.name, null
        from deals join pipeline.opportunity d on d.id = deals.id
        join pipeline.owner_change c on c.opportunity_id = d.id
        left join identity.user_account f on f.id = c.from_user
        left join identity.user_account t on t.id = c.to_user
        left join identity.user_account u on u.id = c.created_by
        where %2$s
        union all
        select v.at, v.id, v.what, 'deal', d.id, d.name, null, v.text, null, u.name, null
        from deals join pipeline.opportunity d on d.id = deals.id
        cross join lateral (
          select n.at, n.id, case when n.to_date is null then 'deal.undated' else 'deal.postponed' end as what,
            n.reason as text, n.by_user as by
          from pipeline.postponement n where n.opportunity_id = d.id
          union all
          select n.at, n.id, 'deal.sooner', null, n.by_user
          from pipeline.close_advance n where n.opportunity_id = d.id
          union all
          select n.at, n.id, 'deal.snoozed', n.note, n.created_by
          from pipeline.snooze n where n.opportunity_id = d.id
          union all
          select n.at, n.id, 'deal.moreTime', n.note, n.created_by
          from pipeline.more_time n where n.opportunity_id = d.id) v
        left join identity.user_account u on u.id = v.by
        where %2$s
        union all
        select c.at, c.id, 'comment', 'deal', d.id, d.name, null, c.text, null, u.name, null
        from deals join pipeline.opportunity d on d.id = deals.id
        join pipeline.comment c on c.opportunity_id = d.id
        join identity.user_account u on u.id = c.created_by
        where %2$s
        union all
        select c.at, c.id, 'comment', 'lead', l.id, null, null, c.text, null, u.name, who.name
        from pipeline.comment c join leads.lead l on l.id = c.lead_id
        join who on who.id = l.person_id join identity.user_account u on u.id = c.created_by
        where %1$s
        union all
        select c.at, c.id, 'comment', null, null, null, null, c.text, null, u.name, who.name
        from pipeline.comment c join who on who.id = c.person_id
        join identity.user_account u on u.id = c.created_by
        union all
        select c.at, c.id, 'comment', null, null, null, null, c.text, null, u.name, null
        from pipeline.comment c join identity.user_account u on u.id = c.created_by
        where c.company_id in (select id from firm)
        union all
        select cast(v.day as timestamp) at time zone g.time_zone, t.id, v.what, 'lead', l.id, o.name, null, v.text, null, u.name, who.name
        from leads.trial t join leads.lead l on l.id = t.lead_id join who on who.id = l.person_id
        join playbook.offer o on o.id = t.offer_id
        cross join identity.organization g
        cross join lateral (values
          (t.requested_on, 'trial.requested', null, t.created_by),
          (t.delivered_on, 'trial.delivered', null, t.delivered_by),
          (t.result_on, 'trial.' || t.result, t.result_note, t.result_by)) v (day, what, text, by)
        left join identity.user_account u on u.id = v.by
        where v.day is not null and %1$s
        union all
        select s.answered_at, s.id, 'survey.' || s.score, 'lead', l.id, o.name, null,
               nullif(concat_ws(E'\\n', cast(:expected as text) || ' ' || s.expected,
                 cast(:surprised as text) || ' ' || s.surprised), ''), null, null, who.name
        from leads.survey s join leads.trial t on t.id = s.trial_id
        join leads.lead l on l.id = t.lead_id join who on who.id = l.person_id
        join playbook.offer o on o.id = t.offer_id
        where s.answered_at is not null and %1$s
        union all
        select cast(b.bought_on as timestamp) at time zone g.time_zone, b.id, 'purchase', null, null, null, null, b.what, null, u.name,
               b.person_name
        from customers.purchase b cross join identity.organization g
        left join identity.user_account u on u.id = b.owner_id
        where b.opportunity_id is null and b.deleted_at is null
          and (b.company_id in (select id from firm) or b.person_id in (select id from who)) and %5$s
        union all
        select v.at, k.id, v.what, null, null, b.what, v.score, v.said, null, null, k.person_name
        from customers.check_in k left join customers.purchase b on b.id = k.purchase_id
        cross join lateral (values
          (case when k.voided_at is null then k.asked_at end, 'opinion.asked', null, null),
          (k.answered_at, 'opinion.answered', cast(k.score as text), nullif(k.comment, ''))) v (at, what, score, said)
        where (k.company_id in (select id from firm) or k.person_id in (select id from who)) and %6$s
        union all
        select a.asked_at, a.id, 'referral.asked.' || a.answer, null, null, null, null, nullif(a.note, ''),
               null, u.name, a.person_name
        from customers.referral_ask a join identity.user_account u on u.id = a.asked_by
        where (a.company_id in (select id from firm) or a.person_id in (select id from who)) and %7$s
        union all
        select a.at, a.id, 'customer.owner', null, null, null, null,
               concat_ws(E'\\n', coalesce(f.name, '—') || ' → ' || coalesce(t.name, '—'), a.note),
               null, u.name, null
        from customers.owner_change a join identity.user_account u on u.id = a.by_id
        left join identity.user_account f on f.id = a.from_id
        left join identity.user_account t on t.id = a.to_id
        where (a.company_id in (select id from firm) or a.person_id in (select id from who)) and %7$s
        union all
        select v.at, r.lead_id, v.what, null, null, r.person_name, null, null, null, v.by_name, r.referrer_name
        from customers.referral r left join identity.user_account u on u.id = r.thanked_by
        cross join lateral (values (r.at, 'referral.came', null),
          (r.thanked_at, 'referral.thanked', u.name)) v (at, what, by_name)
        where (r.company_id in (select id from firm) or r.referred_by in (select id from who)) and %8$s
        union all
        select c.at, c.id, case when c.discount_after is null then 'deal.discount.none' else 'deal.discount' end,
               'deal', d.id, d.name, null, c.reason, null, u.name, null
        from deals join pipeline.opportunity d on d.id = deals.id
        join pipeline.discount_change c on c.opportunity_id = d.id
        left join identity.user_account u on u.id = c.by_user
        where %2$s
        union all
        select c.at, c.id, case when c.amount_after is null then 'deal.amount.none' else 'deal.amount' end,
               'deal', d.id, d.name, null, null, null, u.name, null
        from deals join pipeline.opportunity d on d.id = deals.id
        join pipeline.amount_change c on c.opportunity_id = d.id
        left join identity.user_account u on u.id = c.by_user
        where %2$s
        union all
        select v.at, k.id, v.what, 'deal', d.id, d.name, null, v.text, null, u.name, null
        from deals join pipeline.opportunity d on d.id = deals.id
        join pipeline.buyer_risk k on k.opportunity_id = d.id
        cross join lateral (values (k.created_at, 'deal.risk', k.risk, k.created_by),
          (case when k.state <> 'OPEN' then k.changed_at end, 'deal.risk.' || k.state,
           concat_ws(': ', k.risk, k.mitigation), k.changed_by)) v (at, what, text, by)
        join identity.user_account u on u.id = v.by
        where %2$s
        union all
        select s.changed_at, s.opportunity_id, 'deal.costs', 'deal', d.id, d.name, null, s.alternative, null, u.name, null
        from deals join pipeline.opportunity d on d.id = deals.id
        join pipeline.cost_sheet s on s.opportunity_id = d.id
        join identity.user_account u on u.id = s.changed_by
        where %2$s
        union all
        select u.used_at, u.id, case when i.id is null then 'used.material' else 'used.script' end,
               case when i.id is null then 'material' else 'script' end, coalesce(i.id, m.id),
               coalesce(i.title, m.title), null, null, null, by.name, null
        from playbook.item_use u
        left join playbook.script i on i.id = u.script_id
        left join playbook.material m on m.id = u.material_id
        join identity.user_account by on by.id = u.used_by
        where u.about_kind = 'PERSON' and u.about_id in (select id from who)
          or u.about_kind = 'LEAD' and u.about_id in (
            select l.id from leads.lead l join who on who.id = l.person_id where %1$s)
          or u.about_kind = 'DEAL' and u.about_id in (
            select d.id from deals join pipeline.opportunity d on d.id = deals.id where %2$s)
        union all
        select c.at, c.id, 'consent.' || c.state, null, null, null, null, c.source, null, null, who.name
        from contacts.consent c join who on who.id = c.person_id
      ) e
      where e.at is not null and e.what ~ :kinds and (cast(:before as timestamptz) is null
        or (e.at, e.entry, e.what) < (:before, cast(:entry as uuid), cast(:what as text)))
      order by e.at desc, e.entry desc, e.what desc limit :limit) e
      left join lateral (
        select c.discount_after as amount, c.currency_after as currency,
               null::numeric as was_amount, null::text as was_currency, null::date as from_day,
               null::date as to_day,
               c.discount_after / nullif(c.discount_after + coalesce((
                 select m.amount_before from pipeline.amount_change m
                 where m.opportunity_id = c.opportunity_id and m.at > c.at
                 order by m.at, m.id limit 1), o.amount), 0) as share
        from pipeline.discount_change c join pipeline.opportunity o on o.id = c.opportunity_id
        where e.what = 'deal.discount' and c.id = e.entry
        union all
        select c.amount_after, c.currency_after, c.amount_before, c.currency_before, null, null, null
        from pipeline.amount_change c
        where e.what in ('deal.amount', 'deal.amount.none') and c.id = e.entry
        union all
        select null, null, null, null, n.from_date, n.to_date, null
        from pipeline.postponement n where e.what = 'deal.postponed' and n.id = e.entry
        union all
        select null, null, null, null, n.from_date, n.to_date, null
        from pipeline.close_advance n where e.what = 'deal.sooner' and n.id = e.entry
        union all
        select null, null, null, null, null, n.until_day, null
        from pipeline.snooze n where e.what = 'deal.snoozed' and n.id = e.entry
        union all
        select null, null, null, null, null, n.until_day, null
        from pipeline.more_time n where e.what = 'deal.moreTime' and n.id = e.entry
        union all
        select null, null, null, null, coalesce(b.lasts_from, b.bought_on), b.renews_on, null
        from customers.purchase b
        where e.what = 'purchase' and b.id = e.entry and b.renews_on is not null) x on true
      order by e.at desc, e.entry desc, e.what desc
      """;

  /** That something said does not belong to a deal out of scope. */
  private static final String SAID =
      """
      not exists (
        select from pipeline.step_done said join pipeline.opportunity d on d.id = said.opportunity_id
        where said.interaction_id = i.id and (%s) is not true)
      """;

  /** That a purchase was made by somebody in scope, or is one of a customer of theirs. */
  private static final String PURCHASED =
      """
      (%s or exists (
        select from customers.customer c
        where coalesce(c.company_id, c.person_id) = coalesce(b.company_id, b.person_id) and %s))
      """;

  /** That a signal is not about somebody whom only sales people out of scope work. */
  static final String SIGNALLED =
      """
      (select coalesce(bool_or(w.mine) or not bool_or(w.others), true) from (
         select %1$s as mine, l.sales_owner_id is not null and not (%1$s) as others
         from leads.lead l where l.person_id = s.person_id and l.stage <> 'ENDED'
         union all
         select %2$s, d.owner_id is not null and not (%2$s)
         from pipeline.opportunity d where d.kind = 'OPEN' and d.id in (
           select o.id from pipeline.opportunity o where o.person_id = s.person_id
           union all
           select b.opportunity_id from pipeline.buying_role b where b.person_id = s.person_id)) w)
      """;

  /** That somebody in scope is in charge of the customer, whose identifiers are named. */
  private static final String OPINED =
      """
      exists (
        select from customers.customer c
        where coalesce(c.company_id, c.person_id) in (%s) and %s)
      """;

  /** What they bought, themselves or the company where they work, each purchase once. */
  private static final String BOUGHT =
      """
      with who as (
        select p.id, p.company_id from contacts.person p
        where p.id = cast(:person as uuid) or p.company_id = cast(:company as uuid) limit 500),
      bought as (
        select cast(b.bought_on as timestamp) at time zone g.time_zone as at, b.what,
               row_number() over (order by b.bought_on, b.id) as nth
        from (
          select b.id from customers.purchase b join who on who.id = b.person_id
          union
          select b.id from customers.purchase b
          where b.company_id in (select company_id from who) or b.company_id = cast(:company as uuid)
        ) theirs join customers.purchase b on b.id = theirs.id
        cross join identity.organization g
        where b.deleted_at is null)
      """;

  private final JdbcClient jdbc;
  private final MessageSource messages;

  Timelines(JdbcClient jdbc, MessageSource messages) {
    this.jdbc = jdbc;
    this.messages = messages;
  }

  private static String ofTheirs(String customer, Scope scope) {
    return scope.all() ? "true" : OPINED.formatted(customer, scope.condition("c.owner_id"));
  }

  /**
   * What happened before a place, or most recently; one entry more than a page shows.
   *
   * @param deal of a deal: what happened to it, to those who take part in buying, and to the
   *     company
   * @param kind only what is of this kind; null for all
   * @param locale of the words that stand before what somebody said after a trial, and before what
   *     was told and offered to them
   */
  List<Entry> of(
      @Nullable UUID person,
      @Nullable UUID company,
      @Nullable UUID deal,
      @Nullable Kind kind,
      @Nullable Place before,
      CurrentUser viewer,
      Locale locale) {
    Scope scope = viewer.scope();
    return jdbc.sql(
            ENTRIES.formatted(
                scope.condition("l.sales_owner_id"),
                scope.condition("d.owner_id"),
                scope.all() ? "true" : SAID.formatted(scope.condition("d.owner_id")),
                scope.all()
                    ? "true"
                    : SIGNALLED.formatted(
                        scope.condition("l.sales_owner_id"), scope.condition("d.owner_id")),
                scope.all()
                    ? "true"
                    : PURCHASED.formatted(
                        scope.condition("b.owner_id"), scope.condition("c.owner_id")),
                ofTheirs("coalesce(k.company_id, k.person_id)", scope),
                ofTheirs("coalesce(a.company_id, a.person_id)", scope),
                ofTheirs("r.company_id, r.referred_by", scope)))
        .param("person", person)
        .param("company", company)
        .param("deal", deal)
        .param("kinds", kind == null ? "" : kind.pattern)
        .param("told", messages.getMessage("timeline.told", null, locale))
        .param("offered", messages.getMessage("timeline.offered", null, locale))
        .param("rival", messages.getMessage("deal.ended.to", new Object[] {"{0}"}, locale))
        .param(
            "skipped", messages.getMessage("timeline.deal.skipped", new Object[] {"{0}"}, locale))
        .param("skippedSome", messages.getMessage("timeline.deal.skippedSome", null, locale))
        .param("unmet", messages.getMessage("deal.moves.unmet", new Object[] {"{0}"}, locale))
        .param("before", before == null ? null : before.at().atOffset(ZoneOffset.UTC))
        .param("entry", before == null ? null : before.entry())
        .param("what", before == null ? null : before.what())
        .param("limit", PAGE + 1)
        .param("expected", messages.getMessage("timeline.said.expected", null, locale))
        .param("surprised", messages.getMessage("timeline.said.surprised", null, locale))
        .param(Scope.PARAMETER, scope.owners())
        .query(Entry.class)
        .list();
  }

  /**
   * What is going on with somebody.
   *
   * @param target {@code lead} or {@code deal}
   * @param name the deal's; of a lead, its person's
   */
  record Going(String target, UUID id, String name, Instant since) {}

  /** Their open lead, if the viewer may see it, and their open deals, the newest first. */
  List<Going> going(@Nullable UUID person, @Nullable UUID company, CurrentUser viewer) {
    Scope scope = viewer.scope();
    return jdbc.sql(
            """
            (select 'lead' as target, l.id, l.person_name as name, l.created_at as since
             from leads.lead l
             where l.person_id = cast(:person as uuid) and l.stage <> 'ENDED' and %s
             order by l.created_at desc limit 1)
            union all
            (select 'deal', d.id, d.name, d.opened_at
             from pipeline.opportunity d
             where d.kind = 'OPEN' and %s and d.id in (
               select o.id from pipeline.opportunity o
               where o.person_id = cast(:person as uuid) or o.company_id = cast(:company as uuid)
               union
               select b.opportunity_id from pipeline.buying_role b
               where b.person_id = cast(:person as uuid))
             order by d.opened_at desc, d.id limit 10)
            """
                .formatted(scope.condition("l.sales_owner_id"), scope.condition("d.owner_id")))
        .param("person", person)
        .param("company", company)
        .param(Scope.PARAMETER, scope.owners())
        .query(Going.class)
        .list();
  }

  /**
   * A deal that a lead became or joined.
   *
   * @param step what comes next; null where nobody planned it
   */
  record Dealing(
      UUID id,
      String name,
      boolean open,
      String stage,
      @Nullable String step,
      @Nullable LocalDate on) {

    /** How urgent it is, as in the class of its mark. */
    public String state(LocalDate today) {
      if (!open || on == null) {
        return open ? "none" : "closed";
      }
      return on.isBefore(today) ? "late" : on.equals(today) ? "today" : "later";
    }
  }

  /**
   * The deals of a lead that the viewer may see, open ones first, so that the lead says what comes
   * next.
   */
  List<Dealing> dealings(UUID lead, CurrentUser viewer) {
    return jdbc.sql(
            """
            select d.id, d.name, d.kind = 'OPEN' as open, s.name as stage, d.next_step as step,
                   d.next_step_on as on
            from pipeline.opportunity d join pipeline.stage s on s.id = d.stage_id
            where %s and d.id in (
              select o.id from pipeline.opportunity o where o.lead_id = :lead
              union
              select a.opportunity_id from pipeline.acceptance a where a.lead_id = :lead)
            order by d.kind = 'OPEN' desc, d.opened_at desc, d.id limit 5
            """
                .formatted(viewer.scope().condition("d.owner_id")))
        .param("lead", lead)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(Dealing.class)
        .list();
  }

  /** What marketing has already done with a person: the activities they met, newest first. */
  List<Entry> marketing(UUID person) {
    return jdbc.sql(
            """
            select t.at, t.id as entry, 'touch.' || t.kind as what, 'occurrence' as target, o.id, o.title,
                   case when not t.counts then 'NOT_DONE' end as result, a.goal as text, o.phase, u.name as by_name, null as person_name,
                   null::numeric as amount, null as currency, null::numeric as was_amount,
                   null as was_currency, null::date as from_day, null::date as to_day,
                   null::numeric as share
            from planner.touch t join planner.occurrence o on o.id = t.occurrence_id
            join planner.activity a on a.id = o.activity_id
            join identity.user_account u on u.id = o.owner_id
            where t.person_id = :person order by t.at desc limit 20
            """)
        .param("person", person)
        .query(Entry.class)
        .list();
  }

  /**
   * Since when they are customers, and how often they bought, by deals that were won and by what
   * was written down or imported. Empty while they have bought nothing.
   */
  Optional<Customer> customer(@Nullable UUID person, @Nullable UUID company) {
    return jdbc.sql(
            BOUGHT
                + """
                select min(at) as since, count(*) as purchases from bought having count(*) > 0
                """)
        .param("person", person)
        .param("company", company)
        .query(Customer.class)
        .optional();
  }

  /**
   * The furthest phase that a person has reached, with the day and what moved them (R005): by
   * meeting an activity, more than being invited to it; by buying, once or again; by recommending.
   */
  Optional<Reached> reached(@Nullable UUID person, @Nullable UUID company) {
    return jdbc.sql(
            BOUGHT
                + """
            select * from (
              select o.phase, min(t.at) as since, min(o.title) as by
              from planner.counted_touch t join planner.occurrence o on o.id = t.occurrence_id
              where t.person_id in (select id from who) and t.kind <> 'INVITED'
                and o.phase in ('KNOW', 'LIKE', 'TRUST', 'TRY')
              group by o.phase
              union all
              (select case when nth = 1 then 'BUY' else 'REPEAT' end, at, what
               from bought where nth <= 2 order by nth desc limit 1)
              union all
              select 'REFER', min(l.created_at), min(l.person_name) from leads.lead l
              where l.referred_by in (select id from who) having count(*) > 0) r
            order by array_position(cast(:order as text[]), r.phase) desc limit 1
            """)
        .param("person", person)
        .param("company", company)
        .param("order", "{KNOW,LIKE,TRUST,TRY,BUY,REPEAT,REFER}")
        .query(Reached.class)
        .optional()
        .filter(r -> HourglassPhase.valueOf(r.phase()) != null);
  }
}
