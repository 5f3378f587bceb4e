CREATE TABLE rota_imports (
    id UUID PRIMARY KEY,
    programme UUID NOT NULL REFERENCES scopes (id),
    number BIGINT NOT NULL,
    source TEXT NOT NULL,
    site UUID REFERENCES sites (id),
    resident UUID REFERENCES residents (id),
    file_name BYTEA,
    file_hash BYTEA NOT NULL,
    first_date TEXT NOT NULL,
    last_date TEXT NOT NULL,
    facts BIGINT NOT NULL,
    unknown BIGINT NOT NULL,
    warnings BIGINT NOT NULL,
    imported_at BIGINT NOT NULL,
    imported_by UUID REFERENCES accounts (id),
    undone_at BIGINT,
    UNIQUE (programme, number)
) STRICT;
ALTER TABLE shifts ADD COLUMN source TEXT NOT NULL DEFAULT 'folder';
ALTER TABLE shifts ADD COLUMN import UUID REFERENCES rota_imports (id);
ALTER TABLE shifts ADD COLUMN line BIGINT NOT NULL DEFAULT 0;
ALTER TABLE shifts ADD COLUMN superseded_by UUID REFERENCES rota_imports (id);
CREATE TABLE rota_drafts (
    id UUID PRIMARY KEY,
    programme UUID NOT NULL REFERENCES scopes (id),
    source TEXT NOT NULL,
    site UUID NOT NULL REFERENCES sites (id),
    resident UUID REFERENCES residents (id),
    content BYTEA NOT NULL,
    layout TEXT,
    names BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    made_by UUID NOT NULL REFERENCES accounts (id)
) STRICT;
CREATE INDEX rota_drafts_by_site ON rota_drafts (site, made_at);
CREATE TABLE rota_layouts (
    site UUID PRIMARY KEY REFERENCES sites (id),
    layout TEXT NOT NULL
) STRICT;
CREATE TABLE rota_names (
    site UUID NOT NULL REFERENCES sites (id),
    label_hash BYTEA NOT NULL,
    resident UUID REFERENCES residents (id),
    PRIMARY KEY (site, label_hash)
) STRICT
