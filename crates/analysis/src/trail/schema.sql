CREATE TABLE trail_heads (
    study UUID PRIMARY KEY REFERENCES scopes (id),
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL
) STRICT;
CREATE TABLE trail_texts (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    salt BYTEA NOT NULL,
    text TEXT NOT NULL,
    is_redacted BIGINT NOT NULL
) STRICT;
CREATE INDEX trail_texts_by_study ON trail_texts (study);
CREATE TABLE trail (
    study UUID NOT NULL REFERENCES scopes (id),
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    member UUID,
    phase TEXT,
    act UUID NOT NULL,
    kind TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject UUID NOT NULL,
    state_before TEXT,
    state_after TEXT,
    why TEXT,
    reverts UUID,
    hash BYTEA NOT NULL,
    PRIMARY KEY (study, seq)
) STRICT;
ALTER TABLE codes ADD COLUMN merged_into UUID;
ALTER TABLE codes ADD COLUMN level TEXT NOT NULL DEFAULT '';
ALTER TABLE codes ADD COLUMN origin TEXT NOT NULL DEFAULT '';
