//! Every place to which a theme can move, in words, for whoever moves it without dragging.

use uuid::Uuid;

use super::ThemeStatus;
use super::moment::{ThemeState, Themes};
use crate::outline::Node as _;

/// A place among the themes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    /// The parent and the neighbour before which it is, as a form sends them.
    pub(super) value: String,
    /// The place in words.
    pub(super) words: String,
}

/// The places of a theme, the top first, then under each theme that has room for it and what stands under it.
pub(super) fn slots(themes: &Themes, id: Uuid) -> Vec<Slot> {
    let height = themes.height(id);
    let walk = themes.walk().into_iter();
    let fits = walk.filter(|(depth, one)| {
        let theme = themes.theme(*one);
        depth + 1 + height <= ThemeState::DEEPEST
            && theme.is_some_and(|theme| theme.status != ThemeStatus::Dropped)
            && !themes.up(*one).contains(&id)
    });
    let parents = std::iter::once(None).chain(fits.map(|(_, one)| Some(one)));
    let mut found = Vec::new();
    for parent in parents {
        let under = match parent {
            None => "At the top".to_owned(),
            Some(parent) => format!("Under “{}”", themes.path(parent).join(" > ")),
        };
        let value = |before: String| {
            let parent = parent.map(|parent| parent.to_string()).unwrap_or_default();
            format!("{parent}:{before}")
        };
        for before in themes.below(parent).iter().filter(|one| **one != id) {
            found.push(Slot {
                value: value(before.to_string()),
                words: format!("{under}, before “{}”", themes.name(*before)),
            });
        }
        found.push(Slot {
            value: value(String::new()),
            words: format!("{under}, last"),
        });
    }
    found
}
