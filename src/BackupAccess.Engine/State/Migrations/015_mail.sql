-- The server that notifications go out by; one, under the name 'default'.
CREATE TABLE mail_server (
    name TEXT PRIMARY KEY,
    host TEXT NOT NULL,
    port INTEGER NOT NULL,
    security TEXT NOT NULL,
    sender TEXT NOT NULL,
    user_name TEXT,
    sealed_password BLOB
);

-- Notifications that are still to be sent.
CREATE TABLE notification (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL
);
CREATE INDEX notification_due ON notification (due_at);
