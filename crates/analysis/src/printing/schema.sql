CREATE TABLE printing_answers (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    participant UUID NOT NULL,
    quote UUID NOT NULL UNIQUE,
    words TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    answer TEXT CHECK (answer IN ('yes', 'no')),
    entered_by TEXT CHECK (entered_by IN ('participant', 'research_lead')),
    answered_at BIGINT,
    why TEXT NOT NULL
) STRICT;
CREATE INDEX printing_answers_by_participant ON printing_answers (study, participant);
