-- Storages beside the one named "default", which lies below the state folder and is no row. Connectors and repositories
-- name theirs.
CREATE TABLE storage (
    name_key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    path TEXT NOT NULL,
    read_only INTEGER NOT NULL,
    -- Bytes a second; NULL for no limit.
    upload_limit BIGINT,
    download_limit BIGINT,
    retries INTEGER NOT NULL,
    created_at BIGINT NOT NULL
);
