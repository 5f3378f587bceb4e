//! The few places in which the two databases differ.

use sea_orm::DatabaseBackend;

use super::Packed;

/// Which database answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// One file, one writer.
    Sqlite,
    /// A server, many nodes.
    Postgres,
}

impl Dialect {
    /// The dialect of a SeaORM connection.
    pub fn of(backend: DatabaseBackend) -> Self {
        match backend {
            DatabaseBackend::Postgres => Self::Postgres,
            _ => Self::Sqlite,
        }
    }

    /// What SeaORM calls it.
    pub fn backend(self) -> DatabaseBackend {
        match self {
            Self::Sqlite => DatabaseBackend::Sqlite,
            Self::Postgres => DatabaseBackend::Postgres,
        }
    }

    /// A migration's statement in this dialect. Migrations name the types `UUID`, `BIGINT`, `TEXT`,
    /// `BYTEA` and `BOOLEAN` and end each table with `) STRICT`; SQLite stores them as `BLOB`,
    /// `INTEGER` and `TEXT` and checks them, PostgreSQL knows them and needs no `STRICT`. `JSON_TEXT(text)`
    /// quotes a text for JSON, `JOINED(text, between)` joins the texts of a group.
    pub fn translate(self, statement: &str) -> String {
        let statement = match self {
            Self::Postgres => statement.replace(") STRICT", ")"),
            Self::Sqlite => statement.to_owned(),
        };
        statement
            .split_inclusive(|c: char| !(c.is_alphanumeric() || c == '_'))
            .map(|word| {
                let bare = word.trim_end_matches(|c: char| !(c.is_alphanumeric() || c == '_'));
                let tail = &word[bare.len()..];
                let own = match (self, bare) {
                    (Self::Sqlite, "UUID" | "BYTEA") => "BLOB",
                    (Self::Sqlite, "BIGINT" | "BOOLEAN") => "INTEGER",
                    (Self::Sqlite, "JSON_TEXT") => "json_quote",
                    (Self::Sqlite, "JOINED") => "group_concat",
                    (Self::Postgres, "JSON_TEXT") => "to_json",
                    (Self::Postgres, "JOINED") => "string_agg",
                    _ => bare,
                };
                format!("{own}{tail}")
            })
            .collect()
    }

    /// A migration's statement if it is meant for this database: `ONLY SQLITE` or `ONLY POSTGRESQL` before one that the other does
    /// not have.
    pub fn own(self, statement: &str) -> Option<&str> {
        let (mine, other) = match self {
            Self::Sqlite => ("ONLY SQLITE ", "ONLY POSTGRESQL "),
            Self::Postgres => ("ONLY POSTGRESQL ", "ONLY SQLITE "),
        };
        match statement.starts_with(other) {
            true => None,
            false => Some(statement.strip_prefix(mine).unwrap_or(statement)),
        }
    }

    /// The database's own time in microseconds since 1970, as an expression. Nodes whose clocks differ agree on it.
    pub fn now(self) -> &'static str {
        match self {
            Self::Sqlite => "CAST(unixepoch('subsec') * 1000000 AS INTEGER)",
            Self::Postgres => "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)",
        }
    }

    /// How a query picks a row that nobody else is about to take. On SQLite there is one writer at a time.
    pub fn skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => "FOR UPDATE SKIP LOCKED",
        }
    }

    /// An aggregate that gives the rows of a query as one JSON array of arrays; without rows an empty one, or NULL.
    /// Identifiers are hexadecimal in it, with or without hyphens.
    pub(super) fn packed(self, asked: &Packed<'_>) -> String {
        let ids = asked.ids.iter().map(|id| match self {
            Self::Sqlite => format!("hex({id})"),
            Self::Postgres => (*id).to_owned(),
        });
        let others = asked.others.iter().map(|other| (*other).to_owned());
        let row = ids.chain(others).collect::<Vec<_>>().join(", ");
        match self {
            Self::Sqlite => format!("json_group_array(json_array({row}))"),
            Self::Postgres => format!("CAST(json_agg(json_build_array({row})) AS TEXT)"),
        }
    }

    /// An aggregate that gives the texts of a column as one, joined by LF in the order of another column.
    pub fn joined_by_lf(self, (text, order): (&str, &str)) -> String {
        match self {
            Self::Sqlite => format!("group_concat({text}, char(10) ORDER BY {order})"),
            Self::Postgres => format!("string_agg({text}, chr(10) ORDER BY {order})"),
        }
    }

    /// Statements after which rows of a table can be added, but neither changed nor removed.
    pub fn append_only(self, table: &str) -> Vec<String> {
        match self {
            Self::Sqlite => ["UPDATE", "DELETE"]
                .map(|verb| {
                    format!(
                        "CREATE TRIGGER {table}_no_{} BEFORE {verb} ON {table} BEGIN \
                         SELECT RAISE(ABORT, '{table} is append-only'); END",
                        verb.to_lowercase()
                    )
                })
                .to_vec(),
            Self::Postgres => vec![
                format!(
                    "CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS \
                     $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
                ),
                format!(
                    "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} \
                     FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
                ),
            ],
        }
    }

    /// Statements that take the protection of [`Dialect::append_only`] off a table, inside a transaction that puts it back
    /// with [`Dialect::append_only_again`]: nobody sees the table without it, and whoever wants to write waits.
    pub fn lift_append_only(self, table: &str) -> Vec<String> {
        match self {
            Self::Sqlite => ["update", "delete"]
                .map(|verb| format!("DROP TRIGGER {table}_no_{verb}"))
                .to_vec(),
            Self::Postgres => vec![format!(
                "ALTER TABLE {table} DISABLE TRIGGER {table}_append_only"
            )],
        }
    }

    /// Statements that put the protection of a table back.
    pub fn append_only_again(self, table: &str) -> Vec<String> {
        match self {
            Self::Sqlite => self.append_only(table),
            Self::Postgres => vec![format!(
                "ALTER TABLE {table} ENABLE TRIGGER {table}_append_only"
            )],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_of_one_database_is_none_of_the_other() {
        let both = [Dialect::Sqlite, Dialect::Postgres];
        let own = |statement| both.map(|dialect| dialect.own(statement));
        assert_eq!(own("SELECT 1"), [Some("SELECT 1"), Some("SELECT 1")]);
        assert_eq!(own("ONLY SQLITE SELECT 1"), [Some("SELECT 1"), None]);
        assert_eq!(own("ONLY POSTGRESQL SELECT 1"), [None, Some("SELECT 1")]);
    }

    #[test]
    fn a_table_is_strict_on_sqlite_and_typed_on_postgresql() {
        let text = "CREATE TABLE t (id UUID PRIMARY KEY, at BIGINT NOT NULL, b BYTEA, UUID_of TEXT) STRICT";
        assert_eq!(
            Dialect::Postgres.translate(text),
            "CREATE TABLE t (id UUID PRIMARY KEY, at BIGINT NOT NULL, b BYTEA, UUID_of TEXT)"
        );
        let sqlite = Dialect::Sqlite.translate(text);
        assert_eq!(
            sqlite,
            "CREATE TABLE t (id BLOB PRIMARY KEY, at INTEGER NOT NULL, b BLOB, UUID_of TEXT) STRICT"
        );
    }
}
