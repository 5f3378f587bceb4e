CREATE TABLE consent_versions (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    number BIGINT NOT NULL,
    information TEXT NOT NULL,
    uses TEXT NOT NULL,
    affects TEXT NOT NULL,
    rule TEXT NOT NULL CHECK (rule IN ('always', 'until_freeze', 'keep_collected')),
    freeze_on TEXT,
    made_at BIGINT NOT NULL,
    made_by UUID,
    UNIQUE (study, number)
) STRICT;
CREATE TABLE consents (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    participant UUID NOT NULL,
    version UUID NOT NULL REFERENCES consent_versions (id),
    granted TEXT NOT NULL,
    signed_at BIGINT NOT NULL
) STRICT;
CREATE INDEX consents_by_participant ON consents (study, participant, signed_at);
CREATE TABLE withdrawals (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    participant UUID NOT NULL,
    version UUID REFERENCES consent_versions (id),
    scope TEXT NOT NULL CHECK (scope IN ('whole', 'quotes')),
    removed BIGINT NOT NULL CHECK (removed IN (0, 1)),
    entered_by TEXT NOT NULL CHECK (entered_by IN ('participant', 'research_lead')),
    withdrawn_at BIGINT NOT NULL
) STRICT;
CREATE INDEX withdrawals_by_study ON withdrawals (study, participant);
CREATE TABLE participant_contacts (
    participant UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    person UUID NOT NULL,
    contact BYTEA NOT NULL,
    invited_at BIGINT
) STRICT;
