CREATE TABLE codings (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    document UUID NOT NULL,
    code UUID NOT NULL,
    member UUID NOT NULL,
    starts BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    first_turn BIGINT NOT NULL,
    last_turn BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    waits TEXT NOT NULL CHECK (waits IN ('', 'changed', 'lost')),
    since BIGINT NOT NULL
) STRICT;
CREATE INDEX codings_by_document ON codings (study, document, starts);
CREATE INDEX codings_by_code ON codings (code, document, starts);
CREATE TABLE coded_texts (
    document UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    revision BIGINT NOT NULL
) STRICT;
CREATE TABLE blind_passes (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    member UUID NOT NULL,
    document UUID,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT
) STRICT;
CREATE INDEX blind_passes_by_study ON blind_passes (study, member);
CREATE INDEX trail_but_codings ON trail (study, seq) WHERE subject_kind <> 'coding';
CREATE INDEX trail_by_subject ON trail (study, subject);
CREATE INDEX trail_by_act ON trail (study, act);
