CREATE TABLE replacement_sets (
    document UUID PRIMARY KEY REFERENCES transcripts (document),
    version BIGINT NOT NULL
) STRICT;
CREATE TABLE replacements (
    id UUID PRIMARY KEY,
    document UUID NOT NULL REFERENCES transcripts (document),
    act UUID NOT NULL,
    turn BIGINT NOT NULL,
    start_at BIGINT NOT NULL,
    end_at BIGINT NOT NULL,
    category TEXT NOT NULL CHECK (category IN ('person', 'place', 'employer', 'date', 'event', 'rare_detail')),
    kind TEXT NOT NULL,
    surrogate TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('accepted', 'refused', 'changed', 'lost')),
    member UUID,
    decided_at BIGINT NOT NULL
) STRICT;
CREATE INDEX replacements_by_document ON replacements (document, turn, start_at);
CREATE TABLE sealed_maps (
    document UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    person UUID NOT NULL
) STRICT;
CREATE INDEX sealed_maps_by_study ON sealed_maps (study);
CREATE TABLE sealed_originals (
    replacement UUID PRIMARY KEY,
    document UUID NOT NULL REFERENCES sealed_maps (document),
    original BYTEA NOT NULL
) STRICT;
CREATE INDEX sealed_originals_by_document ON sealed_originals (document);
CREATE TABLE map_openings (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    document UUID NOT NULL REFERENCES sealed_maps (document),
    member UUID,
    cause TEXT NOT NULL CHECK (cause IN ('mistake', 'withdrawal', 'safety', 'check', 'other')),
    reason BYTEA NOT NULL,
    opened_at BIGINT NOT NULL
) STRICT;
CREATE INDEX map_openings_by_document ON map_openings (document, opened_at);
CREATE TABLE name_lists (
    study UUID PRIMARY KEY REFERENCES scopes (id),
    person UUID NOT NULL
) STRICT;
CREATE TABLE listed_terms (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES name_lists (study),
    participant UUID,
    term BYTEA NOT NULL,
    category TEXT NOT NULL CHECK (category IN ('person', 'place', 'employer', 'date', 'event', 'rare_detail')),
    kind TEXT NOT NULL,
    added_at BIGINT NOT NULL
) STRICT;
CREATE INDEX listed_terms_by_study ON listed_terms (study, added_at);
