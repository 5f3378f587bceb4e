CREATE TABLE release_batches (
    id UUID PRIMARY KEY,
    programme UUID NOT NULL REFERENCES scopes (id),
    sent_at BIGINT NOT NULL,
    sent_by UUID REFERENCES accounts (id),
    answer_by TEXT NOT NULL
) STRICT;
CREATE INDEX release_batches_by_programme ON release_batches (programme, sent_at);
CREATE TABLE releases_with_events (
    id UUID PRIMARY KEY,
    programme UUID NOT NULL REFERENCES scopes (id),
    plan UUID NOT NULL REFERENCES plans (id),
    session UUID NOT NULL REFERENCES sessions (id),
    resident UUID NOT NULL REFERENCES residents (id),
    site UUID NOT NULL REFERENCES sites (id),
    leaves_at BIGINT NOT NULL,
    returns_at BIGINT NOT NULL,
    shift_code TEXT NOT NULL,
    state TEXT NOT NULL,
    code TEXT,
    cover TEXT,
    sequence BIGINT NOT NULL,
    batch UUID REFERENCES release_batches (id),
    passed_to TEXT,
    offered_resident UUID REFERENCES residents (id),
    offered_leaves_at BIGINT,
    offered_returns_at BIGINT,
    changed_at BIGINT NOT NULL
) STRICT;
INSERT INTO releases_with_events
SELECT id, programme, plan, session, resident, site, leaves_at, returns_at, shift_code, state, code, NULL, 0, NULL, NULL, NULL, NULL, NULL, changed_at
FROM releases;
DROP TABLE releases;
ALTER TABLE releases_with_events RENAME TO releases;
CREATE INDEX releases_of_site ON releases (site, leaves_at);
CREATE INDEX releases_of_plan ON releases (plan, leaves_at);
CREATE INDEX releases_of_resident ON releases (resident, leaves_at);
CREATE UNIQUE INDEX releases_one_open ON releases (session, resident) WHERE state NOT IN ('cancelled', 'withdrawn_rule', 'withdrawn_safety');
CREATE TABLE release_events (
    release UUID NOT NULL REFERENCES releases (id),
    sequence BIGINT NOT NULL,
    at BIGINT NOT NULL,
    event TEXT NOT NULL,
    actor TEXT NOT NULL,
    done_by UUID,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    code TEXT,
    cover TEXT,
    PRIMARY KEY (release, sequence)
) STRICT
