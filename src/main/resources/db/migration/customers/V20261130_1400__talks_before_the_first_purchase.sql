-- Whoever was talked to before they bought for the first time, and not since, did talk to us.
update customers.customer c set last_contact_at = (
  select max(i.happened_at) from contacts.interaction i
  where (i.kind in ('CALL', 'MEETING', 'VISIT') and (i.result is null or i.result not in ('NO_ANSWER', 'SENT'))
      or i.kind in ('EMAIL', 'MESSAGE')
        and i.result in ('TALKED', 'MEETING_AGREED', 'ASKED_FOR_TIME', 'NOT_INTERESTED', 'AWAITS_ANSWER'))
    and (i.company_id = c.company_id or i.person_id = c.person_id
      or i.person_id in (select w.id from contacts.person w where w.company_id = c.company_id)))
where c.last_contact_at is null;
