//! Plain text and Markdown as blocks.

use super::{Kind, form};

/// A line longer than this was not wrapped by anybody.
const WRAPPED: usize = 200;

/// The blocks of a text with LF line ends. Paragraphs are parted by blank lines; where nobody left any, or where lines are
/// longer than a wrapped one, each line is one.
pub(super) fn blocks(text: &str) -> Vec<(Kind, String)> {
    let long = text.split('\n').any(|line| line.len() > WRAPPED);
    let parted = text.trim().split('\n').any(|line| line.trim().is_empty());
    let mut blocks = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in text.split('\n') {
        if line.trim().is_empty() {
            close(&mut lines, &mut blocks);
            continue;
        }
        if let Some(kind) = own(line, lines.is_empty()) {
            close(&mut lines, &mut blocks);
            push(kind, line, &mut blocks);
            continue;
        }
        lines.push(line);
        if long || !parted {
            close(&mut lines, &mut blocks);
        }
    }
    close(&mut lines, &mut blocks);
    blocks
}

/// What a line is that stands for itself: a heading of Markdown or the name of a section, or a row of a table.
fn own(line: &str, first: bool) -> Option<Kind> {
    let trimmed = line.trim();
    let hashes = trimmed.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&hashes) && trimmed[hashes..].starts_with(' ') {
        return Some(Kind::Heading);
    }
    if first && form::is_section(trimmed) {
        return Some(Kind::Heading);
    }
    let is_row = trimmed.contains('\t') || (trimmed.starts_with('|') && trimmed.ends_with('|'));
    is_row.then_some(Kind::Cell)
}

fn push(kind: Kind, line: &str, blocks: &mut Vec<(Kind, String)>) {
    let line = line.trim();
    match kind {
        Kind::Cell => {
            let cells = line.split(['\t', '|']).map(str::trim);
            let cells = cells.filter(|cell| cell.chars().any(char::is_alphanumeric));
            blocks.extend(cells.map(|cell| (Kind::Cell, cell.to_owned())));
        }
        _ => blocks.push((kind, line.trim_start_matches(['#', ' ']).to_owned())),
    }
}

/// Joins the lines of a paragraph. A hyphen at the end of a line stays, without a space behind it: whether it belongs to the
/// word is not known.
fn close(lines: &mut Vec<&str>, blocks: &mut Vec<(Kind, String)>) {
    let all = |is: &dyn Fn(&str) -> bool| !lines.is_empty() && lines.iter().all(|line| is(line));
    let kind = if all(&|line| line.trim_start().starts_with('>')) {
        Kind::Quotation
    } else if all(&|line| line.starts_with("    ")) {
        Kind::Indented
    } else {
        Kind::Paragraph
    };
    let mut text = String::new();
    for line in lines.drain(..) {
        let line = match kind {
            Kind::Quotation => line.trim_start().trim_start_matches('>'),
            _ => line,
        };
        let line = line.trim();
        let mut before = text.chars().rev();
        let split = before.next() == Some('-') && before.next().is_some_and(char::is_alphabetic);
        let goes_on = line.starts_with(char::is_lowercase);
        let is_one_word = split && goes_on;
        if !text.is_empty() && !is_one_word {
            text.push(' ');
        }
        text.push_str(line);
    }
    blocks.push((kind, text));
}
