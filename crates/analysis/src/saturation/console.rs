//! Saturation of a stored study on the command line: the facts and statements of the page (study R56, R58).

use platform::access::Viewer;
use platform::{App, Result};
use serde_json::Value;
use study::rights::Analyst;
use study::team;

use super::facts::Facts;
use super::page::{StanceForm, read};
use super::{Interview, Stance, Stated, curve, ordered, store};
use crate::console::{self, Table, faulty, not_done};
use crate::conversation::path;

/// The new codes of each interview: of all together, then of each cohort; in the order of the interviews or, with `by_coding`, of
/// coding. What is not coded at all, or has no day, is in no row.
///
/// # Errors
/// The database cannot be read.
pub async fn curves(app: &App, viewer: &Viewer, by_coding: bool) -> Result<Table> {
    let facts = Facts::of(app, viewer).await?;
    let coded = facts.interviews.iter();
    let coded: Vec<&Interview> = coded
        .filter(|one| facts.first_coded(one).is_some())
        .collect();
    let placed = match by_coding {
        true => ordered(coded, |one| facts.first_coded(one)),
        false => ordered(coded, |one| facts.held(one)),
    };
    let mut cohorts: Vec<&str> = placed
        .placed
        .iter()
        .filter_map(|one| one.cohort.as_deref())
        .collect();
    cohorts.sort_unstable();
    cohorts.dedup();
    let mut rows = drawn(&facts, (None, &placed.placed));
    for cohort in cohorts {
        let of = placed.placed.iter().copied();
        let of: Vec<&Interview> = of
            .filter(|one| one.cohort.as_deref() == Some(cohort))
            .collect();
        rows.extend(drawn(&facts, (Some(cohort), &of)));
    }
    let columns = &[
        "cohort",
        "interview",
        "codes",
        "new",
        "cumulative",
        "new_codes",
    ];
    Ok(Table::new(columns, rows))
}

fn drawn(facts: &Facts, (cohort, interviews): (Option<&str>, &[&Interview])) -> Vec<Vec<Value>> {
    let steps = curve(interviews.iter().map(|one| &one.codes));
    let rows = steps.iter().zip(interviews).map(|(step, interview)| {
        let names = step.new.iter().map(|code| path(&facts.material, **code));
        vec![
            console::text(cohort.unwrap_or_default()),
            interview.handle.clone().into(),
            step.codes.into(),
            step.new.len().into(),
            step.cumulative.into(),
            names.collect::<Vec<_>>().into(),
        ]
    });
    rows.collect()
}

/// Who is quoted under each theme, subtheme and facet; how many quotes tell nobody.
///
/// # Errors
/// The database cannot be read.
pub async fn voices(app: &App, viewer: &Viewer) -> Result<Table> {
    let facts = Facts::of(app, viewer).await?;
    let rows = facts.contributions.iter().map(|one| {
        let who: Vec<String> = one.voices.keys().cloned().collect();
        vec![
            one.path.join(" > ").into(),
            one.voices.len().into(),
            who.into(),
            one.unknown.into(),
        ]
    });
    let columns = &["theme", "participants", "who", "of_nobody_known"];
    Ok(Table::new(columns, rows.collect()))
}

/// The last structural change, and the interviews after it: none where the structure never changed.
///
/// # Errors
/// The database cannot be read.
pub async fn last_change(app: &App, viewer: &Viewer) -> Result<Table> {
    let facts = Facts::of(app, viewer).await?;
    let rows = facts.change.into_iter().map(|change| {
        vec![
            change.day.into(),
            change.who.into(),
            change.what.into(),
            change.held_after.into(),
            change.unknown.into(),
            change.coded_after.into(),
        ]
    });
    let columns = &[
        "day",
        "who",
        "what",
        "held_after",
        "not_known",
        "coded_after",
    ];
    Ok(Table::new(columns, rows.collect()))
}

/// Where the study stands on saturation: every statement, the newest first.
///
/// # Errors
/// The database cannot be read.
pub async fn statements(app: &App, viewer: &Viewer) -> Result<Table> {
    let study = viewer.scope()?.id;
    let members = team::all(app.db.read(), study).await?;
    let history = store::stances(app.db.read(), study).await?;
    let rows = history.iter().map(|one| {
        vec![
            console::day(one.made_at),
            team::author(&members, one.made_by).into(),
            one.stance.word().into(),
            one.grounds.clone().into(),
        ]
    });
    let columns = &["day", "who", "stance", "grounds"];
    Ok(Table::new(columns, rows.collect()))
}

/// Adds a statement; the earlier ones stay.
///
/// # Errors
/// Whoever asks may not; there is no such stance, or nothing is said on what grounds.
pub async fn state(app: &App, viewer: &Viewer, (stance, grounds): (&str, &str)) -> Result<()> {
    let analyst = Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?.id;
    if Stance::of_word(stance).is_none() {
        let known: Vec<&str> = Stance::ALL.into_iter().map(Stance::word).collect();
        let sentence = format!(
            "“{stance}” is no stance; it is one of {}.",
            known.join(", ")
        );
        return Err(not_done(&sentence));
    }
    let form = StanceForm {
        stance: stance.to_owned(),
        grounds: grounds.to_owned(),
    };
    let (stance, grounds) = read(&form).map_err(faulty)?;
    let stated = Stated {
        stance,
        grounds,
        made_at: app.now(),
        made_by: analyst.member,
    };
    let tx = app.db.write().await?;
    store::state(&tx, app, study, &stated).await?;
    tx.commit(app, viewer.event("saturation.write", stance.word()))
        .await
}
