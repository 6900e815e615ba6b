-- The hashes of the log's tree, 256 to a tile.
create table tiles (
    tenant text not null,
    level bigint not null,
    place bigint not null,
    hashes blob not null,
    constraint tiles_pkey primary key (tenant, level, place)
)
