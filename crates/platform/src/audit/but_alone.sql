CREATE INDEX audit_events_but_alone ON audit_events (chain, seq) WHERE detail <> 'alone'
