//! Pages of the file, and the rows on the leaves of a table's tree.

use std::borrow::Cow;
use std::collections::BTreeSet;

use encoding_rs::Encoding;

use super::record::{encoding, varint};
use super::{Error, is_sqlite};

/// The header before the tree on the first page.
const HEADER: usize = 100;
const LEAF: u8 = 0x0d;
const INTERIOR: u8 = 0x05;

/// The file as pages of one size.
#[derive(Debug)]
pub(super) struct Pages<'a> {
    bytes: &'a [u8],
    size: usize,
    /// The bytes of a page that are not kept back for an extension.
    usable: usize,
    pub(super) encoding: &'static Encoding,
}

impl<'a> Pages<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        let header = bytes.get(..HEADER).filter(|_| is_sqlite(bytes));
        let header = header.ok_or(Error::NotSqlite)?;
        let size = match u16::from_be_bytes([header[16], header[17]]) {
            1 => 65_536,
            size => usize::from(size),
        };
        let usable = size.saturating_sub(usize::from(header[20]));
        let is_whole = size.is_power_of_two() && size >= 512 && usable >= 480;
        if !is_whole || header[21..24] != [64, 32, 32] {
            return Err(Error::NotSqlite);
        }
        let number = |at: usize| {
            u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
        };
        // Programs older than 3.7.0 left the number of pages as they found it.
        let (expected, found) = (u64::from(number(28)), (bytes.len() / size) as u64);
        if number(24) == number(92) && expected > found {
            return Err(Error::CutOff { expected, found });
        }
        let encoding = encoding(number(56)).ok_or(Error::NotSqlite)?;
        Ok(Self {
            bytes,
            size,
            usable,
            encoding,
        })
    }

    fn page(&self, number: u32) -> Result<&'a [u8], Error> {
        let missing = || damaged(number, "it is not in the file");
        let before = number.checked_sub(1).ok_or_else(missing)? as usize;
        let start = before.checked_mul(self.size).ok_or_else(missing)?;
        let page = self
            .bytes
            .get(start..)
            .and_then(|rest| rest.get(..self.usable));
        page.ok_or_else(missing)
    }
}

fn damaged(page: u32, what: &'static str) -> Error {
    Error::Damaged { page, what }
}

/// The number of a row and its record.
pub(super) type Row<'a> = (i64, Cow<'a, [u8]>);

/// A walk over the leaves of one table.
pub(super) struct Leaves<'p, 'a> {
    pages: &'p Pages<'a>,
    /// Pages still to be read, the next one last.
    open: Vec<u32>,
    /// The leaf that is read: its number, the page, the places of its rows still to be read, the next one last.
    leaf: Option<(u32, &'a [u8], Vec<u16>)>,
    seen: BTreeSet<u32>,
    /// Bytes of rows that may still come: together they are shorter than the file.
    left: usize,
}

impl<'p, 'a> Leaves<'p, 'a> {
    pub(super) fn from(pages: &'p Pages<'a>, root: u32) -> Self {
        Self {
            pages,
            open: vec![root],
            leaf: None,
            seen: BTreeSet::new(),
            left: pages.bytes.len(),
        }
    }

    /// The next row.
    pub(super) fn next_row(&mut self) -> Result<Option<Row<'a>>, Error> {
        loop {
            if let Some((number, page, rows)) = &mut self.leaf {
                if let Some(at) = rows.pop() {
                    let (number, page) = (*number, *page);
                    return self.row(number, page, usize::from(at)).map(Some);
                }
                self.leaf = None;
            }
            let Some(number) = self.open.pop() else {
                return Ok(None);
            };
            self.enter(number)?;
        }
    }

    /// Takes a page up for the first time.
    fn visit(&mut self, number: u32) -> Result<&'a [u8], Error> {
        let page = self.pages.page(number)?;
        match self.seen.insert(number) {
            true => Ok(page),
            false => Err(damaged(number, "two places lead to it")),
        }
    }

    fn enter(&mut self, number: u32) -> Result<(), Error> {
        let page = self.visit(number)?;
        let head = if number == 1 { HEADER } else { 0 };
        let short = || damaged(number, "it ends too early");
        let kind = *page.get(head).ok_or_else(short)?;
        let two = |at: usize| -> Result<u16, Error> {
            let bytes = page.get(at..at + 2).ok_or_else(short)?;
            Ok(u16::from_be_bytes([bytes[0], bytes[1]]))
        };
        let cells = usize::from(two(head + 3)?);
        let first = match kind {
            LEAF => head + 8,
            INTERIOR => head + 12,
            _ => return Err(damaged(number, "it is no page of a table")),
        };
        let places = (0..cells).rev().map(|cell| two(first + 2 * cell));
        let places = places.collect::<Result<Vec<u16>, Error>>()?;
        if kind == LEAF {
            self.leaf = Some((number, page, places));
            return Ok(());
        }
        let four = |at: usize| -> Result<u32, Error> {
            let bytes = page.get(at..at + 4).ok_or_else(short)?;
            Ok(u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
        };
        self.open.push(four(head + 8)?);
        for place in places {
            self.open.push(four(usize::from(place))?);
        }
        // Each page is taken up once, so that no sound tree has more of them waiting than the file has pages.
        match self.open.len() > self.pages.bytes.len() / self.pages.size {
            true => Err(damaged(number, "it leads to more pages than there are")),
            false => Ok(()),
        }
    }

    fn row(&mut self, number: u32, page: &'a [u8], at: usize) -> Result<Row<'a>, Error> {
        let short = || damaged(number, "a row ends behind it");
        let (length, rest) = page.get(at..).and_then(varint).ok_or_else(short)?;
        let (key, rest) = varint(rest).ok_or_else(short)?;
        let length = usize::try_from(length).map_err(|_| short())?;
        // What a row needs besides its record keeps rows of no length from going on for ever.
        let left = self.left.checked_sub(length.saturating_add(2));
        self.left = left.ok_or_else(|| damaged(number, "its rows are longer than the file"))?;
        let local = self.local(length);
        let record = rest.get(..local).ok_or_else(short)?;
        let key = key.cast_signed();
        if local == length {
            return Ok((key, Cow::Borrowed(record)));
        }
        let next = rest.get(local..local + 4).ok_or_else(short)?;
        let mut next = u32::from_be_bytes([next[0], next[1], next[2], next[3]]);
        let mut whole = record.to_vec();
        while whole.len() < length {
            let page = self.visit(next)?;
            let (link, rest) = page.split_at(4);
            let wanted = (length - whole.len()).min(rest.len());
            whole.extend_from_slice(&rest[..wanted]);
            next = u32::from_be_bytes([link[0], link[1], link[2], link[3]]);
        }
        Ok((key, Cow::Owned(whole)))
    }

    /// How much of a record of this length stands on the leaf itself.
    fn local(&self, length: usize) -> usize {
        let usable = self.pages.usable;
        let most = usable - 35;
        if length <= most {
            return length;
        }
        let least = (usable - 12) * 32 / 255 - 23;
        let fits = least + (length - least) % (usable - 4);
        if fits <= most { fits } else { least }
    }
}
