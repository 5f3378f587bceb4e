//! Whose voices stand behind a theme.

use std::collections::BTreeMap;

/// A theme, subtheme or facet with who is quoted under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// Theme, subtheme, facet: one to three names.
    pub path: Vec<String>,
    /// Who is quoted there or below, by handle, and in how many quotes.
    pub voices: BTreeMap<String, usize>,
    /// Quotes there or below of which it is not known who speaks.
    pub unknown: usize,
}

/// A contribution for each place, in the order given. A quote is its place and who speaks, where that is known; quotes of
/// field notes are left to the caller to leave out (study R57).
pub fn contributions(
    places: impl IntoIterator<Item = Vec<String>>,
    quotes: &[(Vec<String>, Option<&str>)],
) -> Vec<Contribution> {
    let contribution = |path: Vec<String>| {
        let mut voices: BTreeMap<String, usize> = BTreeMap::new();
        let mut unknown = 0;
        for (place, speaker) in quotes {
            match speaker {
                _ if !place.starts_with(&path) => {}
                Some(speaker) => *voices.entry((*speaker).to_owned()).or_default() += 1,
                None => unknown += 1,
            }
        }
        Contribution {
            path,
            voices,
            unknown,
        }
    };
    places.into_iter().map(contribution).collect()
}

/// The lowest places with one voice: facets, and subthemes and themes that have nothing below. Where it is not known who
/// speaks in a quote, nobody can say that there is one voice only.
pub fn one_voice(contributions: &[Contribution]) -> Vec<&Contribution> {
    let lowest = |one: &Contribution| {
        let mut others = contributions.iter();
        !others.any(|other| other.path.len() > one.path.len() && other.path.starts_with(&one.path))
    };
    let all = contributions.iter();
    all.filter(|one| one.voices.len() == 1 && one.unknown == 0 && lowest(one))
        .collect()
}
