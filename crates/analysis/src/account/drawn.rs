//! The account as a drawing: panels under each other, an extract with its month and its themes. Presentation attributes only, and
//! nothing is told by colour.

use std::fmt::Write as _;

use super::output::{Extract, Shown};
use crate::outputs::{escape, wrap};

const WIDTH: usize = 760;
const MARGIN: usize = 28;
const FONT: usize = 16;
const SMALL: usize = 13;
const LINE: usize = 24;
/// A common letter is about half as wide as its font is high.
const LETTERS: usize = (WIDTH - 2 * MARGIN - 20) / (FONT / 2);
const SMALL_LETTERS: usize = (WIDTH - 2 * MARGIN) * 2 / SMALL;
const INK: &str = "#241f1a";
const SOFT: &str = "#5b5246";

/// The whole file, with what it says to whoever does not see it.
pub(super) fn svg(shown: &Shown) -> String {
    let mut body = String::new();
    let mut y = MARGIN;
    for (panel, caption) in shown.panels.iter().zip(shown.captions()) {
        text(
            &mut body,
            &mut y,
            (&caption, LETTERS),
            ("bold", FONT + 2, INK),
        );
        y += 6;
        for extract in panel {
            draw(&mut body, &mut y, extract);
        }
        y += LINE;
    }
    if shown.panels.is_empty() {
        let none = ("There is no extract yet.", LETTERS);
        text(&mut body, &mut y, none, ("normal", FONT, INK));
    }
    for note in shown.notes() {
        text(
            &mut body,
            &mut y,
            (&note, SMALL_LETTERS),
            ("normal", SMALL, SOFT),
        );
    }
    let height = y + MARGIN;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         role=\"img\" aria-labelledby=\"account-title account-desc\" font-family=\"Georgia, 'Noto Serif', serif\">\n\
         <title id=\"account-title\">{}</title>\n<desc id=\"account-desc\">{}</desc>\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>\n{body}</svg>\n",
        escape(&shown.title),
        escape(&shown.said()),
    )
}

/// An extract with a line at its left.
fn draw(body: &mut String, y: &mut usize, extract: &Extract) {
    let top = *y + 4;
    text(body, y, (&extract.dated, LETTERS), ("bold", SMALL, SOFT));
    let words = format!("“{}”", extract.words);
    text(body, y, (&words, LETTERS), ("normal", FONT, INK));
    let themes = extract.themes.join("; ");
    if !themes.is_empty() {
        text(body, y, (&themes, LETTERS), ("normal", SMALL, SOFT));
    }
    let (x, bottom) = (MARGIN - 12, *y + 4);
    put(
        body,
        format_args!("<path d=\"M{x} {top}V{bottom}\" stroke=\"{SOFT}\" stroke-width=\"1.5\"/>\n"),
    );
    *y += 14;
}

/// Text in lines of so many letters.
fn text(
    body: &mut String,
    y: &mut usize,
    (words, letters): (&str, usize),
    (weight, size, ink): (&str, usize, &str),
) {
    for line in words.lines().flat_map(|line| wrap(line, letters)) {
        *y += LINE.min(size + 8);
        put(
            body,
            format_args!(
                "<text x=\"{MARGIN}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{ink}\">{}</text>\n",
                escape(&line)
            ),
        );
    }
}

fn put(text: &mut String, what: std::fmt::Arguments<'_>) {
    text.write_fmt(what).expect("memory takes every write");
}
