-- The matters of a register in the order in which they were opened.
create unique index matters_in_order on matters (tenant, register, opened)
