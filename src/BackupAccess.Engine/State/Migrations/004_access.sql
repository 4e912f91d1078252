-- Declared permissions only; the built-in ones are part of the engine.
CREATE TABLE permission (
    name_key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT,
    operations TEXT NOT NULL
);

-- When permissions of a role end, each as NAME=TIME; those not named here don't.
ALTER TABLE role ADD COLUMN ends TEXT NOT NULL DEFAULT '[]';

CREATE TABLE profile (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

-- The last number that a profile was given: a removed one's is never given again.
CREATE TABLE profile_number (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    last BIGINT NOT NULL
);
INSERT INTO profile_number (id, last) VALUES (1, 0);

CREATE TABLE profile_grant (
    user_id TEXT NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    profile_id TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
    until BIGINT,
    granted_by TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, profile_id)
);

-- Settings that differ from their default; a value is a JSON array of text.
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- Whose policy each version changed; NULL for anybody's.
CREATE TABLE policy_change (
    version BIGINT NOT NULL,
    user_id TEXT
);
CREATE INDEX policy_change_version ON policy_change (version);
