-- What stands above the text of a script when it is sent as an e-mail; with merge fields.
alter table playbook.script add column subject text check (subject <> '');
