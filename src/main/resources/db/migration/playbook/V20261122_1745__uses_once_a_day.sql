-- Somebody uses a script or a piece of material for a record once a day, however often they copy it
-- or say so (R046). What was counted twice is counted once from now on.
alter table playbook.item_use add column day date;
update playbook.item_use set day = cast(used_at at time zone 'UTC' as date);
delete from playbook.item_use u using playbook.item_use first
where first.script_id is not distinct from u.script_id
  and first.material_id is not distinct from u.material_id
  and first.about_kind = u.about_kind and first.about_id = u.about_id
  and first.used_by = u.used_by and first.day = u.day
  and (first.used_at, first.id) < (u.used_at, u.id);
alter table playbook.item_use alter column day set not null;
create unique index item_use_day_key on playbook.item_use
  (coalesce(script_id, material_id), about_kind, about_id, used_by, day);
create index item_use_lately_idx on playbook.item_use (used_at, used_by);
