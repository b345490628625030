-- A file that a provider keeps, under the id that the provider gave it: this row says whose it is. Null: its pieces are here.
ALTER TABLE files ADD COLUMN provider text;
