//! Where the words of a quote stand in a document.

use study::documents::{Role, Turn};
use study::transcripts::anchors::Span;

use super::pieces::{Part, Piece, parts};

/// Where the words of a quote stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The turn in which they begin, from 0.
    pub turn: usize,
    /// Each piece of the quote, in code points of the turns joined by LF.
    pub spans: Vec<Span>,
}

/// Where the words of a quote stand; never in a turn of the interviewer.
///
/// Marks, dashes, spaces and case are free, and a piece in brackets or an ellipsis stands for words
/// that were left out or put in (study R63). `None` means that the words as quoted are not there.
pub fn place_of(quote: &str, turns: &[Turn]) -> Option<Place> {
    let found = found(quote, turns, 0)?;
    Some(Place {
        turn: found.turn,
        spans: found.pieces.iter().filter_map(Piece::span).collect(),
    })
}

/// A quote as it was found in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The turn in which its first words begin, from 0.
    pub turn: usize,
    /// Its spans and edits.
    pub pieces: Vec<Piece>,
}

/// The spans and edits of a text that somebody wrote as a quote from a document (study R46), searched from a turn on and
/// then from the beginning; as [`place_of`]. Where the interviewer speaks between words that were written as one, something
/// is left out.
pub fn found(quote: &str, turns: &[Turn], from: usize) -> Option<Found> {
    let spoken = Spoken::of(turns);
    let is_said = |put: &str| spoken.level.text.contains(&format!("[{}]", levelled(put)));
    let attempts = [parts(quote, &is_said), parts(quote, &|_| false)];
    let from = spoken.begins.iter().find(|(_, turn)| *turn >= from);
    let from = from.map_or(0, |(begin, _)| *begin);
    let mut found = attempts.iter().flat_map(|parts| {
        [from, 0]
            .into_iter()
            .filter_map(|from| spoken.find(parts, from))
    });
    found.next()
}

/// The turn in which the words of a quote begin, counted from 0; see [`place_of`].
pub fn turn_of(quote: &str, turns: &[Turn]) -> Option<usize> {
    place_of(quote, turns).map(|place| place.turn)
}

/// Everything said by others than the interviewer, levelled, and where each turn begins in it.
struct Spoken {
    level: Level,
    begins: Vec<(usize, usize)>,
}

impl Spoken {
    fn of(turns: &[Turn]) -> Self {
        let mut spoken = Spoken {
            level: Level::default(),
            begins: Vec::new(),
        };
        let mut start = 0;
        for (index, turn) in turns.iter().enumerate() {
            if turn.role != Role::Interviewer {
                spoken.begins.push((spoken.level.text.len(), index));
                spoken.level.add(&turn.text, start);
                spoken.level.push(' ', start);
            }
            start += turn.text.chars().count() + 1;
        }
        spoken
    }

    /// Where these parts stand after a byte.
    fn find(&self, parts: &[Part], mut from: usize) -> Option<Found> {
        let words: Vec<Sought> = parts.iter().filter_map(Sought::of).collect();
        let (first, rest) = words.split_first()?;
        let text = &self.level.text;
        loop {
            let at = from + text[from..].find(first.core())?;
            let begins = (at, at + first.core().len());
            if let Some(mut ranges) = self.in_order(begins.1, rest) {
                ranges.insert(0, begins);
                let (_, turn) = self.begins.iter().rev().find(|(begin, _)| *begin <= at)?;
                return Some(Found {
                    turn: *turn,
                    pieces: self.pieces(parts, &words, &ranges),
                });
            }
            from = at + text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }

    /// Where these words stand after a byte, one after the other, in bytes.
    fn in_order(&self, mut from: usize, words: &[Sought]) -> Option<Vec<(usize, usize)>> {
        let mut ranges = Vec::new();
        for one in words {
            let at = from + self.level.text[from..].find(one.core())?;
            from = at + one.core().len();
            ranges.push((at, from));
        }
        Some(ranges)
    }

    /// The parts as pieces, their words in these places.
    fn pieces(&self, parts: &[Part], words: &[Sought], ranges: &[(usize, usize)]) -> Vec<Piece> {
        let mut places = words.iter().zip(ranges);
        let mut pieces: Vec<Piece> = Vec::new();
        for part in parts {
            match part {
                Part::LeftOut => pieces.push(Piece::LeftOut),
                Part::Put(put) => pieces.push(Piece::Put(put.clone())),
                Part::Words(_) => {
                    if let Some((one, range)) = places.next() {
                        pieces.extend(self.said(one.with_marks(&self.level.text, *range)));
                    }
                }
            }
        }
        pieces
    }

    /// A stretch as spans: one for turns that follow each other, and an omission where somebody asked between them.
    fn said(&self, (start, end): (usize, usize)) -> Vec<Piece> {
        let within = self.begins.iter().enumerate().filter(|(at, (begin, _))| {
            let next = self.begins.get(at + 1).map_or(usize::MAX, |next| next.0);
            *begin < end && next > start
        });
        let mut stretches: Vec<(usize, usize, usize)> = Vec::new();
        for (at, (begin, turn)) in within {
            // The space after a turn is no part of it.
            let ends = self.begins.get(at + 1).map_or(end, |next| next.0 - 1);
            let stretch = (*turn, start.max(*begin), end.min(ends));
            match stretches.last_mut() {
                Some(last) if last.0 + 1 == *turn => (last.0, last.2) = (*turn, stretch.2),
                _ => stretches.push(stretch),
            }
        }
        let mut pieces = Vec::new();
        for (_, start, end) in stretches.into_iter().filter(|(_, start, end)| start < end) {
            if !pieces.is_empty() {
                pieces.push(Piece::LeftOut);
            }
            pieces.push(Piece::said(self.level.span(start, end - start)));
        }
        pieces
    }
}

/// Words that are looked for, levelled.
struct Sought(String);

impl Sought {
    fn of(part: &Part) -> Option<Self> {
        match part {
            Part::Words(words) => Some(Self(levelled(words))),
            Part::LeftOut | Part::Put(_) => None,
        }
    }

    /// The words without the marks at their ends, which are free.
    fn core(&self) -> &str {
        self.0.trim_matches(is_mark)
    }

    /// The place of the words with those marks around it that are the same in the text.
    fn with_marks(&self, text: &str, (start, end): (usize, usize)) -> (usize, usize) {
        let before = self.0.len() - self.0.trim_start_matches(is_mark).len();
        let (before, after) = (&self.0[..before], self.0.trim_start_matches(is_mark));
        let after = &after[after.trim_end_matches(is_mark).len()..];
        let start = match text[..start].ends_with(before) {
            true => start - before.len(),
            false => start,
        };
        match text[end..].starts_with(after) {
            true => (start, end + after.len()),
            false => (start, end),
        }
    }
}

fn is_mark(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '-')
}

/// A text in one spelling for what two people may type differently.
#[derive(Default)]
struct Level {
    text: String,
    /// For each byte the code point of the text as it was.
    origins: Vec<usize>,
}

impl Level {
    /// Adds a text whose first code point has this number.
    fn add(&mut self, text: &str, first: usize) {
        let begins = self.text.len();
        let mut is_apart = false;
        for (index, character) in text.chars().enumerate() {
            let at = first + index;
            if character.is_whitespace() {
                is_apart = self.text.len() > begins;
                continue;
            }
            for one in character.to_lowercase().filter(|c| *c != '\u{ad}') {
                if std::mem::take(&mut is_apart) {
                    self.push(' ', at);
                }
                self.push(
                    match one {
                        '‘' | '’' | '‛' | '`' => '\'',
                        '“' | '”' | '„' | '«' | '»' => '"',
                        '–' | '—' | '‑' | '‐' => '-',
                        one => one,
                    },
                    at,
                );
            }
        }
    }

    fn push(&mut self, character: char, origin: usize) {
        self.text.push(character);
        let bytes = std::iter::repeat_n(origin, character.len_utf8());
        self.origins.extend(bytes);
    }

    fn span(&self, at: usize, length: usize) -> Span {
        let last = self.origins[at + length - 1];
        Span::new(self.origins[at], last + 1)
    }
}

fn levelled(text: &str) -> String {
    let mut level = Level::default();
    level.add(text, 0);
    level.text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns() -> Vec<Turn> {
        let turn = |role, text: &str| Turn {
            role,
            label: None,
            start_ms: None,
            end_ms: None,
            text: text.to_owned(),
        };
        vec![
            turn(Role::Interviewer, "Was it the rota?"),
            turn(Role::Participant, "Nobody says no. The rota says no."),
            turn(
                Role::Participant,
                "It’s a grey block – you can’t\nargue with it.",
            ),
        ]
    }

    #[test]
    fn words_are_found_across_marks_dashes_ellipses_and_insertions() {
        for (quote, turn) in [
            ("The rota says no.", 1),
            ("the rota says no", 1),
            ("It's a grey block - you can't argue", 2),
            ("Nobody says no … argue with it", 1),
            ("[The rota] says no. It’s a grey block", 1),
        ] {
            assert_eq!(turn_of(quote, &turns()), Some(turn), "{quote}");
        }
    }

    #[test]
    fn the_place_of_each_piece_is_told_in_code_points_of_the_turns_as_they_are() {
        let place = place_of("Nobody says no … it's a GREY block", &turns()).unwrap();
        assert_eq!(place.turn, 1);
        let texts: Vec<String> = turns().into_iter().map(|turn| turn.text).collect();
        let version = study::transcripts::anchors::Version::of_turns(&texts);
        let said: Vec<String> = place
            .spans
            .iter()
            .map(|span| version.slice(*span))
            .collect();
        assert_eq!(said, ["Nobody says no", "It’s a grey block"]);
    }

    #[test]
    fn altered_words_other_orders_and_the_interviewer_are_not_found() {
        for quote in [
            "The rota said no",
            "argue with it … Nobody",
            "Was it the rota?",
            "…",
            "",
        ] {
            assert_eq!(turn_of(quote, &turns()), None, "{quote}");
        }
    }
}
