//! `enid study export`: a stored study as a project for other programs.

use std::io::{BufWriter, Cursor, Seek, Write};
use std::path::PathBuf;

use analysis::exchange::{Wanted, export};
use anyhow::{Context as _, Result, anyhow, bail};
use clap::{Args, ValueEnum};
use formats::refi_qda::{Form, Profile, Report};
use platform::App;
use platform::access::Viewer;

use super::care::with_app;
use super::findings::{Of, hand};
use super::plan::Format;
use super::{Outcome, files, say};

/// What `enid study export` takes.
#[derive(Args)]
pub(super) struct Export {
    #[command(flatten)]
    of: Of,
    /// What is written
    #[arg(long, value_enum, default_value = "qdpx")]
    format: Written,
    /// The file [default: the study's short name with the ending of the format]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// For which program
    #[arg(long, value_enum, default_value = "standard")]
    profile: For,
    /// For the public: fresh GUIDs, times by the month, analysts by letters, no memos and no field notes
    #[arg(long)]
    release: bool,
    /// Tell what would be in the file and what would not; write nothing
    #[arg(long)]
    dry_run: bool,
    /// How the report is printed
    #[arg(long, value_enum, default_value = "text")]
    report: Format,
}

/// What is written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Written {
    /// A project of REFI-QDA: texts, codes, codings, memos, themes
    Qdpx,
    /// A codebook of REFI-QDA: codes alone
    Qdc,
}

/// For which program.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum For {
    /// As the standard has it
    Standard,
    /// As NVivo counts: UTF-16 units, lines end with CRLF
    Nvivo,
}

pub(super) fn run(asked: &Export) -> Result<Outcome> {
    with_app(&asked.of.given, async |app| {
        say(asked.told(app).await?.trim_end())?;
        Ok(Outcome::Done)
    })
}

impl Export {
    /// Writes the file, and gives the report.
    pub(super) async fn told(&self, app: &App) -> Result<String> {
        if self.format == Written::Qdc && self.profile == For::Nvivo {
            bail!("only a .qdpx is written for NVivo; leave --profile out");
        }
        let viewer = hand(app, &self.of, "study.export").await?;
        let report = match self.dry_run {
            true => self.written(app, &viewer, Cursor::new(Vec::new())).await?.1,
            false => self.to_file(app, &viewer).await?,
        };
        Ok(match self.report {
            Format::Json => report.to_json(),
            Format::Text => report.to_text(),
        })
    }

    async fn to_file(&self, app: &App, viewer: &Viewer) -> Result<Report> {
        let ending = match self.format {
            Written::Qdpx => "qdpx",
            Written::Qdc => "qdc",
        };
        let named = format!("{}.{ending}", self.of.study);
        let path = self.out.clone().unwrap_or_else(|| PathBuf::from(named));
        let output = BufWriter::new(files::unnamed_beside(&path)?);
        let (output, report) = self.written(app, viewer, output).await?;
        let output = output.into_inner();
        let output = output.map_err(|error| anyhow!("{}", error.error()));
        let output = output.with_context(|| format!("{}: cannot be written", path.display()))?;
        analysis::exchange::record(app, viewer, &self.wanted()).await?;
        files::write_all_of(&path, output)?;
        Ok(report)
    }

    async fn written<W: Write + Seek + Send>(
        &self,
        app: &App,
        viewer: &Viewer,
        output: W,
    ) -> Result<(W, Report)> {
        Ok(export(app, viewer, &self.wanted(), output).await?)
    }

    fn wanted(&self) -> Wanted {
        Wanted {
            form: match self.format {
                Written::Qdpx => Form::Archive,
                Written::Qdc => Form::Codebook,
            },
            profile: match self.profile {
                For::Standard => Profile::Standard,
                For::Nvivo => Profile::Nvivo,
            },
            is_release: self.release,
        }
    }
}
