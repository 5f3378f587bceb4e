use super::*;
use jiff::civil::date;

/// Hours from midnight of the first day of the rota.
type Hours = f64;

#[derive(Clone)]
struct Row {
    day: i64,
    site: String,
    kind: String,
    code: String,
    /// Start and end of a duty.
    duty: Option<(Hours, Hours)>,
}

impl Row {
    fn is_known(&self) -> bool {
        self.kind != "clinical" || self.duty.is_some()
    }

    fn is_night(&self) -> bool {
        self.duty
            .is_some_and(|(start, end)| start.rem_euclid(24.0) > 18.0 && end - start > 8.0)
    }

    fn is_long(&self) -> bool {
        self.duty.is_some_and(|(start, end)| end - start > 10.0)
    }
}

const FIRST: Date = date(2026, 9, 7);

fn made() -> BTreeMap<String, Vec<u8>> {
    files(FIRST, date(2026, 7, 20))
}

fn rows(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(&files[name]).unwrap();
    text.lines()
        .skip(1)
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect()
}

fn rotas(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<Row>> {
    let begin = later(FIRST, -7 * WEEKS_BEFORE);
    let mut rotas: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for cells in rows(files, "shifts.csv") {
        let date: Date = cells[2].parse().unwrap();
        let day = i64::from(date.since(begin).unwrap().get_days());
        let duty = (!cells[4].is_empty()).then(|| {
            let (start, end) = (clock(&cells[4]), clock(&cells[5]));
            let end = if end <= start { end + 24.0 } else { end };
            (day as Hours * 24.0 + start, day as Hours * 24.0 + end)
        });
        rotas.entry(cells[0].clone()).or_default().push(Row {
            day,
            site: cells[1].clone(),
            code: cells[3].clone(),
            kind: cells[6].clone(),
            duty,
        });
    }
    rotas
}

fn clock(text: &str) -> Hours {
    let (hours, minutes) = text.split_once(':').unwrap();
    hours.parse::<Hours>().unwrap() + minutes.parse::<Hours>().unwrap() / 60.0
}

/// Weeks of the run in which the resident is on a clinical duty that wholly covers the session and the longest way
/// to any venue, with the rota known from ten days before to two days after.
fn available_weeks(rota: &[Row], travel: &BTreeMap<String, Hours>, slot: (i64, &str)) -> usize {
    (0..RUN_WEEKS)
        .filter(|week| {
            let day = 7 * (WEEKS_BEFORE + week) + slot.0;
            let known = (day - 10..=day + 2)
                .all(|near| rota.iter().any(|row| row.day == near && row.is_known()));
            known
                && rota.iter().any(|row| {
                    let way = travel[&row.site];
                    let from = day as Hours * 24.0 + clock(slot.1) - way;
                    let to = from + 2.0 * way + MINUTES as Hours / 60.0;
                    row.kind == "clinical"
                        && row
                            .duty
                            .is_some_and(|(start, end)| start <= from && to <= end)
                        && !in_rest_after_night(rota, from, to)
                })
        })
        .count()
}

fn in_rest_after_night(rota: &[Row], from: Hours, to: Hours) -> bool {
    rota.iter().filter(|row| row.is_night()).any(|row| {
        row.duty
            .is_some_and(|(_, end)| to > end && from < end + 46.0)
    })
}

fn longest_ways(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Hours> {
    let mut ways = BTreeMap::new();
    for cells in rows(files, "travel.csv") {
        let way = cells[2].parse::<Hours>().unwrap() / 60.0;
        let longest: &mut Hours = ways.entry(cells[0].clone()).or_insert(0.0);
        *longest = longest.max(way);
    }
    ways
}

#[test]
fn at_least_thirty_six_residents_can_come_to_some_slot_in_sixteen_weeks() {
    let files = made();
    let (rotas, ways) = (rotas(&files), longest_ways(&files));
    let mut anywhere = 0;
    let mut by_slot = [0; SLOTS.len()];
    for rota in rotas.values() {
        let fits = SLOTS.map(|slot| available_weeks(rota, &ways, slot) >= 16);
        anywhere += usize::from(fits.contains(&true));
        for (count, fits) in by_slot.iter_mut().zip(fits) {
            *count += usize::from(fits);
        }
    }
    assert!(anywhere >= 36, "{anywhere} residents; by slot {by_slot:?}");
    assert!(anywhere < 60, "somebody must be left for \"why not\"");
    assert!(by_slot.iter().all(|count| *count >= 12), "{by_slot:?}");
}

#[test]
fn every_resident_has_one_row_a_day_while_the_rota_is_known() {
    let files = made();
    let rotas = rotas(&files);
    assert_eq!(rotas.len(), 60);
    for (resident, rota) in &rotas {
        let days: Vec<i64> = rota.iter().map(|row| row.day).collect();
        let whole = if rota.iter().any(|row| row.site == "OST") {
            7 * (WEEKS_BEFORE + 20)
        } else {
            7 * (WEEKS_BEFORE + RUN_WEEKS)
        };
        assert_eq!(days, (0..whole).collect::<Vec<_>>(), "{resident}");
    }
}

#[test]
fn rotas_keep_the_limits_of_the_rule_pack() {
    for (resident, rota) in &rotas(&made()) {
        let duties: Vec<&Row> = rota.iter().filter(|row| row.duty.is_some()).collect();
        for pair in duties.windows(2) {
            let ((_, end), (start, _)) = (pair[0].duty.unwrap(), pair[1].duty.unwrap());
            let nights_go_on = pair[0].is_night() && pair[1].is_night();
            let least = if pair[0].is_night() && !nights_go_on {
                46.0
            } else {
                11.0
            };
            assert!(start - end >= least, "{resident}: day {}", pair[1].day);
        }
        run_is_rested(resident, &duties, 4, Row::is_night, 46.0);
        run_is_rested(resident, &duties, 4, Row::is_long, 48.0);
        run_is_rested(resident, &duties, 7, |_| true, 48.0);
        for from in &duties {
            let (start, _) = from.duty.unwrap();
            let within = duties.iter().filter_map(|row| row.duty).map(|(a, b)| {
                let (a, b) = (a.max(start), b.min(start + 168.0));
                (b - a).max(0.0)
            });
            let sum: Hours = within.sum();
            assert!(sum <= 72.0, "{resident}: {sum} h from day {}", from.day);
        }
    }
}

/// No run of such duties on consecutive days is longer than `most`, and one that is as long is followed by rest.
fn run_is_rested(who: &str, duties: &[&Row], most: usize, such: fn(&Row) -> bool, rest: Hours) {
    let mut length = 0;
    for (index, row) in duties.iter().enumerate() {
        let goes_on = index > 0 && duties[index - 1].day + 1 == row.day && such(duties[index - 1]);
        length = match (such(row), goes_on) {
            (false, _) => 0,
            (true, false) => 1,
            (true, true) => length + 1,
        };
        let day = row.day;
        assert!(length <= most, "{who}: {length} running on day {day}");
        if let Some(next) = duties.get(index + 1).filter(|_| length == most) {
            let gap = next.duty.unwrap().0 - row.duty.unwrap().1;
            assert!(gap >= rest, "{who}: {gap} h after day {day}");
        }
    }
}

#[test]
fn full_time_weeks_average_about_forty_six_hours_and_never_more_than_forty_eight() {
    let files = made();
    let full_time: Vec<String> = rows(&files, "residents.csv")
        .into_iter()
        .filter(|cells| cells[4] == "1.00")
        .map(|cells| cells[0].clone())
        .collect();
    let mut all = Vec::new();
    for (resident, rota) in rotas(&files) {
        // Leave counts as the hours of an ordinary day.
        let away = |row: &&Row| matches!(&*row.kind, "annual_leave" | "study_leave");
        let leave = rota.iter().filter(away).count() as Hours * 8.0;
        let worked: Hours = rota
            .iter()
            .filter_map(|row| row.duty)
            .map(|(a, b)| b - a)
            .sum();
        let average = (worked + leave) / (rota.len() as Hours / 7.0);
        assert!(average <= 48.0, "{resident}: {average}");
        if full_time.contains(&resident) {
            all.push(average);
        }
    }
    let mean = all.iter().sum::<Hours>() / all.len() as Hours;
    assert!((44.0..47.5).contains(&mean), "{mean}");
}

#[test]
fn each_code_of_a_rota_is_in_the_list_of_its_hospital_but_two() {
    let files = made();
    let codes = rows(&files, "shift_codes.csv");
    let unlisted: Vec<String> = rotas(&files)
        .into_iter()
        .flat_map(|(resident, rota)| rota.into_iter().map(move |row| (resident.clone(), row)))
        .filter(|(_, row)| {
            !codes
                .iter()
                .any(|c| c[0] == row.site && c[1] == row.code && c[2] == row.kind)
        })
        .map(|(resident, _)| resident)
        .collect();
    assert_eq!(unlisted, ["R028", "R053"]);
}

#[test]
fn references_hold_and_names_and_addresses_are_of_nobody_and_of_one() {
    let files = made();
    let residents = rows(&files, "residents.csv");
    let mut addresses: Vec<&str> = residents.iter().map(|cells| &*cells[2]).collect();
    assert!(addresses.iter().all(|a| a.ends_with("@example.org")));
    addresses.sort_unstable();
    addresses.dedup();
    assert_eq!(addresses.len(), 60);
    let known = |reference: &String| {
        residents.iter().any(|cells| cells[0] == *reference) || reference.starts_with("FA0")
    };
    for cells in rows(&files, "ties.csv") {
        assert!(known(&cells[0]) && known(&cells[1]), "{cells:?}");
    }
    let moved = rows(&files, "placements.csv").len() - residents.len();
    assert_eq!(moved, 8);
}

#[test]
fn the_same_dates_give_the_same_bytes_and_other_dates_the_same_people() {
    assert_eq!(made(), made());
    let later = files(date(2027, 1, 6), date(2026, 12, 1));
    assert_eq!(made()["residents.csv"], later["residents.csv"]);
    let slots = rows(&later, "slots.csv");
    assert_eq!((&*slots[0][0], &*slots[0][3]), ("Tue", "2027-01-12"));
}
