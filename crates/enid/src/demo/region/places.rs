//! Hospitals, rooms, the ways between them, and how many doctors each hospital lets go.

use super::table::Table;
use super::{Calendar, WEEK};

/// One hospital of the region.
pub(super) struct Site {
    pub code: &'static str,
    name: &'static str,
    organisation: &'static str,
    pub block: &'static str,
    coordinator: &'static str,
    /// How many residents work there.
    pub residents: usize,
    /// Which of the lists of shift codes it uses.
    pub spelling: usize,
    /// How many weeks of the run its rota is known for, where that is not all of them.
    pub known_weeks: Option<i64>,
    /// How many registrars must stay, and how many may go at once.
    cap: (u32, u32),
    /// Minutes to each of the venues.
    pub minutes: [u32; 3],
}

pub(super) const SITES: [Site; 8] = [
    Site {
        code: "HAR",
        name: "Harrowmere General",
        organisation: "Harrowmere and Brackenfold Hospitals Trust",
        block: "north",
        coordinator: "Petra Lowndesby",
        residents: 9,
        spelling: 0,
        known_weeks: None,
        cap: (4, 3),
        minutes: [20, 55, 60],
    },
    Site {
        code: "BRK",
        name: "Brackenfold Royal Infirmary",
        organisation: "Harrowmere and Brackenfold Hospitals Trust",
        block: "north",
        coordinator: "Desmond Ayrefield",
        residents: 8,
        spelling: 0,
        known_weeks: None,
        cap: (3, 3),
        minutes: [30, 60, 50],
    },
    Site {
        code: "OST",
        name: "Ostlethwick District Hospital",
        organisation: "Ostlethwick Hospital Trust",
        block: "north",
        coordinator: "Rota Desk, Ostlethwick",
        residents: 7,
        spelling: 2,
        known_weeks: Some(20),
        cap: (2, 2),
        minutes: [40, 70, 65],
    },
    Site {
        code: "WEX",
        name: "Wexmouth Sands Hospital",
        organisation: "Wexmouth Coast Hospitals Trust",
        block: "coast",
        coordinator: "Nerys Calderbank-Oye",
        residents: 8,
        spelling: 1,
        known_weeks: None,
        cap: (3, 3),
        minutes: [55, 15, 60],
    },
    Site {
        code: "PEL",
        name: "Pellingstrand General",
        organisation: "Wexmouth Coast Hospitals Trust",
        block: "coast",
        coordinator: "Ibrahim Fennimoor",
        residents: 7,
        spelling: 1,
        known_weeks: None,
        cap: (2, 3),
        minutes: [65, 25, 55],
    },
    Site {
        code: "SKE",
        name: "Skerrow Bay Infirmary",
        organisation: "Skerrow Bay Hospital Trust",
        block: "coast",
        coordinator: "Rota Desk, Skerrow Bay",
        residents: 7,
        spelling: 0,
        known_weeks: None,
        cap: (2, 2),
        minutes: [70, 35, 70],
    },
    Site {
        code: "KET",
        name: "Ketterholm Hospital",
        organisation: "Vale of Ketter Hospitals Trust",
        block: "vale",
        coordinator: "Lucja Strandwell",
        residents: 8,
        spelling: 2,
        known_weeks: None,
        cap: (3, 3),
        minutes: [55, 60, 20],
    },
    Site {
        code: "MRD",
        name: "Marrowdene General",
        organisation: "Vale of Ketter Hospitals Trust",
        block: "vale",
        coordinator: "Rota Desk, Marrowdene",
        residents: 6,
        spelling: 0,
        known_weeks: None,
        cap: (2, 2),
        minutes: [50, 65, 30],
    },
];

pub(super) fn sites() -> Table {
    let mut table = Table::new(&[
        "site_code",
        "site_name",
        "organisation",
        "nation",
        "block",
        "rule_pack",
        "coordinator_name",
        "coordinator_email",
        "deputy_email",
        "tutor_email",
        "escalation_email",
    ]);
    for site in &SITES {
        let lower = site.code.to_ascii_lowercase();
        table.row(&[
            site.code,
            site.name,
            site.organisation,
            "eng",
            site.block,
            "england-2019",
            site.coordinator,
            &format!("rota.{lower}@example.org"),
            &format!("rota.deputy.{lower}@example.org"),
            &format!("college.tutor.{lower}@example.org"),
            &format!("programme.director.{}@example.org", site.block),
        ]);
    }
    table
}

/// Code, name, address, capacity, step-free, cost and weekdays; none belongs to a hospital.
const VENUES: [[&str; 7]; 3] = [
    [
        "V1",
        "Quillan Library, room 2.14",
        "4 Tanners Row, Harrowmere",
        "16",
        "yes",
        "60.00",
        "Tue;Wed;Thu",
    ],
    [
        "V2",
        "The Net Loft, upper room",
        "Old Quay, Wexmouth Sands",
        "14",
        "no",
        "45.00",
        "Tue;Wed;Thu",
    ],
    [
        "V3",
        "Ketterholm College, seminar room C",
        "12 Orchard Way, Ketterholm",
        "14",
        "yes",
        "0.00",
        "Tue;Wed",
    ],
];

pub(super) fn venues(calendar: &Calendar) -> Table {
    let mut table = Table::new(&[
        "venue_code",
        "venue_name",
        "address",
        "capacity",
        "owner_site_code",
        "step_free",
        "interruption_free",
        "cost_per_session",
        "currency",
        "available_weekdays",
        "available_from",
        "available_to",
    ]);
    let from = super::later(calendar.run, -14).to_string();
    let to = super::later(calendar.run, 7 * (super::RUN_WEEKS + 2)).to_string();
    for [code, name, address, capacity, step_free, cost, weekdays] in VENUES {
        table.row(&[
            code, name, address, capacity, "", step_free, "yes", cost, "GBP", weekdays, &from, &to,
        ]);
    }
    table
}

pub(super) fn travel() -> Table {
    let mut table = Table::new(&["site_code", "venue_code", "minutes_out", "minutes_back"]);
    for site in &SITES {
        for ([venue, ..], minutes) in VENUES.iter().zip(site.minutes) {
            let minutes = minutes.to_string();
            table.row(&[site.code, venue, &minutes, &minutes]);
        }
    }
    table
}

pub(super) fn caps(calendar: &Calendar) -> Table {
    let mut table = Table::new(&[
        "site_code",
        "role",
        "weekday",
        "from",
        "to",
        "minimum",
        "max_released",
        "valid_from",
        "valid_to",
    ]);
    let from = calendar.rota_start().to_string();
    for site in &SITES {
        let (minimum, most) = (site.cap.0.to_string(), site.cap.1.to_string());
        for weekday in &WEEK[..5] {
            table.row(&[
                site.code,
                "registrar",
                weekday,
                "08:00",
                "20:00",
                &minimum,
                &most,
                &from,
                "",
            ]);
        }
    }
    table
}
