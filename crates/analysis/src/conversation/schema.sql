CREATE TABLE saturation_stances (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    number BIGINT NOT NULL,
    stance TEXT NOT NULL CHECK (stance IN ('claimed', 'not_claimed', 'information_power', 'other')),
    grounds TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by UUID,
    UNIQUE (study, number)
) STRICT;
CREATE TABLE conversations (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    document UUID NOT NULL,
    coding UUID NOT NULL,
    note TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('', 'both_stay', 'revised', 'new_code', 'left_open')),
    made_at BIGINT NOT NULL,
    made_by UUID
) STRICT;
CREATE INDEX conversations_by_document ON conversations (study, document, made_at);
