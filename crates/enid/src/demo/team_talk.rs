//! What the analysts of the demo said to each other about codings, and where they stand on saturation.

use std::collections::BTreeSet;

use analysis::codings;
use analysis::conversation::{self, Outcome, Said, compare};
use analysis::saturation::{self, Stance, Stated};
use anyhow::{Context as _, Result, anyhow};
use platform::App;
use platform::access::Scope;
use study::team::{self, Member};

use super::fill::event;
use super::joining::days_ago;

/// The interview that was talked over.
const TALKED: &str = "O1-interview";

/// Two passages that were talked over, and two statements on saturation.
pub(super) async fn fill(app: &App, study: &Scope) -> Result<()> {
    let members = team::all(app.db.read(), study.id).await?;
    let [first, second] = members.as_slice() else {
        return Err(anyhow!("the demo has a team of two"));
    };
    talk(app, study, (first, second)).await?;
    state(app, study, (first, second)).await
}

async fn talk(app: &App, study: &Scope, (first, second): (&Member, &Member)) -> Result<()> {
    let material = codings::material(app, study.id).await?;
    let of = material.documents.iter().find(|one| one.handle == TALKED);
    let document = of.context("the demo has this interview")?;
    let analysts: BTreeSet<_> = [first.id, second.id].into();
    let then = days_ago(app, 9)?;
    let talks = [
        (
            Some(Outcome::LeftOpen),
            "R2 hears money in it, not release, and left it without a code. We look at it again when the other organiser is coded.",
            first.id,
        ),
        (
            Some(Outcome::BothStay),
            "For R2 it is about one person alone, for which there is no code yet. Both readings are needed for the story.",
            second.id,
        ),
    ];
    let passages = compare(&document.codings, &analysts);
    let tx = then.db.write().await?;
    for (passage, (outcome, note, by)) in passages.iter().zip(talks) {
        let said = Said {
            coding: passage.codings[0].id,
            note: note.to_owned(),
            outcome,
            made_at: then.now(),
            made_by: Some(by),
        };
        conversation::add(&tx, &then, study.id, document.id, &said).await?;
    }
    tx.commit(&then, event(study, "demo", "talked over"))
        .await?;
    Ok(())
}

async fn state(app: &App, study: &Scope, (first, second): (&Member, &Member)) -> Result<()> {
    for (days, stance, grounds, by) in [
        (
            30,
            Stance::Other,
            "We have not settled how to speak of the number of interviews. First we finish coding.",
            first.id,
        ),
        (
            8,
            Stance::InformationPower,
            "The aim is narrow, the members were chosen for what they went through, and the interviews were long. We do not claim that another interview would have brought nothing new.",
            second.id,
        ),
    ] {
        let then = days_ago(app, days)?;
        let stated = Stated {
            stance,
            grounds: grounds.to_owned(),
            made_at: then.now(),
            made_by: Some(by),
        };
        let tx = then.db.write().await?;
        saturation::state(&tx, &then, study.id, &stated).await?;
        tx.commit(&then, event(study, "demo", "a stance")).await?;
    }
    Ok(())
}
