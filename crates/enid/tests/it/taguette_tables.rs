//! The tables in which Taguette keeps projects, as far as they are read.

/// Statements that make them.
pub const TABLES: &str = "
CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT, description TEXT);
CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT, description TEXT, project_id INTEGER, contents TEXT);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path TEXT, description TEXT);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER, end_offset INTEGER, snippet TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
CREATE TABLE commands (id INTEGER PRIMARY KEY, date TEXT, user_login TEXT, project_id INTEGER, document_id INTEGER, payload TEXT);
";
