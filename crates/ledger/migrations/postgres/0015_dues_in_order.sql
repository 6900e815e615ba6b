-- What falls due, in order.
create index dues_in_order on dues (tenant, due, matter) where due is not null
