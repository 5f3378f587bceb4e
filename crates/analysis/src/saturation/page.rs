//! The page of facts about saturation, and of where the study stands on it.

use std::collections::BTreeSet;

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, form_status, page_with};
use platform::{App, Result};
use serde::Deserialize;
use study::dates::day_in_words;
use study::rights::Analyst;
use study::team;

use super::chart::Chart;
use super::facts::{Facts, LastChange};
use super::stance::{Stance, Stated};
use super::{Interview, Ordered, curve, one_voice, ordered, store};
use crate::conversation::path;

/// Longest statement, in characters.
const LONGEST: usize = 4_000;

/// The page.
pub fn routes() -> Routes {
    let path = "/studies/{study}/saturation";
    Routes::new()
        .get(path, Action("saturation.read"), show)
        .post(path, Action("saturation.write"), state)
}

type Errors = Vec<(&'static str, String)>;

#[derive(Template)]
#[template(path = "saturation/page.html")]
struct SaturationPage {
    shell: Shell,
    here: String,
    transcripts: String,
    tabs: [(&'static str, String, bool); 2],
    by_coding: bool,
    /// All interviews together, then each cohort.
    curves: Vec<Curve>,
    uncoded: Vec<String>,
    undated: Vec<String>,
    themes: Vec<Voices>,
    single: Vec<(String, String)>,
    change: Option<LastChange>,
    history: Vec<Entry>,
    writes: bool,
    stances: [Stance; 4],
    form: StanceForm,
    errors: Errors,
}

impl SaturationPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

/// One curve with its table.
struct Curve {
    name: String,
    chart: Chart,
    rows: Vec<Row>,
}

struct Row {
    number: usize,
    handle: String,
    codes: usize,
    new: usize,
    cumulative: usize,
    names: String,
}

struct Voices {
    depth: usize,
    name: String,
    who: String,
    count: usize,
    unknown: usize,
}

struct Entry {
    stance: &'static str,
    grounds: String,
    by: String,
    when: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    order: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct StanceForm {
    pub(super) stance: String,
    pub(super) grounds: String,
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    shown(
        &app,
        &viewer,
        &asked,
        (StanceForm::default(), Errors::new()),
    )
    .await
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    asked: &Asked,
    (form, errors): (StanceForm, Errors),
) -> Result<Response> {
    let study = viewer.scope()?;
    let facts = Facts::of(app, viewer).await?;
    let by_coding = asked.order == "coding";
    let (coded, uncoded): (Vec<&Interview>, Vec<&Interview>) = facts
        .interviews
        .iter()
        .partition(|one| facts.first_coded(one).is_some());
    let placed = match by_coding {
        true => ordered(coded, |one| facts.first_coded(one)),
        false => ordered(coded, |one| facts.held(one)),
    };
    let handles = |all: &[&Interview]| all.iter().map(|one| one.handle.clone()).collect();
    let members = team::all(app.db.read(), study.id).await?;
    let history = store::stances(app.db.read(), study.id).await?;
    let here = format!("/studies/{}/saturation", study.slug);
    let single = one_voice(&facts.contributions);
    let single = single.into_iter().map(|one| {
        let who = one.voices.keys().next().cloned().unwrap_or_default();
        (one.path.join(" > "), who)
    });
    let page = SaturationPage {
        shell: Shell::new(app, viewer, title(&placed)),
        transcripts: format!("/studies/{}/transcripts", study.slug),
        tabs: [
            ("In the order of the interviews", here.clone(), !by_coding),
            (
                "In the order of coding",
                format!("{here}?order=coding"),
                by_coding,
            ),
        ],
        curves: curves(&facts, &placed),
        uncoded: handles(&uncoded),
        undated: handles(&placed.unplaced),
        themes: themes(&facts),
        single: single.collect(),
        history: history.iter().map(|one| entry(one, &members)).collect(),
        writes: Analyst::of(app, viewer).await?.writes,
        stances: Stance::ALL,
        change: facts.change,
        here,
        by_coding,
        form,
        errors,
    };
    page_with(form_status(&page.errors), page)
}

fn title(placed: &Ordered<'_>) -> String {
    let codes: BTreeSet<_> = placed.placed.iter().flat_map(|one| &one.codes).collect();
    let count = |count: usize, one: &str, many: &str| match count {
        1 => format!("one {one}"),
        count => format!("{count} {many}"),
    };
    match placed.placed.len() {
        0 => "No interview is coded yet".to_owned(),
        interviews => {
            let title = format!(
                "{} in {}",
                count(codes.len(), "code", "codes"),
                count(interviews, "interview", "interviews")
            );
            title.replacen("one", "One", usize::from(title.starts_with("one")))
        }
    }
}

/// The curve of all interviews, then that of each cohort, on one scale.
fn curves(facts: &Facts, placed: &Ordered<'_>) -> Vec<Curve> {
    let all = &placed.placed;
    if all.is_empty() {
        return Vec::new();
    }
    let cohorts: BTreeSet<&str> = all.iter().filter_map(|one| one.cohort.as_deref()).collect();
    let most: BTreeSet<_> = all.iter().flat_map(|one| &one.codes).collect();
    let mut curves = vec![drawn(facts, ("All interviews", all), most.len())];
    for cohort in cohorts {
        let of = all
            .iter()
            .filter(|one| one.cohort.as_deref() == Some(cohort));
        let of: Vec<&Interview> = of.copied().collect();
        curves.push(drawn(facts, (cohort, &of), most.len()));
    }
    curves
}

fn drawn(facts: &Facts, (name, interviews): (&str, &[&Interview]), most: usize) -> Curve {
    let steps = curve(interviews.iter().map(|one| &one.codes));
    let last_new = steps.iter().rposition(|step| !step.new.is_empty());
    let total = steps.last().map_or(0, |step| step.cumulative);
    let label = match last_new {
        Some(place) => format!(
            "{name}: {total} codes in {} interviews; the last that no earlier one had came with number {}, {}",
            steps.len(),
            place + 1,
            interviews[place].handle
        ),
        None => format!("{name}: no codes"),
    };
    let rows = steps.iter().zip(interviews).zip(1..);
    let rows = rows.map(|((step, interview), number)| {
        let names = step.new.iter().map(|code| path(&facts.material, **code));
        Row {
            number,
            handle: interview.handle.clone(),
            codes: step.codes,
            new: step.new.len(),
            cumulative: step.cumulative,
            names: names.collect::<Vec<_>>().join("; "),
        }
    });
    Curve {
        rows: rows.collect(),
        chart: Chart::of(&steps, most, label),
        name: name.to_owned(),
    }
}

fn themes(facts: &Facts) -> Vec<Voices> {
    let all = facts.contributions.iter();
    let voices = all.map(|one| Voices {
        depth: one.path.len(),
        name: one.path.last().cloned().unwrap_or_default(),
        who: one.voices.keys().cloned().collect::<Vec<_>>().join(", "),
        count: one.voices.len(),
        unknown: one.unknown,
    });
    voices.collect()
}

fn entry(stated: &Stated, members: &[team::Member]) -> Entry {
    Entry {
        stance: stated.stance.in_words(),
        grounds: stated.grounds.clone(),
        by: team::author(members, stated.made_by),
        when: day_in_words(stated.made_at),
    }
}

async fn state(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<StanceForm>,
) -> Result<Response> {
    let analyst = Analyst::writing(&app, &viewer).await?;
    let study = viewer.scope()?;
    let (stance, grounds) = match read(&form) {
        Ok(read) => read,
        Err(errors) => return shown(&app, &viewer, &Asked::default(), (form, errors)).await,
    };
    let stated = Stated {
        stance,
        grounds,
        made_at: app.now(),
        made_by: analyst.member,
    };
    let tx = app.db.write().await?;
    store::state(&tx, &app, study.id, &stated).await?;
    tx.commit(&app, viewer.event("saturation.write", stance.word()))
        .await?;
    let to = format!("/studies/{}/saturation#stance", study.slug);
    Ok(Redirect::to(&to).into_response())
}

/// What is stated, or what needs another look.
pub(super) fn read(form: &StanceForm) -> Result<(Stance, String), Errors> {
    let mut errors = Errors::new();
    let stance = Stance::of_word(&form.stance);
    if stance.is_none() {
        errors.push(("stance", "Choose where you stand.".to_owned()));
    }
    let grounds = form.grounds.trim().replace("\r\n", "\n");
    if grounds.is_empty() {
        let words = "Write on what grounds, or why not: the report quotes it.";
        errors.push(("grounds", words.to_owned()));
    }
    if grounds.chars().count() > LONGEST {
        errors.push(("grounds", format!("Write at most {LONGEST} characters.")));
    }
    match (stance, errors.is_empty()) {
        (Some(stance), true) => Ok((stance, grounds)),
        _ => Err(errors),
    }
}
