//! `shift_codes.csv` and `shifts.csv`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::cells::Cells;
use super::problem::{Code, Problem, Problems, shown};
use super::references::References;
use super::sheet::{Rows, Sheets};
use super::{Folder, layout, values};
use crate::people::Placement;
use crate::rotas::{Hours, Kind, Shift, ShiftCode, Status, folded, whole_day};
use crate::sites::Nation;

/// How a list of codes writes an empty cell of a grid (programme I8).
pub(crate) const EMPTY_CELL: &str = "(empty)";

/// The codes of the sites.
pub(super) fn shift_codes(
    sheets: &Sheets,
    references: &References,
    problems: &mut Problems,
) -> Vec<ShiftCode> {
    let rows = sheets.rows(&layout::SHIFT_CODES, problems, |cells| {
        let site = references.site(cells, "site_code");
        let code = cells.needed("code", values::line).map(|code| {
            if code.eq_ignore_ascii_case(EMPTY_CELL) {
                String::new()
            } else {
                code
            }
        });
        let kind: Option<Kind> = cells.needed("kind", values::word);
        let hours = start_and_end(cells);
        if hours.is_none() && kind.is_some_and(Kind::needs_times) && cells.text("start").is_empty()
        {
            cells.empty("start");
        }
        let role = cells.optional("role", values::line);
        let (valid_from, valid_to) = cells.days("valid_from", "valid_to")?;
        Some(ShiftCode {
            site: site?,
            code: code?,
            kind: kind?,
            start: hours.map(|(start, _)| start),
            end: hours.map(|(_, end)| end),
            role,
            valid_from,
            valid_to,
        })
    });
    one_meaning_a_day(rows, problems).values()
}

/// Stops each code that means something else already on its first day (E40).
fn one_meaning_a_day(mut rows: Rows<ShiftCode>, problems: &mut Problems) -> Rows<ShiftCode> {
    let mut order: Vec<usize> = (0..rows.rows.len()).collect();
    order.sort_by_key(|&at| {
        let code = &rows.rows[at].1;
        (code.site.clone(), folded(&code.code), code.valid_from)
    });
    let mut stopped = BTreeSet::new();
    let mut kept: Option<usize> = None;
    for at in order {
        let (line, code) = &rows.rows[at];
        let before = kept.map(|kept| &rows.rows[kept]);
        match before {
            Some((earlier, other))
                if other.site == code.site
                    && folded(&other.code) == folded(&code.code)
                    && other.holds_on(code.valid_from) =>
            {
                stopped.insert(*line);
                problems.add(Problem {
                    file: rows.file,
                    row: *line,
                    column: Some("code".to_owned()),
                    code: Code::E40,
                    text: format!(
                        "row {earlier} gives this site's code a meaning on {} already; end that one before, in its \
                         column valid_to",
                        code.valid_from
                    ),
                });
            }
            _ => kept = Some(at),
        }
    }
    rows.rows.retain(|(line, _)| !stopped.contains(line));
    rows
}

/// What shifts are read with.
pub(super) struct Rota<'a> {
    references: &'a References,
    codes: BTreeMap<(&'a str, String), Vec<&'a ShiftCode>>,
    placements: Option<BTreeMap<(&'a str, &'a str), Vec<&'a Placement>>>,
    zones: BTreeMap<&'a str, TimeZone>,
    default_zone: TimeZone,
}

impl<'a> Rota<'a> {
    /// Collects it. Without placements nothing can be outside them.
    pub fn new(folder: &'a Folder, references: &'a References, has_placements: bool) -> Self {
        let mut codes: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for code in &folder.shift_codes {
            let key = (code.site.as_str(), folded(&code.code));
            codes.entry(key).or_default().push(code);
        }
        let mut placements: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for placement in &folder.placements {
            let key = (placement.resident.as_str(), placement.site.as_str());
            placements.entry(key).or_default().push(placement);
        }
        let zones = folder.sites.iter();
        Rota {
            references,
            codes,
            placements: has_placements.then_some(placements),
            zones: zones
                .map(|site| (site.code.as_str(), zone(site.nation)))
                .collect(),
            default_zone: zone(Nation::England),
        }
    }

    /// The shifts.
    pub fn shifts(&self, sheets: &Sheets, problems: &mut Problems) -> Vec<Shift> {
        let rows = sheets.rows(&layout::SHIFTS, problems, |cells| self.shift(cells));
        let rows = rows.unique("date", problems, |shift| {
            let start = shift.start.filter(|_| !shift.whole_day);
            (
                shift.resident.clone(),
                shift.date,
                start,
                shift.site.clone(),
            )
        });
        rows.values()
    }

    fn shift(&self, cells: &mut Cells<'_>) -> Option<Shift> {
        let resident = self.references.resident(cells, "resident_ref");
        let site = self.references.site(cells, "site_code");
        let date = cells.needed("date", values::date);
        let code = cells.optional("shift_code", values::line);
        let kind = cells.optional("kind", values::word);
        let hours = start_and_end(cells);
        let status = cells.optional("status", values::word);
        let start_offset = cells.optional("start_offset", values::offset);
        let end_offset = cells.optional("end_offset", values::offset);
        let role = cells.optional("role", values::line);
        let published_on = cells.optional("published_on", values::date);
        if code.is_none() && cells.text("kind").is_empty() {
            cells.empty("kind");
        }
        let (resident, site, date) = (resident?, site?, date?);
        if cells.is_stopped() {
            return None;
        }
        let code = code.unwrap_or_default();
        let status = status.unwrap_or(Status::Published);
        // What an empty cell of a grid means says nothing of a row that gives its kind and no code.
        let known = Some(&code)
            .filter(|code| !code.is_empty())
            .and_then(|code| self.meaning(&site, code, date));
        let (kind, hours) = settled(cells, &code, kind, hours, known);
        if cells.is_stopped() {
            return None;
        }
        let hours = hours.map(|(start, end)| Hours {
            start,
            end,
            start_offset,
            end_offset,
        });
        let zone = self.zones.get(site.as_str()).unwrap_or(&self.default_zone);
        let (start, end) = match hours {
            Some(hours) => {
                let moments = hours.on(date, zone);
                for (column, code, text) in moments.said {
                    cells.report(column, code, text);
                }
                moments.instants?
            }
            None => whole_day(date, zone)?,
        };
        let is_placed = self.is_placed(cells, &resident, &site, date);
        let kind = match status {
            Status::Published if is_placed => kind,
            Status::Published | Status::Draft => Kind::Unknown,
        };
        Some(Shift {
            resident,
            site,
            date,
            code,
            start: Some(start),
            end: Some(end),
            whole_day: hours.is_none(),
            kind,
            status,
            role: role.or_else(|| known?.role.clone()),
            published_on,
            line: cells.line(),
            imported_at: None,
        })
    }

    fn meaning(&self, site: &str, code: &str, date: Date) -> Option<&'a ShiftCode> {
        let meanings = self.codes.get(&(site, folded(code)))?;
        meanings.iter().copied().find(|code| code.holds_on(date))
    }

    /// Whether a placement of the resident at the site covers the date (W62 if not).
    fn is_placed(&self, cells: &mut Cells<'_>, resident: &str, site: &str, date: Date) -> bool {
        let Some(placements) = &self.placements else {
            return true;
        };
        let here = placements.get(&(resident, site));
        let is_placed = here.is_some_and(|here| here.iter().any(|one| one.covers(date)));
        if !is_placed {
            let text = format!(
                "no placement at this site covers {date}, so the shift is kept as unknown; add one to placements.csv"
            );
            cells.report("date", Code::W62, text);
        }
        is_placed
    }
}

/// What the row says, and the code where the row leaves something open. What neither says is unknown (I2), and so
/// is a row that calls free what its code calls duty, or the other way round.
fn settled(
    cells: &mut Cells<'_>,
    code: &str,
    kind: Option<Kind>,
    hours: Option<(Time, Time)>,
    known: Option<&ShiftCode>,
) -> (Kind, Option<(Time, Time)>) {
    let Some(wanted) = kind.or_else(|| known.map(|known| known.kind)) else {
        unknown_code(cells, code);
        return (Kind::Unknown, hours);
    };
    if let Some(meant) = known.map(|known| known.kind)
        && (wanted.is_free() && meant.is_duty() || wanted.is_duty() && meant.is_free())
    {
        let text = format!(
            "shift_codes.csv calls \"{}\" {} and this row {}, so the shift is kept as unknown; for example {}",
            shown(code),
            meant.word(),
            wanted.word(),
            meant.word()
        );
        cells.report("shift_code", Code::W60, text);
        return (Kind::Unknown, hours);
    }
    let meant = known.filter(|known| wanted.needs_times() || known.kind == wanted);
    let hours = hours.or_else(|| meant.and_then(|known| known.start.zip(known.end)));
    if wanted.needs_times() && hours.is_none() {
        if code.is_empty() {
            cells.empty("start");
        } else {
            unknown_code(cells, code);
        }
        return (Kind::Unknown, None);
    }
    (wanted, hours)
}

fn unknown_code(cells: &mut Cells<'_>, code: &str) {
    let text = format!(
        "shift_codes.csv does not say what \"{}\" means at this site on this date, so the shift is kept as unknown; \
         add it, for example OLD,LD,clinical,08:00,20:30,registrar,2026-08-05,",
        shown(code)
    );
    cells.report("shift_code", Code::W60, text);
}

/// Both times, or neither (E30).
fn start_and_end(cells: &mut Cells<'_>) -> Option<(Time, Time)> {
    let start = cells.optional("start", values::time);
    let end = cells.optional("end", values::time);
    let (missing, other) = match (cells.text("start").is_empty(), cells.text("end").is_empty()) {
        (false, true) => ("end", "start"),
        (true, false) => ("start", "end"),
        _ => return start.zip(end),
    };
    let text = format!("there is a value in {other} and none here; for example 20:30");
    cells.report(missing, Code::E30, text);
    None
}

fn zone(nation: Nation) -> TimeZone {
    TimeZone::get(nation.zone()).expect("the time zones of the United Kingdom are built in")
}
