-- What is kept beside acts and changed in place, under a name that isn't stored, until a time if it has
-- one; sealed.
create table kept (
    tenant text not null,
    kind text not null,
    name blob not null,
    owner blob,
    until bigint,
    sealed blob not null,
    constraint kept_pkey primary key (tenant, kind, name)
) without rowid
