//! The text of the document. The order of the elements inside `…Pr` is that of the schema: Word checks it.

use super::super::layout::{Layout, Line, Place};
use super::super::text::{escape, lines};
use super::super::{Block, Cell, Report, ReportPicture, ReportTable, Words};
use super::Page;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const NAMESPACES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#,
);

/// Everything before the blocks.
pub(super) fn opening(report: &Report) -> String {
    let mut xml = format!("{HEAD}<w:document {NAMESPACES}><w:body>");
    xml.push_str(&paragraph("Title", &report.title));
    if let Some(lead) = &report.lead {
        xml.push_str(&paragraph("Subtitle", lead));
    }
    xml
}

/// Blocks; a drawing is found in the package by its place among the drawings.
pub(super) fn blocks(xml: &mut String, blocks: &[Block], page: &Page) {
    let mut pictures = 0;
    for block in blocks {
        match block {
            Block::Heading(text) => xml.push_str(&paragraph("Heading1", text)),
            Block::Paragraph(text) => xml.push_str(&paragraph("Normal", text)),
            Block::Sourced(words) => xml.push_str(&sourced(words)),
            Block::Sources(sources) => {
                for (number, text) in (1..).zip(sources) {
                    xml.push_str(&source(number, text));
                }
            }
            Block::Note(text) => xml.push_str(&paragraph("Note", text)),
            Block::Signature(labels) => {
                for label in labels {
                    xml.push_str(&paragraph("Signature", label));
                }
            }
            Block::Picture(picture) => {
                pictures += 1;
                xml.push_str(&drawing(picture, pictures, page));
            }
            Block::Table(content) => {
                xml.push_str(&paragraph("Caption", &content.caption));
                table(xml, content, page);
                // Two tables without a paragraph between them would run into one.
                xml.push_str(&paragraph("AfterTable", ""));
            }
        }
    }
}

/// Everything after the blocks.
pub(super) fn closing(page: &Page) -> String {
    format!("{}</w:body></w:document>", section(page))
}

/// A paragraph whose words lead to bookmarks in the list of sources.
fn sourced(words: &[Words]) -> String {
    let words = words.iter().map(|words| {
        let runs = runs(&words.text);
        let Some(number) = words.source else {
            return runs;
        };
        let look = r#"<w:r><w:rPr><w:color w:val="17495A"/><w:u w:val="single"/></w:rPr>"#;
        let runs = runs.replacen("<w:r>", look, 1);
        format!(r#"<w:hyperlink w:anchor="source{number}" w:history="1">{runs}</w:hyperlink>"#)
    });
    let words: String = words.collect();
    format!(r#"<w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr>{words}</w:p>"#)
}

/// A line of the list of sources with its bookmark.
fn source(number: usize, text: &str) -> String {
    let runs = runs(&format!("{number}. {text}"));
    format!(
        concat!(
            r#"<w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr><w:bookmarkStart w:id="{number}" w:name="source{number}"/>"#,
            r#"{runs}<w:bookmarkEnd w:id="{number}"/></w:p>"#,
        ),
        number = number,
        runs = runs,
    )
}

/// A drawing as wide as it is, or as the page allows; `number` is its place among the drawings.
fn drawing(picture: &ReportPicture, number: usize, page: &Page) -> String {
    /// In English Metric Units.
    const A_PIXEL: u64 = 9525;
    const A_TWENTIETH: u64 = 635;
    let (width, height) = (
        u64::from(picture.width.max(1)),
        u64::from(picture.height.max(1)),
    );
    let widest = u64::from(page.text_width()) * A_TWENTIETH;
    // Room for a heading and the words around it.
    let highest = u64::from(page.height - 2 * Page::MARGIN) * A_TWENTIETH * 3 / 4;
    let mut wide = (width * A_PIXEL).min(widest);
    let mut high = wide * height / width;
    if high > highest {
        high = highest;
        wide = high * width / height;
    }
    let alt = escape(&picture.alt);
    format!(
        concat!(
            r#"<w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr><w:r><w:drawing>"#,
            r#"<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" "#,
            r#"distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>"#,
            r#"<wp:docPr id="{number}" name="Drawing {number}" descr="{alt}"/>"#,
            r#"<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">"#,
            r#"<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">"#,
            r#"<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">"#,
            r#"<pic:nvPicPr><pic:cNvPr id="{number}" name="Drawing {number}" descr="{alt}"/><pic:cNvPicPr/></pic:nvPicPr>"#,
            r#"<pic:blipFill><a:blip r:embed="rIdPicture{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"#,
            r#"<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>"#,
            r#"<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>"#,
            r#"</wp:inline></w:drawing></w:r></w:p>"#,
        ),
        wide = wide,
        high = high,
        number = number,
        alt = alt,
    )
}

pub(super) fn footer(report: &Report, page: &Page) -> String {
    let field = |name: &str| {
        format!(r#"<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>"#)
    };
    format!(
        concat!(
            "{}<w:ftr {}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:tabs><w:tab w:val=\"right\" w:pos=\"{}\"/></w:tabs>",
            "</w:pPr>{}<w:r><w:tab/><w:t xml:space=\"preserve\">Page </w:t></w:r>{}",
            "<w:r><w:t xml:space=\"preserve\"> of </w:t></w:r>{}</w:p></w:ftr>",
        ),
        HEAD,
        NAMESPACES,
        page.text_width(),
        runs(&report.footer),
        field("PAGE"),
        field("NUMPAGES"),
    )
}

fn section(page: &Page) -> String {
    let orient = if page.landscape {
        r#" w:orient="landscape""#
    } else {
        ""
    };
    let margin = Page::MARGIN;
    format!(
        concat!(
            r#"<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="{}" w:h="{}"{}/>"#,
            r#"<w:pgMar w:top="{m}" w:right="{m}" w:bottom="{m}" w:left="{m}" w:header="567" w:footer="567" "#,
            r#"w:gutter="0"/></w:sectPr>"#,
        ),
        page.width,
        page.height,
        orient,
        m = margin,
    )
}

fn table(xml: &mut String, table: &ReportTable, page: &Page) {
    let layout = Layout::new(table);
    let widths = layout.widths(&table.widths, page.text_width());
    xml.push_str(&format!(
        concat!(
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/><w:tblW w:w="{}" w:type="dxa"/>"#,
            r#"<w:tblLayout w:type="fixed"/><w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" "#,
            r#"w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="{}"/></w:tblPr><w:tblGrid>"#,
        ),
        page.text_width(),
        escape(&table.caption),
    ));
    for width in &widths {
        xml.push_str(&format!(r#"<w:gridCol w:w="{width}"/>"#));
    }
    xml.push_str("</w:tblGrid>");
    xml.push_str(&header_row(table, &layout, &widths));
    for line in &layout.lines {
        xml.push_str("<w:tr><w:trPr><w:cantSplit/>");
        if has_room(line) {
            xml.push_str(r#"<w:trHeight w:val="560"/>"#);
        }
        xml.push_str("</w:trPr>");
        match line {
            Line::Group(name) => xml.push_str(&group(name, layout.columns, page.text_width())),
            Line::Cells(places) => {
                for (place, width) in places.iter().zip(&widths) {
                    xml.push_str(&cell(place, *width));
                }
            }
        }
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl>");
}

/// Whether somebody is to write in the row by hand.
fn has_room(line: &Line<'_>) -> bool {
    let room = |place: &Place<'_>| matches!(place, Place::Starts(cell, _) if cell.room);
    matches!(line, Line::Cells(places) if places.iter().any(room))
}

fn header_row(table: &ReportTable, layout: &Layout<'_>, widths: &[u32]) -> String {
    let mut xml = String::from("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (column, width) in widths.iter().enumerate() {
        let name = table.header.get(column).map_or("", String::as_str);
        xml.push_str(&format!(
            concat!(
                r#"<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/><w:tcBorders><w:bottom w:val="single" w:sz="6" "#,
                r#"w:space="0" w:color="241F1A"/></w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr>{}</w:tc>"#,
            ),
            width,
            aligned("TableHead", layout.is_number(column), name),
        ));
    }
    xml.push_str("</w:tr>");
    xml
}

fn group(name: &str, columns: usize, width: u32) -> String {
    format!(
        concat!(
            r#"<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/><w:gridSpan w:val="{}"/>"#,
            r#"<w:shd w:val="clear" w:color="auto" w:fill="EFE8D9"/></w:tcPr>{}</w:tc>"#,
        ),
        width,
        columns,
        paragraph("TableHead", name),
    )
}

fn cell(place: &Place<'_>, width: u32) -> String {
    let (merge, content) = match place {
        Place::Starts(cell, 1) => ("", paragraphs(cell)),
        Place::Starts(cell, _) => (r#"<w:vMerge w:val="restart"/>"#, paragraphs(cell)),
        Place::Covered => ("<w:vMerge/>", paragraph("TableText", "")),
        Place::Blank => ("", paragraph("TableText", "")),
    };
    format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}</w:tcPr>{content}</w:tc>"#)
}

fn paragraphs(cell: &Cell) -> String {
    let style = match cell {
        Cell { quote: true, .. } => "TableQuotation",
        Cell { row_head: true, .. } => "TableRowHead",
        _ => "TableText",
    };
    if cell.text.is_empty() {
        // A cell without a paragraph is a damaged document.
        return paragraph(style, "");
    }
    cell.text
        .iter()
        .map(|text| aligned(style, cell.number, text))
        .collect()
}

fn paragraph(style: &str, text: &str) -> String {
    aligned(style, false, text)
}

fn aligned(style: &str, right: bool, text: &str) -> String {
    let align = if right {
        r#"<w:jc w:val="right"/>"#
    } else {
        ""
    };
    let runs = runs(text);
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{align}</w:pPr>{runs}</w:p>"#)
}

fn runs(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut xml = String::from("<w:r>");
    for (index, line) in lines(text).enumerate() {
        if index > 0 {
            xml.push_str("<w:br/>");
        }
        for (index, piece) in line.split('\t').enumerate() {
            if index > 0 {
                xml.push_str("<w:tab/>");
            }
            xml.push_str(&format!(
                r#"<w:t xml:space="preserve">{}</w:t>"#,
                escape(piece)
            ));
        }
    }
    xml.push_str("</w:r>");
    xml
}
