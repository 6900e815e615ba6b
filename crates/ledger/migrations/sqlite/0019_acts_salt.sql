-- What an act is hashed with into the log; null until it is, where no key marked it when it was recorded.
alter table acts add column salt blob
