use proptest::prelude::*;

use crate::coded_project::paragraphs::Paragraphs;

fn slice(paragraphs: &Paragraphs, start: i64, end: i64) -> Option<String> {
    let (first, last) = paragraphs.passage(start, end)?;
    Some(paragraphs.text()[first..last].iter().collect())
}

#[test]
fn html_is_counted_in_bytes_of_its_text() {
    let html = "<p>Où? &lt;Here&gt; 🦉</p>\n<p>Next<br>line</p><ul><li>a</li><li>b</li></ul>";
    let found = Paragraphs::of_html(html);
    assert_eq!(found.list(), ["Où? <Here> 🦉", "Next", "line", "a", "b"]);
    // "Où? " has five bytes, "<Here>" six, a space, the owl four, the line end between the paragraphs one.
    assert_eq!(slice(&found, 5, 11).unwrap(), "<Here>");
    assert_eq!(slice(&found, 12, 16).unwrap(), "🦉");
    assert_eq!(slice(&found, 12, 21).unwrap(), "🦉\nNext");
    assert_eq!(slice(&found, 17, 25).unwrap(), "Next\nline");
    assert_eq!(slice(&found, 25, 27).unwrap(), "a\nb");
    assert_eq!(slice(&found, 16, 17), None);
    assert_eq!(slice(&found, 99, 120), None);
    assert_eq!(slice(&found, -5, 3).unwrap(), "Où");
}

#[test]
fn lines_are_counted_in_code_points_and_empty_ones_are_no_paragraphs() {
    let found = Paragraphs::of_lines("🦉 one\r\n\r\n  \ntwo\n");
    assert_eq!(found.list(), ["🦉 one", "two"]);
    assert_eq!(slice(&found, 2, 5).unwrap(), "one");
    assert_eq!(slice(&found, 2, 13).unwrap(), "one\nt");
    assert_eq!(slice(&found, 5, 12), None);
}

proptest! {
    #[test]
    fn every_passage_shows_the_same_words_as_in_the_other_text(text in "[a🦉é \n\r]{0,40}", one in 0..45usize, two in 0..45usize) {
        let (start, end) = (one.min(two), one.max(two));
        let found = Paragraphs::of_lines(&text);
        let there: String = text.chars().skip(start).take(end - start).filter(|c| !c.is_whitespace()).collect();
        let here: String = slice(&found, start as i64, end as i64).unwrap_or_default();
        let here: String = here.chars().filter(|c| !c.is_whitespace()).collect();
        prop_assert_eq!(here, there);
        prop_assert_eq!(found.text().iter().collect::<String>(), found.list().join("\n"));
    }

    #[test]
    fn no_html_stops_the_reader(html in "(<p>|</p>|<|>|&|&amp;|<br/>|<!--|-->|a|🦉| |\n){0,30}", start in -5i64..60, end in -5i64..60) {
        let found = Paragraphs::of_html(&html);
        prop_assert_eq!(found.text().iter().collect::<String>(), found.list().join("\n"));
        found.passage(start, end);
    }
}
