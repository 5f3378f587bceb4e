//! A report as a page that stands alone: no script, no address outside the file.

use super::layout::{Layout, Line, Place};
use super::text::{escape, lines};
use super::{Block, Cell, Report, ReportTable, Words};

const STYLE: &str = include_str!("report.css");

/// Writes a report as a complete HTML document in English, to be read on a screen and printed on A4.
///
/// The tags are closed as in XML. Words of the report are escaped, and a policy in the page forbids scripts and
/// loading, so that nothing in them can act.
pub fn html(report: &Report) -> String {
    let mut page = opening(report, &own_style(report));
    let mut tables = 0;
    blocks(&mut page, &report.blocks, &mut tables);
    page.push_str(&closing(report));
    page
}

/// A report as a page, piece by piece, for one that is too long to be held whole. Its tables all have the same columns.
pub struct HtmlPieces {
    report: Report,
    tables: usize,
}

impl HtmlPieces {
    /// The page with everything before the blocks: title and lead of `report`, and columns of these widths. What `report` has of
    /// blocks is not written.
    pub fn begin(report: Report, widths: &[u32]) -> (Self, String) {
        let table = ReportTable {
            header: vec![String::new(); widths.len()],
            ..ReportTable::default()
        };
        let page = page_style(&report, false);
        let style = page + &columns_style("table", &table, widths);
        let opened = opening(&report, &style);
        (Self { report, tables: 0 }, opened)
    }

    /// The next blocks.
    pub fn blocks(&mut self, some: &[Block]) -> String {
        let mut page = String::new();
        blocks(&mut page, some, &mut self.tables);
        page
    }

    /// What follows the last block.
    pub fn end(self) -> String {
        closing(&self.report)
    }
}

fn opening(report: &Report, own_style: &str) -> String {
    let title = escape(&report.title);
    let mut page =
        String::from("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\"/>\n");
    page.push_str(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n",
    );
    page.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    page.push_str(&format!(
        "<title>{title}</title>\n<style>\n{STYLE}{own_style}</style>\n"
    ));
    page.push_str(&format!("</head>\n<body>\n<main>\n<h1>{title}</h1>\n"));
    if let Some(lead) = &report.lead {
        page.push_str(&element("p class=\"lead\"", lead));
    }
    page
}

fn blocks(page: &mut String, blocks: &[Block], tables: &mut usize) {
    for block in blocks {
        match block {
            Block::Heading(text) => page.push_str(&element("h2", text)),
            Block::Paragraph(text) => page.push_str(&element("p", text)),
            Block::Sourced(words) => {
                let words: String = words.iter().map(sourced).collect();
                page.push_str(&format!("<p>{words}</p>\n"));
            }
            Block::Sources(sources) => {
                page.push_str("<ol>\n");
                for (number, source) in (1..).zip(sources) {
                    page.push_str(&element(&format!("li id=\"source-{number}\""), source));
                }
                page.push_str("</ol>\n");
            }
            Block::Note(text) => page.push_str(&element("p class=\"note\"", text)),
            Block::Signature(labels) => {
                page.push_str("<div class=\"signature\">\n");
                for label in labels {
                    page.push_str(&element("p", label));
                }
                page.push_str("</div>\n");
            }
            // A drawing of ours has attributes alone, which the policy of the page lets be.
            Block::Picture(picture) => {
                page.push_str("<div class=\"scroll\" role=\"region\" aria-label=\"Drawing\" tabindex=\"0\">\n");
                page.push_str(&picture.svg);
                page.push_str("</div>\n");
            }
            Block::Table(table) => {
                *tables += 1;
                write_table(page, table, *tables);
            }
        }
    }
}

/// Words with a link to their place in the list of sources.
fn sourced(words: &Words) -> String {
    let text = broken(&words.text);
    match words.source {
        Some(number) => format!("<a href=\"#source-{number}\">{text}</a>"),
        None => text,
    }
}

fn closing(report: &Report) -> String {
    let mut page = String::from("</main>\n");
    page.push_str(&element("footer", &report.footer));
    page.push_str("</body>\n</html>\n");
    page
}

fn tables(report: &Report) -> impl Iterator<Item = &ReportTable> {
    report.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    })
}

/// The rules that only this report needs: how its page lies and how wide its columns are.
fn own_style(report: &Report) -> String {
    let mut style = page_style(report, report.blocks.iter().any(Block::is_wide));
    for (number, table) in (1..).zip(tables(report)) {
        style.push_str(&columns_style(
            &format!("#table-{number}"),
            table,
            &table.widths,
        ));
    }
    style
}

fn page_style(report: &Report, wide: bool) -> String {
    let mut style = format!(
        "@page {{ @bottom-left {{ content: \"{}\"; font: 9pt serif; }} }}\n",
        style_string(&report.title)
    );
    if wide {
        style.push_str("@page { size: A4 landscape; }\nmain, footer { max-width: 78rem; }\n");
    }
    style
}

/// How wide the columns of what `selector` names are.
fn columns_style(selector: &str, table: &ReportTable, widths: &[u32]) -> String {
    let mut style = String::new();
    let widths = Layout::new(table).widths(widths, 1000);
    for (column, width) in (1..).zip(widths) {
        let percent = format!("{}.{}", width / 10, width % 10);
        style.push_str(&format!(
            "{selector} col:nth-child({column}) {{ width: {percent}%; }}\n"
        ));
    }
    style
}

/// Text for a quoted string of a style sheet: all but letters, digits and spaces by their number, so that nothing in
/// it can end the string, the sheet or the element.
fn style_string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() || c == ' ' {
            quoted.push(c);
        } else {
            quoted.push_str(&format!("\\{:x} ", u32::from(c)));
        }
    }
    quoted
}

fn write_table(page: &mut String, table: &ReportTable, number: usize) {
    let layout = Layout::new(table);
    page.push_str(&format!(
        "<div class=\"scroll\" role=\"region\" aria-labelledby=\"caption-{number}\" tabindex=\"0\">\n\
         <table id=\"table-{number}\">\n<caption id=\"caption-{number}\">{}</caption>\n<colgroup>{}</colgroup>\n",
        broken(&table.caption),
        "<col/>".repeat(layout.columns),
    ));
    page.push_str("<thead>\n<tr>");
    for column in 0..layout.columns {
        let class = if layout.is_number(column) {
            " class=\"number\""
        } else {
            ""
        };
        let name = table.header.get(column).map_or("", String::as_str);
        page.push_str(&format!("<th scope=\"col\"{class}>{}</th>", broken(name)));
    }
    page.push_str("</tr>\n</thead>\n<tbody>\n");
    for (index, line) in layout.lines.iter().enumerate() {
        match line {
            Line::Group(name) => {
                // Each group is a body of its own, so that its head is read with its rows and with no others.
                if index > 0 {
                    page.push_str("</tbody>\n<tbody>\n");
                }
                let columns = layout.columns;
                page.push_str(&format!(
                    "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{columns}\">{}</th></tr>\n",
                    broken(name)
                ));
            }
            Line::Cells(places) => {
                let cells: String = places.iter().map(place).collect();
                page.push_str(&format!("<tr>{cells}</tr>\n"));
            }
        }
    }
    page.push_str("</tbody>\n</table>\n</div>\n");
}

fn place(place: &Place<'_>) -> String {
    match place {
        Place::Covered => String::new(),
        Place::Blank => "<td></td>".to_owned(),
        Place::Starts(cell, rows) => {
            let (tag, scope) = if cell.row_head {
                ("th", " scope=\"row\"")
            } else {
                ("td", "")
            };
            let span = if *rows > 1 {
                format!(" rowspan=\"{rows}\"")
            } else {
                String::new()
            };
            let class = match cell {
                Cell { number: true, .. } => " class=\"number\"",
                Cell { room: true, .. } => " class=\"room\"",
                _ => "",
            };
            format!("<{tag}{scope}{span}{class}>{}</{tag}>", content(cell))
        }
    }
}

fn content(cell: &Cell) -> String {
    let paragraphs = cell.text.iter();
    match (cell.quote, cell.text.len()) {
        (true, _) => paragraphs
            .map(|text| format!("<blockquote>{}</blockquote>", broken(text)))
            .collect(),
        (false, 1) => broken(&cell.text[0]),
        (false, _) => paragraphs
            .map(|text| format!("<p>{}</p>", broken(text)))
            .collect(),
    }
}

/// An element on a line of its own; `opening` is its name with any attributes.
fn element(opening: &str, text: &str) -> String {
    let name = opening.split(' ').next().unwrap_or(opening);
    format!("<{opening}>{}</{name}>\n", broken(text))
}

fn broken(text: &str) -> String {
    let escaped: Vec<_> = lines(text).map(escape).collect();
    escaped.join("<br/>")
}
