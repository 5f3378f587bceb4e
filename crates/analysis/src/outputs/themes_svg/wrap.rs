//! Breaking a name into lines without knowing the font that will draw it.

/// Lines of at most `width` units, where a unit is the width of a common Latin letter.
///
/// Breaks between words, and within a word only where it alone is too long. Wide scripts count
/// double. There is always at least one line.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        for piece in pieces(word, width) {
            let gap = usize::from(!line.is_empty());
            if units(&line) + gap + units(&piece) > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            } else if gap == 1 {
                line.push(' ');
            }
            line.push_str(&piece);
        }
    }
    lines.push(line);
    lines
}

/// The word whole, or cut where it is longer than a line.
fn pieces(word: &str, width: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut used = 0;
    for c in word.chars() {
        let size = unit(c);
        if used > 0 && used + size > width {
            pieces.push(String::new());
            used = 0;
        }
        used += size;
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
    }
    pieces
}

fn units(text: &str) -> usize {
    text.chars().map(unit).sum()
}

/// Scripts from Hangul on, ideographs and symbols are drawn about twice as wide as Latin letters.
fn unit(c: char) -> usize {
    if c >= '\u{1100}' && !('\u{1e00}'..='\u{2bff}').contains(&c) {
        2
    } else {
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_break_between_words() {
        assert_eq!(
            wrap("Keeping the door open", 12),
            ["Keeping the", "door open"]
        );
        assert_eq!(wrap("", 12), [""]);
    }

    #[test]
    fn a_word_longer_than_a_line_is_cut() {
        assert_eq!(
            wrap("a Donaudampfschifffahrt", 10),
            ["a", "Donaudampf", "schifffahr", "t"]
        );
    }

    proptest! {
        #[test]
        fn no_character_is_lost_and_no_line_is_too_long(text in ".{0,80}", width in 2usize..40) {
            let lines = wrap(&text, width);
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
            prop_assert!(lines.iter().all(|line| units(line) <= width));
        }
    }
}
