//! Promises of the reporting audit as a whole.

mod minimal;
mod reading;
mod seeded;
pub(super) mod world;

use super::findings::Severity;
use super::*;

/// The audit of facts and the text of a manuscript in Markdown; none if it is empty.
fn audited(facts: &Facts, text: &str) -> Audit {
    let manuscript = (!text.is_empty())
        .then(|| formats::manuscript::read("m.md", text.as_bytes()).expect("a manuscript"));
    audit(facts, manuscript.as_ref())
}

/// The findings in short, for messages of tests.
fn told(audit: &Audit) -> Vec<String> {
    let findings = audit.findings.iter();
    findings
        .map(|one| {
            format!(
                "{} {:?} {}: {}",
                one.check, one.severity, one.subject, one.message
            )
        })
        .collect()
}

fn status(audit: &Audit, id: &str) -> Status {
    let check = audit.checks.iter().find(|check| check.id == id);
    check.expect("every check is listed").status
}

#[test]
fn every_run_lists_all_31_checks_in_the_order_of_their_ids() {
    let audit = audited(&Facts::default(), "");
    let ids: Vec<&str> = audit.checks.iter().map(|check| check.id).collect();
    let expected: Vec<String> = (1..=31).map(|number| format!("A{number:02}")).collect();
    assert_eq!(ids, expected);
    for check in &audit.checks {
        assert_eq!(
            check.status,
            Status::NotRun,
            "{} without any data",
            check.id
        );
        assert!(
            check
                .reason
                .as_ref()
                .is_some_and(|reason| !reason.is_empty())
        );
    }
}

#[test]
fn what_somebody_set_aside_stays_listed_and_is_no_error_any_more() {
    let mut world = world::World::of(1);
    let claims = world.facts.claims.as_mut().expect("the world claims");
    claims.participants = claims.participants.map(|count| count + 1);
    let before = world.audit();
    assert!(before.has_errors());
    world.facts.set_aside = vec![facts::SetAside {
        finding: before.findings[0].fingerprint(),
        by: "Dr Halvard Mbeki-Stone".to_owned(),
        why: "A twin interview counts as two.".to_owned(),
    }];
    let after = world.audit();
    assert_eq!(after.findings.len(), before.findings.len());
    assert!(!after.has_errors());
    assert_eq!(after.count(Severity::Error), 0);
    assert!(shown::text(&after, false).contains("A twin interview counts as two."));
}

#[test]
fn a_check_that_may_not_be_run_or_not_wholly_is_never_clear() {
    let mut world = world::World::of(1);
    assert_eq!(status(&world.audit(), "A01"), Status::Clear);
    let limit = |is_whole| facts::Limit {
        check: "A01",
        reason: "not for everybody",
        is_whole,
    };
    world.facts.limits = vec![limit(false)];
    assert_eq!(status(&world.audit(), "A01"), Status::NotRun);
    let claims = world.facts.claims.as_mut().expect("the world claims");
    claims.participants = claims.participants.map(|count| count + 1);
    assert_eq!(status(&world.audit(), "A01"), Status::Found);
    world.facts.limits = vec![limit(true)];
    assert_eq!(status(&world.audit(), "A01"), Status::NotRun);
    assert!(!world.audit().has_errors());
}
