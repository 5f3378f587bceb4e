//! `enid study export` without an output: a stored study as a project for other programs, made for the team or taken out of a release.

use std::io::{BufWriter, Cursor};
use std::path::{Path, PathBuf};

use analysis::exchange::{Wanted, export};
use analysis::output_release;
use anyhow::{Context as _, Result, anyhow, bail};
use clap::{Args, ValueEnum};
use formats::refi_qda::{Form, Profile, Report};
use platform::App;
use platform::access::Viewer;
use serde_json::json;

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
    /// The project of a release that was approved, byte for byte: of the newest that has one, or --release=NUMBER. It has fresh GUIDs, times by
    /// the month, analysts by letters, no memos and no field notes; nothing else makes one for the public
    #[arg(long, value_name = "NUMBER", num_args = 0..=1, require_equals = true)]
    release: Option<Option<i64>>,
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
        if let Some(number) = self.release {
            return self.released(app, of, (number, form, out)).await;
        }
        let viewer = hand(app, of, "study.export").await?;
        let wanted = Wanted {
            form,
            profile: match self.profile {
                For::Standard => Profile::Standard,
                For::Nvivo => Profile::Nvivo,
            },
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

    /// The project of an approved release.
    async fn released(
        &self,
        app: &App,
        of: &Of,
        (number, form, out): (Option<i64>, Form, Option<&Path>),
    ) -> Result<String> {
        if form != Form::Archive || self.dry_run || self.profile == For::Nvivo {
            bail!(
                "a release holds its project as one .qdpx, as it was approved; leave --dry-run and --profile out, and see into the file with enid qdpx inspect"
            );
        }
        let viewer = hand(app, of, "releases.read").await?;
        let (number, file) = output_release::project(app, &viewer, number).await?;
        let own = PathBuf::from(format!("release-{number}.qdpx"));
        let path = out.map_or(own, Path::to_path_buf);
        files::write_whole(&path, &file.get().bytes)?;
        let (path, seal) = (path.display().to_string(), file.seal());
        Ok(match self.report {
            Format::Json => json!({"release": number, "file": path, "sha256": seal}).to_string(),
            Format::Text => format!("{path}: the project of release {number}, SHA-256 {seal}"),
        })
    }

    /// The whole study as an archive.
    async fn whole(&self, app: &App, of: &Of, out: Option<&Path>) -> Result<String> {
        if self.release.is_some() || self.dry_run || self.profile == For::Nvivo {
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
