CREATE TABLE stated_caps (
    site UUID NOT NULL REFERENCES sites (id),
    position BIGINT NOT NULL,
    programme UUID NOT NULL REFERENCES scopes (id),
    role TEXT NOT NULL,
    weekday TEXT NOT NULL,
    from_time TEXT NOT NULL,
    to_time TEXT NOT NULL,
    minimum BIGINT NOT NULL,
    max_released BIGINT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    stated_at BIGINT NOT NULL,
    PRIMARY KEY (site, position)
) STRICT;
CREATE TABLE former_addresses (
    id UUID PRIMARY KEY,
    site UUID NOT NULL REFERENCES sites (id),
    capacity TEXT NOT NULL,
    person UUID NOT NULL REFERENCES person_keys (person),
    address BYTEA NOT NULL,
    replaced_at BIGINT NOT NULL
) STRICT;
