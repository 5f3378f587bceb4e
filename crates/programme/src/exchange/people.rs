//! `residents.csv`, `placements.csv`, `facilitators.csv` and `ties.csv`.

use std::collections::{BTreeMap, BTreeSet};

use super::layout;
use super::problem::{Code, Problem, Problems};
use super::references::References;
use super::sheet::{Rows, Sheets};
use super::values;
use crate::facilitators::{Facilitator, Tie};
use crate::people::{Placement, Resident};

/// The residents.
pub(super) fn residents(sheets: &Sheets, problems: &mut Problems) -> Vec<Resident> {
    let rows = sheets.rows(&layout::RESIDENTS, problems, |cells| {
        let reference = cells.needed("resident_ref", values::reference);
        let full_name = cells.needed("full_name", values::line);
        let email = cells.needed("email", values::email);
        let grade = cells.needed("grade", values::line);
        let wte = cells.needed("wte", values::wte);
        let non_working_days = cells.optional("non_working_days", values::weekdays);
        let mobile = cells.optional("mobile", values::telephone);
        let home_travel_minutes = cells.optional("home_travel_min", values::whole(0..=600));
        let priority_group = cells.optional("priority_group", values::line);
        let opt_out_48 = cells.optional("opt_out_48", values::yes_or_no);
        let standing_opt_in = cells.optional("standing_opt_in", values::yes_or_no);
        Some(Resident {
            reference: reference?,
            full_name: full_name?,
            email: email?,
            grade: grade?,
            wte_hundredths: wte?,
            non_working_days: non_working_days.unwrap_or_default(),
            mobile,
            home_travel_minutes,
            priority_group,
            opt_out_48: opt_out_48.unwrap_or(false),
            standing_opt_in: standing_opt_in.unwrap_or(false),
        })
    });
    rows.unique("resident_ref", problems, |one| one.reference.clone())
        .unique("email", problems, |one| one.email.to_lowercase())
        .values()
}

/// The placements.
pub(super) fn placements(
    sheets: &Sheets,
    references: &References,
    problems: &mut Problems,
) -> Vec<Placement> {
    let rows = sheets.rows(&layout::PLACEMENTS, problems, |cells| {
        let resident = references.resident(cells, "resident_ref");
        let site = references.site(cells, "site_code");
        if cells.text("end_date").is_empty() {
            cells.empty("end_date");
        }
        let days = cells.days("start_date", "end_date");
        let role = cells.needed("role", values::line);
        let wte_hundredths = cells.optional("wte", values::wte);
        let (start, end) = days?;
        Some(Placement {
            resident: resident?,
            site: site?,
            start,
            end: end?,
            role: role?,
            wte_hundredths,
        })
    });
    let rows = rows.unique("start_date", problems, |placement| {
        (placement.resident.clone(), placement.start)
    });
    without_overlaps(rows, problems).values()
}

/// Stops each placement that starts before an earlier one of the same resident is over (E41).
fn without_overlaps(mut rows: Rows<Placement>, problems: &mut Problems) -> Rows<Placement> {
    let mut by_start: Vec<(usize, &Placement)> =
        rows.rows.iter().map(|(line, one)| (*line, one)).collect();
    by_start.sort_by_key(|(_, one)| (&one.resident, one.start));
    let mut latest: BTreeMap<&str, (usize, &Placement)> = BTreeMap::new();
    let mut stopped = BTreeSet::new();
    for (line, one) in by_start {
        match latest.get(one.resident.as_str()) {
            Some((earlier, other)) if one.start <= other.end => {
                stopped.insert(line);
                problems.add(Problem {
                    file: rows.file,
                    row: line,
                    column: Some("start_date".to_owned()),
                    code: Code::E41,
                    text: format!(
                        "the same resident's placement of row {earlier} lasts until {}; it must be over before \
                         this one starts",
                        other.end
                    ),
                });
            }
            _ => {
                latest.insert(&one.resident, (line, one));
            }
        }
    }
    rows.rows.retain(|(line, _)| !stopped.contains(line));
    rows
}

/// The facilitators.
pub(super) fn facilitators(
    sheets: &Sheets,
    references: &References,
    problems: &mut Problems,
) -> Vec<Facilitator> {
    let rows = sheets.rows(&layout::FACILITATORS, problems, |cells| {
        let reference = cells.needed("facilitator_ref", values::reference);
        let full_name = cells.needed("full_name", values::line);
        let email = cells.needed("email", values::email);
        let profession = cells.needed("profession", values::line);
        let level = cells.needed("level", values::word);
        let psychodynamic = cells.needed("psychodynamic_training", values::yes_or_no);
        let work_site = references.optional_site(cells, "work_site_code");
        let requirement_set = cells.optional("requirement_set", values::reference);
        let max_groups = cells.needed("max_groups", values::whole(0..=50));
        let weekdays = cells.needed("available_weekdays", values::weekdays);
        let days = cells.days("active_from", "active_to");
        let supervisor = cells.optional("supervisor_name", values::line);
        let (from, to) = days?;
        Some(Facilitator {
            reference: reference?,
            full_name: full_name?,
            email: email?,
            profession: profession?,
            level: level?,
            psychodynamic: psychodynamic?,
            work_site,
            requirement_set,
            max_groups: max_groups?,
            weekdays: weekdays?,
            from,
            to,
            supervisor,
        })
    });
    rows.unique("facilitator_ref", problems, |one| one.reference.clone())
        .values()
}

/// The ties.
pub(super) fn ties(sheets: &Sheets, references: &References, problems: &mut Problems) -> Vec<Tie> {
    let rows = sheets.rows(&layout::TIES, problems, |cells| {
        let from = references.person(cells, "from");
        let to = references.resident(cells, "to");
        let kind = cells.needed("tie", values::word);
        let (from_date, to_date) = cells.optional_days("valid_from", "valid_to");
        if from.is_some() && from == to {
            let text = "a tie is between two people; for example FA01 and R017";
            cells.report("to", Code::E13, text);
        }
        Some(Tie {
            from: from?,
            to: to?,
            kind: kind?,
            from_date,
            to_date,
        })
    });
    rows.values()
}
