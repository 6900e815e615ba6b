-- Contents of attached files, each with the salt that its commitment is made with, sealed by the key of
-- its subject.
create table files (
    tenant text collate "C" not null,
    subject text collate "C" not null,
    commitment text collate "C" not null,
    sealed bytea not null,
    constraint files_pkey primary key (tenant, subject, commitment)
)
