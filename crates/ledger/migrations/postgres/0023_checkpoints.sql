-- Every tree head that was signed, as a signed note.
create table checkpoints (
    tenant text collate "C" not null,
    size bigint not null,
    signed_at bigint not null,
    note text not null,
    constraint checkpoints_pkey primary key (tenant, size)
)
