CREATE TABLE cost_rates (
    id UUID PRIMARY KEY,
    programme UUID NOT NULL REFERENCES scopes (id),
    subject TEXT NOT NULL,
    pence_per_hour BIGINT NOT NULL CHECK (pence_per_hour BETWEEN 0 AND 10000000),
    currency TEXT NOT NULL,
    price_year BIGINT NOT NULL,
    with_qualifications BIGINT NOT NULL CHECK (with_qualifications IN (0, 1)),
    valid_from TEXT NOT NULL,
    source TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    entered_by UUID REFERENCES accounts (id)
) STRICT;
CREATE INDEX cost_rates_by_programme ON cost_rates (programme, subject);
CREATE TABLE cost_lines (
    id UUID PRIMARY KEY,
    programme UUID NOT NULL REFERENCES scopes (id),
    session UUID NOT NULL REFERENCES sessions (id),
    release UUID REFERENCES releases (id),
    resident UUID,
    site UUID REFERENCES sites (id),
    kind TEXT NOT NULL CHECK (kind IN ('attendance', 'cover', 'room', 'facilitator', 'debrief', 'travel')),
    time_source TEXT CHECK (time_source IN ('released_from_shift', 'edt', 'toil', 'own_day_off', 'study_leave')),
    cover TEXT CHECK (cover IN ('absorbed', 'internal_swap', 'bank_or_locum', 'consultant_acting_down', 'cancelled')),
    subject TEXT,
    minutes BIGINT NOT NULL CHECK (minutes >= 0),
    pence BIGINT CHECK (pence >= 0),
    rate UUID REFERENCES cost_rates (id),
    entered_at BIGINT NOT NULL,
    replaces UUID UNIQUE REFERENCES cost_lines (id),
    CHECK ((kind = 'cover') = (cover IS NOT NULL))
) STRICT;
CREATE INDEX cost_lines_by_session ON cost_lines (programme, session)
