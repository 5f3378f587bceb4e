//! One's own journal on the command line (study R35, R58), as far as others may read it. Nobody knows who sits at a data folder:
//! what is for its author alone is written and read signed in, and a command neither shows nor tells of it (P11).

use platform::access::Viewer;
use platform::{App, Error, Result};
use serde_json::Value;
use study::dates::today;
use study::journal::{Entry, Visibility};
use study::rows::random_id;
use uuid::Uuid;

use super::desk::{EntryForm, found, keep, me, own, take_away};
use crate::console::{self, Table, faulty, not_done, refused};

/// What an entry says; what is left out stays, or is of a new one: today, about nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The day it is about, such as 2031-03-01.
    pub dated: Option<String>,
    /// `team` or `publishable`.
    pub visibility: Option<String>,
    /// The act of the trail that it is about.
    pub about: Option<String>,
    /// What it says.
    pub text: Option<String>,
}

/// The entries of whoever asks that others may read, the newest day first.
///
/// # Errors
/// They are not entered in the team.
pub async fn list(app: &App, viewer: &Viewer) -> Result<Table> {
    let me = me(app, viewer).await?;
    let own = own(app, viewer, &me).await?.into_iter();
    let rows = own.filter(is_known).map(|one| {
        vec![
            one.id.to_string().into(),
            one.dated.to_string().into(),
            one.visibility.word().into(),
            one.about.map_or(Value::Null, |act| act.to_string().into()),
            one.text.into(),
        ]
    });
    let columns = &["id", "day", "for", "about", "text"];
    Ok(Table::new(columns, rows.collect()))
}

/// Writes an entry of one's own, and gives it.
///
/// # Errors
/// They are not entered in the team; or what needs another look.
pub async fn write(app: &App, viewer: &Viewer, words: Words) -> Result<Uuid> {
    let me = me(app, viewer).await?;
    let new = EntryForm {
        dated: today(app).to_string(),
        ..EntryForm::default()
    };
    kept(app, viewer, (random_id(app), me.id), words.over(new)).await
}

/// Changes an entry of one's own.
///
/// # Errors
/// There is none of theirs; or what needs another look.
pub async fn change(app: &App, viewer: &Viewer, id: &str, words: Words) -> Result<Uuid> {
    let before = mine(app, viewer, id).await?;
    let form = words.over(EntryForm::of(&before));
    kept(app, viewer, (before.id, before.member), form).await
}

/// Removes an entry of one's own.
///
/// # Errors
/// There is none of theirs.
pub async fn remove(app: &App, viewer: &Viewer, id: &str) -> Result<()> {
    take_away(app, viewer, &mine(app, viewer, id).await?).await
}

fn is_known(entry: &Entry) -> bool {
    entry.visibility != Visibility::Private
}

async fn mine(app: &App, viewer: &Viewer, id: &str) -> Result<Entry> {
    let none = || {
        refused(
            "There is no such entry in your journal.",
            "`enid journal list` prints those that others may read.",
        )
    };
    match found(app, viewer, id.trim()).await {
        Ok(entry) if is_known(&entry) => Ok(entry),
        Ok(_) | Err(Error::NotFound) => Err(none()),
        Err(error) => Err(error),
    }
}

async fn kept(
    app: &App,
    viewer: &Viewer,
    (id, member): (Uuid, Uuid),
    form: EntryForm,
) -> Result<Uuid> {
    if !form.about.is_empty() {
        console::id(&form.about, "trail")?;
    }
    let entry = form.read(app, (id, member)).map_err(faulty)?;
    if !is_known(&entry) {
        return Err(not_done(
            "What is for you alone is written signed in, on the page of your journal.",
        ));
    }
    keep(app, viewer, &entry).await?;
    Ok(id)
}

impl Words {
    fn over(self, form: EntryForm) -> EntryForm {
        EntryForm {
            dated: self.dated.unwrap_or(form.dated),
            visibility: self.visibility.unwrap_or(form.visibility),
            about: self.about.unwrap_or(form.about),
            text: self.text.unwrap_or(form.text),
        }
    }
}
