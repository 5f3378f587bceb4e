//! Boxes, lines and text. All lengths are whole pixels, so equal input gives equal bytes.

use super::wrap::wrap;
use crate::themes::{Subtheme, Theme};
use std::fmt::Write;

const WIDTH: usize = 1000;
const MARGIN: usize = 24;
/// Left edge and width of the columns for themes, subthemes and facets.
const COLUMNS: [(usize, usize); 3] = [(24, 264), (344, 288), (688, 288)];
const FONT_SIZE: usize = 16;
const LINE: usize = 22;
const PADDING: usize = 12;
/// A common letter is a little more than half as wide as the font is high.
const LETTER: usize = 9;
const GAP: usize = 12;
const THEME_GAP: usize = 28;
const INK: &str = "#241f1a";
const SOFT: &str = "#5b5246";
const ACCENT: &str = "#17495a";

/// A drawing that grows downward.
pub(super) struct Drawing {
    title: String,
    description: String,
    body: String,
    /// Upper edge of what comes next.
    y: usize,
}

impl Drawing {
    pub(super) fn new(title: &str, description: &str) -> Self {
        let mut drawing = Drawing {
            title: title.to_owned(),
            description: description.to_owned(),
            body: String::new(),
            y: MARGIN,
        };
        let lines = [title.to_owned()];
        drawing.text(
            "heading",
            &lines,
            (MARGIN, MARGIN),
            INK,
            " font-weight=\"600\"",
        );
        drawing.y += LINE + THEME_GAP;
        drawing
    }

    /// Draws a theme in the middle of what stands below it.
    pub(super) fn theme(&mut self, theme: &Theme) {
        let lines = lines(&theme.name, 0);
        let top = self.y;
        let below: usize = stacked(theme.subthemes.iter().map(subtree_height));
        let height = below.max(box_height(&lines));
        let middle = top + height / 2;
        let mut y = top + (height - below) / 2;
        for subtheme in &theme.subthemes {
            self.subtheme(subtheme, y, middle);
            y += subtree_height(subtheme) + GAP;
        }
        let shape = format!(" fill=\"{ACCENT}\"");
        self.node("theme", (0, middle), &lines, &shape, "#ffffff");
        self.y = top + height + THEME_GAP;
    }

    /// The whole file with its footing.
    pub(super) fn finish(mut self, footing: &str) -> String {
        let lines = wrap(footing, (WIDTH - 2 * MARGIN) / LETTER);
        let place = (MARGIN, self.y);
        self.text("footing", &lines, place, SOFT, "");
        let height = self.y + lines.len() * LINE + MARGIN;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
             width=\"{WIDTH}\" height=\"{height}\" role=\"img\" \
             aria-labelledby=\"themes-title themes-desc\" class=\"themes\" \
             font-family=\"system-ui, 'Noto Sans', Arial, sans-serif\" font-size=\"{FONT_SIZE}\">\n\
             <title id=\"themes-title\">{}</title>\n<desc id=\"themes-desc\">{}</desc>\n\
             <rect class=\"ground\" width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>\n{}</svg>\n",
            escape(&self.title),
            escape(&self.description),
            self.body
        )
    }

    fn subtheme(&mut self, subtheme: &Subtheme, top: usize, parent: usize) {
        let lines = lines(&subtheme.name, 1);
        let below = stacked(subtheme.facets.iter().map(|facet| facet_height(facet)));
        let height = subtree_height(subtheme);
        let middle = top + height / 2;
        let mut y = top + (height - below) / 2;
        for facet in &subtheme.facets {
            let facet_height = facet_height(facet);
            self.facet(facet, y + facet_height / 2, middle);
            y += facet_height + GAP;
        }
        self.line((0, parent), (1, middle));
        let shape = format!(" fill=\"#ffffff\" stroke=\"{INK}\" stroke-width=\"1.5\"");
        self.node("subtheme", (1, middle), &lines, &shape, INK);
    }

    fn facet(&mut self, facet: &str, middle: usize, parent: usize) {
        let lines = lines(facet, 2);
        self.line((1, parent), (2, middle));
        let (x, half) = (COLUMNS[2].0, box_height(&lines) / 2);
        self.put(&format!(
            "<path class=\"facet-edge\" d=\"M{x} {} V{}\" stroke=\"{INK}\" stroke-width=\"3\"/>\n",
            middle - half,
            middle + half
        ));
        self.node("facet", (2, middle), &lines, " fill=\"none\"", INK);
    }

    /// A box in a column, centred on a height, with its text.
    fn node(
        &mut self,
        class: &str,
        (column, middle): (usize, usize),
        lines: &[String],
        shape: &str,
        ink: &str,
    ) {
        let ((x, width), height) = (COLUMNS[column], box_height(lines));
        let top = middle - height / 2;
        self.put(&format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" \
             rx=\"6\"{shape}/>\n"
        ));
        let place = (x + PADDING, top + PADDING);
        self.text(&format!("{class}-name"), lines, place, ink, "");
    }

    /// A curve from the right edge of a parent to the left edge of its child.
    fn line(&mut self, (column, from): (usize, usize), (next, to): (usize, usize)) {
        let start = COLUMNS[column].0 + COLUMNS[column].1;
        let end = COLUMNS[next].0;
        let turn = (start + end) / 2;
        self.put(&format!(
            "<path class=\"part-of\" d=\"M{start} {from} C{turn} {from} {turn} {to} {end} {to}\" \
             fill=\"none\" stroke=\"{SOFT}\" stroke-width=\"1.5\"/>\n"
        ));
    }

    fn text(
        &mut self,
        class: &str,
        lines: &[String],
        (x, top): (usize, usize),
        ink: &str,
        more: &str,
    ) {
        let mut y = top + FONT_SIZE;
        let mut text = format!("<text class=\"{class}\" fill=\"{ink}\"{more}>");
        for (index, line) in lines.iter().enumerate() {
            // The space keeps words apart for those who copy the text or listen to it.
            let gap = if index + 1 < lines.len() { " " } else { "" };
            let line = escape(line);
            text.push_str(&format!("<tspan x=\"{x}\" y=\"{y}\">{line}{gap}</tspan>"));
            y += LINE;
        }
        self.put(&text);
        self.put("</text>\n");
    }

    fn put(&mut self, text: &str) {
        self.body.write_str(text).expect("memory takes every write");
    }
}

fn lines(name: &str, column: usize) -> Vec<String> {
    wrap(name, (COLUMNS[column].1 - 2 * PADDING) / LETTER)
}

/// Even, so that the middle of a box is a whole pixel.
fn box_height(lines: &[String]) -> usize {
    lines.len() * LINE + 2 * PADDING
}

fn facet_height(facet: &str) -> usize {
    box_height(&lines(facet, 2))
}

fn subtree_height(subtheme: &Subtheme) -> usize {
    let below = stacked(subtheme.facets.iter().map(|facet| facet_height(facet)));
    below.max(box_height(&lines(&subtheme.name, 1)))
}

/// The height of things under each other, with gaps between them.
fn stacked(heights: impl ExactSizeIterator<Item = usize>) -> usize {
    let gaps = heights.len().saturating_sub(1) * GAP;
    heights.sum::<usize>() + gaps
}

/// Text for XML: markup escaped, characters that XML cannot hold replaced.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c if c.is_control() => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
