//! The map as a drawing (study O4): boxes, and lines of a pattern and a word each, so that nothing is told by colour.
//! Presentation attributes only: it looks the same alone, in a page with a strict content policy, and in grey.

use std::fmt::Write as _;

use uuid::Uuid;

use super::layout::{LINE, MARGIN, Node, PADDING, WIDTH};
use super::state::{Kind, Relation};
use crate::outputs::escape;

const FONT: i32 = 15;
const INK: &str = "#241f1a";
const SOFT: &str = "#5b5246";
const ACCENT: &str = "#17495a";

/// The whole file: `alt` is what it says to whoever does not see it.
pub fn svg(nodes: &[Node], relations: &[Relation], (title, alt): (&str, &str)) -> String {
    let right = nodes.iter().map(|node| node.place.0 + WIDTH / 2).max();
    let bottom = nodes
        .iter()
        .map(|node| node.place.1 + node.height() / 2)
        .max();
    let (width, height) = (
        right.unwrap_or(WIDTH) + MARGIN,
        bottom.unwrap_or(MARGIN) + MARGIN,
    );
    let mut body = String::new();
    for node in nodes {
        if let Some(parent) = nodes.iter().find(|one| Some(one.id) == node.parent) {
            line(&mut body, (node, parent), None);
        }
    }
    for relation in relations {
        let of = |id: Uuid| nodes.iter().find(|node| node.id == id);
        if let (Some(from), Some(to)) = (of(relation.from), of(relation.to)) {
            line(&mut body, (from, to), Some(relation.kind));
        }
    }
    for node in nodes {
        draw(&mut body, node);
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" aria-labelledby=\"map-title map-desc\" \
         font-family=\"system-ui, 'Noto Sans', Arial, sans-serif\" font-size=\"{FONT}\">\n\
         <title id=\"map-title\">{}</title>\n<desc id=\"map-desc\">{}</desc>\n\
         <defs><marker id=\"map-arrow\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" \
         markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L10 5L0 10z\" fill=\"{INK}\"/></marker></defs>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n{body}</svg>\n",
        escape(title),
        escape(alt),
    )
}

/// A box: a theme is filled, a subtheme outlined, a facet has a line beside it.
fn draw(body: &mut String, node: &Node) {
    let (x, y) = (node.place.0 - WIDTH / 2, node.place.1 - node.height() / 2);
    let (shape, ink) = match node.depth {
        0 => (format!("fill=\"{ACCENT}\""), "#ffffff"),
        1 => (
            format!("fill=\"#ffffff\" stroke=\"{INK}\" stroke-width=\"1.5\""),
            INK,
        ),
        _ => ("fill=\"#ffffff\"".to_owned(), INK),
    };
    let height = node.height();
    let mut text = String::new();
    for (at, words) in node.lines.iter().enumerate() {
        let down = i32::try_from(at).unwrap_or_default() * LINE + PADDING + FONT;
        let gap = if at + 1 < node.lines.len() { " " } else { "" };
        let words = escape(words);
        let (x, y) = (x + PADDING, y + down);
        write_to(
            &mut text,
            format_args!("<tspan x=\"{x}\" y=\"{y}\">{words}{gap}</tspan>"),
        );
    }
    let edge = match node.depth {
        2 => format!(
            "<path d=\"M{x} {y}V{}\" stroke=\"{INK}\" stroke-width=\"3\"/>",
            y + height
        ),
        _ => String::new(),
    };
    write_to(
        body,
        format_args!(
            "<g data-node=\"{}\"><rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{height}\" rx=\"6\" \
             {shape}/>{edge}<text fill=\"{ink}\">{text}</text></g>\n",
            node.id
        ),
    );
}

/// A line from one box to another, with the pattern of its kind and its word; without a kind, what stands under a theme.
fn line(body: &mut String, (from, to): (&Node, &Node), kind: Option<Kind>) {
    let (start, end) = (edge(from, to.place), edge(to, from.place));
    let (pattern, arrow, width) = match kind {
        None | Some(Kind::PartOf) => ("", false, "1.5"),
        Some(Kind::LeadsTo) => ("", true, "2"),
        Some(Kind::InTension) => (" stroke-dasharray=\"10 5\"", false, "2"),
        Some(Kind::DependsOn) => (" stroke-dasharray=\"2 4\"", true, "2"),
    };
    let (ink, marker) = match (kind, arrow) {
        (None, _) => (SOFT, ""),
        (_, true) => (INK, " marker-end=\"url(#map-arrow)\""),
        _ => (INK, ""),
    };
    write_to(
        body,
        format_args!(
            "<path d=\"M{} {}L{} {}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"{width}\"{pattern}{marker}/>\n",
            start.0, start.1, end.0, end.1
        ),
    );
    let Some(kind) = kind else { return };
    let (x, y) = (i32::midpoint(start.0, end.0), i32::midpoint(start.1, end.1));
    // The word has the ground under it, so that it is read across lines.
    let words = kind.words();
    let wide = i32::try_from(words.len()).unwrap_or_default() * 7 + 8;
    write_to(
        body,
        format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"{wide}\" height=\"18\" fill=\"#ffffff\"/>\
             <text x=\"{x}\" y=\"{}\" text-anchor=\"middle\" font-size=\"13\" fill=\"{INK}\">{words}</text>\n",
            x - wide / 2,
            y - 9,
            y + 4
        ),
    );
}

/// Where the line from the middle of a box to a place leaves the box.
fn edge(node: &Node, to: (i32, i32)) -> (i32, i32) {
    let (x, y) = (i64::from(node.place.0), i64::from(node.place.1));
    let (dx, dy) = (i64::from(to.0) - x, i64::from(to.1) - y);
    let (half, high) = (i64::from(WIDTH) / 2, i64::from(node.height()) / 2);
    let (dx, dy) = match (dx, dy) {
        (0, 0) => return node.place,
        // Whether it leaves at a side, or above or below.
        _ if dx.abs() * high >= dy.abs() * half => (half * dx.signum(), dy * half / dx.abs()),
        _ => (dx * high / dy.abs(), high * dy.signum()),
    };
    let whole = |value: i64| i32::try_from(value).unwrap_or_default();
    (whole(x + dx), whole(y + dy))
}

fn write_to(body: &mut String, text: std::fmt::Arguments<'_>) {
    body.write_fmt(text).expect("memory takes every write");
}
