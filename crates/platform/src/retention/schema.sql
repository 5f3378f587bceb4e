CREATE TABLE retention_clock (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    seen_at BIGINT NOT NULL,
    steady_since BIGINT NOT NULL
) STRICT;
CREATE TABLE retention_holds (
    scope UUID PRIMARY KEY REFERENCES scopes (id),
    since BIGINT NOT NULL
) STRICT;
CREATE TABLE retention_marks (
    kind TEXT NOT NULL,
    subject UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (kind, subject)
) STRICT;
CREATE TABLE tombstones (
    id UUID PRIMARY KEY,
    class TEXT NOT NULL,
    scope UUID REFERENCES scopes (id),
    table_name TEXT NOT NULL,
    removed BIGINT NOT NULL CHECK (removed > 0),
    day TEXT NOT NULL
) STRICT;
CREATE TABLE erasures (
    person UUID PRIMARY KEY REFERENCES person_keys (person),
    at BIGINT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('order', 'period', 'withdrawal'))
) STRICT;
CREATE TABLE audit_starts (
    chain TEXT PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL
) STRICT
