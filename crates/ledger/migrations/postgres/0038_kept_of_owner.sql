-- What is kept of one owner.
create index kept_of_owner on kept (tenant, kind, owner) where owner is not null
