-- What witnesses signed: signature lines that belong to the note of a checkpoint.
create table cosignatures (
    tenant text collate "C" not null,
    size bigint not null,
    witness text collate "C" not null,
    line text not null,
    constraint cosignatures_pkey primary key (tenant, size, witness)
)
