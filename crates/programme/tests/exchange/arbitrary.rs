//! Whatever a file holds, it is read to the end and every row that is missing has its problem.

use std::collections::BTreeSet;

use programme::exchange::{FILES, Severity, read};
use proptest::prelude::*;

use super::folder::Folder;

/// Values that are nearly right, which is where readers trip.
const CELLS: &[&str] = &[
    "",
    " ",
    "OLD",
    "NEW",
    "R017",
    "R018",
    "FA01",
    "U1",
    "LD",
    "n",
    "-",
    "yes",
    "no",
    "Tue;Wed",
    "Wed",
    "0.80",
    "1",
    "90",
    "-1",
    "99999999999",
    "2026-03-29",
    "2026-10-25",
    "2026-11-11",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "00:00",
    "01:30",
    "23:59",
    "24:00",
    "+01:00",
    "clinical",
    "off",
    "unknown",
    "draft",
    "eng",
    "novice",
    "keep_apart",
    "sam@example.org",
    "@",
    "=1+1",
    "943 476 5919",
    "\"",
    "\"a\nb\"",
    "é",
    "\u{202e}",
];

fn a_file() -> impl Strategy<Value = &'static str> {
    (0..FILES.len()).prop_map(|index| FILES[index].0)
}

fn rows_of_near_misses() -> impl Strategy<Value = (&'static str, String)> {
    let file = 0..FILES.len();
    file.prop_flat_map(|index| {
        let (file, header) = FILES[index];
        let good = Folder::clean().0[file].clone();
        let at = (any::<prop::sample::Index>(), 0..header.len());
        let slips = prop::collection::vec((at, prop::sample::select(CELLS)), 0..6);
        slips.prop_map(move |slips| (file, with_slips(&good, &slips)))
    })
}

/// The rows of a file, each twice, with some cells changed.
fn with_slips(good: &str, slips: &[((prop::sample::Index, usize), &str)]) -> String {
    let good = good.replace("\"1 Example St, Town\"", "1 Example St");
    let (header, rows) = good.split_once('\n').expect("a header");
    let rows = rows.lines().map(|row| row.split(',').collect::<Vec<_>>());
    let mut rows: Vec<Vec<&str>> = rows.flat_map(|row| [row.clone(), row]).collect();
    for ((row, column), cell) in slips {
        let row = row.index(rows.len());
        rows[row][*column] = cell;
    }
    let lines = rows.iter().map(|row| row.join(","));
    let lines = std::iter::once(header.to_owned()).chain(lines);
    lines.collect::<Vec<_>>().join("\n")
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_a_named_problem(file in a_file(), bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut files = Folder::clean().bytes();
        files.insert(file.to_owned(), bytes);
        let reading = read(&files);
        prop_assert!(!reading.may_apply());
        prop_assert!(reading.problems.iter().any(|problem| problem.file == file));
    }

    #[test]
    fn a_damaged_file_never_stops_the_reader(file in a_file(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut files = Folder::clean().bytes();
        let bytes = files.get_mut(file).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        for problem in read(&files).problems {
            prop_assert!(!problem.to_string().contains('\n'));
        }
    }

    #[test]
    fn a_row_is_kept_or_has_an_error((file, text) in rows_of_near_misses()) {
        let mut files = Folder::clean().bytes();
        files.insert(file.to_owned(), text.into_bytes());
        let reading = read(&files);
        let of_file = reading.problems.iter().filter(|problem| problem.file == file);
        let stopped: BTreeSet<_> = of_file
            .filter(|problem| problem.code.severity() == Severity::Row)
            .map(|problem| problem.row)
            .collect();
        let folder = &reading.folder;
        let kept = match file {
            "sites.csv" => folder.sites.len(),
            "residents.csv" => folder.residents.len(),
            "placements.csv" => folder.placements.len(),
            "venues.csv" => folder.venues.len(),
            "facilitators.csv" => folder.facilitators.len(),
            "shift_codes.csv" => folder.shift_codes.len(),
            "shifts.csv" => folder.shifts.len(),
            "slots.csv" => folder.slots.len(),
            "travel.csv" => folder.travel.len(),
            "caps.csv" => folder.caps.len(),
            _ => folder.ties.len(),
        };
        if let Some(rows) = reading.rows.get(file) {
            prop_assert_eq!(kept + stopped.len(), *rows);
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing_but_order(seed in any::<prop::sample::Index>(), file in a_file()) {
        let mut folder = Folder::clean()
            .and("shifts.csv", "R019,NEW,2026-11-13,??,,,,,,,,")
            .and("shifts.csv", "R018,OLD,2026-11-13,LD,,,,,,,,")
            .and("shifts.csv", "R019,NEW,2026-10-25,,01:30,09:00,clinical,,,,,");
        let before = folder.read();
        let text = folder.0.get_mut(file).unwrap();
        let (header, rows) = text.split_once('\n').unwrap();
        let mut rows: Vec<&str> = rows.lines().collect();
        rows.reverse();
        let middle = seed.index(rows.len());
        rows.rotate_left(middle);
        *text = format!("{header}\n{}\n", rows.join("\n"));
        prop_assert_eq!(contents(&folder.read()), contents(&before));
    }
}

/// The facts and problems without their order and lines.
fn contents(reading: &programme::exchange::Reading) -> BTreeSet<String> {
    let folder = &reading.folder;
    let shifts = folder.shifts.iter().cloned().map(|mut shift| {
        shift.line = 0;
        format!("{shift:?}")
    });
    let problems = reading.problems.iter();
    let problems = problems.map(|one| format!("{:?} {} {}", one.column, one.code, one.text));
    let mut all: BTreeSet<String> = shifts.chain(problems).collect();
    all.extend(folder.residents.iter().map(|one| format!("{one:?}")));
    all.extend(folder.placements.iter().map(|one| format!("{one:?}")));
    all.extend(folder.sites.iter().map(|one| format!("{one:?}")));
    all.extend(folder.venues.iter().map(|one| format!("{one:?}")));
    all.extend(folder.facilitators.iter().map(|one| format!("{one:?}")));
    all.extend(folder.ties.iter().map(|one| format!("{one:?}")));
    all.extend(folder.shift_codes.iter().map(|one| format!("{one:?}")));
    all.extend(folder.slots.iter().map(|one| format!("{one:?}")));
    all.extend(folder.travel.iter().map(|one| format!("{one:?}")));
    all.extend(folder.caps.iter().map(|one| format!("{one:?}")));
    all
}
