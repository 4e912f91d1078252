-- What somebody has written about a backup.
ALTER TABLE backup ADD COLUMN note TEXT;
