CREATE TABLE output_releases (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    number BIGINT,
    choice TEXT NOT NULL,
    prepared_at BIGINT NOT NULL,
    prepared_by UUID,
    approved_at BIGINT,
    approved_by UUID,
    reason TEXT NOT NULL,
    report TEXT NOT NULL,
    UNIQUE (study, number)
) STRICT;
CREATE TABLE output_release_files (
    release UUID NOT NULL REFERENCES output_releases (id),
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    seal TEXT NOT NULL,
    PRIMARY KEY (release, position)
) STRICT;
CREATE TABLE output_release_people (
    id UUID PRIMARY KEY,
    release UUID NOT NULL REFERENCES output_releases (id),
    kind TEXT NOT NULL CHECK (kind IN ('row', 'total', 'cell', 'cohort')),
    person UUID NOT NULL,
    told TEXT NOT NULL
) STRICT;
CREATE INDEX output_release_people_by_release ON output_release_people (release);
CREATE INDEX output_release_people_by_person ON output_release_people (person);
