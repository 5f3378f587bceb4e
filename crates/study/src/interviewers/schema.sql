CREATE TABLE acquaintances (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    participant UUID NOT NULL,
    interviewer UUID NOT NULL,
    number BIGINT NOT NULL,
    relation TEXT NOT NULL CHECK (relation IN ('none', 'knows', 'works_with', 'supervises', 'friend', 'unknown')),
    declared_by TEXT NOT NULL CHECK (declared_by IN ('participant', 'interviewer', 'research_lead')),
    declared_at BIGINT NOT NULL,
    UNIQUE (study, participant, interviewer, number)
) STRICT;
CREATE TABLE matches (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    participant UUID NOT NULL,
    interviewer UUID NOT NULL,
    breach TEXT,
    reason TEXT,
    matched_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT CHECK (ended_by IN ('participant', 'interviewer', 'research_lead'))
) STRICT;
CREATE INDEX matches_by_study ON matches (study, participant);
CREATE UNIQUE INDEX matches_that_stand ON matches (study, participant) WHERE ended_at IS NULL;
CREATE TABLE interviews (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    participant UUID NOT NULL,
    interviewer UUID NOT NULL,
    number BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('scheduled', 'called_off', 'completed', 'did_not_participate')),
    planned_start BIGINT,
    planned_minutes BIGINT,
    zone TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('video', 'phone', 'in_person')),
    joining TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    asked_at BIGINT,
    started_at BIGINT,
    length_seconds BIGINT,
    length_precision TEXT,
    place_kind TEXT,
    others_present TEXT,
    guide_version UUID,
    repeat_of UUID,
    UNIQUE (study, participant, number)
) STRICT;
CREATE INDEX interviews_by_interviewer ON interviews (study, interviewer);
