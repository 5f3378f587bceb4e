//! The account from field notes on the command line: its extracts in their order, and arranging them (study R57, R58).

use platform::access::Viewer;
use platform::{App, Result};
use serde_json::Value;
use study::columns::fold_spaces;
use study::rights::Analyst;

use super::desk::{LONGEST, Part, change};
use super::material::{Account, themes};
use super::state::Step;
use crate::console::{self, Table, not_done, refused};

/// What becomes of an extract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrange {
    /// It stands at the end.
    Add,
    /// It stands before the one before it.
    Up,
    /// It stands behind the one behind it.
    Down,
    /// It stands in the account no more.
    Out,
    /// The second panel begins with it; again, and there is no second panel.
    Turn,
}

/// The extracts in their order with their panels, then quotes from field notes of participant-researchers that could be in it.
///
/// # Errors
/// The database does not answer.
pub async fn list(app: &App, viewer: &Viewer) -> Result<Table> {
    let account = Account::of(app, viewer).await?;
    let mut rows = Vec::new();
    for (panel, extracts) in (1..).zip(account.panels()) {
        rows.extend(extracts.into_iter().map(|one| (Value::from(panel), one)));
    }
    let others = account.extracts.iter();
    let others = others.filter(|(id, _)| !account.state.extracts.contains(id));
    rows.extend(others.map(|(_, one)| (Value::Null, one)));
    let rows = rows.into_iter().map(|(panel, (quote, month))| {
        vec![
            quote.id.to_string().into(),
            panel,
            quote.document.clone().into(),
            console::text(month),
            themes(quote).into(),
            quote.words.text.clone().into(),
        ]
    });
    let columns = &["id", "panel", "document", "month", "themes", "extract"];
    Ok(Table::new(columns, rows.collect()))
}

/// Adds an extract, moves it, takes it out, or begins the second panel with it.
///
/// # Errors
/// Whoever asks may not; or what stands in the way, in a sentence.
pub async fn arrange(app: &App, viewer: &Viewer, extract: &str, what: Arrange) -> Result<()> {
    let id = console::id(extract, "account")?;
    let account = Account::of(app, viewer).await?;
    if !account.extracts.contains_key(&id) {
        return Err(refused(
            "There is no such quote from a field note of a participant-researcher.",
            "`enid account list` prints them.",
        ));
    }
    if what != Arrange::Add && !account.state.extracts.contains(&id) {
        return Err(refused(
            "This quote stands in no panel yet.",
            "`enid account arrange STUDY EXTRACT add` puts it there.",
        ));
    }
    let step = match what {
        Arrange::Add => Step::Add(id),
        Arrange::Up => Step::Up(id),
        Arrange::Down => Step::Down(id),
        Arrange::Out => Step::Out(id),
        Arrange::Turn => Step::Turn(id),
    };
    changed(app, viewer, &account, Part::Step(step)).await
}

/// Gives the account a title.
///
/// # Errors
/// Whoever asks may not; or what stands in the way, in a sentence.
pub async fn name(app: &App, viewer: &Viewer, title: &str) -> Result<()> {
    let title = fold_spaces(title);
    if title.is_empty() || title.chars().count() > LONGEST {
        let sentence = format!("Write a title of at most {LONGEST} characters.");
        return Err(not_done(&sentence));
    }
    let account = Account::of(app, viewer).await?;
    changed(app, viewer, &account, Part::Title(title)).await
}

async fn changed(app: &App, viewer: &Viewer, account: &Account, part: Part) -> Result<()> {
    let analyst = Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?.id;
    let tx = app.db.write().await?;
    let asked = (analyst.member, Some(account.seen));
    if !change(&tx, app, study, asked, part).await? {
        return Err(refused(
            "Somebody changed the account while the command ran.",
            "Run it again if it should be so.",
        ));
    }
    tx.commit(app, viewer.event("quotes.write", study.to_string()))
        .await?;
    Ok(())
}
