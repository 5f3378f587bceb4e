use super::*;

#[test]
fn a_listed_term_is_found_as_a_whole_word_in_any_case_and_with_either_apostrophe() {
    let lists = list(&[
        ("Zorn", Category::Person, ""),
        ("the night of the flood", Category::Event, ""),
        ("O'Kvist", Category::Person, ""),
        ("Élan House", Category::Place, "hostel"),
    ]);
    assert_eq!(
        suggested(
            "zorn and ZORN, not Zorned; O’Kvist; The Night of the flood; ÉLAN HOUSE",
            &lists
        ),
        [
            "person: zorn",
            "person: ZORN",
            "person: O’Kvist",
            "event: The Night of the flood",
            "hostel: ÉLAN HOUSE"
        ]
    );
}

#[test]
fn a_listed_name_that_is_an_ordinary_word_needs_its_capital() {
    let lists = list(&[("Will", Category::Person, "")]);
    assert_eq!(suggested("I will ask Will", &lists), ["person: Will"]);
}

#[test]
fn the_longest_find_says_what_it_is_and_a_list_comes_before_a_rule() {
    let lists = list(&[
        ("Barton", Category::Place, "village"),
        ("Barton Hospital", Category::Employer, "rival"),
    ]);
    assert_eq!(
        suggested("in Barton, at Barton Hospital", &lists),
        ["village: Barton", "rival: Barton Hospital"]
    );
    let lists = list(&[("Barton", Category::Place, "village")]);
    assert_eq!(
        suggested("at Barton Hospital", &lists),
        ["hospital: Barton Hospital"]
    );
}

#[test]
fn no_part_of_a_name_is_left_standing_where_finds_overlap() {
    let lists = list(&[("Mercy Barton", Category::Place, "village")]);
    assert_eq!(
        suggested("in mercy Barton Hospital", &lists),
        ["hospital: mercy Barton Hospital"]
    );
}

#[test]
fn parts_of_a_listed_name_are_found_too() {
    let lists = list(&[("Zara Quillfeather", Category::Person, "")]);
    assert_eq!(
        suggested("Quillfeather, and later zara, said so", &lists),
        ["person: Quillfeather", "person: zara"]
    );
}

#[test]
fn the_same_original_has_the_same_surrogate_within_a_text() {
    let text = "at Barton Hospital with Dr Ada Quillfeather\nat Quill Hospital\nback at Barton  Hospital\nMrs Quillfeather’s";
    let suggestions = suggest(&of(text), &Lists::default());
    let surrogates: Vec<&str> = suggestions
        .iter()
        .map(|one| one.surrogate.as_str())
        .collect();
    assert_eq!(
        surrogates,
        [
            "[hospital A]",
            "[person A]",
            "[hospital B]",
            "[hospital A]",
            "[person A]"
        ],
        "{suggestions:?}"
    );
}

#[test]
fn a_name_alone_that_fits_two_people_is_a_third() {
    let text = "Dr Ada Quill and Mr Ben Quill\nthen Quill";
    let suggestions = suggest(&of(text), &Lists::default());
    let surrogates: Vec<&str> = suggestions
        .iter()
        .map(|one| one.surrogate.as_str())
        .collect();
    assert_eq!(surrogates, ["[person A]", "[person B]", "[person C]"]);
}

#[test]
fn letters_go_on_after_z() {
    let text: Vec<String> = (10..40).map(|number| format!("Ward {number}")).collect();
    let suggestions = suggest(&of(&text.join("\n")), &Lists::default());
    let surrogates: Vec<&str> = suggestions
        .iter()
        .map(|one| one.surrogate.as_str())
        .collect();
    assert_eq!(surrogates[25..28], ["[ward Z]", "[ward AA]", "[ward AB]"]);
}

#[test]
fn a_term_is_searched_in_all_documents() {
    let (one, two) = (of("the flood\nno FLOOD"), of("floods, the flood"));
    let hits = search("flood", [("M1", &one), ("M2", &two)]);
    let places: Vec<(&str, usize, Span, &str)> = hits
        .iter()
        .map(|hit| (hit.document.as_str(), hit.turn, hit.span, hit.text.as_str()))
        .collect();
    assert_eq!(
        places,
        [
            ("M1", 1, Span::new(4, 9), "flood"),
            ("M1", 2, Span::new(13, 18), "FLOOD"),
            ("M2", 1, Span::new(12, 17), "flood"),
        ]
    );
    assert_eq!(search("", [("M1", &one)]), []);
}

#[test]
fn the_labels_of_speakers_are_terms_unless_they_name_nobody() {
    let labels = [
        "Ada Quill (External)",
        "Interviewer",
        "Speaker 2",
        "M1",
        "Zorn",
        "Zorn",
    ];
    let lists = Lists {
        terms: terms_of_labels(labels),
        given_names: false,
    };
    let names: Vec<&str> = lists.terms.iter().map(|term| term.text.as_str()).collect();
    assert_eq!(names, ["Ada Quill", "Zorn"]);
    assert_eq!(
        suggested("thanks zorn, Quill and M1", &lists),
        ["person: zorn", "person: Quill"]
    );
}
