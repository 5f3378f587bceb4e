//! What is in an archive and what never is.

use std::collections::{BTreeMap, BTreeSet};

use analysis::archive::{EXTRAS, all, left_out};
use enid::schema::classes;
use platform::access::ScopeKind;
use platform::keys::{Sealed, person_keys};
use platform::retention::Reach;
use platform::storage::tables::Of;
use sea_orm::{ConnectionTrait as _, Statement};
use uuid::Uuid;

use super::*;
use crate::content_free::columns;

/// Tables that the study of the demo leaves empty.
const EMPTY: &[&str] = &[
    "state/withdrawals.jsonl",
    "state/recording_withdrawals.jsonl",
    "state/accuracy_checks.jsonl",
    "state/dismissed_prompts.jsonl",
    "state/waiting_quotes.jsonl",
    "state/set_aside_findings.jsonl",
    "state/output_releases.jsonl",
    "state/output_release_files.jsonl",
    "state/output_release_people.jsonl",
];

#[test]
fn every_table_that_is_kept_with_a_study_is_archived_or_left_out_with_a_reason() {
    let archived: BTreeSet<&str> = all().map(|table| table.name).collect();
    let out = left_out();
    let out: BTreeSet<&str> = out
        .iter()
        .flat_map(|one| &one.what)
        .map(String::as_str)
        .collect();
    let both: Vec<_> = archived.intersection(&out).collect();
    assert!(both.is_empty(), "in it and not in it: {both:?}");
    let classes = classes();
    let of_studies = classes
        .iter()
        .filter(|class| class.reach == Reach::Each(ScopeKind::Study));
    let kept: BTreeSet<&str> = of_studies.flat_map(|class| class.tables()).collect();
    assert!(kept.len() > 60, "{}", kept.len());
    let forgotten: Vec<_> = kept
        .iter()
        .filter(|table| !archived.contains(*table) && !out.contains(*table) && **table != EXTRAS)
        .collect();
    assert!(
        forgotten.is_empty(),
        "nobody said what becomes of {forgotten:?}"
    );
    let strange: Vec<_> = archived.difference(&kept).collect();
    assert!(strange.is_empty(), "of no study: {strange:?}");
    for one in left_out() {
        assert!(one.why.len() > 20, "{one:?}");
    }
}

#[tokio::test]
async fn every_column_of_a_table_that_is_archived_is_in_it_or_left_out_with_a_reason() {
    let out = left_out();
    let out: BTreeSet<&str> = out
        .iter()
        .flat_map(|one| &one.what)
        .map(String::as_str)
        .collect();
    for installation in empty().await {
        let db = installation.app.db.read();
        let mut stored: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (column, _) in columns(db, installation.app.db.dialect()).await {
            let (table, column) = column.split_once('.').unwrap();
            let known = stored.entry(table.to_owned()).or_default();
            known.insert(column.to_owned());
        }
        for table in all() {
            let declared: BTreeSet<String> = table
                .columns()
                .iter()
                .map(|column| column.name.to_owned())
                .collect();
            assert_eq!(stored[table.name], declared, "{}", table.name);
            let kept: BTreeSet<&str> = table.kept().iter().map(|column| column.name).collect();
            for column in table.columns() {
                let full = format!("{}.{}", table.name, column.name);
                assert_eq!(
                    kept.contains(column.name),
                    !out.contains(full.as_str()),
                    "{full}"
                );
            }
            assert!(
                table.kept().iter().any(|column| column.is_key),
                "{}",
                table.name
            );
            if let Of::Whole(column) = table.of {
                assert!(kept.contains(column), "{}", table.name);
            }
        }
    }
}

/// What stands in columns that are sealed for a person, opened; and what else must not leave.
async fn secrets(app: &App) -> BTreeSet<String> {
    let db = app.db.read();
    let backend = db.get_database_backend();
    let all = async |sql: &str| {
        db.query_all_raw(Statement::from_string(backend, sql))
            .await
            .unwrap()
    };
    let people = all("SELECT person FROM person_keys").await;
    let people = people
        .iter()
        .map(|row| row.try_get::<Uuid>("", "person").unwrap());
    let keys = person_keys(db, app, people).await.unwrap();
    let mut found = BTreeSet::new();
    for sql in [
        "SELECT name AS sealed FROM accounts",
        "SELECT email AS sealed FROM accounts",
        "SELECT contact AS sealed FROM participant_contacts",
        "SELECT sealed FROM private_entries",
        "SELECT reason AS sealed FROM map_openings",
        "SELECT turns AS sealed FROM spoken_versions",
    ] {
        let rows = all(sql).await;
        for row in rows {
            let sealed: Vec<u8> = row.try_get("", "sealed").unwrap();
            let opened = keys
                .values()
                .find_map(|key| key.open(&Sealed(sealed.clone())).ok());
            found.extend(opened);
        }
    }
    for row in all("SELECT joining FROM interviews").await {
        found.insert(row.try_get("", "joining").unwrap());
    }
    found.retain(|secret| secret.trim().chars().count() >= 8);
    found
}

/// No name, no address, no key and nothing that is sealed is in the archive of an installation that has all of these.
pub async fn holds_nothing_sealed(app: &App, bytes: &[u8]) {
    let archive = unpacked(bytes);
    let empty = archive.parts.iter().filter(|part| part.bytes.is_empty());
    let empty: Vec<&str> = empty.map(|part| part.name.as_str()).collect();
    assert_eq!(empty, EMPTY);
    let secrets = secrets(app).await;
    assert!(secrets.len() > 20, "{}", secrets.len());
    let keys: Vec<(String, Vec<u8>)> = {
        let db = app.db.read();
        let sql = "SELECT person, wrapped FROM person_keys";
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql));
        let rows = rows.await.unwrap();
        let row = |row: &sea_orm::QueryResult| {
            let person: Uuid = row.try_get("", "person").unwrap();
            (person.to_string(), row.try_get("", "wrapped").unwrap())
        };
        rows.iter().map(row).collect()
    };
    for part in &archive.parts {
        let text = String::from_utf8(part.bytes.clone()).unwrap();
        for secret in &secrets {
            let quoted = serde_json::to_string(secret).unwrap();
            let bare = quoted.trim_matches('"');
            assert!(!text.contains(bare), "{} holds {secret}", part.name);
        }
        for (person, wrapped) in &keys {
            assert!(!text.contains(person), "{} names a key", part.name);
            let digits: String = wrapped.iter().map(|byte| format!("{byte:02x}")).collect();
            assert!(
                !text.contains(&digits) || digits.is_empty(),
                "{} holds a key",
                part.name
            );
        }
    }
}
