//! There is no place for case content, for who presented, or for remarks on a member (programme R3, G6, INP-6; trust V-03).
//!
//! Every column of every table and every field of the pages of sessions and releases stands in a list that a person has
//! read. A new one fails here until somebody has asked what could be written into it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use platform::storage::Dialect;
use sea_orm::{ConnectionTrait, Statement};

use crate::world::worlds;

/// A line for each column, as `table.column`.
const COLUMNS: &str = include_str!("columns.txt");
/// A line for each field of a form, as `slice.field`.
const FIELDS: &str = include_str!("fields.txt");

/// Tables of sessions, with the columns that are text and what closed list they hold.
const SESSION_TEXTS: &[(&str, &str)] = &[
    ("sessions.state", "session::State"),
    ("sessions.cancelled_code", "session::CancelCode"),
    ("attendances.state", "register::Mark"),
    ("attendances.time_source", "register::TimeSource"),
    ("boundary_events.code", "session::BoundaryCode"),
    ("register_changes.from_state", "register::Mark"),
    ("register_changes.to_state", "register::Mark"),
    ("register_views.role", "access::Role"),
    ("register_views.purpose", "looks::Purpose"),
    ("session_minutes.format", "protocol::Format"),
    ("session_minutes.phase", "protocol::Phase"),
];

const SESSION_TABLES: &[&str] = &[
    "sessions",
    "attendances",
    "boundary_events",
    "register_changes",
    "register_views",
    "session_minutes",
];

/// What a page that holds no words has no use for: places to write, and ways to listen or to watch.
const NEVER: &[&str] = &[
    "<textarea",
    "\"textarea\"",
    "type=\"text\"",
    "type=\"search\"",
    "contenteditable",
    "contentEditable",
    "kind = \"area\"",
    "getUserMedia",
    "MediaRecorder",
    "SpeechRecognition",
    "Notification",
    "new Audio",
    "<audio",
    "<video",
    "pushManager",
];

/// The kinds of input that a page of sessions may have: none takes words.
const INPUTS: &[&str] = &["hidden", "radio", "checkbox", "number", "time"];

#[tokio::test]
async fn r3_every_column_is_one_that_somebody_has_read() {
    let listed: BTreeSet<String> = COLUMNS.lines().map(str::to_owned).collect();
    for world in worlds().await {
        let app = &world.installation.app;
        let found: BTreeSet<String> = columns(app.db.read(), app.db.dialect())
            .await
            .into_iter()
            .map(|(column, _)| column)
            .collect();
        let fresh: Vec<_> = found.difference(&listed).collect();
        assert!(
            fresh.is_empty(),
            "columns on {} that content_free/columns.txt does not list: {fresh:#?}",
            world.installation.on
        );
        let gone: Vec<_> = listed.difference(&found).collect();
        assert!(gone.is_empty(), "listed and not there: {gone:#?}");
    }
}

#[tokio::test]
async fn r3_no_table_of_sessions_has_a_column_for_words() {
    for world in worlds().await {
        let app = &world.installation.app;
        let mut seen = 0;
        for (column, kind) in columns(app.db.read(), app.db.dialect()).await {
            let (table, _) = column.split_once('.').unwrap();
            if !SESSION_TABLES.contains(&table) {
                continue;
            }
            seen += 1;
            let kind = kind.to_lowercase();
            let counts = ["bigint", "integer", "uuid"].contains(&kind.as_str());
            // SQLite keeps an identifier as bytes.
            let id = kind == "blob" && app.db.dialect() == Dialect::Sqlite;
            let code = SESSION_TEXTS.iter().any(|(text, _)| *text == column);
            assert!(
                counts || id || code,
                "{column} is {kind}: it could hold words"
            );
        }
        assert!(seen > 40, "only {seen} columns were seen");
    }
}

#[test]
fn r3_every_field_of_a_session_or_release_is_one_that_somebody_has_read() {
    let listed: BTreeSet<String> = FIELDS.lines().map(str::to_owned).collect();
    let mut found = BTreeSet::new();
    for (slice, file, text) in sources() {
        let names = match file.extension().and_then(|ending| ending.to_str()) {
            Some("html") => fields_of_page(&text),
            _ => fields_of_forms(&text),
        };
        found.extend(names.into_iter().map(|name| format!("{slice}.{name}")));
    }
    let fresh: Vec<_> = found.difference(&listed).collect();
    assert!(
        fresh.is_empty(),
        "fields that content_free/fields.txt does not list: {fresh:#?}"
    );
    let gone: Vec<_> = listed.difference(&found).collect();
    assert!(gone.is_empty(), "listed and not there: {gone:#?}");
}

#[test]
fn r3_no_page_of_a_session_has_a_place_to_write_words_or_a_way_to_listen() {
    let mut pages: Vec<(PathBuf, String)> = sources()
        .into_iter()
        .filter(|(slice, ..)| *slice == "sessions")
        .map(|(_, file, text)| (file, text))
        .collect();
    let statics = source("platform/src/web/static");
    for name in [
        "clock.html",
        "clock.js",
        "clock-face.js",
        "clock-time.js",
        "clock-worker.js",
    ] {
        let file = statics.join(name);
        let text = std::fs::read_to_string(&file).unwrap();
        pages.push((file, text));
    }
    assert!(pages.len() > 20, "the pages were not found");
    for (file, text) in &pages {
        for never in NEVER {
            assert!(!text.contains(never), "{} has {never}", file.display());
        }
        for input in text.split("<input").skip(1) {
            let input = input.split('>').next().unwrap();
            let kind = input.split_once("type=\"").map(|(_, rest)| rest);
            let kind = kind
                .and_then(|rest| rest.split('"').next())
                .unwrap_or("text");
            assert!(
                INPUTS.contains(&kind),
                "{}: an input of {kind}",
                file.display()
            );
        }
        // A field of the page's parts is for words unless its control is given.
        let field = text.split("{{ ui::field(").nth(1);
        assert!(
            field.is_none(),
            "{} has a field for words: {}",
            file.display(),
            field.unwrap_or_default()
        );
        // A script makes boxes to tick and nothing to write in.
        let made = text.matches("element(\"input\")").count();
        assert_eq!(
            made,
            text.matches(".type = \"checkbox\"").count(),
            "{}",
            file.display()
        );
    }
}

#[test]
fn a_place_for_words_would_be_seen() {
    let page = r#"<input name="cases" type="radio">{{ ui::choice("A", "outcome", "x", true) }}
        {% call ui::field("Why", "code") %}<select id="field-code" name="code">{% endcall %}<textarea name="remarks">"#;
    let names: Vec<_> = fields_of_page(page).into_iter().collect();
    assert_eq!(names, ["cases", "code", "outcome", "remarks"]);
    let forms = "#[derive(Deserialize)]\n#[serde(deny_unknown_fields)]\nstruct NoteForm {\n    #[serde(default)]\n    remarks: String,\n    at: i64,\n}\n";
    let names: Vec<_> = fields_of_forms(forms).into_iter().collect();
    assert_eq!(names, ["at", "remarks"]);
}

/// Every column with its type.
pub async fn columns(connection: &impl ConnectionTrait, dialect: Dialect) -> Vec<(String, String)> {
    let sql = match dialect {
        Dialect::Sqlite => {
            "SELECT m.name AS table_name, c.name AS column_name, c.type AS data_type \
             FROM sqlite_master m JOIN pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' \
             AND m.name NOT LIKE 'turn_words%' AND m.name <> 'text_numbers'"
        }
        Dialect::Postgres => {
            "SELECT table_name::TEXT, column_name::TEXT, data_type::TEXT \
             FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'turn_words'"
        }
    };
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| {
            let text = |name: &str| row.try_get::<String>("", name).unwrap();
            let column = format!("{}.{}", text("table_name"), text("column_name"));
            (column, text("data_type"))
        })
        .collect()
}

fn source(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The slices of sessions and releases: pages and code.
fn sources() -> Vec<(&'static str, PathBuf, String)> {
    let mut sources = Vec::new();
    for slice in ["sessions", "release"] {
        let mut folders = vec![source("programme/src").join(slice)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let file = entry.unwrap().path();
                let ending = file.extension().and_then(|ending| ending.to_str());
                if file.is_dir() {
                    folders.push(file);
                } else if matches!(ending, Some("html" | "rs")) {
                    let text = std::fs::read_to_string(&file).unwrap();
                    sources.push((slice, file, text));
                }
            }
        }
    }
    sources
}

/// The names under which a page sends something. What differs from row to row is written as `*`.
fn fields_of_page(text: &str) -> BTreeSet<String> {
    let plain = |name: &str| {
        let mut plain = String::new();
        let mut rest = name;
        while let Some((before, after)) = rest.split_once("{{") {
            plain += before;
            plain.push('*');
            rest = after.split_once("}}").map_or("", |(_, after)| after);
        }
        plain + rest
    };
    let mut names = BTreeSet::new();
    for part in text.split(" name=\"").skip(1) {
        names.insert(plain(part.split('"').next().unwrap()));
    }
    for part in text
        .split("ui::choice(")
        .chain(text.split("ui::field("))
        .skip(1)
    {
        let call = part.split(')').next().unwrap_or_default();
        let call = part.get(..call.len() + 200).unwrap_or(part);
        let second = call
            .split(", \"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        names.extend(
            second
                .filter(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
                .map(str::to_owned),
        );
    }
    names
}

/// The fields of the structures that are read from a request, and the names that a page of many rows is read by.
fn fields_of_forms(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for part in text.split("Deserialize)]").skip(1) {
        let Some((head, body)) = part.split_once('{') else {
            continue;
        };
        if !head.contains("struct ") {
            continue;
        }
        let body = body.split("\n}").next().unwrap_or_default();
        let fields = body
            .lines()
            .map(str::trim)
            .filter(|line| !line.starts_with(['#', '/']));
        for field in fields {
            if let Some((name, _)) = field.split_once(':') {
                names.insert(name.trim_start_matches("pub ").to_owned());
            }
        }
    }
    names
}
