CREATE TABLE jobs (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    payload TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    claim UUID,
    claimed_until BIGINT,
    done_at BIGINT,
    failed_at BIGINT,
    last_error TEXT,
    CHECK ((claim IS NULL) = (claimed_until IS NULL)),
    CHECK (done_at IS NULL OR failed_at IS NULL)
) STRICT;
CREATE INDEX jobs_to_run ON jobs (run_at) WHERE done_at IS NULL AND failed_at IS NULL
