//! Themes to read: the outline beside one theme, its story and its quotes.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Error, Result};

use super::{Placed, ThemeStatus};
use crate::folder::stored;
use crate::import::import_link;
use crate::quotes::Stored;

const READ: Action = Action("themes.read");

/// The pages of themes. A place is addressed by its number in the outline, such as `2.1`.
pub fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/themes", READ, first)
        .get("/studies/{study}/themes/{place}", READ, show)
}

#[derive(Template)]
#[template(path = "themes/show.html")]
struct ThemesPage {
    shell: Shell,
    lead: String,
    themes_href: String,
    questions_href: String,
    outline: Vec<Node>,
    sections: Vec<Section>,
    import: String,
}

/// A place in the outline.
struct Node {
    name: String,
    href: String,
    count: usize,
    current: bool,
    open: bool,
    below: Vec<Node>,
}

/// A place with what is said about it and the quotes that stand directly in it.
struct Section {
    name: String,
    level: &'static str,
    kind: &'static str,
    icon: &'static str,
    status: &'static str,
    concept: String,
    story: Vec<String>,
    quotes: Vec<Shown>,
    lonely: bool,
}

struct Shown {
    words: String,
    speaker: String,
    questions: String,
    href: String,
}

async fn first(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    themes_page(&app, &viewer, None).await
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, place)): Path<(String, String)>,
) -> Result<Response> {
    themes_page(&app, &viewer, Some(place)).await
}

async fn themes_page(app: &App, viewer: &Viewer, place: Option<String>) -> Result<Response> {
    let scope = viewer.scope()?;
    let (_, quotes, places) = stored(app.db.read(), scope.id).await?;
    let numbers = numbers(&places);
    let chosen = match &place {
        Some(place) => Some(
            numbers
                .iter()
                .position(|n| n == place)
                .ok_or(Error::NotFound)?,
        ),
        None if places.is_empty() => None,
        None => Some(0),
    };
    let base = format!("/studies/{}", scope.slug);
    let view = View {
        base: &base,
        places: &places,
        numbers: &numbers,
        quotes: &quotes,
        chosen: chosen.map(|index| places[index].about.path.as_slice()),
    };
    let name = chosen.and_then(|index| places[index].about.path.last());
    let title = name.cloned().unwrap_or_else(|| "Themes".to_owned());
    page(ThemesPage {
        shell: Shell::new(app, viewer, title),
        lead: view.lead(),
        themes_href: format!("{base}/themes"),
        questions_href: format!("{base}/questions"),
        outline: view.nodes(&[]),
        sections: view.sections(),
        import: import_link(viewer)?,
    })
}

/// The number of each place in the outline: `1`, `1.1`, `1.1.1`, `1.2`, `2`.
fn numbers(places: &[Placed]) -> Vec<String> {
    let mut counts = [0usize; 3];
    places
        .iter()
        .map(|place| {
            let level = place.about.path.len().clamp(1, 3);
            counts[level - 1] += 1;
            counts[level..].fill(0);
            counts[..level]
                .iter()
                .map(usize::to_string)
                .collect::<Vec<_>>()
                .join(".")
        })
        .collect()
}

/// What the page is made from.
struct View<'a> {
    base: &'a str,
    places: &'a [Placed],
    numbers: &'a [String],
    quotes: &'a [Stored],
    chosen: Option<&'a [String]>,
}

impl View<'_> {
    /// The path to the chosen place, and how many quotes stand in it and below.
    fn lead(&self) -> String {
        let Some(chosen) = self.chosen else {
            return String::new();
        };
        let count = match self.count(chosen) {
            0 => "no quote yet".to_owned(),
            1 => "one quote".to_owned(),
            count => format!("{count} quotes"),
        };
        match chosen {
            [_] => format!("A theme with {count}."),
            [theme, _] => format!("A subtheme of “{theme}” with {count}."),
            [theme, subtheme, ..] => {
                format!("A facet of “{subtheme}” in “{theme}” with {count}.")
            }
            [] => String::new(),
        }
    }

    fn nodes(&self, parent: &[String]) -> Vec<Node> {
        let children = self.places.iter().zip(self.numbers).filter(|(place, _)| {
            let path = &place.about.path;
            path.len() == parent.len() + 1 && path.starts_with(parent)
        });
        children
            .map(|(place, number)| {
                let path = &place.about.path;
                Node {
                    name: path.last().cloned().unwrap_or_default(),
                    href: format!("{}/themes/{number}", self.base),
                    count: self.count(path),
                    current: self.chosen == Some(path.as_slice()),
                    open: self.chosen.is_some_and(|chosen| chosen.starts_with(path)),
                    below: self.nodes(path),
                }
            })
            .collect()
    }

    /// The chosen place and all below it.
    fn sections(&self) -> Vec<Section> {
        let Some(chosen) = self.chosen else {
            return Vec::new();
        };
        let places = self
            .places
            .iter()
            .filter(|place| place.about.path.starts_with(chosen));
        places.map(|place| self.section(place)).collect()
    }

    fn section(&self, place: &Placed) -> Section {
        let about = &place.about;
        let (kind, icon, status) = match about.status {
            ThemeStatus::Candidate => ("unknown", "ask", "Candidate"),
            ThemeStatus::Reviewed => ("info", "eye", "Reviewed"),
            ThemeStatus::Defined => ("ok", "check", "Defined"),
            ThemeStatus::Dropped => ("no", "cross", "Dropped"),
        };
        let here = self
            .quotes
            .iter()
            .filter(|stored| stored.quote.path() == about.path);
        Section {
            name: about.path.last().cloned().unwrap_or_default(),
            level: match about.path.len() {
                1 => "Theme",
                2 => "Subtheme",
                _ => "Facet",
            },
            kind,
            icon,
            status,
            concept: about.concept.clone(),
            story: about
                .story
                .lines()
                .map(str::to_owned)
                .filter(|l| !l.is_empty())
                .collect(),
            quotes: here.map(|stored| self.shown(stored)).collect(),
            lonely: self.count(&about.path) == 0,
        }
    }

    fn shown(&self, stored: &Stored) -> Shown {
        let quote = &stored.quote;
        let place = quote.document.as_ref().zip(stored.turn);
        Shown {
            words: format!("“{}”", quote.text),
            speaker: quote.participant.clone().unwrap_or_default(),
            questions: quote.questions.join(", "),
            href: place.map_or_else(String::new, |(document, turn)| {
                format!("{}/documents/{document}#turn-{turn}", self.base)
            }),
        }
    }

    /// Quotes in a place and below it.
    fn count(&self, path: &[String]) -> usize {
        let below = |stored: &&Stored| stored.quote.path().starts_with(path);
        self.quotes.iter().filter(below).count()
    }
}
