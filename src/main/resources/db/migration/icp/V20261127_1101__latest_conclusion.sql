-- What was last concluded about an edition (R068), with how many of the notes that it rests on say
-- something else now than when it cited them.
create view icp.latest_conclusion as
select v.edition_id, v.verdict, v.conclusion,
       (select count(*) from icp.validation_evidence e
        where e.validation_id = v.id and exists (select from icp.research_note_before b
          where b.note_id = e.note_id and b.version >= e.note_version)) as changed
from (select distinct on (edition_id) id, edition_id, verdict, conclusion
      from icp.validation order by edition_id, created_at desc, id desc) v;
