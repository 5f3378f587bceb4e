//! A run over all classes.

use super::{Class, Reach, Sweeping, store};
use crate::access::{self, Scope};
use crate::audit::{Event, INSTALLATION};
use crate::clock::Instant;
use crate::{App, Result};

/// Whether a run changes anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Removes what is over its period.
    Remove,
    /// Finds out what would be removed by removing it and undoing that.
    DryRun,
}

/// What was removed of one class in one scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swept {
    /// The class.
    pub class: &'static str,
    /// The short name of the scope.
    pub scope: String,
    /// Rows by table.
    pub removed: Vec<(&'static str, u64)>,
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Set where nothing was removed because the clock has not gone on steadily for long enough: when it will have.
    pub waits_until: Option<Instant>,
    /// What was removed, in the order of the classes.
    pub swept: Vec<Swept>,
    /// Class and scope that a hold kept.
    pub held: Vec<(&'static str, String)>,
    /// Class and scope that could not be swept; the log says why.
    pub failed: Vec<(&'static str, String)>,
}

impl Report {
    /// As the record keeps it.
    pub fn event(&self) -> Event {
        let rows: u64 = self
            .swept
            .iter()
            .flat_map(|swept| &swept.removed)
            .map(|(_, rows)| rows)
            .sum();
        let mut detail = format!("{rows} rows removed");
        if self.waits_until.is_some() {
            detail += ", waits for a steady clock";
        }
        if !self.held.is_empty() {
            detail += &format!(", {} held", self.held.len());
        }
        for (class, scope) in &self.failed {
            detail += &format!(", failed: {class} of {scope}");
        }
        Event::installation("retention.run", rows.to_string()).with_detail(detail)
    }
}

/// Removes what is over its period, class by class and scope by scope. A class that cannot be swept is told of and
/// holds up no other. Whoever calls commits [`Report::event`].
///
/// # Errors
/// The database cannot be asked or written.
pub async fn run(app: &App, classes: &[Class], mode: Mode) -> Result<Report> {
    let mut report = Report::default();
    let tx = app.db.write().await?;
    let believed = store::see_clock(&tx, app).await?;
    if mode == Mode::Remove {
        tx.commit_bookkeeping().await?;
    } else {
        drop(tx);
    }
    if app.now() < believed {
        report.waits_until = Some(believed);
        if mode == Mode::Remove {
            return Ok(report);
        }
    }
    let scopes = access::scopes(app).await?;
    for class in classes {
        let places: Vec<Option<&Scope>> = match class.reach {
            Reach::Installation => vec![None],
            Reach::Each(kind) => scopes
                .iter()
                .filter(|scope| scope.kind == kind)
                .map(Some)
                .collect(),
        };
        for place in places {
            let name = place.map_or(INSTALLATION, |scope| &scope.slug).to_owned();
            match sweep(app, class, place, mode).await {
                Ok(Outcome::Held) => report.held.push((class.name, name)),
                Ok(Outcome::Removed(removed)) if removed.is_empty() => {}
                Ok(Outcome::Removed(removed)) => report.swept.push(Swept {
                    class: class.name,
                    scope: name,
                    removed,
                }),
                Err(error) => {
                    tracing::error!(class = class.name, scope = name, %error, "a class could not be swept");
                    report.failed.push((class.name, name));
                }
            }
        }
    }
    Ok(report)
}

enum Outcome {
    Held,
    Removed(Vec<(&'static str, u64)>),
}

async fn sweep(app: &App, class: &Class, scope: Option<&Scope>, mode: Mode) -> Result<Outcome> {
    let nothing = Outcome::Removed(Vec::new());
    let (Some(sweep), Some(before)) = (class.sweep, app.periods.of(class).before(app.now())) else {
        return Ok(nothing);
    };
    let tx = app.db.write().await?;
    let holds = store::holds(tx.connection()).await?;
    let is_held = scope.map_or(!holds.is_empty(), |scope| holds.contains(&scope.id));
    if is_held {
        return Ok(Outcome::Held);
    }
    let mut sweeping = Sweeping {
        app,
        tx: &tx,
        scope,
        before,
        removed: Vec::new(),
    };
    sweep(&mut sweeping).await?;
    let removed = sweeping.removed;
    if mode == Mode::DryRun {
        return Ok(Outcome::Removed(removed));
    }
    if removed.is_empty() {
        // The sweep may have noted since when something is over.
        tx.commit_bookkeeping().await?;
        return Ok(nothing);
    }
    let swept = Swept {
        class: class.name,
        scope: scope.map_or(INSTALLATION, |scope| &scope.slug).to_owned(),
        removed,
    };
    store::bury(&tx, app, scope.map(|scope| scope.id), &swept).await?;
    let detail: Vec<String> = swept
        .removed
        .iter()
        .map(|(table, rows)| format!("{table} {rows}"))
        .collect();
    let event = Event {
        chain: swept.scope,
        actor: None,
        action: "retention.run",
        subject: class.name.to_owned(),
        detail: detail.join(", "),
    };
    tx.commit(app, event).await?;
    Ok(Outcome::Removed(swept.removed))
}

/// When the next run is due: half past two in the night that follows, in UTC.
pub fn next_morning(now: Instant) -> Instant {
    const DAY: i64 = 24 * 60 * 60 * 1_000_000;
    const HALF_PAST_TWO: i64 = 150 * 60 * 1_000_000;
    Instant((now.0.div_euclid(DAY) + 1) * DAY + HALF_PAST_TWO)
}
