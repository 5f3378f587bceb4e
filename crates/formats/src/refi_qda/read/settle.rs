//! The end of a reading: references that lead nowhere are left out and listed (Q19h).

use std::collections::BTreeSet;

use uuid::Uuid;

use super::super::model::{
    Code, Coding, Project, Selection, Source, Stamp, TextDocument, Transcript, VariableValue,
};
use super::super::names::Element as E;
use super::super::registry::Kind;
use super::super::report::Outcome;
use super::base::at;
use super::{Reading, State};

/// References that lead nowhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dangling(BTreeSet<(E, Uuid)>);

impl Dangling {
    /// Whether every reference leads somewhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn has(&self, element: E, target: Uuid) -> bool {
        self.0.contains(&(element, target))
    }

    /// Leaves out of a source what leads nowhere: codings with codes that do not exist, references to notes, values of
    /// variables. The report has counted them.
    pub fn leave_out(&self, source: &mut Source) {
        if self.is_empty() {
            return;
        }
        self.notes(&mut source.about_mut().note_refs);
        match source {
            Source::Text(text) => self.document(text),
            Source::Picture(picture) => {
                picture.text.iter_mut().for_each(|text| self.document(text));
                self.selections(&mut picture.selections);
                self.codings(&mut picture.codings);
                self.values(&mut picture.values);
            }
            Source::Pdf(pdf) => {
                pdf.representation
                    .iter_mut()
                    .for_each(|text| self.document(text));
                self.selections(&mut pdf.selections);
                for selection in &mut pdf.selections {
                    let text = selection.place.representation.iter_mut();
                    text.for_each(|text| self.document(text));
                }
                self.codings(&mut pdf.codings);
                self.values(&mut pdf.values);
            }
            Source::Audio(media) | Source::Video(media) => {
                media
                    .transcripts
                    .iter_mut()
                    .for_each(|one| self.transcript(one));
                self.selections(&mut media.selections);
                self.codings(&mut media.codings);
                self.values(&mut media.values);
            }
        }
    }

    fn notes(&self, notes: &mut Vec<Uuid>) {
        notes.retain(|note| !self.has(E::NoteRef, *note));
    }

    fn values(&self, values: &mut Vec<VariableValue>) {
        values.retain(|value| !self.has(E::VariableRef, value.variable));
    }

    fn codings(&self, codings: &mut Vec<Coding>) {
        codings.retain(|coding| !self.has(E::Coding, coding.code));
        codings
            .iter_mut()
            .for_each(|coding| self.notes(&mut coding.note_refs));
    }

    fn selections<P>(&self, selections: &mut [Selection<P>]) {
        for selection in selections {
            self.notes(&mut selection.about.note_refs);
            self.codings(&mut selection.codings);
        }
    }

    fn document(&self, text: &mut TextDocument) {
        self.notes(&mut text.about.note_refs);
        self.selections(&mut text.selections);
        self.codings(&mut text.codings);
        self.values(&mut text.values);
    }

    fn transcript(&self, transcript: &mut Transcript) {
        self.notes(&mut transcript.about.note_refs);
        self.selections(&mut transcript.selections);
    }

    fn codes(&self, codes: &mut [Code]) {
        for code in codes {
            self.notes(&mut code.note_refs);
            self.codes(&mut code.children);
        }
    }

    fn project(&self, project: &mut Project) {
        self.notes(&mut project.note_refs);
        self.codes(&mut project.codes);
        for case in &mut project.cases {
            case.code_refs.retain(|code| !self.has(E::CodeRef, *code));
            case.source_refs.retain(|one| !self.has(E::SourceRef, *one));
            case.selection_refs
                .retain(|one| !self.has(E::SelectionRef, *one));
            self.values(&mut case.values);
        }
        project
            .notes
            .iter_mut()
            .for_each(|note| self.document(note));
        for link in &mut project.links {
            link.origin = link.origin.filter(|end| !self.has(E::Link, *end));
            link.target = link.target.filter(|end| !self.has(E::Link, *end));
            self.notes(&mut link.note_refs);
        }
        for set in &mut project.sets {
            set.codes.retain(|one| !self.has(E::MemberCode, *one));
            set.sources.retain(|one| !self.has(E::MemberSource, *one));
            set.notes.retain(|one| !self.has(E::MemberNote, *one));
        }
        for graph in &mut project.graphs {
            for vertex in &mut graph.vertices {
                vertex.represents = vertex.represents.filter(|one| !self.has(E::Vertex, *one));
            }
            let whole = |end: Uuid| !self.has(E::Edge, end);
            graph
                .edges
                .retain(|edge| whole(edge.source) && whole(edge.target));
            for edge in &mut graph.edges {
                edge.represents = edge.represents.filter(|one| whole(*one));
            }
        }
    }
}

/// What is known once everything was read.
pub(super) fn finish(mut state: State<'_>) -> Reading {
    let (left, targets) = state.registry.dangling();
    for one in left {
        let what = match one.element {
            E::CodeRef => "Coding",
            other => other.word(),
        };
        // A coding goes with its code, a value with its variable, a line with its vertex.
        let gone = match (one.element, one.holder.0) {
            (E::CodeRef, E::Coding) => E::Coding,
            (E::VariableRef, _) => E::VariableValue,
            (other, _) => other,
        };
        if !matches!(gone, E::Vertex | E::Link) {
            state.log.count(gone).dropped += 1;
        }
        let what = format!("{what} to {}, which does not exist", one.target);
        let place = at(one.holder.0, one.holder.1);
        state
            .log
            .find("Q19h", Outcome::Dropped, place, what, "it leads nowhere");
    }
    let dangling = Dangling(targets);
    let mut project = std::mem::take(&mut state.project);
    dangling.project(&mut project);
    known_users(&mut state, &mut project);
    for (user, times) in std::mem::take(&mut state.unknown_users) {
        let what = format!("the user {user}, who is not in the file, is named {times} times");
        let why = "what they did is by somebody unknown";
        state
            .log
            .find("Q19p", Outcome::Changed, "<Users>", what, why);
    }
    Reading {
        project,
        codebook: state.codebook,
        dangling,
        report: state.log.finish(),
    }
}

/// Leaves users out that came to be known as unknown only now.
fn known_users(state: &mut State<'_>, project: &mut Project) {
    let mut stamps: Vec<&mut Stamp> = vec![&mut project.created, &mut project.modified];
    for note in &mut project.notes {
        stamps.extend([&mut note.about.created, &mut note.about.modified]);
        for selection in &mut note.selections {
            stamps.extend([&mut selection.about.created, &mut selection.about.modified]);
            stamps.extend(
                selection
                    .codings
                    .iter_mut()
                    .map(|coding| &mut coding.created),
            );
        }
        stamps.extend(note.codings.iter_mut().map(|coding| &mut coding.created));
    }
    for stamp in stamps {
        let Some(user) = stamp.user else { continue };
        if state.registry.kind(user) != Some(Kind::User) {
            *state.unknown_users.entry(user).or_default() += 1;
            stamp.user = None;
        }
    }
}
