//! The tables of what was found, and all that an archive holds of a study.

use formats::study_archive;
use platform::storage::tables::Of::{Row, Whole};
use platform::storage::tables::Table;
use study::archive::LeftOut;

const fn table(name: &'static str, columns: &'static str) -> Table {
    Table {
        name,
        columns,
        of: Whole("study"),
    }
}

/// The table that stands by itself in an archive, since its rows are a chain.
const TRAIL: &str = "trail";

/// The tables of the analysis, in an order in which nothing refers to what comes later.
pub const TABLES: &[Table] = &[
    table(
        TRAIL,
        "study:id* seq:int* at:int member:id? phase:text? act:id kind:text subject_kind:text subject:id state_before:text? \
         state_after:text? why:text? reverts:id? hash:bytes",
    ),
    table("trail_heads", "study:id* seq:int hash:bytes"),
    table(
        "trail_texts",
        "id:id* study:id salt:bytes text:text is_redacted:int",
    ),
    table(
        "codes",
        "id:id* study:id parent:id?^ position:int name:text definition:text status:text merged_into:id? level:text origin:text \
         colour:text",
    ),
    table(
        "codings",
        "id:id* study:id document:id code:id member:id starts:int ends:int first_turn:int last_turn:int revision:int waits:text \
         since:int coded_at:int? is_unverified:int",
    ),
    table("coded_texts", "document:id* study:id revision:int"),
    table(
        "blind_passes",
        "id:id* study:id member:id document:id? opened_at:int closed_at:int?",
    ),
    table(
        "themes",
        "id:id* study:id parent:id?^ level:text position:int name:text concept:text story:text status:text merged_into:id?",
    ),
    table(
        "quotes",
        "id:id* study:id words:id is_from_folder:int is_ready:int stance:text",
    ),
    Table {
        name: "quote_questions",
        columns: "quote:id* question:id* position:int wording:int?",
        of: Row("quote", "quotes", "id"),
    },
    table("quote_places", "quote:id* study:id theme:id? position:int*"),
    table(
        "quote_words",
        "id:id* study:id document:id? participant:id? turn:int? pieces:text text:text",
    ),
    table(
        "waiting_quotes",
        "quote:id* study:id document:id kind:text words:text is_shown:int since:int",
    ),
    table(
        "saturation_stances",
        "id:id* study:id number:int stance:text grounds:text made_at:int made_by:id?",
    ),
    table(
        "conversations",
        "id:id* study:id document:id coding:id note:text outcome:text made_at:int made_by:id?",
    ),
    table(
        "set_aside_findings",
        "id:id* study:id finding:text check_id:text reason:text set_aside_at:int set_aside_by:id? taken_back_at:int? \
         taken_back_by:id?",
    ),
    table(
        "output_releases",
        "id:id* study:id number:int? choice:text prepared_at:int prepared_by:id? approved_at:int? approved_by:id? reason:text \
         report:text",
    ),
    Table {
        name: "output_release_files",
        columns: "release:id* position:int* name:text bytes:bytes seal:text",
        of: Row("release", "output_releases", "id"),
    },
    Table {
        name: "output_release_people",
        columns: "id:id* release:id kind:text person:id told:text",
        of: Row("release", "output_releases", "id"),
    },
];

/// What belongs to an installation and not to a study, and what is between it and a participant.
const ELSEWHERE: &[LeftOut] = &[
    (
        &["printing_answers"],
        "What participants say to the printing of their words was said to that Enid; before the next release they are asked anew",
    ),
    (
        &[
            "accounts",
            "grants",
            "passes",
            "audit_events",
            "tombstones",
            "retention_holds",
            "scopes.evaluates",
        ],
        "Accounts, roles, the record, holds and the programme belong to an Enid: who is who is said anew where the study is brought in",
    ),
];

/// Every table of an archive, in its order.
pub fn all() -> impl Iterator<Item = &'static Table> {
    study::archive::TABLES.iter().chain(TABLES)
}

/// The name of a table's entry.
pub(super) fn entry(table: &Table) -> String {
    match table.name {
        TRAIL => "events.jsonl".to_owned(),
        name => format!("state/{name}.jsonl"),
    }
}

/// Everything of a study that stays out, and why.
pub fn left_out() -> Vec<study_archive::LeftOut> {
    let all = study::archive::LEFT_OUT.iter().chain(ELSEWHERE);
    let owned = |(what, why): &LeftOut| study_archive::LeftOut {
        what: what.iter().map(|one| (*one).to_owned()).collect(),
        why: (*why).to_owned(),
        beside: study_archive::Beside::new(),
    };
    all.map(owned).collect()
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::super::SCHEMA;
    use super::*;

    /// What each version of the shape was: the beginning of a SHA-256 over all declarations. A change of a table adds a line here, and
    /// says in `bring` what becomes of archives of the version before.
    const SHAPES: &[(u32, &str)] = &[(1, "c2a5c13e6f7fcbfc")];

    #[test]
    fn a_table_of_another_shape_has_another_version() {
        let mut hash = Sha256::new();
        for table in all() {
            let columns = table.columns.split_whitespace().collect::<Vec<_>>();
            hash.update(format!("{} {}\n", table.name, columns.join(" ")));
        }
        let shape: String = hash.finalize()[..8]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(SHAPES.last(), Some(&(SCHEMA, shape.as_str())));
    }
}
