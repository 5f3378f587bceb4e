//! What is in an archive and what never is.

use std::collections::{BTreeMap, BTreeSet};

use analysis::archive::{all, left_out};
use enid::schema::classes;
use platform::access::ScopeKind;
use platform::retention::Reach;
use platform::storage::tables::Of;

use super::*;
use crate::content_free::columns;

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
        .filter(|table| !archived.contains(*table) && !out.contains(*table))
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
