//! Stored positions as places of the text, under one reading.

use super::{LineEnd, Unit};

/// A place of a text with LF line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub code_point: u32,
    pub byte: u32,
}

/// What a stored position turns out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    At(Mark),
    /// The text ends one step before (Q14).
    OneBeyond(Mark),
    /// Within a character, before the text, or far beyond it.
    Nowhere,
}

impl Found {
    /// The mark, a step beyond the end counting as the end.
    pub(super) fn mark(self) -> Option<Mark> {
        match self {
            Self::At(mark) | Self::OneBeyond(mark) => Some(mark),
            Self::Nowhere => None,
        }
    }
}

/// How a stored text ends its lines, and what else tells readings apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in super::super) struct Lines {
    /// Characters beyond the basic plane.
    pub astral: bool,
    /// CR and LF together.
    pub crlf: bool,
    /// LF alone, or CR alone.
    pub single: bool,
    /// Nothing but ASCII.
    pub ascii: bool,
}

impl Lines {
    pub(in super::super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut lines = Self {
            ascii: text.is_ascii(),
            ..Self::default()
        };
        lines.astral = !lines.ascii && bytes.iter().any(|byte| *byte >= 0xf0);
        if !bytes.contains(&b'\r') {
            lines.single = bytes.contains(&b'\n');
            return lines;
        }
        let mut before = 0;
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b'\n' if before == b'\r' => lines.crlf = true,
                b'\n' => lines.single = true,
                b'\r' if bytes.get(at + 1) != Some(&b'\n') => lines.single = true,
                _ => {}
            }
            before = *byte;
        }
        lines
    }
}

/// Places of positions in a text as it is stored (byte-order mark left out). `positions` rise; `shift` is what positions
/// count before the text begins.
pub(super) fn locate(
    text: &str,
    lines: Lines,
    (unit, line_end): (Unit, LineEnd),
    shift: i64,
    positions: &[i64],
) -> Vec<Found> {
    let plain = lines.ascii && !lines.crlf && (line_end != LineEnd::LfAsTwo || !lines.single);
    if plain {
        let length = i64::try_from(text.len()).unwrap_or(i64::MAX);
        let one = |position: &i64| plain_place(position - shift.min(*position).max(0), length);
        return positions.iter().map(one).collect();
    }
    let mut found = Vec::with_capacity(positions.len());
    let mut at = shift;
    let mut mark = Mark {
        code_point: 0,
        byte: 0,
    };
    let mut wanted = positions.iter().copied().peekable();
    let mut characters = text.chars().peekable();
    loop {
        while let Some(position) = wanted.next_if(|position| *position <= at) {
            // Only the mark itself, a step before the text, can lie below its beginning.
            let before = mark.code_point == 0 && (0..=shift).contains(&position);
            found.push(if position == at || before {
                Found::At(mark)
            } else {
                Found::Nowhere
            });
        }
        if wanted.peek().is_none() {
            return found;
        }
        let Some(character) = characters.next() else {
            break;
        };
        let mut steps = match unit {
            Unit::CodePoint => 1,
            Unit::Utf16 => character.len_utf16() as i64,
        };
        let mut bytes = character.len_utf8() as u32;
        if character == '\r' {
            bytes = 1;
            if characters.next_if_eq(&'\n').is_some() {
                steps = if line_end == LineEnd::CrlfAsOne { 1 } else { 2 };
                // A place between CR and LF is before the end of the line.
                while let Some(position) = wanted.next_if(|position| *position < at + steps) {
                    found.push(if position >= at {
                        Found::At(mark)
                    } else {
                        Found::Nowhere
                    });
                }
            }
        } else if character == '\n' && line_end == LineEnd::LfAsTwo {
            steps = 2;
            while let Some(position) = wanted.next_if(|position| *position < at + steps) {
                found.push(if position >= at {
                    Found::At(mark)
                } else {
                    Found::Nowhere
                });
            }
        }
        at += steps;
        mark.code_point += 1;
        mark.byte += bytes;
    }
    found.extend(wanted.map(|position| {
        if position == at + 1 {
            Found::OneBeyond(mark)
        } else {
            Found::Nowhere
        }
    }));
    found
}

/// A place of a text in which every position is a code point and a byte.
fn plain_place(position: i64, length: i64) -> Found {
    let mark = |at: i64| {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        Mark {
            code_point: at,
            byte: at,
        }
    };
    match position {
        at if at < 0 || at > length.saturating_add(1) => Found::Nowhere,
        at if at > length => Found::OneBeyond(mark(length)),
        at => Found::At(mark(at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(
        text: &str,
        reading: (Unit, LineEnd),
        shift: i64,
        positions: &[i64],
    ) -> Vec<Option<u32>> {
        let found = locate(text, Lines::of(text), reading, shift, positions);
        found
            .iter()
            .map(|found| match found {
                Found::At(mark) => Some(mark.code_point),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn each_reading_finds_its_own_places() {
        let text = "a😀\r\nbé";
        let all: Vec<i64> = (0..=7).collect();
        assert_eq!(
            places(text, (Unit::CodePoint, LineEnd::Stored), 0, &all),
            [
                Some(0),
                Some(1),
                Some(2),
                Some(2),
                Some(3),
                Some(4),
                Some(5),
                None
            ]
        );
        assert_eq!(
            places(text, (Unit::Utf16, LineEnd::Stored), 0, &all),
            [
                Some(0),
                Some(1),
                None,
                Some(2),
                Some(2),
                Some(3),
                Some(4),
                Some(5)
            ]
        );
        assert_eq!(
            places(text, (Unit::CodePoint, LineEnd::CrlfAsOne), 0, &all),
            [
                Some(0),
                Some(1),
                Some(2),
                Some(3),
                Some(4),
                Some(5),
                None,
                None
            ]
        );
        assert_eq!(
            places(
                "a\nb",
                (Unit::CodePoint, LineEnd::LfAsTwo),
                0,
                &[0, 1, 2, 3, 4]
            ),
            [Some(0), Some(1), Some(1), Some(2), Some(3)]
        );
    }

    #[test]
    fn a_counted_mark_moves_everything_by_one() {
        for text in ["abc", "äbc"] {
            assert_eq!(
                places(
                    text,
                    (Unit::CodePoint, LineEnd::Stored),
                    1,
                    &[-1, 0, 1, 2, 4, 5, 9]
                ),
                [None, Some(0), Some(0), Some(1), Some(3), None, None],
                "{text}"
            );
        }
    }

    #[test]
    fn a_step_beyond_the_end_is_told_from_more() {
        for text in ["abc", "äbc"] {
            let found = locate(
                text,
                Lines::of(text),
                (Unit::Utf16, LineEnd::Stored),
                0,
                &[3, 4, 5],
            );
            assert!(matches!(found[0], Found::At(_)), "{text}");
            assert!(
                matches!(found[1], Found::OneBeyond(Mark { code_point: 3, .. })),
                "{text}"
            );
            assert_eq!(found[2], Found::Nowhere, "{text}");
        }
    }
}
