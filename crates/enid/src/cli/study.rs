//! `enid study …`

use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use analysis::folder::{self, ReadOptions};
use analysis::outputs::{self, OutputFormat, TableOptions};
use analysis::{ImportError, Imported, Place, Source};
use anyhow::{Context as _, Result, anyhow, bail};
use clap::{Args, Subcommand, ValueEnum};
use platform::App;
use platform::access::{self, ScopeKind};
use study::columns::read_table;
use study::dates::DateOrder;
use study::durations::Clock;
use study::interviewers::matching;
use study::problem::Problem;
use uuid::Uuid;

use super::care::with_app;
use super::files;
use super::plan::Format;
use super::qdpx::Size;
use super::{Outcome, note, say};
use super::{
    study_archive, study_audit, study_export, study_merge, study_project, study_refi, study_sealed,
};
use crate::settings::Given;

/// What can be done with a study from its files alone.
#[derive(Subcommand)]
pub(super) enum Study {
    /// Write Table 1, Table 2, the matrix of questions and themes, and the theme overview
    #[command(after_help = "Example:\n  enid study tables my-study --out tables --format docx,csv")]
    Tables(Tables),
    /// Bring a study's files into the data folder, in the place of what the study holds; add a project of REFI-QDA, Taguette or QualCoder;
    /// or bring in the .enid of a whole study where it is not
    #[command(
        after_help = "Example:\n  enid study import my-study --study north-study --name \"The north study\"\n  enid study import interviews.sqlite3 --study north-study --dry-run\n  enid study import interviews.qdpx --study north-study --dry-run --format json\n  enid study import interviews.qdpx --study north-study --take all\n  enid study import interviews.qda --study north-study --coder kim=R1\n  enid study import north-study.enid --evaluates north"
    )]
    Import(Import),
    /// Take something away from a stored study: tables, the map, coded extracts, the codebook, the audit appendix, the account, guides;
    /// or, without --output, the study as a project for other programs, as far as whoever asks may read it; or, as enid, all of it
    #[command(
        after_help = "Example:\n  enid study export north-study --output codebook --format docx --out codebook.docx\n  enid study export north-study --output extracts --code \"Leaving > Asking\" --cohort members --out extracts.csv\n  enid study export north-study --output audit-appendix --days 2031-03-04,2031-06-30 --out appendix.pdf\n  enid study export north-study --format qdpx --out north.qdpx --as R1\n  enid study export north-study --release --out public.qdpx\n  enid study export north-study --dry-run --report json\n  enid study export north-study --format enid --out north-study.enid"
    )]
    Export(Box<study_export::Export>),
    /// Join the .enid of a study to the same study here, where both went on separately: the trail gets the events of both, and where
    /// both have changed the same thing both versions are shown before anything is stored
    #[command(
        after_help = "Example:\n  enid study merge north-study.enid --dry-run\n  enid study merge north-study.enid --keep here"
    )]
    Merge(study_merge::Merge),
    /// Take away what of a study is sealed: who participants are, and what was taken out of transcripts; in a file that the passphrase
    /// of the study's maps opens, to go with its .enid
    #[command(
        after_help = "Example:\n  enid study export-sealed north-study --out north.sealed --passphrase-file phrase.txt"
    )]
    ExportSealed(study_sealed::ExportSealed),
    /// Bring such a file back into its study, once the .enid of the study was brought in
    #[command(
        after_help = "Example:\n  enid study import-sealed north-study north.sealed --passphrase-file phrase.txt"
    )]
    ImportSealed(study_sealed::ImportSealed),
    /// Hold what a report says against what the study knows: numbers, quotations, themes, names
    #[command(
        after_help = "Example:\n  enid study audit my-study --manuscript manuscript.docx --format html --out audit.html\n  enid study audit north-study --as R1 --format json"
    )]
    Audit(study_audit::Audit),
    /// Give each participant an interviewer who does not know them, or say what is in the way
    #[command(after_help = "Example:\n  enid study match-interviewers matching.csv")]
    MatchInterviewers(MatchInterviewers),
}

#[derive(Args)]
pub(super) struct MatchInterviewers {
    /// matching.csv: participant, cohort, interviewer, relation, capacity and, where wanted, confirmed; a row a pair
    file: PathBuf,
    /// How results are printed
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Args)]
pub(super) struct Import {
    #[command(flatten)]
    given: Given,
    /// Folder with the study's files; a .qdpx, .qde or .qdc of REFI-QDA; the .sqlite3 file of a Taguette project, or the .qda folder
    /// of QualCoder; an .enid
    #[arg(value_name = "FOLDER|PROJECT")]
    folder: PathBuf,
    /// Short name of the study; of an .enid only if it is to have another one here
    #[arg(long, value_name = "STUDY")]
    study: Option<String>,
    /// Its name on pages; the study is made if there is none of that short name
    #[arg(long)]
    name: Option<String>,
    /// Short name of the programme that a new study evaluates
    #[arg(long, value_name = "PROGRAMME")]
    evaluates: Option<String>,
    /// Check only; store nothing
    #[arg(long)]
    dry_run: bool,
    /// How the report on a REFI-QDA file is printed
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    size: Size,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    taking: study_project::Taking,
}

/// How the cells of a study's files are read.
#[derive(Args)]
pub(super) struct Reading {
    /// How 9/3/2031 is read
    #[arg(long, value_enum, default_value = "dmy")]
    date_order: Order,
    /// How 51:58 is read; refused when this is not given
    #[arg(long, value_name = "mm:ss|h:mm")]
    clock: Option<String>,
}

#[derive(Args)]
pub(super) struct Tables {
    /// Folder with participants.csv, research_questions.csv, quotes.csv and transcripts
    folder: PathBuf,
    /// Folder to write into; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Formats: docx, pdf, html, csv, xlsx [default: all but pdf]
    #[arg(long, value_delimiter = ',', value_name = "FORMATS")]
    format: Vec<String>,
    #[command(flatten)]
    reading: Reading,
    /// Print days in Table 1 where a journal demands them; months otherwise
    #[arg(long)]
    days: bool,
    /// The signed consent names gender totals
    #[arg(long)]
    consent_names_gender: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Order {
    /// Day first
    Dmy,
    /// Month first
    Mdy,
}

pub(super) fn run(study: Study) -> Result<Outcome> {
    match study {
        Study::Tables(tables) => write_tables(&tables),
        Study::Import(import) => bring_in(import),
        Study::Export(export) => study_export::run(*export),
        Study::ExportSealed(asked) => study_sealed::export(asked),
        Study::ImportSealed(asked) => study_sealed::import(asked),
        Study::Merge(asked) => study_merge::run(&asked),
        Study::Audit(audit) => study_audit::run(&audit),
        Study::MatchInterviewers(matching) => match_interviewers(&matching),
    }
}

fn write_tables(tables: &Tables) -> Result<Outcome> {
    let formats = match tables.format.as_slice() {
        [] => OutputFormat::DEFAULT.to_vec(),
        named => named
            .iter()
            .map(|name| OutputFormat::from_str(name.trim()))
            .collect::<Result<_, _>>()?,
    };
    let options = tables.reading.options()?;
    let read = files::read_folder(&tables.folder)?;
    let folder = match folder::read(read, &options) {
        Ok(folder) => folder,
        Err(problems) => return Err(refused(&tables.folder, &problems, "written")),
    };
    for notice in &folder.notices {
        note(&notice.to_string());
    }
    let table_options = TableOptions {
        days: tables.days,
        consent_names_gender: tables.consent_names_gender,
    };
    let written = outputs::tables(&folder, &formats, &table_options)?;
    for path in files::write_all(&tables.out, &written)? {
        say(&path.display().to_string())?;
    }
    Ok(Outcome::Done)
}

/// Exit code 1 where somebody is left without an interviewer.
fn match_interviewers(asked: &MatchInterviewers) -> Result<Outcome> {
    let name = asked.file.display().to_string();
    let bytes = std::fs::read(&asked.file).with_context(|| {
        format!("{name}: cannot be read; name a file in the form of matching.csv")
    })?;
    let table = read_table(&name, &bytes).map_err(|problem| anyhow!("{problem}"))?;
    let (problem, problems) = matching::parse(&name, &table);
    if !problems.is_empty() {
        return Err(refused(&asked.file, &problems, "matched"));
    }
    let answer = matching::solve(&problem);
    match asked.format {
        Format::Text => say(&answer.to_string())?,
        Format::Json => {
            let mut value = serde_json::to_value(&answer)?;
            if let Some(blocking) = &answer.blocking {
                value["blocking"]["words"] = blocking.to_string().into();
            }
            say(&serde_json::to_string_pretty(&value)?)?;
        }
    }
    Ok(match answer.unmatched.is_empty() {
        true => Outcome::Done,
        false => Outcome::ErrorsFound,
    })
}

fn bring_in(import: Import) -> Result<Outcome> {
    let shown = (import.folder.as_path(), import.format);
    if study_archive::is_one(&import.folder)? {
        return bring_in_whole(&import);
    }
    if import.evaluates.is_some() && import.name.is_none() {
        bail!("--evaluates says what a new study evaluates; give --name to make one");
    }
    if study_refi::is_one(&import.folder)? {
        let file = study_refi::read(&import.folder, &import.taking, import.size)?;
        if import.dry_run {
            return study_refi::dry_run(&file, shown);
        }
        return with_app(&import.given, async |app| {
            let into = place(app, &import).await?;
            study_refi::bring_in(app, into, &file, shown).await
        });
    }
    if let Some(path) = study_project::file_of(&import.folder) {
        let file = import.taking.read(&path, import.size)?;
        if import.dry_run {
            return study_project::dry_run(&file, &path);
        }
        return with_app(&import.given, async |app| {
            let into = place(app, &import).await?;
            study_project::bring_in(app, into, (&file, &path)).await
        });
    }
    import.taking.only_for_a_project()?;
    let files = files::read_folder(&import.folder)?.into_iter().collect();
    let options = import.reading.options()?;
    if import.dry_run {
        return match analysis::check(&files, &options) {
            Ok((_, found)) => {
                report(&found)?;
                Ok(Outcome::Done)
            }
            Err(problems) => Err(refused(&import.folder, &problems, "stored")),
        };
    }
    let source = Source {
        files,
        options,
        actor: None,
    };
    with_app(&import.given, async |app| {
        let into = place(app, &import).await?;
        match analysis::import(app, into, source).await {
            Ok(found) => {
                report(&found)?;
                Ok(Outcome::Done)
            }
            Err(ImportError::Problems(problems)) => {
                Err(refused(&import.folder, &problems, "stored"))
            }
            Err(ImportError::Failed(error)) => Err(error.into()),
        }
    })
}

/// An archive of a whole study.
fn bring_in_whole(import: &Import) -> Result<Outcome> {
    if import.name.is_some() {
        bail!("--name is for a new study, and the one in an archive has its name");
    }
    import.taking.only_for_a_project()?;
    let checked = study_archive::read(&import.folder, import.size)?;
    if import.dry_run {
        return study_archive::dry_run(&checked, import.format);
    }
    with_app(&import.given, async |app| {
        let evaluates = match &import.evaluates {
            None => None,
            Some(slug) => Some(programme_of(app, slug).await?),
        };
        let into = (import.study.as_deref(), evaluates);
        study_archive::bring_in(app, &checked, into, import.format).await
    })
}

/// The programme of this short name.
async fn programme_of(app: &App, slug: &str) -> Result<Uuid> {
    match access::find_scope(app, slug).await? {
        Some(scope) if scope.kind == ScopeKind::Programme => Ok(scope.id),
        _ => bail!("there is no programme \"{slug}\""),
    }
}

/// The study of that short name; a new one if a name was given.
async fn place<'a>(app: &App, import: &'a Import) -> Result<Place<'a>> {
    let slug = import.study.as_ref();
    let slug = slug.context("say which study: --study STUDY")?;
    match (access::find_scope(app, slug).await?, &import.name) {
        (Some(scope), _) if scope.kind == ScopeKind::Study => Ok(Place::Study(scope)),
        (Some(_), _) => bail!("\"{slug}\" is the short name of something that is no study"),
        (None, None) => bail!("there is no study \"{slug}\"; give --name to make it"),
        (None, Some(name)) => {
            let evaluates = match &import.evaluates {
                None => None,
                Some(programme) => Some(programme_of(app, programme).await?),
            };
            Ok(Place::New {
                slug,
                name,
                evaluates,
            })
        }
    }
}

fn report(found: &Imported) -> Result<()> {
    for notice in &found.notices {
        note(&notice.to_string());
    }
    say(&format!("participants        {}", found.participants))?;
    say(&format!("research questions  {}", found.questions))?;
    say(&format!("documents           {}", found.documents))?;
    say(&format!("quotes              {}", found.quotes))?;
    say(&format!("themes and below    {}", found.themes))?;
    say(&format!("codes               {}", found.codes))?;
    say(&format!("codings             {}", found.codings))
}

pub(super) fn refused(folder: &Path, problems: &[Problem], done: &str) -> anyhow::Error {
    for problem in problems {
        note(&problem.to_string());
    }
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    anyhow!(
        "{}: {errors} error(s) above; nothing was {done}",
        folder.display()
    )
}

impl Reading {
    pub(super) fn options(&self) -> Result<ReadOptions> {
        Ok(ReadOptions {
            date_order: match self.date_order {
                Order::Dmy => DateOrder::DayFirst,
                Order::Mdy => DateOrder::MonthFirst,
            },
            clock: self.clock.as_deref().map(clock).transpose()?,
            cohorts: None,
            keep_contradictions: false,
        })
    }
}

fn clock(text: &str) -> Result<Clock> {
    match text {
        "mm:ss" => Ok(Clock::MinutesSeconds),
        "h:mm" => Ok(Clock::HoursMinutes),
        other => bail!("--clock takes mm:ss or h:mm, not {other}"),
    }
}
