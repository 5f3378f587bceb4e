//! The lists that are shipped, and those that a study has brought in.

use std::sync::LazyLock;

use platform::{Error, Result};

use super::file::{Checklist, read};
use super::state::ListState;
use crate::trail::{Trail, all_of, replay};

const FILES: [(&str, &str); 2] = [
    ("coreq.toml", include_str!("../../checklists/coreq.toml")),
    ("srqr.toml", include_str!("../../checklists/srqr.toml")),
];

static SHIPPED: LazyLock<Vec<Checklist>> = LazyLock::new(|| {
    let files = FILES.iter();
    files
        .map(|(file, text)| {
            read(file, text.as_bytes()).expect("a test reads every list that is shipped")
        })
        .collect()
});

/// The lists that every study has; COREQ is the first.
pub fn shipped() -> &'static [Checklist] {
    &SHIPPED
}

/// Every list of a study: those that are shipped, then those that were brought in, by their ids.
pub(super) fn all(trail: &Trail) -> Result<Vec<Checklist>> {
    let mut lists = shipped().to_vec();
    let brought = all_of::<ListState>(&replay(&trail.events))?;
    let mut brought = brought
        .values()
        .map(|state| read(&state.list, trail.words(Some(&state.text)).as_bytes()))
        // Words of a list that repeat what somebody said who has withdrawn were taken out of it, and it may be none any more.
        .filter_map(std::result::Result::ok)
        .collect::<Vec<_>>();
    brought.sort_by(|one, other| one.id.cmp(&other.id));
    lists.extend(brought);
    Ok(lists)
}

/// One of them by its id.
///
/// # Errors
/// There is none.
pub(super) fn named(trail: &Trail, id: &str) -> Result<Checklist> {
    let found = all(trail)?.into_iter().find(|list| list.id == id);
    found.ok_or(Error::NotFound)
}
