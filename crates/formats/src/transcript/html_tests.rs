use super::html::*;
use super::{Limits, Settings};

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
    let page =
        "<p>a<!-- <p>no --><script>if (a < b) '</p>'</script><SCRIPT>x</Script >b<?php echo ?></p>";
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
