-- What of a configuration's backups stays. rules is a list of label, keep and days.
CREATE TABLE policy (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    rules TEXT NOT NULL,
    deletion TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- What is backed up and how, as YAML. scope says whether it is a configuration, what a profile's configurations take where
-- they say nothing (without a name), or what all do (without a profile too).
CREATE TABLE configuration (
    id TEXT PRIMARY KEY,
    profile_id TEXT REFERENCES profile (id) ON DELETE CASCADE,
    scope TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    text TEXT NOT NULL,
    -- Whose rights its runs have; null for the local principal.
    saved_by_id TEXT,
    saved_by TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    -- What was last written to its file, and of which revision.
    shown_revision BIGINT NOT NULL,
    shown_digest TEXT,
    -- What the text names, for those who ask what is in use.
    policy_key TEXT,
    names_schedules INTEGER NOT NULL
);
CREATE UNIQUE INDEX configuration_name ON configuration (coalesce(profile_id, ''), name_key);
CREATE INDEX configuration_policy ON configuration (policy_key) WHERE policy_key IS NOT NULL;
CREATE INDEX configuration_due ON configuration (id) WHERE shown_revision <> revision;

CREATE TABLE configuration_schedule (
    configuration_id TEXT NOT NULL REFERENCES configuration (id) ON DELETE CASCADE,
    schedule_key TEXT NOT NULL,
    PRIMARY KEY (configuration_id, schedule_key)
);
CREATE INDEX configuration_schedule_key ON configuration_schedule (schedule_key);

-- Files of configurations that are no more, and what was written to them.
CREATE TABLE configuration_file_due (
    path TEXT PRIMARY KEY,
    digest TEXT NOT NULL
);

-- A run of a configuration: its tasks are those of the queue.
CREATE TABLE job (
    id TEXT PRIMARY KEY,
    profile_id TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
    configuration_id TEXT REFERENCES configuration (id) ON DELETE SET NULL,
    configuration TEXT NOT NULL,
    label TEXT NOT NULL,
    schedule TEXT,
    requester_id TEXT,
    requester TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    -- The accounts that were left out, each with the reason.
    skipped TEXT NOT NULL
);
CREATE INDEX job_profile ON job (profile_id, started_at);
CREATE INDEX job_configuration ON job (configuration_id, started_at);

ALTER TABLE task ADD COLUMN job_id TEXT REFERENCES job (id) ON DELETE SET NULL;
ALTER TABLE task ADD COLUMN profile_id TEXT REFERENCES profile (id) ON DELETE SET NULL;
ALTER TABLE task ADD COLUMN configuration TEXT;
CREATE INDEX task_job ON task (job_id) WHERE job_id IS NOT NULL;

-- By which of its policy's rules it stays; null for a backup on demand.
ALTER TABLE backup ADD COLUMN label TEXT;
-- Which configuration made it: another one of its name never rules over it.
ALTER TABLE backup ADD COLUMN configuration_id TEXT;
CREATE INDEX backup_configuration ON backup (account_id, configuration_id, label, created_at) WHERE configuration_id IS NOT NULL;
