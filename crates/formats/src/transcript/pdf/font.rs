//! Fonts: which characters a code shows, and how wide it is.

use std::collections::HashMap;

use lopdf::Encoding;

use super::super::Error;
use super::file::{Budget, Dictionary, File, Object};
use super::unicode::ToUnicode;

/// A font as far as text needs it.
pub(super) struct Font {
    /// Bytes of a code: two for composite fonts, else one.
    code_bytes: usize,
    unicode: Option<ToUnicode>,
    /// What the codes of a simple font show by its encoding.
    table: Vec<Option<String>>,
    /// In thousandths of the size of the font.
    widths: HashMap<u32, f32>,
    usual_width: f32,
}

/// One code shown.
pub(super) struct Shown {
    /// `None` where the file does not say.
    pub text: Option<String>,
    /// In thousandths of the size of the font.
    pub width: f32,
    /// Whether word spacing is added, which holds for the one-byte code 32 alone.
    pub word_space: bool,
}

impl Font {
    pub(super) fn load(file: &File, font: &Dictionary, budget: &mut Budget) -> Result<Self, Error> {
        let unicode = match file.object(font, b"ToUnicode") {
            Some(Object::Stream(stream)) => Some(ToUnicode::parse(&budget.unpack(stream)?)),
            _ => None,
        };
        let composite = name(file, font, b"Subtype") == Some(b"Type0");
        let mut read = Self {
            code_bytes: if composite { 2 } else { 1 },
            unicode,
            table: Vec::new(),
            widths: HashMap::new(),
            usual_width: 500.0,
        };
        if composite {
            read.read_composite_widths(file, font);
        } else {
            read.table = table(file, font);
            read.read_simple_widths(file, font);
        }
        Ok(read)
    }

    /// The codes of a string, in order.
    pub(super) fn show<'a>(&'a self, string: &'a [u8]) -> impl Iterator<Item = Shown> + 'a {
        string.chunks(self.code_bytes).map(|code| {
            let number = code
                .iter()
                .fold(0, |number, &byte| number << 8 | u32::from(byte));
            let mapped = self
                .unicode
                .as_ref()
                .and_then(|unicode| unicode.get(number));
            let index = usize::try_from(number).unwrap_or(usize::MAX);
            let text = mapped.or_else(|| self.table.get(index).cloned().flatten());
            Shown {
                text: text.map(plain),
                width: self
                    .widths
                    .get(&number)
                    .copied()
                    .unwrap_or(self.usual_width),
                word_space: self.code_bytes == 1 && number == 32,
            }
        })
    }

    fn read_simple_widths(&mut self, file: &File, font: &Dictionary) {
        // Glyphs of a Type 3 font are drawn in a space of their own.
        let scale = match (
            name(file, font, b"Subtype"),
            file.object(font, b"FontMatrix"),
        ) {
            (Some(b"Type3"), Some(Object::Array(matrix))) => {
                matrix.first().and_then(number).unwrap_or(0.001) * 1_000.0
            }
            _ => 1.0,
        };
        let first = file
            .object(font, b"FirstChar")
            .and_then(|o| o.as_i64().ok())
            .unwrap_or(0);
        let descriptor = file.dictionary(font, b"FontDescriptor");
        let missing = descriptor
            .and_then(|d| file.object(d, b"MissingWidth"))
            .and_then(number);
        self.usual_width = missing
            .filter(|&width| width > 0.0)
            .unwrap_or(self.usual_width);
        let Some(Object::Array(widths)) = file.object(font, b"Widths") else {
            return;
        };
        for (code, width) in (first..).zip(widths.iter().take(256)) {
            let width = file.resolve(width).and_then(number);
            if let (Ok(code), Some(width)) = (u32::try_from(code), width) {
                self.widths.insert(code, width * scale);
            }
        }
    }

    /// `[code [width …] …]` and `[first last width …]`, mixed.
    fn read_composite_widths(&mut self, file: &File, font: &Dictionary) {
        let descendants = file
            .object(font, b"DescendantFonts")
            .and_then(|o| o.as_array().ok());
        let first = descendants
            .and_then(|fonts| fonts.first())
            .and_then(|font| file.resolve(font));
        let Some(descendant) = first.and_then(|font| font.as_dict().ok()) else {
            return;
        };
        let usual = file.object(descendant, b"DW").and_then(number);
        self.usual_width = usual.unwrap_or(1_000.0);
        let Some(Object::Array(widths)) = file.object(descendant, b"W") else {
            return;
        };
        let code_of = |object: &Object| {
            object
                .as_i64()
                .ok()
                .and_then(|code| u32::try_from(code).ok())
        };
        let mut rest = widths.as_slice();
        while let [first, second, after @ ..] = rest {
            let (Some(first), Some(second)) = (code_of(first), file.resolve(second)) else {
                return;
            };
            rest = after;
            if let Object::Array(list) = second {
                for (code, width) in (first..).zip(list) {
                    self.widths.extend(number(width).map(|width| (code, width)));
                }
            } else if let ([width, after @ ..], Some(last)) = (after, code_of(second)) {
                rest = after;
                // Codes have two bytes; a longer range is a lie.
                let codes = first..=last.min(0xffff);
                self.widths.extend(
                    number(width)
                        .into_iter()
                        .flat_map(|width| codes.clone().map(move |code| (code, width))),
                );
            }
        }
    }
}

fn name<'a>(file: &'a File, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
    file.object(dictionary, key)
        .and_then(|object| object.as_name().ok())
}

pub(super) fn number(object: &Object) -> Option<f32> {
    object.as_float().ok().filter(|number| number.is_finite())
}

/// What each code of a simple font shows by its encoding and the differences from it.
fn table(file: &File, font: &Dictionary) -> Vec<Option<String>> {
    let (base, differences) = match file.object(font, b"Encoding") {
        Some(Object::Name(name)) => (Some(name.as_slice()), None),
        Some(Object::Dictionary(encoding)) => {
            let differences = file
                .object(encoding, b"Differences")
                .and_then(|o| o.as_array().ok());
            (name(file, encoding, b"BaseEncoding"), differences)
        }
        _ => (None, None),
    };
    let mut table = base_table(base.unwrap_or(b"StandardEncoding"));
    let mut code = 0_usize;
    for entry in differences.into_iter().flatten() {
        match file.resolve(entry) {
            Some(Object::Integer(first)) => code = usize::try_from(*first).unwrap_or(usize::MAX),
            Some(Object::Name(name)) => {
                if let Some(shown) = table.get_mut(code) {
                    *shown = glyph(name);
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    table
}

fn base_table(base: &[u8]) -> Vec<Option<String>> {
    let mut font = Dictionary::new();
    font.set("Type", Object::Name(b"Font".to_vec()));
    font.set("Encoding", Object::Name(base.to_vec()));
    let empty = lopdf::Document::new();
    let encoding = font.get_font_encoding(&empty).ok();
    (0..=255_u8)
        .map(|code| decoded(encoding.as_ref()?, code))
        .collect()
}

/// The character a glyph's name stands for, by the list of names Adobe gave and its rule for `uni0041`.
fn glyph(name: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(name).ok()?;
    let hex = text.strip_prefix("uni").or_else(|| text.strip_prefix('u'));
    let code = hex
        .filter(|hex| (4..=6).contains(&hex.len()))
        .and_then(|hex| u32::from_str_radix(hex, 16).ok());
    if let Some(character) = code.and_then(char::from_u32) {
        return Some(character.to_string());
    }
    let differences = vec![Object::Integer(0), Object::Name(name.to_vec())];
    let mut encoding = Dictionary::new();
    encoding.set("Differences", Object::Array(differences));
    let mut font = Dictionary::new();
    font.set("Type", Object::Name(b"Font".to_vec()));
    font.set("Encoding", Object::Dictionary(encoding));
    let empty = lopdf::Document::new();
    match font.get_font_encoding(&empty).ok()? {
        encoding @ Encoding::Differences(_) => decoded(&encoding, 0),
        _ => None,
    }
}

/// A line of text holds no control characters (some programs call the blank between words a tab), and a ligature is
/// two or three letters drawn as one.
fn plain(text: String) -> String {
    let odd = |c: char| c.is_control() || ('\u{fb00}'..='\u{fb06}').contains(&c);
    if !text.contains(odd) {
        return text;
    }
    let mut letters = String::new();
    for c in text.chars() {
        match c {
            '\u{fb00}' => letters.push_str("ff"),
            '\u{fb01}' => letters.push_str("fi"),
            '\u{fb02}' => letters.push_str("fl"),
            '\u{fb03}' => letters.push_str("ffi"),
            '\u{fb04}' => letters.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => letters.push_str("st"),
            '\0' => {}
            c if c.is_control() => letters.push(' '),
            c => letters.push(c),
        }
    }
    letters
}

fn decoded(encoding: &Encoding<'_>, code: u8) -> Option<String> {
    let text = encoding.bytes_to_string(&[code]).ok()?;
    (!text.is_empty()).then_some(text)
}
