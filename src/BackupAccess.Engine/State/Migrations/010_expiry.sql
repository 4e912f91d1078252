-- The end that the audit log has told of: it tells of another one when that has passed. What ends and hasn't been told of
-- is found by an index of its own, which is short.
ALTER TABLE app_user ADD COLUMN end_recorded BIGINT;
ALTER TABLE access_key ADD COLUMN end_recorded BIGINT;
ALTER TABLE user_role ADD COLUMN end_recorded BIGINT;
ALTER TABLE connector_grant ADD COLUMN end_recorded BIGINT;
ALTER TABLE profile_grant ADD COLUMN end_recorded BIGINT;
ALTER TABLE backup ADD COLUMN lock_end_recorded BIGINT;
ALTER TABLE backup ADD COLUMN hold_end_recorded BIGINT;

CREATE INDEX app_user_due ON app_user (until) WHERE until IS NOT NULL AND (end_recorded IS NULL OR end_recorded <> until);
CREATE INDEX access_key_due ON access_key (until) WHERE until IS NOT NULL AND (end_recorded IS NULL OR end_recorded <> until);
CREATE INDEX user_role_due ON user_role (until) WHERE until IS NOT NULL AND (end_recorded IS NULL OR end_recorded <> until);
CREATE INDEX connector_grant_due ON connector_grant (until) WHERE until IS NOT NULL AND (end_recorded IS NULL OR end_recorded <> until);
CREATE INDEX profile_grant_due ON profile_grant (until) WHERE until IS NOT NULL AND (end_recorded IS NULL OR end_recorded <> until);
CREATE INDEX backup_lock_due ON backup (locked_until)
    WHERE locked_until IS NOT NULL AND (lock_end_recorded IS NULL OR lock_end_recorded <> locked_until);
CREATE INDEX backup_hold_due ON backup (held_until)
    WHERE held_until IS NOT NULL AND (hold_end_recorded IS NULL OR hold_end_recorded <> held_until);

-- An account's record tells of locks and holds, not of what the audit log has.
DROP TRIGGER record_due_backup_update;
CREATE TRIGGER record_due_backup_update AFTER UPDATE ON backup
WHEN NEW.lock_end_recorded IS OLD.lock_end_recorded AND NEW.hold_end_recorded IS OLD.hold_end_recorded BEGIN
    INSERT INTO record_due (account_id) SELECT r.account_id FROM repository r WHERE r.account_id = NEW.account_id
    ON CONFLICT (account_id) DO UPDATE SET writing = NULL;
END;
