-- The acts of one matter, and that no version of it is there twice.
create unique index acts_by_matter on acts (tenant, register, matter, version)
