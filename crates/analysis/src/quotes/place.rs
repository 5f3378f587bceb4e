//! Where the words of a quote stand in a document.

use study::documents::{Role, Turn};

/// The turn in which the words of a quote begin, counted from 0; never one of the interviewer.
///
/// Marks, dashes, spaces and case are free, and a piece in brackets or an ellipsis stands for words
/// that were left out or put in (study R63). `None` means that the words as quoted are not there.
pub fn turn_of(quote: &str, turns: &[Turn]) -> Option<usize> {
    let (text, begins) = spoken(turns);
    let pieces = pieces(quote);
    let (first, rest) = pieces.split_first()?;
    let mut from = 0;
    while let Some(found) = text[from..].find(first.as_str()) {
        let at = from + found;
        if in_order(&text[at + first.len()..], rest) {
            let (_, turn) = begins.iter().rev().find(|(begin, _)| *begin <= at)?;
            return Some(*turn);
        }
        from = at + text[at..].chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// Everything said by others than the interviewer, levelled, and where each turn begins in it.
fn spoken(turns: &[Turn]) -> (String, Vec<(usize, usize)>) {
    let mut text = String::new();
    let mut begins = Vec::new();
    for (index, turn) in turns.iter().enumerate() {
        if turn.role != Role::Interviewer {
            begins.push((text.len(), index));
            text.push_str(&levelled(&turn.text));
            text.push(' ');
        }
    }
    (text, begins)
}

fn in_order(mut text: &str, pieces: &[String]) -> bool {
    pieces.iter().all(|piece| match text.find(piece.as_str()) {
        Some(at) => {
            text = &text[at + piece.len()..];
            true
        }
        None => false,
    })
}

fn pieces(quote: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut depth = 0u32;
    for c in quote.replace("...", "…").chars() {
        match c {
            '[' => {
                depth += 1;
                plain.push('…');
            }
            ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let ends = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '-');
    plain
        .split('…')
        .map(|piece| levelled(piece).trim_matches(ends).to_owned())
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// One spelling for what two people may type differently.
fn levelled(text: &str) -> String {
    let one = text.chars().flat_map(char::to_lowercase).map(|c| match c {
        '‘' | '’' | '‛' | '`' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '–' | '—' | '‑' | '‐' => '-',
        c => c,
    });
    let one: String = one.filter(|c| *c != '\u{ad}').collect();
    one.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns() -> Vec<Turn> {
        let turn = |role, text: &str| Turn {
            role,
            label: None,
            start_ms: None,
            end_ms: None,
            text: text.to_owned(),
        };
        vec![
            turn(Role::Interviewer, "Was it the rota?"),
            turn(Role::Participant, "Nobody says no. The rota says no."),
            turn(
                Role::Participant,
                "It’s a grey block – you can’t\nargue with it.",
            ),
        ]
    }

    #[test]
    fn words_are_found_across_marks_dashes_ellipses_and_insertions() {
        for (quote, turn) in [
            ("The rota says no.", 1),
            ("the rota says no", 1),
            ("It's a grey block - you can't argue", 2),
            ("Nobody says no … argue with it", 1),
            ("[The rota] says no. It’s a grey block", 1),
        ] {
            assert_eq!(turn_of(quote, &turns()), Some(turn), "{quote}");
        }
    }

    #[test]
    fn altered_words_other_orders_and_the_interviewer_are_not_found() {
        for quote in [
            "The rota said no",
            "argue with it … Nobody",
            "Was it the rota?",
            "…",
            "",
        ] {
            assert_eq!(turn_of(quote, &turns()), None, "{quote}");
        }
    }
}
