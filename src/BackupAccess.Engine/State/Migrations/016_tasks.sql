-- Work in the queue, or that was. A request stands as it is held to, what it names by id; it never holds a secret. The
-- lower the priority the sooner, and of the same the lower sequence.
CREATE TABLE task (
    id TEXT PRIMARY KEY,
    sequence BIGINT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    lane TEXT NOT NULL,
    operation TEXT NOT NULL,
    request TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    requester_id TEXT,
    requester TEXT NOT NULL,
    approvals TEXT NOT NULL,
    -- Whether no other task of the account that needs it runs at the same time.
    needs_account INTEGER NOT NULL,
    -- Whether an attempt that was cut off can be followed by another.
    repeatable INTEGER NOT NULL,
    -- Whether its caller runs it, and nobody else does.
    direct INTEGER NOT NULL,
    -- The id of what it makes, the same in every attempt.
    product_id TEXT NOT NULL,
    priority INTEGER NOT NULL,
    state TEXT NOT NULL,
    queued_at BIGINT NOT NULL,
    started_at BIGINT,
    ended_at BIGINT,
    attempts INTEGER NOT NULL,
    -- Whether an attempt was let pass by the door, and so has used the approvals.
    begun INTEGER NOT NULL,
    -- Who runs it, or in which process its caller waits, with the lease on it.
    holder TEXT,
    expires_at BIGINT NOT NULL,
    renewals BIGINT NOT NULL,
    -- Who wants it stopped.
    stopped_by TEXT,
    progress TEXT,
    message TEXT,
    error_id TEXT,
    result TEXT
);
CREATE INDEX task_queue ON task (lane, priority, sequence, needs_account, account_id, holder) WHERE state = 'Queued';
CREATE INDEX task_running ON task (lane, needs_account, account_id) WHERE state = 'Running';
CREATE INDEX task_held ON task (holder) WHERE holder IS NOT NULL;
CREATE INDEX task_account ON task (account_id, state);
CREATE INDEX task_ended ON task (ended_at) WHERE ended_at IS NOT NULL;

-- Whether what the queued tasks' priorities follow from has changed since they were worked out; one row.
CREATE TABLE task_order (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    is_stale INTEGER NOT NULL
);
INSERT INTO task_order (id, is_stale) VALUES (1, 0);

CREATE TRIGGER task_order_group_insert AFTER INSERT ON priority_group BEGIN UPDATE task_order SET is_stale = 1; END;
CREATE TRIGGER task_order_group_update AFTER UPDATE ON priority_group BEGIN UPDATE task_order SET is_stale = 1; END;
CREATE TRIGGER task_order_group_delete AFTER DELETE ON priority_group BEGIN UPDATE task_order SET is_stale = 1; END;
CREATE TRIGGER task_order_group_tag_insert AFTER INSERT ON priority_group_tag BEGIN UPDATE task_order SET is_stale = 1; END;
CREATE TRIGGER task_order_group_tag_delete AFTER DELETE ON priority_group_tag BEGIN UPDATE task_order SET is_stale = 1; END;
CREATE TRIGGER task_order_account_tag_insert AFTER INSERT ON account_tag BEGIN UPDATE task_order SET is_stale = 1; END;
CREATE TRIGGER task_order_account_tag_delete AFTER DELETE ON account_tag BEGIN UPDATE task_order SET is_stale = 1; END;
CREATE TRIGGER task_order_account_update AFTER UPDATE OF priority_group_id, type ON account
WHEN NEW.priority_group_id IS NOT OLD.priority_group_id OR NEW.type IS NOT OLD.type BEGIN UPDATE task_order SET is_stale = 1; END;
