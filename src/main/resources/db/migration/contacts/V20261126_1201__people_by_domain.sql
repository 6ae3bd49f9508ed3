-- Whom somebody being typed may be a colleague of, or the same as.
create index person_mail_domain_idx on contacts.person (contacts.mail_domain(email));
