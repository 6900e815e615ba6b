-- The matters that are about somebody.
create index mentions_of_subject on mentions (tenant, subject, matter)
