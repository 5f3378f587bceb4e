//! Every operator in every unit gives what it means (study T5).

use proptest::prelude::*;

use super::naive::{Asked, holder, runs};
use super::random::{World, world};
use crate::queries::{Ground, Row, Turns, Unit, find, layers};
use uuid::Uuid;

fn code() -> impl Strategy<Value = Asked> {
    (0..4usize).prop_map(Asked::Code)
}

fn leaf() -> impl Strategy<Value = Asked> {
    prop_oneof![
        code(),
        (0..4usize).prop_map(Asked::Under),
        (0..2usize).prop_map(Asked::By),
        (0..2usize).prop_map(Asked::Layer),
        (0..2usize).prop_map(|at| Asked::Cohort(super::random::COHORTS[at].to_owned())),
        Just(Asked::Notes),
        Just(Asked::Interviewer),
        (0..2usize).prop_map(Asked::Theme),
        (0..3usize).prop_map(Asked::Word),
    ]
}

/// Anything with one analyst at most beside other things.
fn anything() -> impl Strategy<Value = Asked> {
    leaf().prop_recursive(4, 16, 3, |inner| {
        let some = || prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            some().prop_filter_map("two analysts", |parts| {
                let by = parts.iter().filter(|part| matches!(part, Asked::By(_)));
                let layers = parts.iter().filter(|part| matches!(part, Asked::Layer(_)));
                (by.count() < 2 && layers.count() < 2).then_some(Asked::And(parts))
            }),
            some().prop_map(Asked::Or),
            inner.clone().prop_map(|part| Asked::Not(Box::new(part))),
            (inner.clone(), inner, 0..4usize).prop_map(|(one, other, far)| Asked::Near(
                Box::new(one),
                Box::new(other),
                far
            )),
        ]
    })
}

fn rows(world: &World, asked: &Asked, unit: &str) -> Vec<Row> {
    let query = format!("{} unit:{unit}", asked.text());
    let query = world.names.read(&query).unwrap();
    let ground = Ground::new(&world.material, &world.themes);
    let read = asked.read(None);
    let said: Vec<Option<usize>> = read.words().into_iter().map(|(_, layer)| layer).collect();
    let member = |member: usize| Uuid::from_u128(member as u128 + 1);
    let expected: Vec<Option<Uuid>> = said.iter().map(|one| one.map(member)).collect();
    assert_eq!(layers(&query), expected, "{}", asked.text());
    let texts = read.words().into_iter().map(|(word, layer)| {
        if let Some(layer) = layer {
            return Turns::in_layer(&ground, member(layer), world.hits(word));
        }
        let mut turns = Turns::none(&ground);
        for (document, turn) in &world.texts[word] {
            if *document < world.material.documents.len() {
                turns.add(&ground, *document, *turn);
            }
        }
        turns
    });
    find(&query, &ground, &texts.collect::<Vec<_>>())
}

/// What comes out is what every place says of itself, in all three units.
fn agrees(world: &World, written: &Asked) {
    let asked = &written.read(None);
    let documents = || world.material.documents.iter().enumerate();
    let mut turns = Vec::new();
    let mut passages = Vec::new();
    let mut whole = Vec::new();
    for (document, coded) in documents() {
        let row = |(start, end): (u32, u32), first, last| Row {
            document,
            start,
            end,
            first,
            last,
        };
        for (at, turn) in coded.turns.iter().enumerate() {
            if world.turn(asked, None, document, at) {
                turns.push(row((turn.start, turn.end), at, at));
            }
        }
        for run in runs(&world.points(asked, None, document)) {
            passages.push(row(run, holder(coded, run.0), holder(coded, run.1 - 1)));
        }
        if world.document(asked, None, document) {
            let end = coded.turns.last().map_or(0, |turn| turn.end);
            whole.push(row((0, end), 0, coded.turns.len().saturating_sub(1)));
        }
    }
    let text = written.text();
    assert_eq!(rows(world, written, "turn"), turns, "{text} by turns");
    assert_eq!(
        rows(world, written, "passage"),
        passages,
        "{text} by passages"
    );
    assert_eq!(
        rows(world, written, "document"),
        whole,
        "{text} by documents"
    );
}

proptest! {
    #[test]
    fn a_code_is_found_where_it_was_coded(world in world(), asked in code()) {
        agrees(&world, &asked);
    }

    #[test]
    fn under_finds_a_code_and_all_below_it(world in world(), top in 0..4usize) {
        agrees(&world, &Asked::Under(top));
    }

    #[test]
    fn by_finds_what_an_analyst_coded_and_beside_codes_their_codings_of_them(
        world in world(), member in 0..2usize, asked in leaf(),
    ) {
        let by = Asked::By(member);
        agrees(&world, &by);
        if !matches!(asked, Asked::By(_)) {
            agrees(&world, &Asked::And(vec![asked.clone(), by.clone()]));
            agrees(&world, &Asked::And(vec![by, Asked::Not(Box::new(asked))]));
        }
    }

    #[test]
    fn layer_finds_words_only_where_they_stand_in_what_an_analyst_coded(
        world in world(), member in 0..2usize, word in 0..3usize, other in leaf(),
    ) {
        let layer = Asked::Layer(member);
        agrees(&world, &layer);
        let word = Asked::Word(word);
        agrees(&world, &Asked::And(vec![word.clone(), layer.clone()]));
        agrees(&world, &Asked::And(vec![Asked::Not(Box::new(word.clone())), layer.clone()]));
        if !matches!(other, Asked::Layer(_)) {
            let either = Asked::Or(vec![word, other.clone()]);
            agrees(&world, &Asked::And(vec![layer.clone(), either]));
            agrees(&world, &Asked::And(vec![other, layer]));
        }
    }

    #[test]
    fn cohort_document_and_kind_find_whole_documents(world in world(), at in 0..4usize) {
        agrees(&world, &Asked::Cohort(super::random::COHORTS[at % 2].to_owned()));
        agrees(&world, &Asked::Notes);
        if at < world.material.documents.len() {
            agrees(&world, &Asked::Document(at));
        }
    }

    #[test]
    fn speaker_finds_turns_of_a_speaker(world in world()) {
        agrees(&world, &Asked::Interviewer);
    }

    #[test]
    fn theme_finds_codings_of_its_codes_and_its_quotes(world in world(), place in 0..2usize) {
        agrees(&world, &Asked::Theme(place));
    }

    #[test]
    fn text_finds_the_turns_in_which_it_stands(world in world(), word in 0..3usize) {
        agrees(&world, &Asked::Word(word));
    }

    #[test]
    fn and_finds_what_both_find(world in world(), one in code(), other in leaf()) {
        agrees(&world, &Asked::And(vec![one, other]));
    }

    #[test]
    fn or_finds_what_either_finds(world in world(), one in leaf(), other in leaf()) {
        agrees(&world, &Asked::Or(vec![one, other]));
    }

    #[test]
    fn not_finds_what_is_left(world in world(), asked in leaf()) {
        agrees(&world, &Asked::Not(Box::new(asked)));
    }

    #[test]
    fn near_finds_both_where_few_enough_turns_lie_between(
        world in world(), one in leaf(), other in leaf(), far in 0..4usize,
    ) {
        agrees(&world, &Asked::Near(Box::new(one), Box::new(other), far));
    }

    #[test]
    fn operators_may_stand_inside_each_other(world in world(), asked in anything()) {
        agrees(&world, &asked);
    }
}

#[test]
fn the_unit_is_the_turn_unless_another_is_asked_for() {
    assert_eq!(Unit::default(), Unit::Turn);
}
