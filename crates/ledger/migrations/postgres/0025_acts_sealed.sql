-- What an act says of persons: by column, references to texts in the vault.
alter table acts add column sealed text
