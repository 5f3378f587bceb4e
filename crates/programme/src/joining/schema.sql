CREATE TABLE expressions_of_interest (
    programme UUID PRIMARY KEY REFERENCES scopes (id),
    opened_at BIGINT NOT NULL,
    opened_by UUID REFERENCES accounts (id),
    closes_on TEXT NOT NULL,
    places BIGINT NOT NULL CHECK (places BETWEEN 1 AND 500)
) STRICT;
CREATE TABLE joinings (
    resident UUID PRIMARY KEY REFERENCES residents (id),
    programme UUID NOT NULL REFERENCES scopes (id),
    state TEXT NOT NULL CHECK (state IN ('invited', 'interested', 'eligible', 'ineligible', 'in_draw', 'offered',
        'active', 'completed', 'declined', 'left', 'expired', 'waiting')),
    code TEXT,
    since BIGINT NOT NULL,
    offer_expires_at BIGINT,
    mailed_at BIGINT,
    conversation_on TEXT,
    CHECK ((state = 'ineligible') = (code IS NOT NULL)),
    CHECK ((state = 'offered') = (offer_expires_at IS NOT NULL))
) STRICT;
CREATE INDEX joinings_by_programme ON joinings (programme, state);
CREATE TABLE joining_events (
    resident UUID NOT NULL REFERENCES residents (id),
    seq BIGINT NOT NULL,
    programme UUID NOT NULL REFERENCES scopes (id),
    at BIGINT NOT NULL,
    actor TEXT NOT NULL CHECK (actor IN ('organiser', 'resident', 'clock')),
    event TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    code TEXT,
    PRIMARY KEY (resident, seq)
) STRICT;
CREATE TABLE joining_reasons (
    resident UUID NOT NULL REFERENCES residents (id),
    seq BIGINT NOT NULL,
    reason BYTEA NOT NULL,
    PRIMARY KEY (resident, seq),
    FOREIGN KEY (resident, seq) REFERENCES joining_events (resident, seq)
) STRICT
