//! `enid agreement …`: how far raters agree, from a table of what they gave.

use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};
use clap::{Args, ValueEnum};
use formats::table::Table;
use measures::agreement::{self, Figure, Ratings};
use serde_json::json;

use super::plan::Format;
use super::{Outcome, code_uses, files, say};

/// Headings of a first column that names the units, or the raters of a file that has them in rows.
const NAMES: [&str; 3] = ["unit", "rater", "coder"];

/// What `enid agreement` takes.
#[derive(Args)]
pub(super) struct Agreement {
    /// CSV or XLSX with a header: a row a unit, a column a rater. Cells that are empty, . or NA are missing
    file: PathBuf,
    /// Two coders with several codes a unit: FILE is the sheet of one, this that of the other. In both, a row is a unit, named in
    /// the first column, with its codes in columns called Code 1, Code 2 and so on. The measure is shares of code uses, which is
    /// not Cohen's kappa
    #[arg(long, value_name = "FILE", conflicts_with_all = ["measure", "level", "raters_in_rows"])]
    code_uses_with: Option<PathBuf>,
    /// Which measure
    #[arg(long, value_enum, default_value = "alpha")]
    measure: Measure,
    /// What values are to alpha: names, an order, distances, or ratios
    #[arg(long, value_enum, default_value = "nominal")]
    level: Level,
    /// The column that names the units and is no rater; a first column called unit, rater or coder is taken for it
    #[arg(long, value_name = "COLUMN")]
    names: Option<String>,
    /// Rows are raters and columns are units
    #[arg(long)]
    raters_in_rows: bool,
    /// How results are printed
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// The measures of agreement.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Measure {
    /// Cohen's kappa, for two raters
    Kappa,
    /// Fleiss' kappa, for any number
    Fleiss,
    /// Krippendorff's alpha, for any number and with cells missing
    Alpha,
    /// Percent agreement, which knows no chance
    Percent,
}

/// What values are.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Level {
    Nominal,
    Ordinal,
    Interval,
    Ratio,
}

impl Level {
    fn level(self) -> agreement::Level {
        match self {
            Self::Nominal => agreement::Level::Nominal,
            Self::Ordinal => agreement::Level::Ordinal,
            Self::Interval => agreement::Level::Interval,
            Self::Ratio => agreement::Level::Ratio,
        }
    }
}

/// A table as ratings, with what to call its rows and columns.
struct Rated {
    ratings: Ratings,
    raters: Vec<String>,
}

pub(super) fn run(given: &Agreement) -> Result<Outcome> {
    if given.measure != Measure::Alpha && given.level != Level::Nominal {
        bail!("--level is for alpha; the other measures take values as names");
    }
    if let Some(other) = &given.code_uses_with {
        let compared = code_uses::compared([&given.file, other], given.names.as_deref())?;
        say(&match given.format {
            Format::Text => compared.in_words(),
            Format::Json => serde_json::to_string_pretty(&compared.as_json())?,
        })?;
        return Ok(Outcome::Done);
    }
    let place = given.file.display();
    let table = files::one_table(&given.file)?;
    let rated = rated(given, &table).map_err(|error| anyhow!("{place}: {error}"))?;
    let figure = match given.measure {
        Measure::Kappa => agreement::cohen(&rated.ratings),
        Measure::Fleiss => agreement::fleiss(&rated.ratings),
        Measure::Alpha => agreement::alpha(&rated.ratings, given.level.level()),
        Measure::Percent => agreement::percent(&rated.ratings),
    };
    let figure = figure.map_err(|error| anyhow!("{place}: {error}"))?;
    match given.format {
        Format::Json => say(&serde_json::to_string_pretty(&as_json(
            given, &rated, &figure,
        ))?)?,
        Format::Text => say(&in_words(given, &rated, &figure))?,
    }
    Ok(Outcome::Done)
}

fn rated(given: &Agreement, table: &Table) -> Result<Rated> {
    let named = names(given, table)?;
    let columns: Vec<usize> = (0..table.header.len())
        .filter(|column| Some(*column) != named)
        .collect();
    let row_name = |row: usize| match named {
        Some(column) => table.rows[row].cells[column].trim().to_owned(),
        None => table.rows[row].line.to_string(),
    };
    let cell = |row: usize, column: usize| {
        let text = table.rows[row].cells[column].trim();
        (!matches!(text, "" | "." | "NA")).then_some(text)
    };
    let rows: Vec<Vec<(usize, usize)>> = match given.raters_in_rows {
        false => (0..table.rows.len())
            .map(|row| columns.iter().map(|column| (row, *column)).collect())
            .collect(),
        true => columns
            .iter()
            .map(|column| (0..table.rows.len()).map(|row| (row, *column)).collect())
            .collect(),
    };
    let place = |(row, column): (usize, usize)| {
        format!(
            "row {}, column {}",
            table.rows[row].line,
            heading(table, column)
        )
    };
    let ratings = if given.level == Level::Nominal {
        let words = rows.iter().map(|unit| {
            let cells = unit.iter().map(|(row, column)| cell(*row, *column));
            cells.collect()
        });
        Ratings::words(&words.collect::<Vec<Vec<Option<&str>>>>())?
    } else {
        numbers(given, &rows, cell, place)?
    };
    let raters = match given.raters_in_rows {
        false => columns
            .iter()
            .map(|column| heading(table, *column))
            .collect(),
        true => (0..table.rows.len()).map(row_name).collect(),
    };
    Ok(Rated { ratings, raters })
}

/// The cells as numbers; a fault names the line of the file and the heading of the column.
fn numbers<'a>(
    given: &Agreement,
    rows: &[Vec<(usize, usize)>],
    cell: impl Fn(usize, usize) -> Option<&'a str>,
    place: impl Fn((usize, usize)) -> String,
) -> Result<Ratings> {
    let number = |at: &(usize, usize)| -> Result<Option<f64>> {
        let Some(text) = cell(at.0, at.1) else {
            return Ok(None);
        };
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        let shown: String = text.chars().take(40).collect();
        let found = number.ok_or_else(|| {
            let at = place(*at);
            anyhow!(
                "{at}: \"{shown}\" is no number, and this level needs numbers, such as 2 or 2.5"
            )
        })?;
        if given.level == Level::Ratio && found < 0.0 {
            bail!(
                "{}: {shown} is below zero, and level ratio starts at zero",
                place(*at)
            );
        }
        Ok(Some(found))
    };
    let units = rows.iter().map(|unit| unit.iter().map(number).collect());
    Ok(Ratings::numbers(
        &units.collect::<Result<Vec<Vec<Option<f64>>>>>()?,
    )?)
}

/// Which column names rows and is no rater.
fn names(given: &Agreement, table: &Table) -> Result<Option<usize>> {
    let Some(wanted) = &given.names else {
        let first = table.header.first().map(|name| name.to_lowercase());
        let known = first.is_some_and(|first| NAMES.contains(&first.as_str()));
        return Ok(known.then_some(0));
    };
    let found = table.header.iter().position(|name| name == wanted);
    match found {
        Some(column) => Ok(Some(column)),
        None => bail!(
            "--names {wanted}: there is no such column; the columns are {}",
            table.header.join(", ")
        ),
    }
}

fn heading(table: &Table, column: usize) -> String {
    match table.header[column].as_str() {
        "" => (column + 1).to_string(),
        name => name.to_owned(),
    }
}

fn title(given: &Agreement) -> String {
    match given.measure {
        Measure::Kappa => "Cohen's kappa".to_owned(),
        Measure::Fleiss => "Fleiss' kappa".to_owned(),
        Measure::Percent => "Percent agreement".to_owned(),
        Measure::Alpha => format!("Krippendorff's alpha, level {}", level(given)),
    }
}

fn level(given: &Agreement) -> &'static str {
    match given.level {
        Level::Nominal => "nominal",
        Level::Ordinal => "ordinal",
        Level::Interval => "interval",
        Level::Ratio => "ratio",
    }
}

/// What the measure takes for granted, in sentences.
fn assumptions(given: &Agreement) -> Vec<&'static str> {
    let own = match given.measure {
        Measure::Kappa => [
            "Chance is the product of how often each of the two used a value.",
            "Units which one of them did not rate are left out.",
        ],
        Measure::Fleiss => [
            "Chance is how often a value was used by all raters together.",
            "Units which not every rater rated are left out.",
        ],
        Measure::Alpha => [
            "Chance is what all raters gave together; raters are exchangeable.",
            "Units with one rating or none are left out.",
        ],
        Measure::Percent => [
            "The mean over units of the share of pairs of ratings that are alike; chance is not taken off.",
            "Units with one rating or none are left out.",
        ],
    };
    let mut all =
        vec!["Raters worked without knowing of each other, on units that were there before."];
    all.extend(own);
    all
}

fn unit(given: &Agreement) -> &'static str {
    match given.raters_in_rows {
        false => "a row of the file",
        true => "a column of the file",
    }
}

fn in_words(given: &Agreement, rated: &Rated, figure: &Figure) -> String {
    let mut lines = vec![
        format!("{}  {:.4}", title(given), figure.value),
        format!(
            "unit        {}: {} used, {} left out",
            unit(given),
            figure.units,
            figure.left_out
        ),
        format!(
            "raters      {}: {}",
            rated.raters.len(),
            rated.raters.join(", ")
        ),
        format!(
            "ratings     {} of {} different values",
            figure.ratings, figure.categories
        ),
    ];
    if let Some(expected) = figure.expected {
        let what = match given.measure {
            Measure::Alpha => "difference",
            _ => "agreement",
        };
        lines.push(format!(
            "{what:<12}{:.4} observed, {expected:.4} by chance",
            figure.observed
        ));
    }
    for assumption in assumptions(given) {
        lines.push(format!("assumed     {assumption}"));
    }
    lines.join("\n")
}

fn as_json(given: &Agreement, rated: &Rated, figure: &Figure) -> serde_json::Value {
    let measure = match given.measure {
        Measure::Kappa => "kappa",
        Measure::Fleiss => "fleiss",
        Measure::Alpha => "alpha",
        Measure::Percent => "percent",
    };
    json!({
        "measure": measure,
        "level": level(given),
        "value": figure.value,
        "observed": figure.observed,
        "expected": figure.expected,
        "unit": unit(given),
        "units": figure.units,
        "units_left_out": figure.left_out,
        "raters": rated.raters,
        "ratings": figure.ratings,
        "categories": figure.categories,
        "assumptions": assumptions(given),
    })
}
