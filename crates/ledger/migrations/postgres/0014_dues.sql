-- Read model: the clocks that run. `due` is the earlier of promise and law.
create table dues (
    tenant text collate "C" not null,
    matter text collate "C" not null,
    clock text collate "C" not null,
    started bigint not null,
    promised bigint,
    by_law bigint,
    due bigint,
    constraint dues_pkey primary key (tenant, matter, clock)
)
