use super::*;

fn values(text: &str) -> Vec<f64> {
    numbers(&tokens(text))
        .into_iter()
        .map(|number| number.value)
        .collect()
}

fn read(sentence: &str) -> Vec<Counted> {
    let label = |text: &str| text.split(' ').map(str::to_owned).collect();
    let nouns = Nouns {
        cohorts: vec![label("midwives"), label("group members")],
    };
    counted(sentence, &nouns)
}

#[test]
fn digits_and_words_up_to_ninety_nine_are_numbers() {
    assert_eq!(
        values("Nine of twenty-one, and ninety nine."),
        [9.0, 21.0, 99.0]
    );
    assert_eq!(
        values("1,024 or 44.5 % (7/9) in 30–50"),
        [1024.0, 44.5, 7.0, 9.0, 30.0, 50.0]
    );
    assert_eq!(
        values("the 2nd at 14:30, twenty, one by one"),
        [20.0, 1.0, 1.0]
    );
    assert!(numbers(&tokens("78 per cent"))[0].percent);
    assert_eq!(values("a hundred reasons"), [0.0; 0]);
}

#[test]
fn a_statement_about_all_is_read() {
    use Counted::*;
    for (sentence, expected) in [
        ("We interviewed nine participants.", vec![Interviewed(9)]),
        (
            "Nine participants were interviewed between February and April.",
            vec![Interviewed(9)],
        ),
        (
            "Fourteen doctors were asked and 9 semi-structured interviews were conducted.",
            vec![Interviewed(9)],
        ),
        ("A total of 9 participants took part.", vec![Interviewed(9)]),
        (
            "Interviews with nine participants were analysed.",
            vec![Interviewed(9)],
        ),
        (
            "Eight of twelve group members were interviewed.",
            vec![OfCohort(1, 8)],
        ),
        (
            "We interviewed five midwives and 4 group members.",
            vec![OfCohort(0, 5), OfCohort(1, 4)],
        ),
        (
            "We held five interviews with midwives.",
            vec![OfCohort(0, 5)],
        ),
        ("Fourteen participants were invited.", vec![Invited(14)]),
        (
            "We developed three main themes and seven subthemes.",
            vec![Themes(3), Subthemes(7)],
        ),
        (
            "Of the nine participants, four had children.",
            vec![Interviewed(9)],
        ),
    ] {
        assert_eq!(read(sentence), expected, "{sentence}");
    }
}

#[test]
fn what_is_said_of_some_is_not_read_as_of_all() {
    for sentence in [
        "Three participants said that they were tired.",
        "Two participants did not take part.",
        "Another two participants were interviewed later.",
        "These three participants were interviewed twice.",
        "The three participants who were interviewed first agreed.",
        "At least two themes were developed early.",
        "Nine people were interviewed.",
        "Seven people were invited; one midwife agreed but gave no interview.",
        "In the interviews, two midwives described how they left.",
        "Three participants took part in another course.",
        "Three participants completed the exam.",
        "Two themes describe how this is done.",
        "Interviews lasted 50 minutes.",
        "Of the two themes that we developed, one is about time.",
    ] {
        assert_eq!(read(sentence), [], "{sentence}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "[a-c0-9 .,%–’é=-]{0,40}( of the (nine|9) (midwives|participants|themes))?") {
        let _ = read(&text);
    }
}
