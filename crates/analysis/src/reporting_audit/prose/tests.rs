use super::*;
use formats::manuscript;

fn prose(text: &str) -> Prose {
    Prose::of(&manuscript::read("m.md", text.as_bytes()).expect("a manuscript"))
}

fn quoted(text: &str) -> Vec<String> {
    let prose = prose(text);
    prose.quotations.into_iter().map(|one| one.text).collect()
}

#[test]
fn quotations_are_found_between_marks_of_every_kind_and_not_within_words() {
    for text in [
        "She said: “The rota says no, always.”",
        "She said: \"The rota says no, always.\"",
        "She said: ‘The rota says no, always.’",
        "She said: 'The rota says no, always.'",
        "She said: «The rota says no, always.»",
    ] {
        assert_eq!(quoted(text), ["The rota says no, always."], "{text}");
    }
    assert_eq!(
        quoted("It’s the doctors’ rota that isn’t theirs, and nobody’s else."),
        [""; 0]
    );
    assert_eq!(quoted("He called it “too short” and left."), [""; 0]);
    assert_eq!(
        quoted("“It isn’t ‘my rota’ at all,” she said."),
        ["It isn’t ‘my rota’ at all,"]
    );
    assert_eq!(
        quoted("We heard ‘I don’t ask for it’, and more."),
        ["I don’t ask for it"]
    );
}

#[test]
fn an_apostrophe_that_may_close_gives_another_reading() {
    let prose = prose("One said ‘the doctors’ rota says no’ twice.");
    let ways: Vec<&str> = prose.quotations[0].ways().collect();
    assert!(ways.contains(&"the doctors’ rota says no"), "{ways:?}");
}

#[test]
fn labels_and_the_literature_are_told_apart_and_references_are_not_read() {
    let text = "# Results\n\n“We waited for a long time” (nurse, site A). “Practice makes it all progress” (Smith, 2019). \
                As Jones (2020) writes, “nothing is as practical as theory”.\n\n# References\n\nSmith. “A title with many more words.”\n";
    let prose = prose(text);
    let found: Vec<_> = prose
        .quotations
        .iter()
        .map(|one| (one.marked, one.label.as_deref()))
        .collect();
    assert_eq!(
        found,
        [
            (Marked::Marks, Some("nurse, site A")),
            (Marked::Literature, Some("Smith, 2019")),
            (Marked::Literature, None)
        ]
    );
    assert_eq!(prose.passages.last().unwrap().part, Part::References);
}

#[test]
fn a_block_quotation_is_one_without_marks() {
    let prose = prose("# Results\n\n> We waited for hours, really. (K3)\n");
    assert_eq!(prose.quotations[0].text, "We waited for hours, really.");
    assert_eq!(prose.quotations[0].marked, Marked::Block);
    assert_eq!(prose.quotations[0].label.as_deref(), Some("K3"));
}

#[test]
fn sentences_end_where_another_begins() {
    let text = "We saw Dr. Ames (Fig. 2). Was it 3.5? “It was.” Then J. Roe et al. left. i.e. no";
    let parts: Vec<&str> = sentences(text).map(|range| &text[range]).collect();
    assert_eq!(
        parts,
        [
            "We saw Dr. Ames (Fig. 2).",
            "Was it 3.5?",
            "“It was.”",
            "Then J. Roe et al. left. i.e. no"
        ]
    );
}

#[test]
fn what_others_said_is_no_claim_of_the_text() {
    let prose =
        prose("# Results\n\nNine said “there were twelve participants in all of it”. It was so.");
    let told: Vec<String> = prose.told().into_iter().map(|(_, text)| text).collect();
    assert_eq!(told, ["Nine said “…”.", "It was so."]);
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "[a-c“”‘’\"'«»„ (.)\\[\\]—\\n2019é…>|-]{0,80}") {
        if let Ok(manuscript) = manuscript::read("m.md", text.as_bytes()) {
            let _ = Prose::of(&manuscript).told();
        }
    }
}
