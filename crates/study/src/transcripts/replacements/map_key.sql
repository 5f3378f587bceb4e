CREATE TABLE map_keys (
    study UUID PRIMARY KEY REFERENCES scopes (id),
    person UUID NOT NULL,
    salt BYTEA NOT NULL,
    by_passphrase BYTEA NOT NULL,
    by_code BYTEA NOT NULL,
    step BIGINT NOT NULL,
    link BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    tried_at BIGINT NOT NULL
) STRICT;
ALTER TABLE sealed_originals ADD COLUMN step BIGINT;
