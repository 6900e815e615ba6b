-- Read model: what the figures count of a matter from `year` to `until`.
create table facts (
    tenant text not null,
    matter text not null,
    year bigint not null,
    until bigint not null,
    opened bigint not null,
    facts text not null,
    constraint facts_pkey primary key (tenant, matter, year)
) without rowid
