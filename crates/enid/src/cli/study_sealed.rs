//! `enid study export-sealed` and `import-sealed`: what of a study is sealed, in a file that the passphrase of its maps opens.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use clap::Args;
use platform::App;
use platform::keys::Zeroizing;
use study::transcripts::replacements::{Typed, carried};

use super::care::with_app;
use super::findings::{Of, hand};
use super::{Outcome, files, say};

/// What is taken.
#[derive(Args)]
pub(super) struct ExportSealed {
    #[command(flatten)]
    of: Of,
    /// The file
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    opened_by: OpenedBy,
}

/// What is brought in.
#[derive(Args)]
pub(super) struct ImportSealed {
    #[command(flatten)]
    of: Of,
    /// The file that export-sealed wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    opened_by: OpenedBy,
}

/// What opens the key of the maps.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct OpenedBy {
    /// File whose first line is the passphrase of the study's maps
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// File whose first line is the recovery code
    #[arg(long, value_name = "FILE")]
    code_file: Option<PathBuf>,
}

impl OpenedBy {
    fn typed(&self) -> Result<Typed> {
        let mut typed = Typed::default();
        if let Some(file) = &self.passphrase_file {
            typed.passphrase = first_line(file)?;
        }
        if let Some(file) = &self.code_file {
            typed.code = first_line(file)?;
        }
        Ok(typed)
    }
}

fn first_line(file: &Path) -> Result<Zeroizing<String>> {
    let place = file.display();
    let text = std::fs::read_to_string(file).with_context(|| format!("{place}: cannot be read"))?;
    let text = Zeroizing::new(text);
    match text.lines().next().filter(|line| !line.is_empty()) {
        Some(line) => Ok(Zeroizing::new(line.to_owned())),
        None => bail!("{place}: its first line is empty"),
    }
}

pub(super) fn export(asked: ExportSealed) -> Result<Outcome> {
    with_app(&asked.of.given.clone(), async |app| {
        say(&asked.told(app).await?)?;
        Ok(Outcome::Done)
    })
}

pub(super) fn import(asked: ImportSealed) -> Result<Outcome> {
    with_app(&asked.of.given.clone(), async |app| {
        say(&asked.told(app).await?)?;
        Ok(Outcome::Done)
    })
}

impl ExportSealed {
    /// Writes the file, and says what is in it.
    pub(super) async fn told(&self, app: &App) -> Result<String> {
        let place = self.out.display();
        let viewer = hand(app, &self.of, "map.key").await?;
        let study = viewer.scope()?.id;
        let typed = self.opened_by.typed()?;
        let done = viewer.event("study.sealed", study.to_string());
        let failed = viewer.event("map.failed", study.to_string());
        let mut kept = files::unnamed_beside(&self.out)?;
        let (bytes, found) = carried::take(app, study, &typed, (done, failed)).await?;
        let written = std::io::Write::write_all(&mut kept, &bytes);
        written.with_context(|| format!("{place}: cannot be written"))?;
        files::write_all_of(&self.out, kept)?;
        Ok(format!("{place}\n{}", found.in_words()))
    }
}

impl ImportSealed {
    /// Stores what is in the file, and says what that was.
    pub(super) async fn told(&self, app: &App) -> Result<String> {
        let place = self.file.display();
        let bytes = std::fs::read(&self.file);
        let bytes = bytes.with_context(|| format!("{place}: cannot be read"))?;
        let viewer = hand(app, &self.of, "map.key").await?;
        let study = viewer.scope()?.id;
        let typed = self.opened_by.typed()?;
        let event = viewer.event("study.unsealed", study.to_string());
        let found = carried::bring_in(app, study, (&bytes, &typed), event).await;
        let found = found.map_err(|error| anyhow!("{place}: {error}"))?;
        Ok(found.in_words())
    }
}
