//! What was done, in words.

use std::collections::BTreeMap;

use platform::Result;
use study::team::{self, Member};
use uuid::Uuid;

use super::book::CodeState;
use crate::trail::{Acts, Event, Phrase, Trail};

/// Says what the acts of a trail did.
pub(crate) struct Saying<'a> {
    trail: &'a Trail,
    acts: &'a Acts<'a>,
    members: &'a [Member],
    /// The last name that each code had.
    names: BTreeMap<Uuid, Phrase>,
}

impl<'a> Saying<'a> {
    /// Says what stands in this trail.
    pub(crate) fn of(trail: &'a Trail, acts: &'a Acts<'a>, members: &'a [Member]) -> Result<Self> {
        let mut names = BTreeMap::new();
        for event in &trail.events {
            if let Some(code) = state(event.after.as_ref()) {
                names.insert(event.subject.1, code.name);
            }
        }
        Ok(Self {
            trail,
            acts,
            members,
            names,
        })
    }

    /// Who did something.
    pub(crate) fn who(&self, member: Option<Uuid>) -> String {
        team::author(self.members, member)
    }

    /// What an act did, as a sentence goes on after who did it: `renamed “Asking” to “Asking first”`.
    pub(crate) fn act(&self, act: Uuid) -> String {
        let events = self.acts.events_of(act);
        let Some(first) = events.first() else {
            return "did something that is not in the trail".to_owned();
        };
        match first.kind.as_str() {
            "import" => imported(events),
            "undo" => format!("took back: {}", self.taken_back(events)),
            "redo" => format!("did again: {}", self.taken_back(events)),
            "code.rename" if events.len() > 1 => {
                format!("{} and defined it anew", self.event(first))
            }
            _ => self.event(first),
        }
    }

    /// What the acts did that these events take back; of an undo, what that one had taken back.
    fn taken_back(&self, events: &[&Event]) -> String {
        let mut acts: Vec<Uuid> = Vec::new();
        for event in events {
            acts.extend(event.reverts.filter(|act| !acts.contains(act)));
        }
        let said = acts.iter().map(|act| {
            let events = self.acts.events_of(*act);
            match events.first().is_some_and(|first| first.reverts.is_some()) {
                true => self.taken_back(events),
                false => self.act(*act),
            }
        });
        said.collect::<Vec<_>>().join("; ")
    }

    /// What one event did.
    pub(crate) fn event(&self, event: &Event) -> String {
        let before = state(event.before.as_ref());
        let after = state(event.after.as_ref());
        let name_of = |code: Option<&CodeState>| self.trail.words(code.map(|code| &code.name));
        let old = name_of(before.as_ref());
        let new = name_of(after.as_ref());
        let parent = after.as_ref().and_then(|code| code.parent);
        match event.kind.as_str() {
            "code.create" => match parent {
                Some(parent) => format!("added “{new}” under “{}”", self.name(parent)),
                None => format!("added “{new}”"),
            },
            "code.rename" => format!("renamed “{old}” to “{new}”"),
            "code.redefine" => format!("defined “{new}” anew"),
            "code.move" if before.as_ref().and_then(|code| code.parent) == parent => {
                format!("moved “{new}” among its neighbours")
            }
            "code.move" => match parent {
                Some(parent) => format!("moved “{new}” under “{}”", self.name(parent)),
                None => format!("moved “{new}” to the top"),
            },
            "code.merge" => {
                let into = after.as_ref().and_then(|code| code.merged_into);
                let into = into.map_or("", |into| self.name(into));
                format!("merged “{new}” into “{into}”")
            }
            "code.retire" => format!("retired “{new}”"),
            "code.restore" => format!("restored “{new}”"),
            "code.remove" => format!("removed “{old}”"),
            "import" => imported(&[event]),
            "undo" => format!("took back: {}", self.taken_back(&[event])),
            "redo" => format!("did again: {}", self.taken_back(&[event])),
            other => other.to_owned(),
        }
    }

    fn name(&self, code: Uuid) -> &str {
        self.trail.words(self.names.get(&code))
    }
}

fn imported(events: &[&Event]) -> String {
    let count = |which: fn(&&&Event) -> bool| events.iter().filter(which).count();
    let parts = [
        (count(|event| event.before.is_none()), "added"),
        (
            count(|event| event.before.is_some() && event.after.is_some()),
            "changed",
        ),
        (count(|event| event.after.is_none()), "removed"),
    ];
    let said = parts.iter().filter(|(count, _)| *count > 0);
    let said: Vec<String> = said
        .map(|(count, what)| format!("{count} {} {what}", codes(*count)))
        .collect();
    format!("brought in a study folder: {}", said.join(", "))
}

fn codes(count: usize) -> &'static str {
    if count == 1 { "code" } else { "codes" }
}

fn state(text: Option<&String>) -> Option<CodeState> {
    text.and_then(|text| serde_json::from_str(text).ok())
}
