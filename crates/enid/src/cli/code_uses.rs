//! `enid agreement ONE --code-uses-with OTHER`: two coders' sheets, a row a unit with any number of codes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Result, anyhow, bail};
use formats::table::Table;
use measures::agreement::{Figure, Uses, code_uses};
use serde_json::json;

use super::files;

/// What the measure takes for granted, and what it is not.
const ASSUMPTIONS: [&str; 5] = [
    "The two worked without knowing of each other, on units that were there before.",
    "A use is one code that one of them gave one unit; a code stands once in a unit, and a sub-code is a code of its own.",
    "Observed is the number of uses that both share, by the larger number of uses of the two.",
    "Chance is the sum over codes of its shares of the uses of each; it is not Cohen's kappa, whose chance is of units.",
    "Units that either of them gave no code are left out: they are no disagreement.",
];

const UNIT: &str = "a use of a code, in rows that both files have under one name";

/// The figure of two sheets, as it is printed.
pub(super) struct Compared {
    figure: Figure,
    coders: [String; 2],
    /// Units that only one of the files has.
    alone: usize,
}

/// Reads both sheets. `names` is the column that names the units; the first, if it is not said.
pub(super) fn compared(paths: [&Path; 2], names: Option<&str>) -> Result<Compared> {
    let [one, other] = paths.map(|path| {
        let place = path.display();
        let table = files::one_table(path)?;
        sheet(&table, names).map_err(|error| anyhow!("{place}: {error}"))
    });
    let (one, other) = (one?, other?);
    let units: Vec<Uses<'_>> = one
        .iter()
        .filter_map(|(unit, codes)| Some([words(codes), words(other.get(unit)?)]))
        .collect();
    let figure = code_uses(&units).map_err(|error| {
        let [one, other] = paths.map(|path| path.display().to_string());
        anyhow!("{one} and {other}: {error}")
    })?;
    Ok(Compared {
        alone: one.len() + other.len() - 2 * units.len(),
        coders: paths.map(|path| path.display().to_string()),
        figure,
    })
}

fn words(codes: &BTreeSet<String>) -> BTreeSet<&str> {
    codes.iter().map(String::as_str).collect()
}

/// The codes of each unit.
fn sheet(table: &Table, names: Option<&str>) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let named = match names {
        None => 0,
        Some(name) => {
            let found = table.header.iter().position(|column| column == name);
            found.ok_or_else(|| {
                let columns = table.header.join(", ");
                anyhow!("--names {name}: there is no such column; the columns are {columns}")
            })?
        }
    };
    let is_code = |name: &str| {
        let rest = name.trim().to_lowercase();
        let rest = rest.strip_prefix("code").map(|rest| rest.trim().to_owned());
        rest.is_some_and(|rest| rest.chars().all(|one| one.is_ascii_digit()))
    };
    let columns: Vec<usize> = (0..table.header.len())
        .filter(|column| *column != named && is_code(&table.header[*column]))
        .collect();
    if columns.is_empty() {
        bail!("no column holds codes; call them Code 1, Code 2 and so on");
    }
    let mut units = BTreeMap::new();
    for row in &table.rows {
        let unit = row.cells[named].trim().to_owned();
        let codes = columns.iter().map(|column| row.cells[*column].trim());
        let codes: BTreeSet<String> = codes
            .filter(|code| !code.is_empty())
            .map(str::to_owned)
            .collect();
        if units.insert(unit.clone(), codes).is_some() {
            let line = row.line;
            bail!("row {line}: \"{unit}\" names a unit above already; name each unit once");
        }
    }
    Ok(units)
}

impl Compared {
    /// For people.
    pub(super) fn in_words(&self) -> String {
        let figure = &self.figure;
        let expected = figure.expected.unwrap_or_default();
        let mut lines = vec![
            format!("Agreement beyond chance of code uses  {:.4}", figure.value),
            format!("unit        {UNIT}"),
            format!(
                "rows        {} with codes of both, {} left out, {} in one file alone",
                figure.units, figure.left_out, self.alone
            ),
            format!("coders      {}", self.coders.join(", ")),
            format!(
                "uses        {} of {} different codes",
                figure.ratings, figure.categories
            ),
            format!(
                "agreement   {:.4} observed, {expected:.4} by chance",
                figure.observed
            ),
        ];
        lines.extend(ASSUMPTIONS.map(|assumption| format!("assumed     {assumption}")));
        lines.join("\n")
    }

    /// For programs; the keys are those of the other measures.
    pub(super) fn as_json(&self) -> serde_json::Value {
        let figure = &self.figure;
        json!({
            "measure": "code-uses",
            "level": "nominal",
            "value": figure.value,
            "observed": figure.observed,
            "expected": figure.expected,
            "unit": UNIT,
            "units": figure.units,
            "units_left_out": figure.left_out,
            "units_of_one_file": self.alone,
            "raters": self.coders,
            "ratings": figure.ratings,
            "categories": figure.categories,
            "assumptions": ASSUMPTIONS,
        })
    }
}
