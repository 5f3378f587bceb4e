use super::*;
use crate::columns::read_table;
use crate::transcripts::anchors::Anchored;

const TEXT: &str =
    "I work at Barton Hospital.\nDr Quillfeather — my boss — is 51. Write to q@example.org.";

fn all(version: &Version) -> Vec<Accepted> {
    let accepted = |one: Suggestion| Accepted {
        span: one.span,
        surrogate: one.surrogate,
    };
    suggest(version, &Lists::default())
        .into_iter()
        .map(accepted)
        .collect()
}

#[test]
fn accepted_suggestions_are_replaced_and_nothing_else() {
    let version = of(TEXT);
    let (new, _) = apply(&version, &all(&version)).unwrap();
    assert_eq!(
        new.text(),
        "I work at [hospital A].\nDr [person A] — my boss — is 51. Write to [e-mail address A]."
    );
    assert_eq!(apply(&version, &[]).unwrap().0, version);
}

#[test]
fn spans_stay_where_they_are_over_the_replacement() {
    let version = of(TEXT);
    let (new, map) = apply(&version, &all(&version)).unwrap();
    let becomes = |part: &str| {
        let byte = TEXT.find(part).unwrap();
        let start = TEXT[..byte].chars().count();
        let span = Span::new(start, start + part.chars().count());
        match map.carry(&version, &new, span) {
            Anchored::Same(at) | Anchored::Moved(at) => format!("kept: {}", new.slice(at)),
            Anchored::Edited { new, .. } => format!("edited: {new}"),
            Anchored::Lost { .. } => "lost".to_owned(),
        }
    };
    assert_eq!(becomes("I work"), "kept: I work");
    assert_eq!(becomes("— my boss —"), "kept: — my boss —");
    assert_eq!(becomes("Quillfeather"), "edited: [person A]");
    assert_eq!(becomes("at Barton Hospital."), "edited: at [hospital A].");
    assert_eq!(becomes("Barton"), "edited: [hospital A]");
}

#[test]
fn what_is_no_place_or_overlaps_is_refused_and_nothing_is_replaced() {
    let version = of("one two\nthree");
    let at = |start, end| Accepted {
        span: Span::new(start, end),
        surrogate: "[x]".to_owned(),
    };
    for (accepted, refused) in [
        (vec![at(0, 3), at(2, 5)], Refused::Overlap(Span::new(2, 5))),
        (vec![at(2, 2)], Refused::NoSuchPlace(Span::new(2, 2))),
        (vec![at(5, 9)], Refused::NoSuchPlace(Span::new(5, 9))),
        (vec![at(7, 8)], Refused::NoSuchPlace(Span::new(7, 8))),
        (vec![at(9, 99)], Refused::NoSuchPlace(Span::new(9, 99))),
        (vec![at(99, 100)], Refused::NoSuchPlace(Span::new(99, 100))),
    ] {
        assert_eq!(apply(&version, &accepted), Err(refused));
    }
    let broken = Accepted {
        surrogate: "[a\nb]".to_owned(),
        ..at(0, 3)
    };
    assert_eq!(
        apply(&version, &[broken]),
        Err(Refused::LineBreak(Span::new(0, 3)))
    );
}

#[test]
fn suggestions_are_read_back_as_accepted_and_rows_that_were_taken_out_are_not() {
    let version = of(TEXT);
    let suggestions = suggest(&version, &Lists::default());
    let csv = suggestions_to_csv(&suggestions);
    let table = read_table("s.csv", csv.as_bytes()).unwrap();
    let (accepted, problems) = accepted_from_csv("s.csv", &table, &version);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(accepted, all(&version));
    let fewer: Vec<&str> = csv
        .lines()
        .filter(|line| !line.contains("Barton"))
        .collect();
    let table = read_table("s.csv", fewer.join("\n").as_bytes()).unwrap();
    let (accepted, _) = accepted_from_csv("s.csv", &table, &version);
    let (new, _) = apply(&version, &accepted).unwrap();
    assert!(
        new.text()
            .starts_with("I work at Barton Hospital.\nDr [person A]")
    );
}

#[test]
fn a_row_whose_text_stands_elsewhere_or_overlaps_is_refused_with_its_place() {
    let version = of("one two three");
    for (rows, expected) in [
        ("0,3,two,[x]\n", "E08 2 original"),
        ("50,53,two,[x]\n", "E08 2 original"),
        ("a,3,one,[x]\n", "E09 2 start"),
        ("0,3,one,\n", "E12 2 surrogate"),
        ("0,7,one two,[x]\n4,7,two,[y]\n", "E08 3 start"),
    ] {
        let text = format!("start,end,original,surrogate\n{rows}");
        let table = read_table("s.csv", text.as_bytes()).unwrap();
        let (_, problems) = accepted_from_csv("s.csv", &table, &version);
        let [problem] = &problems[..] else {
            panic!("{problems:?}")
        };
        let place = format!(
            "{} {} {}",
            problem.code.unwrap(),
            problem.row.unwrap(),
            problem.column.as_deref().unwrap()
        );
        assert_eq!(place, expected, "{rows}");
    }
}

#[test]
fn a_list_of_names_is_read_with_category_and_kind() {
    let text = "term,category,kind\nAda  Quill,Person,\nNight of the flood,event,\nHeron House,place,hostel\nx,nothing,\n";
    let table = read_table("names.csv", text.as_bytes()).unwrap();
    let (terms, problems) = terms_from_csv("names.csv", &table);
    let said: Vec<(&str, Category, &str)> = terms
        .iter()
        .map(|term| (term.text.as_str(), term.category, term.kind.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            ("Ada Quill", Category::Person, ""),
            ("Night of the flood", Category::Event, ""),
            ("Heron House", Category::Place, "hostel"),
        ]
    );
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].row, Some(5));
}
