-- Read model: what is wrong with rows and acts of matters.
create table findings (
    tenant text collate "C" not null,
    matter text collate "C" not null,
    position bigint not null,
    code text collate "C" not null,
    is_of_row boolean not null,
    field text collate "C" not null,
    message text collate "C" not null,
    constraint findings_pkey primary key (tenant, matter, position, code)
)
