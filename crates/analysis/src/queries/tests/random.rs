//! Random small studies.

use proptest::prelude::*;
use study::documents::{Kind, Role};
use uuid::Uuid;

use crate::codings::{Coded, Coding, Material, Stretch};
use crate::queries::{Names, Theme, ThemeQuote};

/// What stands where in a random study; `texts` says of each text in which turns it stands, by document and turn.
#[derive(Clone, Debug)]
pub struct World {
    pub material: Material,
    pub themes: Vec<Theme>,
    pub names: Names,
    /// Of the words `tide`, `salt` and `reed`.
    pub texts: [Vec<(usize, usize)>; 3],
}

pub const WORDS: [&str; 3] = ["tide", "salt", "reed"];
pub const ANALYSTS: [&str; 2] = ["R1", "R2"];
pub const COHORTS: [&str; 2] = ["members", "others"];

/// A code with the code above it: Ash > Birch > Cedar, and Dogwood by itself.
const CODES: [(&str, Option<u128>); 4] = [
    ("Ash", None),
    ("Birch", Some(1)),
    ("Cedar", Some(2)),
    ("Dogwood", None),
];

/// Turns as role and length; codings as start, length, code, analyst.
type Drawn = (
    Vec<(u8, u32)>,
    Vec<(u32, u32, u128, u128)>,
    Option<usize>,
    u128,
);

fn document() -> impl Strategy<Value = Drawn> {
    let turns = prop::collection::vec((0..4u8, 0..7u32), 0..7);
    let codings = prop::collection::vec((0..30u32, 1..12u32, 1..5u128, 1..3u128), 0..8);
    (turns, codings, prop::option::of(0..2usize), 0..3u128)
}

/// A study of up to four documents.
pub fn world() -> impl Strategy<Value = World> {
    let documents = prop::collection::vec(document(), 0..5);
    let place = (0..4usize, 0..7usize);
    let texts = prop::array::uniform3(prop::collection::vec(place, 0..8));
    // A quote may leave something out between two stretches.
    let stretches = prop::collection::vec((0..30u32, 1..12u32), 1..3);
    let quotes = prop::collection::vec((0..4usize, stretches), 0..4);
    (documents, texts, quotes).prop_map(|(drawn, texts, quotes)| {
        let documents: Vec<Coded> = drawn.into_iter().zip(0..).map(build).collect();
        let codes = CODES.iter().zip(1..).map(|((name, parent), id)| {
            let parent = parent.map(Uuid::from_u128);
            (Uuid::from_u128(id), ((*name).to_owned(), parent))
        });
        let material = Material::new(documents, codes.collect());
        let quotes = quotes.into_iter().filter_map(|(document, stretches)| {
            let coded = material.documents.get(document)?;
            let end = coded.turns.last()?.end;
            let spans = stretches.into_iter();
            let spans = spans.map(|(start, length)| (start.min(end), (start + length).min(end)));
            // A quote shows words: what is the end of a line alone is no stretch of one.
            let has_words = |(start, end): &(u32, u32)| {
                let mut turns = coded.turns.iter();
                turns.any(|turn| *start < turn.end && turn.start < *end && start < end)
            };
            let quote = ThemeQuote {
                document: coded.id,
                spans: spans.filter(has_words).collect(),
                questions: vec![document % 2],
            };
            (!quote.spans.is_empty()).then_some(quote)
        });
        let themes = vec![
            Theme {
                name: "Shore".to_owned(),
                codes: vec![Uuid::from_u128(2), Uuid::from_u128(4)],
                quotes: quotes.collect(),
            },
            Theme {
                name: "Sky".to_owned(),
                codes: vec![Uuid::from_u128(1)],
                quotes: Vec::new(),
            },
        ];
        let analysts = (1..).map(Uuid::from_u128).zip(ANALYSTS.map(str::to_owned));
        let mut named: Vec<(String, Option<String>)> = Vec::new();
        named.extend(
            material
                .documents
                .iter()
                .map(|one| (one.handle.clone(), one.cohort.clone())),
        );
        // So that every cohort can be asked for in every study.
        named.extend(COHORTS.map(|name| (format!("of-{name}"), Some(name.to_owned()))));
        let theme_names = themes.iter().map(|theme| theme.name.clone()).collect();
        World {
            names: Names::new(&material.codes, analysts.collect(), theme_names, named),
            material,
            themes,
            texts,
        }
    })
}

fn build(((turns, codings, cohort, participant), number): (Drawn, u128)) -> Coded {
    let mut at = 0;
    let roles = [
        Role::Participant,
        Role::Interviewer,
        Role::Other,
        Role::Unknown,
    ];
    let turns: Vec<Stretch> = turns
        .into_iter()
        .map(|(role, length)| {
            let turn = Stretch {
                role: roles[role as usize],
                start: at,
                end: at + length,
            };
            at += length + 1;
            turn
        })
        .collect();
    let end = turns.last().map_or(0, |turn| turn.end);
    let codings = codings.into_iter().zip(1..).filter_map(|(coding, id)| {
        let (start, length, code, member) = coding;
        let (start, end) = (start.min(end), (start + length).min(end));
        // The LF after a turn counts to it.
        let turn_at = |point: u32| {
            let after = turns.iter().filter(|turn| turn.start <= point).count();
            u32::try_from(after.saturating_sub(1)).unwrap()
        };
        (start < end).then(|| Coding {
            start,
            end,
            code: Uuid::from_u128(code),
            member: Uuid::from_u128(member),
            id: Uuid::from_u128(number * 100 + id),
            first: turn_at(start),
            last: turn_at(end - 1),
        })
    });
    let mut codings: Vec<Coding> = codings.collect();
    codings.sort();
    let kind = match number {
        3 => Kind::FieldNote,
        _ => Kind::Transcript,
    };
    let is_note = kind == Kind::FieldNote;
    Coded {
        id: Uuid::from_u128(1000 + number),
        handle: format!("T{number}"),
        kind,
        cohort: cohort.filter(|_| !is_note).map(|at| COHORTS[at].to_owned()),
        participant: (participant > 0).then(|| Uuid::from_u128(500 + participant)),
        turns: turns.into(),
        codings: codings.into(),
    }
}
