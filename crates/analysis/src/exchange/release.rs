//! A file for the public: nothing in it leads back to whoever it came from but what was said (Q23).

use std::collections::BTreeMap;

use formats::refi_qda::model::{About, Code, Project, Stamp, TextDocument};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use platform::App;
use study::documents::Listed;
use study::rows::random_id;
use uuid::Uuid;

use super::flags::Flags;

/// Fresh names for everything in one file.
pub(super) struct Release<'a> {
    app: &'a App,
    guids: BTreeMap<Uuid, Uuid>,
    documents: usize,
}

impl<'a> Release<'a> {
    pub(super) fn new(app: &'a App) -> Self {
        Self {
            app,
            guids: BTreeMap::new(),
            documents: 0,
        }
    }

    fn fresh(&mut self, guid: &mut Uuid) {
        let app = self.app;
        *guid = *self.guids.entry(*guid).or_insert_with(|| random_id(app));
    }

    fn all(&mut self, guids: &mut [Uuid]) {
        guids.iter_mut().for_each(|guid| self.fresh(guid));
    }

    /// Puts texts in an order that follows from their fresh GUIDs, and so from nothing else.
    pub(super) fn order(&mut self, documents: &mut [Listed]) {
        documents.sort_by_cached_key(|document| {
            let mut guid = document.id;
            self.fresh(&mut guid);
            guid
        });
    }

    /// Everything but texts.
    pub(super) fn project(&mut self, project: &mut Project) {
        project
            .users
            .iter_mut()
            .for_each(|user| self.fresh(&mut user.guid));
        project.users.sort_by_key(|user| user.guid);
        for (user, number) in project.users.iter_mut().zip(0..) {
            user.name = Some(format!("Analyst {}", letters(number)));
            user.id = None;
        }
        self.codes(&mut project.codes);
        for note in &mut project.notes {
            self.about(&mut note.about);
        }
        self.all(&mut project.note_refs);
        for set in &mut project.sets {
            self.fresh(&mut set.guid);
            self.all(&mut set.codes);
            self.all(&mut set.notes);
            if set.description.is_some() {
                let mut flags = Flags::default();
                flags.add("theme", "");
                set.description = flags.after("");
            }
        }
        for graph in &mut project.graphs {
            self.fresh(&mut graph.guid);
            for vertex in &mut graph.vertices {
                self.fresh(&mut vertex.guid);
                vertex
                    .represents
                    .iter_mut()
                    .for_each(|guid| self.fresh(guid));
            }
            for edge in &mut graph.edges {
                self.fresh(&mut edge.guid);
                self.fresh(&mut edge.source);
                self.fresh(&mut edge.target);
            }
        }
    }

    /// A text with what is coded in it.
    pub(super) fn source(&mut self, source: &mut TextDocument) {
        self.documents += 1;
        source.about.name = Some(format!("Document {}", self.documents));
        source.about.description = parts_alone(source.about.description.as_deref());
        self.about(&mut source.about);
        for selection in &mut source.selections {
            self.about(&mut selection.about);
            for coding in &mut selection.codings {
                self.fresh(&mut coding.guid);
                self.fresh(&mut coding.code);
                self.all(&mut coding.note_refs);
                self.stamp(&mut coding.created);
            }
            selection.codings.sort_by_key(|coding| coding.guid);
        }
        let place = |one: &formats::refi_qda::model::TextSelection| {
            (one.place.start, one.place.end, one.about.guid)
        };
        source.selections.sort_by_key(place);
    }

    fn about(&mut self, about: &mut About) {
        self.fresh(&mut about.guid);
        self.all(&mut about.note_refs);
        self.stamp(&mut about.created);
        self.stamp(&mut about.modified);
    }

    fn codes(&mut self, codes: &mut [Code]) {
        for code in codes {
            self.fresh(&mut code.guid);
            self.all(&mut code.note_refs);
            self.codes(&mut code.children);
        }
    }

    fn stamp(&mut self, stamp: &mut Stamp) {
        stamp.user.iter_mut().for_each(|user| self.fresh(user));
        stamp.at = stamp.at.and_then(month);
    }
}

/// The beginning of a month.
fn month(at: Timestamp) -> Option<Timestamp> {
    let day = TimeZone::UTC.to_datetime(at).date();
    let first = Date::new(day.year(), day.month(), 1).ok()?;
    TimeZone::UTC
        .to_timestamp(first.to_datetime(Time::midnight()))
        .ok()
}

/// Of the flags of a text those that say in which part somebody speaks: no title, no label, no time of a recording.
fn parts_alone(description: Option<&str>) -> Option<String> {
    let (_, all) = Flags::split(description);
    let mut flags = Flags::default();
    for turn in all.all("turn") {
        let mut parts = turn.split(' ');
        if let (Some(count), Some(role)) = (parts.next(), parts.next()) {
            flags.add("turn", format!("{count} {role} - -"));
        }
    }
    flags.after("")
}

/// A to Z, then AA.
fn letters(number: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(number % 26).unwrap_or(0));
    match number / 26 {
        0 => letter.to_string(),
        more => format!("{}{letter}", letters(more - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_time_only_the_month_is_left() {
        let at: Timestamp = "2031-03-17T14:31:07.25Z".parse().unwrap();
        assert_eq!(month(at).unwrap().to_string(), "2031-03-01T00:00:00Z");
    }

    #[test]
    fn of_a_text_only_the_parts_are_left_in_which_somebody_speaks() {
        let text = "[enid: title Interview with M1]\n[enid: turn 2 participant 0 900 M1]";
        let left = parts_alone(Some(text));
        assert_eq!(left.as_deref(), Some("[enid: turn 2 participant - -]"));
        assert_eq!(letters(27), "AB");
    }
}
