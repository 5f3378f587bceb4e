//! Themes, their subthemes and their facets: interpretive objects that analysts work on, told apart from codes.
//!
//! What the themes are follows from the trail; the table `themes` holds what that comes to. `edit` says what can be done
//! (pure), `desk` does it under the trail of the study, `folder` takes the themes of a study folder in, `name_advice` asks
//! about names. Outputs print the places that quotes name, in the order in which they name them ([`outline`]).

mod board_page;
mod compare;
pub mod console;
mod desk;
mod edit;
mod edit_forms;
mod edit_page;
mod exchanged;
mod file;
mod folder;
mod form;
mod moment;
mod name_advice;
mod names;
mod past;
mod quoted;
mod said;
mod settle;
mod slots;
mod standing;
mod store;
mod theme_page;
mod told;
mod voices;
mod writing;

use platform::storage::Migration;
use platform::web::Routes;

use crate::quotes::Quote;

pub use compare::compare;
pub use desk::{Desk, No, Wish, act};
pub(crate) use exchanged::{Brought, bring_in_exchanged};
pub use file::parse;
pub use folder::bring_in;
pub(crate) use moment::{THEME, level};
pub use moment::{ThemeState, Themes};
pub use name_advice::{Advice, Asked, advise};
pub(crate) use said::said;
pub(crate) use settle::{are_outside, faults, settle, untold};
pub use store::{Placed, all};
pub(crate) use store::{repeated, take_out};
pub use writing::Words;

/// Into which theme one was merged.
pub const MIGRATION: Migration = Migration {
    name: "0035 themes",
    sql: "ALTER TABLE themes ADD COLUMN merged_into UUID;\n",
    append_only: &[],
};

/// The pages of themes.
pub fn routes() -> Routes {
    Routes::new()
        .merge(theme_page::routes())
        .merge(edit_page::routes())
        .merge(edit_forms::routes())
        .merge(board_page::routes())
        .merge(compare::routes())
}

/// What is said about a theme, a subtheme or a facet: one entry of `themes.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Theme, subtheme, facet: one to three names, spaces folded.
    pub path: Vec<String>,
    /// The central organising concept; may be empty.
    pub concept: String,
    /// What it is, what it is not, why it matters; may be empty.
    pub story: String,
    /// How far it is.
    pub status: ThemeStatus,
}

/// How far a theme is (study section 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeStatus {
    /// Proposed.
    Candidate,
    /// Held against the data.
    Reviewed,
    /// Has its concept and its story.
    Defined,
    /// Given up, kept for the record.
    Dropped,
}

impl ThemeStatus {
    /// Reads a status word; none is a candidate.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "" | "candidate" => Some(Self::Candidate),
            "reviewed" => Some(Self::Reviewed),
            "defined" => Some(Self::Defined),
            "dropped" => Some(Self::Dropped),
            _ => None,
        }
    }

    /// The word in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Candidate => "candidate",
            Self::Reviewed => "reviewed",
            Self::Defined => "defined",
            Self::Dropped => "dropped",
        }
    }
}

/// A theme and what stands below it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Theme {
    /// The name, spaces folded.
    pub name: String,
    /// Its subthemes; may be none.
    pub subthemes: Vec<Subtheme>,
}

/// A subtheme of one theme.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Subtheme {
    /// The name, spaces folded.
    pub name: String,
    /// The names of its facets; may be none.
    pub facets: Vec<String>,
}

/// The themes that quotes name. Two names are one theme only if they are equal.
pub fn outline<'a>(quotes: impl IntoIterator<Item = &'a Quote>) -> Vec<Theme> {
    let mut themes: Vec<Theme> = Vec::new();
    for quote in quotes {
        let theme = entry(
            &mut themes,
            |theme| theme.name == quote.theme,
            || Theme {
                name: quote.theme.clone(),
                subthemes: Vec::new(),
            },
        );
        let Some(name) = &quote.subtheme else {
            continue;
        };
        let subtheme = entry(
            &mut theme.subthemes,
            |subtheme| subtheme.name == *name,
            || Subtheme {
                name: name.clone(),
                facets: Vec::new(),
            },
        );
        if let Some(facet) = &quote.facet {
            entry(&mut subtheme.facets, |name| name == facet, || facet.clone());
        }
    }
    themes
}

/// Every place of the outline as a path, parents before what stands below them.
pub fn paths(outline: &[Theme]) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for theme in outline {
        paths.push(vec![theme.name.clone()]);
        for subtheme in &theme.subthemes {
            let path = vec![theme.name.clone(), subtheme.name.clone()];
            paths.push(path.clone());
            for facet in &subtheme.facets {
                paths.push([path.as_slice(), std::slice::from_ref(facet)].concat());
            }
        }
    }
    paths
}

/// Every place with what is said about it, parents before what stands below them: the places of the
/// quotes in the order of Table 2, then those that so far only `said` names.
pub fn places(outline: &[Theme], said: &[About]) -> Vec<About> {
    let mut known = paths(outline);
    for about in said {
        for length in 1..=about.path.len() {
            let path = about.path[..length].to_vec();
            if !known.contains(&path) {
                known.push(path);
            }
        }
    }
    let mut places = Vec::new();
    below(&[], &known, said, &mut places);
    places
}

fn below(parent: &[String], known: &[Vec<String>], said: &[About], places: &mut Vec<About>) {
    for path in known {
        if path.len() == parent.len() + 1 && path.starts_with(parent) {
            let about = said.iter().find(|about| about.path == *path);
            places.push(about.cloned().unwrap_or_else(|| About {
                path: path.clone(),
                concept: String::new(),
                story: String::new(),
                status: ThemeStatus::Candidate,
            }));
            below(path, known, said, places);
        }
    }
}

/// The item that matches, appended if there is none.
fn entry<T>(
    items: &mut Vec<T>,
    matches: impl FnMut(&T) -> bool,
    make: impl FnOnce() -> T,
) -> &mut T {
    let index = items.iter().position(matches).unwrap_or_else(|| {
        items.push(make());
        items.len() - 1
    });
    &mut items[index]
}

#[cfg(test)]
mod edit_tests;
#[cfg(test)]
mod tests;
