//! What was done, in words.

use std::collections::BTreeMap;

use platform::Result;
use study::team::{self, Member};
use uuid::Uuid;

use crate::console::{self, Table};
use crate::trail::{Acts, Event, MERGE, Phrase, SPLIT, Subject, Trail};
use crate::{
    account, checklists, codes, codings, memos, narratives, phases, quotes, thematic_map, themes,
};

/// Says what the acts of a trail did.
pub(crate) struct Saying<'a> {
    trail: &'a Trail,
    acts: &'a Acts<'a>,
    members: &'a [Member],
    /// The last name that each subject had.
    names: BTreeMap<&'a Subject, Phrase>,
}

impl<'a> Saying<'a> {
    /// Says what stands in this trail.
    pub(crate) fn of(trail: &'a Trail, acts: &'a Acts<'a>, members: &'a [Member]) -> Result<Self> {
        let mut names = BTreeMap::new();
        for event in &trail.events {
            if let Some(name) = name_in(event.after.as_ref()) {
                names.insert(&event.subject, name);
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
        let is_parted = |event: &&&Event| event.kind == SPLIT && event.subject.0 == codings::CODING;
        let parted = events.iter().filter(is_parted);
        match first.kind.as_str() {
            _ if parted.clone().next().is_some() => codings::said_of_split(self, parted),
            "import" => imported(events),
            "undo" => format!("took back: {}", self.taken_back(events)),
            "redo" => format!("did again: {}", self.taken_back(events)),
            "code.rename" | "code.redefine" => codes::said_of_change(self, events),
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
        match event.kind.as_str() {
            "import" => return imported(&[event]),
            "undo" => return format!("took back: {}", self.taken_back(&[event])),
            "redo" => return format!("did again: {}", self.taken_back(&[event])),
            MERGE => return self.joined(event),
            _ => {}
        }
        match event.subject.0.as_str() {
            codes::CODE => codes::said(self, event),
            codings::CODING => codings::said(self, event),
            themes::THEME => themes::said(self, event),
            thematic_map::MAP => thematic_map::said(self, event),
            quotes::QUOTE => quotes::said(self, event),
            account::ACCOUNT => account::said(event),
            narratives::NARRATIVE => narratives::said(self, event),
            checklists::ANSWER | checklists::LIST => checklists::said(self, event),
            memos::MEMO => memos::said(event),
            phases::PHASE => phases::said(event),
            _ => event.kind.clone(),
        }
    }

    /// What was decided where an archive of the same study was joined.
    fn joined(&self, event: &Event) -> String {
        let (kind, id) = &event.subject;
        let what = match self.name(kind, *id) {
            "" => kind.clone(),
            name => format!("{kind} “{name}”"),
        };
        format!("settled how {what} stands, which two archives of this study had otherwise")
    }

    /// What was done to one subject, the newest first, as rows for the command line.
    pub(crate) fn history(&self, (kind, id): (&str, Uuid)) -> Table {
        let about = self.trail.events.iter().rev();
        let about = about.filter(|event| event.subject.0 == kind && event.subject.1 == id);
        let row = |event: &Event| {
            vec![
                event.act.to_string().into(),
                console::day(event.at),
                self.who(event.member).into(),
                self.event(event).into(),
                console::text(self.words(event.why.as_ref())),
            ]
        };
        Table::new(
            &["act", "day", "who", "what", "why"],
            about.map(row).collect(),
        )
    }

    /// The words of a phrase.
    pub(crate) fn words(&self, phrase: Option<&Phrase>) -> &str {
        self.trail.words(phrase)
    }

    /// The last name that a subject of this kind had; empty where it never had one.
    pub(crate) fn name(&self, kind: &str, id: Uuid) -> &str {
        self.trail.words(self.names.get(&(kind.to_owned(), id)))
    }
}

/// The name in a state; whatever has one keeps it under this key.
pub(crate) fn name_in(state: Option<&String>) -> Option<Phrase> {
    #[derive(serde::Deserialize)]
    struct Named {
        name: Phrase,
    }
    let named: Named = serde_json::from_str(state?).ok()?;
    Some(named.name)
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
    let what = events.first().map_or("", |event| event.subject.0.as_str());
    let said = parts.iter().filter(|(count, _)| *count > 0);
    let said: Vec<String> = said
        .map(|(count, done)| match count {
            1 => format!("1 {what} {done}"),
            count => format!("{count} {what}s {done}"),
        })
        .collect();
    format!("brought in from files: {}", said.join(", "))
}
