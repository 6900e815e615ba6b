-- SQLite keeps no values in statistics: nothing is to be done.
update vault set sealed = sealed where false
