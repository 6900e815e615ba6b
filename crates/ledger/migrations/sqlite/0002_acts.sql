-- The acts, in the order in which they were recorded. Rows are inserted and never changed.
create table acts (
    tenant text not null,
    position bigint not null,
    register text not null,
    matter text not null,
    version bigint not null,
    act text not null,
    at bigint not null,
    recorded_at bigint not null,
    recorded_elsewhere bigint,
    under text,
    cells text not null,
    constraint acts_pkey primary key (tenant, position)
) without rowid
