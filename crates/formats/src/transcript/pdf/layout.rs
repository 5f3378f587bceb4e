//! Pieces of text to lines.

use super::content::Piece;

/// A line of a page, in the order it was drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub page: usize,
    pub x: f32,
    pub y: f32,
    pub end: f32,
    pub size: f32,
    pub text: String,
    /// A number at the start that stands apart, with the place at which it ends: perhaps the number of the line.
    pub number: Option<Numbered>,
}

/// A number that stands before a line, apart from it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Numbered {
    pub value: u32,
    pub end: f32,
    /// Where the rest of the line begins in its text, in bytes, and along the line.
    pub rest: usize,
    pub rest_x: f32,
}

/// The lines of a page. Text that runs in another direction than most of the page is left out and counted.
pub(super) fn lines(page: usize, pieces: Vec<Piece>, aslant: &mut usize) -> Vec<Line> {
    let mut letters = [0_usize; 4];
    for piece in &pieces {
        if let Some(quarter) = piece.quarter {
            letters[usize::from(quarter)] += piece.text.len();
        }
    }
    let upright = (0_u8..4)
        .rev()
        .max_by_key(|&quarter| letters[usize::from(quarter)]);
    let mut lines: Vec<Line> = Vec::new();
    let mut previous: Option<Piece> = None;
    for piece in pieces {
        if piece.quarter != upright {
            *aslant += piece.text.chars().filter(|c| !c.is_whitespace()).count();
            continue;
        }
        // Bold letters are sometimes the same letters drawn twice.
        let again = previous.as_ref().is_some_and(|previous| {
            previous.text == piece.text
                && (previous.x - piece.x).abs() < 0.3 * piece.size
                && (previous.y - piece.y).abs() < 0.3 * piece.size
        });
        if again {
            continue;
        }
        match lines.last_mut().filter(|line| continues(line, &piece)) {
            Some(line) => extend(line, &piece),
            None => lines.push(begin(page, &piece)),
        }
        previous = Some(piece);
    }
    for line in &mut lines {
        let kept = line.text.trim_end().len();
        line.text.truncate(kept);
    }
    lines.retain(|line| !line.text.trim().is_empty());
    lines
}

fn continues(line: &Line, piece: &Piece) -> bool {
    let size = line.size.max(piece.size);
    (line.y - piece.y).abs() < 0.5 * size && piece.x > line.end - 0.4 * size
}

fn begin(page: usize, piece: &Piece) -> Line {
    Line {
        page,
        x: piece.x,
        y: piece.y,
        end: piece.end,
        size: piece.size,
        text: piece.text.trim_start().to_owned(),
        number: None,
    }
}

fn extend(line: &mut Line, piece: &Piece) {
    let wide = piece.x - line.end > 1.5 * line.size;
    let blank = line.text.trim().is_empty();
    let spaced =
        line.text.ends_with(char::is_whitespace) || piece.text.starts_with(char::is_whitespace);
    if wide && !blank && line.number.is_none() && !line.text.contains('\t') {
        line.number = line.text.trim().parse().ok().map(|value| Numbered {
            value,
            end: line.end,
            rest: line.text.len() + 1,
            rest_x: piece.x,
        });
    }
    if wide && !blank {
        line.text.push('\t');
    } else if !spaced && piece.x - line.end > 0.16 * line.size {
        line.text.push(' ');
    }
    let text = if blank {
        piece.text.trim_start()
    } else {
        &piece.text
    };
    line.text.push_str(text);
    line.end = line.end.max(piece.end);
    line.size = line.size.max(piece.size);
}
