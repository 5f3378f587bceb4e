use super::*;

/// Each line: what is said, then what must be found in it, nothing else.
fn finds(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(by_rule(text), *expected, "{text}");
    }
}

#[test]
fn an_nhs_number_is_known_by_its_check_digit() {
    finds(&[
        (
            "it was 943 476 5919 on the form",
            &["NHS number: 943 476 5919"],
        ),
        ("it was 9434765919", &["NHS number: 9434765919"]),
        ("it was 943-476-5919.", &["NHS number: 943-476-5919"]),
        ("it was 943 476 5918 on the form", &[]),
        ("it was 1943 476 5919 on the form", &[]),
        ("it was 943 476 59190 on the form", &[]),
    ]);
}

#[test]
fn telephones_bleeps_and_addresses_are_found() {
    finds(&[
        ("ring 020 7946 0123 today", &["phone number: 020 7946 0123"]),
        ("ring 07700 900123 today", &["phone number: 07700 900123"]),
        (
            "ring +44 7700 900123 today",
            &["phone number: +44 7700 900123"],
        ),
        ("ring (0117) 496 0123", &["phone number: (0117) 496 0123"]),
        ("ring +49 30 901820 today", &["phone number: +49 30 901820"]),
        ("on bleep 4417, usually", &["phone number: 4417"]),
        ("we saw 120 patients in 2 weeks and 0 came back", &[]),
        (
            "write to a.quill@example.org, please",
            &["e-mail address: a.quill@example.org"],
        ),
        (
            "it is ada dot quill at example dot org",
            &["e-mail address: ada dot quill at example dot org"],
        ),
        (
            "see https://example.org/rota?x=1.",
            &["link: https://example.org/rota?x=1"],
        ),
        (
            "see www.example.org and example.co.uk",
            &["link: www.example.org", "link: example.co.uk"],
        ),
        ("I am @ada_quill there", &["handle: @ada_quill"]),
        ("we met at 5 dot", &[]),
    ]);
}

#[test]
fn postcodes_are_found() {
    finds(&[
        ("I live at SW1A 1AA now", &["postcode: SW1A 1AA"]),
        (
            "at M1 1AE, at EC1A 1BB",
            &["postcode: M1 1AE", "postcode: EC1A 1BB"],
        ),
        ("at B338TH", &["postcode: B338TH"]),
        ("ST3 trainees, A4 paper, H1N1 and CT1 to ST8", &[]),
    ]);
}

#[test]
fn dates_and_years_are_found() {
    finds(&[
        ("on 9/3/2031 we met", &["date: 9/3/2031"]),
        ("on 2031-03-09 we met", &["date: 2031-03-09"]),
        ("on the 9th of March we met", &["date: 9th of March"]),
        ("on Monday, 9 March 2031", &["date: Monday, 9 March 2031"]),
        ("on March 9th, 2031", &["date: March 9th, 2031"]),
        (
            "the twenty-first of June was hard",
            &["date: twenty-first of June"],
        ),
        (
            "it began in March 2031 and ended in March",
            &["date: March 2031"],
        ),
        ("I came here in 2019", &["year: 2019"]),
        ("version 1.2.3, 45/90/2031, 2 of 3, 2019 patients", &[]),
        ("I may come; in May perhaps", &[]),
    ]);
}

#[test]
fn ages_are_found() {
    finds(&[
        ("a 34-year-old man", &["age: 34-year-old"]),
        (
            "she was thirty-four years old",
            &["age: thirty-four years old"],
        ),
        ("a woman aged 87 came", &["age: 87"]),
        ("when I turned forty", &["age: forty"]),
        ("I'm 29 and tired", &["age: 29"]),
        ("she was 61.", &["age: 61"]),
        ("I was 30 minutes late, I'm 10 years in", &[]),
    ]);
}

#[test]
fn hospitals_trusts_and_places_are_found_by_how_they_are_named() {
    finds(&[
        ("At Barton Hospital we", &["hospital: Barton Hospital"]),
        (
            "in the Royal Quillshire Infirmary",
            &["hospital: Royal Quillshire Infirmary"],
        ),
        (
            "sent to Barton General on Friday",
            &["hospital: Barton General"],
        ),
        ("from St Quill's to", &["hospital: St Quill's"]),
        (
            "from St. Quill’s Hospital to",
            &["hospital: St. Quill’s Hospital"],
        ),
        (
            "the Hospital of the Good Hope, the Quill and Barton Hospital",
            &["hospital: Quill and Barton Hospital"],
        ),
        (
            "the Barton and Quill NHS Foundation Trust",
            &["trust: Barton and Quill NHS Foundation Trust"],
        ),
        (
            "at the University of Quillshire",
            &["university: University of Quillshire"],
        ),
        ("we ordered an MRI. The Hospital is big", &[]),
        (
            "I was at Quillbrooke's then, not at Sarah's house",
            &["hospital: Quillbrooke's", "person: Sarah"],
        ),
        (
            "I grew up in Quillmoor and she lives in a flat",
            &["town: Quillmoor"],
        ),
        ("she was on ward 3", &["ward: ward 3"]),
        (
            "on Ward 7B and on Heron Ward",
            &["ward: Ward 7B", "ward: Heron Ward"],
        ),
        ("at 12 Quill Road", &["address: 12 Quill Road"]),
        (
            "I moved from Leeds to Reading",
            &["town: Leeds", "town: Reading"],
        ),
        (
            "Reading the notes, a General Practice, the General Hospital, General Medicine",
            &[],
        ),
        ("My Hospital is big. The Trust pays. Our Ward", &[]),
        ("the Royal College of Psychiatrists", &[]),
    ]);
}

#[test]
fn persons_are_found_by_title_and_by_given_name() {
    finds(&[
        ("then Dr Quillfeather came", &["person: Quillfeather"]),
        (
            "then Dr. A. B. Quillfeather's list",
            &["person: A. B. Quillfeather"],
        ),
        (
            "with Sister O'Barton and Nurse Quill",
            &["person: O'Barton", "person: Quill"],
        ),
        ("Professor van der Quill said", &["person: van der Quill"]),
        (
            "then Sarah said, and Priya Quillfeather too",
            &["person: Sarah", "person: Priya Quillfeather"],
        ),
        ("Dr Monday, the sister, a nurse, a doctor", &[]),
        ("Will you come? May I? Hope so. Mark", &["person: Mark"]),
    ]);
}

#[test]
fn a_name_that_was_found_is_found_wherever_a_part_of_it_stands() {
    assert_eq!(
        by_rule("Dr Ada Quillfeather was there\nand Quillfeather's list was long"),
        ["person: Ada Quillfeather", "person: Quillfeather"]
    );
}
