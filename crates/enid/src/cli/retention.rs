//! `enid retention`: what is over its period, and legal holds.

use anyhow::{Result, anyhow};
use clap::{Args, Subcommand};
use platform::App;
use platform::access;
use platform::audit::Event;
use platform::retention::{self, Mode, Report};

use super::care::with_app;
use super::{Outcome, say};
use crate::schema::classes;
use crate::settings::Given;

/// `enid retention …`
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Retention {
    #[command(subcommand)]
    hold: Option<Hold>,
    #[command(flatten)]
    given: Given,
    /// Tell what would be removed, and remove nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Subcommand)]
enum Hold {
    /// Put a programme or study under a legal hold: nothing of it is removed
    #[command(after_help = "Example:\n  enid retention hold north")]
    Hold(OfScope),
    /// End a legal hold
    #[command(after_help = "Example:\n  enid retention release north")]
    Release(OfScope),
}

#[derive(Args)]
struct OfScope {
    /// Short name of the programme or study
    #[arg(value_name = "PROGRAMME")]
    scope: String,
    #[command(flatten)]
    given: Given,
}

pub(super) fn run(retention: Retention) -> Result<Outcome> {
    match retention.hold {
        Some(Hold::Hold(of)) => with_app(&of.given, async |app| hold(app, &of.scope, true).await),
        Some(Hold::Release(of)) => {
            with_app(&of.given, async |app| hold(app, &of.scope, false).await)
        }
        None => with_app(&retention.given, async |app| {
            sweep(app, retention.dry_run).await
        }),
    }
}

async fn hold(app: &App, slug: &str, is_held: bool) -> Result<Outcome> {
    let scope = access::find_scope(app, slug)
        .await?
        .ok_or_else(|| anyhow!("there is no programme or study with the short name \"{slug}\""))?;
    let tx = app.db.write().await?;
    let (action, words) = if is_held {
        retention::hold(&tx, app, scope.id).await?;
        (
            "retention.hold",
            "is under a legal hold: nothing of it is removed",
        )
    } else {
        retention::lift_hold(&tx, scope.id)
            .await
            .map_err(|_| anyhow!("{slug} is under no legal hold"))?;
        ("retention.release", "is under no legal hold any more")
    };
    let event = Event::installation(action, slug);
    tx.commit(app, event).await?;
    say(&format!("{slug} {words}"))?;
    Ok(Outcome::Done)
}

async fn sweep(app: &App, dry_run: bool) -> Result<Outcome> {
    let mode = if dry_run { Mode::DryRun } else { Mode::Remove };
    let report = retention::run(app, &classes(), mode).await?;
    if !dry_run {
        let tx = app.db.write().await?;
        tx.commit(app, report.event()).await?;
    }
    for line in lines(&report, dry_run) {
        say(&line)?;
    }
    Ok(match report.failed.is_empty() {
        true => Outcome::Done,
        false => Outcome::ErrorsFound,
    })
}

fn lines(report: &Report, dry_run: bool) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(until) = report.waits_until {
        lines.push(format!(
            "nothing is removed before {}: the clock has not gone on steadily for {} days yet",
            until.to_jiff().strftime("%Y-%m-%d %H:%M UTC"),
            retention::STEADY_DAYS
        ));
    }
    let verb = if dry_run {
        "would be removed"
    } else {
        "removed"
    };
    for swept in &report.swept {
        for (table, rows) in &swept.removed {
            let (scope, class) = (&swept.scope, swept.class);
            lines.push(format!(
                "{scope:<20} {class:<14} {table:<24} {rows:>8} {verb}"
            ));
        }
    }
    for (class, scope) in &report.held {
        lines.push(format!("{scope:<20} {class:<14} under a legal hold"));
    }
    for (class, scope) in &report.failed {
        lines.push(format!("{scope:<20} {class:<14} could not be swept"));
    }
    if report.swept.is_empty() && report.failed.is_empty() && report.waits_until.is_none() {
        lines.push("nothing is over its period".into());
    }
    lines
}
