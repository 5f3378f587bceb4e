//! `enid qdpx convert`: read tolerantly, written strictly, with a report of what was lost.

use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use clap::{Args, ValueEnum};
use formats::refi_qda::{
    Bundle, Error, Form, Profile, Reading, Report, Settings, Stopped, Writer, read,
};
use serde_json::json;

use super::super::plan::Format;
use super::super::{Outcome, files, say};
use super::{Given, open, refused};

/// What `enid qdpx convert` takes.
#[derive(Args)]
pub(in super::super) struct Convert {
    #[command(flatten)]
    given: Given,
    /// What is written: a .qdpx with texts and files, a .qde with texts alone, or a .qdc with codes alone
    #[arg(value_name = "OUT")]
    out: PathBuf,
    /// For which program a .qdpx is written
    #[arg(long, value_enum, default_value = "standard")]
    profile: For,
    /// How the report is printed
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// For which program something is written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum For {
    /// As the standard has it: positions are code points, lines end with LF
    Standard,
    /// As NVivo counts: positions are UTF-16 units, lines end with CRLF
    Nvivo,
}

pub(super) fn run(asked: &Convert) -> Result<Outcome> {
    let path = &asked.given.file;
    let settings = settings(asked)?;
    let limits = asked.given.limits();
    let reopened = || open(path).map(BufReader::new);
    // What a source may refer to is known for certain only after the last line of a file, so that it is read twice.
    let mut reading =
        read(reopened()?, &limits, |_, _| Ok(())).map_err(|error| refused(path, &error))?;
    if reading.project.name.is_empty() {
        let stem = path.file_stem().unwrap_or_default();
        reading.project.name = stem.to_string_lossy().into_owned();
    }
    let refused_out = |error: &Error| match error {
        Error::Output { .. } => refused(&asked.out, error),
        other => refused(path, other),
    };
    let mut media = Bundle::open(reopened()?, &limits).map_err(|error| refused(path, &error))?;
    let output = BufWriter::new(files::unnamed_beside(&asked.out)?);
    let mut writer =
        Writer::new(output, &settings, &reading.project).map_err(|error| refused_out(&error))?;
    let mut failed = None;
    let again = read(reopened()?, &limits, |_, mut source| {
        reading.dangling.leave_out(&mut source);
        writer.source(&source, &mut media).map_err(|error| {
            failed = Some(error);
            Stopped
        })
    });
    if let Some(error) = failed {
        return Err(refused_out(&error));
    }
    again.map_err(|error| refused(path, &error))?;
    let (output, written) = writer
        .finish(&mut media)
        .map_err(|error| refused_out(&error))?;
    let output = output
        .into_inner()
        .map_err(|error| anyhow!("{}", error.error()));
    let output = output.with_context(|| format!("{}: cannot be written", asked.out.display()))?;
    let bytes = files::write_all_of(&asked.out, output)?;
    tell(asked, &reading, &written, bytes)?;
    Ok(Outcome::Done)
}

fn settings(asked: &Convert) -> Result<Settings> {
    let form = match ending(&asked.out).as_deref() {
        Some("qdpx") => Form::Archive,
        Some("qde") => Form::Bare,
        Some("qdc") => Form::Codebook,
        _ => bail!(
            "{}: what is written is told by its ending; let it end in .qdpx, .qde or .qdc",
            asked.out.display()
        ),
    };
    if asked.profile == For::Nvivo && form != Form::Archive {
        bail!(
            "{}: only a .qdpx is written for NVivo; let it end in .qdpx, or leave --profile out",
            asked.out.display()
        );
    }
    Ok(Settings {
        form,
        profile: match asked.profile {
            For::Standard => Profile::Standard,
            For::Nvivo => Profile::Nvivo,
        },
        origin: concat!("Enid ", env!("CARGO_PKG_VERSION")).to_owned(),
        findings: asked.given.limits().findings,
    })
}

fn ending(path: &Path) -> Option<String> {
    let ending = path.extension()?;
    Some(ending.to_string_lossy().to_ascii_lowercase())
}

fn tell(asked: &Convert, reading: &Reading, written: &Report, bytes: u64) -> Result<()> {
    let (from, to) = (
        asked.given.file.display().to_string(),
        asked.out.display().to_string(),
    );
    match asked.format {
        Format::Json => say(&serde_json::to_string_pretty(&json!({
            "in": from,
            "out": to,
            "bytes": bytes,
            "read": reading.report,
            "written": written,
        }))?),
        Format::Text => say(&format!(
            "Read: {from}\n{}\nWritten: {to}, {bytes} bytes\n{}",
            reading.report.to_text(),
            written.to_text().trim_end(),
        )),
    }
}
