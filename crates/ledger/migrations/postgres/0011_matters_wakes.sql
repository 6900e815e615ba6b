-- Read model: the first instant at which the matter has moved on by itself.
alter table matters add column wakes bigint
