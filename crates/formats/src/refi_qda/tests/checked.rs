//! The check of files: each breach by line and column (Q22).

use std::io::Cursor;

use super::super::{Error, Limits, Validation, validate};
use super::{id, packed, project, samples::sample};

fn check(bytes: &[u8]) -> Validation {
    validate(Cursor::new(bytes), &Limits::default()).unwrap()
}

fn errors(xml: &str) -> Vec<(u64, u64, String)> {
    let found = check(xml.as_bytes());
    let errors = found.errors.into_iter();
    errors.map(|one| (one.line, one.column, one.what)).collect()
}

fn warnings(bytes: &[u8]) -> Vec<String> {
    let found = check(bytes);
    assert!(found.valid(), "{:?}", found.errors);
    found.warnings.into_iter().map(|one| one.what).collect()
}

const HEAD: &str = "<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"é\">";

#[test]
fn every_breach_is_told_where_it_stands() {
    let xml = format!(
        "\u{feff}<?xml version=\"1.0\"?>\n{HEAD}\n  <Users><User guid=\"c001\" nick=\"x\"/></Users>\n\
         <Sets/><CodeBook><Codes>\n<Code guid=\"{}\" isCodable=\"maybe\"/><Wish/>\n</Codes></CodeBook></Project>",
        id(1)
    );
    let expected = [
        (3, 10, "guid of User cannot be \"c001\""),
        (3, 10, "User has no attribute nick"),
        (4, 1, "Sets lacks Set"),
        (4, 8, "CodeBook stands too late in Project"),
        (5, 1, "isCodable of Code cannot be \"maybe\""),
        (5, 1, "Code lacks name"),
        (5, 70, "<Wish> is no element of the schema"),
    ];
    let expected = expected.map(|(line, column, what)| (line, column, what.to_owned()));
    assert_eq!(errors(&xml), expected);
}

#[test]
fn text_between_elements_is_told_and_white_space_is_not() {
    let xml = format!(
        "{HEAD}\n<Users>and<User guid=\"{}\"> </User>\n</Users><Description> \n x</Description></Project>",
        id(1)
    );
    let expected = [
        (2, 8, "Users may not hold text"),
        (2, 61, "User may not hold text"),
    ];
    let expected = expected.map(|(line, column, what)| (line, column, what.to_owned()));
    assert_eq!(errors(&xml), expected);
}

#[test]
fn what_stands_in_a_place_of_its_own_making_is_one_error_whatever_is_in_it() {
    let inner = "<Codes><Code/><Code/></Codes>".repeat(3);
    let xml =
        format!("{HEAD}<CodeBook xmlns=\"urn:QDA-XML:codebook:0:4\">{inner}</CodeBook></Project>");
    assert_eq!(errors(&xml).len(), 1);
    let xml = format!("{HEAD}<Sources><Codes>{inner}</Codes></Sources></Project>");
    let what: Vec<String> = errors(&xml).into_iter().map(|(_, _, what)| what).collect();
    assert_eq!(
        what,
        ["Sources lacks TextSource", "Sources may not hold Codes"]
    );
}

#[test]
fn what_the_schema_lets_pass_is_a_warning() {
    let selection = format!(
        "<PlainTextSelection guid=\"{0}\" startPosition=\"0\" endPosition=\"4\" creatingUser=\"{2}\"><Coding guid=\"{0}\"><CodeRef targetGUID=\"{1}\"/></Coding></PlainTextSelection>",
        id(5),
        id(1),
        id(77)
    );
    let xml = project("x", &selection).replace("<Project ", "<Project basePath=\"/home/ada\" ");
    let missing = packed(&[("project.qde", xml.as_bytes())]);
    let expected = [
        "basePath leads out of the archive: nobody follows it, and it may tell where somebody keeps their files".to_owned(),
        "\"t.txt\" is not in the archive".to_owned(),
        format!("it refers to {}, which does not exist", id(77)),
        "its GUID belongs to another element already".to_owned(),
        format!("{} is none of the kind that it may refer to", id(1)),
    ];
    assert_eq!(warnings(&missing), expected);
    let neither = project("x", "").replace(" plainTextPath=\"internal://t.txt\"", "");
    let neither = warnings(neither.as_bytes());
    assert_eq!(
        neither,
        ["it has no text: neither PlainTextContent nor plainTextPath"]
    );
    let both = project("x", "<PlainTextContent>a</PlainTextContent>");
    let both = warnings(&packed(&[
        ("project.qde", both.as_bytes()),
        ("sources/t.txt", b"a"),
    ]));
    assert_eq!(
        both,
        ["it has its text twice: PlainTextContent and plainTextPath"]
    );
}

#[test]
fn a_list_of_errors_ends_where_the_limit_is() {
    let xml = format!("{HEAD}<Users>{}</Users></Project>", "<User/>".repeat(500));
    let found = check(xml.as_bytes());
    assert_eq!((found.errors.len(), found.more_errors), (200, true));
}

#[test]
fn what_cannot_be_read_at_all_is_no_verdict() {
    let broken = validate(Cursor::new(b"<Project\n name='x'"), &Limits::default());
    assert!(matches!(broken, Err(Error::Xml { .. })), "{broken:?}");
    let other = validate(Cursor::new(b"<html/>"), &Limits::default());
    assert!(matches!(other, Err(Error::Root { .. })), "{other:?}");
}

#[test]
fn files_of_other_programs_get_the_verdict_of_the_published_schemas() {
    for (name, errors) in [
        ("nvivo-win-12.6_oltas0517.qdpx", 0),
        ("nvivo-mac-15_nvivo_project.qdpx", 0),
        ("atlasti-8.4-mac_TestProject.qdpx", 0),
        ("atlasti-23-win_target-atlas-project.qdpx", 0),
        ("maxqda-24_with_generated_codes.qde", 1),
        ("portableqda_REFI-QDA-1-5.qdc", 1),
    ] {
        let Some(bytes) = sample(name) else { return };
        assert_eq!(check(&bytes).errors.len(), errors, "{name}");
    }
    let Some(bytes) = sample("portableqda_portableQDA_Atlasti.qdc") else {
        return;
    };
    assert!(!check(&bytes).valid());
}
