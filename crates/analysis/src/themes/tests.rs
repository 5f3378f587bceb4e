use study::problem::Code;

use super::*;

fn codes(text: &str) -> Vec<(Option<Code>, Option<u32>)> {
    let (_, problems) = parse("themes.toml", text.as_bytes());
    problems.iter().map(|p| (p.code, p.row)).collect()
}

#[test]
fn an_entry_has_a_path_of_up_to_three_names_and_what_is_said_about_it() {
    let text =
        "[[theme]]\npath = \"A  door > Who holds  it\"\nstatus = \"defined\"\nconcept = \"One.\"\n";
    let (themes, problems) = parse("themes.toml", text.as_bytes());
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(themes[0].path, ["A door", "Who holds it"]);
    assert_eq!(themes[0].status, ThemeStatus::Defined);
}

#[test]
fn every_fault_is_named_with_the_line_of_its_entry() {
    let text = "[[theme]]\npath = \"A\"\nstatus = \"ready\"\n\n[[theme]]\npath = \"A > B > C > D\"\n\
                \n[[theme]]\npath = 3\nmood = \"\"\n\n[[theme]]\npath = \"E\"\nstatus = \"defined\"\n\
                \n[[theme]]\npath = \"F\"\n\n[[theme]]\npath = \"F\"\n";
    let found: Vec<_> = codes(text)
        .into_iter()
        .map(|(code, _)| code.unwrap())
        .collect();
    assert_eq!(
        found,
        [
            Code::E11,
            Code::E12,
            Code::E09,
            Code::E09,
            Code::E12,
            Code::E12,
            Code::E12,
            Code::E03
        ]
    );
    assert_eq!(
        codes("[[theme]]\npath = \"A\"\nstatus = \"x\"")[0].1,
        Some(1)
    );
    assert_eq!(codes("\n\npath"), [(Some(Code::E09), Some(3))]);
    assert_eq!(codes("[[quote]]\n")[0].0, Some(Code::E09));
}
