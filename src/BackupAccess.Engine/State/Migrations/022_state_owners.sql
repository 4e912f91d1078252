-- What a set of desired-state documents, known by its owner's name, has declared: what it declares no more can be pruned.
CREATE TABLE state_owner (
    owner TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    PRIMARY KEY (owner, kind, name_key)
);
