CREATE TABLE recordings (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    participant UUID NOT NULL,
    person UUID NOT NULL,
    media TEXT NOT NULL CHECK (media IN ('wav', 'mp3', 'm4a', 'mp4', 'ogg', 'webm', 'flac')),
    size BIGINT NOT NULL CHECK (size > 0),
    sha256 BYTEA,
    length_ms BIGINT,
    uploaded_at BIGINT NOT NULL,
    uploaded_by UUID,
    checked_at BIGINT,
    deleted_at BIGINT,
    deleted_why TEXT CHECK (deleted_why IN ('checked', 'period', 'withdrawal', 'wrong_file', 'asked', 'not_needed')),
    CHECK ((deleted_at IS NULL) = (deleted_why IS NULL))
) STRICT;
CREATE INDEX recordings_by_study ON recordings (study, participant, uploaded_at);
CREATE TABLE recording_uploads (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    participant UUID NOT NULL,
    person UUID NOT NULL,
    size BIGINT NOT NULL CHECK (size > 0),
    sha256 BYTEA,
    first_sha256 BYTEA NOT NULL,
    received BIGINT NOT NULL CHECK (received >= 0),
    begun_at BIGINT NOT NULL,
    begun_by UUID
) STRICT;
CREATE INDEX recording_uploads_by_study ON recording_uploads (study, participant);
CREATE TABLE recording_withdrawals (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    participant UUID NOT NULL,
    version UUID REFERENCES consent_versions (id),
    removed BIGINT NOT NULL CHECK (removed IN (0, 1)),
    entered_by TEXT NOT NULL CHECK (entered_by IN ('participant', 'research_lead')),
    withdrawn_at BIGINT NOT NULL
) STRICT;
CREATE INDEX recording_withdrawals_by_study ON recording_withdrawals (study, participant);
