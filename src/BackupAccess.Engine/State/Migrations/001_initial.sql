-- Times are microseconds since 1970-01-01T00:00:00Z. Ids are version-7 UUIDs in lower case. Lists are JSON arrays of text.

CREATE TABLE policy_version (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    value BIGINT NOT NULL
);
INSERT INTO policy_version (id, value) VALUES (1, 1);

-- When the clock was last believed, and why it isn't now.
CREATE TABLE clock (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seen_at BIGINT NOT NULL,
    boot TEXT,
    boot_seen_at BIGINT NOT NULL,
    boot_uptime BIGINT NOT NULL,
    doubt TEXT
);

CREATE TABLE app_user (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    enabled INTEGER NOT NULL,
    console_access INTEGER NOT NULL,
    -- Raised whenever open console sessions must end: console access off, password changed.
    console_epoch INTEGER NOT NULL,
    password_hash TEXT,
    password_changed_at BIGINT,
    until BIGINT,
    created_at BIGINT NOT NULL
);

CREATE TABLE access_key (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    secret_hash BLOB NOT NULL,
    enabled INTEGER NOT NULL,
    until BIGINT,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    last_used_from TEXT,
    last_used_operation TEXT
);
CREATE INDEX access_key_user ON access_key (user_id);

-- Declared roles only; the built-in ones are part of the engine.
CREATE TABLE role (
    name_key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    permissions TEXT NOT NULL,
    connectors TEXT NOT NULL,
    profiles TEXT NOT NULL,
    accounts TEXT NOT NULL
);

CREATE TABLE user_role (
    user_id TEXT NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    until BIGINT,
    granted_by TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, role)
);

-- A removed connector's row stays, for the orphans it leaves; its name is free again.
CREATE TABLE connector (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    path TEXT,
    storage TEXT NOT NULL,
    legacy INTEGER NOT NULL,
    restricted_at BIGINT,
    synchronized_at BIGINT,
    created_at BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE UNIQUE INDEX connector_live_name ON connector (name_key) WHERE removed_at IS NULL;

-- Never deleted by a role change: a later role with a granted reach finds them again.
CREATE TABLE connector_grant (
    user_id TEXT NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    connector_id TEXT NOT NULL REFERENCES connector (id),
    until BIGINT,
    granted_by TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, connector_id)
);

CREATE TABLE account (
    id TEXT PRIMARY KEY,
    connector_id TEXT NOT NULL REFERENCES connector (id),
    name TEXT NOT NULL,
    home TEXT NOT NULL,
    uid BIGINT NOT NULL,
    gid BIGINT NOT NULL,
    -- What the home directory is, beside its name: a change of any makes a new account.
    device BIGINT NOT NULL,
    inode BIGINT NOT NULL,
    birth BIGINT,
    type TEXT NOT NULL,
    owner_id TEXT REFERENCES app_user (id) ON DELETE SET NULL,
    email TEXT,
    max_on_demand INTEGER,
    domains TEXT NOT NULL,
    excludes TEXT NOT NULL,
    -- Who keeps the key of its backups: Local or Remote.
    encryption TEXT NOT NULL DEFAULT 'Local',
    discovered_at BIGINT NOT NULL,
    -- When a discovery no longer found it, or found another in its place.
    gone_at BIGINT
);
CREATE UNIQUE INDEX account_live_name ON account (connector_id, name) WHERE gone_at IS NULL;
CREATE INDEX account_name ON account (name);

CREATE TABLE repository (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    storage TEXT NOT NULL,
    -- NULL where the key command alone has it.
    sealed_password BLOB,
    -- 1 while a change of who keeps the key isn't finished.
    key_moving INTEGER NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);

CREATE TABLE backup (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    snapshot TEXT NOT NULL,
    kind TEXT NOT NULL,
    configuration TEXT,
    created_at BIGINT NOT NULL,
    items TEXT NOT NULL,
    item_counts TEXT,
    files BIGINT NOT NULL,
    size BIGINT NOT NULL,
    added BIGINT NOT NULL,
    problem_count BIGINT NOT NULL,
    problems TEXT NOT NULL,
    locked_by TEXT,
    locked_by_id TEXT,
    locked_at BIGINT,
    lock_reason TEXT,
    locked_until BIGINT
);
CREATE INDEX backup_account ON backup (account_id, created_at);
CREATE INDEX backup_created ON backup (created_at, id);

-- Who works on an account now; a holder that stops renewing loses it.
CREATE TABLE account_lease (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    holder TEXT NOT NULL,
    work TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE audit_event (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    time BIGINT NOT NULL,
    principal TEXT NOT NULL,
    principal_id TEXT,
    channel TEXT NOT NULL,
    access_key_id TEXT,
    address TEXT NOT NULL,
    operation TEXT NOT NULL,
    object_kind TEXT,
    object_id TEXT,
    object_name TEXT,
    outcome TEXT NOT NULL,
    reason TEXT
);
