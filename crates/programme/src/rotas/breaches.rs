//! Where a rota breaks the rules of its own site. It is said, and loosens no verdict (programme 5.3).

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Shift;
use super::remark::Remark;
use crate::exchange::Code;

/// Shifts by doctor, each in the order of time.
pub fn by_resident(shifts: &[Shift]) -> BTreeMap<&str, Vec<&Shift>> {
    let mut residents: BTreeMap<&str, Vec<&Shift>> = BTreeMap::new();
    for shift in shifts {
        residents.entry(&shift.resident).or_default().push(shift);
    }
    for own in residents.values_mut() {
        own.sort_by_key(|shift| (shift.date, shift.start));
    }
    residents
}

/// The rota of one doctor, all of it just learnt.
pub fn timeline(shifts: &[&Shift], pack: &rest::Pack, zone: &TimeZone) -> rest::Timeline {
    let facts: Vec<rest::Fact> = shifts
        .iter()
        .filter_map(|shift| {
            Some(rest::Fact {
                date: shift.date,
                start: shift.start?,
                end: shift.end?,
                kind: shift.kind,
                imported_at: Timestamp::UNIX_EPOCH,
            })
        })
        .collect();
    let policy = rest::Policy::default();
    rest::Timeline::new(&facts, zone, Timestamp::UNIX_EPOCH, &policy, Some(pack))
}

/// A warning (W63) for each limit that a doctor's rota breaks, with what `name` calls the doctor.
pub fn breaches(
    shifts: &[Shift],
    pack: &rest::Pack,
    zone: &TimeZone,
    name: &dyn Fn(&str) -> String,
) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (resident, own) in by_resident(shifts) {
        for breach in rest::breaches(&timeline(&own, pack, zone)) {
            let row = own.iter().find(|shift| shift.date == breach.date);
            remarks.push(Remark {
                code: Code::W63,
                row: row.map(|shift| shift.line),
                column: None,
                text: format!(
                    "{}: {}",
                    name(resident),
                    rest::breach_sentence(&breach, zone)
                ),
            });
        }
    }
    remarks
}
