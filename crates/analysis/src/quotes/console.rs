//! Quotes on the command line: what their pages list and do (study R46, R47, R58).

use platform::access::Viewer;
use platform::{App, Result};
use study::rights::Analyst;
use study::transcripts::anchors::Span;
use uuid::Uuid;

use super::pages::{OTHER, Offered, sentence};
use super::source::Source;
use super::{
    Answer, Found, Marks, NewWords, No, Refused, Stance, Visible, Way, Wish, act, chosen, declared,
    newest, visible,
};
use crate::acts::read_trail;
use crate::console::{self, Table, no_document, not_done, refused, text};
use crate::themes::{self, ThemeStatus, Themes};
use crate::trail::replay;

/// What of the quotes is asked for; nothing is left out by what is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A theme with all below it, `other` for the other findings, or `none` for quotes that stand nowhere.
    pub theme: String,
    /// The id of a question, or `none`.
    pub question: String,
    /// A participant.
    pub participant: String,
    /// A document.
    pub document: String,
    /// `ready`, `draft`, `against`, `lone`, or `unfound`.
    pub state: String,
}

/// The quotes that fit, in the order of their places.
///
/// # Errors
/// The filter names a theme that is not there, or no state.
pub async fn list(app: &App, viewer: &Viewer, filter: &Filter) -> Result<Table> {
    let study = viewer.scope()?.id;
    let states = ["", "ready", "draft", "against", "lone", "unfound"];
    if !states.contains(&filter.state.as_str()) {
        let known = format!("Name one of {}.", states[1..].join(", "));
        return Err(refused(format!("“{}” is no state.", filter.state), known));
    }
    let themes = themes(app, study).await?;
    let theme = match filter.theme.as_str() {
        "" | "none" | OTHER => filter.theme.clone(),
        name => console::named(&themes, themes::console::NAMED, name)?.to_string(),
    };
    let offered = Offered::of(app.db.read(), study).await?;
    let asked = super::pages::Asked {
        theme,
        question: filter.question.clone(),
        participant: filter.participant.clone(),
        state: filter.state.clone(),
    };
    let paths = offered.paths();
    let all = visible(app.db.read(), study).await?;
    let fitting = all.iter().filter(|quote| asked.fits(quote, &paths));
    let of_document = |quote: &&Visible| {
        filter.document.is_empty() || quote.document.as_ref() == Some(&filter.document)
    };
    let columns = &[
        "id",
        "places",
        "questions",
        "ready",
        "stance",
        "kind",
        "participant",
        "document",
        "turn",
        "spans",
        "text",
    ];
    Ok(Table::new(
        columns,
        fitting.filter(of_document).map(row).collect(),
    ))
}

fn row(quote: &Visible) -> Vec<serde_json::Value> {
    let path = |path: &Vec<String>| match path.is_empty() {
        true => super::OTHER.to_owned(),
        false => path.join(" > "),
    };
    let places: Vec<String> = quote.places.iter().map(|one| path(&one.path)).collect();
    let spans = quote.words.spans().into_iter();
    let spans = spans.map(|(start, end)| format!("{start}-{end}"));
    vec![
        quote.id.to_string().into(),
        places.into(),
        quote.questions.clone().into(),
        quote.state.is_ready.into(),
        text(quote.state.stance.word()),
        text(match quote.kind {
            None => "",
            Some(_) if quote.is_note() => "field-note",
            Some(_) => "transcript",
        }),
        text(quote.participant.as_deref().unwrap_or_default()),
        text(quote.document.as_deref().unwrap_or_default()),
        quote.words.turn.into(),
        spans.collect::<Vec<_>>().into(),
        quote.words.text.clone().into(),
    ]
}

/// What is done to quotes; a quote by id, a theme by path, by a name that is its alone, by id, or `other`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    /// A new quote from a document, in a place if one is named.
    Make(String, Taken, Option<String>, Said),
    /// Other words.
    Reword(String, String),
    /// What it answers, whether it is ready, what it says to its theme; what is not said stays.
    Mark(String, Said),
    /// Into one more place.
    Place(String, String),
    /// Out of a place.
    Unplace(String, String),
    /// From one place to another.
    Move(String, String, String),
    /// Up or down among the quotes of a place.
    Order(String, String, Way),
    /// Away.
    Remove(String),
}

/// What is quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Words with `…` for what is left out and `[brackets]` for what is put in; looked for from a turn on, from 1.
    Words(String, usize),
    /// From a code point of the document to before another.
    Span(usize, usize),
}

/// What is said of a quote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The ids of the questions it answers.
    pub questions: Option<Vec<String>>,
    /// Whether it may be printed.
    pub ready: Option<bool>,
    /// `against` or `lone`; empty for nothing in particular.
    pub stance: Option<String>,
}

/// Does something to quotes for a reason, and gives the quote it was done to.
///
/// # Errors
/// Whoever asks may not; or what stands in the way, in a sentence.
pub async fn done(app: &App, viewer: &Viewer, (doing, why): (&Doing, &str)) -> Result<Uuid> {
    let analyst = Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?.id;
    let why = console::reason(why)?;
    let wish = match doing {
        Doing::Make(handle, taken, theme, said) => {
            make(app, viewer, (handle, taken, theme.as_deref(), said)).await?
        }
        Doing::Reword(id, words) => reword(app, viewer, (id, words)).await?,
        other => of_quote(app, study, other).await?,
    };
    let tx = app.db.write().await?;
    match act(&tx, app, study, (analyst.member, &why), &wish).await? {
        Ok(quote) => {
            tx.commit(app, viewer.event("quotes.write", quote.to_string()))
                .await?;
            Ok(quote)
        }
        Err(No::Refused(_, sentence)) => Err(not_done(&sentence)),
        Err(No::Changed(what)) => Err(refused(
            format!("Somebody changed the {what} of this quote while the command ran."),
            "Run it again.",
        )),
    }
}

async fn make(
    app: &App,
    viewer: &Viewer,
    (handle, taken, theme, said): (&str, &Taken, Option<&str>, &Said),
) -> Result<Wish> {
    let study = viewer.scope()?.id;
    let source = Source::open(app, viewer, handle).await;
    let source = source.map_err(no_document(handle))?;
    let themes = themes(app, study).await?;
    let place = theme.map(|theme| place(&themes, theme)).transpose()?;
    let offered = Offered::of(app.db.read(), study).await?;
    let marks = said.joined(&offered, (Vec::new(), false, Stance::default()))?;
    let found = found(&source, taken).map_err(|refused| not_done(&sentence(&refused, handle)))?;
    let of = (source.document.id, source.document.participant);
    Ok(Wish::Make(
        NewWords::of(of, &source.turns, found),
        marks,
        place,
    ))
}

fn found(source: &Source, taken: &Taken) -> std::result::Result<Found, Refused> {
    match taken {
        Taken::Words(words, turn) => declared(words, &source.turns, turn.saturating_sub(1)),
        Taken::Span(start, end) => {
            let span = Span::new(*start, *end);
            chosen(&source.turns, span).ok_or(Refused::Absent)
        }
    }
}

async fn reword(app: &App, viewer: &Viewer, (id, words): (&str, &str)) -> Result<Wish> {
    let study = viewer.scope()?.id;
    let (quote, seen) = stored(app, study, id).await?;
    let handle = quote.document.clone().ok_or_else(|| {
        refused(
            "This quote names no document, so that its words cannot be found in one.",
            "Make it anew from its document, and remove this one.",
        )
    })?;
    let source = Source::open(app, viewer, &handle).await;
    let source = source.map_err(no_document(&handle))?;
    let turn = quote.words.turn.and_then(|turn| usize::try_from(turn).ok());
    let found = found(&source, &Taken::Words(words.to_owned(), turn.unwrap_or(1)));
    let found = found.map_err(|refused| not_done(&sentence(&refused, &handle)))?;
    let of = (source.document.id, source.document.participant);
    let words = NewWords::of(of, &source.turns, found);
    Ok(Wish::Reword(quote.id, seen, words))
}

/// What is done to a quote that is there and needs no text.
async fn of_quote(app: &App, study: Uuid, doing: &Doing) -> Result<Wish> {
    let themes = themes(app, study).await?;
    let place = |name: &str| place(&themes, name);
    let standing = |name: &str| standing(&themes, name);
    let (Doing::Mark(id, _)
    | Doing::Place(id, _)
    | Doing::Unplace(id, _)
    | Doing::Move(id, ..)
    | Doing::Order(id, ..)
    | Doing::Remove(id)
    | Doing::Reword(id, _)
    | Doing::Make(id, ..)) = doing;
    let (quote, seen) = stored(app, study, id).await?;
    Ok(match doing {
        Doing::Mark(_, said) => {
            let offered = Offered::of(app.db.read(), study).await?;
            let state = &quote.state;
            let now = (state.questions.clone(), state.is_ready, state.stance);
            Wish::Mark(quote.id, seen, said.joined(&offered, now)?)
        }
        Doing::Place(_, theme) => Wish::Place(quote.id, seen, place(theme)?),
        Doing::Unplace(_, theme) => Wish::Unplace(quote.id, seen, standing(theme)?),
        Doing::Move(_, from, to) => Wish::Shift(quote.id, seen, standing(from)?, place(to)?),
        Doing::Order(_, theme, way) => Wish::Order(quote.id, standing(theme)?, *way),
        _ => Wish::Remove(quote.id, seen),
    })
}

/// A quote as whoever asks sees it, and what a page would say of its newest event.
async fn stored(app: &App, study: Uuid, id: &str) -> Result<(Visible, i64)> {
    let id = console::id(id, "quotes")?;
    let trail = read_trail(app, study).await?;
    let all = visible(app.db.read(), study).await?;
    let found = all.into_iter().find(|quote| quote.id == id);
    let none = || refused("There is no such quote.", "`enid quotes list` prints them.");
    Ok((found.ok_or_else(none)?, newest(&trail, id)))
}

async fn themes(app: &App, study: Uuid) -> Result<Themes> {
    let trail = read_trail(app, study).await?;
    Themes::of(&replay(&trail.events), &trail)
}

/// The theme of a place, or none for the other findings.
fn standing(themes: &Themes, name: &str) -> Result<Option<Uuid>> {
    match name {
        OTHER => Ok(None),
        name => console::named(themes, themes::console::NAMED, name).map(Some),
    }
}

/// The same of a place into which a quote goes.
fn place(themes: &Themes, name: &str) -> Result<Option<Uuid>> {
    let place = standing(themes, name)?;
    let theme = place.and_then(|id| themes.theme(id));
    match theme.is_some_and(|theme| theme.status == ThemeStatus::Dropped) {
        true => Err(not_done("This theme is dropped, and takes no quotes.")),
        false => Ok(place),
    }
}

impl Said {
    /// Marks with what is said in the place of what was. A question that was answered keeps the wording under which it was.
    fn joined(
        &self,
        offered: &Offered,
        (before, ready, stance): (Vec<Answer>, bool, Stance),
    ) -> Result<Marks> {
        let questions = match &self.questions {
            None => before,
            Some(labels) => {
                let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
                let known = offered.labels();
                if let Some(unknown) = labels.iter().find(|one| !known.contains(one)) {
                    let sentence = format!("There is no research question “{unknown}”.");
                    let known = format!("The questions: {}.", known.join(", "));
                    return Err(refused(sentence, known));
                }
                offered.answers(&labels, &before)
            }
        };
        let stance = match &self.stance {
            None => stance,
            Some(word) => Stance::of_word(word).ok_or_else(|| {
                let words =
                    "A quote speaks against its theme (against), alone (lone), or neither (empty).";
                not_done(words)
            })?,
        };
        Ok(Marks {
            questions,
            is_ready: self.ready.unwrap_or(ready),
            stance,
        })
    }
}
