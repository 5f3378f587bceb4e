CREATE TABLE manuscripts (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    person UUID NOT NULL,
    text BYTEA NOT NULL,
    read_at BIGINT NOT NULL,
    read_by UUID,
    UNIQUE (study)
) STRICT;
