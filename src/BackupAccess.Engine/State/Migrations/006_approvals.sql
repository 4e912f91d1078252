-- Requests for a second person's approval. A request is compared by its text, in which what it names stands by id;
-- parameters are for people, targets for the decision on who may approve. The local principal has no id.
CREATE TABLE approval (
    id TEXT PRIMARY KEY,
    requester_id TEXT,
    requester TEXT NOT NULL,
    operation TEXT NOT NULL,
    subject_kind TEXT,
    subject_id TEXT,
    subject_name TEXT,
    request TEXT NOT NULL,
    parameters TEXT NOT NULL,
    targets TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    decision TEXT,
    decided_by_id TEXT,
    decided_by TEXT,
    decided_at BIGINT,
    reason TEXT,
    used_at BIGINT
);
CREATE INDEX approval_requester ON approval (requester, operation);

-- A removed user's requests that nobody has run go with the user; what was denied or used stays to be read.
CREATE TRIGGER approval_requester_delete AFTER DELETE ON app_user BEGIN
    DELETE FROM approval WHERE requester_id = OLD.id AND used_at IS NULL AND coalesce(decision, 'Approved') = 'Approved';
END;

-- Who changed which user, role or permission, and when; by_id is 'local' for the local principal. Users stand by id, the
-- others by name in lower case.
CREATE TABLE access_change (
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    by_id TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX access_change_by ON access_change (by_id, changed_at);
CREATE INDEX access_change_time ON access_change (changed_at);

-- A legal hold stands beside a lock and outlasts it.
ALTER TABLE backup ADD COLUMN held_by TEXT;
ALTER TABLE backup ADD COLUMN held_by_id TEXT;
ALTER TABLE backup ADD COLUMN held_at BIGINT;
ALTER TABLE backup ADD COLUMN hold_reason TEXT;
ALTER TABLE backup ADD COLUMN held_until BIGINT;
CREATE INDEX backup_locked_by ON backup (locked_by_id) WHERE locked_by_id IS NOT NULL;

CREATE TRIGGER record_due_backup_held_insert AFTER INSERT ON backup WHEN NEW.held_at IS NOT NULL BEGIN
    INSERT INTO record_due (account_id) SELECT r.account_id FROM repository r WHERE r.account_id = NEW.account_id
    ON CONFLICT (account_id) DO UPDATE SET writing = NULL;
END;

CREATE TRIGGER record_due_backup_held_delete AFTER DELETE ON backup WHEN OLD.held_at IS NOT NULL BEGIN
    INSERT INTO record_due (account_id) SELECT r.account_id FROM repository r WHERE r.account_id = OLD.account_id
    ON CONFLICT (account_id) DO UPDATE SET writing = NULL;
END;
