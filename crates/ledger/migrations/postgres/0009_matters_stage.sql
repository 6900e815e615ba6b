-- Read model: the stage a matter is in.
alter table matters add column stage text collate "C"
