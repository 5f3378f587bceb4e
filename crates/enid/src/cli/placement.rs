//! `enid plan` on a placement problem (`balint-plan/1`).

use std::cell::Cell;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use planner::Progress;
use planner::placement::{self, Problem, Solution};
use serde_json::json;

use super::files;
use super::interrupt::Interrupt;
use super::plan::Format;
use super::{Outcome, note, say};

/// How a placement problem is solved and where the answer goes.
pub(super) struct Task<'a> {
    pub(super) input: &'a Path,
    pub(super) out: Option<&'a Path>,
    pub(super) time_limit: Duration,
    pub(super) seed: u64,
    pub(super) threads: usize,
    pub(super) format: Format,
    pub(super) interrupt: Interrupt,
}

/// Solves a problem and prints what the answer is worth.
pub(super) fn solve(task: &Task<'_>) -> Result<Outcome> {
    let problem = read(task.input)?;
    let began = Instant::now();
    let told = Told::default();
    let settings = placement::Settings {
        seed: task.seed,
        threads: task.threads,
        should_stop: &|| task.interrupt.was_pressed() || began.elapsed() >= task.time_limit,
        progress: &|progress| told.tell(began.elapsed(), progress),
        ..placement::Settings::default()
    };
    let mut solution = placement::solve(&problem, &settings);
    let seconds = began.elapsed().as_secs_f64();
    told.last(began.elapsed());
    solution.seconds = Some((seconds * 1000.0).round() / 1000.0);
    if let Some(out) = task.out {
        let mut bytes = serde_json::to_vec(&solution)?;
        bytes.push(b'\n');
        files::write_whole(out, &bytes)?;
    }
    let residents = problem.residents.len();
    match task.format {
        Format::Json => say(&serde_json::to_string(&json!({
            "objective": solution.objective,
            "bound": solution.bound,
            "gap": solution.gap(),
            "seconds": solution.seconds,
            "placed": solution.placed(),
            "unplaced": residents - solution.placed(),
            "groups": solution.groups,
        }))?)?,
        Format::Text => say(&text(&solution, residents, seconds))?,
    }
    Ok(Outcome::Done)
}

/// Progress on standard error, a line at most every few milliseconds.
#[derive(Default)]
struct Told {
    at: Cell<Duration>,
    /// What has not been said yet.
    waiting: Cell<Option<Progress<i64>>>,
}

impl Told {
    const PAUSE: Duration = Duration::from_millis(20);

    fn tell(&self, now: Duration, progress: &Progress<i64>) {
        self.waiting.set(Some(*progress));
        if self.at.get().is_zero() || now >= self.at.get() + Self::PAUSE {
            self.last(now);
        }
    }

    fn last(&self, now: Duration) {
        let Some(Progress { best, bound }) = self.waiting.take() else {
            return;
        };
        self.at.set(now);
        let gap = (bound as f64 - best as f64) / (bound as f64).max(1.0) * 100.0;
        let seconds = now.as_secs_f64();
        note(&format!(
            "{seconds:9.3} s  objective {best}  bound {bound}  gap {gap:.3} %"
        ));
    }
}

/// Checks an answer: every rule and the objective again.
pub(super) fn check(input: &Path, plan: &Path, format: Format) -> Result<Outcome> {
    let problem = read(input)?;
    let name = plan.display();
    let bytes = std::fs::read(plan).with_context(|| format!("{name}: cannot be read"))?;
    let solution = placement::parse_solution(&bytes).with_context(|| name.to_string())?;
    let verdict = placement::check(&problem, &solution);
    match format {
        Format::Json => say(&serde_json::to_string(&verdict)?)?,
        Format::Text => {
            let mut lines: Vec<String> =
                verdict.violations.iter().map(ToString::to_string).collect();
            lines.push(match verdict.violations.len() {
                0 => "every rule holds".to_owned(),
                1 => "1 violation".to_owned(),
                many => format!("{many} violations"),
            });
            lines.push(format!("objective  {}", verdict.objective));
            say(&lines.join("\n"))?;
        }
    }
    Ok(if verdict.violations.is_empty() {
        Outcome::Done
    } else {
        Outcome::ErrorsFound
    })
}

fn read(input: &Path) -> Result<Problem> {
    let name = input.display();
    let bytes = std::fs::read(input).with_context(|| {
        format!("{name}: cannot be read; name a programme folder or a balint-plan/1 file")
    })?;
    placement::parse(&bytes).with_context(|| name.to_string())
}

fn text(solution: &Solution, residents: usize, seconds: f64) -> String {
    let number = |value: Option<i64>| value.map_or_else(|| "–".into(), |value| value.to_string());
    let gap = solution
        .gap()
        .map_or_else(|| "–".into(), |gap| format!("{:.2} %", gap * 100.0));
    let mut lines = vec![
        format!("objective  {}", number(solution.objective)),
        format!("bound      {}, gap {gap}", number(solution.bound)),
        format!("seconds    {seconds:.1}"),
        format!("groups     {}", solution.groups.len()),
        format!("placed     {} of {residents}", solution.placed()),
        format!("unplaced   {}", residents - solution.placed()),
    ];
    for group in &solution.groups {
        let numbers = |list: &[usize]| {
            let words: Vec<String> = list.iter().map(ToString::to_string).collect();
            words.join(" ")
        };
        lines.push(format!(
            "  slot {} venue {}  led by {}  members {}",
            group.slot,
            group.venue,
            numbers(&group.leaders),
            numbers(&group.members)
        ));
    }
    lines.join("\n")
}
