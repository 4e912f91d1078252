CREATE TABLE tag (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    color TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE account_tag (
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    tag_id TEXT NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
    PRIMARY KEY (account_id, tag_id)
);
CREATE INDEX account_tag_tag ON account_tag (tag_id);

-- Lower numbers come first. One group is the default at all times.
CREATE TABLE priority_group (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    backup INTEGER NOT NULL,
    clone INTEGER NOT NULL,
    restore INTEGER NOT NULL,
    download INTEGER NOT NULL,
    is_default INTEGER NOT NULL,
    built_in INTEGER NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE priority_group_tag (
    group_id TEXT NOT NULL REFERENCES priority_group (id) ON DELETE CASCADE,
    tag_id TEXT NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, tag_id)
);
CREATE INDEX priority_group_tag_tag ON priority_group_tag (tag_id);

INSERT INTO priority_group (id, name, name_key, backup, clone, restore, download, is_default, built_in, created_at) VALUES
    ('01900000-0000-7000-8000-000000000001', 'High', 'high', 10, 10, 10, 10, 0, 1, 0),
    ('01900000-0000-7000-8000-000000000002', 'Normal', 'normal', 50, 50, 50, 50, 1, 1, 0),
    ('01900000-0000-7000-8000-000000000003', 'Low', 'low', 90, 90, 90, 90, 0, 1, 0);

-- The account's own group, which goes before its tags' and the default one.
ALTER TABLE account ADD COLUMN priority_group_id TEXT REFERENCES priority_group (id);
CREATE INDEX account_priority_group ON account (priority_group_id) WHERE priority_group_id IS NOT NULL;

-- Accounts of this server that are kept out, with how they were before.
CREATE TABLE account_suspension (
    account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    suspended_at BIGINT NOT NULL,
    expiry TEXT NOT NULL,
    is_locked INTEGER NOT NULL
);
