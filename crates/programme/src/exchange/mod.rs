//! A programme folder: the CSV files of programme section 6 in, facts and every fault with its place out.
//!
//! Nothing is guessed. What a row leaves open is stored as unknown with a warning, or the row is stopped.

mod cells;
mod identifier;
mod layout;
mod organisation;
mod pages;
mod people;
mod problem;
mod references;
mod rota;
mod sheet;
mod slots;
mod store;
mod values;

use std::collections::BTreeMap;

use jiff::civil::Date;

pub(crate) use identifier::has_nhs_number;
pub use layout::FILES;
pub use pages::routes;
pub(crate) use problem::shown;
pub use problem::{Code, Problem, Severity};
pub(crate) use rota::EMPTY_CELL;
pub(crate) use store::facts_but_rotas;
pub use store::{Applied, LastImport, apply, digest, facts, last};

use crate::facilitators::{Facilitator, Tie};
use crate::people::{Placement, Resident};
use crate::planning::Slot;
use crate::rotas::{Shift, ShiftCode};
use crate::sites::{Cap, Site};
use crate::venues::{Travel, Venue};
use layout::LAYOUTS;
use problem::Problems;
use references::References;
use rota::Rota;
use sheet::Sheets;

/// What the files of a folder say, each list in the order of its file.
///
/// References hold only when the reading [may be applied](Reading::may_apply): until then a row may name one that
/// was itself stopped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folder {
    /// From `residents.csv`.
    pub residents: Vec<Resident>,
    /// From `placements.csv`.
    pub placements: Vec<Placement>,
    /// From `sites.csv`.
    pub sites: Vec<Site>,
    /// From `venues.csv`.
    pub venues: Vec<Venue>,
    /// From `facilitators.csv`.
    pub facilitators: Vec<Facilitator>,
    /// From `ties.csv`, which may be absent.
    pub ties: Vec<Tie>,
    /// From `shifts.csv`, which may be absent.
    pub shifts: Vec<Shift>,
    /// From `shift_codes.csv`, which may be absent.
    pub shift_codes: Vec<ShiftCode>,
    /// From `slots.csv`; without it, weekday afternoons over the weeks that the shifts cover.
    pub slots: Vec<Slot>,
    /// From `travel.csv`, which may be absent.
    pub travel: Vec<Travel>,
    /// From `caps.csv`, which may be absent.
    pub caps: Vec<Cap>,
}

impl Folder {
    /// The way from a site to a room, if anybody told it.
    pub(crate) fn way(&self, site: &str, venue: &str) -> Option<&Travel> {
        self.travel
            .iter()
            .find(|way| way.site == site && way.venue == venue)
    }

    /// Where a resident works on a date.
    pub(crate) fn placement_on(&self, resident: &str, date: Date) -> Option<&Placement> {
        self.placements
            .iter()
            .find(|placement| placement.resident == resident && placement.covers(date))
    }
}

/// A folder as it was understood, and what was wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// What could be read.
    pub folder: Folder,
    /// Every fault and warning: those of the folder itself, then by file in the order of [`FILES`], row and column.
    pub problems: Vec<Problem>,
    /// The rows below the header, for each file that could be read as a table.
    pub rows: BTreeMap<&'static str, usize>,
}

impl Reading {
    /// What stands in the way.
    pub fn faults(&self) -> impl Iterator<Item = &Problem> {
        self.problems
            .iter()
            .filter(|problem| problem.code.severity() != Severity::Warning)
    }

    /// What is worth knowing and stands in no way.
    pub fn warnings(&self) -> impl Iterator<Item = &Problem> {
        self.problems
            .iter()
            .filter(|problem| problem.code.severity() == Severity::Warning)
    }

    /// Whether nothing was stopped; warnings do not stand in the way.
    pub fn may_apply(&self) -> bool {
        self.problems
            .iter()
            .all(|problem| problem.code.severity() == Severity::Warning)
    }
}

/// Reads the files of a folder, given by name. For each `.csv` an `.xlsx` with one sheet may stand in.
///
/// At most 20 MB and 500,000 rows a file are read (programme I6). Nothing in the files makes this fail: whatever is
/// wrong is listed.
pub fn read(files: &BTreeMap<String, Vec<u8>>) -> Reading {
    let mut problems = Problems::default();
    let sheets = Sheets::open(files, &mut problems);
    let references = References::gather(&sheets);
    let mut folder = Folder {
        sites: organisation::sites(&sheets, &mut problems),
        residents: people::residents(&sheets, &mut problems),
        placements: people::placements(&sheets, &references, &mut problems),
        venues: organisation::venues(&sheets, &references, &mut problems),
        facilitators: people::facilitators(&sheets, &references, &mut problems),
        ties: people::ties(&sheets, &references, &mut problems),
        shift_codes: rota::shift_codes(&sheets, &references, &mut problems),
        travel: organisation::travel(&sheets, &references, &mut problems),
        caps: organisation::caps(&sheets, &references, &mut problems),
        ..Folder::default()
    };
    let rota = Rota::new(&folder, &references, sheets.is_open(&layout::PLACEMENTS));
    folder.shifts = rota.shifts(&sheets, &mut problems);
    folder.slots = if sheets.was_given(&layout::SLOTS) {
        slots::slots(&sheets, &mut problems)
    } else {
        slots::by_default(&folder.shifts)
    };
    Reading {
        folder,
        problems: problems.sorted(),
        rows: LAYOUTS
            .iter()
            .filter_map(|layout| Some((layout.file, sheets.row_count(layout)?)))
            .collect(),
    }
}

/// Reads a list of shifts on its own, `shifts.csv` or a workbook of the same form, with the codes of a site. Whose
/// rows they are and where they are placed is for the caller to judge.
pub(crate) fn read_rows(bytes: &[u8], codes: &[ShiftCode]) -> (Vec<Shift>, Vec<Problem>) {
    let mut problems = Problems::default();
    let sheets = Sheets::of_one(&layout::SHIFTS, bytes, &mut problems);
    let folder = Folder {
        shift_codes: codes.to_vec(),
        ..Folder::default()
    };
    let references = References::gather(&Sheets::default());
    let shifts = Rota::new(&folder, &references, false).shifts(&sheets, &mut problems);
    (shifts, problems.sorted())
}

/// Reads a list of codes on its own, `shift_codes.csv` or a workbook of the same form.
pub fn read_codes(bytes: &[u8]) -> (Vec<ShiftCode>, Vec<Problem>) {
    let mut problems = Problems::default();
    let sheets = Sheets::of_one(&layout::SHIFT_CODES, bytes, &mut problems);
    let references = References::gather(&Sheets::default());
    let codes = rota::shift_codes(&sheets, &references, &mut problems);
    (codes, problems.sorted())
}
