-- Texts that every restore and download has to accept.
CREATE TABLE restore_condition (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT
);

-- When restores of an account began, for as long as that may count against the limit.
CREATE TABLE account_restore (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    begun_at BIGINT NOT NULL
);
CREATE INDEX account_restore_account ON account_restore (account_id, begun_at);
