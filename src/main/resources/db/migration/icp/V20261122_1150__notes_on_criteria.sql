-- What a criterion rests on, in words: who was found to buy, with the counts.
alter table icp.criterion add column note text check (note <> '' and length(note) <= 1000);
