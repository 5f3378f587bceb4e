//! What the label of a line gives away: a name, a heading, a total.

use super::hours;
use super::written;

/// What a label is, before its line is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// Nothing.
    Empty,
    /// The word above a column of names.
    NameHeading,
    /// A total, a note or another line below the doctors.
    Footer,
    /// The start of the list of codes.
    Key,
    /// Two words or more that may be a person.
    Name,
    /// One word that may be a person.
    Word,
    /// A grade, a team or a group of doctors.
    Group,
    /// Numbers, dates and the like.
    Other,
}

const NAME_HEADINGS: [&str; 16] = [
    "name",
    "names",
    "full name",
    "surname",
    "doctor",
    "doctors",
    "doctor's name",
    "doctor name",
    "dr",
    "resident",
    "residents",
    "trainee",
    "trainees",
    "staff",
    "staff name",
    "employee",
];

const KEYS: [&str; 12] = [
    "key",
    "legend",
    "codes",
    "code",
    "abbreviations",
    "shift key",
    "shift codes",
    "key to shifts",
    "rota key",
    "colour key",
    "key to codes",
    "shift types",
];

/// Whole labels that belong to no person.
const FOOTERS: [&str; 28] = [
    "notes",
    "note",
    "comments",
    "comment",
    "sum",
    "count",
    "check",
    "staffing",
    "required",
    "target",
    "headcount",
    "minimum",
    "min",
    "bank holiday",
    "bank holidays",
    "day",
    "date",
    "dates",
    "week",
    "events",
    "signature",
    "signed",
    "month",
    "hours",
    "weekday",
    "variance",
    "cover needed",
    "rota coordinator",
];

/// How labels begin that belong to no person. "Min" alone may be a forename.
const FOOTER_STARTS: [&str; 25] = [
    "total",
    "totals",
    "sub total",
    "subtotal",
    "number of",
    "no. of",
    "no of",
    "# ",
    "count of",
    "min staff",
    "min number",
    "min no",
    "min. ",
    "minimum ",
    "updated",
    "last updated",
    "version ",
    "signed",
    "prepared by",
    "approved by",
    "produced by",
    "staffing ",
    "required ",
    "staff on",
    "doctors on",
];

const GROUP_WORDS: [&str; 50] = [
    "registrar",
    "registrars",
    "sho",
    "shos",
    "spr",
    "sprs",
    "str",
    "strs",
    "consultant",
    "consultants",
    "trainee",
    "trainees",
    "doctor",
    "doctors",
    "residents",
    "team",
    "tier",
    "ward",
    "week",
    "grade",
    "specialty",
    "speciality",
    "junior",
    "juniors",
    "senior",
    "seniors",
    "gpst",
    "gpsts",
    "foundation",
    "core",
    "rota",
    "night",
    "nights",
    "day",
    "days",
    "locum",
    "locums",
    "fellows",
    "interns",
    "level",
    "group",
    "block",
    "site",
    "hospital",
    "medicine",
    "surgery",
    "psychiatry",
    "doctors:",
    "higher",
    "year",
];

/// Sorts a trimmed label.
pub(super) fn label(text: &str) -> Label {
    if text.is_empty() {
        return Label::Empty;
    }
    let lower = text.to_lowercase();
    let whole = lower.trim_end_matches([':', ' ', '.']);
    if KEYS.contains(&whole) || whole.starts_with("key:") {
        return Label::Key;
    }
    if NAME_HEADINGS.contains(&whole) {
        return Label::NameHeading;
    }
    let is_footer = FOOTERS.contains(&whole)
        || FOOTER_STARTS.iter().any(|start| {
            lower.starts_with(start) && {
                let goes_on = lower[start.len()..].starts_with(char::is_alphabetic);
                !goes_on || start.ends_with([' ', 'f'])
            }
        });
    if is_footer {
        return Label::Footer;
    }
    name(text, whole)
}

fn name(text: &str, lower: &str) -> Label {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2
        || text.len() > 120
        || text.contains(['@', '='])
        || written::read(text).is_some()
        || hours::hours(text).is_some()
    {
        return Label::Other;
    }
    let words = || {
        lower
            .split([' ', ',', '\u{a0}', '\n', '/', '(', ')', '-'])
            .filter(|word| !word.is_empty())
    };
    if words().any(|word| GROUP_WORDS.contains(&word) || is_grade(word)) && !has_title(lower) {
        let others =
            words().filter(|word| !GROUP_WORDS.contains(word) && !is_grade(word) && word.len() > 2);
        // "Amber Quill ST3" is a person, "Specialty Registrars" none.
        return if others.count() >= 2 {
            Label::Name
        } else {
            Label::Group
        };
    }
    let count = words()
        .filter(|word| word.starts_with(char::is_alphabetic))
        .count();
    if count >= 2 { Label::Name } else { Label::Word }
}

fn has_title(lower: &str) -> bool {
    ["dr ", "dr. ", "mr ", "mrs ", "ms ", "miss ", "prof "]
        .iter()
        .any(|title| lower.starts_with(title))
}

/// `ST3`, `CT1-3`, `F2`, `FY1`, `GPST2`, `IMT1`.
fn is_grade(word: &str) -> bool {
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == '+');
    letters.len() < word.len()
        && [
            "st", "ct", "f", "fy", "gpst", "imt", "spr", "sho", "cst", "acf",
        ]
        .contains(&letters)
}

#[cfg(test)]
mod tests {
    use super::{Label, label};

    #[test]
    fn a_label_is_a_name_a_group_a_footer_or_a_key() {
        for (text, expected) in [
            ("Dr Amber Quill", Label::Name),
            ("Quill, Amber", Label::Name),
            ("O'Neill", Label::Word),
            ("Key, Alan", Label::Name),
            ("Dr Key", Label::Name),
            ("Min Kim", Label::Name),
            ("Sum Wong", Label::Name),
            ("Amber Quill ST3", Label::Name),
            ("ST3", Label::Group),
            ("Specialty Registrars", Label::Group),
            ("SHOs", Label::Group),
            ("Key", Label::Key),
            ("Key:", Label::Key),
            ("Name", Label::NameHeading),
            ("Total on shift", Label::Footer),
            ("Totals", Label::Footer),
            ("Number of doctors", Label::Footer),
            ("Min staffing", Label::Footer),
            ("Updated 3/8", Label::Footer),
            ("0.8", Label::Other),
            ("5 August", Label::Other),
            ("08:00-16:00", Label::Other),
            ("", Label::Empty),
        ] {
            assert_eq!(label(text), expected, "{text}");
        }
    }
}
