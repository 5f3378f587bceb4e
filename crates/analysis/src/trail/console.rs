//! The trail on the command line: what was done, why, taking it back and doing it again (study R37, R38, R41, R58).

use platform::access::Viewer;
use platform::{App, Error, Result};
use study::dates::day_of;
use study::rights::Analyst;
use study::team;
use uuid::Uuid;

use super::list_page::{done, seen, whys, with_reason, written};
use super::{Acts, Blocked, around, only_follows, own};
use crate::acts::{Saying, take_back};
use crate::codings::CODING;
use crate::console::{self, Table, refused};

/// What was done, the newest first: by one member (or `lead`), of one kind, between two days; all of it, where nothing is named.
/// What was done to codings is not in it: `enid trail file` has every event.
///
/// # Errors
/// Nobody is called so, or something is no day.
pub async fn list(
    app: &App,
    viewer: &Viewer,
    (kind, by, [from, until]): (&str, &str, [&str; 2]),
) -> Result<Table> {
    let study = viewer.scope()?.id;
    let analyst = Analyst::of(app, viewer).await?;
    let trail = seen(app, study, analyst.member).await?;
    let members = team::all(app.db.read(), study).await?;
    let by = match by {
        "" => None,
        "lead" => Some(None),
        handle => Some(Some(console::member(&members, handle)?.id)),
    };
    for day in [from, until] {
        super::moment(day)?;
    }
    let acts = Acts::of(&trail.events);
    let saying = Saying::of(&trail, &acts, &members)?;
    let whys = whys(&trail);
    let all = done(&trail);
    let fits = all.iter().filter(|act| {
        // Days of one form stand in the order of their letters.
        let day = day_of(act.first.at).to_string();
        (kind.is_empty() || act.kind == kind)
            && by.is_none_or(|by| by == act.first.member)
            && (from.is_empty() || from <= day.as_str())
            && (until.is_empty() || day.as_str() <= until)
    });
    let rows = fits.map(|act| {
        let id = act.first.act;
        vec![
            id.to_string().into(),
            act.first.at.to_jiff().to_string().into(),
            saying.who(act.first.member).into(),
            console::text(act.first.phase.as_deref().unwrap_or_default()),
            act.kind.into(),
            saying.act(id).into(),
            whys.get(&id).cloned().unwrap_or_default().into(),
            acts.is_taken_back(id).into(),
        ]
    });
    let columns = &[
        "act",
        "at",
        "who",
        "phase",
        "kind",
        "what",
        "why",
        "taken_back",
    ];
    Ok(Table::new(columns, rows.collect()))
}

/// Every event that whoever asks may see, one JSON object a line, as the page hands it out.
///
/// # Errors
/// The database cannot be read.
pub async fn file(app: &App, viewer: &Viewer) -> Result<String> {
    written(app, viewer).await
}

/// Adds a reason to an act.
///
/// # Errors
/// Whoever asks may not; there is no such act, or no reason.
pub async fn add_why(app: &App, viewer: &Viewer, (act, why): (&str, &str)) -> Result<Uuid> {
    let analyst = Analyst::writing(app, viewer).await?;
    let act = console::id(act, "trail")?;
    match with_reason(app, viewer, (analyst.member, act), why).await {
        Err(Error::NotFound) => Err(no_act()),
        done => done.map(|()| act),
    }
}

fn no_act() -> Error {
    refused("There is no such act.", "`enid trail list` prints them.")
}

/// Which way whoever asks goes through what they did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Takes the last act back that still holds.
    Undo,
    /// Does the last again that was taken back.
    Redo,
}

/// Takes an act back, or the next of whoever asks; with all that rests on it where `whole` says so. Gives what it did, in words.
///
/// # Errors
/// Whoever asks may not; there is nothing to take back, or what rests on it.
pub async fn back(
    app: &App,
    viewer: &Viewer,
    (way, act, whole): (Way, Option<&str>, bool),
) -> Result<String> {
    let analyst = Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?.id;
    let named = act.map(|act| console::id(act, "trail")).transpose()?;
    let tx = app.db.write().await?;
    let trail = match named {
        Some(act) => around(tx.connection(), study, act).await?,
        None => own(tx.connection(), study, analyst.member).await?,
    };
    let acts = Acts::of(&trail.events);
    let next = match way {
        Way::Undo => acts.undoes(analyst.member),
        Way::Redo => acts.redoes(analyst.member),
    };
    let Some(act) = named.or(next) else {
        return Err(refused(
            "There is nothing more of yours to go through.",
            "Nothing was changed.",
        ));
    };
    let is_coding = |event: &&super::Event| event.subject.0 == CODING;
    let action = match acts.events_of(act).iter().any(is_coding) {
        true => "codings.write",
        false => "codes.write",
    };
    let members = team::all(tx.connection(), study).await?;
    // Of acts that are not one's own, only what the list tells is told: a layer may be blind (study P10).
    let listed = seen(app, study, analyst.member).await?;
    let listed_acts = Acts::of(&listed.events);
    let told = Saying::of(&listed, &listed_acts, &members)?;
    let said = match named {
        Some(act) => told.act(act),
        None => Saying::of(&trail, &acts, &members)?.act(act),
    };
    let mut done = take_back(&tx, app, study, analyst.member, (act, whole)).await?;
    if let Err(Blocked::Depends(chain)) = &done
        && let Some((_, later)) = chain.split_last()
        && only_follows(&around(tx.connection(), study, act).await?, later)
    {
        done = take_back(&tx, app, study, analyst.member, (act, true)).await?;
    }
    match done {
        Ok(()) => {
            tx.commit(app, viewer.event(action, act.to_string()))
                .await?;
            Ok(said)
        }
        Err(Blocked::Depends(chain)) => {
            let later = chain.iter().filter(|one| **one != act);
            let later: Vec<String> = later.map(|one| told.act(*one)).collect();
            Err(refused(
                format!("Later changes rest on this one: {}.", later.join("; ")),
                "--whole takes them back with it.",
            ))
        }
        Err(Blocked::Gone) => Err(no_act()),
        Err(blocked) => Err(crate::codes::refusal(&blocked)),
    }
}
