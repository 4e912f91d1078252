-- Each event's MAC over the MAC before it and itself. NULL only in a log from before the chain, until it is next opened.
ALTER TABLE audit_event ADD COLUMN mac BLOB;

CREATE INDEX audit_event_time ON audit_event (time);
CREATE INDEX audit_event_principal ON audit_event (principal COLLATE NOCASE, sequence);
CREATE INDEX audit_event_object ON audit_event (object_name COLLATE NOCASE, sequence);
CREATE INDEX audit_event_object_id ON audit_event (object_id COLLATE NOCASE, sequence);

-- What an event is about beside its object; its MAC is over these too.
CREATE TABLE audit_object (
    sequence BIGINT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    id TEXT,
    name TEXT,
    PRIMARY KEY (sequence, number)
) WITHOUT ROWID;
CREATE INDEX audit_object_name ON audit_object (name COLLATE NOCASE, sequence);
CREATE INDEX audit_object_id ON audit_object (id COLLATE NOCASE, sequence);

-- The last event that retention has removed: where the chain goes on from.
CREATE TABLE audit_anchor (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    sequence BIGINT NOT NULL,
    mac BLOB NOT NULL,
    seal BLOB NOT NULL
);

-- Keys that outlive the state's own, sealed under it.
CREATE TABLE sealed_key (
    name TEXT PRIMARY KEY,
    sealed_key BLOB NOT NULL
);
