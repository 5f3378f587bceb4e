//! `enid saturation …`: new codes per interview, from coding matrices or of a stored study.

use std::path::PathBuf;

use analysis::saturation::{Interviewed, Step, curve, read_matrix};
use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};
use formats::table::write_csv;
use serde_json::json;

use super::findings::Saturated;
use super::{Outcome, files, findings, say};

/// What `enid saturation` takes.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Saturation {
    #[command(subcommand)]
    of_study: Option<Saturated>,
    #[command(flatten)]
    matrices: Matrices,
}

#[derive(Args)]
struct Matrices {
    /// Coding matrices in the order of the interviews, CSV or XLSX: a row a code, a column an interview, how often it was
    /// used in the cells
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How the curve is printed
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
}

#[derive(Clone, Copy, ValueEnum)]
enum Form {
    Text,
    Json,
    Csv,
}

pub(super) fn run(given: Saturation) -> Result<Outcome> {
    match given.of_study {
        Some(of_study) => findings::run(of_study.into()),
        None => from_matrices(&given.matrices),
    }
}

impl Saturation {
    /// What is printed of a stored study.
    pub(super) async fn told(self, app: &platform::App) -> Result<String> {
        let of_study = self.of_study.ok_or_else(|| anyhow!("name a study"))?;
        findings::Findings::from(of_study).told(app).await
    }
}

fn from_matrices(given: &Matrices) -> Result<Outcome> {
    let mut interviews = Vec::new();
    for path in &given.files {
        let table = files::one_table(path)?;
        let read = read_matrix(&table);
        interviews.extend(read.map_err(|fault| anyhow!("{}: {fault}", path.display()))?);
    }
    let steps = curve(interviews.iter().map(|one| &one.codes));
    let told = match given.format {
        Form::Text => in_words(&interviews, &steps),
        Form::Json => serde_json::to_string_pretty(&as_json(&interviews, &steps))?,
        Form::Csv => as_csv(&interviews, &steps).trim_end().to_owned(),
    };
    say(&told)?;
    Ok(Outcome::Done)
}

fn in_words(interviews: &[Interviewed], steps: &[Step<'_, String>]) -> String {
    let names = interviews.iter().map(|one| one.name.chars().count());
    let width = names.max().unwrap_or(0).max("interview".len());
    let mut lines = vec![format!("{:width$}  codes  new  so far", "interview")];
    for (interview, step) in interviews.iter().zip(steps) {
        lines.push(format!(
            "{:width$}  {:>5}  {:>3}  {:>6}",
            interview.name,
            step.codes,
            step.new.len(),
            step.cumulative
        ));
    }
    lines.join("\n")
}

fn as_json(interviews: &[Interviewed], steps: &[Step<'_, String>]) -> serde_json::Value {
    let rows = interviews.iter().zip(steps).map(|(interview, step)| {
        json!({
            "interview": interview.name,
            "codes": step.codes,
            "new": step.new,
            "cumulative": step.cumulative,
        })
    });
    json!({ "interviews": rows.collect::<Vec<_>>() })
}

fn as_csv(interviews: &[Interviewed], steps: &[Step<'_, String>]) -> String {
    let rows = interviews.iter().zip(steps).map(|(interview, step)| {
        vec![
            interview.name.clone(),
            step.codes.to_string(),
            step.new.len().to_string(),
            step.cumulative.to_string(),
        ]
    });
    let header = ["interview", "codes", "new", "cumulative"];
    write_csv(&header, &rows.collect::<Vec<_>>())
}
