ONLY SQLITE CREATE TABLE text_numbers (
    number BIGINT PRIMARY KEY,
    document UUID NOT NULL UNIQUE
) STRICT;
ONLY SQLITE CREATE VIRTUAL TABLE turn_words USING fts5(words, content = '', columnsize = 0, tokenize = 'ascii');
ONLY SQLITE INSERT INTO turn_words (turn_words, rank) VALUES ('secure-delete', 1);
ONLY POSTGRESQL CREATE TABLE turn_words (
    document UUID NOT NULL,
    position BIGINT NOT NULL,
    words TSVECTOR NOT NULL,
    PRIMARY KEY (document, position)
);
ONLY POSTGRESQL CREATE INDEX turn_words_by_word ON turn_words USING GIST (words);
