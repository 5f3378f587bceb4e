//! What a paragraph is by its form, where its file does not say.

use super::Kind;

/// Sections of an article, in lower case.
const SECTIONS: [&str; 34] = [
    "abstract",
    "acknowledgements",
    "acknowledgments",
    "aim",
    "aims",
    "analysis",
    "appendices",
    "appendix",
    "background",
    "bibliography",
    "conclusion",
    "conclusions",
    "data analysis",
    "data collection",
    "declarations",
    "design",
    "discussion",
    "ethics",
    "findings",
    "funding",
    "introduction",
    "limitations",
    "literature",
    "literature cited",
    "method",
    "methods",
    "objective",
    "objectives",
    "other findings",
    "participants",
    "references",
    "results",
    "setting",
    "summary",
];

/// Longest heading, in words.
const LONGEST: usize = 12;

/// Gives paragraphs the kind that their form tells: captions, sections by their usual names and, where a file marks no
/// heading at all, short lines without an end.
pub(super) fn settle(blocks: &mut [(Kind, String)]) {
    let marked = blocks.iter().any(|(kind, _)| *kind == Kind::Heading);
    for (kind, text) in blocks {
        if *kind != Kind::Paragraph {
            continue;
        }
        if is_caption(text) {
            *kind = Kind::Caption;
        } else if is_section(text) || (!marked && is_short_line(text)) {
            *kind = Kind::Heading;
        }
    }
}

/// Whether a line is the usual name of a section, with a number or a colon or without.
pub(super) fn is_section(line: &str) -> bool {
    let line = line.trim().trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '.' | '#' | '*' | ' ' | ')' | '\t')
    });
    let line = line.trim_end_matches([':', '.', '*', ' ']);
    // Most lines are long, and none of the names is.
    if line.len() > 24 {
        return false;
    }
    let lower = line.to_lowercase();
    SECTIONS.binary_search(&lower.as_str()).is_ok()
        || lower
            .strip_prefix("appendix ")
            .is_some_and(|rest| rest.len() <= 2)
}

/// `Table 1. Interviews`, `Figure 2: Overview`, `Table 3` alone.
fn is_caption(text: &str) -> bool {
    let text = text.trim_start();
    let Some(rest) = ["Table ", "TABLE ", "Figure ", "FIGURE ", "Fig. ", "Box "]
        .iter()
        .find_map(|word| text.strip_prefix(word))
    else {
        return false;
    };
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let after = rest[digits..].trim_start_matches(' ');
    digits > 0 && (after.is_empty() || after.starts_with(['.', ':', '|', '\n', '–', '—', '-']))
}

fn is_short_line(text: &str) -> bool {
    let text = text.trim();
    let words = text.split_whitespace().take(LONGEST + 1).count();
    let ends = text.ends_with([
        '.', '!', '?', ':', ';', ',', '…', '”', '’', '»', '“', '"', '\'', ')', ']',
    ]);
    let begins = text
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    words <= LONGEST && !ends && begins && text.chars().any(char::is_alphabetic)
}
