//! `enid study import` of a project that another program keeps in a SQLite file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use analysis::{
    ImportError, ImportedProject, Place, ProjectFile, Takes, check_project, import_project,
};
use anyhow::{Context as _, Result, bail};
use clap::Args;
use formats::{coded_project, zipped};
use platform::App;

use super::qdpx::Size;
use super::study::refused;
use super::{Outcome, note, say};

/// How a project of Taguette or QualCoder is taken.
#[derive(Args)]
pub(super) struct Taking {
    /// Of another program's project: the member in whose layer a coder's codings are put; NAME=new for a new one
    #[arg(long = "coder", value_name = "NAME=HANDLE")]
    coders: Vec<String>,
    /// Of a Taguette file with several projects: the name of the one that is meant
    #[arg(long, value_name = "PROJECT")]
    project: Option<String>,
    /// Of a REFI-QDA file: what of its offers is taken, by the numbers that --dry-run prints, such as 1,4-6; or all
    #[arg(
        long,
        value_name = "NUMBERS|all",
        default_value = "none",
        hide_default_value = true
    )]
    take: Takes,
}

/// Where the file of a project is: the file that is named, or `data.qda` in the folder of a QualCoder project.
pub(super) fn file_of(source: &Path) -> Option<PathBuf> {
    if source.is_file() {
        return Some(source.to_owned());
    }
    let inside = source.join("data.qda");
    inside.is_file().then_some(inside)
}

impl Taking {
    /// Refuses what is said about a project where a folder of files comes in.
    pub(super) fn only_for_a_project(&self) -> Result<()> {
        if self.take != Takes::Nothing {
            bail!("--take belongs to a REFI-QDA file, and this is none");
        }
        match self.coders.is_empty() && self.project.is_none() {
            true => Ok(()),
            false => bail!(
                "--coder and --project belong to a project of another program, and this is a study folder"
            ),
        }
    }

    /// Reads the file of a project.
    pub(super) fn read(&self, path: &Path, size: Size) -> Result<ProjectFile> {
        let place = path.display();
        let length = std::fs::metadata(path)
            .with_context(|| format!("{place}: cannot be read"))?
            .len();
        if length > coded_project::LIMIT as u64 {
            let most = coded_project::LIMIT / (1024 * 1024);
            bail!("{place}: more than {most} MiB; a project without its recordings is smaller");
        }
        let bytes = std::fs::read(path).with_context(|| format!("{place}: cannot be read"))?;
        if !coded_project::may_be(&bytes) {
            bail!(
                "{place}: neither a folder nor a project of REFI-QDA, Taguette or QualCoder: it begins with {}; name a study folder, a .qdpx, .qde or \
                 .qdc, the .sqlite3 file that Taguette exports, or the .qda folder of QualCoder",
                zipped::begins_with(&bytes)
            );
        }
        if self.take != Takes::Nothing {
            bail!("--take belongs to a REFI-QDA file, and this is none");
        }
        is_closed(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Ok(ProjectFile {
            project: self.project.clone(),
            coders: self.coders()?,
            cost: size.cost(),
            ..ProjectFile::new(&name, bytes)
        })
    }

    /// What of a file's offers is taken.
    pub(super) fn takes(&self) -> Takes {
        self.take.clone()
    }

    /// Handles by the names of coders.
    pub(super) fn coders(&self) -> Result<BTreeMap<String, String>> {
        let mut coders = BTreeMap::new();
        for given in &self.coders {
            match given.rsplit_once('=') {
                Some((name, handle)) if !handle.is_empty() => {
                    coders.insert(name.to_owned(), handle.to_owned());
                }
                _ => bail!(
                    "--coder takes a name and a member's handle, such as --coder kim=R1, not {given}"
                ),
            }
        }
        Ok(coders)
    }
}

/// Refuses a file beside which its program keeps changes that are not in it yet.
fn is_closed(path: &Path) -> Result<()> {
    for ending in ["-wal", "-journal"] {
        let mut beside = path.as_os_str().to_owned();
        beside.push(ending);
        let beside = PathBuf::from(beside);
        if std::fs::metadata(&beside).is_ok_and(|found| found.len() > 0) {
            bail!(
                "{}: changes stand in {} that are not in the file yet; close the program that wrote it, and try again",
                path.display(),
                beside.display()
            );
        }
    }
    Ok(())
}

/// Says what an import would take.
pub(super) fn dry_run(file: &ProjectFile, path: &Path) -> Result<Outcome> {
    match check_project(file) {
        Ok((project, told)) => {
            report(&told)?;
            let names: Vec<&str> = project
                .coders
                .iter()
                .flatten()
                .map(String::as_str)
                .collect();
            if !names.is_empty() {
                note(&format!(
                    "coders: {}; --coder NAME=HANDLE says which member each is; otherwise it is a member of that handle, or a new one",
                    names.join(", ")
                ));
            }
            Ok(Outcome::Done)
        }
        Err(problems) => Err(refused(path, &problems, "stored")),
    }
}

/// Adds a project to a study.
pub(super) async fn bring_in(
    app: &App,
    into: Place<'_>,
    (file, path): (&ProjectFile, &Path),
) -> Result<Outcome> {
    match import_project(app, into, file, None).await {
        Ok(told) => {
            report(&told)?;
            Ok(Outcome::Done)
        }
        Err(ImportError::Problems(problems)) => Err(refused(path, &problems, "stored")),
        Err(ImportError::Failed(error)) => Err(error.into()),
    }
}

fn report(told: &ImportedProject) -> Result<()> {
    for notice in &told.notices {
        note(&notice.to_string());
    }
    say(&format!("program    {}", told.program))?;
    say(&format!("documents  {}", told.documents))?;
    say(&format!("codes      {}", told.codes))?;
    say(&format!("codings    {}", told.codings))?;
    say(&format!("memos      {}", told.memos))
}
