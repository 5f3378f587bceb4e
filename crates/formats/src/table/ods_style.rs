//! What the styles of an OpenDocument spreadsheet say of a cell: its background and whether its text is struck through.

use super::grid::{Fills, Look};
use quick_xml::events::{BytesStart, Event};
use std::collections::{HashMap, HashSet};

/// How far a style may inherit; real ones do so once or twice.
const MOST_PARENTS: usize = 16;

#[derive(Default)]
pub(super) struct Styles {
    cells: HashMap<String, CellStyle>,
    hidden_tables: HashSet<String>,
    open: Option<Open>,
}

#[derive(Default)]
struct CellStyle {
    parent: Option<String>,
    /// The colour in upper case, or the empty text for none.
    background: Option<String>,
    struck: Option<bool>,
}

enum Open {
    Cell(String),
    Table(String),
}

impl Styles {
    /// Takes the next event of a part; whatever is not about styles is passed over.
    pub(super) fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(start) => match start.name().as_ref() {
                "style:style" => self.start(start),
                "style:table-cell-properties" => self.background(start),
                "style:text-properties" => self.struck(start),
                "style:table-properties" => self.display(start),
                _ => {}
            },
            Event::End(end) if end.name().as_ref() == "style:style" => self.open = None,
            _ => {}
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) {
        let Some(name) = attribute(start, "style:name") else {
            return;
        };
        self.open = match attribute(start, "style:family").as_deref() {
            Some("table-cell") => {
                let style = CellStyle {
                    parent: attribute(start, "style:parent-style-name"),
                    ..CellStyle::default()
                };
                self.cells.insert(name.clone(), style);
                Some(Open::Cell(name))
            }
            Some("table") => Some(Open::Table(name)),
            _ => None,
        };
    }

    fn cell(&mut self) -> Option<&mut CellStyle> {
        match &self.open {
            Some(Open::Cell(name)) => self.cells.get_mut(name),
            _ => None,
        }
    }

    fn background(&mut self, start: &BytesStart<'_>) {
        if let (Some(style), Some(colour)) = (self.cell(), attribute(start, "fo:background-color"))
        {
            let hex = colour.strip_prefix('#').unwrap_or_default();
            style.background = Some(hex.to_ascii_uppercase());
        }
    }

    fn struck(&mut self, start: &BytesStart<'_>) {
        let line = attribute(start, "style:text-line-through-style")
            .or_else(|| attribute(start, "style:text-line-through-type"));
        if let (Some(style), Some(line)) = (self.cell(), line) {
            style.struck = Some(line != "none");
        }
    }

    fn display(&mut self, start: &BytesStart<'_>) {
        if let Some(Open::Table(name)) = &self.open
            && attribute(start, "table:display").as_deref() == Some("false")
        {
            self.hidden_tables.insert(name.clone());
        }
    }

    pub(super) fn hides_table(&self, style: &str) -> bool {
        self.hidden_tables.contains(style)
    }

    /// The look a style gives, its parents' included.
    pub(super) fn look(&self, style: &str, fills: &mut Fills) -> Look {
        let (mut background, mut struck) = (None, None);
        let mut next = self.cells.get(style);
        for _ in 0..MOST_PARENTS {
            let Some(style) = next else { break };
            background = background.or(style.background.as_deref());
            struck = struck.or(style.struck);
            next = style
                .parent
                .as_ref()
                .and_then(|parent| self.cells.get(parent));
        }
        let colour = background.filter(|colour| !colour.is_empty());
        Look {
            fill: colour.and_then(|colour| fills.number(colour)),
            struck: struck.unwrap_or(false),
        }
    }
}

/// The value of an attribute by its full name.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    let mut readable = attributes.with_checks(false).flatten();
    let found = readable.find(|attribute| attribute.key.as_ref() == name)?;
    let value = quick_xml::escape::unescape(&found.value).ok()?;
    Some(value.into_owned())
}
