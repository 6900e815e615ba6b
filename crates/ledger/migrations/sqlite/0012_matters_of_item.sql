-- The matters of an item, to be made again when the item changes.
create index matters_of_item on matters (tenant, item_code, matter) where item_code is not null
