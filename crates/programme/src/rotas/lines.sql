CREATE TABLE rota_lines (
    programme UUID NOT NULL REFERENCES scopes (id),
    number BIGINT NOT NULL,
    resident UUID NOT NULL REFERENCES residents (id),
    site UUID NOT NULL REFERENCES sites (id),
    import UUID REFERENCES rota_imports (id),
    source TEXT NOT NULL,
    first_date TEXT NOT NULL,
    last_date TEXT NOT NULL,
    imported_at BIGINT NOT NULL,
    told TEXT NOT NULL,
    superseded_by UUID REFERENCES rota_imports (id),
    PRIMARY KEY (programme, number, resident, site)
) STRICT;
CREATE INDEX rota_lines_by_site ON rota_lines (site, source);
CREATE INDEX rota_lines_by_resident ON rota_lines (resident, last_date);
INSERT INTO rota_lines
SELECT s.programme, COALESCE(i.number, 0), s.resident, s.site, s.import, s.source,
    MIN(s.on_date), MAX(s.on_date), MAX(s.imported_at),
    '[' || JOINED('["' || s.on_date || '",' || JSON_TEXT(s.code) || ',"' || s.kind || '",' || s.start_at || ',' || s.end_at
        || CASE WHEN s.whole_day = 1 THEN ',true,' ELSE ',false,' END
        || CASE WHEN s.role IS NULL THEN 'null' ELSE JSON_TEXT(s.role) || '' END || ',' || s.line || ']', ',') || ']',
    NULL
FROM shifts s LEFT JOIN rota_imports i ON i.id = s.import
GROUP BY s.programme, i.number, s.resident, s.site, s.import, s.source;
DROP TABLE shifts
