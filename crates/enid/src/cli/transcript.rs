//! `enid transcript …`: interviews of any accepted format as speaker turns.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::{Args, ValueEnum};
use formats::transcript::{self, Output, Settings};

use super::{Outcome, files, note, say};

/// What `enid transcript` takes.
#[derive(Args)]
pub(super) struct Transcript {
    /// Transcripts: .vtt, .srt, .docx, .odt, .rtf, .html, .pdf with a text layer, .txt or .md
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What is written
    #[arg(long, value_enum, default_value = "json")]
    to: To,
    /// Folder to write into, a file for each transcript; it is made if it is not there. Otherwise all is printed
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// A speaker who is named once only; can be given several times
    #[arg(long = "speaker", value_name = "NAME")]
    speakers: Vec<String>,
}

/// The forms that are written.
#[derive(Clone, Copy, ValueEnum)]
enum To {
    Json,
    Txt,
    Vtt,
    Csv,
    Md,
}

impl To {
    fn output(self) -> Output {
        match self {
            Self::Json => Output::Json,
            Self::Txt => Output::Txt,
            Self::Vtt => Output::Vtt,
            Self::Csv => Output::Csv,
            Self::Md => Output::Md,
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Txt => "txt",
            Self::Vtt => "vtt",
            Self::Csv => "csv",
            Self::Md => "md",
        }
    }
}

pub(super) fn run(given: &Transcript) -> Result<Outcome> {
    let settings = Settings {
        speakers: given.speakers.clone(),
        ..Settings::default()
    };
    let mut written: Vec<(String, Vec<u8>)> = Vec::new();
    let mut names = BTreeSet::new();
    for path in &given.files {
        let (name, text) = read(path, &settings, given.to)?;
        if given.out.is_some() && !names.insert(name.clone()) {
            bail!(
                "{}: another file would be written as {name} too; read them one after another",
                path.display()
            );
        }
        written.push((name, text.into_bytes()));
    }
    match &given.out {
        Some(folder) => {
            for path in files::write_all(folder, &written)? {
                say(&path.display().to_string())?;
            }
        }
        None => {
            for (_, text) in &written {
                say(String::from_utf8_lossy(text).trim_end_matches('\n'))?;
            }
        }
    }
    Ok(Outcome::Done)
}

/// The name of what is written of a file, and its text.
fn read(path: &Path, settings: &Settings, to: To) -> Result<(String, String)> {
    let place = path.display();
    let name = path
        .file_name()
        .with_context(|| format!("{place}: not a file; name a transcript"))?
        .to_string_lossy();
    let bytes = std::fs::read(path).with_context(|| format!("{place}: cannot be read"))?;
    let transcript = transcript::read_with(&name, &bytes, settings)
        .map_err(|error| anyhow::anyhow!("{place}: {error}"))?;
    if !matches!(to, To::Json) {
        for warning in &transcript.warnings {
            let line = warning
                .line
                .map_or_else(String::new, |line| format!("{line}:"));
            note(&format!(
                "{place}:{line} {} {}",
                warning.code, warning.message
            ));
        }
    }
    let text = transcript::write(&transcript, &name, to.output())
        .map_err(|error| anyhow::anyhow!("{place}: {error}; choose another --to"))?;
    let stem = Path::new(&*name).file_stem().unwrap_or_default();
    Ok((format!("{}.{}", stem.to_string_lossy(), to.ending()), text))
}
