select act, count(*) from acts where tenant = 'office 7' and register = 'matters' group by act order by act;
