//! `matching.csv` out of the study and into it (study section 6).

use axum::Extension;
use axum::extract::State as Shared;
use axum::response::Response;
use platform::access::Viewer;
use platform::storage::Tx;
use platform::web::{Action, Routes, Upload, download};
use platform::{App, Error, Result};
use uuid::Uuid;

use super::acquaintance::{By, PairIds};
use super::list_page::{Wrong, back, shown};
use super::matching::{self, Acquaintance, Tie};
use super::standing::{Standing, room};
use super::{act, store};
use crate::columns::read_table;
use crate::problem::{Code, Problem};

const FILE: &str = "matching.csv";

/// The file, both ways.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/studies/{study}/interviewers/matching.csv",
            Action("interviewers.read"),
            take_away,
        )
        .upload(
            "/studies/{study}/interviewers/file",
            Action("interviewers.match"),
            bring_in,
        )
}

async fn take_away(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let study = viewer.scope()?.id;
    let standing = Standing::of(app.db.read(), study).await?;
    let mut problem = standing.problem();
    // In the file only a pair whose relation is none can be confirmed; one against a rule stands in the study alone.
    for tie in problem.ties.values_mut() {
        tie.confirmed &= tie.relation == Acquaintance::None;
    }
    let csv = matching::to_csv(&problem);
    download(FILE, "text/csv; charset=utf-8", csv.into_bytes())
}

async fn bring_in(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Extension(upload): Extension<Upload>,
) -> Result<Response> {
    let study = viewer.scope()?.id;
    upload.only(&["csrf"])?;
    let Some(file) = upload.files.first() else {
        let errors = vec![("file", "Choose matching.csv first.".to_owned())];
        let wrong = Wrong {
            errors,
            ..Wrong::default()
        };
        return shown(&app, &viewer, None, wrong).await;
    };
    let tx = app.db.write().await?;
    match apply(&tx, &app, study, &file.bytes).await {
        Ok(pairs) => {
            let event = viewer.event("interviewers.match", study.to_string());
            let detail = format!("file, {pairs} pairs confirmed");
            tx.commit(&app, event.with_detail(detail)).await?;
            back(&viewer, "file")
        }
        Err(Failed::Problems(problems)) => {
            drop(tx);
            let wrong = Wrong {
                errors: vec![(
                    "file",
                    "The file was not taken in; nothing was stored.".to_owned(),
                )],
                problems: problems.iter().map(Problem::to_string).collect(),
                ..Wrong::default()
            };
            shown(&app, &viewer, None, wrong).await
        }
        Err(Failed::Error(error)) => Err(error),
    }
}

/// Why a file was not taken in.
enum Failed {
    Problems(Vec<Problem>),
    Error(Error),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// Takes over relations and confirmed pairs, all or none; how many pairs are new.
async fn apply(tx: &Tx, app: &App, study: Uuid, bytes: &[u8]) -> Result<usize, Failed> {
    let table = read_table(FILE, bytes).map_err(|problem| Failed::Problems(vec![*problem]))?;
    let (file, mut problems) = matching::parse(FILE, &table);
    let standing = Standing::of(tx.connection(), study).await?;
    let declared = store::declared(tx.connection(), study).await?;
    let own = |pair: PairIds| {
        let mut said = declared.iter().rev();
        let last = said.find(|one| one.pair == pair && one.by != By::ResearchLead);
        last.map(|one| one.relation)
    };
    let pairs = known_pairs(&standing, &file, &mut problems);
    let mut relations = Vec::new();
    for (pair, tie, who) in &pairs {
        let holds = standing.relations.get(pair).copied();
        match own(*pair) {
            Some(said) if said != tie.relation => problems.push(fault(
                Code::E11,
                "relation",
                who,
                &format!("one of the two has said {said}; a file does not change that"),
            )),
            None if holds.unwrap_or(Acquaintance::Unknown) != tie.relation => {
                relations.push((*pair, tie.relation));
            }
            _ => {}
        }
    }
    if problems.iter().any(Problem::is_error) {
        return Err(Failed::Problems(problems));
    }
    store::declare(tx, app, study, By::ResearchLead, &relations).await?;
    let mut confirmed = 0;
    for (pair, _, who) in pairs.iter().filter(|(_, tie, _)| tie.confirmed) {
        let standing = Standing::of(tx.connection(), study).await?;
        let has = standing.match_of(pair.0);
        if has.is_some_and(|one| one.interviewer == pair.1) {
            continue;
        }
        match act::judged(&standing, *pair, "") {
            Ok(_) => {
                store::match_up(tx, app, study, *pair, None).await?;
                confirmed += 1;
            }
            Err(Error::Refused(refusal)) => {
                let problem = fault(Code::E11, "confirmed", who, &refusal.sentence);
                return Err(Failed::Problems(vec![problem]));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(confirmed)
}

/// The pairs of the file by their random ids. Whoever is not known here, and a capacity that is another one here, is a fault.
fn known_pairs(
    standing: &Standing,
    file: &matching::Problem,
    problems: &mut Vec<Problem>,
) -> Vec<(PairIds, Tie, String)> {
    for one in &file.participants {
        match standing.participant(&one.id) {
            None => problems.push(fault(
                Code::E07,
                "participant",
                &one.id,
                "nobody who is to be matched has this id",
            )),
            Some(stored) if stored.participant.cohort != one.cohort => problems.push(fault(
                Code::E11,
                "cohort",
                &one.cohort,
                &format!(
                    "{} is of the cohort {} here",
                    one.id, stored.participant.cohort
                ),
            )),
            Some(_) => {}
        }
    }
    for one in &file.interviewers {
        match standing.interviewer(&one.id) {
            None => problems.push(fault(
                Code::E07,
                "interviewer",
                &one.id,
                "nobody who interviews has this id",
            )),
            Some(member) if room(member) != one.capacity => problems.push(fault(
                Code::E11,
                "capacity",
                &one.capacity.to_string(),
                &format!(
                    "{} has room for {} here; the page of the team changes that",
                    one.id,
                    room(member)
                ),
            )),
            Some(_) => {}
        }
    }
    let pair = |(index, other): (usize, usize)| {
        let stored = standing.participant(&file.participants[index].id)?;
        let member = standing.interviewer(&file.interviewers[other].id)?;
        let who = format!("{} with {}", stored.participant.participant, member.handle);
        Some(((stored.id, member.id), who))
    };
    let known = file.ties.iter().filter_map(|(at, tie)| {
        let (pair, who) = pair(*at)?;
        Some((pair, *tie, who))
    });
    known.collect()
}

fn fault(code: Code, column: &str, value: &str, message: &str) -> Problem {
    Problem::error(code, FILE, message)
        .in_column(column)
        .with_value(value)
}
