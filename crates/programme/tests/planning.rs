//! From facts to the planner's problem.

#![allow(clippy::unwrap_used, reason = "a step that fails is a test that fails")]

use std::collections::{BTreeMap, BTreeSet};

use programme::exchange::{self, Folder};
use programme::planning::build;

/// Two doctors of one hospital; the second is on duty from 13:20 on only, so that who is on duty differs
/// between a near room and a far one.
fn folder() -> Folder {
    let mut shifts = "resident_ref,site_code,date,start,end,kind\n".to_owned();
    let mut date = jiff::civil::date(2026, 11, 16);
    while date <= jiff::civil::date(2026, 12, 20) {
        shifts += &if date.weekday().to_monday_zero_offset() > 4 {
            format!("R1,OLD,{date},,,off\nR2,OLD,{date},,,off\n")
        } else {
            format!("R1,OLD,{date},08:00,18:00,clinical\nR2,OLD,{date},13:20,18:00,clinical\n")
        };
        date = date.tomorrow().unwrap();
    }
    let files: BTreeMap<String, Vec<u8>> = [
        ("sites.csv", "site_code,site_name,organisation,nation,block,rule_pack,coordinator_name,coordinator_email,tutor_email,escalation_email\nOLD,Saltmarsh General,Saltmarsh Trust,eng,north,england-2019,Rota Desk,rota@example.org,tutor@example.org,tpd@example.org\n"),
        ("residents.csv", "resident_ref,full_name,email,grade,wte\nR1,Dr One Example,r1@example.org,ST3,1.00\nR2,Dr Two Example,r2@example.org,ST3,1.00\n"),
        ("placements.csv", "resident_ref,site_code,start_date,end_date,role\nR1,OLD,2026-08-05,2027-02-02,registrar\nR2,OLD,2026-08-05,2027-02-02,registrar\n"),
        ("venues.csv", "venue_code,venue_name,address,capacity,step_free,interruption_free\nU1,Near,\"1 Example St\",14,yes,yes\nU2,Far,\"2 Example St\",14,yes,yes\n"),
        ("facilitators.csv", "facilitator_ref,full_name,email,profession,level,psychodynamic_training,max_groups,available_weekdays,active_from\nFA01,Dr Ada Example,ada@example.org,psychiatrist,experienced,yes,1,Tue,2026-09-01\n"),
        ("shifts.csv", shifts.as_str()),
        ("slots.csv", "weekday,start,minutes,first_date,weeks\nTue,12:00,60,2026-12-01,2\nTue,14:00,60,2026-12-01,2\n"),
        ("travel.csv", "site_code,venue_code,minutes_out,minutes_back\nOLD,U1,5,5\nOLD,U2,45,45\n"),
        ("caps.csv", "site_code,role,weekday,from,to,minimum,max_released,valid_from\nOLD,registrar,Tue,08:00,20:00,0,5,2026-09-01\n"),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
    .collect();
    let reading = exchange::read(&files);
    assert!(reading.may_apply(), "{:?}", reading.problems);
    reading.folder
}

fn caps(folder: &Folder) -> BTreeSet<(String, usize)> {
    let as_of = "2026-11-24T07:00:00Z".parse().unwrap();
    let built = build(folder, as_of).unwrap();
    built
        .facts
        .caps
        .into_iter()
        .map(|cell| (cell.label, cell.cap))
        .collect()
}

#[test]
fn the_order_of_rooms_slots_and_doctors_does_not_change_how_many_may_go() {
    let folder = folder();
    let mut turned = folder.clone();
    turned.venues.reverse();
    turned.slots.reverse();
    turned.residents.reverse();
    assert!(!caps(&folder).is_empty());
    assert_eq!(caps(&folder), caps(&turned));
}

#[test]
fn a_cap_counts_those_on_duty_at_the_session_with_the_fewest() {
    // At noon only one doctor is on duty: the cap of the day's band is one, for both sessions together.
    let all = caps(&folder());
    assert!(all.iter().all(|(_, cap)| *cap == 1), "{all:?}");
}
