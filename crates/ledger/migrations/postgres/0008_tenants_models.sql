-- How the read models were made; null while they are being made again.
alter table tenants add column models text collate "C"
