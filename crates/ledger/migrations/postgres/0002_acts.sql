-- The acts, in the order in which they were recorded. Rows are inserted and never changed.
create table acts (
    tenant text collate "C" not null,
    position bigint not null,
    register text collate "C" not null,
    matter text collate "C" not null,
    version bigint not null,
    act text collate "C" not null,
    at bigint not null,
    recorded_at bigint not null,
    recorded_elsewhere bigint,
    under text collate "C",
    cells text collate "C" not null,
    constraint acts_pkey primary key (tenant, position)
)
