//! `enid plan …`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use programme::exchange::{self, Folder};
use programme::planning::{self, Document};
use serde_json::json;

use super::interrupt::Interrupt;
use super::{Outcome, files, note, placement, say};

/// What `enid plan` takes.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Plan {
    #[command(subcommand)]
    command: Option<Command>,
    /// A programme folder, or a balint-plan/1 problem
    #[arg(required = true)]
    input: Option<PathBuf>,
    /// File to write the plan to
    #[arg(long, value_name = "PLAN.json")]
    out: Option<PathBuf>,
    /// Most seconds to search
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    time_limit: u64,
    /// Seed of the search: the same input and seed give the same plan
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Most threads for a balint-plan/1 problem; the plan does not depend on it
    #[arg(long, value_name = "N", default_value_t = 2)]
    threads: usize,
    /// For everybody without a place, why not, option by option
    #[arg(long)]
    explain: bool,
    /// How results are printed
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Subcommand)]
enum Command {
    /// Check a plan: every rule again, sharing no code with the search
    #[command(after_help = "Example:\n  enid plan check my-programme plan.json")]
    Check(Check),
}

#[derive(Args)]
struct Check {
    /// The programme folder or balint-plan/1 problem that the plan was made from
    input: PathBuf,
    /// The plan
    plan: PathBuf,
    /// How results are printed
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// From files alone everything counts as just learnt: nothing is stale, and no clock is read.
const AS_OF: Timestamp = Timestamp::UNIX_EPOCH;

/// No plan reaches beyond the end of 2199.
const LAST_SESSION: Timestamp = Timestamp::constant(7_258_118_399, 0);
const MOST_MINUTES: u32 = 24 * 60;

pub(super) fn run(plan: Plan) -> Result<Outcome> {
    if let Some(Command::Check(check)) = plan.command {
        return run_check(&check);
    }
    let input = plan.input.as_deref().context("name a programme folder")?;
    let limit = Duration::from_secs(plan.time_limit);
    let interrupt = Interrupt::listen()?;
    if !input.is_dir() {
        return placement::solve(&placement::Task {
            input,
            out: plan.out.as_deref(),
            time_limit: limit,
            seed: plan.seed,
            threads: plan.threads.max(1),
            format: plan.format,
            interrupt,
        });
    }
    let folder = read(input)?;
    let began = Instant::now();
    let settings = planner::Settings {
        seed: plan.seed,
        should_stop: &|| interrupt.was_pressed() || began.elapsed() >= limit,
        progress: &|progress| {
            let best = progress.best.placed_weight;
            note(&format!(
                "{:9.3} s  placed {best}  bound {}  gap {:.1} %",
                began.elapsed().as_secs_f64(),
                progress.bound,
                progress.gap() * 100.0
            ));
        },
        ..planner::Settings::default()
    };
    let ask = planning::Ask {
        with_reasons: plan.explain,
        ..planning::Ask::default()
    };
    let document = planning::solve(&folder, AS_OF, &ask, &settings)?;
    let seconds = began.elapsed().as_secs_f64();
    if let Some(out) = &plan.out {
        let mut bytes = serde_json::to_vec_pretty(&document)?;
        bytes.push(b'\n');
        files::write_whole(out, &bytes)?;
    }
    match plan.format {
        Format::Json => say(&serde_json::to_string_pretty(&json!({
            "objective": document.objective,
            "bound": document.placed_bound,
            "gap": gap(&document),
            "proved_levels": document.proved,
            "seconds": seconds,
            "placed": document.placed(),
            "groups": document.groups,
            "unplaced": document.unplaced,
            "gains": document.gains,
            "contradiction": document.contradiction,
        }))?)?,
        Format::Text => say(&text(&document, seconds, plan.explain))?,
    }
    Ok(Outcome::Done)
}

fn run_check(check: &Check) -> Result<Outcome> {
    if !check.input.is_dir() {
        return placement::check(&check.input, &check.plan, check.format);
    }
    let folder = read(&check.input)?;
    let document = read_plan(&check.plan)?;
    let checked = planning::check(&folder, AS_OF, &document)?;
    match check.format {
        Format::Json => say(&serde_json::to_string_pretty(&json!({
            "objective": checked.objective,
            "violations": checked.violations,
        }))?)?,
        Format::Text => {
            let mut lines: Vec<String> = checked
                .violations
                .iter()
                .map(|one| format!("{}  {}", one.rule, one.sentence))
                .collect();
            lines.push(match checked.violations.len() {
                0 => "every rule holds".to_owned(),
                1 => "1 violation".to_owned(),
                many => format!("{many} violations"),
            });
            if let Some(objective) = checked.objective {
                lines.push(worth(&objective));
            }
            say(&lines.join("\n"))?;
        }
    }
    Ok(if checked.violations.is_empty() {
        Outcome::Done
    } else {
        Outcome::ErrorsFound
    })
}

/// Reads a plan that `enid plan --out` wrote.
pub(super) fn read_plan(path: &Path) -> Result<Document> {
    let name = path.display();
    let bytes = std::fs::read(path).with_context(|| format!("{name}: cannot be read"))?;
    let document: Document = serde_json::from_slice(&bytes)
        .with_context(|| format!("{name}: not a plan; enid plan --out writes one"))?;
    if document.schema != planning::SCHEMA {
        bail!(
            "{name}: its schema is \"{}\"; this version reads {}",
            document.schema,
            planning::SCHEMA
        );
    }
    for group in &document.groups {
        let odd = |at: &&Timestamp| **at < Timestamp::UNIX_EPOCH || **at > LAST_SESSION;
        if let Some(at) = group.sessions.iter().find(odd) {
            bail!(
                "{name}: group {} has a session at {at}; plan again",
                group.number
            );
        }
        if group.minutes > MOST_MINUTES {
            bail!(
                "{name}: a session of group {} lasts {} minutes; at most {MOST_MINUTES} are read",
                group.number,
                group.minutes
            );
        }
    }
    Ok(document)
}

/// Reads a programme folder; every fault is printed, and any but a warning stops.
pub(super) fn read(input: &Path) -> Result<Folder> {
    let files: BTreeMap<String, Vec<u8>> = files::read_folder(input)?
        .into_iter()
        .filter(|(name, _)| !name.contains('/'))
        .filter(|(name, _)| name.ends_with(".csv") || name.ends_with(".xlsx"))
        .collect();
    let reading = exchange::read(&files);
    for problem in &reading.problems {
        note(&problem.to_string());
    }
    let faults = reading.faults().count();
    if faults > 0 {
        bail!(
            "{}: {faults} thing(s) to mend above; nothing was done with it",
            input.display()
        );
    }
    Ok(reading.folder)
}

fn text(document: &Document, seconds: f64, explain: bool) -> String {
    let mut lines = vec![
        worth(&document.objective),
        format!(
            "bound      {} placed at most, gap {:.1} %",
            document.placed_bound,
            gap(document) * 100.0
        ),
        format!("proved     {}", proved(document)),
        format!("seconds    {seconds:.1}"),
        format!("groups     {}", document.groups.len()),
        format!("placed     {} of {}", document.placed(), document.residents),
    ];
    for group in &document.groups {
        let members: Vec<&str> = group
            .members
            .iter()
            .map(|member| member.resident.as_str())
            .collect();
        lines.push(format!(
            "  {} {} {} min  {}  led by {}  members {}",
            group.weekday,
            group.start,
            group.minutes,
            group.venue,
            group.facilitators.join(", "),
            members.join(" ")
        ));
    }
    for line in &document.contradiction {
        lines.push(format!("cannot be kept  {line}"));
    }
    lines.push(format!("unplaced   {}", document.unplaced.len()));
    for one in &document.unplaced {
        lines.push(format!("  {}  {}", one.resident, one.best));
        if explain {
            let reason = |reason: &planning::Reason| {
                let rule = reason.rule.as_deref().unwrap_or("–");
                format!("      {rule}  {}", reason.sentence)
            };
            lines.extend(one.reasons.iter().map(reason));
        }
    }
    if explain {
        lines.push("one change that would place more".to_owned());
        if document.gains.is_empty() {
            lines.push("  none that was tried".to_owned());
        }
        for gain in &document.gains {
            lines.push(format!("  +{}  {}", gain.placed, gain.sentence));
        }
    }
    lines.join("\n")
}

/// The objective, level by level.
fn worth(objective: &planner::Objective) -> String {
    let burden = objective.burden_millionths.first().copied().unwrap_or(0);
    format!(
        "objective  {} placed, {} weak weeks, {:.1} expected attendances, highest burden {:.2}, {} travel minutes, \
         {} pairs of one hospital, {} changes",
        objective.placed_weight,
        objective.weak_weeks,
        objective.expected_attendances(),
        burden as f64 / 1e6,
        objective.travel_minutes,
        objective.same_site_pairs,
        objective.changes
    )
}

/// How many levels are proved, in words.
fn proved(document: &Document) -> String {
    match document.proved {
        _ if document.optimal => "every level: no plan is better".to_owned(),
        0 => "no level".to_owned(),
        1 => "the first level".to_owned(),
        many => format!("the first {many} levels"),
    }
}

/// How much more the bound would allow, as a share.
fn gap(document: &Document) -> f64 {
    let bound = document.placed_bound as f64;
    if bound == 0.0 {
        return 0.0;
    }
    (bound - document.objective.placed_weight as f64) / bound
}
