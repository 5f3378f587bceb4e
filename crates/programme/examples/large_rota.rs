//! How long a rota of 400 doctors and 182 days takes to propose and to read, without the file around it.
//!
//! `cargo run --release -p programme --example large_rota`

use std::time::Instant;

use formats::table::{BookKind, RawBook, RawCell, RawSheet};
use jiff::ToSpan;
use jiff::civil::date;
use programme::rotas::grid;

const DOCTORS: usize = 400;
const DAYS: usize = 182;
const ROUNDS: usize = 20;

fn main() {
    let book = book();
    let today = date(2026, 7, 1);
    let layout = grid::propose(&book, today).expect("the rota has a grid");
    let mut proposing = Vec::new();
    let mut reading = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let proposed = grid::propose(&book, today);
        proposing.push(start.elapsed());
        assert_eq!(proposed.as_ref(), Ok(&layout));
        let start = Instant::now();
        let read = grid::read(&book, &layout).expect("what is proposed can be read");
        reading.push(start.elapsed());
        assert_eq!(read.entries.len(), DOCTORS * DAYS);
    }
    proposing.sort_unstable();
    reading.sort_unstable();
    println!("{DOCTORS} doctors, {DAYS} days, median and best of {ROUNDS} rounds");
    println!("propose {:?} {:?}", proposing[ROUNDS / 2], proposing[0]);
    println!("read    {:?} {:?}", reading[ROUNDS / 2], reading[0]);
}

fn book() -> RawBook {
    const CODES: [&str; 6] = ["LD", "N", "SD", "OFF", "AL", ""];
    let first = date(2026, 8, 5);
    let mut head = vec![cell("Name"), cell("Grade")];
    for day in 0..DAYS {
        let days = i64::try_from(day).expect("half a year fits");
        let date = first.saturating_add(days.days());
        head.push(cell(&date.strftime("%a %-d %b %Y").to_string()));
    }
    let mut rows = vec![vec![cell("SHO rota")], head];
    for doctor in 0..DOCTORS {
        let mut row = vec![cell(&format!("Dr Quill Finch {doctor}")), cell("ST3")];
        row.extend((0..DAYS).map(|day| cell(CODES[(doctor * 7 + day) % CODES.len()])));
        rows.push(row);
    }
    rows.push(vec![cell("LD = Long day 08:00-20:30")]);
    RawBook {
        kind: BookKind::Xlsx,
        sheets: vec![RawSheet {
            name: "Rota".to_owned(),
            rows,
            ..RawSheet::default()
        }],
        encoding: None,
        warnings: Vec::new(),
    }
}

fn cell(text: &str) -> RawCell {
    RawCell {
        text: text.to_owned(),
        ..RawCell::default()
    }
}
