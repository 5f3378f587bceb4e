CREATE TABLE passes (
    id UUID PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    scope UUID NOT NULL REFERENCES scopes (id),
    role TEXT NOT NULL,
    subject UUID NOT NULL,
    capacity TEXT NOT NULL,
    name BYTEA NOT NULL,
    person UUID NOT NULL REFERENCES person_keys (person),
    leads_to TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    spent_at BIGINT,
    revoked_at BIGINT
) STRICT;
CREATE INDEX passes_by_subject ON passes (subject, capacity);
CREATE TABLE pass_sign_ins (
    id UUID PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    pass UUID NOT NULL REFERENCES passes (id),
    began_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    ended_at BIGINT
) STRICT
