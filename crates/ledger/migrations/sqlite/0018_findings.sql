-- Read model: what is wrong with rows and acts of matters.
create table findings (
    tenant text not null,
    matter text not null,
    position bigint not null,
    code text not null,
    is_of_row boolean not null,
    field text not null,
    message text not null,
    constraint findings_pkey primary key (tenant, matter, position, code)
) without rowid
