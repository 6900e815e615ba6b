-- Position of the last act in a register that read models hang on.
alter table tenants add column basis bigint not null default 0
