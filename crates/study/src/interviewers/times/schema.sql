CREATE TABLE usual_times (
    person UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    times TEXT NOT NULL
) STRICT;
CREATE INDEX usual_times_by_study ON usual_times (study);
