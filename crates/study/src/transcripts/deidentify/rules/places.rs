//! Hospitals, trusts, universities, schools, wards and addresses by the way they are named, and larger towns.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::super::finds::Find;
use super::pattern::{Pattern, pattern};
use super::{Category, What, next_word, previous_word, stands_alone};

/// Words with capitals, small words between them: the beginning of a name that ends with what it is.
macro_rules! named {
    ($what:literal) => {
        concat!(
            r"\b(?:(?:St\.|[A-Z][\w'-]*)(?: (?:of|and|&|for|the|upon|on|in|de|le))* ){1,6}(?:",
            $what,
            r")\b"
        )
    };
}

pattern!(
    HOSPITAL = named!(
        "Hospitals?|Infirmary|Hospice|Clinic|Surgery|Medical Cent(?:re|er)|Health Cent(?:re|er)|Medical Practice|Maternity|Priory|Nursing Home|Care Home"
    )
);
pattern!(GENERAL = named!("General|Royal"));
pattern!(SAINT = r"\b(?:St\.?|Saint) [A-Z][\w-]+(?:'s)?");
pattern!(
    ROYAL = r"\b(?:Queen|King|Princess|Prince) [A-Z][\w-]+(?:'s)?|\b(?:Queen|King)'s\b|\bRoyal [A-Z][\w-]+"
);
pattern!(
    TRUST = named!(
        "NHS Foundation Trust|NHS Trust|Foundation Trust|Trust|Health Board|Deanery|ICB|Ambulance Service"
    )
);
pattern!(FIRM = named!("Ltd|Limited|LLP|plc|PLC|Group|Council"));
pattern!(UNIVERSITY = named!("University|Medical School|Business School"));
pattern!(UNIVERSITY_OF = r"\bUniversity of [A-Z][\w-]+(?: [A-Z][\w-]+)*");
pattern!(SCHOOL = named!("School|Academy|College|Grammar|High School|Primary School"));
pattern!(
    STREET = named!("Road|Street|Avenue|Lane|Close|Drive|Crescent|Terrace|Gardens|Square|Row")
);
pattern!(
    NUMBERED_STREET = r"\b\d{1,4}[a-z]?,? [A-Z][\w'-]+(?: [A-Z][\w'-]+)* (?:Road|Street|Avenue|Lane|Close|Drive|Crescent|Terrace|Gardens|Square|Row|Way|Place|Hill)\b"
);
pattern!(WARD = r"\b[A-Z][\w'-]+ Ward\b");
pattern!(NUMBERED_WARD = r"\b[Ww]ard [A-Z]?\d{1,2}[A-Z]?\b");
// After it stands nothing that somebody could own, as in "at Sarah's house".
pattern!(
    POSSESSIVE = r"\b(?:at|from|to|in) ([A-Z][\w-]+'s)(?:[.,;:?!]|$| (?:at|and|in|on|for|or|then|when|but|is|was)\b)"
);
pattern!(
    HOME = r"\b(?:grew up in|born in|liv(?:e|es|ed|ing) in|moved? to|c(?:o|a)mes? from|commuted? from) ([A-Z][\w-]+)"
);

const HOSPITALS: What = (Category::Place, "hospital");
const ADDRESSES: What = (Category::Place, "address");

/// Words with a capital at the beginning of a sentence, or of the kind of thing itself, that are no name.
const NO_NAME: [&str; 74] = [
    "A", "About", "After", "All", "Also", "An", "And", "Another", "Any", "Are", "As", "At", "Back",
    "Because", "Before", "Between", "Big", "But", "By", "Did", "Do", "Each", "Every", "For",
    "From", "He", "Her", "Here", "His", "How", "I", "If", "In", "Is", "It", "Its", "Local",
    "Maybe", "My", "Near", "No", "Not", "Now", "Of", "Oh", "On", "One", "Or", "Our", "Outside",
    "Over", "She", "So", "Some", "That", "The", "Their", "Then", "There", "They", "This", "To",
    "Was", "We", "Well", "What", "When", "Where", "Which", "Why", "With", "Yeah", "Yes", "You",
];
/// Words that say what a place is like, not which one it is.
const NO_PLACE: [&str; 22] = [
    "Acute",
    "Cottage",
    "Community",
    "Day",
    "District",
    "Field",
    "Foundation",
    "General",
    "Hospital",
    "Medical",
    "Mental",
    "Health",
    "NHS",
    "National",
    "Primary",
    "Private",
    "Secondary",
    "Teaching",
    "University",
    "Balint",
    "Royal",
    "High",
];
/// What follows a word such as General where it names no hospital.
const OF_GENERAL: [&str; 12] = [
    "Practice",
    "Practitioner",
    "Practitioners",
    "Medical",
    "Medicine",
    "Surgery",
    "Surgeon",
    "Manager",
    "Election",
    "College",
    "Society",
    "Family",
];

static TOWNS: LazyLock<Towns> = LazyLock::new(Towns::read);

struct Towns {
    found: AhoCorasick,
    /// Whether the place counts only after a word such as "in".
    doubtful: Vec<bool>,
}

impl Towns {
    fn read() -> Self {
        let lines = include_str!("../places.txt").lines();
        let names: BTreeMap<&str, bool> = lines
            .filter(|line| !line.starts_with('#') && !line.is_empty())
            .map(|line| match line.strip_prefix('*') {
                Some(name) => (name, true),
                None => (line, false),
            })
            .collect();
        Towns {
            found: AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(names.keys())
                .expect("a short list"),
            doubtful: names.into_values().collect(),
        }
    }
}

pub(super) fn find(text: &str, finds: &mut Vec<Find>) {
    let rules: [(&Pattern, What, &'static str); 9] = [
        (&HOSPITAL, HOSPITALS, "named like a hospital or a practice"),
        (&GENERAL, HOSPITALS, "named like a hospital"),
        (&ROYAL, HOSPITALS, "named like a hospital"),
        (&TRUST, (Category::Employer, "trust"), "named like a trust"),
        (&FIRM, (Category::Employer, "employer"), "named like a firm"),
        (
            &UNIVERSITY,
            (Category::Employer, "university"),
            "named like a university",
        ),
        (&SCHOOL, (Category::Place, "school"), "named like a school"),
        (&STREET, ADDRESSES, "named like a street"),
        (&WARD, (Category::Place, "ward"), "named like a ward"),
    ];
    for (rule, what, reason) in rules {
        rule.each(text, |at| {
            let start = at.start + without_opening(&text[at.clone()]);
            let at = start..at.end;
            if is_named(&text[at.clone()]) && !OF_GENERAL.contains(&next_word(text, at.end)) {
                finds.push(Find::by_rule(at, what, reason));
            }
        });
    }
    find_other_forms(text, finds);
    find_towns(text, finds);
}

/// Names that do not end with what they are.
fn find_other_forms(text: &str, finds: &mut Vec<Find>) {
    SAINT.each(text, |at| {
        finds.push(Find::by_rule(at, HOSPITALS, "named after a saint"))
    });
    UNIVERSITY_OF.each(text, |at| {
        let what = (Category::Employer, "university");
        finds.push(Find::by_rule(at, what, "named like a university"));
    });
    NUMBERED_STREET.each(text, |at| {
        finds.push(Find::by_rule(at, ADDRESSES, "a street with a number"))
    });
    NUMBERED_WARD.each(text, |at| {
        finds.push(Find::by_rule(
            at,
            (Category::Place, "ward"),
            "named like a ward",
        ));
    });
    POSSESSIVE.each(text, |at| {
        finds.push(Find::by_rule(at, HOSPITALS, "named like a hospital"));
    });
    HOME.each(text, |at| {
        if !NO_NAME.contains(&&text[at.clone()]) {
            let reason = "where somebody lives or comes from";
            finds.push(Find::by_rule(at, (Category::Place, "town"), reason));
        }
    });
}

fn find_towns(text: &str, finds: &mut Vec<Find>) {
    for found in TOWNS.found.find_iter(text) {
        let at = found.range();
        let doubtful = TOWNS.doubtful[found.pattern().as_usize()];
        let after = [
            "in", "from", "at", "near", "to", "around", "outside", "of", "across", "for",
        ];
        let placed = after.contains(&previous_word(text, at.start).to_lowercase().as_str());
        if stands_alone(text, at.start, at.end) && (placed || !doubtful) {
            finds.push(Find::by_rule(
                at,
                (Category::Place, "town"),
                "a larger town or region",
            ));
        }
    }
}

/// Bytes of the words at the beginning that belong to the sentence, not to the name.
fn without_opening(text: &str) -> usize {
    let mut at = 0;
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end();
        let small = bare.chars().next().is_some_and(char::is_lowercase);
        let contracted = ["I'm", "It's", "We're", "That's", "There's"];
        if !NO_NAME.contains(&bare) && !contracted.contains(&bare) && !small {
            break;
        }
        at += word.len();
    }
    at.min(text.len())
}

/// Whether any word names something: `Barton General` does, `General Hospital` does not.
fn is_named(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let naming = words.iter().take(words.len().saturating_sub(1));
    let is_name = |word: &&&str| {
        word.chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
            && !NO_PLACE.contains(*word)
    };
    naming.filter(is_name).count() > 0
        || words
            .last()
            .is_some_and(|last| last.chars().any(|c| c.is_ascii_digit()))
        || words
            .first()
            .is_some_and(|first| ["Royal", "Queen's", "King's"].contains(first))
            && words
                .last()
                .is_some_and(|last| !["College", "Society", "Family"].contains(last))
}
