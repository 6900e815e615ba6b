-- Contents of attached files, each with the salt that its commitment is made with, sealed by the key of
-- its subject.
create table files (
    tenant text not null,
    subject text not null,
    commitment text not null,
    sealed blob not null,
    constraint files_pkey primary key (tenant, subject, commitment)
)
