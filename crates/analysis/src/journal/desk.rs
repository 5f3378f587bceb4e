//! Writing in one's own journal, as a page or a command does. An entry that nobody else can know of is no act for the record,
//! which others read (study P11).

use jiff::civil::Date;
use platform::access::Viewer;
use platform::storage::Tx;
use platform::{App, Error, Result};
use serde::Deserialize;
use study::dates::today;
use study::journal::{self, Entry, Visibility};
use study::team::{self, Member};
use uuid::Uuid;

/// Longest entry, in characters.
const LONGEST: usize = 20_000;

/// Fields that need another look, each with what to do.
pub(super) type Errors = Vec<(&'static str, String)>;

/// An entry as it is written down.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct EntryForm {
    pub(super) dated: String,
    pub(super) visibility: String,
    pub(super) about: String,
    pub(super) text: String,
}

impl EntryForm {
    /// What an entry says.
    pub(super) fn of(entry: &Entry) -> Self {
        Self {
            dated: entry.dated.to_string(),
            visibility: entry.visibility.word().to_owned(),
            about: entry.about.map(|act| act.to_string()).unwrap_or_default(),
            text: entry.text.clone(),
        }
    }

    /// The entry, or what needs another look.
    pub(super) fn read(&self, app: &App, (id, member): (Uuid, Uuid)) -> Result<Entry, Errors> {
        let mut errors = Errors::new();
        let dated: Option<Date> = self.dated.trim().parse().ok();
        let dated = dated.filter(|dated| *dated <= today(app));
        if dated.is_none() {
            let words = "Write a day that has come, such as 2031-03-01.";
            errors.push(("dated", words.to_owned()));
        }
        let visibility: Option<Visibility> = self.visibility.parse().ok();
        if visibility.is_none() {
            errors.push(("visibility", "Choose who may read it.".to_owned()));
        }
        let text = self.text.trim().replace("\r\n", "\n");
        if text.is_empty() {
            errors.push(("text", "Write the entry.".to_owned()));
        }
        if text.chars().count() > LONGEST {
            errors.push(("text", format!("Write at most {LONGEST} characters.")));
        }
        match (dated, visibility, errors.is_empty()) {
            (Some(dated), Some(visibility), true) => Ok(Entry {
                id,
                member,
                dated,
                visibility,
                about: self.about.parse().ok(),
                text,
                written_at: app.now(),
            }),
            _ => Err(errors),
        }
    }
}

/// Which member asks.
///
/// # Errors
/// `Refused` for somebody who is not entered in the team.
pub(super) async fn me(app: &App, viewer: &Viewer) -> Result<Member> {
    let found = team::of_viewer(app.db.read(), viewer).await?;
    found.ok_or_else(|| {
        Error::refused(
            "R10",
            "You are not entered in the team of this study yet.",
            "The research lead does that on the page Team.",
        )
    })
}

/// The entries of a member, the newest day first.
pub(super) async fn own(app: &App, viewer: &Viewer, me: &Member) -> Result<Vec<Entry>> {
    let study = viewer.scope()?.id;
    let all = journal::readable(app.db.read(), app, study, Some(me.id)).await?;
    Ok(all.into_iter().filter(|one| one.member == me.id).collect())
}

/// An entry of one's own.
///
/// # Errors
/// `NotFound` where there is none.
pub(super) async fn found(app: &App, viewer: &Viewer, id: &str) -> Result<Entry> {
    let me = me(app, viewer).await?;
    let id: Uuid = id.parse().map_err(|_| Error::NotFound)?;
    let own = own(app, viewer, &me).await?;
    own.into_iter()
        .find(|one| one.id == id)
        .ok_or(Error::NotFound)
}

/// Keeps an entry, in the place of what it was before.
pub(super) async fn keep(app: &App, viewer: &Viewer, entry: &Entry) -> Result<()> {
    let tx = app.db.write().await?;
    let is_known = journal::write(&tx, app, viewer.scope()?.id, entry).await?;
    commit(tx, app, viewer, (entry.id, is_known)).await
}

/// Removes an entry of one's own.
pub(super) async fn take_away(app: &App, viewer: &Viewer, entry: &Entry) -> Result<()> {
    let tx = app.db.write().await?;
    let was_known = journal::remove(&tx, entry.member, entry.id).await?;
    let was_known = was_known.ok_or(Error::NotFound)?;
    commit(tx, app, viewer, (entry.id, was_known)).await
}

async fn commit(tx: Tx, app: &App, viewer: &Viewer, (entry, is_known): (Uuid, bool)) -> Result<()> {
    match is_known {
        true => {
            let event = viewer.event("journal.own", entry.to_string());
            tx.commit(app, event).await?;
        }
        false => tx.commit_bookkeeping().await?,
    }
    Ok(())
}
