//! Phases on the command line: how analysts went through them, and stating one (study R39, R58).

use platform::access::Viewer;
use platform::{App, Result};
use serde_json::Value;
use study::rights::Analyst;
use study::team;

use super::desk::{self, Statement};
use super::pages::stretches;
use super::phase::Phase;
use crate::acts::read_trail;
use crate::console::{self, Table, not_done};
use crate::trail::Acts;

/// The stretches in which analysts worked in a phase, the oldest first.
///
/// # Errors
/// The database cannot be read.
pub async fn list(app: &App, viewer: &Viewer) -> Result<Table> {
    let study = viewer.scope()?.id;
    let trail = read_trail(app, study).await?;
    let members = team::all(app.db.read(), study).await?;
    let acts = Acts::of(&trail.events);
    let courses = super::courses(&trail.events, &acts).into_iter();
    let named = courses.map(|course| (team::author(&members, course.member), course));
    let named: Vec<_> = named.collect();
    let rows = stretches(&named).into_iter().map(|(one, who)| {
        vec![
            who.into(),
            one.phase.word().into(),
            console::day(one.from),
            one.until.map_or(Value::Null, console::day),
            one.is_first.into(),
            one.is_return.into(),
        ]
    });
    let columns = &["who", "phase", "from", "until", "first", "return"];
    Ok(Table::new(columns, rows.collect()))
}

/// States that whoever asks works in a phase now, or that one of theirs is closed. False where that changes nothing.
///
/// # Errors
/// Whoever asks may not, or there is no such phase.
pub async fn state(app: &App, viewer: &Viewer, (phase, enters): (&str, bool)) -> Result<bool> {
    let analyst = Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?.id;
    let Some(phase) = Phase::of_word(phase) else {
        let known: Vec<&str> = Phase::ALL.into_iter().map(Phase::word).collect();
        let sentence = format!("“{phase}” is no phase; it is one of {}.", known.join(", "));
        return Err(not_done(&sentence));
    };
    let (statement, does) = match enters {
        true => (Statement::Enter(phase), "enter"),
        false => (Statement::Leave(phase), "leave"),
    };
    let tx = app.db.write().await?;
    let changes = desk::state(&tx, app, study, analyst.member, statement).await?;
    if changes {
        let event = viewer.event("phases.state", phase.word());
        tx.commit(app, event.with_detail(does)).await?;
    }
    Ok(changes)
}
