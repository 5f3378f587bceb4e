CREATE TABLE transcript_files (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    source BYTEA NOT NULL
) STRICT;
CREATE INDEX transcript_files_by_study ON transcript_files (study);
CREATE TABLE incoming_transcripts (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    participant UUID,
    person UUID NOT NULL,
    ending TEXT NOT NULL,
    received_at BIGINT NOT NULL
) STRICT;
CREATE INDEX incoming_transcripts_by_study ON incoming_transcripts (study, received_at);
CREATE TABLE transcripts (
    document UUID PRIMARY KEY REFERENCES documents (id),
    study UUID NOT NULL REFERENCES scopes (id),
    person UUID NOT NULL,
    ending TEXT NOT NULL,
    imported_at BIGINT NOT NULL,
    checker UUID,
    version BIGINT NOT NULL,
    checked_at BIGINT,
    locked_at BIGINT,
    read_version BIGINT,
    length_ms BIGINT
) STRICT;
CREATE INDEX transcripts_by_study ON transcripts (study);
CREATE TABLE spoken_versions (
    document UUID NOT NULL REFERENCES transcripts (document),
    version BIGINT NOT NULL,
    turns BYTEA NOT NULL,
    PRIMARY KEY (document, version)
) STRICT;
CREATE TABLE corrections (
    document UUID NOT NULL REFERENCES transcripts (document),
    version BIGINT NOT NULL,
    position BIGINT NOT NULL,
    member UUID,
    made_at BIGINT NOT NULL,
    turns_before BYTEA NOT NULL,
    turns_after BYTEA NOT NULL,
    PRIMARY KEY (document, version)
) STRICT;
CREATE TABLE listened (
    document UUID NOT NULL REFERENCES transcripts (document),
    member UUID NOT NULL,
    start_ms BIGINT NOT NULL,
    end_ms BIGINT NOT NULL,
    PRIMARY KEY (document, member, start_ms)
) STRICT;
CREATE TABLE accuracy_checks (
    id UUID PRIMARY KEY,
    document UUID NOT NULL REFERENCES transcripts (document),
    member UUID,
    made_at BIGINT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('checked', 'locked', 'unlocked')),
    version BIGINT NOT NULL,
    listened_ms BIGINT NOT NULL,
    length_ms BIGINT
) STRICT;
CREATE INDEX accuracy_checks_by_document ON accuracy_checks (document, made_at);
