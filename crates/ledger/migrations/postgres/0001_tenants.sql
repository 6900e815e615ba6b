-- One row a tenant. Its update is what a batch begins with: it holds the tenant until the commit.
create table tenants (
    tenant text collate "C" not null,
    position bigint not null,
    recorded_at bigint not null,
    constraint tenants_pkey primary key (tenant)
)
