//! What accrediting bodies ask of a facilitator, as data (programme A5, A6), and what of it is still needed.

mod needed;
mod pace;
#[cfg(test)]
mod tests;

use std::str::FromStr;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

use super::training::{DocumentKind, LogEntry, Role, Setting};
pub use needed::{Missing, Needed, still_needed};
pub use pace::{Earliest, earliest};

const FILES: [&str; 5] = [
    include_str!("../../../requirements/uk-older.toml"),
    include_str!("../../../requirements/uk-2023.toml"),
    include_str!("../../../requirements/ibf-2016.toml"),
    include_str!("../../../requirements/abs.toml"),
    include_str!("../../../requirements/bsanz.toml"),
];

static SETS: LazyLock<Vec<RequirementSet>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|text| toml::from_str(text).expect("a test reads every set that is shipped"))
        .collect()
});

/// What one body asks, in one version.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequirementSet {
    /// The name that the column `requirement_set` uses.
    pub name: String,
    /// The accrediting body.
    pub body: String,
    /// Which version of its list.
    pub version: String,
    /// Since when the version holds; none where nobody has said.
    pub valid_from: Option<Date>,
    /// Where the clauses were taken from.
    pub source: String,
    /// Under which licence its counts and words stand here (programme R8).
    pub licence: String,
    /// Whether the body has confirmed them.
    pub confirmed: bool,
    /// What is asked beside the clauses, in a sentence.
    pub also_asked: Option<String>,
    /// The clauses; none means that they are not known.
    #[serde(default, rename = "clause")]
    pub clauses: Vec<Clause>,
}

/// How a clause is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClauseKind {
    /// At least so many.
    Count,
    /// At least so many hours.
    Hours,
    /// At least so many in each of several periods in a row.
    Rate,
    /// A paper.
    Document,
    /// Membership of the body.
    Membership,
}

/// What a clause counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Entries of the log.
    #[default]
    Sessions,
    /// Cases of those entries.
    Cases,
    /// Supervision.
    Supervision,
}

/// Over what a clause counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Over everything.
    #[default]
    Total,
    /// Over twelve months from an entry on.
    Year,
    /// Over a month of the calendar.
    Month,
}

/// One thing that is asked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Unique within its set.
    pub id: String,
    /// How it is met.
    pub kind: ClauseKind,
    /// What it counts.
    #[serde(default)]
    pub of: Counted,
    /// What one of it is called.
    pub one: String,
    /// What several of it are called; a paper has none.
    #[serde(default)]
    pub many: String,
    /// Which entries count.
    #[serde(default)]
    pub filter: Filter,
    /// At least so many, or so many hours.
    #[serde(default)]
    pub min: u32,
    /// Over what.
    #[serde(default)]
    pub per: Per,
    /// In how many periods in a row; one where nothing is said.
    pub periods: Option<u32>,
    /// Which paper.
    #[serde(default, deserialize_with = "optional_word")]
    pub document: Option<DocumentKind>,
    /// Whether it is only recommended: then it is never in the way.
    #[serde(default)]
    pub recommended: bool,
    /// Other ways of meeting it.
    #[serde(default)]
    pub alternatives: Vec<Alternative>,
}

/// Another way of meeting a clause that counts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    /// The paper that opens this way.
    #[serde(default, deserialize_with = "optional_word")]
    pub with: Option<DocumentKind>,
    /// What one of it is called, where that differs.
    pub one: Option<String>,
    /// What several of it are called, where that differs.
    pub many: Option<String>,
    /// Which entries count, where that differs.
    pub filter: Option<Filter>,
    /// At least so many.
    pub min: u32,
}

/// Which entries of a log count; what is not said is open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Roles that count; empty means every role.
    #[serde(default, deserialize_with = "word_list")]
    pub role: Vec<Role>,
    /// Settings that count; empty means every setting.
    #[serde(default, deserialize_with = "word_list")]
    pub setting: Vec<Setting>,
    /// Whether the other facilitator must have been accredited, or must not.
    pub partner_accredited: Option<bool>,
    /// The first day that counts.
    pub from: Option<Date>,
    /// The last day that counts.
    pub to: Option<Date>,
}

impl Filter {
    /// Whether an entry counts.
    pub(super) fn takes(&self, entry: &LogEntry) -> bool {
        (self.role.is_empty() || self.role.contains(&entry.role))
            && (self.setting.is_empty() || self.setting.contains(&entry.setting))
            && (self.partner_accredited).is_none_or(|asked| asked == entry.partner_accredited)
            && self.takes_day(entry.on)
    }

    fn takes_day(&self, on: Date) -> bool {
        self.from.is_none_or(|from| from <= on) && self.to.is_none_or(|to| on <= to)
    }
}

impl Clause {
    fn periods(&self) -> u32 {
        self.periods.unwrap_or(1)
    }

    /// The paper that meets it, if a paper does.
    fn paper(&self) -> Option<DocumentKind> {
        match self.kind {
            ClauseKind::Document => self.document,
            ClauseKind::Membership => Some(DocumentKind::Membership),
            ClauseKind::Count | ClauseKind::Hours | ClauseKind::Rate => None,
        }
    }
}

impl RequirementSet {
    /// The set as a sentence names it, such as "Balint Society UK, older guideline".
    pub fn title(&self) -> String {
        format!("{}, {}", self.body, self.version)
    }
}

/// Every set that is shipped.
pub fn sets() -> &'static [RequirementSet] {
    &SETS
}

/// The set of this name.
pub fn named(name: &str) -> Option<&'static RequirementSet> {
    SETS.iter().find(|set| set.name == name)
}

fn optional_word<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err = crate::UnknownWord>,
{
    let word = Option::<String>::deserialize(from)?;
    let parsed = word.map(|word| word.parse()).transpose();
    parsed.map_err(serde::de::Error::custom)
}

fn word_list<'de, D, T>(from: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err = crate::UnknownWord>,
{
    let words = Vec::<String>::deserialize(from)?;
    let parsed = words.iter().map(|word| word.parse()).collect();
    let parsed: Result<Vec<T>, _> = parsed;
    parsed.map_err(serde::de::Error::custom)
}
