//! What in a file speaks for a reading of its positions (Q12).

use super::super::lexical::is_xml;

/// Whether a name quotes a slice: the same after folding white space, or cut with an ellipsis (Q12a).
pub(in super::super) fn quotes(name: &str, slice: &str) -> bool {
    if folded(name).eq(folded(slice)) {
        return true;
    }
    let Some(stem) = name.trim_end().strip_suffix('…') else {
        return false;
    };
    let mut slice = folded(slice);
    let mut stem = folded(stem).peekable();
    stem.peek().is_some() && stem.all(|character| slice.next() == Some(character))
}

/// Characters with each run of white space as one blank, none at the ends, and without what XML cannot hold.
pub(in super::super) fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    let words = text.split_whitespace().enumerate();
    let characters =
        words.flat_map(|(at, word)| (at > 0).then_some(' ').into_iter().chain(word.chars()));
    characters.map(|c| {
        if is_xml(c) {
            c
        } else {
            char::REPLACEMENT_CHARACTER
        }
    })
}

/// Whether a span of bytes starts neither within a word nor on white space, and ends in no word (Q12b).
pub(super) fn bounded(text: &str, start: usize, end: usize) -> bool {
    let blank = text[start..].chars().next().is_none_or(char::is_whitespace);
    !blank && !within_word(text, start) && !within_word(text, end)
}

fn within_word(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text[..at].chars().next_back(), text[at..].chars().next())
    else {
        return false;
    };
    if continues(after) || before == '\u{200d}' {
        return !before.is_whitespace();
    }
    let letter = |c: char| (c.is_alphanumeric() || continues(c)) && !stands_alone(c);
    letter(before) && letter(after)
}

/// Marks that belong to the character before them.
fn continues(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200d}'
        | '\u{20d0}'..='\u{20ff}' | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Letters of scripts that put no space between words.
fn stands_alone(character: char) -> bool {
    matches!(character,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_quotes_its_text_whatever_its_white_space() {
        assert!(quotes(
            "See you tomorrow? Mm.",
            "See you\r\n tomorrow?\tMm. "
        ));
        assert!(quotes("To be hon…", "To be honest, I"));
        assert!(quotes("a\u{fffd}b", "a\u{1}b"));
        assert!(!quotes("To be hon…", "To be"));
        assert!(!quotes("…", "To be"));
        assert!(!quotes("Quotation 6:1", "granola"));
    }

    #[test]
    fn words_are_bounded_by_what_is_no_letter() {
        let text = "Zoë said: ok e\u{301}t 你好吗";
        let span = |part: &str| text.find(part).map(|at| (at, at + part.len())).unwrap();
        for whole in ["Zoë", "said", "said:", "ok", "好"] {
            let (start, end) = span(whole);
            assert!(bounded(text, start, end), "{whole}");
        }
        for part in ["Zo", "oë", " said", "sai", "e"] {
            let (start, end) = span(part);
            assert!(!bounded(text, start, end), "{part}");
        }
    }
}
