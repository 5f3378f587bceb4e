CREATE TABLE person_keys (
    person UUID PRIMARY KEY,
    wrapped BYTEA NOT NULL,
    made_at BIGINT NOT NULL
) STRICT;
CREATE TABLE scopes (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('installation', 'programme', 'study')),
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    evaluates UUID REFERENCES scopes (id),
    created_at BIGINT NOT NULL
) STRICT;
CREATE TABLE accounts (
    id UUID PRIMARY KEY REFERENCES person_keys (person),
    name BYTEA NOT NULL,
    email BYTEA NOT NULL,
    email_hash BYTEA NOT NULL UNIQUE,
    password TEXT,
    state TEXT NOT NULL CHECK (state IN ('live', 'disabled')),
    created_at BIGINT NOT NULL
) STRICT;
CREATE TABLE grants (
    id UUID PRIMARY KEY,
    account UUID NOT NULL REFERENCES accounts (id),
    role TEXT NOT NULL,
    scope UUID NOT NULL REFERENCES scopes (id),
    subject UUID,
    granted_at BIGINT NOT NULL,
    UNIQUE (account, role, scope)
) STRICT;
CREATE TABLE sign_ins (
    id UUID PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    account UUID NOT NULL REFERENCES accounts (id),
    began_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ended_at BIGINT
) STRICT;
CREATE INDEX sign_ins_by_account ON sign_ins (account);
CREATE TABLE links (
    id UUID PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    account UUID NOT NULL REFERENCES accounts (id),
    purpose TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    spent_at BIGINT
) STRICT;
CREATE TABLE audit_heads (
    chain TEXT PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL
) STRICT;
CREATE TABLE audit_events (
    chain TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor UUID,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (chain, seq)
) STRICT;
