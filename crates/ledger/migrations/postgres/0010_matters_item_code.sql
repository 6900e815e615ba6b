-- Read model: the item a matter is about.
alter table matters add column item_code text collate "C"
