-- SQLite keeps no values in statistics: there is nothing to be done.
drop index if exists statistics_of_kept_owner
