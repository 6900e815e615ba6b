-- Read model: the clocks that run. `due` is the earlier of promise and law.
create table dues (
    tenant text not null,
    matter text not null,
    clock text not null,
    started bigint not null,
    promised bigint,
    by_law bigint,
    due bigint,
    constraint dues_pkey primary key (tenant, matter, clock)
) without rowid
