-- What our people say about somebody or a company, besides what they say about a deal or a lead.
alter table pipeline.comment
  drop constraint comment_check,
  add column person_id uuid references contacts.person on delete cascade,
  add column company_id uuid references contacts.company on delete cascade,
  add constraint comment_topic_check
    check (num_nonnulls(opportunity_id, lead_id, person_id, company_id) = 1);
create index comment_person_idx on pipeline.comment (person_id, at desc, id desc) where person_id is not null;
create index comment_company_idx on pipeline.comment (company_id, at desc, id desc) where company_id is not null;
