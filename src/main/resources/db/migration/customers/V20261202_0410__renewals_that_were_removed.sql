-- What was renewed by a purchase that was taken away since is to be renewed again; renewed_by_id
-- stays, so that bringing that purchase back renews it.
update customers.purchase p
set renewal_as = null, renewal_why = null, renewal_at = null, renewal_by = null
from customers.purchase next
where next.id = p.renewed_by_id and next.deleted_at is not null and p.renewal_as = 'RENEWED';

update customers.customer c set renewal_on = open.renewal_on, rhythm_due = true
from (
  select coalesce(p.company_id, p.person_id) as customer, min(p.renews_on) as renewal_on
  from customers.purchase p
  where p.deleted_at is null and p.renewal_as is null and p.renews_on is not null
  group by 1) open
where coalesce(c.company_id, c.person_id) = open.customer
  and c.renewal_on is distinct from open.renewal_on;
