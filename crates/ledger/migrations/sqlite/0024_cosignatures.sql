-- What witnesses signed: signature lines that belong to the note of a checkpoint.
create table cosignatures (
    tenant text not null,
    size bigint not null,
    witness text not null,
    line text not null,
    constraint cosignatures_pkey primary key (tenant, size, witness)
) without rowid
