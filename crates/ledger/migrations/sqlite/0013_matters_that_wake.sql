-- The matters that move on by themselves, in the order in which they do.
create index matters_that_wake on matters (tenant, wakes, matter) where wakes is not null
