CREATE TABLE certificates (
    id UUID PRIMARY KEY,
    programme UUID NOT NULL REFERENCES scopes (id),
    resident UUID NOT NULL REFERENCES residents (id),
    number BIGINT NOT NULL CHECK (number >= 1),
    issued_at BIGINT NOT NULL,
    issued_by UUID REFERENCES accounts (id),
    code_hash BYTEA NOT NULL UNIQUE,
    content BYTEA NOT NULL,
    UNIQUE (resident, number)
) STRICT;
CREATE INDEX certificates_by_programme ON certificates (programme, resident)
