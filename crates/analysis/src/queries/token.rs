//! The words of a query with their places.

use super::{Mistake, Unit};

/// The most characters of a query.
const LONGEST: usize = 2000;

/// The greatest distance in turns that can be asked for.
const FARTHEST: u32 = 1000;

/// What can stand before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// Nothing stands before it.
    Bare,
    /// `code:`
    Code,
    /// `under:`
    Under,
    /// `by:`
    By,
    /// `layer:`
    Layer,
    /// `cohort:`
    Cohort,
    /// `document:`
    Document,
    /// `kind:`
    Kind,
    /// `speaker:`
    Speaker,
    /// `theme:`
    Theme,
    /// `text:`
    Text,
    /// `exact:`
    Exact,
    /// `regex:`
    Regex,
}

const KEYS: [(&str, Key); 12] = [
    ("code", Key::Code),
    ("under", Key::Under),
    ("by", Key::By),
    ("layer", Key::Layer),
    ("cohort", Key::Cohort),
    ("document", Key::Document),
    ("kind", Key::Kind),
    ("speaker", Key::Speaker),
    ("theme", Key::Theme),
    ("text", Key::Text),
    ("exact", Key::Exact),
    ("regex", Key::Regex),
];

/// A word of the language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Open,
    Close,
    And,
    Or,
    Not,
    Near(u32),
    Term(Key, String),
    Unit(Unit),
}

/// The words of a query, each with the character at which it begins, from 1.
pub(super) fn tokens(query: &str) -> Result<Vec<(usize, Token)>, Mistake> {
    let characters: Vec<char> = query.chars().collect();
    if characters.len() > LONGEST {
        let what = format!("The query is longer than {LONGEST} characters");
        return Err(Mistake::at(LONGEST + 1, what, "Ask less at once."));
    }
    let mut reader = Reader {
        characters: &characters,
        at: 0,
    };
    let mut tokens: Vec<(usize, Token)> = Vec::new();
    while let Some((column, token)) = reader.next()? {
        let after_near = matches!(tokens.last(), Some((_, Token::Near(_))));
        match &token {
            // "near/3 turns" is "near/3".
            Token::Term(Key::Bare, word) if after_near && is_turns(word, &reader, column) => {}
            _ => tokens.push((column, token)),
        }
    }
    Ok(tokens)
}

fn is_turns(word: &str, reader: &Reader<'_>, column: usize) -> bool {
    let quoted = reader
        .characters
        .get(column - 1)
        .copied()
        .is_some_and(is_quote);
    !quoted && (word == "turns" || word == "turn")
}

struct Reader<'a> {
    characters: &'a [char],
    at: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Result<Option<(usize, Token)>, Mistake> {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
        let column = self.at + 1;
        let token = match self.peek() {
            None => return Ok(None),
            Some('(') => self.single(Token::Open),
            Some(')') => self.single(Token::Close),
            Some(mark) if is_quote(mark) => Token::Term(Key::Bare, self.quoted(Key::Bare)?),
            Some(_) => self.word()?,
        };
        Ok(Some((column, token)))
    }

    fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    fn single(&mut self, token: Token) -> Token {
        self.at += 1;
        token
    }

    /// From one mark to the next; in a pattern a backslash keeps the character after it from ending it.
    fn quoted(&mut self, key: Key) -> Result<String, Mistake> {
        let begin = self.at + 1;
        self.at += 1;
        let mut text = String::new();
        loop {
            match self.peek() {
                None => {
                    let what = "The quotation mark is never closed";
                    return Err(Mistake::at(begin, what, "Put another \" after the words."));
                }
                Some('\\') if key == Key::Regex => {
                    self.at += 1;
                    match self.peek() {
                        Some('"') => text.push('"'),
                        Some(other) => text.extend(['\\', other]),
                        None => continue,
                    }
                }
                Some(mark) if is_quote(mark) => break,
                Some(other) => text.push(other),
            }
            self.at += 1;
        }
        self.at += 1;
        if text.trim().is_empty() {
            let what = "There is nothing between the quotation marks";
            return Err(Mistake::at(begin, what, "Write words between them."));
        }
        Ok(text)
    }

    fn word(&mut self) -> Result<Token, Mistake> {
        let begin = self.at;
        while let Some(next) = self.peek() {
            if next.is_whitespace() || is_quote(next) || matches!(next, '(' | ')') {
                break;
            }
            if next == ':' {
                let before: String = self.characters[begin..self.at].iter().collect();
                if let Some(token) = self.after_colon(begin + 1, &before)? {
                    return Ok(token);
                }
            }
            self.at += 1;
        }
        let word: String = self.characters[begin..self.at].iter().collect();
        Ok(match word.as_str() {
            "AND" => Token::And,
            "OR" => Token::Or,
            "NOT" => Token::Not,
            _ => match word.to_lowercase().strip_prefix("near/") {
                Some(number) => Token::Near(distance(begin + 1, number)?),
                None => Token::Term(Key::Bare, word),
            },
        })
    }

    /// `None` where what stands before the colon is no word of the language but a time of day or the like.
    fn after_colon(&mut self, column: usize, before: &str) -> Result<Option<Token>, Mistake> {
        let key = before.to_lowercase();
        let known = KEYS.iter().find(|(name, _)| *name == key);
        let known = known.map(|(_, key)| *key);
        if known.is_none() && key != "unit" {
            if before.is_empty() || !before.chars().all(|c| c.is_ascii_alphabetic()) {
                return Ok(None);
            }
            let names: Vec<String> = KEYS.iter().map(|(name, _)| format!("{name}:")).collect();
            let what = format!("\"{before}:\" is no word of the query language");
            let mend = format!(
                "Use {} or unit:, or put the text in quotation marks.",
                names.join(", ")
            );
            return Err(Mistake::at(column, what, mend));
        }
        self.at += 1;
        let value = self.value(known.unwrap_or(Key::Bare))?;
        if value.is_empty() {
            let what = format!("Nothing follows \"{before}:\"");
            let mend = format!("Write {key}:\"…\" without a space after the colon.");
            return Err(Mistake::at(column, what, mend));
        }
        match known {
            Some(key) => Ok(Some(Token::Term(key, value))),
            None => unit(column, &value).map(|unit| Some(Token::Unit(unit))),
        }
    }

    fn value(&mut self, key: Key) -> Result<String, Mistake> {
        if self.peek().is_some_and(is_quote) {
            return self.quoted(key);
        }
        let begin = self.at;
        while let Some(next) = self.peek() {
            if next.is_whitespace() || is_quote(next) || matches!(next, '(' | ')') {
                break;
            }
            self.at += 1;
        }
        Ok(self.characters[begin..self.at].iter().collect())
    }
}

/// Phones and word processors write typographic marks.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”')
}

fn distance(column: usize, number: &str) -> Result<u32, Mistake> {
    match number.parse() {
        Ok(turns) if turns <= FARTHEST => Ok(turns),
        _ => {
            let what = format!("\"near/{number}\" does not say how many turns");
            let mend = format!("Write a whole number up to {FARTHEST}, such as near/3.");
            Err(Mistake::at(column, what, mend))
        }
    }
}

fn unit(column: usize, value: &str) -> Result<Unit, Mistake> {
    match value.to_lowercase().as_str() {
        "turn" | "turns" => Ok(Unit::Turn),
        "passage" | "passages" => Ok(Unit::Passage),
        "document" | "documents" => Ok(Unit::Document),
        _ => {
            let what = format!("There is no unit \"{value}\"");
            let mend = "Write unit:turn, unit:passage or unit:document.";
            Err(Mistake::at(column, what, mend))
        }
    }
}
