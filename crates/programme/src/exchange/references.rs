//! What rows may refer to (E20, E21, E22).

use std::collections::BTreeSet;

use super::cells::Cells;
use super::layout::{FACILITATORS, Layout, RESIDENTS, SITES, VENUES};
use super::problem::Code;
use super::sheet::Sheets;
use super::values;

/// The references of a folder, also those of rows that were stopped: one faulty row is one problem, not a problem
/// in every row that refers to it. Of a file that could not be opened nothing is known, and nothing is refused.
pub(super) struct References {
    residents: Option<BTreeSet<String>>,
    sites: Option<BTreeSet<String>>,
    venues: Option<BTreeSet<String>>,
    facilitators: Option<BTreeSet<String>>,
}

impl References {
    /// Collects them.
    pub fn gather(sheets: &Sheets) -> References {
        let all = |layout: &Layout, column: &str| {
            let sheet = sheets.get(layout)?;
            Some(sheet.column(column).map(str::to_owned).collect())
        };
        References {
            residents: all(&RESIDENTS, "resident_ref"),
            sites: all(&SITES, "site_code"),
            venues: all(&VENUES, "venue_code"),
            facilitators: all(&FACILITATORS, "facilitator_ref"),
        }
    }

    /// A resident that `residents.csv` has.
    pub fn resident(&self, cells: &mut Cells<'_>, column: &str) -> Option<String> {
        let reference = cells.needed(column, values::reference)?;
        if lacks(&self.residents, &reference) {
            cells.report(
                column,
                Code::E20,
                unknown("no resident has this reference", &self.residents),
            );
        }
        Some(reference)
    }

    /// A site that `sites.csv` has.
    pub fn site(&self, cells: &mut Cells<'_>, column: &str) -> Option<String> {
        if cells.text(column).is_empty() {
            cells.empty(column);
        }
        self.optional_site(cells, column)
    }

    /// A site that `sites.csv` has, where one is given.
    pub fn optional_site(&self, cells: &mut Cells<'_>, column: &str) -> Option<String> {
        let code = cells.optional(column, values::reference)?;
        if lacks(&self.sites, &code) {
            cells.report(
                column,
                Code::E21,
                unknown("no site has this code", &self.sites),
            );
        }
        Some(code)
    }

    /// A venue that `venues.csv` has.
    pub fn venue(&self, cells: &mut Cells<'_>, column: &str) -> Option<String> {
        let code = cells.needed(column, values::reference)?;
        if lacks(&self.venues, &code) {
            cells.report(
                column,
                Code::E22,
                unknown("no venue has this code", &self.venues),
            );
        }
        Some(code)
    }

    /// A facilitator or a resident.
    pub fn person(&self, cells: &mut Cells<'_>, column: &str) -> Option<String> {
        let reference = cells.needed(column, values::reference)?;
        if lacks(&self.facilitators, &reference) && lacks(&self.residents, &reference) {
            let what = "no facilitator and no resident has this reference";
            cells.report(column, Code::E22, unknown(what, &self.facilitators));
        }
        Some(reference)
    }
}

fn lacks(known: &Option<BTreeSet<String>>, reference: &str) -> bool {
    known
        .as_ref()
        .is_some_and(|known| !known.contains(reference))
}

/// The example is one of the folder's own, if it is a reference at all.
fn unknown(what: &str, known: &Option<BTreeSet<String>>) -> String {
    let mut given = known.iter().flatten();
    match given.find(|text| values::reference(text).is_ok()) {
        Some(example) => format!("{what}; for example {example}"),
        None => format!("{what}; its file has no rows"),
    }
}
