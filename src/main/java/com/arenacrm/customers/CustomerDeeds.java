package com.arenacrm.customers;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.Scope;
import com.arenacrm.pipeline.day.DoneWork;
import com.arenacrm.pipeline.tasks.Tasks;
import org.springframework.stereotype.Component;

/**
 * What somebody did in a day for customers besides talking: asking for recommendations and
 * opinions, saying thank you, writing opinions down, seeing to those who are not happy, settling
 * renewals.
 */
@Component
class CustomerDeeds implements DoneWork {

  /**
   * A low score that was seen to by ticking off its task or noting a talk is counted as that; a
   * renewal that a won deal settled is counted as the deal.
   */
  private static final String DEEDS =
      """
      select a.asked_at, null, null, null, case when %1$s then a.note end, case when %1$s then c.name end,
        case when %1$s then '/customers/' || coalesce(c.company_id, c.person_id) || '/referrals' end,
        'REFERRAL_ASKED'
      from customers.referral_ask a
      left join customers.customer c
        on coalesce(c.company_id, c.person_id) = coalesce(a.company_id, a.person_id)
      where a.asked_by = :doneBy and a.asked_at >= :doneFrom and a.asked_at < :doneUntil
      union all
      select r.thanked_at, case when %1$s then r.person_name end, null, null, null,
        case when %1$s then c.name end,
        case when %1$s then '/customers/' || coalesce(c.company_id, c.person_id) || '/referrals' end,
        'THANKED'
      from customers.referral r
      left join lateral (
        select * from customers.customer k
        where coalesce(k.company_id, k.person_id) in (r.company_id, r.referred_by)
        order by k.company_id is null limit 1) c on true
      where r.thanked_by = :doneBy and r.thanked_at >= :doneFrom and r.thanked_at < :doneUntil
      union all
      select k.created_at, case when k.hash is null and %1$s then k.score || '/10' end, null, null,
        case when k.hash is null and %1$s then k.comment end, case when %1$s then c.name end,
        case when %1$s then '/customers/' || coalesce(c.company_id, c.person_id) || '/satisfaction' end,
        case when k.hash is null then 'OPINION_NOTED' else 'OPINION_ASKED' end
      from customers.check_in k
      left join customers.customer c
        on coalesce(c.company_id, c.person_id) = coalesce(k.company_id, k.person_id)
      where k.created_by = :doneBy and k.created_at >= :doneFrom and k.created_at < :doneUntil
        and k.voided_at is null
      union all
      select k.settled_at, null, null, null, case when %1$s then k.settled_how end,
        case when %1$s then c.name end,
        case when %1$s then '/customers/' || coalesce(c.company_id, c.person_id) || '/satisfaction' end,
        'COMPLAINT'
      from customers.check_in k
      left join customers.customer c
        on coalesce(c.company_id, c.person_id) = coalesce(k.company_id, k.person_id)
      where k.settled_by = :doneBy and k.settled_at >= :doneFrom and k.settled_at < :doneUntil
        and not exists (select from (%4$s) t where t.id = k.task_id and t.at = k.settled_at)
        and not exists (select from (%3$s) i where i.at = k.settled_at)
      union all
      select p.renewal_at, case when %2$s then p.what end, null, null,
        case when %2$s then p.renewal_why end,
        case when %2$s then coalesce(p.company_name, p.person_name) end,
        case when %2$s then '/customers/' || coalesce(p.company_id, p.person_id) end,
        case p.renewal_as when 'RENEWED' then 'RENEWED' else 'NOT_RENEWED' end
      from customers.purchase p
      where p.renewal_by = :doneBy and p.renewal_at >= :doneFrom and p.renewal_at < :doneUntil
        and p.deleted_at is null
        and not exists (select from customers.purchase n
          where n.id = p.renewed_by_id and n.opportunity_id is not null)
      """;

  @Override
  public String done(Scope viewer) {
    return DEEDS.formatted(
        Customers.visible(viewer), Purchases.visible(viewer), ContactBook.NOTED_BY, Tasks.DONE_BY);
  }
}
