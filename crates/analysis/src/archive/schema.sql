CREATE TABLE archive_extras (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    entry TEXT NOT NULL,
    line TEXT,
    content BYTEA NOT NULL
) STRICT;
CREATE INDEX archive_extras_by_study ON archive_extras (study);
