CREATE TABLE waiting_quotes (
    quote UUID PRIMARY KEY REFERENCES quotes (id),
    study UUID NOT NULL REFERENCES scopes (id),
    document UUID NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('edited', 'lost')),
    words TEXT NOT NULL,
    is_shown BIGINT NOT NULL CHECK (is_shown IN (0, 1)),
    since BIGINT NOT NULL
) STRICT;
CREATE INDEX waiting_quotes_by_study ON waiting_quotes (study, since);
