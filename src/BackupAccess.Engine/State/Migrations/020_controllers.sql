-- Storage controllers, which take snapshots of volumes. Their passwords are sealed under the state's key.
CREATE TABLE storage_controller (
    name TEXT PRIMARY KEY,
    name_key TEXT NOT NULL UNIQUE,
    scheme TEXT NOT NULL,
    address TEXT NOT NULL,
    port INTEGER NOT NULL,
    user_name TEXT NOT NULL,
    sealed_password BLOB NOT NULL,
    -- How it proves who it is; NULL over http, where nothing does.
    certificate_check TEXT,
    -- SHA-256 of its certificate or of the public key in it, in hexadecimal.
    certificate_pin TEXT,
    -- The certificates, as PEM, that its own has to lead to.
    certificate_authority TEXT,
    created_at BIGINT NOT NULL
);

-- What connectors of kind Ontap are the folders of.
CREATE TABLE connector_volume (
    connector_id TEXT PRIMARY KEY REFERENCES connector (id),
    controller TEXT NOT NULL REFERENCES storage_controller (name),
    volume TEXT NOT NULL,
    -- How many of the snapshots made for its backups stay.
    keep_snapshots BIGINT NOT NULL
);

-- The snapshots that this state has asked for: from before each is made until it is known to be gone.
CREATE TABLE volume_snapshot (
    name TEXT PRIMARY KEY,
    connector_id TEXT NOT NULL REFERENCES connector (id),
    account_id TEXT NOT NULL,
    controller TEXT NOT NULL REFERENCES storage_controller (name),
    -- The volume's UUID.
    volume TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    -- 1 for one that its backup has left to stay.
    kept INTEGER NOT NULL DEFAULT 0,
    -- When its removal is tried next, and how often it was.
    due_at BIGINT NOT NULL DEFAULT 0,
    attempts BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX volume_snapshot_connector ON volume_snapshot (connector_id, asked_at);
