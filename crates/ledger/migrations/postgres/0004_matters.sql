-- Read model: where each matter stands in the ledger.
create table matters (
    tenant text collate "C" not null,
    register text collate "C" not null,
    matter text collate "C" not null,
    version bigint not null,
    row_version bigint not null,
    opened bigint not null,
    under text collate "C",
    constraint matters_pkey primary key (tenant, register, matter)
)
