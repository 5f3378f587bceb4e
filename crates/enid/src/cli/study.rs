//! `enid study …`

use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use analysis::folder::{self, ReadOptions};
use analysis::outputs::{self, OutputFormat, TableOptions};
use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use study::dates::DateOrder;
use study::durations::Clock;

use super::Outcome;
use super::files;

/// What can be done with a study from its files alone.
#[derive(Subcommand)]
pub(super) enum Study {
    /// Write Table 1, Table 2, the matrix of questions and themes, and the theme overview
    #[command(after_help = "Example:\n  enid study tables my-study --out tables --format docx,csv")]
    Tables(Tables),
}

#[derive(Args)]
pub(super) struct Tables {
    /// Folder with participants.csv, research_questions.csv, quotes.csv and transcripts
    folder: PathBuf,
    /// Folder to write into; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Formats: docx, html, csv, xlsx [default: all]
    #[arg(long, value_delimiter = ',', value_name = "FORMATS")]
    format: Vec<String>,
    /// How 9/3/2031 is read
    #[arg(long, value_enum, default_value = "dmy")]
    date_order: Order,
    /// How 51:58 is read; refused when this is not given
    #[arg(long, value_name = "mm:ss|h:mm")]
    clock: Option<String>,
    /// Print days in Table 1 where a journal demands them; months otherwise
    #[arg(long)]
    days: bool,
    /// The signed consent names gender totals
    #[arg(long)]
    consent_names_gender: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Order {
    /// Day first
    Dmy,
    /// Month first
    Mdy,
}

pub(super) fn run(study: Study) -> Result<Outcome> {
    let Study::Tables(tables) = study;
    let formats = match tables.format.as_slice() {
        [] => OutputFormat::DEFAULT.to_vec(),
        named => named
            .iter()
            .map(|name| OutputFormat::from_str(name.trim()))
            .collect::<Result<_, _>>()?,
    };
    let options = ReadOptions {
        date_order: match tables.date_order {
            Order::Dmy => DateOrder::DayFirst,
            Order::Mdy => DateOrder::MonthFirst,
        },
        clock: tables.clock.as_deref().map(clock).transpose()?,
        cohorts: None,
    };
    let read = files::read_folder(&tables.folder)?;
    let folder = match folder::read(read, &options) {
        Ok(folder) => folder,
        Err(problems) => {
            for problem in &problems {
                eprintln!("{problem}");
            }
            let errors = problems.iter().filter(|problem| problem.is_error()).count();
            bail!(
                "{}: {errors} error(s) above; nothing was written",
                tables.folder.display()
            );
        }
    };
    for notice in &folder.notices {
        eprintln!("{notice}");
    }
    let table_options = TableOptions {
        days: tables.days,
        consent_names_gender: tables.consent_names_gender,
    };
    let written = outputs::tables(&folder, &formats, &table_options)?;
    write_all(&tables.out, &written)?;
    for (name, _) in &written {
        println!("{}", tables.out.join(name).display());
    }
    Ok(Outcome::Done)
}

fn clock(text: &str) -> Result<Clock> {
    match text {
        "mm:ss" => Ok(Clock::MinutesSeconds),
        "h:mm" => Ok(Clock::HoursMinutes),
        other => bail!("--clock takes mm:ss or h:mm, not {other}"),
    }
}

fn write_all(folder: &Path, written: &[(String, Vec<u8>)]) -> Result<()> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    for (name, bytes) in written {
        files::write_whole(&folder.join(name), bytes)?;
    }
    Ok(())
}
