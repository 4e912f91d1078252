-- When the configurations of a profile that name it are run. What hourly, daily and weekly say is a cron expression too.
CREATE TABLE schedule (
    id TEXT PRIMARY KEY,
    profile_id TEXT NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    expression TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    missed TEXT NOT NULL,
    max_concurrent BIGINT,
    suspended INTEGER NOT NULL,
    -- Null while it is suspended, and where no moment is left.
    next_run_at BIGINT,
    -- How many runs it has had: the number of the newest.
    runs BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (profile_id, name_key)
);
CREATE INDEX schedule_name ON schedule (name_key);
CREATE INDEX schedule_due ON schedule (next_run_at) WHERE next_run_at IS NOT NULL;

-- A moment is run once, whoever claims it; runs that were asked for have none.
CREATE TABLE schedule_run (
    id TEXT PRIMARY KEY,
    schedule_id TEXT NOT NULL REFERENCES schedule (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    moment BIGINT,
    due_at BIGINT NOT NULL,
    asked_by TEXT,
    started_at BIGINT,
    -- Who has it, until when; null while nobody does. process says who had.
    holder TEXT,
    expires_at BIGINT NOT NULL,
    process TEXT,
    ended_at BIGINT,
    skipped INTEGER NOT NULL,
    message TEXT,
    -- 1 until all tasks of its jobs are seen to have ended.
    is_open INTEGER NOT NULL,
    UNIQUE (schedule_id, number),
    UNIQUE (schedule_id, moment)
);
CREATE INDEX schedule_run_begun ON schedule_run (id) WHERE ended_at IS NULL;
CREATE INDEX schedule_run_open ON schedule_run (schedule_id) WHERE is_open = 1;

-- What a run has done of each configuration: written with the job, so that nothing is done twice.
CREATE TABLE schedule_run_part (
    run_id TEXT NOT NULL REFERENCES schedule_run (id) ON DELETE CASCADE,
    configuration_id TEXT NOT NULL,
    configuration TEXT NOT NULL,
    job_id TEXT REFERENCES job (id) ON DELETE SET NULL,
    failure TEXT,
    PRIMARY KEY (run_id, configuration_id)
);
CREATE INDEX schedule_run_part_job ON schedule_run_part (job_id) WHERE job_id IS NOT NULL;

-- Jobs are cleared by age with each task that is queued.
CREATE INDEX job_started ON job (started_at);
