//! Reading the forms of the codebook.

use platform::access::{Role, Viewer};
use platform::{App, Error, Result};
use serde::Deserialize;
use study::columns::fold_spaces;
use study::team;
use uuid::Uuid;

use super::Words;
use crate::codes::store;
use crate::trail::{self, Trail};

/// Longest name, in characters.
const LONGEST_NAME: usize = 200;
/// Longest definition, in characters.
const LONGEST: usize = 4000;
/// Longest reason, in characters: one line.
pub(crate) const LONGEST_WHY: usize = 300;
/// Of what a code speaks: of what is said, or of what lies under it.
pub(super) const LEVELS: [&str; 2] = ["semantic", "latent"];
/// Where a code comes from: from the data, or from theory.
pub(super) const ORIGINS: [&str; 2] = ["inductive", "deductive"];

/// What needs another look: field and sentence.
pub(super) type Errors = Vec<(&'static str, String)>;

/// A code's words as the browser sends them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WordsForm {
    pub(super) parent: String,
    pub(super) seen: String,
    pub(super) name: String,
    pub(super) definition: String,
    pub(super) level: String,
    pub(super) origin: String,
}

impl WordsForm {
    /// The words, or what needs another look.
    pub(super) fn read(&self) -> Result<Words, Errors> {
        let words = Words {
            name: fold_spaces(&self.name),
            definition: fold_spaces(&self.definition),
            level: self.level.trim().to_owned(),
            origin: self.origin.trim().to_owned(),
        };
        let mut errors = Errors::new();
        if words.name.is_empty() {
            errors.push(("name", "Give the code a name.".to_owned()));
        }
        if words.name.chars().count() > LONGEST_NAME {
            let sentence = format!("Write at most {LONGEST_NAME} characters.");
            errors.push(("name", sentence));
        }
        if words.definition.chars().count() > LONGEST {
            let sentence = format!("Write at most {LONGEST} characters.");
            errors.push(("definition", sentence));
        }
        let is_known = |word: &str, known: [&str; 2]| word.is_empty() || known.contains(&word);
        if !is_known(&words.level, LEVELS) {
            errors.push(("level", "Choose one of these.".to_owned()));
        }
        if !is_known(&words.origin, ORIGINS) {
            errors.push(("origin", "Choose one of these.".to_owned()));
        }
        match errors.is_empty() {
            true => Ok(words),
            false => Err(errors),
        }
    }
}

/// A reason, spaces folded.
///
/// # Errors
/// It is longer than a line.
pub(crate) fn why(text: &str) -> Result<String, (&'static str, String)> {
    let why = fold_spaces(text);
    match why.chars().count() > LONGEST_WHY {
        true => Err(("why", format!("Write at most {LONGEST_WHY} characters."))),
        false => Ok(why),
    }
}

/// The code that a field names; none where it is empty.
///
/// # Errors
/// No page sends it.
pub(super) fn chosen(text: &str) -> Result<Option<Uuid>> {
    match text {
        "" => Ok(None),
        id => id
            .parse()
            .map(Some)
            .map_err(|_| Error::Forbidden("no page names a code so")),
    }
}

/// The place of the event that a page saw last.
pub(super) fn seen(text: &str) -> i64 {
    text.parse().unwrap_or(0)
}

/// Whose hand writes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hand {
    /// The member of the team; none for a research lead who is no member.
    pub(crate) member: Option<Uuid>,
    /// Whether they may change what was found: the research lead and who analyses (R10).
    pub(crate) writes: bool,
}

impl Hand {
    /// Whoever asks.
    pub(crate) async fn of(app: &App, viewer: &Viewer) -> Result<Self> {
        let member = team::of_viewer(app.db.read(), viewer).await?;
        let analyses = member.as_ref().is_some_and(|member| member.analyses);
        Ok(Self {
            writes: analyses || viewer.acts_as(Role::ResearchLead),
            member: member.map(|member| member.id),
        })
    }

    /// Whoever asks, if they may write.
    ///
    /// # Errors
    /// `Refused` for everybody else.
    pub(crate) async fn writing(app: &App, viewer: &Viewer) -> Result<Self> {
        let hand = Self::of(app, viewer).await?;
        match hand.writes {
            true => Ok(hand),
            false => Err(Error::refused(
                "R10",
                "You are not entered as an analyst of this study.",
                "The research lead can change that on the page Team.",
            )),
        }
    }
}

/// The trail of a study; codes that are older than it enter it first.
pub(crate) async fn read_trail(app: &App, study: Uuid) -> Result<Trail> {
    let trail = trail::load(app.db.read(), study).await?;
    if !trail.events.is_empty() || !store::has_any(app.db.read(), study).await? {
        return Ok(trail);
    }
    let tx = app.db.write().await?;
    let desk = super::desk::Desk::open(&tx, app, study).await?;
    tx.commit_bookkeeping().await?;
    Ok(desk.trail)
}
