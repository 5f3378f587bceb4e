//! How long a rota of 400 people and half a year takes to read: `cargo bench -p formats --bench raw_sheets`.

use formats::table::{Limits, RawBook, read_raw};
use rust_xlsxwriter::{Color, Format, Workbook};
use std::hint::black_box;
use std::time::{Duration, Instant};

const PEOPLE: u32 = 400;
const DAYS: u16 = 182;
const CODES: [&str; 7] = ["LD", "N", "SD", "", "Off", "AL", "Teach"];
const ROUNDS: usize = 9;

fn main() {
    for (name, bytes) in [("xlsx", xlsx()), ("csv", csv())] {
        let mut times: Vec<Duration> = (0..ROUNDS).map(|_| time(&bytes)).collect();
        times.sort();
        println!(
            "{name}: {} bytes, median {:.1} ms, worst {:.1} ms",
            bytes.len(),
            times[ROUNDS / 2].as_secs_f64() * 1e3,
            times[ROUNDS - 1].as_secs_f64() * 1e3,
        );
    }
}

fn time(bytes: &[u8]) -> Duration {
    let start = Instant::now();
    let book: RawBook = read_raw(black_box(bytes), Limits::PROGRAMME).expect("our own rota");
    let time = start.elapsed();
    assert_eq!(book.sheets[0].rows.len(), PEOPLE as usize + 2);
    time
}

fn code(person: u32, day: u16) -> &'static str {
    CODES[(person as usize * 3 + day as usize * 5) % CODES.len()]
}

fn xlsx() -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let date = Format::new().set_num_format("ddd dd/mm");
    let leave = Format::new().set_background_color(Color::Yellow);
    page.merge_range(0, 1, 0, DAYS, "February to August", &Format::new())
        .expect("a merge");
    for day in 0..DAYS {
        page.write_number_with_format(1, day + 1, 46_000.0 + f64::from(day), &date)
            .expect("a date");
    }
    for person in 0..PEOPLE {
        let row = person + 2;
        page.write_string(row, 0, format!("Resident Number {person}"))
            .expect("a name");
        for day in 0..DAYS {
            match code(person, day) {
                "" => page.write_blank(row, day + 1, &leave),
                "AL" => page.write_string_with_format(row, day + 1, "AL", &leave),
                code => page.write_string(row, day + 1, code),
            }
            .expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

fn csv() -> Vec<u8> {
    let mut text = String::from("February to August\n");
    text.push_str("Name");
    for day in 0..DAYS {
        text.push_str(&format!(",day {day}"));
    }
    for person in 0..PEOPLE {
        text.push_str(&format!("\n\"Number {person}, Resident\""));
        for day in 0..DAYS {
            text.push(',');
            text.push_str(code(person, day));
        }
    }
    text.into_bytes()
}
