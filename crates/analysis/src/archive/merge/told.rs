//! What both have changed, in words.

use std::collections::{BTreeMap, BTreeSet};

use platform::Result;
use platform::storage::Tx;
use serde::Serialize;
use serde_json::{Map, Value};
use study::documents;
use uuid::Uuid;

use super::Versions;
use super::trails::{self, fields};
use crate::acts::name_in;
use crate::codes::CODE;
use crate::codings::{CODING, CodingState};
use crate::trail::{Phrase, Subject, Trail, read};

/// Something that both have changed differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// What it is, such as `code “Asking”`.
    pub what: String,
    /// Each field that differs.
    pub fields: Vec<Versions>,
}

/// Says what subjects are.
pub(super) struct Told<'a> {
    trail: &'a Trail,
    /// The last state that each had.
    last: BTreeMap<&'a Subject, &'a String>,
    /// What each subject is called, by its identifier alone.
    names: BTreeMap<Uuid, &'a str>,
    documents: BTreeMap<Uuid, String>,
}

impl<'a> Told<'a> {
    /// Says it out of the events and words of both.
    pub(super) async fn of(tx: &Tx, study: Uuid, trail: &'a Trail) -> Result<Self> {
        let (mut last, mut names) = (BTreeMap::new(), BTreeMap::new());
        for event in &trail.events {
            if let Some(state) = event.after.as_ref().or(event.before.as_ref()) {
                last.insert(&event.subject, state);
            }
        }
        for ((_, id), state) in &last {
            if let Some(name) = name_in(Some(state)) {
                names.insert(*id, trail.words(Some(&name)));
            }
        }
        let ids = documents::ids(tx.connection(), study).await?;
        Ok(Self {
            trail,
            last,
            names,
            documents: ids.into_iter().map(|(handle, id)| (id, handle)).collect(),
        })
    }

    /// What a subject is: its kind and its name, or the first words that it has.
    pub(super) fn name(&self, subject: &Subject) -> String {
        let (kind, id) = subject;
        let state = self.last.get(subject).copied();
        if kind == CODING {
            let coding = state.and_then(|state| read::<CodingState>(state).ok());
            return coding.map_or_else(|| kind.clone(), |coding| self.coding(&coding));
        }
        let words = self.names.get(id).map(|name| (*name).to_owned());
        let words = words.or_else(|| {
            let fields = fields(state)?;
            let mut phrases = fields.values().filter_map(Phrase::of_field);
            let words = phrases.find_map(|phrase| {
                Some(self.trail.words(Some(&phrase))).filter(|words| !words.is_empty())
            });
            words.map(short)
        });
        match words {
            Some(words) => format!("{kind} “{words}”"),
            None => format!("{kind} {id}"),
        }
    }

    fn coding(&self, coding: &CodingState) -> String {
        let code = self.names.get(&coding.code).copied().unwrap_or(CODE);
        let document = self.documents.get(&coding.document);
        let document = document.map_or("a document of the archive", String::as_str);
        format!(
            "coding “{code}” in {document}, {} to {}",
            coding.start, coding.end
        )
    }

    /// Both versions of what both have changed.
    pub(super) fn conflict(&self, conflict: &trails::Conflict) -> Conflict {
        let here = fields(conflict.here.as_ref());
        let there = fields(conflict.there.as_ref());
        let stands = |state: &Option<String>| match state {
            Some(_) => "it stands".to_owned(),
            None => "it is gone".to_owned(),
        };
        let fields = match (here, there) {
            (Some(here), Some(there)) => self.fields(&here, &there),
            _ => vec![Versions {
                field: String::new(),
                here: stands(&conflict.here),
                there: stands(&conflict.there),
            }],
        };
        Conflict {
            what: self.name(&conflict.subject),
            fields,
        }
    }

    fn fields(&self, here: &Map<String, Value>, there: &Map<String, Value>) -> Vec<Versions> {
        let names: BTreeSet<&String> = here.keys().chain(there.keys()).collect();
        let other = names
            .into_iter()
            .filter(|name| here.get(*name) != there.get(*name));
        let versions = |name: &String| Versions {
            field: name.clone(),
            here: self.value(here.get(name)),
            there: self.value(there.get(name)),
        };
        other.map(versions).collect()
    }

    /// A value of a field: words as they are, what is named by its name.
    fn value(&self, value: Option<&Value>) -> String {
        match value {
            None | Some(Value::Null) => "nothing".to_owned(),
            Some(Value::String(text)) => {
                let id = text.parse::<Uuid>().ok();
                let name = id.and_then(|id| self.names.get(&id).copied());
                name.map_or_else(|| text.clone(), |name| format!("“{name}”"))
            }
            Some(value) => match Phrase::of_field(value) {
                Some(phrase) => format!("“{}”", self.trail.words(Some(&phrase))),
                None => value.to_string(),
            },
        }
    }
}

/// The beginning of words.
fn short(words: &str) -> String {
    const MOST: usize = 60;
    match words.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words.to_owned(),
    }
}
