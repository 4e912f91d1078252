-- Archives that wait to be fetched; their files lie in the state folder under their ids. A removed one has expires_at 0
-- until its file is gone. served counts bytes: a fetch is as many as the archive has.
CREATE TABLE download (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    backup_id TEXT NOT NULL,
    backup_created_at BIGINT NOT NULL,
    format TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    entries BIGINT NOT NULL,
    problem_count BIGINT NOT NULL,
    problems TEXT NOT NULL,
    conditions TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    served BIGINT NOT NULL,
    most_fetches BIGINT NOT NULL,
    -- What the file is sealed under, sealed itself. NULL where there is no file: the archive is made anew, of these items
    -- and paths, each time that it is fetched.
    sealed_key BLOB,
    items TEXT NOT NULL DEFAULT '[]',
    paths TEXT NOT NULL DEFAULT '[]',
    failure TEXT
);
CREATE INDEX download_account ON download (account_id, expires_at);
CREATE INDEX download_due ON download (expires_at);
