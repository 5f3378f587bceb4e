//! HTML pages: what a browser shows as text, paragraph by paragraph.
//!
//! Read like a browser reads what is broken: no nesting is asked for, an unknown tag is passed over, a bracket that opens
//! no tag is text. Nothing is fetched and no script is run. Block elements, cells and `br` part the text; white space is
//! collapsed outside `pre`. The `cite` and `time` of podcast transcripts become `Name   0:05`, as Teams writes it.

use encoding_rs::Encoding;

use super::document::{Document, Flow, Within};
use super::{Error, Format, Limits, Settings, Turn, Warning, txt};
use crate::html::{BLOCKS, Markup, Tag, markup, skip_hidden, unescape};
use crate::text;

pub(super) fn turns(
    bytes: &[u8],
    settings: &Settings,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Turn>, Error> {
    let declared = declared_encoding(bytes);
    let text = match declared.filter(|_| std::str::from_utf8(bytes).is_err()) {
        Some(encoding) => {
            let decoded = text::decode_as(bytes, encoding);
            txt::judge(decoded, &settings.limits, warnings)?
        }
        None => txt::decode(bytes, &settings.limits, warnings)?,
    };
    Ok(document(&text, &settings.limits)?.turns(settings, warnings))
}

/// Reads the text of a page; `text` has LF line ends.
///
/// # Errors
/// [`Error::Broken`] for text without a single tag, [`Error::TooLarge`] for a limit exceeded.
pub fn document(text: &str, limits: &Limits) -> Result<Document, Error> {
    let mut page = Page {
        flow: Flow::new(limits.text),
        space: false,
        preformatted: false,
        in_cell: false,
        document: Document::default(),
    };
    let mut tags = 0_usize;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        page.write(&rest[..at])?;
        rest = match markup(&rest[at..]) {
            Markup::Tag(tag, after) => {
                tags += 1;
                page.tag(&tag)?;
                skip_hidden(&tag, after)
            }
            Markup::Aside(after) => after,
            Markup::Words => {
                page.write("<")?;
                &rest[at + 1..]
            }
        };
    }
    page.write(rest)?;
    if tags == 0 {
        return Err(Error::broken(
            Format::Html,
            "line 1",
            "the file holds no HTML tag",
        ));
    }
    page.document.paragraphs = page.flow.finish();
    page.document
        .paragraphs
        .retain(|paragraph| !paragraph.text.is_empty());
    Ok(page.document)
}

struct Page {
    flow: Flow,
    /// White space was met and is written before the next word.
    space: bool,
    preformatted: bool,
    in_cell: bool,
    document: Document,
}

impl Page {
    fn tag(&mut self, tag: &Tag<'_>) -> Result<(), Error> {
        if tag.is("br") {
            self.space = false;
            self.open();
            self.flow.write("\n")?;
        } else if tag.is("pre") {
            self.break_paragraph();
            self.preformatted = !tag.closing;
        } else if tag.is("td") || tag.is("th") {
            self.break_paragraph();
            self.in_cell = !tag.closing;
        } else if tag.is("cite") && !tag.closing {
            self.break_paragraph();
        } else if tag.is("time") && !tag.closing && !self.flow.is_blank() {
            self.space = false;
            self.flow.write("   ")?;
        } else if tag.is_one_of(&BLOCKS) {
            self.break_paragraph();
            if tag.is("table") {
                self.in_cell = false;
                self.document.tables += usize::from(!tag.closing);
            }
        }
        Ok(())
    }

    fn break_paragraph(&mut self) {
        self.space = false;
        self.flow.end();
    }

    fn open(&mut self) {
        if !self.flow.is_open() {
            let within = if self.in_cell {
                Within::Cell
            } else {
                Within::Body
            };
            self.flow.begin(within);
        }
    }

    fn write(&mut self, raw: &str) -> Result<(), Error> {
        if self.preformatted && !raw.is_empty() {
            self.open();
            return self.flow.write(&unescape(raw));
        }
        let is_space = |c: char| c.is_ascii_whitespace();
        for piece in raw.split_inclusive(is_space) {
            let word = piece.trim_end_matches(is_space);
            if !word.is_empty() {
                let spaced = self.space
                    && self
                        .flow
                        .innermost()
                        .is_some_and(|text| !text.is_empty() && !text.ends_with('\n'));
                self.open();
                if spaced {
                    self.flow.write(" ")?;
                }
                self.flow.write(&unescape(word))?;
                self.space = false;
            }
            self.space |= word.len() < piece.len();
        }
        Ok(())
    }
}

/// The encoding a page names within its first 1,024 bytes, as browsers look for it.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1_024)]).to_ascii_lowercase();
    let (_, after) = head.split_once("charset=")?;
    let label = after.trim_start_matches(['"', '\'']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c));
    let encoding = Encoding::for_label(&label.as_bytes()[..end.unwrap_or(label.len())])?;
    // A page that says UTF-16 in single bytes is wrong about itself.
    (encoding.is_ascii_compatible()).then_some(encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(page: &str) -> Vec<String> {
        let document = document(page, &Limits::default()).expect("a page");
        document.paragraphs.into_iter().map(|p| p.text).collect()
    }

    #[test]
    fn blocks_part_the_text_and_inline_elements_do_not() {
        let page = "<!DOCTYPE html><html><head><title>Not shown</title><style>p{}</style></head><body>\n\
                    <h1>One <b>bold</b>\n word</h1><p title='a>b'>Two&nbsp;&amp; <i>three</i><br>four<p>five</body>";
        assert_eq!(
            paragraphs(page),
            ["One bold word", "Two\u{a0}& three\nfour", "five"]
        );
    }

    #[test]
    fn what_is_not_shown_is_not_read() {
        let page = "<p>a<!-- <p>no --><script>if (a < b) '</p>'</script><SCRIPT>x</Script >b<?php echo ?></p>";
        assert_eq!(paragraphs(page), ["ab"]);
    }

    #[test]
    fn brackets_and_ampersands_that_are_no_markup_stay() {
        assert_eq!(
            paragraphs("<p>1 < 2 &nope; &&#x2014;&#150;&eacute;"),
            ["1 < 2 &nope; &——".replace("——", "—–") + "é"]
        );
        assert_eq!(paragraphs("<p>a</p>b <unclosed"), ["a", "b"]);
    }

    #[test]
    fn cells_are_read_row_by_row_and_preformatted_text_keeps_its_lines() {
        let page = "<table><tr><td>Ilse:<td>One</tr><tr><th>Otto:</th><td>Two</td></tr></table><pre>a\n  b</pre>";
        assert_eq!(paragraphs(page), ["Ilse:", "One", "Otto:", "Two", "a\n  b"]);
    }

    #[test]
    fn a_page_of_nothing_but_brackets_or_ampersands_is_read_in_linear_time() {
        for text in [
            "<".repeat(300_000),
            "&".repeat(300_000),
            "<!--".repeat(100_000),
            "<a ".repeat(100_000),
            "</".repeat(150_000),
        ] {
            let page = format!("<p>{text}");
            assert!(document(&page, &Limits::default()).is_ok());
        }
    }

    #[test]
    fn the_encoding_a_page_names_is_used() {
        let page = b"<html><meta charset=\"iso-8859-2\"><p>\xb9koda</p>";
        let mut warnings = Vec::new();
        let turns = turns(page, &Settings::default(), &mut warnings).expect("a page");
        assert_eq!((turns[0].text.as_str(), warnings.len()), ("škoda", 0));
    }
}
