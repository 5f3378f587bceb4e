//! Where the words of a quote stand in a document.

use study::documents::{Role, Turn};
use study::transcripts::anchors::Span;

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
    let spoken = Spoken::of(turns);
    let pieces = pieces(quote);
    let (first, rest) = pieces.split_first()?;
    let mut from = 0;
    while let Some(found) = spoken.level.text[from..].find(first.as_str()) {
        let at = from + found;
        if let Some(mut spans) = spoken.in_order(at + first.len(), rest) {
            spans.insert(0, spoken.level.span(at, first.len()));
            let (_, turn) = spoken.begins.iter().rev().find(|(begin, _)| *begin <= at)?;
            return Some(Place { turn: *turn, spans });
        }
        from = at
            + spoken.level.text[at..]
                .chars()
                .next()
                .map_or(1, char::len_utf8);
    }
    None
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

    /// Where these pieces stand after a byte, one after the other.
    fn in_order(&self, mut from: usize, pieces: &[String]) -> Option<Vec<Span>> {
        let mut spans = Vec::new();
        for piece in pieces {
            let at = from + self.level.text[from..].find(piece.as_str())?;
            spans.push(self.level.span(at, piece.len()));
            from = at + piece.len();
        }
        Some(spans)
    }
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

fn pieces(quote: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut depth = 0u32;
    for c in quote.replace("...", "…").chars() {
        match c {
            '[' => {
                depth += 1;
                plain.push('…');
            }
            ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let ends = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '-');
    plain
        .split('…')
        .map(|piece| levelled(piece).trim_matches(ends).to_owned())
        .filter(|piece| !piece.is_empty())
        .collect()
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
