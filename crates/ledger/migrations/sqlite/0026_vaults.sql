-- By which master key a tenant's subjects are found: the key of their index, wrapped.
create table vaults (
    tenant text not null,
    master text not null,
    index_key blob not null,
    constraint vaults_pkey primary key (tenant)
) without rowid
