ALTER TABLE sessions ADD COLUMN started_at BIGINT;
ALTER TABLE sessions ADD COLUMN ended_at BIGINT;
ALTER TABLE sessions ADD COLUMN second_case BIGINT;
ALTER TABLE sessions ADD COLUMN second_case_at BIGINT;
ALTER TABLE sessions ADD COLUMN escalation_route_used BIGINT;
ALTER TABLE sessions ADD COLUMN closed_at BIGINT;
ALTER TABLE sessions ADD COLUMN sequence BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN register_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attendances ADD COLUMN time_source TEXT;
CREATE INDEX attendances_by_resident ON attendances (resident);
CREATE TABLE boundary_events (
    id UUID PRIMARY KEY,
    session UUID NOT NULL REFERENCES sessions (id),
    code TEXT NOT NULL,
    at BIGINT NOT NULL
) STRICT;
CREATE INDEX boundary_events_by_session ON boundary_events (session, at);
CREATE TABLE register_changes (
    id UUID PRIMARY KEY,
    session UUID NOT NULL REFERENCES sessions (id),
    resident UUID NOT NULL REFERENCES residents (id),
    from_state TEXT NOT NULL,
    from_minutes BIGINT NOT NULL,
    to_state TEXT NOT NULL,
    to_minutes BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by UUID NOT NULL REFERENCES accounts (id)
) STRICT;
CREATE INDEX register_changes_by_session ON register_changes (session, changed_at);
CREATE TABLE register_views (
    id UUID PRIMARY KEY,
    session UUID NOT NULL REFERENCES sessions (id),
    resident UUID NOT NULL REFERENCES residents (id),
    viewer UUID NOT NULL REFERENCES accounts (id),
    role TEXT NOT NULL,
    at BIGINT NOT NULL,
    purpose TEXT NOT NULL
) STRICT;
CREATE INDEX register_views_by_resident ON register_views (resident, at);
CREATE TABLE session_minutes (
    plan UUID NOT NULL REFERENCES plans (id),
    group_number BIGINT NOT NULL,
    format TEXT NOT NULL,
    phase TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    PRIMARY KEY (plan, group_number, format, phase)
) STRICT
