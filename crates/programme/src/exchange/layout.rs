//! The files of a programme folder and their columns (programme section 6).

/// The names of the files in the order in which problems are listed, each with its header.
pub const FILES: &[(&str, &[&str])] = &[
    (SITES.file, SITES.header),
    (RESIDENTS.file, RESIDENTS.header),
    (PLACEMENTS.file, PLACEMENTS.header),
    (VENUES.file, VENUES.header),
    (FACILITATORS.file, FACILITATORS.header),
    (SHIFT_CODES.file, SHIFT_CODES.header),
    (SHIFTS.file, SHIFTS.header),
    (SLOTS.file, SLOTS.header),
    (TRAVEL.file, TRAVEL.header),
    (CAPS.file, CAPS.header),
    (TIES.file, TIES.header),
];

/// The layouts in the order of [`FILES`].
pub(super) const LAYOUTS: &[&Layout] = &[
    &SITES,
    &RESIDENTS,
    &PLACEMENTS,
    &VENUES,
    &FACILITATORS,
    &SHIFT_CODES,
    &SHIFTS,
    &SLOTS,
    &TRAVEL,
    &CAPS,
    &TIES,
];

/// How one file looks.
#[derive(Debug)]
pub(super) struct Layout {
    /// Its name.
    pub file: &'static str,
    /// The workbook that may stand in for it.
    pub workbook: &'static str,
    /// Whether a folder without it is of no use.
    pub needed: bool,
    /// The names of its columns.
    pub header: &'static [&'static str],
    /// Its columns.
    pub columns: &'static [Column],
}

/// One column of a file.
#[derive(Debug)]
pub(super) struct Column {
    /// Its name in the header.
    pub name: &'static str,
    /// Whether the file must have it.
    pub needed: bool,
    /// A value that would be accepted.
    pub example: &'static str,
}

impl Layout {
    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

const NEEDED: bool = true;
const MAY: bool = false;

macro_rules! layout {
    ($constant:ident, $stem:literal, $file_needed:ident, $(($name:literal, $needed:ident, $example:literal),)*) => {
        pub(super) const $constant: Layout = Layout {
            file: concat!($stem, ".csv"),
            workbook: concat!($stem, ".xlsx"),
            needed: $file_needed,
            header: &[$($name),*],
            columns: &[$(Column { name: $name, needed: $needed, example: $example }),*],
        };
    };
}

layout!(
    SITES,
    "sites",
    NEEDED,
    ("site_code", NEEDED, "OLD"),
    ("site_name", NEEDED, "Example General"),
    ("organisation", NEEDED, "Example Trust"),
    ("nation", NEEDED, "eng"),
    ("block", NEEDED, "north"),
    ("rule_pack", NEEDED, "england-2019"),
    ("coordinator_name", NEEDED, "Rota Desk"),
    ("coordinator_email", NEEDED, "rota@example.org"),
    ("deputy_email", MAY, "deputy@example.org"),
    ("tutor_email", NEEDED, "tutor@example.org"),
    ("escalation_email", NEEDED, "tpd@example.org"),
);

layout!(
    RESIDENTS,
    "residents",
    NEEDED,
    ("resident_ref", NEEDED, "R017"),
    ("full_name", NEEDED, "Sam Example"),
    ("email", NEEDED, "sam@example.org"),
    ("grade", NEEDED, "ST3"),
    ("wte", NEEDED, "0.80"),
    ("non_working_days", MAY, "Mon;Fri"),
    ("mobile", MAY, "07700 900123"),
    ("home_travel_min", MAY, "35"),
    ("priority_group", MAY, "first"),
    ("opt_out_48", MAY, "no"),
    ("standing_opt_in", MAY, "no"),
);

layout!(
    PLACEMENTS,
    "placements",
    NEEDED,
    ("resident_ref", NEEDED, "R017"),
    ("site_code", NEEDED, "OLD"),
    ("start_date", NEEDED, "2026-08-05"),
    ("end_date", NEEDED, "2027-02-02"),
    ("role", NEEDED, "registrar"),
    ("wte", MAY, "0.80"),
);

layout!(
    VENUES,
    "venues",
    NEEDED,
    ("venue_code", NEEDED, "U1"),
    ("venue_name", NEEDED, "University room 2.14"),
    ("address", NEEDED, "1 Example St, Town"),
    ("capacity", NEEDED, "14"),
    ("owner_site_code", MAY, "OLD"),
    ("step_free", NEEDED, "yes"),
    ("interruption_free", NEEDED, "yes"),
    ("cost_per_session", MAY, "60.00"),
    ("currency", MAY, "GBP"),
    ("available_weekdays", MAY, "Tue;Wed"),
    ("available_from", MAY, "2026-09-01"),
    ("available_to", MAY, "2027-07-31"),
);

layout!(
    FACILITATORS,
    "facilitators",
    NEEDED,
    ("facilitator_ref", NEEDED, "FA01"),
    ("full_name", NEEDED, "Pat Example"),
    ("email", NEEDED, "pat@example.org"),
    ("profession", NEEDED, "psychiatrist"),
    ("level", NEEDED, "experienced"),
    ("psychodynamic_training", NEEDED, "yes"),
    ("work_site_code", MAY, "OLD"),
    ("requirement_set", MAY, "uk-older"),
    ("max_groups", NEEDED, "2"),
    ("available_weekdays", NEEDED, "Tue;Wed"),
    ("active_from", NEEDED, "2026-09-01"),
    ("active_to", MAY, "2027-07-31"),
    ("supervisor_name", MAY, "Alex Example"),
);

layout!(
    SHIFT_CODES,
    "shift_codes",
    MAY,
    ("site_code", NEEDED, "OLD"),
    ("code", NEEDED, "LD"),
    ("kind", NEEDED, "clinical"),
    ("start", MAY, "08:00"),
    ("end", MAY, "20:30"),
    ("role", MAY, "registrar"),
    ("valid_from", NEEDED, "2026-08-05"),
    ("valid_to", MAY, "2027-08-03"),
);

layout!(
    SHIFTS,
    "shifts",
    MAY,
    ("resident_ref", NEEDED, "R017"),
    ("site_code", NEEDED, "OLD"),
    ("date", NEEDED, "2026-11-11"),
    ("shift_code", MAY, "LD"),
    ("start", MAY, "08:00"),
    ("end", MAY, "20:30"),
    ("kind", NEEDED, "clinical"),
    ("status", MAY, "published"),
    ("start_offset", MAY, "+00:00"),
    ("end_offset", MAY, "+01:00"),
    ("role", MAY, "registrar"),
    ("published_on", MAY, "2026-09-30"),
);

layout!(
    SLOTS,
    "slots",
    MAY,
    ("weekday", NEEDED, "Tue"),
    ("start", NEEDED, "14:00"),
    ("minutes", NEEDED, "90"),
    ("first_date", NEEDED, "2026-11-10"),
    ("weeks", NEEDED, "26"),
    ("every_weeks", MAY, "1"),
);

layout!(
    TRAVEL,
    "travel",
    MAY,
    ("site_code", NEEDED, "OLD"),
    ("venue_code", NEEDED, "U1"),
    ("minutes_out", NEEDED, "45"),
    ("minutes_back", NEEDED, "45"),
);

layout!(
    CAPS,
    "caps",
    MAY,
    ("site_code", NEEDED, "OLD"),
    ("role", NEEDED, "registrar"),
    ("weekday", NEEDED, "Wed"),
    ("from", NEEDED, "12:00"),
    ("to", NEEDED, "18:00"),
    ("minimum", NEEDED, "4"),
    ("max_released", NEEDED, "3"),
    ("valid_from", NEEDED, "2026-08-05"),
    ("valid_to", MAY, "2027-08-03"),
);

layout!(
    TIES,
    "ties",
    MAY,
    ("from", NEEDED, "FA01"),
    ("to", NEEDED, "R017"),
    ("tie", NEEDED, "supervises"),
    ("valid_from", MAY, "2026-08-05"),
    ("valid_to", MAY, "2027-08-03"),
);
