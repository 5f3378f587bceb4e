//! What is here, and what to look at next.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use platform::access::{Scope, Viewer};
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};
use study::documents::{self, Kind};
use study::participants::Status;
use study::setup;

use crate::codes;
use crate::folder::{StudyFolder, stored};
use crate::import::import_link;
use crate::quotes::Stored;

/// The first page of the study team.
pub fn routes() -> Routes {
    Routes::new().get("/studies/{study}/today", Action("study.read"), show)
}

#[derive(Template)]
#[template(path = "today/today.html")]
struct TodayPage {
    shell: Shell,
    lead: String,
    facts: Vec<(&'static str, String)>,
    steps: Vec<Step>,
    links: Vec<(&'static str, String)>,
    import: String,
}

struct Step {
    sentence: String,
    href: String,
    label: &'static str,
}

async fn show(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let scope = viewer.scope()?;
    let (folder, quotes, _) = stored(app.db.read(), scope.id).await?;
    let documents = documents::all(app.db.read(), scope.id).await?;
    let codes = codes::all(app.db.read(), scope.id).await?;
    let of_kind = |kind| {
        documents
            .iter()
            .filter(|document| document.kind == kind)
            .count()
    };
    let interviewed = folder
        .participants
        .iter()
        .filter(|participant| participant.status == Status::Completed)
        .count();
    let empty = folder.participants.is_empty();
    let facts = vec![
        (
            "Interviewed",
            format!("{interviewed} of {}", folder.participants.len()),
        ),
        ("Research questions", folder.questions.len().to_string()),
        ("Transcripts", of_kind(Kind::Transcript).to_string()),
        ("Field notes", of_kind(Kind::FieldNote).to_string()),
        ("Codes", codes.len().to_string()),
        ("Quotes", quotes.len().to_string()),
    ];
    let title = if empty {
        "This study has no material yet".to_owned()
    } else {
        format!("{} quotes from {interviewed} interviews", quotes.len())
    };
    page(TodayPage {
        shell: Shell::new(&app, &viewer, title),
        lead: "What this study holds, and what is still open in it.".to_owned(),
        facts: if empty { Vec::new() } else { facts },
        steps: steps(&folder, &quotes, &scope.slug),
        links: links(&app, scope).await?,
        import: import_link(&viewer)?,
    })
}

/// What else there is to read; agreement only in the designs that seek it (study R51).
async fn links(app: &App, study: &Scope) -> Result<Vec<(&'static str, String)>> {
    let design = setup::current(app.db.read(), study.id).await?;
    let mut links = vec![
        (
            "How the study is laid out",
            format!("/studies/{}/set-up", study.slug),
        ),
        ("Codes", format!("/studies/{}/codes", study.slug)),
        ("Search", format!("/studies/{}/search", study.slug)),
        (
            "Field notes",
            format!("/studies/{}/field-notes", study.slug),
        ),
        (
            "Questions and themes",
            format!("/studies/{}/questions", study.slug),
        ),
        ("Saturation", format!("/studies/{}/saturation", study.slug)),
    ];
    if design.unwrap_or_default().design.shows_agreement() {
        links.push(("Agreement", format!("/studies/{}/agreement", study.slug)));
    }
    Ok(links)
}

fn steps(folder: &StudyFolder, quotes: &[Stored], slug: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut add = |count: usize, one: &str, many: &str, page: &str, label| {
        if count > 0 {
            steps.push(Step {
                sentence: if count == 1 {
                    one.to_owned()
                } else {
                    format!("{count} {many}")
                },
                href: format!("/studies/{slug}/{page}"),
                label,
            });
        }
    };
    let unanswered = folder.questions.iter().filter(|question| {
        let answers = |quote: &Stored| quote.quote.questions.contains(&question.id);
        !quotes.iter().any(answers)
    });
    add(
        unanswered.count(),
        "One research question has no quote.",
        "research questions have no quote.",
        "questions",
        "Questions and themes",
    );
    let no_concept = folder
        .themes
        .iter()
        .filter(|about| about.concept.is_empty());
    add(
        no_concept.count(),
        "One theme, subtheme or facet has no concept.",
        "themes, subthemes and facets have no concept.",
        "themes",
        "Themes",
    );
    let unplaced = quotes
        .iter()
        .filter(|quote| quote.quote.document.is_some() && quote.turn.is_none());
    add(
        unplaced.count(),
        "One quote does not say what its transcript says.",
        "quotes do not say what their transcripts say.",
        "themes",
        "Themes",
    );
    steps
}
