//! The conversation about codings on the command line: the passages that the page lists, and what is said about them (study
//! R50, R58).

use std::collections::BTreeMap;

use platform::access::Viewer;
use platform::{App, Result};
use study::rights::Analyst;
use study::{documents, team};
use uuid::Uuid;

use super::page::{SayForm, analysts, opened, read, said_about};
use super::words::Wording;
use super::{Difference, Outcome, Passage, Said, compare, store};
use crate::codings::Coding;
use crate::console::{self, Table, faulty, no_document, not_done, refused};

/// The passages of a document on which analysts differ: two or more by handle, or everybody whose layer whoever asks sees.
///
/// # Errors
/// There is no such document that they may read, or nobody of such a handle has coded it.
pub async fn list(app: &App, viewer: &Viewer, (handle, among): (&str, &[String])) -> Result<Table> {
    let study = viewer.scope()?.id;
    let (material, coded, sight) = opened(app, viewer, handle)
        .await
        .map_err(no_document(handle))?;
    let members = team::all(app.db.read(), study).await?;
    let turns = documents::turns(app.db.read(), coded.id).await?;
    let wording = Wording::new(&turns, &material, &members);
    let all = analysts(&coded, &members);
    let compared = chosen(&all, among)?;
    let (passages, said) = match compared.len() {
        0 | 1 => (Vec::new(), Vec::new()),
        _ => (
            compare(&coded.codings, &compared.values().copied().collect()),
            said_about(app, study, (&coded, &sight)).await?,
        ),
    };
    let told = |codings: &[Coding], passage: &Passage| -> Vec<String> {
        let told = codings.iter().map(|one| {
            let told = wording.told(one, passage);
            format!("{}: {} ({}-{})", told.who, told.code, one.start, one.end)
        });
        told.collect()
    };
    let rows = passages.iter().map(|passage| {
        let of = said.iter().filter(|said| {
            let mut codings = passage.codings.iter();
            codings.any(|one| one.id == said.coding)
        });
        let notes = of.map(|said| {
            let outcome = said.outcome.map_or("", Outcome::in_words);
            let who = team::author(&members, said.made_by);
            let said = [outcome, said.note.as_str()];
            let said: Vec<&str> = said.into_iter().filter(|one| !one.is_empty()).collect();
            format!("{who}: {}", said.join(". "))
        });
        let first = passage.codings.iter().map(|one| one.first).min();
        let mut silent: Vec<String> = passage.silent.iter().map(|one| wording.who(*one)).collect();
        silent.sort();
        vec![
            passage.codings[0].id.to_string().into(),
            word(passage.difference).into(),
            (first.unwrap_or(0) + 1).into(),
            passage.start.into(),
            passage.end.into(),
            told(&passage.codings, passage).into(),
            told(&passage.beside, passage).into(),
            silent.into(),
            notes.collect::<Vec<_>>().into(),
            wording.words(passage.start, passage.end).into(),
        ]
    });
    let columns = &[
        "coding", "differs", "turn", "start", "end", "codings", "beside", "silent", "said", "text",
    ];
    Ok(Table::new(columns, rows.collect()))
}

fn word(difference: Difference) -> &'static str {
    match difference {
        Difference::OnlySome => "only some",
        Difference::Codes => "codes",
        Difference::Boundaries => "boundaries",
    }
}

fn chosen<'a>(all: &BTreeMap<&'a str, Uuid>, among: &[String]) -> Result<BTreeMap<&'a str, Uuid>> {
    let known = |handle: &&String| !all.contains_key(handle.as_str());
    if let Some(unknown) = among.iter().find(known) {
        let seen: Vec<&str> = all.keys().copied().collect();
        return Err(refused(
            format!("No layer of “{unknown}” can be seen in this document."),
            format!("Layers that can be: {}.", seen.join(", ")),
        ));
    }
    let wanted = all.iter();
    let wanted =
        wanted.filter(|(name, _)| among.is_empty() || among.iter().any(|one| one == *name));
    Ok(wanted.map(|(name, id)| (*name, *id)).collect())
}

/// Notes what was said about the passage of a coding, and what came of it. Nothing that was said before is overwritten.
///
/// # Errors
/// Whoever asks may not; there is no such coding in the document for them; or nothing is said.
pub async fn say(
    app: &App,
    viewer: &Viewer,
    (handle, coding): (&str, &str),
    (note, outcome): (&str, &str),
) -> Result<Uuid> {
    let analyst = Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?.id;
    let (_, coded, _) = opened(app, viewer, handle)
        .await
        .map_err(no_document(handle))?;
    let id = console::id(coding, "conversation")?;
    if coded.codings.iter().all(|one| one.id != id) {
        return Err(not_done("There is no such coding in this document."));
    }
    let form = SayForm {
        coding: coding.to_owned(),
        note: note.to_owned(),
        outcome: outcome.to_owned(),
    };
    let (note, outcome) = read(&form).map_err(|errors| {
        let field = |(field, words): (String, String)| {
            let outcome = field.starts_with("outcome");
            (if outcome { "outcome" } else { "note" }, words)
        };
        faulty(errors.into_iter().map(field).collect())
    })?;
    let said = Said {
        coding: id,
        note,
        outcome,
        made_at: app.now(),
        made_by: analyst.member,
    };
    let tx = app.db.write().await?;
    store::add(&tx, app, study, coded.id, &said).await?;
    tx.commit(app, viewer.event("conversation.write", handle))
        .await?;
    Ok(id)
}
