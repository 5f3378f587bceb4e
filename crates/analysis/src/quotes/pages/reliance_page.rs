//! Whether one person carries too much of what is quoted (study R45), with the limits that say what is too much.

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Routes, Shell, page};
use platform::{App, Result};
use serde::Deserialize;
use study::participants::{self, Status};

use super::READ;
use crate::quotes::reliance::{Leaning, Limits, counted, leaned_on};
use crate::quotes::visible;

/// The page.
pub(super) fn routes() -> Routes {
    Routes::new().get("/studies/{study}/quotes/reliance", READ, show)
}

/// Other limits than the usual ones.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    share: String,
    of_theme: String,
    fewest: String,
}

impl Asked {
    fn limits(&self) -> Limits {
        let usual = Limits::default();
        let read = |text: &str, usual: usize, range: std::ops::RangeInclusive<usize>| {
            let number = text.trim().parse().ok();
            number
                .filter(|number| range.contains(number))
                .unwrap_or(usual)
        };
        Limits {
            share: read(&self.share, usual.share, 1..=100),
            of_theme: read(&self.of_theme, usual.of_theme, 1..=100),
            fewest: read(&self.fewest, usual.fewest, 1..=1000),
        }
    }
}

#[derive(Template)]
#[template(path = "quotes/pages/reliance.html")]
struct ReliancePage {
    shell: Shell,
    here: String,
    limits: Limits,
    quotes: usize,
    interviews: usize,
    notes: usize,
    found: Vec<Leaning>,
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let limits = asked.limits();
    let all = visible(app.db.read(), study.id).await?;
    let participants = participants::all(app.db.read(), study.id).await?;
    let held = participants.iter().map(|stored| &stored.participant.status);
    let interviews = held.filter(|status| **status == Status::Completed).count();
    let counted = counted(&all);
    let found = leaned_on(&counted, interviews, &limits);
    let here = format!("/studies/{}/quotes", study.slug);
    let title = match (counted.len(), found.len()) {
        (0, _) => "Nobody is quoted yet".to_owned(),
        (_, 0) => "No participant carries too much of what is quoted".to_owned(),
        (_, 1) => "One participant carries much of what is quoted".to_owned(),
        (_, some) => format!("{some} participants carry much of what is quoted"),
    };
    page(ReliancePage {
        shell: Shell::new(&app, &viewer, title)
            .crumb("Quotes", Some(here.clone()))
            .crumb("Who is quoted most", None),
        here,
        limits,
        quotes: counted.len(),
        notes: all.iter().filter(|quote| quote.is_note()).count(),
        interviews,
        found,
    })
}
