CREATE TABLE set_aside_findings (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    finding TEXT NOT NULL,
    check_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    set_aside_at BIGINT NOT NULL,
    set_aside_by UUID,
    taken_back_at BIGINT,
    taken_back_by UUID
) STRICT;
CREATE UNIQUE INDEX findings_that_are_set_aside ON set_aside_findings (study, finding) WHERE taken_back_at IS NULL;
