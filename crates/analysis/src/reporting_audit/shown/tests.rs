use super::super::tests::world::World;
use super::*;
use formats::report::{Block, html};

fn found() -> Audit {
    let mut world = World::of(4);
    let at = world.printed()[0];
    world.text[at] = world.text[at].replacen(' ', " hardly ", 1);
    world.claims().participants = Some(40);
    world.audit()
}

#[test]
fn json_lists_every_check_and_findings_with_places() {
    let value: serde_json::Value = serde_json::from_str(&json(&found()).unwrap()).unwrap();
    let checks = value["checks"].as_array().unwrap();
    assert_eq!(checks.len(), 31);
    assert_eq!(checks[0]["id"], "A01");
    assert_eq!(checks[0]["severity"], "error");
    assert_eq!(checks[0]["status"], "found");
    assert_eq!(checks[0]["reason"], serde_json::Value::Null);
    let first = &value["findings"][0];
    for key in [
        "check", "severity", "subject", "message", "places", "settle",
    ] {
        assert!(!first[key].is_null(), "{key}");
    }
    assert!(first["places"][0]["source"].is_string());
}

#[test]
fn json_says_not_run_with_a_reason() {
    let audit = super::super::audit(&super::super::Facts::default(), None);
    let value: serde_json::Value = serde_json::from_str(&json(&audit).unwrap()).unwrap();
    assert_eq!(value["checks"][30]["status"], "not run");
    assert!(value["checks"][30]["reason"].is_string());
}

#[test]
fn text_says_what_was_found_where_and_what_settles_it_and_obeys_no_control_character() {
    let mut audit = found();
    audit.findings[0].subject.push('\u{1b}');
    let text = text(&audit, false);
    assert!(text.contains("A01  error  participants"), "{text}");
    assert!(text.contains("to settle it: "), "{text}");
    assert!(text.contains("{+hardly+}"), "{text}");
    assert!(
        text.contains("A04  Each research question has a quote"),
        "{text}"
    );
    assert!(
        text.lines().all(|line| line.chars().count() < 200),
        "{text}"
    );
    assert!(!text.contains('\u{1b}'));
    assert!(super::text(&audit, true).contains("\u{1b}[31m"));
}

#[test]
fn a_report_has_a_section_for_each_severity_and_the_list_of_all_checks() {
    let report = report(&found());
    let headings: Vec<&str> = report
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(headings, ["Errors (2)", "All checks"]);
    assert!(html(&report).contains("What it looks at"));
}
