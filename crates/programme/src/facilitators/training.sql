CREATE TABLE training_entries (
    id UUID PRIMARY KEY,
    programme UUID NOT NULL REFERENCES scopes (id),
    facilitator UUID NOT NULL REFERENCES facilitators (id),
    session UUID REFERENCES sessions (id),
    role TEXT NOT NULL CHECK (role IN ('member', 'co_lead', 'lead', 'observer')),
    on_date TEXT NOT NULL,
    cases BIGINT NOT NULL CHECK (cases BETWEEN 0 AND 20),
    partner_accredited BIGINT NOT NULL CHECK (partner_accredited IN (0, 1)),
    setting TEXT NOT NULL CHECK (setting IN ('in_person', 'online', 'weekend', 'intensive')),
    UNIQUE (facilitator, session)
) STRICT;
CREATE INDEX training_entries_by_programme ON training_entries (programme, facilitator);
CREATE TABLE supervision_entries (
    id UUID PRIMARY KEY,
    programme UUID NOT NULL REFERENCES scopes (id),
    facilitator UUID NOT NULL REFERENCES facilitators (id),
    together_with UUID REFERENCES facilitators (id),
    on_date TEXT NOT NULL,
    minutes BIGINT NOT NULL CHECK (minutes BETWEEN 1 AND 480),
    supervisor BYTEA NOT NULL,
    CHECK (together_with IS NULL OR together_with <> facilitator)
) STRICT;
CREATE INDEX supervision_entries_by_programme ON supervision_entries (programme, facilitator);
CREATE TABLE training_documents (
    facilitator UUID NOT NULL REFERENCES facilitators (id),
    kind TEXT NOT NULL,
    programme UUID NOT NULL REFERENCES scopes (id),
    on_date TEXT NOT NULL,
    PRIMARY KEY (facilitator, kind)
) STRICT;
CREATE TABLE training_pathways (
    facilitator UUID PRIMARY KEY REFERENCES facilitators (id),
    programme UUID NOT NULL REFERENCES scopes (id),
    requirement_set TEXT NOT NULL,
    version TEXT NOT NULL,
    since TEXT NOT NULL
) STRICT;
CREATE TABLE facilitator_statements (
    facilitator UUID NOT NULL REFERENCES facilitators (id),
    seq BIGINT NOT NULL,
    programme UUID NOT NULL REFERENCES scopes (id),
    stated_at BIGINT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('own', 'import')),
    said BYTEA NOT NULL,
    PRIMARY KEY (facilitator, seq)
) STRICT;
CREATE TABLE declared_conflicts (
    id UUID PRIMARY KEY,
    programme UUID NOT NULL REFERENCES scopes (id),
    declared_by UUID NOT NULL REFERENCES person_keys (person),
    facilitator UUID REFERENCES facilitators (id),
    resident UUID REFERENCES residents (id),
    named BYTEA,
    declared_at BIGINT NOT NULL
) STRICT;
CREATE INDEX declared_conflicts_by_programme ON declared_conflicts (programme)
