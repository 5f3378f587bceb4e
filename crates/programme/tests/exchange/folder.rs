//! An invented folder without a fault, and ways to spoil it.

use std::collections::BTreeMap;

use programme::exchange::{Code, Problem, Reading, read};

/// The files of a folder as text.
#[derive(Clone)]
pub struct Folder(pub BTreeMap<&'static str, String>);

impl Folder {
    /// Two sites, three residents, two rooms, two facilitators and a rota: nothing is wrong with it.
    pub fn clean() -> Self {
        Folder(
            FILES
                .iter()
                .map(|(name, text)| (*name, (*text).to_owned()))
                .collect(),
        )
    }

    /// The folder with one text in place of another.
    pub fn with(mut self, file: &'static str, from: &str, to: &str) -> Self {
        let text = self.0.get_mut(file).expect("the folder has the file");
        assert!(text.contains(from), "{file} has no {from}");
        *text = text.replacen(from, to, 1);
        self
    }

    /// The folder with one more row.
    pub fn and(mut self, file: &'static str, row: &str) -> Self {
        let text = self.0.get_mut(file).expect("the folder has the file");
        text.push_str(row);
        text.push('\n');
        self
    }

    /// The folder with another file, or without it.
    pub fn file(mut self, file: &'static str, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.0.insert(file, text.to_owned()),
            None => self.0.remove(file),
        };
        self
    }

    pub fn bytes(&self) -> BTreeMap<String, Vec<u8>> {
        let files = self.0.iter();
        files
            .map(|(name, text)| ((*name).to_owned(), text.clone().into_bytes()))
            .collect()
    }

    pub fn read(&self) -> Reading {
        read(&self.bytes())
    }

    /// The folder's only problem.
    pub fn problem(&self) -> Problem {
        let mut problems = self.read().problems;
        let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems.len(), 1, "{lines:#?}");
        problems.remove(0)
    }

    /// Asserts that the folder has one problem, with that place and code.
    pub fn has_only(&self, place: &str, code: Code) -> Problem {
        let problem = self.problem();
        let line = problem.to_string();
        assert!(line.starts_with(&format!("{place} {code} ")), "{line}");
        problem
    }
}

const FILES: &[(&str, &str)] = &[
    (
        "sites.csv",
        "site_code,site_name,organisation,nation,block,rule_pack,coordinator_name,coordinator_email,deputy_email,tutor_email,escalation_email
OLD,Example General,Example Trust,eng,north,england-2019,Rota Desk,rota@example.org,,tutor@example.org,tpd@example.org
NEW,Sample Infirmary,Sample Trust,eng,south,england-2019,Desk of Rotas,desk@example.org,deputy@example.org,tutor2@example.org,tpd@example.org
",
    ),
    (
        "residents.csv",
        "resident_ref,full_name,email,grade,wte,non_working_days,mobile,home_travel_min,priority_group,opt_out_48,standing_opt_in
R017,Sam Example,sam@example.org,ST3,0.80,Fri,,35,,no,no
R018,Robin Sample,robin@example.org,ST3,1.00,,+44 7700 900123,,first,yes,yes
R019,Kim Invented,kim@example.org,ST3,0.5,Fri;Mon,07700 900124,0,,,
",
    ),
    (
        "placements.csv",
        "resident_ref,site_code,start_date,end_date,role,wte
R017,OLD,2026-02-04,2027-02-02,registrar,0.80
R018,OLD,2026-02-04,2026-08-04,registrar,
R018,NEW,2026-08-05,2027-02-02,registrar,
R019,NEW,2026-02-04,2027-02-02,registrar,
",
    ),
    (
        "venues.csv",
        "venue_code,venue_name,address,capacity,owner_site_code,step_free,interruption_free,cost_per_session,currency,available_weekdays,available_from,available_to
U1,University room 2.14,\"1 Example St, Town\",14,,yes,yes,60.00,GBP,Tue;Wed,2026-09-01,2027-07-31
S1,Seminar room,2 Sample Rd,12,NEW,no,yes,,,,,
",
    ),
    (
        "facilitators.csv",
        "facilitator_ref,full_name,email,profession,level,psychodynamic_training,work_site_code,requirement_set,max_groups,available_weekdays,active_from,active_to,supervisor_name
FA01,Pat Example,pat@example.org,psychiatrist,experienced,yes,,uk-older,2,Tue;Wed,2026-09-01,,
FA02,Jo Sample,jo@example.org,emergency physician,novice,no,OLD,,1,Wed,2026-09-01,2027-08-31,Pat Example
",
    ),
    (
        "shift_codes.csv",
        "site_code,code,kind,start,end,role,valid_from,valid_to
OLD,LD,clinical,08:00,20:30,registrar,2026-02-04,
OLD,N,clinical,20:00,08:30,,2026-02-04,2026-10-31
OLD,N,clinical,20:30,08:30,,2026-11-01,
NEW,ld,clinical,07:30,20:00,,2026-02-04,
NEW,-,off,,,,2026-02-04,
NEW,TCH,teaching,14:00,17:00,,2026-02-04,
",
    ),
    (
        "shifts.csv",
        "resident_ref,site_code,date,shift_code,start,end,kind,status,start_offset,end_offset,role,published_on
R017,OLD,2026-11-11,LD,08:00,20:30,clinical,published,,,registrar,2026-09-30
R017,OLD,2026-11-12,n,,,,,,,,
R017,OLD,2026-10-30,N,,,clinical,,,,,
R017,OLD,2026-11-14,,,,off,,,,,
R018,NEW,2026-11-11,LD,,,,draft,,,,
R018,NEW,2026-11-12,-,,,,published,,,,
R019,NEW,2026-11-11,TCH,13:00,15:00,teaching,,,,,
",
    ),
    (
        "slots.csv",
        "weekday,start,minutes,first_date,weeks,every_weeks
Wed,14:00,90,2026-11-11,26,
Tue,09:30,60,2026-11-10,26,2
",
    ),
    (
        "travel.csv",
        "site_code,venue_code,minutes_out,minutes_back
OLD,U1,45,45
NEW,S1,0,0
",
    ),
    (
        "caps.csv",
        "site_code,role,weekday,from,to,minimum,max_released,valid_from,valid_to
OLD,registrar,Wed,12:00,18:00,4,3,2026-08-05,
NEW,registrar,Wed,12:00,18:00,0,1,2026-08-05,2027-08-03
",
    ),
    (
        "ties.csv",
        "from,to,tie,valid_from,valid_to
FA01,R017,supervises,2026-08-05,2027-08-03
R018,R019,keep_apart,,
",
    ),
];
