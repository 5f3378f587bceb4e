CREATE TABLE mobiles (
    resident UUID PRIMARY KEY REFERENCES residents (id),
    programme UUID NOT NULL REFERENCES scopes (id),
    number BYTEA NOT NULL,
    agreed_at BIGINT NOT NULL
) STRICT;
