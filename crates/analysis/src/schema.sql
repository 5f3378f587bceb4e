CREATE TABLE themes (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    parent UUID REFERENCES themes (id),
    level TEXT NOT NULL CHECK (level IN ('theme', 'subtheme', 'facet')),
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    concept TEXT NOT NULL,
    story TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('candidate', 'reviewed', 'defined', 'dropped'))
) STRICT;
CREATE INDEX themes_by_study ON themes (study, position);
CREATE TABLE quotes (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    theme UUID NOT NULL REFERENCES themes (id),
    position BIGINT NOT NULL,
    text TEXT NOT NULL,
    participant UUID REFERENCES participants (id),
    document UUID REFERENCES documents (id),
    turn BIGINT
) STRICT;
CREATE INDEX quotes_by_study ON quotes (study, position);
CREATE TABLE quote_questions (
    quote UUID NOT NULL REFERENCES quotes (id),
    question UUID NOT NULL REFERENCES research_questions (id),
    position BIGINT NOT NULL,
    PRIMARY KEY (quote, question)
) STRICT;
CREATE TABLE codes (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    parent UUID REFERENCES codes (id),
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'retired'))
) STRICT;
CREATE INDEX codes_by_study ON codes (study, position);
