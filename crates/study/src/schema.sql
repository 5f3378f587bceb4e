CREATE TABLE cohorts (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (study, name)
) STRICT;
CREATE TABLE participants (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    cohort UUID NOT NULL REFERENCES cohorts (id),
    position BIGINT NOT NULL,
    handle TEXT NOT NULL,
    gender TEXT,
    interview_date TEXT,
    length_seconds BIGINT,
    length_precision TEXT CHECK (length_precision IN ('minutes', 'seconds')),
    status TEXT NOT NULL CHECK (status IN ('invited', 'agreed', 'scheduled', 'completed', 'did_not_participate', 'withdrawn')),
    UNIQUE (study, handle)
) STRICT;
CREATE TABLE research_questions (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    position BIGINT NOT NULL,
    label TEXT NOT NULL,
    wording TEXT NOT NULL,
    UNIQUE (study, label)
) STRICT;
CREATE TABLE documents (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    position BIGINT NOT NULL,
    handle TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('transcript', 'field_note')),
    title TEXT NOT NULL,
    participant UUID REFERENCES participants (id),
    author TEXT,
    author_role TEXT CHECK (author_role IN ('participant_researcher', 'interviewer')),
    dated TEXT,
    source_hash BYTEA NOT NULL,
    UNIQUE (study, handle)
) STRICT;
CREATE TABLE turns (
    document UUID NOT NULL REFERENCES documents (id),
    position BIGINT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('participant', 'interviewer', 'other', 'unknown')),
    label TEXT,
    start_ms BIGINT,
    end_ms BIGINT,
    text TEXT NOT NULL,
    PRIMARY KEY (document, position)
) STRICT;
