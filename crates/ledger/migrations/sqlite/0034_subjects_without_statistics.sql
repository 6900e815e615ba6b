-- SQLite keeps no values in statistics: nothing is to be done.
update subjects set blind = blind where false
