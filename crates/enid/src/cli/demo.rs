//! `enid demo`.

use std::path::PathBuf;

use anyhow::{Result, bail};
use platform::App;
use platform::access::{self, Purpose};
use platform::audit::Event;

use super::serve::{listen, until_stopped};
use super::{Outcome, block_on, note, say};
use crate::demo::{self, Person, Visit};
use crate::settings::{MailSettings, RetentionSettings, Settings};
use crate::start;

/// What `enid demo` takes.
#[derive(clap::Args)]
pub(super) struct Demo {
    /// Port to listen at
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Data folder, which must be new; a temporary one unless given
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Visit every page of every person in process instead of serving
    #[arg(long)]
    check: bool,
}

pub(super) fn run(demo: Demo) -> Result<Outcome> {
    let temporary = tempfile::tempdir()?;
    let data = demo
        .data
        .unwrap_or_else(|| temporary.path().join("enid-demo"));
    if data.exists() && std::fs::read_dir(&data)?.next().is_some() {
        bail!(
            "{} is not empty; the demo fills a new folder. Name another, or open this one with \
             enid serve --data {}",
            data.display(),
            data.display()
        );
    }
    let mut settings = Settings {
        listen: format!("127.0.0.1:{}", demo.port),
        data,
        objects: None,
        database_url: None,
        database_password_file: None,
        base_url: None,
        mail: MailSettings::default(),
        retention: RetentionSettings::default(),
    };
    block_on(async {
        if demo.check {
            return check(&settings).await;
        }
        let listener = listen(&settings.listen).await?;
        settings.listen = listener.local_addr()?.to_string();
        let app = start::open(&settings, true).await?;
        note("Filling an invented region: about ten seconds");
        let people = demo::fill(&app).await?;
        say(&greeting(&app, &people).await?)?;
        until_stopped(listener, app).await
    })
}

/// The address, a link for each person, and that the server is ready.
async fn greeting(app: &App, people: &[Person]) -> Result<String> {
    let mut lines = vec![app.base_url.to_string(), String::new()];
    let tx = app.db.write().await?;
    for person in people {
        let token = access::draw_link(&tx, app, person.account, Purpose::Invitation).await?;
        let who = format!("{} ({})", person.name, person.role);
        let link = format!("{}/links/{}", app.base_url, token.reveal());
        lines.push(format!("{who:<46} {link}"));
    }
    tx.commit(app, Event::installation("demo", "links")).await?;
    lines.push(String::new());
    lines.push("ready".to_owned());
    Ok(lines.join("\n"))
}

async fn check(settings: &Settings) -> Result<Outcome> {
    let app = start::open(settings, true).await?;
    let people = demo::fill(&app).await?;
    let visits = demo::visit_all(&app, &people).await?;
    let mut wrong = 0;
    for visit in &visits {
        let bad = visit.status >= 400;
        wrong += usize::from(bad);
        let mark = if bad { "WRONG" } else { "ok" };
        let Visit {
            role,
            path,
            status,
            took,
        } = visit;
        let milliseconds = took.as_secs_f64() * 1000.0;
        say(&format!(
            "{mark:<5} {status} {milliseconds:>7.1} ms  {role:<14} {path}"
        ))?;
    }
    let mut times: Vec<f64> = visits
        .iter()
        .map(|visit| visit.took.as_secs_f64() * 1000.0)
        .collect();
    times.sort_by(f64::total_cmp);
    let at = (times.len() * 99).div_ceil(100).saturating_sub(1);
    let p99 = times.get(at).copied().unwrap_or(0.0);
    say(&format!(
        "{} pages, {wrong} wrong, 99 of 100 within {p99:.1} ms",
        visits.len()
    ))?;
    Ok(if wrong == 0 {
        Outcome::Done
    } else {
        Outcome::ErrorsFound
    })
}
