//! Words in one spelling for what two people may type differently: quotation marks and apostrophes, dashes, spaces, soft
//! hyphens (study R63). Everything else stays: another comma is another text.

use unicode_normalization::UnicodeNormalization as _;

/// A word with the punctuation that touches it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// In one spelling.
    pub text: String,
    /// As it was typed.
    pub typed: String,
    /// Letters and digits alone, in lower case; empty for a dash.
    pub core: String,
}

/// The words of a text.
pub fn words(text: &str) -> Vec<Word> {
    let composed: Vec<char> = text.nfc().collect();
    let mut words = Vec::new();
    let mut one = Word::blank();
    for (at, &c) in composed.iter().enumerate() {
        if is_space(c) || c == '…' {
            one = one.close(&mut words);
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| composed.get(at)).copied();
        let after = composed.get(at + 1).copied();
        if is_dash(c, before, after) {
            one = one.close(&mut words);
            one.typed.push(c);
            one.text.push('-');
            one = one.close(&mut words);
            continue;
        }
        one.typed.push(c);
        match c {
            '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            c => one.text.push(level(c)),
        }
    }
    one.close(&mut words);
    words
}

impl Word {
    fn blank() -> Self {
        Self {
            text: String::new(),
            typed: String::new(),
            core: String::new(),
        }
    }

    /// Keeps the word, if it is one, and begins another.
    fn close(mut self, words: &mut Vec<Self>) -> Self {
        // Three dots are an ellipsis, which is no word of anybody.
        while self.text.contains("...") {
            self.text = self.text.replace("...", "");
        }
        if !self.text.is_empty() {
            let kept = self.text.chars().filter(|c| c.is_alphanumeric());
            self.core = kept.flat_map(char::to_lowercase).collect();
            words.push(self);
        }
        Self::blank()
    }

    /// Whether there is a letter or a digit in it.
    pub fn is_said(&self) -> bool {
        !self.core.is_empty()
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// A dash parts words, a hyphen does not. Between digits a dash is one of a range.
fn is_dash(c: char, before: Option<char>, after: Option<char>) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    match c {
        '–' | '—' | '―' => !(digit(before) && digit(after)),
        '-' | '−' => before.is_none_or(is_space) && after.is_none_or(is_space),
        _ => false,
    }
}

fn level(c: char) -> char {
    match c {
        '‘' | '’' | '‛' | '‚' | '`' | '´' | '“' | '”' | '„' | '‟' | '«' | '»' | '"' | '′' | '″' => {
            '\''
        }
        '‐' | '‑' | '−' | '–' | '—' | '―' => '-',
        c => c,
    }
}
