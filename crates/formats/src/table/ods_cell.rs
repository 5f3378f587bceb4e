//! What one cell of an OpenDocument spreadsheet holds.

use super::Error;
use super::cell_text::{iso_day, iso_text, number_text};
use super::ods::Xml;
use super::ods_style::attribute;
use jiff::SignedDuration;
use jiff::civil::Date;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::io::BufRead;

/// More blanks than anybody types in a row.
const MOST_BLANKS: usize = 1_000;

#[derive(Clone)]
pub(super) enum Content {
    Nothing,
    Text(String, Option<Date>),
}

/// Reads a cell that has been opened, up to its end.
///
/// A stored value leads, since what is shown may be rounded; text, and what has no readable value, is what is shown.
pub(super) fn content<R: BufRead>(
    xml: &mut Xml<R>,
    start: &BytesStart<'_>,
) -> Result<Content, Error> {
    let shown = shown(xml, start)?;
    let value = |name| attribute(start, name);
    let stored = match value("office:value-type").as_deref() {
        Some("float" | "percentage" | "currency") => value("office:value")
            .and_then(|number| number.parse().ok())
            .filter(|number: &f64| number.is_finite())
            .map(|number| (number_text(number), None)),
        Some("date") => value("office:date-value").map(|date| (iso_text(&date), iso_day(&date))),
        Some("time") => value("office:time-value").and_then(|time| Some((time_text(&time)?, None))),
        Some("boolean") => value("office:boolean-value").map(|truth| {
            let yes = truth.eq_ignore_ascii_case("true");
            (if yes { "yes" } else { "no" }.to_owned(), None)
        }),
        _ => None,
    };
    let (text, day) = stored.unwrap_or_else(|| {
        let stored = value("office:string-value").filter(|_| shown.is_empty());
        (stored.unwrap_or(shown), None)
    });
    if text.trim().is_empty() {
        return Ok(Content::Nothing);
    }
    Ok(Content::Text(text, day))
}

/// The paragraphs of a cell, one line each, without its comments and drawings.
fn shown<R: BufRead>(xml: &mut Xml<R>, cell: &BytesStart<'_>) -> Result<String, Error> {
    let mut text = String::new();
    let (mut paragraphs, mut inside) = (0, 0);
    loop {
        let event = xml.next()?;
        match &event {
            Event::Start(start) => match start.name().as_ref() {
                "text:p" => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    inside += 1;
                }
                "text:s" => {
                    let count = attribute(start, "text:c").and_then(|count| count.parse().ok());
                    text.push_str(&" ".repeat(count.unwrap_or(1).min(MOST_BLANKS)));
                }
                "text:tab" => text.push('\t'),
                "text:line-break" => text.push('\n'),
                "office:annotation" | "table:table" | "text:note" => xml.skip(start)?,
                name if name.starts_with("draw:") => xml.skip(start)?,
                _ => {}
            },
            Event::Text(words) if inside > 0 => text.push_str(words),
            Event::CData(words) if inside > 0 => text.push_str(words),
            Event::GeneralRef(reference) if inside > 0 => match character(reference) {
                Some(known) => text.push_str(&known),
                None => return Err(xml.broken(&"an entity that XML does not define")),
            },
            Event::End(end) if end.name() == cell.name() => return Ok(text),
            Event::End(end) if end.name().as_ref() == "text:p" => inside -= 1,
            Event::Eof => return Err(xml.broken(&"the end is missing")),
            _ => {}
        }
    }
}

fn character(reference: &BytesRef<'_>) -> Option<String> {
    if let Some(character) = reference.resolve_char_ref().ok()? {
        return Some(character.to_string());
    }
    quick_xml::escape::resolve_xml_entity(reference).map(str::to_owned)
}

/// A time within a day as `HH:MM` or `HH:MM:SS`, a longer one as `H:MM:SS`: the file does not tell them apart.
fn time_text(iso: &str) -> Option<String> {
    let length: SignedDuration = iso.parse().ok()?;
    let seconds = u64::try_from(length.as_secs()).ok()?;
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    Some(match (hours, rest) {
        (0..24, 0) => format!("{hours:02}:{minutes:02}"),
        (0..24, _) => format!("{hours:02}:{minutes:02}:{rest:02}"),
        _ => format!("{hours}:{minutes:02}:{rest:02}"),
    })
}
