//! What the words of a query mean in one study.

use std::collections::BTreeMap;

use study::documents::{Kind, Role};
use study::search::{Wanted, folded};
use uuid::Uuid;

use super::parse::{Expression, Written, parse};
use super::token::Key;
use super::{Mistake, Unit};

/// What stands between the names of a path.
const BELOW: &str = " > ";

/// The names that a query can use in one study.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Every code with its name and the names above it, outermost first.
    codes: BTreeMap<Uuid, Vec<String>>,
    /// Handles of those whose layer can be seen.
    analysts: Vec<(Uuid, String)>,
    themes: Vec<String>,
    cohorts: Vec<String>,
    documents: Vec<String>,
}

/// What one word of a query stands for.
#[derive(Clone, Debug)]
pub enum Meaning {
    /// Any of these codes; in ascending order.
    Codes(Vec<Uuid>),
    /// What this analyst coded; beside codes and joined by `AND`, whose coding of them counts.
    By(Uuid),
    /// What this analyst coded; beside texts and joined by `AND`, they count only where they stand in it.
    Layer(Uuid),
    /// Documents of a cohort.
    Cohort(String),
    /// The document with this handle.
    Document(String),
    /// Documents of a kind.
    Kind(Kind),
    /// Turns of a speaker.
    Speaker(Role),
    /// What belongs to the theme at this place of the list of themes.
    Theme(usize),
    /// Words or a pattern in the text.
    Text(Wanted),
}

/// A query that can be answered.
#[derive(Clone, Debug)]
pub struct Query {
    pub(super) expression: Expression,
    terms: Vec<Term>,
    /// What it gives.
    pub unit: Unit,
}

#[derive(Clone, Debug)]
struct Term {
    meaning: Meaning,
    /// For readers: what was written and how it was read.
    said: (String, String),
}

impl Names {
    /// `codes` as in [`Material`](crate::codings::Material); analysts by handle; themes in their order; cohorts and documents by what
    /// queries call them.
    pub fn new(
        codes: &BTreeMap<Uuid, (String, Option<Uuid>)>,
        analysts: Vec<(Uuid, String)>,
        themes: Vec<String>,
        documents: impl IntoIterator<Item = (String, Option<String>)>,
    ) -> Self {
        let (documents, cohorts): (Vec<_>, Vec<_>) = documents.into_iter().unzip();
        let mut cohorts: Vec<String> = cohorts.into_iter().flatten().collect();
        cohorts.sort();
        cohorts.dedup();
        Names {
            codes: codes.keys().map(|id| (*id, path(codes, *id))).collect(),
            analysts,
            themes,
            cohorts,
            documents,
        }
    }

    /// The handles of analysts.
    pub fn analysts(&self) -> impl Iterator<Item = &str> {
        self.analysts.iter().map(|(_, handle)| handle.as_str())
    }

    /// The cohorts that documents belong to.
    pub fn cohorts(&self) -> &[String] {
        &self.cohorts
    }

    /// Reads a query, as far as it can be answered in this study.
    ///
    /// # Errors
    /// What is wrong, where, and how to mend it.
    pub fn read(&self, query: &str) -> Result<Query, Mistake> {
        let parsed = parse(query)?;
        let terms = parsed.terms.iter().map(|written| {
            let meaning = self.meaning(written)?;
            let said = (written.value.clone(), self.said(written, &meaning));
            Ok(Term { meaning, said })
        });
        let query = Query {
            terms: terms.collect::<Result<_, Mistake>>()?,
            expression: parsed.expression,
            unit: parsed.unit,
        };
        refuse_two_analysts(&query.expression, &query, &parsed.terms)?;
        Ok(query)
    }

    fn meaning(&self, written: &Written) -> Result<Meaning, Mistake> {
        let value = written.value.as_str();
        match written.key {
            Key::Bare => match self.codes_called(value) {
                codes if codes.is_empty() => text(written, Wanted::words(value)),
                codes => Ok(Meaning::Codes(codes)),
            },
            Key::Code | Key::Under => {
                let codes = self.codes_called(value);
                match (codes.is_empty(), written.key) {
                    (true, _) => Err(self.no_code(written)),
                    (false, Key::Code) => Ok(Meaning::Codes(codes)),
                    (false, _) => Ok(Meaning::Codes(self.under(&codes))),
                }
            }
            Key::By | Key::Layer => {
                let found = self.analysts.iter().find(|(_, name)| same(name, value));
                let known = self.analysts.iter().map(|(_, name)| name);
                let (id, _) = found.ok_or_else(|| unknown(written, "analyst", known))?;
                Ok(match written.key {
                    Key::By => Meaning::By(*id),
                    _ => Meaning::Layer(*id),
                })
            }
            Key::Cohort => known(written, "cohort", &self.cohorts).map(Meaning::Cohort),
            Key::Document => known(written, "document", &self.documents).map(Meaning::Document),
            Key::Kind => kind(written).map(Meaning::Kind),
            Key::Speaker => speaker(written).map(Meaning::Speaker),
            Key::Theme => {
                let place = self.themes.iter().position(|name| same(name, value));
                let place = place.ok_or_else(|| unknown(written, "theme", self.themes.iter()))?;
                Ok(Meaning::Theme(place))
            }
            Key::Text => text(written, Wanted::words(value)),
            Key::Exact => text(written, Wanted::exact(value)),
            Key::Regex => text(written, Wanted::pattern(value)),
        }
    }

    /// The codes of this name; with `>` in it the one code of this path from the top, such as `Leaving > Asking` or `> Leaving`.
    fn codes_called(&self, value: &str) -> Vec<Uuid> {
        let asked = folded(value);
        let from_top = normal(value.trim_start().trim_start_matches('>'));
        let called = self
            .codes
            .iter()
            .filter(|(_, path)| match value.contains('>') {
                true => normal(&path.join(BELOW)) == from_top,
                false => path.last().is_some_and(|name| folded(name) == asked),
            });
        called.map(|(id, _)| *id).collect()
    }

    /// These codes with all that stand under them.
    fn under(&self, tops: &[Uuid]) -> Vec<Uuid> {
        let tops: Vec<&Vec<String>> = tops.iter().filter_map(|id| self.codes.get(id)).collect();
        let below = |path: &Vec<String>| tops.iter().any(|top| path.starts_with(top));
        let found = self.codes.iter().filter(|(_, path)| below(path));
        found.map(|(id, _)| *id).collect()
    }

    fn no_code(&self, written: &Written) -> Mistake {
        let asked = folded(&written.value);
        let near = self.codes.values().filter_map(|path| path.last());
        let near = near.filter(|name| {
            let name = folded(name);
            let begins: String = asked.chars().take(3).collect();
            name.contains(&asked) || asked.contains(&name) || name.starts_with(&begins)
        });
        let near: Vec<String> = near.take(5).map(|name| format!("\"{name}\"")).collect();
        let mend = match near.is_empty() {
            true => {
                "Take the name from the codebook, or search the text with text:\"…\".".to_owned()
            }
            false => format!("Perhaps you mean {}.", near.join(" or ")),
        };
        let what = format!("There is no code \"{}\"", written.value);
        Mistake::at(written.column, what, mend)
    }

    fn said(&self, written: &Written, meaning: &Meaning) -> String {
        match meaning {
            Meaning::Codes(codes) => {
                let path = |id: &Uuid| self.codes.get(id).map(|path| path.join(BELOW));
                let paths: Vec<String> = codes.iter().filter_map(path).collect();
                match (written.key, paths.as_slice()) {
                    (_, [one]) => format!("the code {one}"),
                    (Key::Under, paths) => {
                        format!("{} codes, with what stands under them", paths.len())
                    }
                    (_, paths) => format!("{} codes: {}", paths.len(), paths.join(", ")),
                }
            }
            Meaning::By(_) => format!("the codings of {}", written.value),
            Meaning::Layer(_) => {
                let whose = &written.value;
                format!("the layer of {whose}; words beside it, only where {whose} coded them")
            }
            Meaning::Cohort(name) => format!("the cohort {name}"),
            Meaning::Document(handle) => format!("the document {handle}"),
            Meaning::Kind(Kind::Transcript) => "transcripts".to_owned(),
            Meaning::Kind(Kind::FieldNote) => "field notes".to_owned(),
            Meaning::Speaker(role) => format!("what is said by {}", role_words(*role)),
            Meaning::Theme(place) => format!("the theme {}", self.themes[*place]),
            Meaning::Text(_) if written.key == Key::Regex => "a pattern in the text".to_owned(),
            Meaning::Text(_) if written.key == Key::Exact => {
                "words in the text, with case and accents".to_owned()
            }
            Meaning::Text(wanted) if wanted.words_count() == 1 => "a word in the text".to_owned(),
            Meaning::Text(_) => "words in the text, one after another".to_owned(),
        }
    }
}

impl Query {
    /// How each thing that was asked for was read: what was written, and what it means.
    pub fn readings(&self) -> impl Iterator<Item = (&str, &str)> {
        let said = self.terms.iter().map(|term| &term.said);
        said.map(|(written, means)| (written.as_str(), means.as_str()))
    }

    /// What each thing that was asked for means, in the order of the query.
    pub fn meanings(&self) -> impl Iterator<Item = &Meaning> {
        self.terms.iter().map(|term| &term.meaning)
    }

    pub(super) fn meaning(&self, place: usize) -> &Meaning {
        &self.terms[place].meaning
    }

    /// The one analyst whose codings count for the other parts of an `AND`.
    pub(super) fn analyst_among(&self, parts: &[Expression]) -> Option<Uuid> {
        self.among(parts, |meaning| match meaning {
            Meaning::By(id) => Some(*id),
            _ => None,
        })
    }

    /// The one analyst in whose layer the texts of an `AND` are looked for.
    pub(super) fn layer_among(&self, parts: &[Expression]) -> Option<Uuid> {
        self.among(parts, |meaning| match meaning {
            Meaning::Layer(id) => Some(*id),
            _ => None,
        })
    }

    fn among(&self, parts: &[Expression], is: fn(&Meaning) -> Option<Uuid>) -> Option<Uuid> {
        parts.iter().find_map(|part| match part {
            Expression::Term(place) => is(self.meaning(*place)),
            _ => None,
        })
    }
}

pub(super) fn path(codes: &BTreeMap<Uuid, (String, Option<Uuid>)>, id: Uuid) -> Vec<String> {
    let mut path = Vec::new();
    let mut next = Some(id);
    // No tree is deeper than it has codes; one that is would turn in a circle.
    while let Some((name, parent)) = next.and_then(|id| codes.get(&id)) {
        path.push(name.clone());
        next = parent.filter(|_| path.len() <= codes.len());
    }
    path.reverse();
    path
}

/// A path however its spaces are set.
fn normal(path: &str) -> String {
    path.split('>').map(folded).collect::<Vec<_>>().join(BELOW)
}

fn same(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

fn known(written: &Written, what: &str, names: &[String]) -> Result<String, Mistake> {
    let found = names.iter().find(|name| same(name, &written.value));
    found
        .cloned()
        .ok_or_else(|| unknown(written, what, names.iter()))
}

fn unknown<'a>(written: &Written, what: &str, known: impl Iterator<Item = &'a String>) -> Mistake {
    let mut names: Vec<&str> = known.map(String::as_str).take(21).collect();
    let mend = match names.len() {
        0 => format!("No {what} can be asked for yet."),
        1 => format!("There is only {}.", names[0]),
        21 => format!(
            "The first are {}.",
            names.drain(..20).collect::<Vec<_>>().join(", ")
        ),
        _ => format!("There are {}.", names.join(", ")),
    };
    let what = format!("There is no {what} \"{}\"", written.value);
    Mistake::at(written.column, what, mend)
}

fn kind(written: &Written) -> Result<Kind, Mistake> {
    match folded(&written.value).replace([' ', '-'], "_").as_str() {
        "transcript" | "transcripts" => Ok(Kind::Transcript),
        "field_note" | "field_notes" | "note" | "notes" => Ok(Kind::FieldNote),
        _ => {
            let what = format!("There is no kind \"{}\"", written.value);
            let mend = "Write kind:transcript or kind:field-note.";
            Err(Mistake::at(written.column, what, mend))
        }
    }
}

fn speaker(written: &Written) -> Result<Role, Mistake> {
    match folded(&written.value).as_str() {
        "participant" => Ok(Role::Participant),
        "interviewer" => Ok(Role::Interviewer),
        "other" => Ok(Role::Other),
        "unknown" => Ok(Role::Unknown),
        _ => {
            let what = format!("There is no speaker \"{}\"", written.value);
            let mend = "Write speaker:participant, interviewer, other or unknown.";
            Err(Mistake::at(written.column, what, mend))
        }
    }
}

fn role_words(role: Role) -> &'static str {
    match role {
        Role::Participant => "the participant",
        Role::Interviewer => "the interviewer",
        Role::Other => "somebody else",
        Role::Unknown => "nobody known",
    }
}

fn text(written: &Written, wanted: Result<Wanted, String>) -> Result<Meaning, Mistake> {
    let mend = match written.key {
        Key::Regex => "Mend the pattern, or search plain words with text:\"…\".",
        _ => "Write letters or digits, or look for signs with regex:\"…\".",
    };
    let wrong = |what| Mistake::at(written.column, what, mend);
    wanted.map(Meaning::Text).map_err(wrong)
}

/// Beside two analysts it could not be told whose codings count.
fn refuse_two_analysts(
    expression: &Expression,
    query: &Query,
    terms: &[Written],
) -> Result<(), Mistake> {
    let parts: Vec<&Expression> = match expression {
        Expression::Term(_) => return Ok(()),
        Expression::Not(inner) => vec![inner],
        Expression::Near(one, other, _) => vec![one, other],
        Expression::And(parts) | Expression::Or(parts) => parts.iter().collect(),
    };
    if let Expression::And(parts) = expression {
        let second = |is: fn(&Meaning) -> bool| {
            let places = parts.iter().filter_map(|part| match part {
                Expression::Term(at) if is(query.meaning(*at)) => Some(*at),
                _ => None,
            });
            places.skip(1).map(|at| terms[at].column).next()
        };
        if let Some(column) = second(|meaning| matches!(meaning, Meaning::By(_))) {
            let what = "Two analysts stand beside each other";
            let mend =
                "Say what each coded, such as (code:\"…\" AND by:R1) AND (code:\"…\" AND by:R2).";
            return Err(Mistake::at(column, what, mend));
        }
        if let Some(column) = second(|meaning| matches!(meaning, Meaning::Layer(_))) {
            let what = "Two layers stand beside each other";
            let mend =
                "Look in each, such as (text:\"…\" AND layer:R1) AND (text:\"…\" AND layer:R2).";
            return Err(Mistake::at(column, what, mend));
        }
    }
    parts
        .into_iter()
        .try_for_each(|part| refuse_two_analysts(part, query, terms))
}
