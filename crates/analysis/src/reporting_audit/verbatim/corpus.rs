//! All that was said, as streams of words with an index.

use std::collections::{BTreeSet, HashMap};

use study::documents::{Document, Kind, Role, Turn};

use super::pieces::{Gap, Piece, REPLACED, Sought};
use super::words::{Word, words};
use super::{Location, Tolerance};

/// Whose words they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// A participant's, or those of a speaker of whom nothing else is known.
    Participant,
    /// Of a field note.
    Note,
    /// The interviewer's.
    Interviewer,
    /// Of somebody beside the participant and the interviewer.
    Other,
}

impl Voice {
    /// Every voice, in the order in which they are asked.
    pub const ALL: [Self; 4] = [
        Self::Participant,
        Self::Note,
        Self::Interviewer,
        Self::Other,
    ];

    /// Where nobody is known as the participant, whoever is not the interviewer may be.
    fn of(kind: Kind, role: Role, participant_known: bool) -> Self {
        match (kind, role) {
            (Kind::FieldNote, _) => Self::Note,
            (_, Role::Participant | Role::Unknown) => Self::Participant,
            (_, Role::Interviewer) => Self::Interviewer,
            (_, Role::Other) if participant_known => Self::Other,
            (_, Role::Other) => Self::Participant,
        }
    }
}

/// The words of all documents.
#[derive(Debug)]
pub struct Corpus {
    pub(super) streams: Vec<Stream>,
    /// Where each core stands: stream and place in it.
    pub(super) index: HashMap<String, Vec<(u32, u32)>>,
    /// The turns of each document, by its index.
    pub(super) turns: Vec<Vec<Turn>>,
}

/// The words of one voice in one document.
#[derive(Debug)]
pub(super) struct Stream {
    pub document: usize,
    pub handle: String,
    pub voice: Voice,
    pub words: Vec<(Word, u32)>,
}

/// Where the pieces of a quotation stand.
pub(super) struct Hit {
    pub stream: usize,
    /// First word and the one after the last, of each piece.
    pub spans: Vec<(usize, usize)>,
    pub hyphens_free: bool,
}

impl Corpus {
    /// The words of documents; turns are counted from 0 within.
    pub fn of(documents: &[Document]) -> Self {
        let mut streams: Vec<Stream> = Vec::new();
        for (at, document) in documents.iter().enumerate() {
            let first = streams.len();
            let known = document
                .turns
                .iter()
                .any(|turn| turn.role == Role::Participant);
            for (turn, number) in document.turns.iter().zip(0..) {
                let voice = Voice::of(document.kind, turn.role, known);
                let known = streams[first..]
                    .iter()
                    .position(|stream| stream.voice == voice);
                let place = known.map_or(streams.len(), |known| first + known);
                if place == streams.len() {
                    streams.push(Stream {
                        document: at,
                        handle: document.handle.clone(),
                        voice,
                        words: Vec::new(),
                    });
                }
                let said = words(&turn.text).into_iter().map(|word| (word, number));
                streams[place].words.extend(said);
            }
        }
        let mut index: HashMap<String, Vec<(u32, u32)>> = HashMap::new();
        for (stream, number) in streams.iter().zip(0..) {
            for ((word, _), place) in stream.words.iter().zip(0..) {
                if word.is_said() {
                    index
                        .entry(word.core.clone())
                        .or_default()
                        .push((number, place));
                }
            }
        }
        Self {
            streams,
            index,
            turns: documents
                .iter()
                .map(|document| document.turns.clone())
                .collect(),
        }
    }

    /// Whether any words are known.
    pub fn is_empty(&self) -> bool {
        self.streams.iter().all(|stream| stream.words.is_empty())
    }

    pub(super) fn location(&self, hit: &Hit) -> Location {
        let stream = &self.streams[hit.stream];
        let (start, _) = hit.spans[0];
        let (_, end) = hit.spans[hit.spans.len() - 1];
        Location {
            document: stream.handle.clone(),
            voice: stream.voice,
            turn: stream.words[start].1 + 1,
            span: (hit.stream, start, end),
        }
    }

    /// Whether anybody's words can be told from a participant's.
    pub fn tells_voices(&self) -> bool {
        self.streams
            .iter()
            .any(|stream| stream.voice != Voice::Participant)
    }

    /// Whether a quotation stands in this document, in whatever voice.
    pub fn is_said_in(&self, quotation: &str, handle: &str) -> bool {
        let sought = Sought::of(quotation);
        let own = |stream: &Stream| stream.handle == handle;
        sought.is_some_and(|sought| self.find_in(&sought, &own, false).is_some())
    }

    /// The first place in a voice where all pieces stand in their order.
    pub(super) fn find(&self, sought: &Sought, voice: Voice, hyphens_free: bool) -> Option<Hit> {
        self.find_in(sought, &|stream| stream.voice == voice, hyphens_free)
    }

    fn find_in(
        &self,
        sought: &Sought,
        within: &dyn Fn(&Stream) -> bool,
        hyphens_free: bool,
    ) -> Option<Hit> {
        let occurrences: Vec<Vec<(usize, usize)>> = sought
            .pieces
            .iter()
            .map(|piece| self.occurrences(piece, within, hyphens_free))
            .collect();
        let streams: BTreeSet<usize> = occurrences[0].iter().map(|(stream, _)| *stream).collect();
        streams.into_iter().find_map(|stream| {
            let spans = in_order(sought, &occurrences, stream)?;
            Some(Hit {
                stream,
                spans,
                hyphens_free,
            })
        })
    }

    /// Every place of a piece in these streams, in order.
    fn occurrences(
        &self,
        piece: &Piece,
        within: &dyn Fn(&Stream) -> bool,
        free: bool,
    ) -> Vec<(usize, usize)> {
        let cores = piece
            .words
            .iter()
            .enumerate()
            .filter(|(_, word)| word.is_said());
        let rarest = cores.min_by_key(|(_, word)| self.index.get(&word.core).map_or(0, Vec::len));
        let Some((offset, word)) = rarest else {
            return Vec::new();
        };
        let places = self.index.get(&word.core).map_or(&[][..], Vec::as_slice);
        let places = places.iter().filter_map(|(stream, place)| {
            let stream = *stream as usize;
            let start = (*place as usize).checked_sub(offset)?;
            let said = &self.streams[stream];
            let same = within(said) && stands(piece, &said.words, start, free);
            same.then_some((stream, start))
        });
        places.collect()
    }

    pub(super) fn tolerated(&self, sought: &Sought, hit: &Hit) -> BTreeSet<Tolerance> {
        let stream = &self.streams[hit.stream].words;
        let mut tolerated = BTreeSet::new();
        for (piece, (start, end)) in sought.pieces.iter().zip(&hit.spans) {
            let said = &stream[*start..*end];
            for (at, (word, (other, _))) in piece.words.iter().zip(said).enumerate() {
                if word.typed == other.typed {
                    continue;
                }
                let edge = at == 0 || at + 1 == piece.words.len();
                tolerated.insert(if word.text == other.text {
                    Tolerance::Marks
                } else if at == 0 && first_letter(&word.text) != first_letter(&other.text) {
                    Tolerance::Capital
                } else if edge {
                    Tolerance::Ending
                } else {
                    Tolerance::LineEnd
                });
            }
        }
        for (pair, piece) in hit.spans.windows(2).zip(&sought.pieces[1..]) {
            tolerated.insert(match piece.gap {
                Gap::LeftOut if pair[0].1 <= pair[1].0 => Tolerance::LeftOut,
                Gap::LeftOut | Gap::Brackets => Tolerance::Brackets,
            });
        }
        let within = |span: &(usize, usize)| {
            let turns = stream[span.0..span.1].windows(2);
            turns.into_iter().any(|pair| pair[1].1 > pair[0].1 + 1)
        };
        if hit.spans.iter().any(within) {
            tolerated.insert(Tolerance::Turns);
        }
        if hit.hyphens_free {
            tolerated.insert(Tolerance::LineEnd);
        }
        tolerated
    }
}

/// The pieces after each other in one stream, each as early as it can be.
fn in_order(
    sought: &Sought,
    occurrences: &[Vec<(usize, usize)>],
    stream: usize,
) -> Option<Vec<(usize, usize)>> {
    // For each place of a piece the place of the piece before it that it follows.
    let mut steps: Vec<Vec<(usize, Option<usize>)>> = Vec::new();
    for (piece, places) in sought.pieces.iter().zip(occurrences) {
        let first = places.partition_point(|(other, _)| *other < stream);
        let places = places[first..]
            .iter()
            .take_while(|(other, _)| *other == stream);
        let places = places.map(|(_, start)| *start);
        let here: Vec<(usize, Option<usize>)> = match steps.last() {
            None => places.map(|start| (start, None)).collect(),
            Some(before) => {
                let length = sought.pieces[steps.len() - 1].words.len();
                let follows = |start: usize| {
                    let ends = before.partition_point(|(other, _)| other + length <= start);
                    let near = ends.checked_sub(1)?;
                    let gap = start - (before[near].0 + length);
                    let fits = piece.gap == Gap::LeftOut || gap <= REPLACED;
                    fits.then_some(near)
                };
                places
                    .filter_map(|start| Some((start, Some(follows(start)?))))
                    .collect()
            }
        };
        if here.is_empty() {
            return None;
        }
        steps.push(here);
    }
    let mut spans = Vec::new();
    let mut at = 0;
    for (piece, step) in sought.pieces.iter().zip(&steps).rev() {
        let (start, before) = step[at];
        spans.push((start, start + piece.words.len()));
        at = before.unwrap_or(0);
    }
    spans.reverse();
    Some(spans)
}

/// Whether a piece stands at a place. At its ends punctuation is free, and the case of its first letter.
fn stands(piece: &Piece, stream: &[(Word, u32)], start: usize, free: bool) -> bool {
    let Some(said) = stream.get(start..start + piece.words.len()) else {
        return false;
    };
    let last = piece.words.len() - 1;
    piece
        .words
        .iter()
        .zip(said)
        .enumerate()
        .all(|(at, (word, (other, _)))| {
            let other = match free && other.is_said() {
                true => other.text.replace('-', ""),
                false => other.text.clone(),
            };
            let (mut one, mut other) = (word.text.as_str(), other.as_str());
            let is_mark = |c: char| !c.is_alphanumeric();
            if at == 0 {
                (one, other) = (
                    one.trim_start_matches(is_mark),
                    other.trim_start_matches(is_mark),
                );
            }
            if at == last {
                (one, other) = (
                    one.trim_end_matches(is_mark),
                    other.trim_end_matches(is_mark),
                );
            }
            one == other || (at == 0 && same_but_capital(one, other))
        })
}

fn same_but_capital(one: &str, other: &str) -> bool {
    let (mut letters, mut others) = (one.chars(), other.chars());
    let lower = |c: Option<char>| c.map(|c| c.to_lowercase().to_string());
    lower(letters.next()) == lower(others.next()) && letters.as_str() == others.as_str()
}

fn first_letter(text: &str) -> Option<char> {
    text.chars().find(|c| c.is_alphanumeric())
}
