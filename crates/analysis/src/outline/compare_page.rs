//! The page on which two days of an outline are compared (study R33, R40).

use askama::Template;
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Shell, page};
use platform::{App, Result};
use serde::Deserialize;
use study::dates::today;
use study::transcripts::desk::Part;

use super::{Difference, Node, Outline};
use crate::acts::read_trail;
use crate::trail::moment;

/// Two days, as the address names them; yesterday and today where it does not.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Days {
    from: String,
    to: String,
}

/// How a page speaks of what it compares.
pub(crate) struct Wording {
    /// One of them, such as `code`.
    pub(crate) one: &'static str,
    /// The place of the page, such as `codes`.
    pub(crate) place: &'static str,
    /// Where it leads back to, in that place.
    pub(crate) back: (&'static str, &'static str),
    /// Whether each text that differs is named, where there are several.
    pub(crate) names_parts: bool,
}

#[derive(Template)]
#[template(path = "outline/compare.html")]
struct ComparePage {
    shell: Shell,
    lead: String,
    head: String,
    names_parts: bool,
    back: String,
    back_words: &'static str,
    here: String,
    from: String,
    to: String,
    found: Vec<Difference>,
}

/// What became of an outline between two days.
pub(crate) async fn compared<T: Node>(
    (app, viewer): (&App, &Viewer),
    mut days: Days,
    wording: Wording,
    compare: fn(&Outline<T>, &Outline<T>) -> Vec<Difference>,
) -> Result<Response> {
    let study = viewer.scope()?;
    if days.from.trim().is_empty() {
        let before = today(app).yesterday();
        days.from = before.map(|day| day.to_string()).unwrap_or_default();
    }
    if days.to.trim().is_empty() {
        days.to = today(app).to_string();
    }
    let trail = read_trail(app, study.id).await?;
    let at = |day: &str| Outline::<T>::of(&trail.at(moment(day)?.as_ref()), &trail);
    let found = compare(&at(&days.from)?, &at(&days.to)?);
    let Wording { one, place, .. } = wording;
    let title = match found.len() {
        0 => format!("No {one} differs between the two days"),
        1 => format!("One {one} differs between the two days"),
        count => format!("{count} {one}s differ between the two days"),
    };
    let begins = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    let here = format!("/studies/{}/{place}", study.slug);
    let (back, back_words) = wording.back;
    page(ComparePage {
        shell: Shell::new(app, viewer, title)
            .crumb(begins(place), Some(here.clone()))
            .crumb("Two days", None),
        lead: format!(
            "Each day counts to its end. {} that only changed their place among their neighbours are not listed.",
            begins(place)
        ),
        head: begins(one),
        names_parts: wording.names_parts,
        back: format!("{here}{back}"),
        back_words,
        here: format!("{here}/compare"),
        from: days.from,
        to: days.to,
        found,
    })
}
