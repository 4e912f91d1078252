-- A version that changed only what roles and permissions mean, not who holds what.
ALTER TABLE policy_change ADD COLUMN definitions INTEGER NOT NULL DEFAULT 0;

-- Compiling everybody's grants reads the primary key's index, and of those that end this one.
CREATE INDEX connector_grant_end ON connector_grant (user_id, connector_id, until) WHERE until IS NOT NULL;

-- When a user last used each operation.
CREATE INDEX audit_event_use ON audit_event (principal_id, operation, outcome, time);

-- Who holds a role: Administrator above all, at each change that could leave nobody who does.
CREATE INDEX user_role_role ON user_role (role, user_id);
