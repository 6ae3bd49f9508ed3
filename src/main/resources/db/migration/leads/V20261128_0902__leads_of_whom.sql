-- Which of our people have leads in marketing, and which leads: the list is narrowed down by them.
create index lead_owner_idx on leads.lead (owner_id) where owner_id is not null;
