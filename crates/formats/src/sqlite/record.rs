//! One row as its bytes: a header of types, then the values.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::Error;

/// A stored value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Real(f64),
    /// Text; what is no text in the encoding of the file is replaced by U+FFFD.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

impl Value {
    /// The text, if it is text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number, if it is one; text that spells one counts.
    pub fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }
}

/// How text is stored, by the number in the header of the file.
pub(super) fn encoding(number: u32) -> Option<&'static Encoding> {
    match number {
        // A file without any table has none yet.
        0 | 1 => Some(UTF_8),
        2 => Some(UTF_16LE),
        3 => Some(UTF_16BE),
        _ => None,
    }
}

/// A number of one to nine bytes and what stands behind it.
pub(super) fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0u64;
    for (place, byte) in bytes.iter().enumerate().take(9) {
        if place == 8 {
            return Some(((number << 8) | u64::from(*byte), &bytes[9..]));
        }
        number = (number << 7) | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((number, &bytes[place + 1..]));
        }
    }
    None
}

/// The values of a record at these places, counted from 0; null where the record is shorter.
pub(super) fn values(
    record: &[u8],
    encoding: &'static Encoding,
    places: &[usize],
) -> Result<Vec<Value>, Error> {
    const SHORT: Error = Error::Record("a row is shorter than it says");
    let (length, rest) = varint(record).ok_or(SHORT)?;
    let length = usize::try_from(length).map_err(|_| SHORT)?;
    let head = length.checked_sub(record.len() - rest.len()).ok_or(SHORT)?;
    let mut types = rest.get(..head).ok_or(SHORT)?;
    let mut body = &rest[head..];
    let mut found = vec![Value::Null; places.len()];
    let mut place = 0;
    while !types.is_empty() {
        let (kind, after) = varint(types).ok_or(SHORT)?;
        types = after;
        let bytes = body.get(..size(kind)?).ok_or(SHORT)?;
        body = &body[bytes.len()..];
        for (value, _) in found.iter_mut().zip(places).filter(|(_, at)| **at == place) {
            *value = read(kind, bytes, encoding);
        }
        place += 1;
    }
    Ok(found)
}

fn size(kind: u64) -> Result<usize, Error> {
    let bytes = match kind {
        0 | 8 | 9 => 0,
        1..=4 => kind,
        5 => 6,
        6 | 7 => 8,
        10 | 11 => return Err(Error::Record("a value has a type that does not exist")),
        _ => (kind - 12) / 2,
    };
    usize::try_from(bytes).map_err(|_| Error::Record("a value is longer than any file"))
}

fn read(kind: u64, bytes: &[u8], encoding: &'static Encoding) -> Value {
    match kind {
        0 => Value::Null,
        8 => Value::Integer(0),
        9 => Value::Integer(1),
        1..=6 => {
            let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
            let start = if negative { -1 } else { 0 };
            let number = bytes
                .iter()
                .fold(start, |number: i64, byte| (number << 8) | i64::from(*byte));
            Value::Integer(number)
        }
        7 => {
            let mut eight = [0; 8];
            eight.copy_from_slice(bytes);
            Value::Real(f64::from_be_bytes(eight))
        }
        _ if kind.is_multiple_of(2) => Value::Blob(bytes.to_vec()),
        _ => {
            let (text, _) = encoding.decode_without_bom_handling(bytes);
            Value::Text(text.into_owned())
        }
    }
}
