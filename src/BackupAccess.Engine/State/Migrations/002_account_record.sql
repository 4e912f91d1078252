-- The owner that an account had in a state that is lost, by name, until a user of that name is found.
ALTER TABLE account ADD COLUMN former_owner TEXT;

-- Accounts whose record beside the repository no longer tells what the state does.
CREATE TABLE record_due (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    failure TEXT,
    -- The storage that the record was last begun to be written to; null again when the state has changed since.
    writing TEXT
);
INSERT INTO record_due (account_id) SELECT account_id FROM repository;

CREATE TRIGGER record_due_repository_insert AFTER INSERT ON repository BEGIN
    INSERT INTO record_due (account_id) VALUES (NEW.account_id) ON CONFLICT (account_id) DO UPDATE SET writing = NULL;
END;

CREATE TRIGGER record_due_repository_update AFTER UPDATE ON repository BEGIN
    INSERT INTO record_due (account_id) VALUES (NEW.account_id) ON CONFLICT (account_id) DO UPDATE SET writing = NULL;
END;

CREATE TRIGGER record_due_account_update AFTER UPDATE ON account BEGIN
    INSERT INTO record_due (account_id) SELECT r.account_id FROM repository r WHERE r.account_id = NEW.id
    ON CONFLICT (account_id) DO UPDATE SET writing = NULL;
END;

CREATE TRIGGER record_due_connector_update AFTER UPDATE OF name, path, legacy, restricted_at, removed_at ON connector BEGIN
    INSERT INTO record_due (account_id)
    SELECT r.account_id FROM repository r JOIN account a ON a.id = r.account_id WHERE a.connector_id = NEW.id
    ON CONFLICT (account_id) DO UPDATE SET writing = NULL;
END;

-- Of backups the record tells locks and problems, which their snapshots don't.
CREATE TRIGGER record_due_backup_insert AFTER INSERT ON backup WHEN NEW.problem_count > 0 OR NEW.locked_at IS NOT NULL BEGIN
    INSERT INTO record_due (account_id) SELECT r.account_id FROM repository r WHERE r.account_id = NEW.account_id
    ON CONFLICT (account_id) DO UPDATE SET writing = NULL;
END;

CREATE TRIGGER record_due_backup_update AFTER UPDATE ON backup BEGIN
    INSERT INTO record_due (account_id) SELECT r.account_id FROM repository r WHERE r.account_id = NEW.account_id
    ON CONFLICT (account_id) DO UPDATE SET writing = NULL;
END;

CREATE TRIGGER record_due_backup_delete AFTER DELETE ON backup WHEN OLD.problem_count > 0 OR OLD.locked_at IS NOT NULL BEGIN
    INSERT INTO record_due (account_id) SELECT r.account_id FROM repository r WHERE r.account_id = OLD.account_id
    ON CONFLICT (account_id) DO UPDATE SET writing = NULL;
END;
