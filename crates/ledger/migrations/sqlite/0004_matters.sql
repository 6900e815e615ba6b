-- Read model: where each matter stands in the ledger.
create table matters (
    tenant text not null,
    register text not null,
    matter text not null,
    version bigint not null,
    row_version bigint not null,
    opened bigint not null,
    under text,
    constraint matters_pkey primary key (tenant, register, matter)
) without rowid
