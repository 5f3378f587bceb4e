//! `enid study merge`: an archive of a study joined to the same study where it is already.

use std::path::PathBuf;

use analysis::archive::{Keep, Merged, Versions, merge};
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use platform::App;
use platform::access::{self, ScopeKind};
use serde_json::{Value, json};

use super::care::with_app;
use super::plan::Format;
use super::qdpx::Size;
use super::{Outcome, say, study_archive};
use crate::settings::Given;

/// What is joined, and how.
#[derive(Args)]
pub(super) struct Merge {
    #[command(flatten)]
    given: Given,
    /// The .enid of a study that is here
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Which version stands where both have changed the same thing differently; the other stays in the trail. Without it nothing is
    /// stored while there is any, and both versions are shown
    #[arg(long, value_enum)]
    keep: Option<Kept>,
    /// Show what would come along; store nothing
    #[arg(long)]
    dry_run: bool,
    /// How it is printed
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    size: Size,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kept {
    /// What stands in this data folder
    Here,
    /// What stands in the file
    There,
}

/// Exit code 1 where there are conflicts of which nobody has said which version stands.
pub(super) fn run(asked: &Merge) -> Result<Outcome> {
    let checked = study_archive::read(&asked.file, asked.size)?;
    with_app(&asked.given, async |app: &App| {
        let id = checked.manifest().study.id;
        let scopes = access::scopes(app).await?.into_iter();
        let mut studies = scopes.filter(|scope| scope.kind == ScopeKind::Study);
        let Some(study) = studies.find(|scope| scope.id == id) else {
            bail!(
                "{}: its study is not here; bring it in whole with enid study import",
                asked.file.display()
            );
        };
        let keep = asked.keep.map(|kept| match kept {
            Kept::Here => Keep::Here,
            Kept::There => Keep::There,
        });
        let merged = merge(app, (&study, &checked), keep, asked.dry_run).await?;
        match asked.format {
            Format::Json => say(&serde_json::to_string_pretty(&as_json(
                &study.slug,
                &merged,
            ))?)?,
            Format::Text => tell(&study.slug, &merged, asked.dry_run)?,
        }
        Ok(match merged.conflicts.is_empty() || merged.is_stored {
            true => Outcome::Done,
            false => Outcome::ErrorsFound,
        })
    })
}

fn tell(slug: &str, merged: &Merged, is_dry: bool) -> Result<()> {
    say(&format!("study        {slug}"))?;
    let (known, new) = (merged.known, merged.new);
    say(&format!("events       {new} new, {known} here already"))?;
    for (table, rows) in &merged.rows {
        say(&format!("{table:<24}{rows:>8} new"))?;
    }
    for what in &merged.combined {
        say(&format!(
            "changed in both, in other respects, so that all stands: {what}"
        ))?;
    }
    for conflict in &merged.conflicts {
        say(&format!("changed in both, differently: {}", conflict.what))?;
        versions(&conflict.fields)?;
    }
    for row in &merged.differing {
        say(&format!("stays as it is here: {}, {}", row.table, row.row))?;
        versions(&row.fields)?;
    }
    say(match (merged.is_stored, is_dry) {
        (true, _) => {
            "The archive was joined. Where both had changed the same, both versions are in the trail."
        }
        (false, true) => "Nothing was stored: a dry run.",
        (false, false) => {
            "Nothing was stored. Say which version stands where both have changed the same: --keep here or --keep there."
        }
    })
}

fn versions(fields: &[Versions]) -> Result<()> {
    for Versions { field, here, there } in fields {
        say(&format!("  {field:<12}here   {here}"))?;
        say(&format!("  {:<12}there  {there}", ""))?;
    }
    Ok(())
}

fn as_json(slug: &str, merged: &Merged) -> Value {
    let rows = merged.rows.iter();
    let rows: serde_json::Map<String, Value> = rows
        .map(|(table, rows)| ((*table).to_owned(), (*rows).into()))
        .collect();
    json!({
        "study": slug,
        "stored": merged.is_stored,
        "events": {"known": merged.known, "new": merged.new},
        "rows": rows,
        "combined": merged.combined,
        "conflicts": merged.conflicts,
        "kept_as_here": merged.differing,
    })
}
