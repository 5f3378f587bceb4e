//! `enid study audit`: what a report says, held against what its study knows, from files or in the data folder.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use analysis::folder::read_for_audit;
use analysis::manuscript_audit::console;
use analysis::reporting_audit::{self, shown};
use anyhow::{Context as _, Result, anyhow, bail};
use clap::{Args, ValueEnum};
use formats::{manuscript, report};
use platform::App;
use platform::access;
use study::columns::read_table;
use study::transcripts::deidentify::{Term, terms_from_csv};

use super::care::with_app;
use super::findings::{Of, hand};
use super::study::{Reading, refused};
use super::{Outcome, files, note, say};
use crate::settings::{Given, Settings};

/// What `enid study audit` takes.
#[derive(Args)]
pub(super) struct Audit {
    #[command(flatten)]
    given: Given,
    /// Folder with participants.csv, research_questions.csv, quotes.csv, claims.toml, matching.csv and transcripts, where what is
    /// missing is not checked; or the short name of a study in the data folder
    #[arg(value_name = "FOLDER|STUDY")]
    folder: PathBuf,
    /// Of a study in the data folder, who asks: the handle of a member of the team, such as R1; without it, a research lead
    #[arg(long = "as", value_name = "MEMBER")]
    member: Option<String>,
    /// The manuscript: .docx, .odt, .rtf, .html, .pdf with a text layer, .txt or .md; of a study in the data folder, the one
    /// that it keeps where none is given
    #[arg(long, value_name = "FILE")]
    manuscript: Option<PathBuf>,
    /// Names and other terms that must not be printed: a CSV with term, category and, where wanted, kind, as for
    /// `enid deidentify`
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    /// How results are given
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// File to write into; printed if it is not given
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

/// The forms of an audit.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
    /// A page
    Html,
    /// A document
    Docx,
}

/// Exit code 1 where there is an error.
pub(super) fn run(asked: &Audit) -> Result<Outcome> {
    match stored(&asked.folder) {
        // A name that was mistyped makes no data folder.
        Some(study) if !is_installed(&asked.given)? => bail!("{}", neither(study)),
        Some(study) => with_app(&asked.given, async |app| {
            let audit = of_study(app, asked, study).await?;
            give(asked, &audit)?;
            Ok(outcome(&audit))
        }),
        None => from_files(asked),
    }
}

/// The short name of a study, where what is named is no file and no folder.
fn stored(named: &Path) -> Option<&str> {
    let name = named.to_str().filter(|_| !named.exists())?;
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (!name.is_empty() && name.chars().all(letters)).then_some(name)
}

fn is_installed(given: &Given) -> Result<bool> {
    let settings = Settings::read(given, None)?;
    Ok(settings.database_url.is_some() || settings.sqlite_file().exists())
}

fn neither(name: &str) -> String {
    format!(
        "{name}: neither a folder nor a study of the data folder; name the folder that holds the files, or the data folder with --data"
    )
}

fn outcome(audit: &reporting_audit::Audit) -> Outcome {
    match audit.has_errors() {
        true => Outcome::ErrorsFound,
        false => Outcome::Done,
    }
}

impl Audit {
    /// What is printed of a study in an installation that is open.
    pub(super) async fn told(&self, app: &App) -> Result<String> {
        let study = stored(&self.folder).ok_or_else(|| anyhow!("name a study"))?;
        let audit = of_study(app, self, study).await?;
        let bytes = written(self.format, &audit, false)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

async fn of_study(app: &App, asked: &Audit, study: &str) -> Result<reporting_audit::Audit> {
    let of = Of {
        given: asked.given.clone(),
        study: study.to_owned(),
        member: asked.member.clone(),
    };
    if access::find_scope(app, study).await?.is_none() {
        bail!("{}", neither(study));
    }
    let viewer = hand(app, &of, "reporting-audit.read").await?;
    let written = asked
        .manuscript
        .as_deref()
        .map(read_manuscript)
        .transpose()?;
    let names = asked.names.as_deref().map(read_names).transpose()?;
    Ok(console::audited(app, &viewer, (written, names)).await?)
}

fn from_files(asked: &Audit) -> Result<Outcome> {
    let mut read = files::read_folder(&asked.folder)?;
    let written = asked
        .manuscript
        .as_deref()
        .map(read_manuscript)
        .transpose()?;
    let own = asked
        .manuscript
        .as_deref()
        .and_then(|file| within(&asked.folder, file));
    if let Some(own) = own {
        // Its quotations would be found in itself, or in the same text in another format.
        read.retain(|(name, _)| stem(name) != stem(&own));
    }
    let names = asked.names.as_deref().map(read_names).transpose()?;
    if let Some(own) = asked
        .names
        .as_deref()
        .and_then(|file| within(&asked.folder, file))
    {
        read.retain(|(name, _)| *name != own);
    }
    let found = match read_for_audit(read, &asked.reading.options()?) {
        Ok(found) => found,
        Err(problems) => return Err(refused(&asked.folder, &problems, "audited")),
    };
    for notice in &found.folder.notices {
        note(&notice.to_string());
    }
    let mut facts = reporting_audit::facts_of(&found);
    facts.sealed = names;
    let audit = reporting_audit::audit(&facts, written.as_ref());
    give(asked, &audit)?;
    Ok(outcome(&audit))
}

fn read_manuscript(file: &Path) -> Result<manuscript::Manuscript> {
    let name = file.display().to_string();
    let bytes = std::fs::read(file)
        .with_context(|| format!("{name}: cannot be read; name the file of the manuscript"))?;
    manuscript::read(&name, &bytes).map_err(|error| anyhow!("{name}: {error}"))
}

fn read_names(file: &Path) -> Result<Vec<Term>> {
    let name = file.display().to_string();
    let bytes = std::fs::read(file).with_context(|| format!("{name}: cannot be read"))?;
    let table = read_table(&name, &bytes).map_err(|problem| anyhow!("{problem}"))?;
    let (terms, problems) = terms_from_csv(&name, &table);
    match problems.is_empty() {
        true => Ok(terms),
        false => Err(refused(file, &problems, "audited")),
    }
}

/// The name of a file within a folder, with `/` between its parts; `None` where it lies elsewhere.
fn within(folder: &Path, file: &Path) -> Option<String> {
    let (folder, file) = (folder.canonicalize().ok()?, file.canonicalize().ok()?);
    let own = file.strip_prefix(folder).ok()?;
    let parts = own
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned());
    Some(parts.collect::<Vec<_>>().join("/"))
}

/// A name without its ending.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn give(asked: &Audit, audit: &reporting_audit::Audit) -> Result<()> {
    let to_terminal = asked.out.is_none() && std::io::stdout().is_terminal();
    if asked.format == Format::Docx && to_terminal {
        bail!("a document is not printed on a terminal; give --out FILE")
    }
    let colour = to_terminal && std::env::var_os("NO_COLOR").is_none();
    let bytes = written(asked.format, audit, colour)?;
    match &asked.out {
        Some(out) => {
            files::write_whole(out, &bytes)?;
            say(&out.display().to_string())
        }
        None if asked.format == Format::Docx => match std::io::stdout().lock().write_all(&bytes) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(()),
        },
        None => say(&String::from_utf8_lossy(&bytes)),
    }
}

fn written(format: Format, audit: &reporting_audit::Audit, colour: bool) -> Result<Vec<u8>> {
    Ok(match format {
        Format::Text => shown::text(audit, colour).into_bytes(),
        Format::Json => shown::json(audit)?.into_bytes(),
        Format::Html => report::html(&shown::report(audit)).into_bytes(),
        Format::Docx => report::docx(&shown::report(audit))?,
    })
}
