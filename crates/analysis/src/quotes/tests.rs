use super::marks::without_outer_marks;
use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;
use study::columns::read_table;
use study::problem::Problem;
use study::questions::ResearchQuestion;

const HEADER: &str = "theme,subtheme,facet,quote,research_questions,participant,document\n";

fn questions() -> Vec<ResearchQuestion> {
    [
        ("RQ1", "How is it to wait?"),
        ("RQ2", "What helps; what does not?"),
    ]
    .map(|(id, wording)| ResearchQuestion {
        row: 0,
        id: id.into(),
        wording: wording.into(),
    })
    .into()
}

fn read(rows: &str) -> (Vec<Quote>, Vec<Problem>) {
    let questions = questions();
    let ids = BTreeSet::from(["K1".to_owned(), "K2".to_owned()]);
    let references = References {
        questions: Some(&questions),
        participants: Some(&ids),
        documents: Some(&ids),
        keep_unknown: false,
    };
    let table = read_table("quotes.csv", format!("{HEADER}{rows}").as_bytes()).unwrap();
    parse("quotes.csv", &table, references)
}

fn codes(problems: &[Problem]) -> Vec<String> {
    problems
        .iter()
        .map(|p| {
            let code = p.code.map_or("notice".to_owned(), |code| code.to_string());
            format!("{code} {} {}", p.row.unwrap(), p.column.as_deref().unwrap())
        })
        .collect()
}

#[test]
fn a_full_row_is_read() {
    let (quotes, problems) = read("Waiting,The  door,Night,“We waited.”, RQ1 ;RQ2 ,K1,K2\n");
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(
        quotes,
        [Quote {
            row: 2,
            theme: "Waiting".into(),
            subtheme: Some("The door".into()),
            facet: Some("Night".into()),
            text: "We waited.".into(),
            questions: vec!["RQ1".into(), "RQ2".into()],
            participant: Some("K1".into()),
            document: Some("K2".into()),
            is_note: false,
        }]
    );
}

#[test]
fn participant_and_document_columns_may_be_absent() {
    let table = read_table(
        "quotes.csv",
        b"quote,theme,facet,subtheme,research_questions\nWords,T,,,\n",
    );
    let (quotes, problems) = parse("quotes.csv", &table.unwrap(), References::default());
    assert!(problems.is_empty());
    assert_eq!((quotes.len(), quotes[0].participant.as_ref()), (1, None));
}

#[test]
fn one_outer_pair_of_marks_is_removed() {
    for text in [
        "“We waited.”",
        "‘We waited.’",
        "„We waited.“",
        "«We waited.»",
        "\"We waited.\"",
        "'We waited.'",
        " We waited. ",
        "“ We waited. ”",
    ] {
        assert_eq!(without_outer_marks(text), "We waited.", "{text}");
    }
    for (text, inner) in [
        ("““We waited.””", "“We waited.”"),
        ("“He said “no” to me”", "He said “no” to me"),
        ("\"He said \"no\" to me\"", "He said \"no\" to me"),
        ("'I don't know'", "I don't know"),
        ("'the doctors' room isn't'", "the doctors' room isn't"),
    ] {
        assert_eq!(without_outer_marks(text), inner);
    }
}

#[test]
fn marks_that_close_and_open_again_stay() {
    for text in [
        "“Never,” she said, “again.”",
        "\"Never,\" she said, \"again.\"",
        "'Never,' she said, 'again.'",
        "“half",
        "\"",
        "'tis late",
    ] {
        assert_eq!(without_outer_marks(text), text);
    }
}

#[test]
fn a_full_wording_is_taken_with_a_notice_even_with_a_semicolon_in_it() {
    let (quotes, problems) = read("T,,,Words,\"what helps;  WHAT does not?\",,\n");
    assert_eq!(quotes[0].questions, ["RQ2"]);
    assert_eq!(codes(&problems), ["notice 2 research_questions"]);
    let (quotes, _) = read("T,,,Words,RQ2; How is it to wait?,,\n");
    assert_eq!(quotes[0].questions, ["RQ2", "RQ1"]);
}

#[test]
fn unknown_references_are_e07() {
    let (_, problems) = read("T,,,Words,RQ1; RQ9,K7,K8\nT,,,Words,,Dr K,\n");
    assert_eq!(
        codes(&problems),
        [
            "E07 2 research_questions",
            "E07 2 participant",
            "E07 2 document",
            "E07 3 participant"
        ]
    );
    assert_eq!(problems[0].value, "RQ9");
}

#[test]
fn a_question_named_twice_is_e03() {
    let (_, problems) = read("T,,,Words,RQ1; RQ1,,\n");
    assert_eq!(codes(&problems), ["E03 2 research_questions"]);
}

#[test]
fn a_quote_without_question_is_no_error() {
    let (quotes, problems) = read("T,,,Words,,,\n");
    assert!(problems.is_empty());
    assert!(quotes[0].questions.is_empty());
}

#[test]
fn missing_theme_quote_or_subtheme_is_e12() {
    let (quotes, problems) = read(",,,Words,,,\nT,,,“”,,,\nT,,Night,Words,,,\nT,,,,,,\n");
    assert!(quotes.is_empty());
    assert_eq!(
        codes(&problems),
        [
            "E12 2 theme",
            "E12 3 quote",
            "E12 4 subtheme",
            "E12 5 quote"
        ]
    );
}

#[test]
fn spellings_that_differ_by_case_or_final_s_are_noticed_once() {
    let rows = "Open door,A,,Words,,,\nOpen Doors,a,,Words,,,\nOpen Doors,B,,Words,,,\nOther,A,,Words,,,\n";
    let (quotes, problems) = read(rows);
    assert_eq!(quotes.len(), 4);
    assert_eq!(codes(&problems), ["notice 3 theme", "notice 3 subtheme"]);
}

fn any_quote() -> impl Strategy<Value = Quote> {
    let name = || "[=@A-Z][a-z]{0,4}";
    (
        name(),
        prop::option::of((name(), prop::option::of(name()))),
        "[=a-z“”\"'‘’]([a-z \n\"'“”,;]{0,20}[a-z.”\"'])?",
        prop::sample::subsequence(vec!["RQ1", "RQ2"], 0..=2),
        prop::option::of("K[12]"),
    )
        .prop_map(|(theme, below, text, questions, participant)| {
            let (subtheme, facet) = match below {
                Some((subtheme, facet)) => (Some(subtheme), facet),
                None => (None, None),
            };
            let text = without_outer_marks(&text).to_owned();
            let questions = questions.into_iter().map(str::to_owned).collect();
            let document = participant.clone();
            Quote {
                row: 0,
                theme,
                subtheme,
                facet,
                text,
                questions,
                participant,
                document,
                is_note: false,
            }
        })
        .prop_filter("a quote has words", |quote| !quote.text.is_empty())
}

proptest! {
    #[test]
    fn printed_quotes_read_back(written in prop::collection::vec(any_quote(), 0..8)) {
        let text = to_csv(&written);
        let (mut read, problems) = read(text.split_once('\n').unwrap().1);
        prop_assert!(problems.iter().all(|problem| !problem.is_error()), "{:?}", problems);
        for quote in &mut read {
            quote.row = 0;
        }
        prop_assert_eq!(read, written);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), rows in "[a“”\"',;\nRQ1]{0,60}") {
        for rest in [&bytes[..], rows.as_bytes()] {
            if let Ok(table) = read_table("quotes.csv", &[HEADER.as_bytes(), rest].concat()) {
                let _ = parse("quotes.csv", &table, References::default());
            }
        }
    }
}
