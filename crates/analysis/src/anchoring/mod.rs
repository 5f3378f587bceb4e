//! What points into a text that analysts read follows it into the next version (study R28).
//!
//! [`Carrying`] is the whole of it: the turns as they were, the turns as they are, and a span of the one carried into
//! the other. What is the same or has only moved goes along unseen; what was edited or lost waits for a person.
//! [`quotes`] does so for quotes, and [`make`] does it in the transaction in which a text is made.

mod list_page;
mod make_page;
mod quotes;
mod store;

use platform::storage::Migration;
use platform::web::Routes;
use study::documents::Turn;
use study::transcripts::anchors::{Anchored, CharacterMap, Span, Version, map_between};

pub use make_page::{follow_text, make};
pub(crate) use store::{clear, forget};

/// Quotes that wait for a person.
pub const MIGRATION: Migration = Migration {
    name: "0026 anchoring",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

/// The pages.
pub fn routes() -> Routes {
    Routes::new()
        .merge(make_page::routes())
        .merge(list_page::routes())
}

/// Two versions of the turns of a document with the way from one to the other.
pub struct Carrying {
    old: Version,
    new: Version,
    map: CharacterMap,
}

impl Carrying {
    /// From the turns as they were to the turns as they are.
    pub fn between(old: &[Turn], new: &[Turn]) -> Self {
        let (old, new) = (version_of(old), version_of(new));
        Carrying {
            map: map_between(&old, &new),
            old,
            new,
        }
    }

    /// What became of a span, in code points of all turns joined by LF.
    pub fn carry(&self, span: Span) -> Anchored {
        self.map.carry(&self.old, &self.new, span)
    }

    /// The turns as they are.
    pub fn new_version(&self) -> &Version {
        &self.new
    }

    /// The turns as they were.
    pub fn old_version(&self) -> &Version {
        &self.old
    }
}

fn version_of(turns: &[Turn]) -> Version {
    let texts: Vec<&str> = turns.iter().map(|turn| turn.text.as_str()).collect();
    Version::of_turns(&texts)
}
