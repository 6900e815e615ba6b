-- Whom or what texts are about: what stands for the name, and the key, wrapped by the master key;
-- both go when the subject is erased.
create table subjects (
    tenant text collate "C" not null,
    subject text collate "C" not null,
    blind bytea,
    master text collate "C",
    wrapped_key bytea,
    opened_at bigint not null,
    retain_until bigint,
    erased_at bigint,
    constraint subjects_pkey primary key (tenant, subject)
)
