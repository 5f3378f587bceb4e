//! Whatever a file holds, it is read to the end, and nothing in it makes a day free that nobody called free.

use jiff::civil::date;
use programme::rotas::reading::{
    RotaReading, calendar_entries, calendar_span, read_calendar, read_grid, read_rows,
};
use programme::rotas::{Remark, source_of};
use proptest::prelude::*;

use super::site::{TODAY, codes, with_known, zone};

/// Reads bytes as every kind of file; all that is found.
pub fn read_all(bytes: &[u8]) -> Vec<Result<RotaReading, Remark>> {
    let _ = source_of(bytes);
    let zone = zone();
    let calendar = calendar_span(bytes, &zone, TODAY)
        .and_then(|span| calendar_entries(bytes, "R1", &zone, span))
        .map(|(entries, _)| with_known(&codes(), |known| read_calendar(entries, known)));
    with_known(&codes(), |known| {
        vec![
            read_grid(bytes, None, known),
            read_rows(bytes, known),
            calendar,
        ]
    })
}

/// What holds of every reading: a line a remark, and facts that have an extent.
pub fn is_sound(read: &Result<RotaReading, Remark>) -> bool {
    match read {
        Err(fault) => !fault.to_string().contains('\n'),
        Ok(read) => {
            let lines = read
                .remarks
                .iter()
                .all(|remark| !remark.to_string().contains('\n'));
            let whole = read
                .shifts
                .iter()
                .all(|shift| shift.start.is_some() && shift.end.is_some());
            lines && whole && read.dates.is_some() != read.shifts.is_empty()
        }
    }
}

const GRID: &str = "Name,Wed 11 Nov,Thu 12 Nov\nDr Ann Quill,LD,off\nDr Bo Finch,N,AL\n";
const ROWS: &str =
    "resident_ref,site_code,date,kind\nR1,OLD,2026-11-11,off\nR2,OLD,2026-11-11,off\n";
const CALENDAR: &str = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;TZID=Europe/London:20261024T203000\n\
    DURATION:PT12H\nRRULE:FREQ=DAILY;COUNT=3\nSUMMARY:N\nEND:VEVENT\nEND:VCALENDAR\n";
const FILES: [&str; 3] = [GRID, ROWS, CALENDAR];

proptest! {
    #[test]
    fn arbitrary_bytes_never_stop_a_reader(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for read in read_all(&bytes) {
            prop_assert!(is_sound(&read), "{:?}", read);
        }
    }

    #[test]
    fn arbitrary_text_never_stops_a_reader(text in "[A-Za-z0-9,;:/\"\n\t =+-]{0,200}") {
        for read in read_all(text.as_bytes()) {
            prop_assert!(is_sound(&read), "{:?}", read);
        }
    }

    #[test]
    fn a_damaged_file_never_stops_a_reader(
        file in prop::sample::select(&FILES[..]),
        slips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = file.as_bytes().to_vec();
        for (at, byte) in slips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len()) + 1);
        for read in read_all(&bytes) {
            prop_assert!(is_sound(&read), "{:?}", read);
        }
    }
}

#[test]
fn a_calendar_without_end_or_of_another_age_is_read_to_its_bound() {
    for start in ["00010101", "19000101", "20261111", "99991231"] {
        let text = format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:{start}\nRRULE:FREQ=DAILY\nSUMMARY:LD\nEND:VEVENT\n\
             END:VCALENDAR\n"
        );
        for read in read_all(text.as_bytes()) {
            assert!(is_sound(&read), "{start}");
        }
    }
    let (first, last) = calendar_span(CALENDAR.as_bytes(), &zone(), TODAY).unwrap();
    assert_eq!(first, date(2026, 10, 24));
    assert!(last <= date(2027, 11, 2));
}
