//! The memos on one code or theme, as its page lists them.

use platform::Result;
use study::dates::day_in_words;
use study::team::{self, Member};
use uuid::Uuid;

use super::memo::{On, of};
use crate::trail::Trail;

/// A memo on the page of what it is on.
pub(crate) struct Listed {
    /// Its kind, for readers.
    pub(crate) kind: &'static str,
    /// Who wrote it.
    pub(crate) who: String,
    /// When it was written.
    pub(crate) day: String,
    /// What it says.
    pub(crate) text: String,
    /// Its page.
    pub(crate) href: String,
}

/// The memos on a code or a theme, the newest first; `base` is the address of the study. Such memos are of no layer of codings and
/// the team's, so everybody who reads the page reads them (study P10); entries of journals are on nothing and never among
/// them (P11).
///
/// # Errors
/// Another Enid has written states that this one cannot read.
pub(crate) fn listed(
    trail: &Trail,
    members: &[Member],
    (on, target): (On, Uuid),
    base: &str,
) -> Result<Vec<Listed>> {
    debug_assert!(matches!(on, On::Code | On::Theme), "of no layer");
    let memos = of(trail)?.into_iter();
    let here = memos.filter(|memo| memo.state.on == on && memo.state.target == target);
    let listed = here.map(|memo| Listed {
        kind: memo.state.kind.in_words(),
        who: team::author(members, memo.state.member),
        day: day_in_words(memo.written_at),
        href: format!("{base}/memos/{}", memo.id),
        text: memo.text,
    });
    Ok(listed.collect())
}
