-- What plug-ins have begun on accounts and is to be ended. Written before the plug-in is asked to begin, and gone once it
-- has ended it. Who holds the account's lease has these; where nobody does, whoever comes next sees to them.
CREATE TABLE plugin_undo (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    -- What was begun later is ended sooner.
    sequence BIGINT NOT NULL,
    plugin TEXT NOT NULL,
    operation TEXT NOT NULL,
    -- What the plug-in is told, but for what it has handed on.
    document TEXT NOT NULL,
    state TEXT,
    attempts BIGINT NOT NULL DEFAULT 0,
    failure TEXT,
    due_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX plugin_undo_account ON plugin_undo (account_id, sequence);
