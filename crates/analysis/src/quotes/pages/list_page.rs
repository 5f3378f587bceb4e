//! The quotes of a study, by theme, question, participant and state.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Routes, Shell, page};
use platform::{App, Result};
use serde::Deserialize;
use study::rights::Analyst;
use study::team;
use uuid::Uuid;

use super::form::{OTHER, Offered};
use super::{READ, WRITE};
use crate::acts::{Saying, read_trail};
use crate::codes::{BackForm, taken_back};
use crate::quotes::{Stance, Visible, visible};
use crate::trail::Acts;

/// The list, and taking back what was done last.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/quotes", READ, list)
        .post("/studies/{study}/quotes/take-back", WRITE, back)
}

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::quotes) struct Asked {
    /// A theme with all below it, `other`, or `none` for quotes that stand nowhere.
    pub(in crate::quotes) theme: String,
    /// The label of a question, or `none`.
    pub(in crate::quotes) question: String,
    /// A participant.
    pub(in crate::quotes) participant: String,
    /// `ready`, `draft`, `against`, `lone`, or `unfound`.
    pub(in crate::quotes) state: String,
}

#[derive(Template)]
#[template(path = "quotes/pages/list.html")]
struct ListPage {
    shell: Shell,
    here: String,
    themes_href: String,
    questions_href: String,
    lead: &'static str,
    asked: Asked,
    writes: bool,
    has_any: bool,
    themes: Vec<(String, String)>,
    questions: Vec<String>,
    participants: Vec<String>,
    rows: Vec<Row>,
    undo: Option<(Uuid, String)>,
    redo: Option<(Uuid, String)>,
}

/// A quote as the list shows it.
pub(super) struct Row {
    pub(super) id: Uuid,
    pub(super) words: String,
    pub(super) speaker: String,
    pub(super) questions: String,
    /// Leads to the turn; empty where the words do not stand in a text.
    pub(super) href: String,
    pub(super) places: Vec<String>,
    pub(super) ready: bool,
    pub(super) stance: Stance,
    pub(super) is_note: bool,
    /// Whether its words are known and do not stand in their document.
    pub(super) unfound: bool,
}

impl Row {
    /// A quote for readers.
    pub(super) fn of(quote: &Visible, study: &str) -> Self {
        let turn = quote.document.as_ref().zip(quote.words.turn);
        let place = |path: &Vec<String>| match path.is_empty() {
            true => "Other findings".to_owned(),
            false => path.join(" > "),
        };
        Self {
            id: quote.id,
            words: format!("“{}”", quote.words.text),
            speaker: match (&quote.participant, &quote.document) {
                (Some(participant), _) => participant.clone(),
                (None, Some(document)) if quote.is_note() => document.clone(),
                _ => String::new(),
            },
            questions: quote.questions.join(", "),
            href: turn.map_or_else(String::new, |(document, turn)| {
                format!("/studies/{study}/documents/{document}#turn-{turn}")
            }),
            places: quote.places.iter().map(|one| place(&one.path)).collect(),
            ready: quote.state.is_ready,
            stance: quote.state.stance,
            is_note: quote.is_note(),
            unfound: quote.words.document.is_some() && !quote.words.are_found(),
        }
    }

    /// The kind of the quotation in the components.
    fn kind(&self) -> &'static str {
        self.stance.kind(self.ready)
    }
}

async fn list(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let analyst = Analyst::of(&app, &viewer).await?;
    let trail = read_trail(&app, study.id).await?;
    let members = team::all(app.db.read(), study.id).await?;
    let acts = Acts::of(&trail.events);
    let saying = Saying::of(&trail, &acts, &members)?;
    let offered = |act: Option<Uuid>| {
        let act = act.filter(|_| analyst.writes)?;
        Some((act, saying.act(act)))
    };
    let quotes = visible(app.db.read(), study.id).await?;
    let offers = Offered::of(app.db.read(), study.id).await?;
    let paths = offers.paths();
    let rows: Vec<Row> = quotes
        .iter()
        .filter(|quote| asked.fits(quote, &paths))
        .map(|quote| Row::of(quote, &study.slug))
        .collect();
    let mut participants: Vec<String> = quotes
        .iter()
        .filter_map(|quote| quote.participant.clone())
        .collect();
    participants.sort();
    participants.dedup();
    let title = match (quotes.len(), rows.len()) {
        (0, _) => "Quotes".to_owned(),
        (all, shown) if all == shown => match all {
            1 => "One quote is chosen".to_owned(),
            all => format!("{all} quotes are chosen"),
        },
        (all, 1) => format!("One of {all} quotes"),
        (all, shown) => format!("{shown} of {all} quotes"),
    };
    page(ListPage {
        shell: Shell::new(&app, &viewer, title),
        here: format!("/studies/{}/quotes", study.slug),
        themes_href: format!("/studies/{}/themes", study.slug),
        questions_href: format!("/studies/{}/questions", study.slug),
        lead: "A quote shows the words of its document, with what is left out or put in. Drafts are in no table.",
        has_any: !quotes.is_empty(),
        writes: analyst.writes,
        undo: offered(acts.undoes(analyst.member)),
        redo: offered(acts.redoes(analyst.member)),
        themes: paths
            .into_iter()
            .map(|(id, path)| (path, id))
            .collect::<BTreeMap<_, _>>()
            .into_iter()
            .collect(),
        questions: offers
            .questions
            .into_iter()
            .map(|(_, label, ..)| label)
            .collect(),
        participants,
        rows,
        asked,
    })
}

async fn back(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<BackForm>,
) -> Result<Response> {
    let page = ("Quotes", "quotes", "quotes.write");
    taken_back(&app, &viewer, form, page).await
}

impl Asked {
    pub(in crate::quotes) fn fits(
        &self,
        quote: &Visible,
        paths: &BTreeMap<String, String>,
    ) -> bool {
        let stands = |path: &[String]| {
            let under = paths.get(&self.theme);
            let path = path.join(" > ");
            under.is_some_and(|under| {
                let rest = path.strip_prefix(under.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" > "))
            })
        };
        let mut places = quote.places.iter();
        let in_theme = match self.theme.as_str() {
            "" => true,
            "none" => quote.places.is_empty(),
            OTHER => places.any(|place| place.theme.is_none()),
            _ => places.any(|place| place.theme.is_some() && stands(&place.path)),
        };
        let answers = match self.question.as_str() {
            "" => true,
            "none" => quote.questions.is_empty(),
            label => quote.questions.iter().any(|one| one == label),
        };
        let said =
            self.participant.is_empty() || quote.participant.as_ref() == Some(&self.participant);
        let is_in_state = match self.state.as_str() {
            "ready" => quote.state.is_ready,
            "draft" => !quote.state.is_ready,
            "unfound" => quote.words.document.is_some() && !quote.words.are_found(),
            "" => true,
            word => quote.state.stance.word() == word,
        };
        in_theme && answers && said && is_in_state
    }
}
