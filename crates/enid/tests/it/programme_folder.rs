//! A small programme in files: seven doctors of one hospital on day shifts, one room, one facilitator.

use std::collections::BTreeMap;

/// The files by name.
pub fn files() -> BTreeMap<String, Vec<u8>> {
    [
        ("sites.csv", SITES.to_owned()),
        ("residents.csv", residents()),
        ("placements.csv", placements()),
        ("venues.csv", VENUES.to_owned()),
        ("facilitators.csv", FACILITATORS.to_owned()),
        ("shifts.csv", shifts()),
        ("slots.csv", SLOTS.to_owned()),
        ("travel.csv", TRAVEL.to_owned()),
        ("caps.csv", CAPS.to_owned()),
        ("ties.csv", TIES.to_owned()),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.into_bytes()))
    .collect()
}

const SITES: &str = "site_code,site_name,organisation,nation,block,rule_pack,coordinator_name,coordinator_email,tutor_email,escalation_email\n\
    OLD,Saltmarsh General,Saltmarsh Trust,eng,north,england-2019,Rota Desk,rota@example.org,tutor@example.org,tpd@example.org\n";
const VENUES: &str = "venue_code,venue_name,address,capacity,step_free,interruption_free\n\
    U1,Quay House,\"1 Example St, Saltmarsh\",14,yes,yes\n";
const FACILITATORS: &str = "facilitator_ref,full_name,email,profession,level,psychodynamic_training,max_groups,available_weekdays,active_from,supervisor_name\n\
    FA01,Dr Ada Example,ada@example.org,psychiatrist,experienced,yes,1,Tue,2026-09-01,Prof. Example\n";
const SLOTS: &str = "weekday,start,minutes,first_date,weeks\nTue,14:00,90,2026-12-01,2\n";
const TRAVEL: &str = "site_code,venue_code,minutes_out,minutes_back\nOLD,U1,30,30\n";
const CAPS: &str = "site_code,role,weekday,from,to,minimum,max_released,valid_from\n\
    OLD,registrar,Tue,08:00,18:00,0,6,2026-09-01\n";
const TIES: &str = "from,to,tie\nFA01,R7,supervises\n";

fn residents() -> String {
    let mut text = "resident_ref,full_name,email,grade,wte\n".to_owned();
    for number in 1..=7 {
        text += &format!("R{number},Dr Number {number},r{number}@example.org,ST3,1.00\n");
    }
    text
}

fn placements() -> String {
    let mut text = "resident_ref,site_code,start_date,end_date,role\n".to_owned();
    for number in 1..=7 {
        text += &format!("R{number},OLD,2026-08-05,2027-02-02,registrar\n");
    }
    text
}

/// Day shifts on working days, from two weeks before the first session to a week after the last.
fn shifts() -> String {
    let mut text = "resident_ref,site_code,date,shift_code,start,end,kind\n".to_owned();
    let mut date = jiff::civil::date(2026, 11, 16);
    while date <= jiff::civil::date(2026, 12, 20) {
        let off = date.weekday().to_monday_zero_offset() > 4;
        for number in 1..=7 {
            text += &if off {
                format!("R{number},OLD,{date},,,,off\n")
            } else {
                format!("R{number},OLD,{date},E,08:00,18:00,clinical\n")
            };
        }
        date = date.tomorrow().unwrap();
    }
    text
}
