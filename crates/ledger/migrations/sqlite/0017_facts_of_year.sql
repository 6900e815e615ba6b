-- The facts of a year, in the order in which their matters were opened.
create index facts_of_year on facts (tenant, until, opened)
