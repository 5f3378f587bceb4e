//! What asks an analyst for an entry: returns to an earlier phase, merges of themes, themes that were dropped (study R35).

use std::collections::BTreeSet;

use platform::{App, Result};
use study::journal::{self, Entry};
use uuid::Uuid;

use crate::acts::read_trail;
use crate::phases::{PHASE, courses};
use crate::trail::{Acts, Event};

/// The kinds for which somebody is asked, with what is asked.
const KINDS: [(&str, &str); 3] = [
    (
        "phase.return",
        "You went back to an earlier phase. What made you go back?",
    ),
    (
        "theme.merge",
        "You merged themes. What did you see that made them one?",
    ),
    (
        "theme.drop",
        "You dropped a theme. What did it say that nothing else says now?",
    ),
];
/// How many are shown at once.
const MOST: usize = 3;

/// A question about something that the analyst did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Prompt {
    /// By this it is dismissed with all of its kind.
    pub(crate) kind: &'static str,
    /// The act it asks about; by this it is dismissed alone.
    pub(crate) act: Uuid,
    /// What is asked.
    pub(crate) question: &'static str,
}

impl Prompt {
    /// Whether a word is one by which prompts are dismissed.
    pub(super) fn is_kind(word: &str) -> bool {
        KINDS.iter().any(|(kind, _)| *kind == word)
    }
}

/// The prompts for what an analyst did, the newest first: not those that they have dismissed or written about.
pub(super) fn prompts(
    events: &[Event],
    member: Uuid,
    (dismissed, written): (&BTreeSet<String>, &BTreeSet<Uuid>),
) -> Vec<Prompt> {
    let acts = Acts::of(events);
    let courses = courses(events, &acts);
    let own = courses.iter().filter(|one| one.member == Some(member));
    let returns = own.flat_map(|course| &course.stretches);
    let returns: BTreeSet<Uuid> = returns
        .filter(|one| one.is_return)
        .map(|one| one.act)
        .collect();
    let mut found: Vec<Prompt> = Vec::new();
    let newest = events.iter().rev();
    for event in newest.filter(|event| event.member == Some(member)) {
        let kind = match event.subject.0.as_str() {
            PHASE if returns.contains(&event.act) => "phase.return",
            PHASE => continue,
            _ => event.kind.as_str(),
        };
        let Some((kind, question)) = KINDS.iter().find(|(known, _)| *known == kind) else {
            continue;
        };
        let is_done = written.contains(&event.act)
            || acts.is_taken_back(event.act)
            || dismissed.contains(*kind)
            || dismissed.contains(&event.act.to_string())
            || found.iter().any(|one| one.act == event.act);
        if !is_done {
            found.push(Prompt {
                kind,
                act: event.act,
                question,
            });
        }
    }
    found.truncate(MOST);
    found
}

/// The prompts that are open for a member.
pub(crate) async fn open_prompts(app: &App, study: Uuid, member: Uuid) -> Result<Vec<Prompt>> {
    let trail = read_trail(app, study).await?;
    let connection = app.db.read();
    let dismissed = journal::dismissed(connection, member).await?;
    let entries = journal::readable(connection, app, study, Some(member)).await?;
    let own = entries.iter().filter(|entry| entry.member == member);
    let written = own.filter_map(|entry: &Entry| entry.about).collect();
    Ok(prompts(&trail.events, member, (&dismissed, &written)))
}
