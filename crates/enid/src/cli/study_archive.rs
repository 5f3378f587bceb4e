//! `enid study export --format enid` and `enid study import` of what it wrote: a whole study as one file.

use std::io::BufWriter;
use std::path::{Path, PathBuf};

use analysis::archive::{Checked, bring_in as store, check, take_for};
use anyhow::{Context as _, Result, anyhow, bail};
use formats::study_archive::{self, Limits, Manifest};
use platform::App;
use serde_json::{Value, json};
use uuid::Uuid;

use super::files;
use super::findings::{Of, hand};
use super::plan::Format;
use super::qdpx::Size;
use super::{Outcome, say};

/// Whether a file may be an archive: its kind is told by its content.
pub(super) fn is_one(path: &Path) -> Result<bool> {
    let Some(start) = files::beginning(path, 64)? else {
        return Ok(false);
    };
    let is_called_so = path.extension().is_some_and(|ending| ending == "enid");
    Ok(is_called_so || study_archive::may_be(&start))
}

/// Writes the archive of a study; the file is called by the study's short name where it is not named.
pub(super) async fn to_file(
    app: &App,
    of: &Of,
    out: Option<&Path>,
    report: Format,
) -> Result<String> {
    let viewer = hand(app, of, "study.archive").await?;
    let own = PathBuf::from(format!("{}.enid", of.study));
    let path = out.map_or(own, Path::to_path_buf);
    let output = BufWriter::new(files::unnamed_beside(&path)?);
    let archive = take_for(app, &viewer).await?;
    let output = study_archive::write(output, &archive)?.into_inner();
    let output = output.map_err(|error| anyhow!("{}", error.error()));
    let output = output.with_context(|| format!("{}: cannot be written", path.display()))?;
    files::write_all_of(&path, output)?;
    let manifest = &archive.manifest;
    Ok(match report {
        Format::Json => serde_json::to_string_pretty(manifest)?,
        Format::Text => {
            let mut lines = vec![path.display().to_string()];
            lines.push(format!("fingerprint  {}", manifest.fingerprint));
            for left in &manifest.left_out {
                lines.push(format!("not in it    {}", left.why));
            }
            lines.join("\n")
        }
    })
}

/// Reads a file and looks through all of it.
pub(super) fn read(path: &Path, size: Size) -> Result<Checked> {
    let place = path.display();
    let usual = Limits::default();
    let limits = Limits {
        zip: size.zip(usual.zip),
        cost: size.cost(),
    };
    let length = std::fs::metadata(path)
        .with_context(|| format!("{place}: cannot be read"))?
        .len();
    if length > limits.zip.packed {
        let most = limits.zip.packed >> 20;
        bail!("{place}: more than {most} MiB; --large takes ten times as much");
    }
    let bytes = std::fs::read(path).with_context(|| format!("{place}: cannot be read"))?;
    check(&bytes, &limits).with_context(|| place.to_string())
}

/// Says what an archive holds; stores nothing.
pub(super) fn dry_run(checked: &Checked, format: Format) -> Result<Outcome> {
    tell(checked, (None, &[]), format)
}

/// Stores the study of an archive.
pub(super) async fn bring_in(
    app: &App,
    checked: &Checked,
    into: (Option<&str>, Option<Uuid>),
    format: Format,
) -> Result<Outcome> {
    let brought = store(app, checked, into).await?;
    tell(
        checked,
        (Some(&brought.study.slug), &brought.members),
        format,
    )
}

fn tell(
    checked: &Checked,
    (stored, members): (Option<&str>, &[String]),
    format: Format,
) -> Result<Outcome> {
    let manifest = checked.manifest();
    match format {
        Format::Json => say(&serde_json::to_string_pretty(&as_json(
            checked,
            (stored, members),
        ))?)?,
        Format::Text => {
            let Manifest { study, program, .. } = manifest;
            say(&format!("study        {} ({})", study.name, study.slug))?;
            say(&format!("written by   {program}"))?;
            say(&format!("fingerprint  {}", manifest.fingerprint))?;
            for (table, rows) in checked.counts() {
                say(&format!("{table:<24}{rows:>8}"))?;
            }
            if checked.unknown() > 0 {
                say(&format!(
                    "not known    {} entries or lines with fields of another program, which are kept and written into archives again",
                    checked.unknown()
                ))?;
            }
            for left in &manifest.left_out {
                say(&format!("not in it    {}", left.why))?;
            }
        }
    }
    let (Format::Text, Some(slug)) = (format, stored) else {
        return Ok(Outcome::Done);
    };
    say(&format!("stored as    {slug}"))?;
    if let Some(first) = members.first() {
        say(&format!(
            "No account acts as {} yet; say whose each is, such as: enid user grant --email kim@example.org --role researcher --scope {slug} --member {first}",
            members.join(", ")
        ))?;
    }
    Ok(Outcome::Done)
}

fn as_json(checked: &Checked, (stored, members): (Option<&str>, &[String])) -> Value {
    let manifest = checked.manifest();
    let counts = checked.counts().into_iter();
    let rows: serde_json::Map<String, Value> = counts
        .map(|(table, rows)| (table.to_owned(), rows.into()))
        .collect();
    json!({
        "study": manifest.study,
        "program": manifest.program,
        "fingerprint": manifest.fingerprint,
        "left_out": manifest.left_out,
        "rows": rows,
        "unknown": checked.unknown(),
        "stored": stored,
        "members": members,
    })
}
