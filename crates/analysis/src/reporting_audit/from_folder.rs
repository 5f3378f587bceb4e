//! Facts from the files of a study folder (study section 6). What no file says stays unknown.

use std::collections::{BTreeMap, BTreeSet};

use study::documents::{AuthorRole, Document};
use study::interviewers::matching;

use super::facts::{Facts, Held, Roles};
use crate::codings::FolderCoding;
use crate::folder::Audited;

/// The facts that a folder gives.
pub fn facts_of(read: &Audited) -> Facts {
    let folder = &read.folder;
    let there = |name: &str| read.has(name);
    Facts {
        participants: there("participants.csv").then(|| folder.participants.clone()),
        questions: there("research_questions.csv").then(|| folder.questions.clone()),
        quotes: there("quotes.csv").then(|| folder.quotes.clone()),
        themes: (!folder.themes.is_empty()).then(|| folder.themes.clone()),
        documents: (!folder.documents.is_empty()).then(|| folder.documents.clone()),
        claims: read.claims.clone(),
        held: read.matching.as_ref().and_then(held),
        roles: roles(&folder.documents, &folder.codings, read.matching.as_ref()),
        ..Facts::default()
    }
}

/// The confirmed pairs; `None` where there are none.
fn held(matching: &matching::Problem) -> Option<Vec<Held>> {
    let confirmed = matching.ties.iter().filter(|(_, tie)| tie.confirmed);
    let held = confirmed.filter_map(|(&(participant, interviewer), tie)| {
        Some(Held {
            participant: matching.participants.get(participant)?.id.clone(),
            interviewer: matching.interviewers.get(interviewer)?.id.clone(),
            relation: tie.relation,
            overridden: None,
        })
    });
    let held: Vec<Held> = held.collect();
    (!held.is_empty()).then_some(held)
}

/// Authors of field notes, analysts of codings and interviewers, by their ids. Without authors of field notes nothing says that
/// an id stands for one person in two files, as an interviewer is an analyst in most studies.
fn roles(
    documents: &[Document],
    codings: &[FolderCoding],
    matching: Option<&matching::Problem>,
) -> Option<Vec<Roles>> {
    let mut parts: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for author in documents
        .iter()
        .filter_map(|document| document.author.as_ref())
    {
        if author.role == AuthorRole::ParticipantResearcher {
            let part = "the participant-researcher".to_owned();
            parts.entry(&author.id).or_default().insert(part);
        }
    }
    if parts.is_empty() || (codings.is_empty() && matching.is_none()) {
        return None;
    }
    for coding in codings {
        if let Some(own) = parts.get_mut(coding.analyst.as_str()) {
            own.insert("an analyst".to_owned());
        }
    }
    for interviewer in matching.iter().flat_map(|matching| &matching.interviewers) {
        if let Some(own) = parts.get_mut(interviewer.id.as_str()) {
            own.insert("an interviewer".to_owned());
        }
    }
    for participant in matching.iter().flat_map(|matching| &matching.participants) {
        if let Some(own) = parts.get_mut(participant.id.as_str()) {
            own.insert("a participant".to_owned());
        }
    }
    let roles = parts.into_iter().map(|(who, parts)| Roles {
        who: who.to_owned(),
        parts,
        declared: None,
    });
    Some(roles.collect())
}
