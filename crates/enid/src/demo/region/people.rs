//! Residents with their placements, facilitators, and who must not share a group with whom.

use super::draw::Draw;
use super::table::Table;
use super::{Calendar, RUN_WEEKS, SITES, later, patterns};

/// The week of the run with whose Monday some residents change hospital.
pub(super) const ROTATION_WEEK: i64 = 13;

/// A resident as the rota sees them.
pub(super) struct Resident {
    pub reference: String,
    name: &'static str,
    /// The hospital at the start, by its place in [`SITES`].
    pub site: usize,
    /// How many weeks ahead in the pattern they began.
    pub phase: usize,
    /// The hospital and phase after [`ROTATION_WEEK`], for those who rotate.
    pub next: Option<(usize, usize)>,
    wte: &'static str,
    /// Weekdays they never work, from Monday = 0.
    pub non_working: &'static [usize],
}

impl Resident {
    /// The hospital and phase in a week of the run, negative before it.
    pub fn placed(&self, week: i64) -> (usize, usize) {
        match self.next {
            Some(next) if week >= ROTATION_WEEK => next,
            _ => (self.site, self.phase),
        }
    }
}

const NAMES: [&str; 60] = [
    "Adaeze Thornbury-Obi",
    "Callum Wetherlaw",
    "Priya Sundarvale",
    "Oisin Hallowmere",
    "Mei-Lin Ashcombe",
    "Tobias Ferncastle",
    "Yusra Haddenfield",
    "Gwen Llanbryde",
    "Kwabena Stillwater",
    "Isolde Marchgate",
    "Rohan Pellvasi",
    "Freya Kettlesing",
    "Hamza Qureldon",
    "Bronagh Tullywick",
    "Samuel Okonridge",
    "Anneliese Dunmarrow",
    "Farouk Benhallow",
    "Tamsin Crowhurstle",
    "Lakshmi Narrowdene",
    "Dominik Wiszcote",
    "Zainab Alderfold",
    "Euan Strathmuckle",
    "Chidera Nwanfleet",
    "Harriet Plumstone",
    "Arjun Vellacroft",
    "Niamh Dorrowen",
    "Ismail Terzigate",
    "Rosalind Quickfen",
    "Thanh Nguyenford",
    "Morwenna Trescarrow",
    "Blessing Adewold",
    "Jonty Harkaway-Rees",
    "Sumaiya Rahmanton",
    "Piotr Lasowick",
    "Catrin Penhelyg",
    "Devon Baptistow",
    "Shirin Farahmead",
    "Angus Cairnbeck",
    "Oluwaseun Fadebridge",
    "Beatrix Lovelock-Shah",
    "Kiran Dhaliwick",
    "Maeve Corrigane",
    "Elif Yildizby",
    "Winston Greenacre-Bell",
    "Nadia Petrovale",
    "Hugo Saltmarsh",
    "Amina Warsameadow",
    "Rhodri Pantglas-Hughes",
    "Lucia Fonterra-Dale",
    "Tariq Mansourby",
    "Jessamy Foxglove",
    "Ravindra Peirisham",
    "Sorcha Kilbrannoch",
    "Emeka Udohurst",
    "Clementine Ravensworthy",
    "Bilal Choudhurst",
    "Ingrid Solbakke-Moss",
    "Marcus Ottershaw",
    "Thandiwe Mokoeneford",
    "Florian Beckenthwaite",
];

/// Who works less than full time, by place in [`NAMES`], with the days they never work.
const PART_TIME: [(usize, &str, &[usize]); 10] = [
    (3, "0.80", &[4]),
    (9, "0.80", &[0]),
    (14, "0.80", &[4]),
    (19, "0.60", &[0, 4]),
    (24, "0.80", &[2]),
    (30, "0.80", &[0]),
    (36, "0.80", &[3]),
    (43, "0.80", &[4]),
    (49, "0.60", &[1, 2]),
    (55, "0.80", &[0]),
];

/// Pairs who change places in the middle of the run, by place in [`NAMES`].
const SWAPS: [(usize, usize); 4] = [(1, 11), (5, 15), (26, 34), (48, 57)];

pub(super) fn residents() -> Vec<Resident> {
    let mut residents = Vec::with_capacity(NAMES.len());
    for (site, place) in SITES.iter().enumerate() {
        for position in 0..place.residents {
            let index = residents.len();
            let part = PART_TIME.iter().find(|(who, ..)| *who == index);
            residents.push(Resident {
                reference: format!("R{:03}", index + 1),
                name: NAMES[index],
                site,
                phase: position * patterns::weeks(site) / place.residents,
                next: None,
                wte: part.map_or("1.00", |(_, wte, _)| wte),
                non_working: part.map_or(&[], |(.., days)| days),
            });
        }
    }
    for (one, other) in SWAPS {
        let places = [one, other].map(|who| (residents[who].site, residents[who].phase));
        residents[one].next = Some(places[1]);
        residents[other].next = Some(places[0]);
    }
    residents
}

pub(super) fn table(residents: &[Resident]) -> Table {
    let mut table = Table::new(&[
        "resident_ref",
        "full_name",
        "email",
        "grade",
        "wte",
        "non_working_days",
        "mobile",
        "home_travel_min",
        "priority_group",
        "opt_out_48",
        "standing_opt_in",
    ]);
    let mut draw = Draw::new(7);
    for (index, resident) in residents.iter().enumerate() {
        let days: Vec<_> = resident
            .non_working
            .iter()
            .map(|day| super::WEEK[*day])
            .collect();
        let home = (10 + 5 * draw.below(9)).to_string();
        table.row(&[
            &resident.reference,
            &format!("Dr {}", resident.name),
            &address(resident.name),
            "ST3",
            resident.wte,
            &days.join(";"),
            "",
            if index % 3 == 0 { "" } else { &home },
            "",
            "no",
            if index % 17 == 8 { "yes" } else { "no" },
        ]);
    }
    table
}

/// `Mei-Lin Ashcombe` is reached at `mei-lin.ashcombe@example.org`.
fn address(name: &str) -> String {
    let local = name.to_lowercase().replace(' ', ".");
    format!("{local}@example.org")
}

pub(super) fn placements(residents: &[Resident], calendar: &Calendar) -> Table {
    let mut table = Table::new(&[
        "resident_ref",
        "site_code",
        "start_date",
        "end_date",
        "role",
        "wte",
    ]);
    let start = later(calendar.rota_start(), -28).to_string();
    let end = later(calendar.run, 7 * (RUN_WEEKS + 8)).to_string();
    let rotation = later(calendar.run, 7 * ROTATION_WEEK);
    let (eve, rotation) = (later(rotation, -1).to_string(), rotation.to_string());
    for resident in residents {
        let mut row = |site: usize, from: &str, to: &str| {
            let code = SITES[site].code;
            table.row(&[
                &resident.reference,
                code,
                from,
                to,
                "registrar",
                resident.wte,
            ]);
        };
        match resident.next {
            None => row(resident.site, &start, &end),
            Some((next, _)) => {
                row(resident.site, &start, &eve);
                row(next, &rotation, &end);
            }
        }
    }
    table
}

/// Reference, name, profession, level, psychodynamic training, hospital, list of counts, most groups, weekdays and
/// supervisor.
const FACILITATORS: [[&str; 10]; 5] = [
    [
        "FA01",
        "Dr Ottoline Farr-Whitcombe",
        "psychiatrist",
        "experienced",
        "yes",
        "",
        "uk-older",
        "2",
        "Tue;Wed;Thu",
        "Dr Leopold Anstey-Wray",
    ],
    [
        "FA02",
        "Dr Babajide Merriwold",
        "psychiatrist",
        "experienced",
        "yes",
        "",
        "uk-older",
        "2",
        "Tue;Wed;Thu",
        "Dr Leopold Anstey-Wray",
    ],
    [
        "FA03",
        "Dr Siobhan Kerrigate",
        "emergency physician",
        "experienced",
        "no",
        "KET",
        "uk-older",
        "1",
        "Wed;Thu",
        "Dr Ottoline Farr-Whitcombe",
    ],
    [
        "FA04",
        "Mx Rowan Ademola-Pryce",
        "emergency physician",
        "novice",
        "no",
        "HAR",
        "uk-older",
        "2",
        "Tue;Wed;Thu",
        "Dr Ottoline Farr-Whitcombe",
    ],
    [
        "FA05",
        "Dr Henrike Vossbury",
        "psychiatrist",
        "novice",
        "yes",
        "",
        "uk-older",
        "1",
        "Tue;Thu",
        "Dr Babajide Merriwold",
    ],
];

pub(super) fn facilitators(calendar: &Calendar) -> Table {
    let mut table = Table::new(&[
        "facilitator_ref",
        "full_name",
        "email",
        "profession",
        "level",
        "psychodynamic_training",
        "work_site_code",
        "requirement_set",
        "max_groups",
        "available_weekdays",
        "active_from",
        "active_to",
        "supervisor_name",
    ]);
    let from = later(calendar.rota_start(), -28).to_string();
    for [
        reference,
        name,
        profession,
        level,
        trained,
        site,
        set,
        most,
        days,
        supervisor,
    ] in FACILITATORS
    {
        let (_, plain) = name.split_once(' ').unwrap_or(("", name));
        table.row(&[
            reference,
            name,
            &address(plain),
            profession,
            level,
            trained,
            site,
            set,
            most,
            days,
            &from,
            "",
            supervisor,
        ]);
    }
    table
}

/// From, to and tie: two of the emergency physicians supervise residents of their own hospital, and a few people are
/// kept apart without a reason being stored.
const TIES: [[&str; 3]; 7] = [
    ["FA03", "R047", "supervises"],
    ["FA03", "R050", "assesses"],
    ["FA04", "R002", "supervises"],
    ["FA04", "R006", "supervises"],
    ["FA01", "R022", "declared"],
    ["R012", "R031", "keep_apart"],
    ["R038", "R041", "keep_apart"],
];

pub(super) fn ties() -> Table {
    let mut table = Table::new(&["from", "to", "tie", "valid_from", "valid_to"]);
    for [from, to, tie] in TIES {
        table.row(&[from, to, tie, "", ""]);
    }
    table
}
