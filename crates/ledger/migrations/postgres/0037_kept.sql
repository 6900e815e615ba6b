-- What is kept beside acts and changed in place, under a name that isn't stored, until a time if it has
-- one; sealed.
create table kept (
    tenant text collate "C" not null,
    kind text collate "C" not null,
    name bytea not null,
    owner bytea,
    until bigint,
    sealed bytea not null,
    constraint kept_pkey primary key (tenant, kind, name)
)
