-- When a backup of an account was last deleted: two weeks after that an orphan without any is dropped. Apart from the
-- account's row, whose change has its record written anew.
CREATE TABLE backup_deletion (
    account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    deleted_at BIGINT NOT NULL
);
