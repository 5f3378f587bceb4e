//! `enid study export`: what leaves a stored study, as the page hands it out.

use std::path::PathBuf;
use std::str::FromStr as _;

use analysis::outputs::{Asked, Filter, OutputFormat, TableOptions, What, make};
use anyhow::{Context as _, Result};
use clap::Args;
use platform::App;

use super::care::with_app;
use super::findings::{Of, hand};
use super::study_project_export::Project;
use super::{Outcome, files, say};

/// What is taken, and into which file.
#[derive(Args)]
pub(super) struct Export {
    #[command(flatten)]
    of: Of,
    /// What is taken; a project for other programs, if it is left out: table1-summary, table1-journal, table2, question-theme-matrix, themes, map, extracts, codebook, audit-appendix, checklist, account,
    /// interview-guides or methods
    #[arg(long, value_name = "OUTPUT")]
    output: Option<String>,
    /// docx, pdf, html, csv, xlsx, qdc, jsonl, svg or png, as the output has it; without an output qdpx, qdc or enid [default: the ending of FILE]
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// The file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Of the codebook: as it was at the end of this day, such as 2031-03-04
    #[arg(
        long,
        value_name = "DAY",
        default_value = "",
        hide_default_value = true
    )]
    at: String,
    /// Of the codebook: with how many codings each code has today
    #[arg(long)]
    counts: bool,
    #[command(flatten)]
    extracts: Extracts,
    /// Of the audit appendix: the days of its codebooks, parted by commas [default: today]
    #[arg(long, value_delimiter = ',', value_name = "DAYS")]
    days: Vec<String>,
    /// Of the audit appendix: with the quotes that are ready to be printed
    #[arg(long)]
    quotes: bool,
    /// Of the map: which of its versions, from 1 [default: the newest]
    #[arg(long, value_name = "NUMBER")]
    map_version: Option<usize>,
    /// Of a checklist: which, by its id [default: coreq]
    #[arg(
        long,
        value_name = "LIST",
        default_value = "",
        hide_default_value = true
    )]
    checklist: String,
    /// Of Table 1: the signed consent names gender totals
    #[arg(long)]
    consent_names_gender: bool,
    #[command(flatten)]
    project: Project,
}

/// Which coded extracts are taken.
#[derive(Args)]
struct Extracts {
    /// Of coded extracts: only under this code, and what stands under it
    #[arg(
        long,
        value_name = "CODE",
        default_value = "",
        hide_default_value = true
    )]
    code: String,
    /// Of coded extracts: only under codes that contribute to this theme, or to what stands under it
    #[arg(
        long,
        value_name = "THEME",
        default_value = "",
        hide_default_value = true
    )]
    theme: String,
    /// Of coded extracts: only from this cohort
    #[arg(
        long,
        value_name = "COHORT",
        default_value = "",
        hide_default_value = true
    )]
    cohort: String,
    /// Of coded extracts: only by this analyst, by handle
    #[arg(
        long,
        value_name = "MEMBER",
        default_value = "",
        hide_default_value = true
    )]
    analyst: String,
}

pub(super) fn run(export: Export) -> Result<Outcome> {
    with_app(&export.of.given.clone(), async |app| {
        say(export.told(app).await?.trim_end())?;
        Ok(Outcome::Done)
    })
}

impl Export {
    /// Writes the file, and gives its path, or the report of a project. Nothing is left of one that could not be written whole.
    pub(super) async fn told(self, app: &App) -> Result<String> {
        let Some(output) = &self.output else {
            let asked = (self.format.as_deref(), self.out.as_deref());
            return self.project.told(app, &self.of, asked).await;
        };
        let what = What::from_str(output.trim())?;
        let out = self.out.context("say into which file: --out FILE")?;
        let ending = out.extension().map(|ending| ending.to_string_lossy());
        let named = self.format.as_deref().or(ending.as_deref());
        let format = named.with_context(|| {
            let known: Vec<&str> = what
                .formats()
                .iter()
                .map(|format| format.ending())
                .collect();
            format!("say --format: {} is {}", what.word(), known.join(", "))
        })?;
        let format = OutputFormat::from_str(format.trim())?;
        let viewer = hand(app, &self.of, what.action()).await?;
        let asked = Asked {
            at: self.at,
            counts: self.counts,
            filter: Filter {
                code: self.extracts.code,
                theme: self.extracts.theme,
                cohort: self.extracts.cohort,
                analyst: self.extracts.analyst,
            },
            days: self.days,
            quotes: self.quotes,
            version: self.map_version,
            checklist: self.checklist,
            tables: TableOptions {
                consent_names_gender: self.consent_names_gender,
                ..TableOptions::default()
            },
        };
        let mut made = make(app, &viewer, (what, format), &asked).await?;
        let mut kept = files::unnamed_beside(&out)?;
        while let Some(bytes) = made.next().await? {
            std::io::Write::write_all(&mut kept, &bytes)
                .with_context(|| format!("{}: cannot be written", out.display()))?;
        }
        files::write_all_of(&out, kept)?;
        Ok(out.display().to_string())
    }
}
