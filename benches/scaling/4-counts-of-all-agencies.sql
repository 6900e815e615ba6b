select tenant, act, count(*) from acts where register = 'matters' group by tenant, act order by tenant, act;
