//! `enid rota …`: rotas of any accepted kind as shifts per doctor.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use programme::exchange;
use programme::rotas::facts::CodeUse;
use programme::rotas::reading::{self, Known, RotaReading};
use programme::rotas::{
    Kind, Proposal, Remark, Shift, ShiftCode, Source, breaches, by_resident, propose, source_of,
};
use serde_json::{Value, json};

use super::plan::Format;
use super::{Outcome, note, say};

/// What `enid rota` takes.
#[derive(Args)]
pub(super) struct Rota {
    /// Rotas: a grid of doctors and dates (.xlsx, .ods, .csv), a list with a row a shift, or the .ics calendar of one doctor
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The code of the hospital whose rota it is; rows of others are left out
    #[arg(long, value_name = "ID")]
    site: String,
    /// What the codes mean, in the form of shift_codes.csv
    #[arg(long, value_name = "FILE")]
    codes: Option<PathBuf>,
    /// Whose calendar an .ics file is; otherwise the name of the file
    #[arg(long, value_name = "ID")]
    resident: Option<String>,
    /// A date near which dates without a year lie; otherwise today
    #[arg(long, value_name = "DATE")]
    near: Option<Date>,
    /// Also say where the rota breaks these working-time rules
    #[arg(long, value_name = "PACK")]
    rules: Option<String>,
    /// How results are printed
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// How files are to be understood.
pub(super) struct Reading<'a> {
    pub site: &'a str,
    pub codes: Option<&'a Path>,
    pub resident: Option<&'a str>,
    pub near: Option<Date>,
}

/// One file as it was understood.
pub(super) struct FileReading {
    pub name: String,
    pub source: Source,
    pub reading: RotaReading,
}

pub(super) fn run(rota: Rota) -> Result<Outcome> {
    let how = Reading {
        site: &rota.site,
        codes: rota.codes.as_deref(),
        resident: rota.resident.as_deref(),
        near: rota.near,
    };
    let mut files = read(&rota.files, &how)?;
    if let Some(rules) = &rota.rules {
        let pack = pack(rules)?;
        for file in &mut files {
            let name = |resident: &str| resident.to_owned();
            let breaches = breaches(&file.reading.shifts, &pack, &zone()?, &name);
            file.reading.remarks.extend(breaches);
        }
    }
    let faults = files
        .iter()
        .any(|file| file.reading.faults().next().is_some());
    match rota.format {
        Format::Json => say(&serde_json::to_string_pretty(&as_json(
            &rota.site, &files,
        )?)?)?,
        Format::Text => {
            say(&as_text(&files)?)?;
            for file in &files {
                for remark in &file.reading.remarks {
                    note(&format!("{}{remark}", file.name));
                }
                for one in &file.reading.notes {
                    note(&format!("{}: {}", file.name, one.text));
                }
            }
        }
    }
    Ok(if faults {
        Outcome::ErrorsFound
    } else {
        Outcome::Done
    })
}

/// Reads files; one that cannot be read as a whole stops all.
pub(super) fn read(paths: &[PathBuf], how: &Reading<'_>) -> Result<Vec<FileReading>> {
    let zone = zone()?;
    let codes = match how.codes {
        Some(path) => codes(path, how.site)?,
        None => Vec::new(),
    };
    let today = how
        .near
        .unwrap_or_else(|| Timestamp::now().to_zoned_datetime(zone.clone()).date());
    let known = Known {
        site: how.site,
        codes: &codes,
        zone: &zone,
        today,
        who: &|label| Some(label.to_owned()),
        is_placed: &|_, _| true,
    };
    paths
        .iter()
        .map(|path| {
            let name = path.display().to_string();
            let bytes = std::fs::read(path).with_context(|| format!("{name}: cannot be read"))?;
            let source = source_of(&bytes);
            let read = match source {
                Source::Calendar => {
                    let stem = path.file_stem().map(|stem| stem.to_string_lossy());
                    let stem = stem.as_deref().unwrap_or("calendar");
                    calendar(&bytes, how.resident.unwrap_or(stem), &known)
                }
                Source::Rows => reading::read_rows(&bytes, &known),
                _ => reading::read_grid(&bytes, None, &known),
            };
            match read {
                Ok(reading) => Ok(FileReading {
                    name,
                    source,
                    reading,
                }),
                Err(remark) => bail!("{name}{remark}"),
            }
        })
        .collect()
}

/// The zone of every clock time.
pub(super) fn zone() -> Result<TimeZone> {
    Ok(TimeZone::get("Europe/London")?)
}

/// A shipped pack, or an error that names them all.
pub(super) fn pack(name: &str) -> Result<rest::Pack> {
    rest::Pack::named(name).with_context(|| {
        format!(
            "--rules {name}: there is no such pack; there are {}",
            rest::Pack::NAMES.join(", ")
        )
    })
}

/// All of a calendar: from its first event to its last, or to a year from now for what has no end.
fn calendar(
    bytes: &[u8],
    resident: &str,
    known: &Known<'_>,
) -> std::result::Result<RotaReading, Remark> {
    let span = reading::calendar_span(bytes, known.zone, known.today)?;
    let (entries, remarks) = reading::calendar_entries(bytes, resident, known.zone, span)?;
    let mut read = reading::read_calendar(entries, known);
    read.remarks.extend(remarks);
    Ok(read)
}

fn codes(path: &Path, site: &str) -> Result<Vec<ShiftCode>> {
    let name = path.display();
    let bytes = std::fs::read(path).with_context(|| format!("{name}: cannot be read"))?;
    let (codes, problems) = exchange::read_codes(&bytes);
    let mut faults = 0;
    for problem in problems {
        faults += usize::from(problem.code.severity() != exchange::Severity::Warning);
        note(&format!("{name}{}", Remark::from(problem)));
    }
    if faults > 0 {
        bail!("{name}: {faults} thing(s) to mend above; nothing was read");
    }
    let all = codes.len();
    let codes: Vec<ShiftCode> = codes
        .into_iter()
        .filter(|code| site.is_empty() || code.site == site)
        .collect();
    if codes.is_empty() && all > 0 {
        note(&format!(
            "{name}: none of its {all} codes is of the site {site}"
        ));
    }
    Ok(codes)
}

/// An instant as the clock on the wall shows it, with its offset.
pub(super) fn stamp(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone())
        .strftime("%Y-%m-%dT%H:%M:%S%:z")
        .to_string()
}

fn as_json(site: &str, files: &[FileReading]) -> Result<Value> {
    let zone = zone()?;
    let mut residents: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for file in files {
        for (resident, shifts) in by_resident(&file.reading.shifts) {
            let list = residents.entry(resident).or_default();
            list.extend(shifts.into_iter().map(|shift| {
                json!({
                    "date": shift.date,
                    "code": shift.code,
                    "kind": shift.kind.word(),
                    "start": shift.start.filter(|_| !shift.whole_day).map(|at| stamp(at, &zone)),
                    "end": shift.end.filter(|_| !shift.whole_day).map(|at| stamp(at, &zone)),
                    "file": file.name,
                    "row": shift.line,
                })
            }));
        }
    }
    let residents: Vec<Value> = residents
        .into_iter()
        .map(|(resident, shifts)| json!({"resident": resident, "shifts": shifts}))
        .collect();
    let unknown: Vec<Value> = unknown(files)
        .into_iter()
        .map(|proposal| {
            json!({
                "code": proposal.code,
                "count": proposal.count,
                "proposal": proposal.kind.map(Kind::word),
                "start": proposal.hours.map(|(start, _)| start.strftime("%H:%M").to_string()),
                "end": proposal.hours.map(|(_, end)| end.strftime("%H:%M").to_string()),
                "why": proposal.why,
            })
        })
        .collect();
    let of_files = |pick: &dyn Fn(&FileReading) -> Vec<Value>| -> Vec<Value> {
        files.iter().flat_map(pick).collect()
    };
    Ok(json!({
        "site": site,
        "files": of_files(&|file| vec![json!({
            "file": file.name,
            "source": file.source.word(),
            "first_date": file.reading.dates.map(|(first, _)| first),
            "last_date": file.reading.dates.map(|(_, last)| last),
            "layout": file.reading.layout,
        })]),
        "residents": residents,
        "unknown_codes": unknown,
        "contradictions": of_files(&|file| file.reading.contradictions.iter().map(|one| json!({
            "file": file.name,
            "resident": one.resident,
            "date": one.date,
            "said": one.said.iter().map(|(code, row, column)| json!({"code": code, "row": row, "column": column})).collect::<Vec<_>>(),
            "stands": one.stands.word(),
        })).collect()),
        "warnings": of_files(&|file| file.reading.remarks.iter().map(|remark| json!({
            "file": file.name,
            "row": remark.row,
            "column": remark.column,
            "code": remark.code.to_string(),
            "message": remark.text,
        })).collect()),
        "notes": of_files(&|file| file.reading.notes.iter().map(|one| json!({
            "file": file.name,
            "row": one.row,
            "column": one.column,
            "message": one.text,
        })).collect()),
    }))
}

/// The codes without a meaning over all files, the most frequent first.
fn unknown(files: &[FileReading]) -> Vec<Proposal> {
    let mut uses: BTreeMap<String, CodeUse> = BTreeMap::new();
    let mut key = Vec::new();
    for file in files {
        for code in &file.reading.codes {
            match uses.get_mut(&code.code.to_lowercase()) {
                Some(known) => {
                    known.count += code.count;
                    known.known += code.known;
                }
                None => {
                    uses.insert(code.code.to_lowercase(), code.clone());
                }
            }
        }
        key.extend(file.reading.key.iter().cloned());
    }
    let mut uses: Vec<CodeUse> = uses.into_values().collect();
    uses.sort_by(|a, b| b.count.cmp(&a.count).then(a.code.cmp(&b.code)));
    propose(&uses, &key)
}

fn as_text(files: &[FileReading]) -> Result<String> {
    let zone = zone()?;
    let mut lines = Vec::new();
    for file in files {
        let reading = &file.reading;
        let residents = by_resident(&reading.shifts);
        let dates = match reading.dates {
            Some((first, last)) => format!(", {first} to {last}"),
            None => String::new(),
        };
        lines.push(format!(
            "{} ({}{dates}): {} doctors, {} facts",
            file.name,
            file.source.words(),
            residents.len(),
            reading.shifts.len()
        ));
        for (resident, shifts) in residents {
            let unknown: BTreeSet<Date> = shifts
                .iter()
                .filter(|shift| shift.kind == Kind::Unknown)
                .map(|shift| shift.date)
                .collect();
            lines.push(String::new());
            lines.push(match unknown.len() {
                0 => resident.to_owned(),
                1 => format!("{resident}  (1 day not known)"),
                some => format!("{resident}  ({some} days not known)"),
            });
            lines.extend(shifts.iter().map(|shift| line(shift, &zone)));
        }
        for one in &reading.contradictions {
            let said: Vec<&str> = one.said.iter().map(|(code, ..)| code.as_str()).collect();
            lines.push(format!(
                "contradiction  {}  {}  {}  stands: {}",
                one.resident,
                one.date,
                said.join(" and "),
                one.stands.word()
            ));
        }
    }
    let unknown = unknown(files);
    if !unknown.is_empty() {
        lines.push(String::new());
        lines.push("codes without a meaning".to_owned());
        lines.extend(unknown.iter().map(|one| {
            let code = if one.code.is_empty() {
                "(empty)"
            } else {
                &one.code
            };
            format!("  {code:<16} {:>6}  {}", one.count, one.why)
        }));
    }
    Ok(lines.join("\n"))
}

fn line(shift: &Shift, zone: &TimeZone) -> String {
    let clock = |at: Option<Timestamp>| {
        at.map_or_else(String::new, |at| {
            at.to_zoned_datetime(zone.clone())
                .strftime("%H:%M")
                .to_string()
        })
    };
    let hours = if shift.whole_day {
        "all day".to_owned()
    } else {
        format!("{}-{}", clock(shift.start), clock(shift.end))
    };
    let code = if shift.code.is_empty() {
        "–"
    } else {
        &shift.code
    };
    format!(
        "  {} {}  {code:<10} {hours:<12} {}",
        shift.date.strftime("%a"),
        shift.date,
        shift.kind.word()
    )
}
