CREATE TABLE quote_words (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    document UUID,
    participant UUID,
    turn BIGINT,
    pieces TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX quote_words_by_study ON quote_words (study);
CREATE INDEX quote_words_by_document ON quote_words (document);
INSERT INTO quote_words (id, study, document, participant, turn, pieces, text)
SELECT id, study, document, participant, turn, '[]', text FROM quotes;
CREATE TABLE quote_places (
    quote UUID NOT NULL,
    study UUID NOT NULL REFERENCES scopes (id),
    theme UUID,
    position BIGINT NOT NULL,
    PRIMARY KEY (quote, position)
) STRICT;
CREATE INDEX quote_places_by_study ON quote_places (study);
CREATE INDEX quote_places_by_theme ON quote_places (theme);
INSERT INTO quote_places (quote, study, theme, position)
SELECT id, study, theme, position FROM quotes;
CREATE TABLE quote_answers (
    quote UUID NOT NULL,
    question UUID NOT NULL,
    position BIGINT NOT NULL,
    wording BIGINT,
    PRIMARY KEY (quote, question)
) STRICT;
INSERT INTO quote_answers (quote, question, position, wording)
SELECT quote, question, position, wording FROM quote_questions;
DROP TABLE quote_questions;
ALTER TABLE quote_answers RENAME TO quote_questions;
CREATE INDEX quote_questions_by_question ON quote_questions (question);
CREATE TABLE waiting_selected (
    quote UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    document UUID NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('edited', 'lost')),
    words TEXT NOT NULL,
    is_shown BIGINT NOT NULL CHECK (is_shown IN (0, 1)),
    since BIGINT NOT NULL
) STRICT;
INSERT INTO waiting_selected (quote, study, document, kind, words, is_shown, since)
SELECT quote, study, document, kind, words, is_shown, since FROM waiting_quotes;
DROP TABLE waiting_quotes;
ALTER TABLE waiting_selected RENAME TO waiting_quotes;
CREATE INDEX waiting_quotes_by_study ON waiting_quotes (study, since);
CREATE TABLE selected_quotes (
    id UUID PRIMARY KEY,
    study UUID NOT NULL REFERENCES scopes (id),
    words UUID NOT NULL,
    is_from_folder BIGINT NOT NULL CHECK (is_from_folder IN (0, 1)),
    is_ready BIGINT NOT NULL CHECK (is_ready IN (0, 1)),
    stance TEXT NOT NULL CHECK (stance IN ('', 'against', 'lone'))
) STRICT;
INSERT INTO selected_quotes (id, study, words, is_from_folder, is_ready, stance)
SELECT id, study, id, 1, 1, '' FROM quotes;
DROP TABLE quotes;
ALTER TABLE selected_quotes RENAME TO quotes;
CREATE INDEX quotes_by_study ON quotes (study);
CREATE INDEX quotes_by_words ON quotes (words);
