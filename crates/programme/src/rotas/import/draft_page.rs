//! The dry run as a page.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Shell, page_with};
use platform::{App, Result};
use uuid::Uuid;

use super::draft_rows::{
    ChangeRow, ContradictionRow, LabelRow, ProposalRow, VerdictRow, change_row, contradiction_row,
    note, proposal_row, unmatched, verdict_row,
};
use super::draft_store::Draft;
use super::form_page::doctors;
use super::layout_form::{LayoutForm, layout_form};
use super::prepare::{Ground, Understood, changes, understand};
use super::verdicts::VerdictChange;
use crate::addresses::base;
use crate::exchange::Code;
use crate::rotas::codes_form::Row;
use crate::rotas::reading::RotaReading;
use crate::rotas::remark::Remark;
use crate::rotas::words::{difference_words, verdict_chip};
use crate::rotas::{Kind, propose};
use crate::wording::{capital, count, count_first, full_date};

/// Most lines of one list that a page shows; the counts are whole.
const MOST: usize = 200;
/// Longest list that is shown unfolded.
const FEW: usize = 6;

#[derive(Template)]
#[template(path = "rotas/import/draft.html")]
struct DraftPage {
    shell: Shell,
    here: String,
    again: String,
    heading: String,
    lead: String,
    may_apply: bool,
    readable: bool,
    faults: Vec<Remark>,
    fault_count: usize,
    open: Vec<(&'static str, String)>,
    warnings: Vec<Remark>,
    warning_count: usize,
    codes_heading: String,
    proposals: Vec<ProposalRow>,
    errors: Vec<(String, String)>,
    names_heading: String,
    asked: usize,
    unmatched: Vec<LabelRow>,
    doctors: Vec<(Uuid, String)>,
    contradictions: Vec<ContradictionRow>,
    contradiction_count: String,
    change_heading: String,
    change_words: String,
    change_count: usize,
    changes: Vec<ChangeRow>,
    verdict_heading: String,
    verdict_count: usize,
    verdict_words: String,
    verdicts: Vec<VerdictRow>,
    layout: Option<LayoutForm>,
    notes: Vec<(String, String)>,
    few: usize,
    most: usize,
}

/// Shows a draft, with meanings of codes as they were typed where some of them cannot be kept.
pub(super) async fn show(
    app: &App,
    viewer: &Viewer,
    ground: &Ground,
    draft: &Draft,
    typed: &[Row],
) -> Result<Response> {
    let understood = understand(app, ground, draft).await?;
    let changes = changes(app, viewer.scope()?.id, ground, draft, &understood).await?;
    let base = base(viewer)?;
    let site = &ground.site;
    let heading = heading(&understood);
    let shell = Shell::new(app, viewer, heading.clone())
        .crumb("Hospitals", Some(format!("{base}/sites")))
        .crumb(
            site.site.name.clone(),
            Some(format!("{base}/sites/{}/rota", site.id)),
        )
        .crumb(
            "Bring in",
            Some(format!("{base}/sites/{}/rota/import", site.id)),
        )
        .crumb("What was read", None);
    let status = if understood.reading.is_ok() && typed.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let empty = RotaReading::default();
    let reading = understood.reading.as_ref().unwrap_or(&empty);
    let proposals = propose(&reading.codes, &reading.key);
    let code_count = proposals.len();
    let (faults, warnings) = remarks(&understood, code_count > 0);
    let proposals: Vec<ProposalRow> = (proposals.into_iter().take(MOST))
        .map(|proposal| proposal_row(proposal, typed))
        .collect();
    let errors = (1..)
        .zip(&proposals)
        .filter(|(_, row)| !row.problem.is_empty())
        .map(|(at, row)| {
            let sentence = format!("{}: {}", capital(&row.spoken), row.problem);
            (format!("code-{at}"), sentence)
        })
        .collect();
    let unmatched = unmatched(ground, &understood, &reading.labels);
    let asked = unmatched.iter().filter(|one| !one.is_none).count();
    let difference = &changes.difference;
    let changed = [&difference.added, &difference.removed, &difference.changed];
    let change_count = changed.iter().map(|list| list.len()).sum();
    let codes_heading = match code_count {
        1 => "One code has no meaning yet".to_owned(),
        many => format!("{many} codes have no meaning yet"),
    };
    let names_heading = match asked {
        0 => "The others on the rota are left out, as you said".to_owned(),
        1 => "One name fits nobody".to_owned(),
        many => format!("{many} names fit nobody"),
    };
    let contradiction_count = count(reading.contradictions.len(), "day", "days");
    let open = [
        ("codes", &codes_heading, !proposals.is_empty()),
        ("names", &names_heading, asked > 0),
        (
            "twice",
            &format!("The file contradicts itself on {contradiction_count}"),
            !reading.contradictions.is_empty(),
        ),
    ];
    let open = open
        .into_iter()
        .filter(|(_, _, is_open)| *is_open)
        .map(|(to, words, _)| (to, words.clone()))
        .collect();
    page_with(
        status,
        DraftPage {
            shell,
            here: format!("{base}/rota-drafts/{}", draft.id),
            again: format!("{base}/sites/{}/rota/import", site.id),
            open,
            heading,
            lead: lead(draft, reading),
            may_apply: understood.may_apply(),
            readable: understood.reading.is_ok(),
            fault_count: faults.len(),
            faults: faults.into_iter().take(MOST).collect(),
            warning_count: warnings.len(),
            warnings: warnings.into_iter().take(MOST).collect(),
            codes_heading,
            proposals,
            errors,
            names_heading,
            asked,
            unmatched,
            doctors: doctors(ground),
            contradiction_count,
            contradictions: reading
                .contradictions
                .iter()
                .take(MOST)
                .map(|one| contradiction_row(ground, one))
                .collect(),
            change_heading: match change_count {
                0 => "Nothing changes".into(),
                1 => "One day changes".into(),
                some => format!("{some} days change"),
            },
            change_words: format!(
                "Against what is in place, by days: {}.",
                difference_words(difference)
            ),
            change_count,
            changes: changed
                .into_iter()
                .flatten()
                .take(MOST)
                .map(|change| change_row(ground, change))
                .collect(),
            verdict_heading: match changes.verdicts.len() {
                0 => "Who can come stays as it is".into(),
                1 => "One answer to who can come changes".into(),
                some => format!("{some} answers to who can come change"),
            },
            verdict_count: changes.verdicts.len(),
            verdict_words: verdict_words(&changes.verdicts),
            verdicts: changes
                .verdicts
                .iter()
                .take(MOST)
                .map(|change| verdict_row(ground, change))
                .collect(),
            layout: layout_form(draft, reading, understood.sheets.clone()),
            notes: reading.notes.iter().map(note).collect(),
            few: FEW,
            most: MOST,
        },
    )
}

fn heading(understood: &Understood) -> String {
    let Ok(reading) = &understood.reading else {
        return "This file cannot be read yet".into();
    };
    let faults = reading.faults().count();
    if faults > 0 {
        return format!(
            "{} to mend in the file",
            count_first(faults, "thing", "things")
        );
    }
    let people: BTreeSet<&str> = reading
        .shifts
        .iter()
        .map(|shift| shift.resident.as_str())
        .collect();
    if people.is_empty() {
        return "Nobody in this file is known".into();
    }
    let days: BTreeSet<_> = reading
        .shifts
        .iter()
        .map(|shift| (shift.resident.as_str(), shift.date))
        .collect();
    format!(
        "{} of {} can be put in place",
        count_first(days.len(), "day", "days"),
        count(people.len(), "doctor", "doctors")
    )
}

fn lead(draft: &Draft, reading: &RotaReading) -> String {
    let unknown: BTreeSet<_> = reading
        .shifts
        .iter()
        .filter(|shift| shift.kind == Kind::Unknown)
        .map(|shift| (shift.resident.as_str(), shift.date))
        .collect();
    let dates = match reading.dates {
        Some((first, last)) => format!(", {} to {}", full_date(first), full_date(last)),
        None => String::new(),
    };
    let known = match unknown.len() {
        0 => String::new(),
        some => format!(
            " {} not known; nobody counts as free on {}.",
            count_first(some, "day is", "days are"),
            if some == 1 { "it" } else { "them" }
        ),
    };
    format!(
        "{} ({}){dates}. Nothing is stored yet.{known}",
        draft.content.name(),
        draft.source.words()
    )
}

/// Faults and warnings. What is asked in the list of codes is not said once more.
fn remarks(understood: &Understood, asks_codes: bool) -> (Vec<Remark>, Vec<Remark>) {
    let reading = match &understood.reading {
        Err(remark) => return (vec![as_sentence(remark)], Vec::new()),
        Ok(reading) => reading,
    };
    let is_asked = |remark: &&Remark| {
        remark.code == Code::W60
            && (remark.text.starts_with("the list of codes does not say")
                || remark.text.contains("empty means off"))
    };
    reading
        .remarks
        .iter()
        .filter(|remark| !(asks_codes && is_asked(remark)))
        .map(as_sentence)
        .partition(Remark::is_fault)
}

fn as_sentence(remark: &Remark) -> Remark {
    Remark {
        text: capital(&remark.text),
        ..remark.clone()
    }
}

/// What the answers become, such as "Not known 17, Rest comes first 3".
fn verdict_words(changes: &[VerdictChange]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for change in changes {
        *counts.entry(verdict_chip(&change.after).2).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    let said: Vec<String> = counts
        .iter()
        .map(|(word, times)| format!("{word} {times}"))
        .collect();
    said.join(", ")
}
