//! A report as the values that the template reads.

use super::super::layout::{Layout, Line, Place};
use super::super::text::{clean, lines};
use super::super::{Block, Cell, Report, ReportPicture, ReportTable};
use typst::foundations::{Array, Bytes, Dict, IntoValue, Str, Value};

/// Rows of more text than this may be parted by the end of a page: whole, a long one would run off it.
const MOST_KEPT_TOGETHER: usize = 1_200;

pub(super) fn inputs(report: &Report) -> Dict {
    dict([
        ("title", text(&report.title)),
        ("lead", report.lead.as_deref().map_or(Value::None, text)),
        ("footer", text(&report.footer)),
        (
            "landscape",
            report.blocks.iter().any(Block::is_wide).into_value(),
        ),
        ("blocks", array(report.blocks.iter().map(block))),
    ])
}

fn block(block: &Block) -> Value {
    let (kind, words) = match block {
        Block::Heading(words) => ("heading", text(words)),
        Block::Paragraph(words) => ("paragraph", text(words)),
        Block::Sourced(words) => {
            let words: String = words.iter().map(|words| words.text.as_str()).collect();
            ("paragraph", text(&words))
        }
        Block::Sources(sources) => {
            let sources = (1..).zip(sources);
            let sources = sources.map(|(number, source)| format!("{number}. {source}"));
            let sources: Vec<String> = sources.collect();
            ("note", text(&sources.join("\n")))
        }
        Block::Note(words) => ("note", text(words)),
        Block::Signature(labels) => ("signature", array(labels.iter().map(|label| text(label)))),
        Block::Picture(content) => ("picture", picture(content)),
        Block::Table(content) => ("table", table(content)),
    };
    dict([("kind", kind.into_value()), ("body", words)]).into_value()
}

fn picture(picture: &ReportPicture) -> Value {
    dict([
        (
            "drawing",
            Bytes::new(picture.svg.clone().into_bytes()).into_value(),
        ),
        ("alt", Str::from(clean(&picture.alt)).into_value()),
        ("width", i64::from(picture.width).into_value()),
        ("height", i64::from(picture.height).into_value()),
    ])
    .into_value()
}

fn table(table: &ReportTable) -> Value {
    let layout = Layout::new(table);
    let heads = (0..layout.columns).map(|column| {
        let name = table.header.get(column).map_or("", String::as_str);
        dict([
            ("text", text(name)),
            ("number", layout.is_number(column).into_value()),
        ])
        .into_value()
    });
    let widths = layout.widths(&table.widths, 100_000);
    let widths = widths
        .into_iter()
        .map(|width| i64::from(width).into_value());
    let rows = layout
        .lines
        .iter()
        .enumerate()
        .map(|(at, line)| match line {
            Line::Group(name) => {
                let heads = matches!(layout.lines.get(at + 1), Some(Line::Cells(_)));
                dict([("group", text(name)), ("heads", heads.into_value())]).into_value()
            }
            Line::Cells(places) => {
                let keep = size(places) <= MOST_KEPT_TOGETHER;
                let cells = places.iter().filter_map(|place| cell(place, keep));
                dict([("cells", array(cells))]).into_value()
            }
        });
    dict([
        ("caption", text(&table.caption)),
        ("widths", array(widths)),
        ("heads", array(heads)),
        ("rows", array(rows)),
    ])
    .into_value()
}

fn size(places: &[Place<'_>]) -> usize {
    let of = |place: &Place<'_>| match place {
        // A cell over several rows keeps none of them together.
        Place::Starts(_, rows) if *rows > 1 => usize::MAX,
        Place::Starts(cell, _) => cell.text.iter().map(|text| text.len() + 60).sum(),
        Place::Covered | Place::Blank => 0,
    };
    places.iter().map(of).fold(0, usize::saturating_add)
}

fn cell(place: &Place<'_>, keep: bool) -> Option<Value> {
    let blank = Cell::default();
    let (cell, rows) = match place {
        Place::Starts(cell, rows) => (*cell, *rows),
        Place::Blank => (&blank, 1),
        Place::Covered => return None,
    };
    let rows = i64::try_from(rows).unwrap_or(i64::MAX);
    let values = dict([
        ("text", array(cell.text.iter().map(|one| text(one)))),
        ("rows", rows.into_value()),
        ("head", cell.row_head.into_value()),
        ("number", cell.number.into_value()),
        ("quote", cell.quote.into_value()),
        ("room", cell.room.into_value()),
        ("keep", keep.into_value()),
    ]);
    Some(values.into_value())
}

/// A text as its lines.
fn text(text: &str) -> Value {
    let lines = lines(text).map(|line| Str::from(clean(line)).into_value());
    array(lines)
}

fn array(values: impl Iterator<Item = Value>) -> Value {
    values.collect::<Array>().into_value()
}

fn dict<const N: usize>(entries: [(&str, Value); N]) -> Dict {
    let entries = entries.into_iter();
    entries
        .map(|(key, value)| (Str::from(key), value))
        .collect()
}
