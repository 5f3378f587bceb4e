//! `enid study export` without an output: a stored study as a project for other programs.

use std::io::{BufWriter, Cursor};
use std::path::{Path, PathBuf};

use analysis::exchange::{Wanted, export};
use anyhow::{Context as _, Result, anyhow, bail};
use clap::{Args, ValueEnum};
use formats::refi_qda::{Form, Profile, Report};
use platform::App;
use platform::access::Viewer;

use super::files;
use super::findings::{Of, hand};
use super::plan::Format;
use super::study_archive;

/// How a project is written.
#[derive(Args)]
pub(super) struct Project {
    /// Of a project: for which program
    #[arg(long, value_enum, default_value = "standard")]
    profile: For,
    /// Of a project: for the public, with fresh GUIDs, times by the month, analysts by letters, no memos and no field notes
    #[arg(long)]
    release: bool,
    /// Of a project: tell what would be in the file and what would not; write nothing
    #[arg(long)]
    dry_run: bool,
    /// Of a project: how the report about it is printed
    #[arg(long, value_enum, default_value = "text")]
    report: Format,
}

/// For which program.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum For {
    /// As the standard has it
    Standard,
    /// As NVivo counts: UTF-16 units, lines end with CRLF
    Nvivo,
}

impl Project {
    /// Writes a study into a file of this format, or of this name, and gives the report; the file is called by the study's short name
    /// where it is not named.
    pub(super) async fn told(
        &self,
        app: &App,
        of: &Of,
        (format, out): (Option<&str>, Option<&Path>),
    ) -> Result<String> {
        let ending = out.and_then(Path::extension).and_then(|one| one.to_str());
        let form = match format.or(ending).unwrap_or("qdpx") {
            "enid" => return self.whole(app, of, out).await,
            "qdpx" => Form::Archive,
            "qdc" => Form::Codebook,
            other => bail!(
                "a study is written as qdpx, qdc or enid, not as {other}; --output names what else can be taken"
            ),
        };
        if form == Form::Codebook && self.profile == For::Nvivo {
            bail!("only a .qdpx is written for NVivo; leave --profile out");
        }
        let viewer = hand(app, of, "study.export").await?;
        let wanted = Wanted {
            form,
            profile: match self.profile {
                For::Standard => Profile::Standard,
                For::Nvivo => Profile::Nvivo,
            },
            is_release: self.release,
        };
        let report = match self.dry_run {
            true => {
                export(app, &viewer, &wanted, Cursor::new(Vec::new()))
                    .await?
                    .1
            }
            false => {
                let ending = match form {
                    Form::Codebook => "qdc",
                    _ => "qdpx",
                };
                let own = PathBuf::from(format!("{}.{ending}", of.study));
                let path = out.map_or(own, Path::to_path_buf);
                to_file(app, &viewer, &wanted, &path).await?
            }
        };
        Ok(match self.report {
            Format::Json => report.to_json(),
            Format::Text => report.to_text(),
        })
    }

    /// The whole study as an archive.
    async fn whole(&self, app: &App, of: &Of, out: Option<&Path>) -> Result<String> {
        if self.release || self.dry_run || self.profile == For::Nvivo {
            bail!(
                "--release, --dry-run and --profile belong to a project; an .enid is the whole study, for the team alone"
            );
        }
        study_archive::to_file(app, of, out, self.report).await
    }
}

async fn to_file(app: &App, viewer: &Viewer, wanted: &Wanted, path: &Path) -> Result<Report> {
    let output = BufWriter::new(files::unnamed_beside(path)?);
    let (output, report) = export(app, viewer, wanted, output).await?;
    let output = output.into_inner();
    let output = output.map_err(|error| anyhow!("{}", error.error()));
    let output = output.with_context(|| format!("{}: cannot be written", path.display()))?;
    analysis::exchange::record(app, viewer, wanted).await?;
    files::write_all_of(path, output)?;
    Ok(report)
}
