//! Numbers in prose (study R65): digits, and words up to ninety-nine. What they count is told only where the noun is known.

mod counted;
mod spelled;
#[cfg(test)]
mod tests;
mod vocabulary;

pub use counted::{Counted, Nouns, counted};
#[cfg(test)]
pub use spelled::ONES;
pub use spelled::{Number, numbers};

/// A word of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// In lower case, without punctuation.
    pub word: String,
    /// Whether a comma, a bracket or a stop stands before it.
    pub parted: bool,
}

/// The words of a sentence. A number keeps its point and its separators; a percent sign, `=` and a dash between digits are
/// words of their own.
pub fn tokens(sentence: &str) -> Vec<Token> {
    let letters: Vec<char> = sentence.chars().collect();
    let mut tokens: Vec<Token> = Vec::new();
    let mut word = String::new();
    let mut parted = false;
    for (at, &c) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map_or(' ', |at| letters[at]);
        let after = letters.get(at + 1).copied().unwrap_or(' ');
        let in_number = before.is_ascii_digit() && after.is_ascii_digit();
        let in_word = before.is_alphabetic() && after.is_alphabetic();
        let keeps = c.is_alphanumeric()
            || (matches!(c, '.' | ',' | ':') && in_number)
            || (matches!(c, '-' | '\'' | '’' | '‑') && in_word);
        if keeps {
            word.extend(match c {
                '’' => '\''.to_lowercase(),
                '‑' => '-'.to_lowercase(),
                c => c.to_lowercase(),
            });
            continue;
        }
        push(&mut tokens, &mut word, &mut parted);
        match c {
            '%' | '=' => tokens.push(Token {
                word: c.to_string(),
                parted: std::mem::take(&mut parted),
            }),
            '-' | '–' | '—' | '−' if before.is_ascii_digit() || after.is_ascii_digit() => {
                tokens.push(Token {
                    word: "–".to_owned(),
                    parted: std::mem::take(&mut parted),
                });
            }
            ',' | ';' | ':' | '(' | ')' | '.' | '!' | '?' | '—' | '–' | '[' | ']' => {
                parted = true
            }
            _ => {}
        }
    }
    push(&mut tokens, &mut word, &mut parted);
    tokens
}

fn push(tokens: &mut Vec<Token>, word: &mut String, parted: &mut bool) {
    if !word.is_empty() {
        tokens.push(Token {
            word: std::mem::take(word),
            parted: std::mem::take(parted),
        });
    }
}
