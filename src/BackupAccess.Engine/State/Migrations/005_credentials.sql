-- What passwords are held to; one row.
CREATE TABLE password_policy (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    minimum_length INTEGER NOT NULL,
    required_classes INTEGER NOT NULL,
    -- How many of a user's last passwords are not taken again.
    history INTEGER NOT NULL,
    -- Zero for no maximum.
    maximum_age_days INTEGER NOT NULL
);
INSERT INTO password_policy (id, minimum_length, required_classes, history, maximum_age_days) VALUES (1, 8, 0, 0, 0);

-- Passwords that users had before, as many as the policy asked for when they were replaced.
CREATE TABLE former_password (
    user_id TEXT NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    password_hash TEXT NOT NULL,
    PRIMARY KEY (user_id, number)
);

-- The last sign-in with a password.
CREATE TABLE console_use (
    user_id TEXT PRIMARY KEY REFERENCES app_user (id) ON DELETE CASCADE,
    used_at BIGINT NOT NULL,
    used_from TEXT NOT NULL
);

-- Addresses that a user has signed in from: each keeps a count of failures of its own.
CREATE TABLE known_address (
    user_id TEXT NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, address)
);

-- Failures to sign in. The claim is a keyed digest of the name or key id claimed, whether there is one or not, empty for
-- all claims from an address; the address is empty for all that aren't known.
CREATE TABLE sign_in_failure (
    claim TEXT NOT NULL,
    address TEXT NOT NULL,
    failures INTEGER NOT NULL,
    failed_at BIGINT NOT NULL,
    PRIMARY KEY (claim, address)
);
CREATE INDEX sign_in_failure_age ON sign_in_failure (failed_at);
CREATE INDEX sign_in_failure_weight ON sign_in_failure (failures, failed_at);

-- The secret of a one-time password, sealed; one that is pending takes effect with its first code.
CREATE TABLE one_time_password (
    user_id TEXT PRIMARY KEY REFERENCES app_user (id) ON DELETE CASCADE,
    sealed_secret BLOB,
    -- The time step of the last code taken: none is taken twice.
    used_step BIGINT NOT NULL,
    pending_secret BLOB,
    pending_at BIGINT
);

CREATE TABLE recovery_code (
    user_id TEXT NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    code_hash BLOB NOT NULL,
    PRIMARY KEY (user_id, code_hash)
);
