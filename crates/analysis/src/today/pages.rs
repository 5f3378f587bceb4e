//! What is here, and what to look at next.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use platform::access::{Scope, Viewer};
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};
use study::documents::{self, Kind, Listed};
use study::held::AsOf;
use study::participants::Status;
use study::reading::{self, Reached};
use study::{consent, setup, team};
use uuid::Uuid;

use crate::codes;
use crate::folder::{StudyFolder, stored};
use crate::import::import_link;
use crate::quotes::Stored;

/// How many documents in which the viewer stopped reading are shown.
const STOPPED: usize = 3;

/// The first page of the study team.
pub fn routes() -> Routes {
    Routes::new().get("/studies/{study}/today", Action("study.read"), show)
}

#[derive(Template)]
#[template(path = "today/today.html")]
struct TodayPage<'a> {
    shell: Shell,
    lead: &'static str,
    facts: &'a [(&'static str, String)],
    steps: &'a [Step],
    links: &'a [(&'static str, String)],
    /// Where the viewer stopped reading: in words, and the place.
    stopped: Vec<(String, String)>,
    import: String,
}

struct Step {
    sentence: String,
    href: String,
    label: &'static str,
}

/// What the page says to everybody, read once between two changes of the study.
struct Here {
    title: String,
    facts: Vec<(&'static str, String)>,
    steps: Vec<Step>,
    links: Vec<(&'static str, String)>,
    documents: BTreeMap<Uuid, Listed>,
    /// Participants of whom nothing is analysed.
    refused: BTreeSet<Uuid>,
    /// How far everybody has read.
    reached: Vec<Reached>,
}

async fn show(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let study = viewer.scope()?;
    let as_of = AsOf::of(&app, &viewer).await?.changes;
    let read = Here::read(&app, study);
    let here = app.db.memory().as_of(study.id, as_of, read).await?;
    page(TodayPage {
        shell: Shell::new(&app, &viewer, here.title.as_str()),
        lead: "What this study holds, and what is still open in it.",
        facts: &here.facts,
        steps: &here.steps,
        links: &here.links,
        stopped: here.stopped(&study.slug, team::subject_of(&viewer)),
        import: import_link(&viewer)?,
    })
}

impl Here {
    async fn read(app: &App, study: &Scope) -> Result<Self> {
        let connection = app.db.read();
        let (folder, quotes, _) = stored(connection, study.id).await?;
        let documents = documents::all(connection, study.id).await?;
        let codes = codes::all(connection, study.id).await?;
        let of_kind = |kind| documents.iter().filter(|one| one.kind == kind).count();
        let people = folder.participants.iter();
        let interviewed = people.filter(|one| one.status == Status::Completed).count();
        let is_empty = folder.participants.is_empty();
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
        Ok(Self {
            title: match is_empty {
                true => "This study has no material yet".to_owned(),
                false => format!("{} quotes from {interviewed} interviews", quotes.len()),
            },
            facts: if is_empty { Vec::new() } else { facts },
            steps: steps(&folder, &quotes, &study.slug),
            links: links(app, study).await?,
            documents: documents.into_iter().map(|one| (one.id, one)).collect(),
            refused: consent::refused(connection, study.id).await?.analysis,
            reached: reading::of_study(connection, study.id).await?,
        })
    }

    /// Where a member stopped reading: what they read last and not to its end.
    fn stopped(&self, slug: &str, member: Option<Uuid>) -> Vec<(String, String)> {
        let place = |one: &Reached| {
            let document = self.documents.get(&one.document)?;
            let is_out = document
                .participant
                .is_some_and(|id| self.refused.contains(&id));
            (!is_out && one.turn < document.turns).then(|| {
                let handle = &document.handle;
                let words = format!("{handle}, turn {} of {}", one.turn, document.turns);
                let place = format!("/studies/{slug}/documents/{handle}#turn-{}", one.turn);
                (words, place)
            })
        };
        let theirs = self.reached.iter().filter(|one| Some(one.member) == member);
        theirs.filter_map(place).take(STOPPED).collect()
    }
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
        (
            "Memos and journal",
            format!("/studies/{}/notes", study.slug),
        ),
        ("Phases", format!("/studies/{}/phases", study.slug)),
        ("Reading", format!("/studies/{}/reading", study.slug)),
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
