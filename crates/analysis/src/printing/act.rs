//! Asking whoever is quoted, and what they answer, here or elsewhere.

use std::collections::BTreeSet;

use platform::access::Viewer;
use platform::{App, Result};
use study::columns::fold_spaces;
use study::consent;
use uuid::Uuid;

use super::said::{Answered, By, Printed};
use super::store;

/// The longest line of why, in characters.
const LONGEST: usize = 300;

/// Why an answer was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It is neither yes nor no.
    NoAnswer,
    /// How the research lead was told is missing.
    NoReason,
    /// The line is too long.
    TooLong,
    /// The words were changed, or are not to be printed any more.
    Changed,
    /// Whoever said the words has answered about them on their own page.
    Theirs,
}

impl Refused {
    /// The field of the form, and what a page says.
    pub(crate) fn said(self) -> (&'static str, &'static str) {
        match self {
            Self::NoAnswer => ("answer", "Choose yes or no."),
            Self::NoReason => (
                "why",
                "Write how and when they told you: it is kept beside their answer.",
            ),
            Self::TooLong => ("why", "Write at most 300 characters."),
            Self::Changed => (
                "",
                "These words were changed since the page was opened. This is how they stand now.",
            ),
            Self::Theirs => (
                "",
                "Whoever said these words has answered about them on their own page, and that holds.",
            ),
        }
    }
}

/// An answer as a form sends it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sent<'a> {
    pub(crate) quote: Uuid,
    pub(crate) seal: &'a str,
    pub(crate) answer: &'a str,
    pub(crate) why: &'a str,
}

impl Sent<'_> {
    fn read(&self, app: &App, by: By) -> std::result::Result<Answered, Refused> {
        let why = fold_spaces(self.why);
        let yes = match self.answer {
            "yes" => true,
            "no" => false,
            _ => return Err(Refused::NoAnswer),
        };
        if why.is_empty() && by == By::ResearchLead {
            return Err(Refused::NoReason);
        }
        if why.chars().count() > LONGEST {
            return Err(Refused::TooLong);
        }
        Ok(Answered {
            yes,
            by,
            at: app.now(),
            why,
        })
    }

    fn detail(&self, how: &str) -> String {
        format!("{} to the printing of one quote{how}", self.answer)
    }
}

/// Asks everybody whose answer is missing: it waits on their page from now on, and whoever has an address gets a letter. How many quotes
/// it is, and of how many people.
///
/// # Errors
/// The database cannot be written.
pub(crate) async fn ask(app: &App, viewer: &Viewer, release: Uuid) -> Result<(usize, usize)> {
    let study = viewer.scope()?.id;
    let printed = store::printed(app.db.read(), study).await?;
    let missing = printed.iter().filter(|one| one.is_open());
    let missing: Vec<(Uuid, &Printed)> =
        missing.filter_map(|one| Some((one.person?, one))).collect();
    let people: BTreeSet<Uuid> = missing.iter().map(|(person, _)| *person).collect();
    let tx = app.db.write().await?;
    for asked in &missing {
        store::ask(&tx, app, study, *asked).await?;
    }
    for person in &people {
        consent::ask_about_words(&tx, app, study, *person).await?;
    }
    let asked = (missing.len(), people.len());
    let event = viewer.event("releases.ask", release.to_string());
    let detail = format!(
        "asked about the printing of {} quotes of {} participants",
        asked.0, asked.1
    );
    tx.commit(app, event.with_detail(detail)).await?;
    Ok(asked)
}

/// Enters what whoever said the words of a quote answered elsewhere, and how.
///
/// # Errors
/// The database cannot be written.
pub(crate) async fn enter(
    app: &App,
    viewer: &Viewer,
    release: Uuid,
    sent: &Sent<'_>,
) -> Result<std::result::Result<(), Refused>> {
    let study = viewer.scope()?.id;
    let answered = match sent.read(app, By::ResearchLead) {
        Ok(answered) => answered,
        Err(refused) => return Ok(Err(refused)),
    };
    let printed = store::printed(app.db.read(), study).await?;
    let found = printed
        .iter()
        .find(|one| one.quote == sent.quote && one.seal == sent.seal);
    let Some((one, person)) = found.and_then(|one| Some((one, one.person?))) else {
        return Ok(Err(Refused::Changed));
    };
    let tx = app.db.write().await?;
    if !store::enter(&tx, app, study, (person, one), &answered).await? {
        return Ok(Err(Refused::Theirs));
    }
    let event = viewer.event("releases.ask", release.to_string());
    tx.commit(
        app,
        event.with_detail(sent.detail(", as was said elsewhere")),
    )
    .await?;
    Ok(Ok(()))
}

/// Takes what a participant answers about words of their own.
///
/// # Errors
/// The database cannot be written.
pub(super) async fn answer(
    app: &App,
    viewer: &Viewer,
    me: Uuid,
    sent: &Sent<'_>,
) -> Result<std::result::Result<(), Refused>> {
    let answered = match sent.read(app, By::Participant) {
        Ok(answered) => answered,
        Err(refused) => return Ok(Err(refused)),
    };
    let printed = store::printed(app.db.read(), viewer.scope()?.id).await?;
    let is_it =
        |one: &Printed| one.person == Some(me) && one.quote == sent.quote && one.seal == sent.seal;
    if !printed.iter().any(is_it) {
        return Ok(Err(Refused::Changed));
    }
    let tx = app.db.write().await?;
    if !store::answer(&tx, (me, sent.quote, sent.seal), &answered).await? {
        return Ok(Err(Refused::Changed));
    }
    let event = viewer.event("my-words.own", me.to_string());
    tx.commit(app, event.with_detail(sent.detail(""))).await?;
    Ok(Ok(()))
}
