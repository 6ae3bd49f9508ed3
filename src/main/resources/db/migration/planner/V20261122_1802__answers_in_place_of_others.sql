-- Whether somebody answered in place of those whom marketing had asked (R098).
alter table planner.audience_review add column in_place boolean not null default false;
update planner.audience_review r set in_place = true
where r.decided_by is not null
  and exists (select from planner.audience_reviewer v where v.review_id = r.id)
  and not exists (select from planner.audience_reviewer v
    where v.review_id = r.id and v.to_user = r.decided_by);
