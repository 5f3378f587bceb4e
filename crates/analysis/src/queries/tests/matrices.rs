//! Counts against counting one by one (study R55).

use std::collections::BTreeSet;

use proptest::prelude::*;
use study::documents;
use uuid::Uuid;

use super::naive::NAMES;
use super::random::{World, world};
use crate::codings::{Coded, Coding};
use crate::queries::{Count, Kind, Matrix, Theme, Together};

/// Paths in their order, and the codes they are of.
const PATHS: [&str; 4] = ["Ash", "Ash > Birch", "Ash > Birch > Cedar", "Dogwood"];

fn matrix(world: &World, kind: Kind, count: Count) -> Matrix {
    let questions = ["One?".to_owned(), "Two?".to_owned()];
    Matrix::of(&world.material, &world.themes, &questions, (kind, count))
}

fn is_of(coding: &Coding, row: usize) -> bool {
    coding.code == Uuid::from_u128(row as u128 + 1)
}

fn voice(coded: &Coded) -> Option<Uuid> {
    match coded.kind {
        documents::Kind::Transcript => coded.participant,
        documents::Kind::FieldNote => None,
    }
}

/// Counts things that lie in documents.
fn counted<'a>(count: Count, things: impl Iterator<Item = &'a Coded>) -> usize {
    match count {
        Count::Codings => things.count(),
        Count::Documents => things.map(|one| one.id).collect::<BTreeSet<_>>().len(),
        Count::Participants => things.filter_map(voice).collect::<BTreeSet<_>>().len(),
    }
}

fn together(kind: Together, a: &Coding, b: &Coding) -> bool {
    let apart = a
        .first
        .saturating_sub(b.last)
        .max(b.first.saturating_sub(a.last));
    match kind {
        Together::Overlap => a.start < b.end && b.start < a.end,
        Together::SameTurn => apart == 0,
        Together::WithinTurns(turns) => apart <= turns,
    }
}

fn counts() -> impl Strategy<Value = Count> {
    prop::sample::select(vec![Count::Codings, Count::Documents, Count::Participants])
}

proptest! {
    #[test]
    fn codes_are_counted_in_documents(world in world(), count in counts()) {
        let found = matrix(&world, Kind::CodeDocument, count);
        for (column, coded) in world.material.documents.iter().enumerate() {
            prop_assert_eq!(&found.columns[column].name, &coded.handle);
            for (row, path) in PATHS.iter().enumerate() {
                prop_assert_eq!(&found.rows[row].name, path);
                let codings = coded.codings.iter().filter(|coding| is_of(coding, row));
                let expected = counted(count, codings.map(|_| coded));
                prop_assert_eq!(found.cell(row, column) as usize, expected);
            }
        }
    }

    #[test]
    fn codes_are_counted_in_cohorts(world in world(), count in counts()) {
        let found = matrix(&world, Kind::CodeCohort, count);
        for (column, head) in found.columns.iter().enumerate() {
            for row in 0..NAMES.len() {
                let documents = world.material.documents.iter();
                let documents = documents.filter(|one| one.cohort.as_ref() == Some(&head.name));
                let codings = documents.flat_map(|coded| {
                    let codings = coded.codings.iter().filter(|coding| is_of(coding, row));
                    codings.map(move |_| coded)
                });
                prop_assert_eq!(found.cell(row, column) as usize, counted(count, codings));
            }
        }
    }

    #[test]
    fn codes_are_counted_beside_codes(
        world in world(),
        count in counts(),
        kind in prop::sample::select(vec![Together::Overlap, Together::SameTurn, Together::WithinTurns(0), Together::WithinTurns(2)]),
    ) {
        let found = matrix(&world, Kind::CodeCode(kind), count);
        for row in 0..NAMES.len() {
            for column in 0..NAMES.len() {
                let mut pairs = Vec::new();
                for coded in &world.material.documents {
                    for a in coded.codings.iter().filter(|one| is_of(one, row)) {
                        let others = coded.codings.iter().filter(|one| is_of(one, column));
                        let near = others.filter(|b| row != column && together(kind, a, b));
                        pairs.extend(near.map(|_| coded));
                    }
                }
                let expected = counted(count, pairs.into_iter());
                prop_assert_eq!(found.cell(row, column) as usize, expected);
            }
        }
    }

    #[test]
    fn themes_are_counted_with_participants(world in world(), count in counts()) {
        let found = matrix(&world, Kind::ThemeParticipant, count);
        for (column, head) in found.columns.iter().enumerate() {
            let handles: Vec<&str> = head.name.split(", ").collect();
            for (row, theme) in world.themes.iter().enumerate() {
                let documents = world.material.documents.iter();
                let theirs = documents.filter(|one| handles.contains(&one.handle.as_str()));
                let held = theirs.flat_map(|coded| vec![coded; held(theme, coded)]);
                prop_assert_eq!(found.cell(row, column) as usize, counted(count, held));
            }
        }
    }

    #[test]
    fn quotes_are_counted_by_question_and_theme(world in world(), count in counts()) {
        let found = matrix(&world, Kind::QuestionTheme, count);
        for (column, theme) in world.themes.iter().enumerate() {
            for row in 0..2 {
                let quotes = theme.quotes.iter().filter(|quote| quote.questions.contains(&row));
                let coded = quotes.map(|quote| {
                    let mut documents = world.material.documents.iter();
                    documents.find(|coded| coded.id == quote.document).unwrap()
                });
                prop_assert_eq!(found.cell(row, column) as usize, counted(count, coded));
            }
        }
    }

    #[test]
    fn a_matrix_without_its_empty_rows_and_columns_holds_what_it_held(world in world(), count in counts()) {
        let whole = matrix(&world, Kind::CodeDocument, count);
        let short = whole.clone().without_empty();
        let cells = |matrix: &Matrix| {
            let mut cells = Vec::new();
            for row in 0..matrix.rows.len() {
                for column in 0..matrix.columns.len() {
                    if matrix.cell(row, column) > 0 {
                        cells.push((matrix.query(row, column), matrix.cell(row, column)));
                    }
                }
            }
            cells
        };
        prop_assert_eq!(cells(&whole), cells(&short));
        prop_assert!((0..short.rows.len()).all(|row| (0..short.columns.len()).any(|at| short.cell(row, at) > 0)));
    }

    #[test]
    fn the_query_of_a_cell_finds_something_exactly_where_something_is_counted(
        world in world(),
        kind in prop::sample::select(vec![
            Kind::CodeDocument, Kind::CodeCode(Together::Overlap), Kind::CodeCode(Together::SameTurn),
            Kind::CodeCode(Together::WithinTurns(2)), Kind::ThemeParticipant,
        ]),
    ) {
        let found = matrix(&world, kind, Count::Codings);
        let ground = crate::queries::Ground::new(&world.material, &world.themes);
        for row in 0..found.rows.len() {
            for column in (0..found.columns.len()).filter(|at| found.rows != found.columns || *at != row) {
                let text = found.query(row, column);
                let query = world.names.read(&text).unwrap();
                let rows = crate::queries::find(&query, &ground, &[]);
                prop_assert_eq!(found.cell(row, column) > 0, !rows.is_empty(), "{}", text);
            }
        }
    }
}

fn held(theme: &Theme, coded: &Coded) -> usize {
    let codings = coded.codings.iter();
    let codings = codings.filter(|coding| theme.codes.contains(&coding.code));
    let quotes = theme
        .quotes
        .iter()
        .filter(|quote| quote.document == coded.id);
    codings.count() + quotes.count()
}

#[test]
fn every_kind_is_read_by_the_word_it_is_written_by() {
    for word in [
        "code-document",
        "code-cohort",
        "code-overlap",
        "code-turn",
        "code-near-3",
        "theme-participant",
        "question-theme",
    ] {
        let kind: Kind = word.parse().unwrap();
        assert_eq!(kind.to_string(), word);
    }
    assert!("code-near-1001".parse::<Kind>().is_err());
    assert!("code".parse::<Kind>().unwrap_err().contains("code-overlap"));
}
