-- How many acts of a tenant its log has taken in, and which program does so until when.
create table logs (
    tenant text not null,
    size bigint not null,
    leased_by text,
    leased_until bigint not null,
    constraint logs_pkey primary key (tenant)
) without rowid
