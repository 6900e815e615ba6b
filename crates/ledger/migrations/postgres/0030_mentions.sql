-- Read model: whom a matter is about.
create table mentions (
    tenant text collate "C" not null,
    matter text collate "C" not null,
    subject text collate "C" not null,
    constraint mentions_pkey primary key (tenant, matter, subject)
)
