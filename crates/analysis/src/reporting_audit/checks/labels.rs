//! A13: whether a label behind a quote leads to a row of Table 1 or to a file.

use formats::manuscript::Kind;
use study::participants::Participant;

use super::{NO_MANUSCRIPT, NO_PARTICIPANTS, Outcome, PARTICIPANTS, finding, not_run};
use crate::reporting_audit::context::{Context, folded, words_of};
use crate::reporting_audit::findings::{Finding, Place, Severity};
use crate::reporting_audit::prose::{Marked, Prose, Quotation};

const A13: (&str, Severity) = ("A13", Severity::Error);
const SETTLE: &str = "Print the quotation without a label, or with one that is made for this report alone and says nothing of the person.";

pub(in crate::reporting_audit) fn run(context: &Context) -> Outcome {
    let Some(prose) = &context.prose else {
        return not_run(NO_MANUSCRIPT);
    };
    if context.facts.participants.is_none() {
        return not_run(NO_PARTICIPANTS);
    }
    let mut findings = Vec::new();
    let quotations = prose
        .quotations
        .iter()
        .filter(|one| one.marked != Marked::Literature);
    for quotation in quotations {
        if let Some(label) = &quotation.label {
            findings.extend(leads(context, prose, quotation, label));
        }
    }
    Outcome::Ran(findings)
}

fn leads(context: &Context, prose: &Prose, quotation: &Quotation, label: &str) -> Option<Finding> {
    let place = prose.place(quotation.passage, label);
    let subject = format!("label “{label}”");
    let ids = label.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
    let ids: Vec<&str> = ids.filter(|word| !word.is_empty()).collect();
    let participants = context.facts.participants.iter().flatten();
    let by_id = participants
        .clone()
        .find(|one| ids.iter().any(|id| same_id(id, &one.participant)));
    if let Some(one) = by_id {
        let message = format!(
            "The label “{label}” is the id of a row of participants.csv, which stands in files of the study as well."
        );
        let row = Place::row(
            PARTICIPANTS,
            one.row,
            "participant",
            one.participant.clone(),
        );
        return Some(finding(A13, subject, message, SETTLE).at(place).at(row));
    }
    let documents = context.facts.documents.iter().flatten();
    let mut documents = documents.filter(|one| ids.iter().any(|id| same_id(id, &one.handle)));
    if let Some(document) = documents.next() {
        let message = format!("The label “{label}” is the name of a transcript.");
        let file = Place::whole(&document.handle, "a transcript");
        return Some(finding(A13, subject, message, SETTLE).at(place).at(file));
    }
    let mut cells = prose
        .passages
        .iter()
        .enumerate()
        .filter(|(_, one)| one.kind == Kind::Cell);
    if let Some((at, _)) =
        cells.find(|(_, cell)| folded(&cell.text) == folded(label) && at_least_an_id(label))
    {
        let message = format!(
            "The label “{label}” stands in a table of the manuscript as well, so that the row and the quotation can be joined."
        );
        return Some(
            finding(A13, subject, message, SETTLE)
                .at(place)
                .at(prose.place(at, label)),
        );
    }
    by_attributes(context, label).map(|one| {
        let message = format!("The label “{label}” fits one row of those who were interviewed.");
        let text = [Some(one.cohort.clone()), one.gender.clone()];
        let text: Vec<String> = text.into_iter().flatten().collect();
        let row = Place::row(PARTICIPANTS, one.row, "participant", text.join(", "));
        finding(A13, subject, message, SETTLE).at(place).at(row)
    })
}

/// Ids without a digit may be ordinary words, so that their case counts.
fn same_id(word: &str, id: &str) -> bool {
    match id.chars().any(|c| c.is_ascii_digit()) {
        true => word.eq_ignore_ascii_case(id),
        false => word == id,
    }
}

fn at_least_an_id(label: &str) -> bool {
    label.chars().any(|c| c.is_ascii_digit())
}

/// The one row that shares the cohort and the gender that a label names.
fn by_attributes<'a>(context: &'a Context, label: &str) -> Option<&'a Participant> {
    let words: Vec<String> = words_of(label)
        .iter()
        .map(|word| stem(word).to_owned())
        .collect();
    let names = |text: &str| {
        let wanted = words_of(text);
        !wanted.is_empty()
            && wanted
                .iter()
                .all(|word| words.iter().any(|one| one == stem(word)))
    };
    let gender = |text: &str| names(text) || same_gender(text).iter().any(|word| names(word));
    let rows: Vec<&Participant> = context.completed().collect();
    let by_cohort = rows.iter().any(|row| names(&row.cohort));
    let by_gender = rows
        .iter()
        .any(|row| row.gender.as_deref().is_some_and(gender));
    if !by_cohort && !by_gender {
        return None;
    }
    let mut fitting = rows.into_iter().filter(|row| {
        (!by_cohort || names(&row.cohort))
            && (!by_gender || row.gender.as_deref().is_some_and(gender))
    });
    let first = fitting.next();
    first.filter(|_| fitting.next().is_none())
}

fn stem(word: &str) -> &str {
    word.strip_suffix('s')
        .filter(|stem| stem.len() > 2)
        .unwrap_or(word)
}

/// Other words for a gender that is written in a table.
fn same_gender(text: &str) -> &'static [&'static str] {
    match text.to_lowercase().as_str() {
        "woman" | "female" | "f" | "w" | "women" => &["woman", "female", "women"],
        "man" | "male" | "m" | "men" => &["man", "male", "men"],
        _ => &[],
    }
}
