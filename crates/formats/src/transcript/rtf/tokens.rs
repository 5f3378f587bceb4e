//! The syntax of RTF: groups, control words, control symbols, bytes of text.

/// One piece of a file. Line ends between pieces mean nothing and are passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Open,
    Close,
    /// A control word with its number.
    Word(&'a str, Option<i32>),
    /// A backslash and one character that is no letter.
    Symbol(u8),
    /// A byte of text, written as itself or as `\'hh`.
    Byte(u8),
}

pub(super) struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn control(&mut self) -> Option<Token<'a>> {
        let (&first, after) = self.rest.split_first()?;
        if first == b'\'' {
            let digits = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
            let byte = digits.and_then(|hex| u8::from_str_radix(hex, 16).ok());
            self.rest = after;
            let Some(byte) = byte else {
                return Some(Token::Symbol(first));
            };
            self.rest = &after[2..];
            return Some(Token::Byte(byte));
        }
        if !first.is_ascii_alphabetic() {
            self.rest = after;
            return Some(Token::Symbol(first));
        }
        let letters = self.take_while(u8::is_ascii_alphabetic);
        let word = std::str::from_utf8(letters).unwrap_or_default();
        let minus =
            self.rest.first() == Some(&b'-') && self.rest.get(1).is_some_and(u8::is_ascii_digit);
        if minus {
            self.rest = &self.rest[1..];
        }
        let digits = self.take_while(u8::is_ascii_digit);
        let value: Option<i32> = std::str::from_utf8(digits)
            .ok()
            .and_then(|digits| digits.parse().ok());
        let number = value.map(|value| if minus { -value } else { value });
        if self.rest.first() == Some(&b' ') {
            self.rest = &self.rest[1..];
        }
        if word == "bin" {
            let length = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
            self.rest = self.rest.get(length..).unwrap_or_default();
        }
        Some(Token::Word(word, number))
    }

    fn take_while(&mut self, accept: impl Fn(&u8) -> bool) -> &'a [u8] {
        let length = self.rest.iter().position(|byte| !accept(byte));
        let (taken, rest) = self.rest.split_at(length.unwrap_or(self.rest.len()));
        self.rest = rest;
        taken
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let (&first, rest) = self.rest.split_first()?;
            self.rest = rest;
            return match first {
                b'{' => Some(Token::Open),
                b'}' => Some(Token::Close),
                b'\\' => self.control(),
                b'\r' | b'\n' | b'\0' => continue,
                byte => Some(Token::Byte(byte)),
            };
        }
    }
}
