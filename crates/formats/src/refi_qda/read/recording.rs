//! Sound and film with what is said in them.

use std::collections::HashMap;

use uuid::Uuid;

use super::super::error::Fault;
use super::super::model::{
    Anchor, Interval, MediaSelection, MediaSource, SyncPoint, TextPlace, Transcript,
    TranscriptPlace, TranscriptSelection,
};
use super::super::names::{Attribute as A, Element as E};
use super::super::positions::{Asked, Placed, Span, judge};
use super::super::report::Outcome;
use super::Parser;
use super::base::{Child, at};
use super::text::{Loaded, take_mark};

impl Parser<'_, '_, '_> {
    pub(super) fn recording(&mut self, element: E) -> Result<MediaSource, Fault> {
        let part = match element {
            E::AudioSource => E::AudioSelection,
            _ => E::VideoSelection,
        };
        let about = self.about(element);
        let holder = (element, about.guid);
        let mut media = MediaSource {
            media: self.media(element, about.guid),
            about,
            ..MediaSource::default()
        };
        while let Some(child) = self.child()? {
            if self.about_child(child, element, &mut media.about)? {
                continue;
            }
            match child {
                Child::Known(E::Transcript) => media.transcripts.push(self.transcript()?),
                Child::Known(found) if found == part => {
                    media.selections.push(self.interval(part)?);
                }
                Child::Known(E::Coding) => media.codings.extend(self.coding()?),
                Child::Known(E::VariableValue) => media.values.extend(self.value(holder)?),
                _ => self.unknown(element.word())?,
            }
        }
        Ok(media)
    }

    fn interval(&mut self, element: E) -> Result<MediaSelection, Fault> {
        let about = self.about(element);
        let place = Interval {
            begin: self.needed(A::Begin, element, about.guid).0,
            end: self.needed(A::End, element, about.guid).0,
        };
        self.selection(element, about, place)
    }

    fn transcript(&mut self) -> Result<Transcript, Fault> {
        let mut paths = self.paths();
        let about = self.about(E::Transcript);
        let holder = (E::Transcript, about.guid);
        let mut transcript = Transcript {
            about,
            ..Transcript::default()
        };
        let mut doubted = Vec::new();
        while let Some(child) = self.child()? {
            if self.about_child(child, E::Transcript, &mut transcript.about)? {
                continue;
            }
            match child {
                Child::Known(E::PlainTextContent) => paths.content = Some(self.text()?),
                Child::Known(E::SyncPoint) => {
                    let guid = self.hold(E::SyncPoint);
                    let point = SyncPoint {
                        guid,
                        time: self.integer(A::TimeStamp).0,
                        position: self.integer(A::Position).0,
                    };
                    self.skip()?;
                    transcript.sync_points.push(point);
                }
                Child::Known(E::TranscriptSelection) => {
                    let about = self.about(E::TranscriptSelection);
                    let place = TranscriptPlace {
                        from: self.target(A::FromSyncPoint),
                        to: self.target(A::ToSyncPoint),
                        span: None,
                    };
                    let mut selection = self.selection(E::TranscriptSelection, about, place)?;
                    doubted.push(take_mark(&mut selection.about.description));
                    transcript.selections.push(selection);
                }
                _ => self.unknown("Transcript")?,
            }
        }
        let loaded = self.load(&paths, holder)?;
        transcript.rich_text_path = paths.rich;
        self.place_transcript(&mut transcript, &doubted, loaded.as_ref());
        if let Some(loaded) = loaded {
            transcript.inline = loaded.inline;
            transcript.text = Some(loaded.text);
        }
        Ok(transcript)
    }

    /// Spans between sync points, and the points themselves, as places of the text (Q19q).
    fn place_transcript(
        &mut self,
        transcript: &mut Transcript,
        doubted: &[bool],
        loaded: Option<&Loaded>,
    ) {
        let points: Vec<i64> = transcript
            .sync_points
            .iter()
            .filter_map(|one| one.position)
            .collect();
        let line = Line::new(&transcript.sync_points);
        let selections = transcript.selections.iter();
        let stored: Vec<Option<(i64, i64, bool)>> =
            selections.map(|one| line.between(one)).collect();
        // What was in doubt before is not asked about: its numbers are not ours, and its name must not decide for others.
        let asked = |(stored, doubted): (&Option<(i64, i64, bool)>, &bool)| {
            stored
                .filter(|_| !doubted)
                .map(|(start, end, _)| (start, end))
        };
        let spans = stored.iter().zip(doubted).map(asked);
        let spans: Vec<Span<'_>> = spans
            .zip(&transcript.selections)
            .filter_map(|(asked, selection)| {
                asked.map(|(start, end)| Span {
                    start,
                    end,
                    name: selection.about.name.as_deref(),
                })
            })
            .collect();
        let answer = match loaded {
            Some(loaded) => judge(&Asked {
                stored: loaded.stored(),
                origin: self.state.origin,
                spans: &spans,
                points: &points,
                ends_fixed: true,
            }),
            None => self.unplaced(spans.len()),
        };
        let mut placed = answer.spans.iter().copied();
        let mut unverified = 0;
        for ((selection, stored), doubted) in
            transcript.selections.iter_mut().zip(&stored).zip(doubted)
        {
            let holder = (E::TranscriptSelection, selection.about.guid);
            let Some((start, end, sure)) = *stored else {
                unverified += 1;
                let why = "it is kept to be looked at";
                let what = "neither of its sync points has a position";
                self.find("Q19q", Outcome::Noted, at(holder.0, holder.1), what, why);
                continue;
            };
            let answered = match doubted {
                true => None,
                false => placed.next(),
            };
            let found = match (sure, answered) {
                (false, _) => {
                    Placed::Unverified("a sync point is missing; the nearest by time was taken")
                }
                (true, Some(found)) => found,
                (true, None) => Placed::Unverified("its positions were in doubt before"),
            };
            let stored = TextPlace {
                start,
                end,
                anchor: Anchor::Unverified,
            };
            let place = self.placed(stored, found, holder);
            unverified += usize::from(place.anchor == Anchor::Unverified);
            selection.place.span = Some(place);
        }
        if !transcript.selections.is_empty() {
            let holder = (E::Transcript, transcript.about.guid);
            let named = (holder, transcript.about.name.as_deref());
            self.report_positions(named, &answer, transcript.selections.len(), unverified);
        }
        if loaded.is_none() {
            return;
        }
        let holders = transcript
            .sync_points
            .iter_mut()
            .filter(|one| one.position.is_some());
        for (point, place) in holders.zip(answer.points) {
            point.position = place;
            if place.is_none() {
                let what = "its position is not in the text";
                let why = "it keeps its time alone";
                self.find(
                    "Q14",
                    Outcome::Changed,
                    at(E::SyncPoint, point.guid),
                    what,
                    why,
                );
            }
        }
    }
}

/// Sync points by GUID, and by time.
struct Line {
    by_guid: HashMap<Uuid, SyncPoint>,
    by_time: Vec<(i64, i64)>,
}

impl Line {
    fn new(points: &[SyncPoint]) -> Self {
        let timed = points
            .iter()
            .filter_map(|point| point.time.zip(point.position));
        let mut by_time: Vec<(i64, i64)> = timed.collect();
        by_time.sort_unstable();
        Self {
            by_guid: points.iter().map(|point| (point.guid, *point)).collect(),
            by_time,
        }
    }

    /// Start, end, and whether both are what the selection names.
    fn between(&self, selection: &TranscriptSelection) -> Option<(i64, i64, bool)> {
        let (from, first) = self.position(selection.place.from);
        let (to, second) = self.position(selection.place.to);
        let (start, end) = (from.or(to)?, to.or(from)?);
        Some((start, end, first && second))
    }

    /// The position of a sync point; of one without a position, that of the nearest by time.
    fn position(&self, guid: Option<Uuid>) -> (Option<i64>, bool) {
        let Some(point) = guid.and_then(|guid| self.by_guid.get(&guid)) else {
            return (None, false);
        };
        if point.position.is_some() {
            return (point.position, true);
        }
        let nearest = point.time.and_then(|time| {
            let near = self.by_time.iter();
            near.min_by_key(|(other, _)| other.abs_diff(time))
        });
        (nearest.map(|(_, position)| *position), false)
    }
}
