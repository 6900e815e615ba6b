-- What was answered to an append, by its idempotency key.
create table answers (
    tenant text not null,
    idempotency_key text not null,
    content text not null,
    position bigint not null,
    version bigint not null,
    acts bigint not null,
    recorded_at bigint not null,
    constraint answers_pkey primary key (tenant, idempotency_key)
) without rowid
