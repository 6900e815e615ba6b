-- The verifier key that the tenant's log is signed for; null where no log is kept.
alter table tenants add column log_key text
