//! Sound and film with what is said in them. A transcript's selections lie between sync points alone, so that each of their bounds
//! has one.

use std::collections::HashMap;
use std::io::{Seek, Write};

use uuid::Uuid;

use super::super::error::Error;
use super::super::files::MediaFiles;
use super::super::lexical::derived;
use super::super::model::{Anchor, MediaSource, SyncPoint, Transcript, TranscriptSelection};
use super::super::names::{Attribute as A, Element as E};
use super::super::report::Outcome;
use super::Writer;
use super::text::{Put, Tally};

impl<W: Write + Seek> Writer<'_, W> {
    pub(super) fn recording(
        &mut self,
        element: E,
        recording: &MediaSource,
        files: &mut dyn MediaFiles,
    ) -> Result<(), Error> {
        let part = match element {
            E::AudioSource => E::AudioSelection,
            _ => E::VideoSelection,
        };
        self.file(element, &recording.about, &recording.media, files)?;
        for transcript in &recording.transcripts {
            self.transcript(transcript, files)?;
        }
        for selection in &recording.selections {
            self.selection(part, selection, |writer, interval| {
                writer.emit.attribute(A::Begin, interval.begin);
                writer.emit.attribute(A::End, interval.end);
            });
        }
        self.codings(&recording.codings);
        self.note_refs(&recording.about.note_refs);
        self.values(&recording.values);
        self.emit.close();
        Ok(())
    }

    fn transcript(
        &mut self,
        transcript: &Transcript,
        files: &mut dyn MediaFiles,
    ) -> Result<(), Error> {
        let about = &transcript.about;
        let mut put = self.put(about.guid, transcript.text.as_ref(), transcript.inline)?;
        put.twin = self.twin(about.guid, transcript.rich_text_path.as_deref(), files)?;
        self.begin_text(E::Transcript, about, &put);
        let points = Points::of(transcript);
        for point in &points.all {
            self.sync_point(point, transcript.text.is_some(), &put)?;
        }
        let mut tally = Tally::default();
        for (selection, bounds) in transcript.selections.iter().zip(&points.bounds) {
            self.transcript_selection(selection, *bounds, &put, &mut tally)?;
        }
        self.tell(&tally, E::Transcript, about.guid);
        self.note_refs(&about.note_refs);
        self.emit.close();
        Ok(())
    }

    /// A sync point. Without a text its number is that of the file it came from.
    fn sync_point(&mut self, point: &SyncPoint, text: bool, put: &Put<'_>) -> Result<(), Error> {
        let position = match point.position {
            Some(position) if text => {
                let placed = self.position(put, position);
                Some(placed.ok_or_else(|| Error::Unsound {
                    place: format!("the sync point {}", point.guid),
                    what: format!("{position} is not in its text"),
                })?)
            }
            other => other,
        };
        self.emit.open(E::SyncPoint);
        self.emit.attribute(A::Guid, point.guid);
        self.emit.optional(A::TimeStamp, point.time);
        self.emit.optional(A::Position, position);
        self.emit.close();
        Ok(())
    }

    fn transcript_selection(
        &mut self,
        selection: &TranscriptSelection,
        (from, to): (Option<Uuid>, Option<Uuid>),
        put: &Put<'_>,
        tally: &mut Tally,
    ) -> Result<(), Error> {
        let about = &selection.about;
        let marked = match selection.place.span {
            Some(span) => Some(self.marked(about, span, put, tally)?),
            None => None,
        };
        let doubted = marked.as_ref().is_some_and(|marked| marked.doubted);
        let name = match marked {
            Some(marked) => marked.name,
            None => about.name.as_deref().map(Into::into),
        };
        self.emit.open(E::TranscriptSelection);
        self.emit.attribute(A::Guid, about.guid);
        self.emit.optional(A::Name, name);
        self.emit.optional(A::FromSyncPoint, from);
        self.emit.optional(A::ToSyncPoint, to);
        self.stamps(about);
        let named = [selection.place.from, selection.place.to];
        if named.into_iter().flatten().count() > from.into_iter().chain(to).count() {
            let what = "a sync point that the transcript does not have";
            let why = "it leads nowhere";
            self.emit.find("Q19q", Outcome::Dropped, what, why);
        }
        self.marked_description(about, doubted && (from.is_some() || to.is_some()));
        self.codings(&selection.codings);
        self.note_refs(&about.note_refs);
        self.emit.close();
        Ok(())
    }
}

/// The sync points of a transcript with those that its selections need beside them.
struct Points {
    all: Vec<SyncPoint>,
    /// By selection: from and to.
    bounds: Vec<(Option<Uuid>, Option<Uuid>)>,
}

impl Points {
    fn of(transcript: &Transcript) -> Self {
        let mut all = transcript.sync_points.clone();
        let known: HashMap<Uuid, Option<i64>> = all
            .iter()
            .map(|point| (point.guid, point.position))
            .collect();
        let mut bound = |selection: &TranscriptSelection, end: &str| {
            let place = &selection.place;
            let (named, position) = match end {
                "from" => (place.from, place.span.map(|span| span.start)),
                _ => (place.to, place.span.map(|span| span.end)),
            };
            let named = named.filter(|guid| known.contains_key(guid));
            let placed = place.span.is_some_and(|span| span.anchor == Anchor::Placed);
            let right = |guid: &Uuid| known.get(guid).copied().flatten() == position;
            if !placed || named.as_ref().is_some_and(right) {
                return named;
            }
            let guid = derived(&[
                b"sync point",
                selection.about.guid.as_bytes(),
                end.as_bytes(),
            ]);
            all.push(SyncPoint {
                guid,
                time: None,
                position,
            });
            Some(guid)
        };
        let selections = transcript.selections.iter();
        let bounds = selections.map(|one| (bound(one, "from"), bound(one, "to")));
        let bounds = bounds.collect();
        Self { all, bounds }
    }
}
