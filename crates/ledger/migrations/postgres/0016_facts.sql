-- Read model: what the figures count of a matter from `year` to `until`.
create table facts (
    tenant text collate "C" not null,
    matter text collate "C" not null,
    year bigint not null,
    until bigint not null,
    opened bigint not null,
    facts text collate "C" not null,
    constraint facts_pkey primary key (tenant, matter, year)
)
