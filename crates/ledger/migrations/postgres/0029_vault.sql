-- Texts, each with the salt that its commitment is made with, sealed by the key of its subject.
create table vault (
    tenant text collate "C" not null,
    subject text collate "C" not null,
    commitment text collate "C" not null,
    sealed bytea not null,
    constraint vault_pkey primary key (tenant, subject, commitment)
)
