-- What is kept no longer than until a time.
create index kept_until on kept (tenant, until) where until is not null
