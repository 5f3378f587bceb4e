//! One text in every storage, with positions in every reading: the same slices, or said to be unverified (Q29).

use super::super::model::{Anchor, Project, Source};
use super::super::{NoMedia, Profile, Settings, write_whole};
use super::{id, packed, project, whole};

/// The first two line ends of a text; its others are as the first.
const LINES: [[&str; 2]; 4] = [["\n"; 2], ["\r\n"; 2], ["\r"; 2], ["\r\n", "\n"]];
const WORDS: [(&str, &str); 5] = [
    (
        "ascii",
        "Before we start tell me again about the night shift.|And then there was nobody else around.|Afterwards they slept.",
    ),
    (
        "basic",
        "Zoë öffnete früher ihre Tür zögernd nämlich.|Danach wäre Müller später gegangen.|Spät fuhr Jörg.",
    ),
    (
        "astral",
        "We 😀 laughed 🎉 about Zoë before 😀 breakfast.|Then 🎉 nobody 😀 really laughed again.|Then 😀 they slept.",
    ),
    (
        "marks",
        "Cafe\u{301} re\u{301}sume\u{301} nai\u{308}ve people talked slowly there.|Others e\u{301}tudie\u{301}s listened again.|Zoe\u{308} listened.",
    ),
    (
        "both ways",
        "He said \u{202b}שלום עולם\u{202c} slowly and left again.|Nobody answered before morning came.|They \u{202b}שלום\u{202c} waited.",
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
    fn of(&self, text: &str, code_point: usize, lines: [&str; 2], bom: bool) -> usize {
        let mut seen = 0;
        let steps = text
            .chars()
            .take(code_point)
            .map(|character| match character {
                '\n' if self.crlf_as_one => 1,
                '\n' => {
                    seen += 1;
                    lines[usize::from(seen == 2)].len()
                }
                other if self.utf16 => other.len_utf16(),
                _ => 1,
            });
        steps.sum::<usize>() + usize::from(bom && self.bom_counted)
    }
}

/// The text with these line ends.
fn stored(text: &str, lines: [&str; 2]) -> String {
    let mut parts = text.split('\n').enumerate();
    let first = parts.next().map_or("", |(_, part)| part).to_owned();
    parts.fold(first, |text, (at, part)| {
        format!("{text}{}{part}", lines[usize::from(at == 2)])
    })
}

/// Words of four letters and more, and each with the next, as spans of code points.
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
    let pairs: Vec<(usize, usize)> = spans.windows(2).map(|two| (two[0].0, two[1].1)).collect();
    spans.extend(pairs);
    spans
}

fn slice(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

/// For either profile: what was placed is placed again, and what was in doubt stays so.
fn written_and_read_again(project: &Project) {
    for profile in [Profile::Standard, Profile::Nvivo] {
        let settings = Settings {
            profile,
            ..Settings::default()
        };
        let output = std::io::Cursor::new(Vec::new());
        let (output, _) = write_whole(output, &settings, project, &mut NoMedia).unwrap();
        let again = whole(output.get_ref()).project;
        let places = |project: &Project| {
            let Source::Text(text) = &project.sources[0] else {
                panic!("a text")
            };
            let places = text.selections.iter().map(|one| one.place);
            places.collect::<Vec<_>>()
        };
        assert_eq!(places(&again), places(project), "{profile:?}");
    }
}

#[test]
fn every_storage_and_reading_gives_the_same_slices_or_is_unverified() {
    let (mut placed, mut unverified) = (0, 0);
    for (kind, words) in WORDS {
        let text = words.replace('|', "\n");
        for lines in LINES {
            for case in 0..96 {
                let bit = |at: usize| case >> at & 1 == 1;
                let counting = Counting {
                    utf16: bit(0),
                    crlf_as_one: bit(1),
                    bom_counted: bit(2),
                    end_included: bit(3),
                };
                let (bom, names) = (bit(4), case / 32);
                let file = format!(
                    "{}{}",
                    if bom { "\u{feff}" } else { "" },
                    stored(&text, lines)
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
                            true => counting.of(&text, end - 1, lines, bom),
                            false => counting.of(&text, *end, lines, bom),
                        };
                        let from = counting.of(&text, *start, lines, bom);
                        format!(
                            "<PlainTextSelection guid=\"{}\" name=\"{name}\" startPosition=\"{from}\" endPosition=\"{to}\"/>",
                            id(100 + u32::try_from(at).unwrap())
                        )
                    })
                    .collect();
                let xml = project("some program", &selections);
                let bytes = packed(&[
                    ("project.qde", xml.as_bytes()),
                    ("sources/t.txt", file.as_bytes()),
                ]);
                let reading = whole(&bytes);
                let Source::Text(read) = &reading.project.sources[0] else {
                    panic!("a text")
                };
                assert_eq!(read.text.as_ref().unwrap().content, text);
                // What was read does not depend on how it was stored, so that a part of them tells.
                if case % 16 == 3 {
                    written_and_read_again(&reading.project);
                }
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
                        "{kind} {lines:?} case {case}: {:?}",
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
