//! One text in every storage, with positions in every reading: the same slices, or said to be unverified (Q29).

use super::super::model::{Anchor, Source};
use super::{id, packed, project, whole};

const LINES: [&str; 3] = ["\n", "\r\n", "\r"];
const WORDS: [(&str, &str); 5] = [
    (
        "ascii",
        "Before we start tell me again about the night shift.|And then there was nobody else around.",
    ),
    (
        "basic",
        "Zoë öffnete früher ihre Tür zögernd nämlich.|Danach wäre Müller später gegangen.",
    ),
    (
        "astral",
        "We 😀 laughed 🎉 about Zoë before 😀 breakfast.|Then 🎉 nobody 😀 really laughed again.",
    ),
    (
        "marks",
        "Cafe\u{301} re\u{301}sume\u{301} nai\u{308}ve people talked slowly there.|Others e\u{301}tudie\u{301}s listened again.",
    ),
    (
        "both ways",
        "He said \u{202b}שלום עולם\u{202c} slowly and left again.|Nobody answered before morning came.",
    ),
];

/// What a position of the text with LF line ends is in a storage, as one reading counts it.
struct Counting {
    utf16: bool,
    crlf_as_one: bool,
    bom_counted: bool,
    end_included: bool,
}

impl Counting {
    fn of(&self, text: &str, code_point: usize, line: &str, bom: bool) -> usize {
        let steps = text
            .chars()
            .take(code_point)
            .map(|character| match character {
                '\n' if self.crlf_as_one => 1,
                '\n' => line.len(),
                other if self.utf16 => other.len_utf16(),
                _ => 1,
            });
        steps.sum::<usize>() + usize::from(bom && self.bom_counted)
    }
}

/// Words of three letters and more, as spans of code points.
fn spans(text: &str) -> Vec<(usize, usize)> {
    let characters: Vec<char> = text.chars().collect();
    let letter = |c: char| c.is_alphanumeric() || ('\u{300}'..'\u{370}').contains(&c);
    let mut spans = Vec::new();
    let mut start = None;
    for (at, character) in characters.iter().enumerate() {
        match (letter(*character), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                if at - from >= 4 {
                    spans.push((from, at));
                }
                start = None;
            }
            _ => {}
        }
    }
    spans
}

fn slice(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

#[test]
fn every_storage_and_reading_gives_the_same_slices_or_is_unverified() {
    let (mut placed, mut unverified) = (0, 0);
    for (kind, words) in WORDS {
        let text = words.replace('|', "\n");
        for line in LINES {
            for case in 0..96 {
                let bit = |at: usize| case >> at & 1 == 1;
                let counting = Counting {
                    utf16: bit(0),
                    crlf_as_one: bit(1),
                    bom_counted: bit(2),
                    end_included: bit(3),
                };
                let (bom, names) = (bit(4), case / 32);
                let stored = format!(
                    "{}{}",
                    if bom { "\u{feff}" } else { "" },
                    text.replace('\n', line)
                );
                let spans = spans(&text);
                let selections: String = spans
                    .iter()
                    .enumerate()
                    .map(|(at, (start, end))| {
                        let name = match names {
                            0 => slice(&text, *start, *end),
                            1 => String::new(),
                            _ => format!("label {at}"),
                        };
                        let to = match counting.end_included {
                            true => counting.of(&text, end - 1, line, bom),
                            false => counting.of(&text, *end, line, bom),
                        };
                        let from = counting.of(&text, *start, line, bom);
                        format!(
                            "<PlainTextSelection guid=\"{}\" name=\"{name}\" startPosition=\"{from}\" endPosition=\"{to}\"/>",
                            id(100 + u32::try_from(at).unwrap())
                        )
                    })
                    .collect();
                let xml = project("some program", &selections);
                let bytes = packed(&[
                    ("project.qde", xml.as_bytes()),
                    ("sources/t.txt", stored.as_bytes()),
                ]);
                let reading = whole(&bytes);
                let Source::Text(read) = &reading.project.sources[0] else {
                    panic!("a text")
                };
                assert_eq!(read.text.as_ref().unwrap().content, text);
                for (selection, (start, end)) in read.selections.iter().zip(&spans) {
                    if selection.place.anchor == Anchor::Unverified {
                        unverified += 1;
                        continue;
                    }
                    placed += 1;
                    let found = (selection.place.start, selection.place.end);
                    let found = (
                        usize::try_from(found.0).unwrap(),
                        usize::try_from(found.1).unwrap(),
                    );
                    assert_eq!(
                        slice(&text, found.0, found.1),
                        slice(&text, *start, *end),
                        "{kind} {line:?} case {case}: {:?}",
                        reading.report.positions
                    );
                }
            }
        }
    }
    // Doubt is the exception; a reader that doubts everything would pass otherwise.
    assert!(
        placed > 20 * unverified,
        "{placed} placed, {unverified} not"
    );
}
