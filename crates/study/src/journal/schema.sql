CREATE TABLE journal_entries (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    member UUID NOT NULL,
    dated TEXT NOT NULL,
    visibility TEXT NOT NULL CHECK (visibility IN ('team', 'publishable')),
    about UUID,
    text TEXT NOT NULL,
    written_at BIGINT NOT NULL
) STRICT;
CREATE INDEX journal_entries_by_study ON journal_entries (study);
CREATE TABLE private_entries (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    member UUID NOT NULL,
    sealed BYTEA NOT NULL
) STRICT;
CREATE INDEX private_entries_by_member ON private_entries (member);
CREATE TABLE journal_keys (
    member UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    person UUID NOT NULL
) STRICT;
CREATE TABLE dismissed_prompts (
    member UUID NOT NULL,
    prompt TEXT NOT NULL,
    study UUID NOT NULL REFERENCES scopes (id),
    PRIMARY KEY (member, prompt)
) STRICT;
CREATE TABLE read_to (
    member UUID NOT NULL,
    document UUID NOT NULL,
    study UUID NOT NULL REFERENCES scopes (id),
    turn BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (member, document)
) STRICT;
