//! What stands behind a quotation: whom it is from, or a citation of the literature.

/// The bracket that follows a quotation at once, without its brackets.
pub(super) fn behind(text: &str, end: usize) -> Option<String> {
    let rest = text[end..].trim_start_matches(['.', ',', ';', ' ']);
    let close = match rest.chars().next()? {
        '(' => ')',
        '[' => ']',
        '—' | '–' => {
            let label = rest[3..].trim();
            let short = label.split_whitespace().count() <= 6;
            return (short && !label.is_empty()).then(|| label.trim_end_matches('.').to_owned());
        }
        _ => return None,
    };
    let inside = &rest[1..];
    let length = inside.find(close)?;
    (length <= 80).then(|| inside[..length].trim().to_owned())
}

/// The bracket with which a block quotation ends, as bytes of it.
pub(super) fn at_end(text: &str) -> Option<(usize, String)> {
    let trimmed = text.trim_end_matches(['.', ' ']);
    let open = trimmed.strip_suffix(')')?.rfind('(')?;
    let inside = trimmed[open + 1..trimmed.len() - 1].trim();
    (open > 0 && inside.len() <= 80).then(|| (open, inside.to_owned()))
}

/// Whether words in brackets cite the literature: a year, or numbers in square brackets.
pub(super) fn cites(words: &str) -> bool {
    let numbers = words
        .chars()
        .all(|c| c.is_ascii_digit() || ", –-".contains(c));
    let mut digits = words.split(|c: char| !c.is_ascii_digit());
    let year = digits.any(|run| run.len() == 4 && (run.starts_with("19") || run.starts_with("20")));
    (numbers && !words.is_empty()) || year || words.contains("et al")
}
