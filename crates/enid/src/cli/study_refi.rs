//! `enid study import` of a project or a codebook of REFI-QDA.

use std::path::Path;

use analysis::{ImportError, ImportedRefi, Place, RefiFile, check_refi, import_refi};
use anyhow::{Context as _, Result};
use platform::App;

use super::files;
use super::plan::Format;
use super::qdpx::Size;
use super::study::refused;
use super::study_project::Taking;
use super::{Outcome, say};

/// Whether a file may be one of REFI-QDA: its kind is told by its content.
pub(super) fn is_one(path: &Path) -> Result<bool> {
    let start = files::beginning(path, 2048)?;
    Ok(start.is_some_and(|start| RefiFile::may_be(&start)))
}

/// Reads the file.
pub(super) fn read(path: &Path, taking: &Taking, size: Size) -> Result<RefiFile> {
    let bytes = std::fs::read(path);
    let bytes = bytes.with_context(|| format!("{}: cannot be read", path.display()))?;
    let name = path.file_name().unwrap_or_default();
    let mut file = RefiFile::new(&name.to_string_lossy(), bytes);
    file.coders = taking.coders()?;
    file.takes = taking.takes();
    file.limits = size.limits();
    Ok(file)
}

/// Says what an import would take, change and leave out.
pub(super) fn dry_run(file: &RefiFile, (path, format): (&Path, Format)) -> Result<Outcome> {
    let told = check_refi(file).map_err(|problems| refused(path, &problems, "stored"))?;
    tell(&told, format)?;
    Ok(Outcome::Done)
}

/// Adds a file to a study.
pub(super) async fn bring_in(
    app: &App,
    into: Place<'_>,
    file: &RefiFile,
    (path, format): (&Path, Format),
) -> Result<Outcome> {
    match import_refi(app, into, file, (None, None)).await {
        Ok(told) => {
            tell(&told, format)?;
            Ok(Outcome::Done)
        }
        Err(ImportError::Problems(problems)) => Err(refused(path, &problems, "stored")),
        Err(ImportError::Failed(error)) => Err(error.into()),
    }
}

fn tell(told: &ImportedRefi, format: Format) -> Result<()> {
    match format {
        Format::Json => say(&told.to_json()),
        Format::Text => {
            say(told.to_text().trim_end())?;
            if !told.coders.is_empty() && !told.stored {
                let named = told.coders.iter().map(|name| match name.as_str() {
                    "" => "(not named)",
                    name => name,
                });
                let named: Vec<&str> = named.collect();
                say(&format!(
                    "Coders: {}; --coder NAME=HANDLE says which member each is",
                    named.join(", ")
                ))?;
            }
            say(&format!("documents  {}", told.documents))?;
            say(&format!("codes      {}", told.codes))?;
            say(&format!("codings    {}", told.codings))?;
            say(&format!("memos      {}", told.memos))?;
            let taken = [
                ("themes", told.themes),
                ("questions", told.questions),
                ("quotes", told.quotes),
            ];
            for (what, count) in taken.into_iter().filter(|(_, count)| *count > 0) {
                say(&format!("{what:<11}{count}"))?;
            }
            match told.stored {
                true => say(&format!("updated    {}", told.updated)),
                false => Ok(()),
            }
        }
    }
}
