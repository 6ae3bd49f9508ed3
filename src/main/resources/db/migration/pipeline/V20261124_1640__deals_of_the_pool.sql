-- While its lead waits in the pool, a deal is nobody's: whoever takes the lead has it. A deal that
-- its owner has by another lead stays theirs.
update pipeline.opportunity o
set owner_id = null, snoozed_until = null, version = version + 1
where o.kind = 'OPEN' and o.owner_id is not null
  and exists (select from leads.lead l
    where l.stage = 'HANDED_OVER' and l.sales_owner_id is null
      and (l.id = o.lead_id
        or l.id in (select a.lead_id from pipeline.acceptance a where a.opportunity_id = o.id)))
  and not exists (select from leads.lead l
    where l.stage in ('HANDED_OVER', 'ACCEPTED') and l.sales_owner_id = o.owner_id
      and (l.id = o.lead_id
        or l.id in (select a.lead_id from pipeline.acceptance a where a.opportunity_id = o.id)));
