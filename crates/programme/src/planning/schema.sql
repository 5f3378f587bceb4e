ALTER TABLE plans ADD COLUMN reason TEXT;
ALTER TABLE plans ADD COLUMN made_by UUID REFERENCES accounts (id);
ALTER TABLE plans ADD COLUMN previous_hash BYTEA;
ALTER TABLE plans ADD COLUMN hash BYTEA;
CREATE TABLE plan_wishes (
    programme UUID PRIMARY KEY REFERENCES scopes (id),
    document TEXT NOT NULL,
    changed_at BIGINT NOT NULL
) STRICT;
CREATE TABLE plan_searches (
    id UUID PRIMARY KEY,
    programme UUID NOT NULL REFERENCES scopes (id),
    started_at BIGINT NOT NULL,
    started_by UUID REFERENCES accounts (id),
    told_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    placed BIGINT NOT NULL,
    bound BIGINT,
    share BIGINT NOT NULL,
    outcome TEXT
) STRICT;
CREATE INDEX plan_searches_by_programme ON plan_searches (programme, started_at);
CREATE UNIQUE INDEX plan_searches_one_at_a_time ON plan_searches (programme) WHERE state IN ('running', 'stopping')
