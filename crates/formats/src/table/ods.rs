//! Raw sheets of OpenDocument spreadsheets, in one pass over `content.xml`.
//!
//! calamine reads these too, but neither merges nor colours, and it unfolds repeated cells before it counts them.

use super::bounds::{Budget, open, unreadable};
use super::grid::{Fills, Grid, Look, MOST_COLUMNS, MOST_ROWS};
use super::ods_cell::{Content, content};
use super::ods_style::{Styles, attribute};
use super::workbook::{MOST_SHEETS, in_sheet};
use super::{Error, Merge, RawSheet};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};

pub(super) fn sheets(bytes: &[u8], mut budget: Budget) -> Result<Vec<RawSheet>, Error> {
    let mut archive = open(bytes)?;
    let mut manifest = String::new();
    if let Ok(mut part) = archive.by_name("META-INF/manifest.xml") {
        let _ = part.read_to_string(&mut manifest);
    }
    if manifest.contains("encryption-data") {
        let what = "it is locked by a password; save it without a password";
        return Err(unreadable(what));
    }
    let mut styles = Styles::default();
    if let Ok(part) = archive.by_name("styles.xml") {
        let mut xml = Xml::new(BufReader::new(part));
        while let Ok(event) = xml.next() {
            if matches!(event, Event::Eof) {
                break;
            }
            styles.event(&event);
        }
    }
    let part = archive
        .by_name("content.xml")
        .map_err(|error| unreadable(format!("content.xml: {error}; save it again")))?;
    tables(&mut Xml::new(BufReader::new(part)), styles, &mut budget)
}

/// An XML part that is read event by event.
pub(super) struct Xml<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
    skipped: Vec<u8>,
}

impl<R: BufRead> Xml<R> {
    fn new(part: R) -> Self {
        let mut reader = Reader::from_reader(part);
        reader.config_mut().expand_empty_elements = true;
        Xml {
            reader,
            buffer: Vec::new(),
            skipped: Vec::new(),
        }
    }

    pub(super) fn next(&mut self) -> Result<Event<'static>, Error> {
        self.buffer.clear();
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => Ok(event.into_owned()),
            Err(error) => Err(self.broken(&error)),
        }
    }

    /// Passes over an element that has been opened, with all it holds.
    pub(super) fn skip(&mut self, start: &BytesStart<'_>) -> Result<(), Error> {
        self.skipped.clear();
        let end = self
            .reader
            .read_to_end_into(start.name(), &mut self.skipped);
        end.map(|_| ()).map_err(|error| self.broken(&error))
    }

    pub(super) fn broken(&self, what: &dyn std::fmt::Display) -> Error {
        let place = self.reader.buffer_position();
        unreadable(format!("content.xml, byte {place}: {what}; save it again"))
    }
}

fn tables<R: BufRead>(
    xml: &mut Xml<R>,
    mut styles: Styles,
    budget: &mut Budget,
) -> Result<Vec<RawSheet>, Error> {
    let mut sheets = Vec::new();
    loop {
        let event = xml.next()?;
        match &event {
            Event::Start(start) if start.name().as_ref() == "table:table" => {
                let style = attribute(start, "table:style-name").unwrap_or_default();
                if styles.hides_table(&style) {
                    xml.skip(start)?;
                    continue;
                }
                let name = attribute(start, "table:name").unwrap_or_default();
                let outcome = table(xml, &styles, &name, budget);
                if let Some(sheet) = in_sheet(&name, outcome)? {
                    if sheets.len() == MOST_SHEETS {
                        return Err(unreadable(format!("it has more than {MOST_SHEETS} sheets")));
                    }
                    sheets.push(sheet);
                }
            }
            Event::Start(start) if start.name().as_ref() == "table:tracked-changes" => {
                xml.skip(start)?;
            }
            Event::Eof => return Ok(sheets),
            other => styles.event(other),
        }
    }
}

fn table<R: BufRead>(
    xml: &mut Xml<R>,
    styles: &Styles,
    name: &str,
    budget: &mut Budget,
) -> Result<Option<RawSheet>, Error> {
    let mut sheet = Sheet::new(styles);
    loop {
        let event = xml.next()?;
        match &event {
            Event::Start(start) => match start.name().as_ref() {
                "table:table-column" => sheet.column(start),
                "table:table-row" => sheet.row(xml, start, budget)?,
                "table:shapes" | "table:table" | "office:forms" | "table:table-source" => {
                    xml.skip(start)?;
                }
                _ => {}
            },
            Event::End(end) if end.name().as_ref() == "table:table" => break,
            Event::Eof => return Err(xml.broken(&"the end is missing")),
            _ => {}
        }
    }
    let finished = sheet.grid.finish(name, sheet.merges, sheet.fills, budget)?;
    Ok(finished.map(|finished| RawSheet {
        hidden_rows: sheet.hidden_rows,
        hidden_columns: sheet.hidden_columns,
        ..finished
    }))
}

/// A sheet in the making and the place that is read.
struct Sheet<'s> {
    styles: &'s Styles,
    looks: HashMap<String, Look>,
    fills: Fills,
    grid: Grid,
    merges: Vec<Merge>,
    /// Columns whose cells have a colour unless they say otherwise: the first, the last and the colour.
    tinted: Vec<(u32, u32, u16)>,
    next_column: u32,
    next_row: u32,
    hidden_rows: Vec<usize>,
    hidden_columns: Vec<usize>,
}

/// Cells of a row that are alike: the first and the last column, what they hold and how they look.
struct Piece {
    columns: (u32, u32),
    content: Content,
    look: Look,
}

impl<'s> Sheet<'s> {
    fn new(styles: &'s Styles) -> Self {
        Sheet {
            styles,
            looks: HashMap::new(),
            fills: Fills::default(),
            grid: Grid::new(),
            merges: Vec::new(),
            tinted: Vec::new(),
            next_column: 0,
            next_row: 0,
            hidden_rows: Vec::new(),
            hidden_columns: Vec::new(),
        }
    }

    fn column(&mut self, start: &BytesStart<'_>) {
        let first = self.next_column;
        let next = first.saturating_add(repeats(start, "table:number-columns-repeated"));
        self.next_column = next.min(MOST_COLUMNS);
        if first == self.next_column {
            return;
        }
        if is_hidden(start) {
            let places = first as usize..self.next_column as usize;
            self.hidden_columns.extend(places);
        }
        let style = attribute(start, "table:default-cell-style-name");
        if let Some(fill) = style.and_then(|style| self.look(&style).fill) {
            self.tinted.push((first, self.next_column - 1, fill));
        }
    }

    fn row<R: BufRead>(
        &mut self,
        xml: &mut Xml<R>,
        start: &BytesStart<'_>,
        budget: &mut Budget,
    ) -> Result<(), Error> {
        let first = self.next_row;
        let next = first.saturating_add(repeats(start, "table:number-rows-repeated"));
        self.next_row = next.min(MOST_ROWS);
        // A row of filler at the end may reach far; only one that holds text is refused there.
        let last = self.next_row.max(first + 1) - 1;
        if is_hidden(start)
            && budget.spare_bytes((self.next_row - first) as usize * size_of::<usize>())
        {
            self.hidden_rows
                .extend(first as usize..self.next_row as usize);
        }
        let style = attribute(start, "table:default-cell-style-name");
        let pieces = self.pieces(xml, first, style.as_deref())?;
        for piece in &pieces {
            if let (Content::Nothing, Some(fill)) = (&piece.content, piece.look.fill) {
                self.grid.paint((first, last), piece.columns, fill);
            }
        }
        let texts = pieces.iter().filter_map(|piece| match &piece.content {
            Content::Text(text, day) => Some((piece, text, *day)),
            Content::Nothing => None,
        });
        if texts.clone().next().is_none() {
            return Ok(());
        }
        for row in first..=last {
            for (piece, text, day) in texts.clone() {
                for column in piece.columns.0..=piece.columns.1 {
                    let content = (text.clone(), day);
                    self.grid.put((row, column), content, piece.look, budget)?;
                }
            }
        }
        Ok(())
    }

    fn pieces<R: BufRead>(
        &mut self,
        xml: &mut Xml<R>,
        row: u32,
        row_style: Option<&str>,
    ) -> Result<Vec<Piece>, Error> {
        let mut pieces = Vec::new();
        let mut column = 0;
        loop {
            let event = xml.next()?;
            match &event {
                Event::Start(start)
                    if matches!(
                        start.name().as_ref(),
                        "table:table-cell" | "table:covered-table-cell"
                    ) =>
                {
                    let content = content(xml, start)?;
                    let repeats = repeats(start, "table:number-columns-repeated");
                    let next = u32::min(MOST_COLUMNS, repeats.saturating_add(column));
                    self.merge(start, (row, column));
                    let style = attribute(start, "table:style-name");
                    let look = style.as_deref().or(row_style).map(|style| self.look(style));
                    self.place(&mut pieces, (column, next), content, look);
                    column = next;
                }
                Event::Start(start) => xml.skip(start)?,
                Event::End(end) if end.name().as_ref() == "table:table-row" => return Ok(pieces),
                Event::Eof => return Err(xml.broken(&"the end is missing")),
                _ => {}
            }
        }
    }

    /// Takes alike cells from a column up to, not including, another one.
    fn place(
        &self,
        pieces: &mut Vec<Piece>,
        (first, next): (u32, u32),
        content: Content,
        look: Option<Look>,
    ) {
        let last = next.max(first + 1) - 1;
        if let Some(look) = look {
            pieces.push(Piece {
                columns: (first, last),
                content,
                look,
            });
            return;
        }
        if matches!(content, Content::Text(..)) {
            for column in first..=last {
                pieces.push(Piece {
                    columns: (column, column),
                    content: content.clone(),
                    look: self.column_look(column),
                });
            }
            return;
        }
        let from = self.tinted.partition_point(|&(_, end, _)| end < first);
        let tinted = self.tinted[from..].iter();
        for &(start, end, fill) in tinted.take_while(|&&(start, _, _)| start <= last) {
            pieces.push(Piece {
                columns: (start.max(first), end.min(last)),
                content: Content::Nothing,
                look: Look {
                    fill: Some(fill),
                    struck: false,
                },
            });
        }
    }

    fn column_look(&self, column: u32) -> Look {
        let at = self.tinted.partition_point(|&(_, end, _)| end < column);
        let tinted = self.tinted.get(at).filter(|(start, ..)| *start <= column);
        Look {
            fill: tinted.map(|&(.., fill)| fill),
            struck: false,
        }
    }

    fn merge(&mut self, start: &BytesStart<'_>, (row, column): (u32, u32)) {
        let (row, column) = (row as usize, column as usize);
        let wide = repeats(start, "table:number-columns-spanned").min(MOST_COLUMNS) as usize;
        let high = repeats(start, "table:number-rows-spanned").min(MOST_ROWS) as usize;
        let end = (row + high - 1, column + wide - 1);
        self.merges.extend(Merge::between((row, column), end));
    }

    fn look(&mut self, style: &str) -> Look {
        if let Some(&known) = self.looks.get(style) {
            return known;
        }
        let look = self.styles.look(style, &mut self.fills);
        self.looks.insert(style.to_owned(), look);
        look
    }
}

fn repeats(start: &BytesStart<'_>, name: &str) -> u32 {
    let count = attribute(start, name).and_then(|count| count.parse().ok());
    count.unwrap_or(1).max(1)
}

fn is_hidden(start: &BytesStart<'_>) -> bool {
    let visibility = attribute(start, "table:visibility");
    matches!(visibility.as_deref(), Some("collapse" | "filter"))
}
