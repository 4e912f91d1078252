-- Resets of encryption keys that were asked for and haven't been done. begun is 1 from when the key command is about to
-- delete the key: nothing opens the account's repositories from then on, and nothing takes the reset back.
CREATE TABLE encryption_reset (
    account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    requested_by TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    begun INTEGER NOT NULL DEFAULT 0,
    -- Why it couldn't be done when it was due, and when it is tried again.
    failure TEXT,
    retry_at BIGINT NOT NULL DEFAULT 0
);
