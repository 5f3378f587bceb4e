CREATE TABLE team_members (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    position BIGINT NOT NULL,
    handle TEXT NOT NULL,
    interviews BIGINT NOT NULL CHECK (interviews IN (0, 1)),
    checks BIGINT NOT NULL CHECK (checks IN (0, 1)),
    analyses BIGINT NOT NULL CHECK (analyses IN (0, 1)),
    room BIGINT NOT NULL CHECK (room >= 0),
    participant UUID,
    UNIQUE (study, handle)
) STRICT;
CREATE TABLE dual_roles (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    member UUID NOT NULL REFERENCES team_members (id),
    kind TEXT NOT NULL CHECK (kind IN ('participant_researcher', 'resident', 'organiser', 'supervisor')),
    holds BIGINT NOT NULL CHECK (holds IN (0, 1)),
    explanation TEXT NOT NULL,
    support TEXT NOT NULL,
    declared_at BIGINT NOT NULL
) STRICT;
CREATE INDEX dual_roles_by_study ON dual_roles (study, member, declared_at);
CREATE TABLE positionalities (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    member UUID NOT NULL REFERENCES team_members (id),
    number BIGINT NOT NULL,
    background TEXT NOT NULL,
    training TEXT NOT NULL,
    to_programme TEXT NOT NULL,
    to_participants TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    UNIQUE (member, number)
) STRICT;
CREATE TABLE study_designs (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    number BIGINT NOT NULL,
    ontology TEXT NOT NULL,
    orientation TEXT NOT NULL,
    theory TEXT NOT NULL,
    reasoning TEXT NOT NULL CHECK (reasoning IN ('inductive', 'deductive', 'both')),
    design TEXT NOT NULL CHECK (design IN ('reflexive', 'codebook', 'coding_reliability')),
    period_start TEXT,
    period_end TEXT,
    ethics TEXT NOT NULL,
    freeze_on TEXT,
    why TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by UUID,
    UNIQUE (study, number)
) STRICT;
CREATE TABLE question_wordings (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    label TEXT NOT NULL,
    number BIGINT NOT NULL,
    wording TEXT NOT NULL,
    why TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('page', 'folder')),
    made_at BIGINT NOT NULL,
    made_by UUID,
    UNIQUE (study, label, number)
) STRICT;
CREATE TABLE question_cohorts (
    study UUID NOT NULL REFERENCES scopes (id),
    label TEXT NOT NULL,
    cohort TEXT NOT NULL,
    PRIMARY KEY (study, label, cohort)
) STRICT;
CREATE TABLE cohort_aims (
    study UUID NOT NULL REFERENCES scopes (id),
    cohort TEXT NOT NULL,
    target BIGINT CHECK (target > 0),
    public_label TEXT NOT NULL,
    PRIMARY KEY (study, cohort)
) STRICT;
CREATE TABLE guide_versions (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    cohort TEXT NOT NULL,
    number BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by UUID,
    used_at BIGINT,
    UNIQUE (study, cohort, number)
) STRICT;
CREATE TABLE guide_questions (
    version UUID NOT NULL REFERENCES guide_versions (id),
    position BIGINT NOT NULL,
    question TEXT NOT NULL,
    prompts TEXT NOT NULL,
    PRIMARY KEY (version, position)
) STRICT;
CREATE TABLE recruitment_log (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    cohort TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('approach', 'decline')),
    method TEXT NOT NULL CHECK (method IN ('email', 'letter', 'telephone', 'in_person', 'other')),
    people BIGINT NOT NULL CHECK (people > 0),
    participant UUID,
    reason TEXT NOT NULL,
    happened_on TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    entered_by UUID
) STRICT;
CREATE INDEX recruitment_log_by_study ON recruitment_log (study, happened_on);
CREATE TABLE written_notes (
    document UUID PRIMARY KEY REFERENCES documents (id),
    study UUID NOT NULL REFERENCES scopes (id),
    member UUID NOT NULL REFERENCES team_members (id),
    participant UUID NOT NULL
) STRICT;
CREATE INDEX written_notes_by_study ON written_notes (study, participant);
CREATE TABLE note_versions (
    document UUID NOT NULL REFERENCES written_notes (document),
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    dated TEXT NOT NULL,
    text TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (document, number)
) STRICT;
