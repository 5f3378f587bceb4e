//! A report as a page that stands alone: no script, no address outside the file.

use super::layout::{Layout, Line, Place};
use super::text::{escape, escape_into, lines};
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
        element(&mut page, "p class=\"lead\"", lead);
    }
    page
}

fn blocks(page: &mut String, blocks: &[Block], tables: &mut usize) {
    for block in blocks {
        match block {
            Block::Heading(text) => element(page, "h2", text),
            Block::Paragraph(text) => element(page, "p", text),
            Block::Sourced(words) => {
                page.push_str("<p>");
                for words in words {
                    sourced(page, words);
                }
                page.push_str("</p>\n");
            }
            Block::Sources(sources) => {
                page.push_str("<ol>\n");
                for (number, source) in (1..).zip(sources) {
                    element(page, &format!("li id=\"source-{number}\""), source);
                }
                page.push_str("</ol>\n");
            }
            Block::Note(text) => element(page, "p class=\"note\"", text),
            Block::Signature(labels) => {
                page.push_str("<div class=\"signature\">\n");
                for label in labels {
                    element(page, "p", label);
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
fn sourced(page: &mut String, words: &Words) {
    if let Some(number) = words.source {
        page.push_str(&format!("<a href=\"#source-{number}\">"));
    }
    broken(page, &words.text);
    if words.source.is_some() {
        page.push_str("</a>");
    }
}

fn closing(report: &Report) -> String {
    let mut page = String::from("</main>\n");
    element(&mut page, "footer", &report.footer);
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
         <table id=\"table-{number}\">\n<caption id=\"caption-{number}\">"
    ));
    broken(page, &table.caption);
    page.push_str("</caption>\n<colgroup>");
    page.push_str(&"<col/>".repeat(layout.columns));
    page.push_str("</colgroup>\n<thead>\n<tr>");
    for column in 0..layout.columns {
        page.push_str(match layout.is_number(column) {
            true => "<th scope=\"col\" class=\"number\">",
            false => "<th scope=\"col\">",
        });
        broken(page, table.header.get(column).map_or("", String::as_str));
        page.push_str("</th>");
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
                    "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{columns}\">"
                ));
                broken(page, name);
                page.push_str("</th></tr>\n");
            }
            Line::Cells(places) => {
                page.push_str("<tr>");
                for one in places {
                    place(page, one);
                }
                page.push_str("</tr>\n");
            }
        }
    }
    page.push_str("</tbody>\n</table>\n</div>\n");
}

fn place(page: &mut String, place: &Place<'_>) {
    let (cell, rows) = match place {
        Place::Covered => return,
        Place::Blank => return page.push_str("<td></td>"),
        Place::Starts(cell, rows) => (cell, *rows),
    };
    let (opening, closing) = match cell.row_head {
        true => ("<th scope=\"row\"", "</th>"),
        false => ("<td", "</td>"),
    };
    page.push_str(opening);
    if rows > 1 {
        page.push_str(&format!(" rowspan=\"{rows}\""));
    }
    page.push_str(match cell {
        Cell { number: true, .. } => " class=\"number\">",
        Cell { room: true, .. } => " class=\"room\">",
        _ => ">",
    });
    content(page, cell);
    page.push_str(closing);
}

fn content(page: &mut String, cell: &Cell) {
    let (opening, closing) = match (cell.quote, cell.text.len()) {
        (true, _) => ("<blockquote>", "</blockquote>"),
        (false, 1) => ("", ""),
        (false, _) => ("<p>", "</p>"),
    };
    for text in &cell.text {
        page.push_str(opening);
        broken(page, text);
        page.push_str(closing);
    }
}

/// An element on a line of its own; `opening` is its name with any attributes.
fn element(page: &mut String, opening: &str, text: &str) {
    let name = opening.split(' ').next().unwrap_or(opening);
    page.push_str(&format!("<{opening}>"));
    broken(page, text);
    page.push_str(&format!("</{name}>\n"));
}

/// Escaped text, a line of it on each line.
fn broken(page: &mut String, text: &str) {
    for (index, line) in lines(text).enumerate() {
        if index > 0 {
            page.push_str("<br/>");
        }
        escape_into(page, line);
    }
}
