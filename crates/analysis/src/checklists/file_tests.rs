//! The lists that are shipped, and files that are wrong.

use std::collections::BTreeSet;

use super::file::{By, Topic, read};
use super::shipped;

#[test]
fn coreq_has_its_32_items_in_their_order_and_srqr_its_21_and_each_names_its_source() {
    let ids = |at: usize| -> Vec<&str> {
        let items = shipped()[at].items.iter();
        items.map(|item| item.id.as_str()).collect()
    };
    let numbers: Vec<String> = (1..=32).map(|number| number.to_string()).collect();
    assert_eq!(ids(0), numbers);
    let numbers: Vec<String> = (1..=21).map(|number| format!("S{number}")).collect();
    assert_eq!(ids(1), numbers);
    for list in shipped() {
        assert!(list.source.contains("doi:10."), "{}", list.name);
    }
    let people = [2, 3, 4, 5, 9, 22, 26, 28, 30].map(|number: usize| number.to_string());
    let by_people = shipped()[0]
        .items
        .iter()
        .filter(|item| item.by == By::Person);
    let by_people: Vec<&String> = by_people.map(|item| &item.id).collect();
    assert_eq!(by_people, people.iter().collect::<Vec<_>>());
    let reasoned = shipped()[0]
        .items
        .iter()
        .filter(|item| !item.reasoned.is_empty());
    let reasoned: Vec<&str> = reasoned.map(|item| item.id.as_str()).collect();
    assert_eq!(reasoned, ["22", "24", "25", "28"], "study R59");
}

#[test]
fn every_topic_is_asked_for_by_some_item_and_each_item_of_coreq_by_one() {
    let items = shipped().iter().flat_map(|list| &list.items);
    let asked: BTreeSet<Topic> = items.flat_map(|item| item.evidence.clone()).collect();
    assert_eq!(asked, Topic::ALL.iter().copied().collect());
    let without = shipped()[0]
        .items
        .iter()
        .filter(|item| item.evidence.is_empty());
    assert_eq!(without.count(), 0);
}

const WELL: &str = "format = \"enid-checklist/1\"\nid = \"own\"\nname = \"Own\"\ntitle = \"Ours\"\nsource = \"We\"\n\n[[item]]\nid = \"1\"\nsection = \"All\"\ntext = \"What?\"\nevidence = [\"themes\"]\n";

#[test]
fn a_file_that_is_wrong_says_what_and_in_which_line() {
    let list = read("own.toml", WELL.as_bytes()).unwrap();
    assert_eq!((list.items.len(), list.items[0].by), (1, By::Person));
    let marked = format!("\u{feff}{WELL}");
    assert_eq!(read("own.toml", marked.as_bytes()), Ok(list));
    let twice = format!("{WELL}\n[[item]]\nid = \"1\"\nsection = \"All\"\ntext = \"Again\"\n");
    for (text, line, words) in [
        (WELL.replace("list/1", "list/2"), Some(1), "no such format"),
        (WELL.replace("\"own\"", "\"Own list\""), Some(2), "an id is"),
        (
            WELL.replace("\"Own\"", "\"  \""),
            Some(3),
            "write something",
        ),
        (WELL.replace("source", "sauce"), Some(5), "sauce"),
        (
            WELL.replace("\"themes\"", "\"ideas\""),
            Some(11),
            "“ideas” is nothing",
        ),
        (
            WELL.replace("text = \"What?\"", "text = 3"),
            Some(10),
            "invalid type",
        ),
        (
            WELL.replace("\"What?\"", "\"What?"),
            Some(10),
            "invalid basic string",
        ),
        (
            WELL.split("[[").next().unwrap().to_owned(),
            Some(2),
            "no item",
        ),
        (twice, Some(14), "stands twice"),
    ] {
        let error = read("own.toml", text.as_bytes()).unwrap_err();
        assert_eq!(error.line, line, "{error}");
        assert!(error.what.contains(words), "{words}: {error}");
        let said = error.to_string();
        assert!(said.starts_with("own.toml"), "{said}");
    }
    let bytes = read("own.toml", &[0xff, 0xfe]).unwrap_err();
    assert_eq!((bytes.line, bytes.what.contains("UTF-8")), (None, true));
    let large = " ".repeat(super::file::LARGEST + 1);
    assert!(read("own.toml", large.as_bytes()).is_err());
}
