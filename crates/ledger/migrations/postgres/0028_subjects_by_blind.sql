-- A subject by its name, and that no name has two.
create unique index subjects_by_blind on subjects (tenant, blind) where blind is not null
