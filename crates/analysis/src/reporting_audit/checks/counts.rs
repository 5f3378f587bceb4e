//! A01, A02, A30: how many took part.

use study::participants::Status;

use super::{NO_PARTICIPANTS, Outcome, PARTICIPANTS, counted, finding, listed, not_run};
use crate::reporting_audit::context::{Context, folded};
use crate::reporting_audit::findings::{Finding, Place, Severity};
use crate::reporting_audit::numbers::Counted;

const A01: (&str, Severity) = ("A01", Severity::Error);
const A02: (&str, Severity) = ("A02", Severity::Error);
const A30: (&str, Severity) = ("A30", Severity::Error);

/// A number that somebody stated, and where.
type Stated = (u32, Place);

/// A01: the stated number of participants equals the completed interviews; all places that state it agree.
pub(in crate::reporting_audit) fn participants(context: &Context) -> Outcome {
    let stated = stated_participants(context);
    let known = context.facts.participants.is_some();
    if stated.is_empty() {
        return not_run("nothing states how many took part (claims.toml, a manuscript)");
    }
    if !known && stated.len() < 2 {
        return not_run(NO_PARTICIPANTS);
    }
    let data = u32::try_from(context.completed().count()).unwrap_or(u32::MAX);
    let right = if known { data } else { stated[0].0 };
    let mut values: Vec<u32> = stated.iter().map(|(value, _)| *value).collect();
    values.retain(|value| *value != right);
    values.dedup();
    let mut findings = Vec::new();
    for (at, value) in values.iter().enumerate() {
        if values[..at].contains(value) {
            continue;
        }
        let places = stated.iter().filter(|(other, _)| other == value);
        let message = match known {
            true => format!(
                "{} stated, and {} in the data.",
                counted(*value as usize, "participant is", "participants are"),
                counted(
                    data as usize,
                    "interview is completed",
                    "interviews are completed"
                ),
            ),
            false => format!("{value} participants are stated here and {right} elsewhere."),
        };
        let settle = "Correct the number in the text, or the status of the rows.";
        let mut found = finding(A01, "participants", message, settle);
        found.places.extend(places.map(|(_, place)| place.clone()));
        found.places.push(match known {
            true => Place::whole(PARTICIPANTS, format!("{data} completed")),
            false => stated[0].1.clone(),
        });
        findings.push(found);
    }
    Outcome::Ran(findings)
}

fn stated_participants(context: &Context) -> Vec<Stated> {
    let claims = context.facts.claims.as_ref();
    let claim = claims.and_then(|claims| claims.participants);
    let claim = claim.map(|value| (value, Place::claim("participants", value.to_string())));
    let told = context
        .counted
        .iter()
        .filter_map(|(counted, place)| match counted {
            Counted::Interviewed(value) => Some((*value, place.clone())),
            // Where there is one cohort, its number is that of all.
            Counted::OfCohort(_, value) if context.cohorts.len() == 1 => {
                Some((*value, place.clone()))
            }
            _ => None,
        });
    claim.into_iter().chain(told).collect()
}

/// A02: the stated number of each cohort equals the data, and they add up to the stated total.
pub(in crate::reporting_audit) fn cohorts(context: &Context) -> Outcome {
    let claims = context.facts.claims.as_ref();
    let claimed = claims.map_or(&[][..], |claims| claims.cohorts.as_slice());
    let told: Vec<(usize, Stated)> = context
        .counted
        .iter()
        .filter_map(|(counted, place)| match counted {
            Counted::OfCohort(index, value) => Some((*index, (*value, place.clone()))),
            _ => None,
        })
        .filter(|_| context.cohorts.len() > 1)
        .collect();
    if claimed.is_empty() && told.is_empty() {
        return not_run(
            "nothing states how many of each cohort took part (claims.toml, a manuscript)",
        );
    }
    let known = context.facts.participants.is_some();
    let total = claims.and_then(|claims| claims.participants);
    if !known && (claimed.is_empty() || total.is_none()) {
        return not_run(NO_PARTICIPANTS);
    }
    let mut findings = Vec::new();
    if known {
        for (cohort, value) in claimed {
            let place = Place::claim(&format!("cohorts.{cohort}"), value.to_string());
            let same = |known: &&String| folded(known) == folded(cohort);
            match context.cohorts.iter().find(same) {
                Some(known) => findings.extend(differing(context, known, (*value, place))),
                None => findings.push(unknown(context, cohort, *value, place)),
            }
        }
        for (index, stated) in told {
            findings.extend(differing(context, &context.cohorts[index], stated));
        }
    }
    if let (true, Some(total)) = (findings.is_empty(), total) {
        findings.extend(sum(context, claimed, total));
    }
    Outcome::Ran(findings)
}

fn differing(context: &Context, cohort: &str, (value, place): Stated) -> Option<Finding> {
    let rows = context
        .completed()
        .filter(|one| one.cohort == cohort)
        .count();
    if rows == value as usize {
        return None;
    }
    let message = format!(
        "{value} stated of the cohort {cohort}, and {} in the data.",
        counted(rows, "interview is completed", "interviews are completed")
    );
    let settle = "Correct the number in the text, or the cohort and the status of the rows.";
    let data = Place::whole(PARTICIPANTS, format!("{rows} completed of {cohort}"));
    Some(
        finding(A02, format!("cohort {cohort}"), message, settle)
            .at(place)
            .at(data),
    )
}

fn unknown(context: &Context, cohort: &str, value: u32, place: Place) -> Finding {
    let message = format!(
        "{value} are stated of the cohort {cohort}, and nobody in the data is of it; there are {}.",
        listed(&context.cohorts)
    );
    let settle = "Use the name of a cohort of participants.csv.";
    let data = Place::whole(PARTICIPANTS, listed(&context.cohorts));
    finding(A02, format!("cohort {cohort}"), message, settle)
        .at(place)
        .at(data)
}

/// The stated cohorts against the stated total; a total that is wrong itself is A01's.
fn sum(context: &Context, claimed: &[(String, u32)], total: u32) -> Option<Finding> {
    let sum: u32 = claimed
        .iter()
        .fold(0, |sum, (_, value)| sum.saturating_add(*value));
    let data = u32::try_from(context.completed().count()).unwrap_or(u32::MAX);
    let told_by_a01 = context.facts.participants.is_some() && data != total;
    if claimed.is_empty() || sum == total || told_by_a01 {
        return None;
    }
    let parts: Vec<String> = claimed.iter().map(|(_, value)| value.to_string()).collect();
    let message = format!(
        "{} stated of the cohorts make {sum}; the total is given as {total}.",
        parts.join(" + ")
    );
    let settle = "Correct the total or the cohort that is wrong; name every cohort.";
    let found = finding(A02, "sum of the cohorts", message, settle);
    Some(
        found
            .at(Place::claim("cohorts", parts.join(" + ")))
            .at(Place::claim("participants", total.to_string())),
    )
}

/// A30: a completed row has a date and a length, any other has neither, and all rows together are those invited.
pub(in crate::reporting_audit) fn coherent(context: &Context) -> Outcome {
    let Some(participants) = &context.facts.participants else {
        return not_run(NO_PARTICIPANTS);
    };
    let mut findings = Vec::new();
    for one in participants {
        let date = one.date.map(|date| date.in_words());
        let length = one.length.map(|length| length.to_string());
        let name = &one.participant;
        let (column, message) = match (one.status, &date, &length) {
            (Status::Completed, None, None) => (
                "interview_date",
                format!("{name} is completed and has neither date nor length."),
            ),
            (Status::Completed, None, Some(_)) => (
                "interview_date",
                format!("{name} is completed and has no date."),
            ),
            (Status::Completed, Some(_), None) => (
                "interview_length",
                format!("{name} is completed and has no length."),
            ),
            (Status::Completed, Some(_), Some(_)) | (_, None, None) => continue,
            (status, _, Some(length)) => (
                "interview_length",
                format!("{name} is {} and has a length of {length}.", said(status)),
            ),
            (status, Some(date), None) => (
                "interview_date",
                format!("{name} is {} and has the date {date}.", said(status)),
            ),
        };
        let text = [Some(one.status.to_string()), date, length];
        let text: Vec<String> = text.into_iter().flatten().collect();
        let settle = "Settle whether the interview was held; then correct the status, or the date and length.";
        let place = Place::row(PARTICIPANTS, one.row, column, text.join(", "));
        findings.push(finding(A30, name.clone(), message, settle).at(place));
    }
    findings.extend(invited(context, participants.len()));
    Outcome::Ran(findings)
}

fn said(status: Status) -> String {
    status.in_words().to_lowercase()
}

fn invited(context: &Context, rows: usize) -> Vec<Finding> {
    let claims = context.facts.claims.as_ref();
    let claim = claims.and_then(|claims| claims.invited);
    let claim = claim.map(|value| (value, Place::claim("invited", value.to_string())));
    let told = context
        .counted
        .iter()
        .filter_map(|(counted, place)| match counted {
            Counted::Invited(value) => Some((*value, place.clone())),
            _ => None,
        });
    let wrong = claim
        .into_iter()
        .chain(told)
        .filter(|(value, _)| *value as usize != rows);
    let completed = context.completed().count();
    let wrong = wrong.map(|(value, place)| {
        let message = format!(
            "{value} are stated as invited; the data has {rows}: {completed} completed and {} not.",
            rows - completed
        );
        let settle = "Correct the number in the text, or add the rows of those who are missing.";
        let data = Place::whole(PARTICIPANTS, counted(rows, "row", "rows"));
        finding(A30, "invited", message, settle).at(place).at(data)
    });
    wrong.collect()
}
