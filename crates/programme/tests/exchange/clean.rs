//! What a folder without a fault is read as.

use jiff::civil::{Weekday, date, time};
use programme::exchange::{FILES, Severity, read};
use programme::facilitators::{Level, TieKind};
use programme::sites::Nation;

use super::folder::Folder;

#[test]
fn a_clean_folder_has_no_problem_and_may_be_applied() {
    let reading = Folder::clean().read();
    assert_eq!(reading.problems, []);
    assert!(reading.may_apply());
    assert_eq!(reading.rows.len(), FILES.len());
    assert_eq!(reading.rows["shifts.csv"], 7);
    assert_eq!(reading.folder.shifts.len(), 7);
}

#[test]
fn every_file_of_the_list_is_in_the_clean_folder_with_that_header() {
    let folder = Folder::clean();
    for (file, header) in FILES {
        assert_eq!(folder.0[file].lines().next().unwrap(), header.join(","));
    }
}

#[test]
fn every_cell_arrives_as_what_its_column_holds() {
    let folder = Folder::clean().read().folder;
    let [sam, robin, kim] = folder.residents.as_slice() else {
        panic!("three residents");
    };
    assert_eq!((sam.wte_hundredths, kim.wte_hundredths), (80, 50));
    assert_eq!(kim.non_working_days, [Weekday::Monday, Weekday::Friday]);
    assert_eq!(
        (sam.home_travel_minutes, robin.home_travel_minutes),
        (Some(35), None)
    );
    assert!(robin.opt_out_48 && robin.standing_opt_in && !kim.opt_out_48);
    assert_eq!(robin.mobile.as_deref(), Some("+44 7700 900123"));
    assert_eq!(folder.placements[0].end, date(2027, 2, 2));
    assert_eq!(folder.placements[0].wte_hundredths, Some(80));
    assert_eq!(folder.sites[1].nation, Nation::England);
    assert_eq!(
        folder.sites[1].deputy_email.as_deref(),
        Some("deputy@example.org")
    );
    assert_eq!(folder.venues[0].address, "1 Example St, Town");
    assert_eq!(folder.venues[0].cost_pence, Some(6_000));
    assert_eq!(folder.venues[1].owner_site.as_deref(), Some("NEW"));
    assert_eq!(folder.venues[1].weekdays.len(), 7);
    assert_eq!(folder.venues[1].currency, "GBP");
    assert_eq!(folder.facilitators[1].level, Level::Novice);
    assert_eq!(
        folder.facilitators[1].supervisor.as_deref(),
        Some("Pat Example")
    );
    assert_eq!(folder.ties[0].kind, TieKind::Supervises);
    assert_eq!(folder.caps[0].from, time(12, 0, 0, 0));
    assert_eq!(folder.travel[0].out_minutes, 45);
    assert_eq!(
        (folder.slots[0].every_weeks, folder.slots[1].every_weeks),
        (1, 2)
    );
}

#[test]
fn columns_may_stand_in_any_order_and_behind_a_byte_order_mark() {
    let text = "\u{feff}minutes_back,venue_code,site_code,minutes_out\r\n44,U1,OLD,45\r\n";
    let reading = Folder::clean().file("travel.csv", Some(text)).read();
    assert_eq!(reading.problems, []);
    let travel = &reading.folder.travel[0];
    assert_eq!((travel.out_minutes, travel.back_minutes), (45, 44));
}

#[test]
fn files_that_may_be_absent_are_not_missed() {
    let mut folder = Folder::clean();
    for file in [
        "shift_codes.csv",
        "shifts.csv",
        "slots.csv",
        "travel.csv",
        "caps.csv",
        "ties.csv",
    ] {
        folder = folder.file(file, None);
    }
    let reading = folder.read();
    assert_eq!(reading.problems, []);
    assert_eq!(reading.folder.slots, []);
    assert_eq!(reading.rows.len(), 5);
}

#[test]
fn without_slots_there_are_weekday_afternoons_over_the_weeks_of_the_shifts() {
    let folder = Folder::clean().file("slots.csv", None).read().folder;
    // The shifts run from Friday 30 October to Saturday 14 November.
    let expected = [
        (Weekday::Monday, date(2026, 11, 2), 2),
        (Weekday::Tuesday, date(2026, 11, 3), 2),
        (Weekday::Wednesday, date(2026, 11, 4), 2),
        (Weekday::Thursday, date(2026, 11, 5), 2),
        (Weekday::Friday, date(2026, 10, 30), 3),
    ];
    let found: Vec<_> = folder
        .slots
        .iter()
        .map(|slot| (slot.weekday, slot.first_date, slot.weeks))
        .collect();
    assert_eq!(found, expected);
    let is_default = |slot: &programme::planning::Slot| {
        (slot.start, slot.minutes, slot.every_weeks) == (time(14, 0, 0, 0), 90, 1)
    };
    assert!(folder.slots.iter().all(is_default));
}

#[test]
fn a_workbook_may_stand_in_for_a_file() {
    use formats::table::{Sheet, SheetCell, write_xlsx};
    let text = |text: &str| SheetCell::Text(text.to_owned());
    let sheet = Sheet {
        name: "Travel".to_owned(),
        header: ["site_code", "venue_code", "minutes_out", "minutes_back"]
            .map(str::to_owned)
            .to_vec(),
        rows: vec![vec![
            text("OLD"),
            text("U1"),
            SheetCell::Number(30.0),
            SheetCell::Number(700.0),
        ]],
    };
    let mut files = Folder::clean().file("travel.csv", None).bytes();
    files.insert("travel.xlsx".to_owned(), write_xlsx(&[sheet]).unwrap());
    let problems = read(&files).problems;
    assert_eq!(problems.len(), 1);
    let line = problems[0].to_string();
    assert_eq!(
        line,
        "travel.xlsx:2:minutes_back E13 this must be 0 to 600; for example 45"
    );
}

#[test]
fn a_cell_that_looks_like_a_formula_stays_text() {
    for cell in ["=1+1", "+1", "-1", "@name", "'=HYPERLINK(A1)"] {
        let reading = Folder::clean()
            .with("sites.csv", "Example General", cell)
            .read();
        assert_eq!(reading.problems, []);
        assert_eq!(reading.folder.sites[0].name, cell.trim_start_matches('\''));
    }
}

#[test]
fn warnings_do_not_stand_in_the_way() {
    let folder = Folder::clean().and("shifts.csv", "R019,NEW,2026-11-13,??,,,,,,,,");
    let reading = folder.read();
    assert_eq!(reading.problems[0].code.severity(), Severity::Warning);
    assert!(reading.may_apply());
}

#[test]
fn problems_are_listed_by_file_row_and_column() {
    let reading = Folder::clean()
        .with("ties.csv", "FA01", "FA09")
        .with(
            "residents.csv",
            "R018,Robin Sample,robin@example.org,ST3,1.00",
            "R018,Robin Sample,robin,ST3,one",
        )
        .with("residents.csv", "0.80", "8.0")
        .file("note.txt", Some("x"))
        .read();
    let places: Vec<_> = reading
        .problems
        .iter()
        .map(|problem| problem.to_string())
        .map(|line| line.split(' ').next().unwrap().to_owned())
        .collect();
    let expected = [
        "folder",
        "residents.csv:2:wte",
        "residents.csv:3:email",
        "residents.csv:3:wte",
        "ties.csv:2:from",
    ];
    assert_eq!(places, expected);
    assert!(!reading.may_apply());
}
