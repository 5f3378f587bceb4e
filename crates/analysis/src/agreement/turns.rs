//! Agreement over what several analysts coded. Pure.

use std::collections::{BTreeMap, BTreeSet};

use measures::agreement::{Figure, Level, Problem, Ratings, alpha, cohen, percent};
use study::documents::{Kind, Role};
use uuid::Uuid;

use crate::codings::{Coded, Material};

/// What two analysts or more coded, and how far they agree.
///
/// The unit is a turn of a transcript in which two analysts or more have codings; turns of the interviewer are none. A rating
/// is whether a code touches the turn. Whoever has a coding in a document has rated each of its turns: what they left
/// without a code counts as *not*. Of a document in which somebody has no coding, they have rated nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct DoubleCoded {
    /// The documents, by handle, with how many analysts coded each.
    pub documents: Vec<(String, usize)>,
    /// Everybody who coded one of them.
    pub analysts: Vec<Uuid>,
    /// Turns of them.
    pub turns: usize,
    /// Each code that is used in them.
    pub codes: Vec<(Uuid, Figures)>,
    /// All codes together: each turn counts once for each code.
    pub together: Figures,
}

/// Agreement, by three measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// The share of pairs of analysts who agree.
    pub percent: Result<Figure, Problem>,
    /// Cohen's kappa; none unless there are two analysts in all.
    pub kappa: Option<Result<Figure, Problem>>,
    /// Krippendorff's alpha for names.
    pub alpha: Result<Figure, Problem>,
}

/// Whether a code touches a turn, by analyst; none of an analyst who did not code the document.
type Row = Vec<Option<bool>>;

/// The transcripts that two analysts or more coded, and how far they agree. Field notes are none (study R57).
pub fn double_coded(material: &Material) -> DoubleCoded {
    let transcripts = material.documents.iter();
    let transcripts = transcripts.filter(|one| one.kind == Kind::Transcript);
    let coded = transcripts.map(|one| (one, members(one)));
    let coded: Vec<(&Coded, BTreeSet<Uuid>)> =
        coded.filter(|(_, members)| members.len() > 1).collect();
    let analysts: BTreeSet<Uuid> = coded
        .iter()
        .flat_map(|(_, members)| members)
        .copied()
        .collect();
    let analysts: Vec<Uuid> = analysts.into_iter().collect();
    let all = coded.iter().flat_map(|(one, _)| one.codings.iter());
    let codes: BTreeSet<Uuid> = all.map(|coding| coding.code).collect();
    let mut together: Vec<Row> = Vec::new();
    let mut of_codes = Vec::new();
    for code in codes {
        let rows: Vec<Row> = coded
            .iter()
            .flat_map(|(one, members)| rows(one, members, &analysts, code))
            .collect();
        of_codes.push((code, Figures::of(&rows, analysts.len())));
        together.extend(rows);
    }
    DoubleCoded {
        documents: coded
            .iter()
            .map(|(one, members)| (one.handle.clone(), members.len()))
            .collect(),
        turns: coded.iter().map(|(one, _)| units(one).count()).sum(),
        together: Figures::of(&together, analysts.len()),
        codes: of_codes,
        analysts,
    }
}

fn members(document: &Coded) -> BTreeSet<Uuid> {
    document
        .codings
        .iter()
        .map(|coding| coding.member)
        .collect()
}

/// The places of the turns that are units.
fn units(document: &Coded) -> impl Iterator<Item = u32> {
    let turns = (0..).zip(document.turns.iter());
    let units = turns.filter(|(_, turn)| turn.role != Role::Interviewer);
    units.map(|(place, _)| place)
}

fn rows(document: &Coded, members: &BTreeSet<Uuid>, analysts: &[Uuid], code: Uuid) -> Vec<Row> {
    let mut touched: BTreeMap<Uuid, BTreeSet<u32>> = BTreeMap::new();
    for coding in document.codings.iter().filter(|one| one.code == code) {
        let turns = touched.entry(coding.member).or_default();
        turns.extend(coding.first..=coding.last);
    }
    let row = |turn: u32| {
        let cell = |analyst: &Uuid| {
            members.contains(analyst).then(|| {
                let of = touched.get(analyst);
                of.is_some_and(|turns| turns.contains(&turn))
            })
        };
        analysts.iter().map(cell).collect()
    };
    units(document).map(row).collect()
}

impl Figures {
    fn of(rows: &[Row], analysts: usize) -> Self {
        let measured = |measure: fn(&Ratings) -> Result<Figure, Problem>| {
            Ratings::words(rows).and_then(|ratings| measure(&ratings))
        };
        Self {
            percent: measured(percent),
            kappa: (analysts == 2).then(|| measured(cohen)),
            alpha: measured(|ratings| alpha(ratings, Level::Nominal)),
        }
    }
}
