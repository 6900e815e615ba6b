-- Read model: whom a matter is about.
create table mentions (
    tenant text not null,
    matter text not null,
    subject text not null,
    constraint mentions_pkey primary key (tenant, matter, subject)
) without rowid
