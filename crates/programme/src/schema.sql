CREATE TABLE sites (
    id UUID PRIMARY KEY,
    programme UUID NOT NULL REFERENCES scopes (id),
    listed BIGINT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    organisation TEXT NOT NULL,
    nation TEXT NOT NULL,
    block TEXT NOT NULL,
    rule_pack TEXT NOT NULL,
    person UUID NOT NULL REFERENCES person_keys (person),
    contacts BYTEA NOT NULL,
    UNIQUE (programme, code)
) STRICT;
CREATE TABLE caps (
    programme UUID NOT NULL REFERENCES scopes (id),
    position BIGINT NOT NULL,
    site UUID NOT NULL REFERENCES sites (id),
    role TEXT NOT NULL,
    weekday TEXT NOT NULL,
    from_time TEXT NOT NULL,
    to_time TEXT NOT NULL,
    minimum BIGINT NOT NULL,
    max_released BIGINT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    PRIMARY KEY (programme, position)
) STRICT;
CREATE TABLE residents (
    id UUID PRIMARY KEY REFERENCES person_keys (person),
    programme UUID NOT NULL REFERENCES scopes (id),
    listed BIGINT NOT NULL,
    reference_hash BYTEA NOT NULL,
    identity BYTEA NOT NULL,
    grade TEXT NOT NULL,
    wte_hundredths BIGINT NOT NULL,
    non_working_days TEXT NOT NULL,
    home_travel_minutes BIGINT,
    priority_group TEXT,
    opt_out_48 BIGINT NOT NULL,
    standing_opt_in BIGINT NOT NULL,
    UNIQUE (programme, reference_hash)
) STRICT;
CREATE TABLE placements (
    programme UUID NOT NULL REFERENCES scopes (id),
    position BIGINT NOT NULL,
    resident UUID NOT NULL REFERENCES residents (id),
    site UUID NOT NULL REFERENCES sites (id),
    start_date TEXT NOT NULL,
    end_date TEXT NOT NULL,
    role TEXT NOT NULL,
    wte_hundredths BIGINT,
    PRIMARY KEY (programme, position)
) STRICT;
CREATE TABLE venues (
    id UUID PRIMARY KEY,
    programme UUID NOT NULL REFERENCES scopes (id),
    listed BIGINT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    capacity BIGINT NOT NULL,
    owner_site UUID REFERENCES sites (id),
    step_free BIGINT NOT NULL,
    interruption_free BIGINT NOT NULL,
    cost_pence BIGINT,
    currency TEXT NOT NULL,
    weekdays TEXT NOT NULL,
    available_from TEXT,
    available_to TEXT,
    UNIQUE (programme, code)
) STRICT;
CREATE TABLE travels (
    programme UUID NOT NULL REFERENCES scopes (id),
    position BIGINT NOT NULL,
    site UUID NOT NULL REFERENCES sites (id),
    venue UUID NOT NULL REFERENCES venues (id),
    out_minutes BIGINT NOT NULL,
    back_minutes BIGINT NOT NULL,
    PRIMARY KEY (programme, position)
) STRICT;
CREATE TABLE facilitators (
    id UUID PRIMARY KEY REFERENCES person_keys (person),
    programme UUID NOT NULL REFERENCES scopes (id),
    listed BIGINT NOT NULL,
    reference_hash BYTEA NOT NULL,
    identity BYTEA NOT NULL,
    profession TEXT NOT NULL,
    level TEXT NOT NULL,
    psychodynamic BIGINT NOT NULL,
    work_site UUID REFERENCES sites (id),
    requirement_set TEXT,
    max_groups BIGINT NOT NULL,
    weekdays TEXT NOT NULL,
    active_from TEXT NOT NULL,
    active_to TEXT,
    supervised BIGINT NOT NULL,
    UNIQUE (programme, reference_hash)
) STRICT;
CREATE TABLE ties (
    programme UUID NOT NULL REFERENCES scopes (id),
    position BIGINT NOT NULL,
    from_person UUID NOT NULL REFERENCES person_keys (person),
    to_resident UUID NOT NULL REFERENCES residents (id),
    kind TEXT NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    PRIMARY KEY (programme, position)
) STRICT;
CREATE TABLE shift_codes (
    programme UUID NOT NULL REFERENCES scopes (id),
    position BIGINT NOT NULL,
    site UUID NOT NULL REFERENCES sites (id),
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    start_time TEXT,
    end_time TEXT,
    role TEXT,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    PRIMARY KEY (programme, position)
) STRICT;
CREATE TABLE shifts (
    programme UUID NOT NULL REFERENCES scopes (id),
    position BIGINT NOT NULL,
    resident UUID NOT NULL REFERENCES residents (id),
    site UUID NOT NULL REFERENCES sites (id),
    on_date TEXT NOT NULL,
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    start_at BIGINT NOT NULL,
    end_at BIGINT NOT NULL,
    whole_day BIGINT NOT NULL,
    role TEXT,
    imported_at BIGINT NOT NULL,
    PRIMARY KEY (programme, position)
) STRICT;
CREATE INDEX shifts_by_site ON shifts (site, on_date);
CREATE INDEX shifts_by_resident ON shifts (resident, on_date);
CREATE TABLE slots (
    programme UUID NOT NULL REFERENCES scopes (id),
    position BIGINT NOT NULL,
    weekday TEXT NOT NULL,
    start_time TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    first_date TEXT NOT NULL,
    weeks BIGINT NOT NULL,
    every_weeks BIGINT NOT NULL,
    PRIMARY KEY (programme, position)
) STRICT;
CREATE TABLE programme_imports (
    id UUID PRIMARY KEY,
    programme UUID NOT NULL REFERENCES scopes (id),
    imported_at BIGINT NOT NULL,
    imported_by UUID REFERENCES accounts (id),
    digest TEXT NOT NULL,
    files TEXT NOT NULL,
    warnings BIGINT NOT NULL
) STRICT;
CREATE TABLE plans (
    id UUID PRIMARY KEY,
    programme UUID NOT NULL REFERENCES scopes (id),
    number BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'replaced')),
    made_at BIGINT NOT NULL,
    input_digest TEXT NOT NULL,
    document TEXT NOT NULL,
    published_at BIGINT,
    UNIQUE (programme, number)
) STRICT;
CREATE TABLE sessions (
    id UUID PRIMARY KEY,
    programme UUID NOT NULL REFERENCES scopes (id),
    plan UUID NOT NULL REFERENCES plans (id),
    group_number BIGINT NOT NULL,
    week BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'confirmed', 'held', 'cancelled')),
    cancelled_code TEXT,
    cases BIGINT,
    UNIQUE (plan, group_number, week)
) STRICT;
CREATE INDEX sessions_by_time ON sessions (programme, starts_at);
CREATE TABLE attendances (
    session UUID NOT NULL REFERENCES sessions (id),
    resident UUID NOT NULL REFERENCES residents (id),
    state TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    PRIMARY KEY (session, resident)
) STRICT;
CREATE TABLE releases (
    id UUID PRIMARY KEY,
    programme UUID NOT NULL REFERENCES scopes (id),
    plan UUID NOT NULL REFERENCES plans (id),
    session UUID NOT NULL REFERENCES sessions (id),
    resident UUID NOT NULL REFERENCES residents (id),
    site UUID NOT NULL REFERENCES sites (id),
    leaves_at BIGINT NOT NULL,
    returns_at BIGINT NOT NULL,
    shift_code TEXT NOT NULL,
    state TEXT NOT NULL,
    code TEXT,
    changed_at BIGINT NOT NULL,
    UNIQUE (session, resident)
) STRICT;
CREATE INDEX releases_by_site ON releases (site, leaves_at)
