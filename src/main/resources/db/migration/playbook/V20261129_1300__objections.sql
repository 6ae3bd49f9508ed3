-- What customers object, and what to answer; material may be for those with a certain part in buying.
alter table playbook.material
  drop constraint material_kind_check,
  add constraint material_kind_check
    check (kind in ('CASE', 'BENCHMARK', 'BATTLECARD', 'OBJECTION', 'LINK')),
  add column spoken_to text
    check (spoken_to in ('DECIDES', 'USES', 'INFLUENCES', 'PAYS', 'TECHNICAL')),
  add constraint material_objection_check check (kind <> 'OBJECTION' or answer is not null);
