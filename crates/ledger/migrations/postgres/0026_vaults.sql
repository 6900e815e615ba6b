-- By which master key a tenant's subjects are found: the key of their index, wrapped.
create table vaults (
    tenant text collate "C" not null,
    master text collate "C" not null,
    index_key bytea not null,
    constraint vaults_pkey primary key (tenant)
)
