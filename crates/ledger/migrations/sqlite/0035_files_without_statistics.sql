-- SQLite keeps no values in statistics: nothing is to be done.
update files set sealed = sealed where false
