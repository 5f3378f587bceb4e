//! `ToUnicode` maps (ISO 32000-1, 9.10.3): codes of a font to the characters they show.
//!
//! Ranges stay ranges: one line of a map may claim four thousand million codes.

use std::collections::{BTreeMap, HashMap};

#[derive(Debug, Default)]
pub(super) struct ToUnicode {
    single: HashMap<u32, String>,
    /// By first code: last code, and the characters of the first.
    ranges: BTreeMap<u32, (u32, Vec<u16>)>,
}

impl ToUnicode {
    pub(super) fn parse(map: &[u8]) -> Self {
        let mut found = Self::default();
        let mut tokens = Tokens { rest: map };
        while let Some(token) = tokens.next() {
            match token {
                Token::Word(b"beginbfchar") => found.characters(&mut tokens),
                Token::Word(b"beginbfrange") => found.spans(&mut tokens),
                _ => {}
            }
        }
        found
    }

    pub(super) fn get(&self, code: u32) -> Option<String> {
        if let Some(text) = self.single.get(&code) {
            return Some(text.clone());
        }
        let (first, (last, units)) = self.ranges.range(..=code).next_back()?;
        if code > *last {
            return None;
        }
        let mut units = units.clone();
        let end = units.last_mut()?;
        *end = end.wrapping_add(u16::try_from(code - first).ok()?);
        Some(String::from_utf16_lossy(&units))
    }

    fn characters(&mut self, tokens: &mut Tokens<'_>) {
        while let Some(code) = tokens.hex() {
            let Some(text) = tokens.hex() else { return };
            self.single
                .insert(number(&code), String::from_utf16_lossy(&units(&text)));
        }
    }

    fn spans(&mut self, tokens: &mut Tokens<'_>) {
        while let Some(first) = tokens.hex() {
            let Some(last) = tokens.hex() else { return };
            let first = number(&first);
            match tokens.next() {
                Some(Token::Hex(text)) => {
                    self.ranges.insert(first, (number(&last), units(&text)));
                }
                Some(Token::ListStart) => {
                    let mut code = first;
                    while let Some(text) = tokens.hex() {
                        self.single
                            .insert(code, String::from_utf16_lossy(&units(&text)));
                        code = code.saturating_add(1);
                    }
                }
                _ => return,
            }
        }
    }
}

fn number(bytes: &[u8]) -> u32 {
    let last = &bytes[bytes.len().saturating_sub(4)..];
    last.iter()
        .fold(0, |number, &byte| number << 8 | u32::from(byte))
}

fn units(bytes: &[u8]) -> Vec<u16> {
    if let [single] = bytes {
        return vec![u16::from(*single)];
    }
    let pairs = bytes.chunks_exact(2);
    pairs
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect()
}

enum Token<'a> {
    Hex(Vec<u8>),
    ListStart,
    ListEnd,
    Word(&'a [u8]),
}

struct Tokens<'a> {
    rest: &'a [u8],
}

impl Tokens<'_> {
    /// The next token if it is a string of bytes; any other token is taken too.
    fn hex(&mut self) -> Option<Vec<u8>> {
        match self.next() {
            Some(Token::Hex(bytes)) => Some(bytes),
            _ => None,
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let (&first, rest) = self.rest.split_first()?;
            match first {
                b'[' => {
                    self.rest = rest;
                    return Some(Token::ListStart);
                }
                b']' => {
                    self.rest = rest;
                    return Some(Token::ListEnd);
                }
                b'<' => {
                    let end = rest
                        .iter()
                        .position(|&byte| byte == b'>')
                        .unwrap_or(rest.len());
                    let hex = &rest[..end];
                    self.rest = rest.get(end + 1..).unwrap_or_default();
                    return Some(Token::Hex(bytes_of(hex)));
                }
                b'>' | b'{' | b'}' | b'(' | b')' => self.rest = rest,
                b'%' => {
                    let end = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
                    self.rest = &rest[end.unwrap_or(rest.len())..];
                }
                byte if byte.is_ascii_whitespace() || byte == 0 => self.rest = rest,
                _ => {
                    let ends =
                        |byte: &u8| byte.is_ascii_whitespace() || b"[]<>(){}%\0".contains(byte);
                    let end = self.rest.iter().position(ends).unwrap_or(self.rest.len());
                    let (word, rest) = self.rest.split_at(end);
                    self.rest = rest;
                    return Some(Token::Word(word));
                }
            }
        }
    }
}

fn bytes_of(hex: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = hex
        .iter()
        .filter_map(|&byte| char::from(byte).to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    let byte = |pair: &[u8]| pair[0] << 4 | pair.get(1).copied().unwrap_or(0);
    digits.chunks(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_ranges_and_lists_are_read() {
        let map = ToUnicode::parse(
            b"/x begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n2 beginbfchar <0003> <0020> <0004><d83dde00> endbfchar\n\
              2 beginbfrange <10> <7fffffff> <0041>\n<05> <06> [<0066006C> <0069>] endbfrange % end",
        );
        let read: Vec<_> = [3, 4, 5, 6, 0x10, 0x12, 7]
            .map(|code| map.get(code))
            .to_vec();
        let expected = [
            Some(" "),
            Some("😀"),
            Some("fl"),
            Some("i"),
            Some("A"),
            Some("C"),
            None,
        ];
        assert_eq!(read, expected.map(|text| text.map(str::to_owned)));
        assert_eq!(
            map.get(0x7fff_ffff),
            None,
            "too far from the first code to be a character"
        );
    }

    #[test]
    fn a_broken_map_is_read_as_far_as_it_goes() {
        for map in [
            &b"beginbfchar <00"[..],
            b"beginbfrange <0> <1> [",
            b"<<<<",
            b"beginbfchar <> <>",
            b"",
        ] {
            let _ = ToUnicode::parse(map).get(0);
        }
    }
}
