CREATE TABLE feeds (
    id UUID PRIMARY KEY,
    programme UUID NOT NULL REFERENCES scopes (id),
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    revoked_at BIGINT
) STRICT;
CREATE UNIQUE INDEX feeds_one_open ON feeds (programme, kind, subject) WHERE revoked_at IS NULL
