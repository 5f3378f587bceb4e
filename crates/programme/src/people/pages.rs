//! Who may join: the list, and one doctor with the reasons for or against a place.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::civil::Date;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::{Placement, StoredResident, erase};
use crate::addresses::base;
use crate::planning::{self, Document};
use crate::wording::{count_first, full_date, hundredths};
use crate::{rotas, sites};

/// The pages of residents.
pub fn routes() -> Routes {
    Routes::new()
        .get(
            "/programmes/{programme}/people",
            Action("people.read"),
            list,
        )
        .get(
            "/programmes/{programme}/people/{resident}",
            Action("people.read"),
            show,
        )
        .get(
            "/programmes/{programme}/people/{resident}/erase",
            Action("people.erase"),
            erase::ask,
        )
        .post(
            "/programmes/{programme}/people/{resident}/erase",
            Action("people.erase"),
            erase::erase,
        )
}

#[derive(Template)]
#[template(path = "people/list.html")]
struct ListPage {
    shell: Shell,
    base: String,
    heading: String,
    lead: String,
    query: String,
    total: usize,
    rows: Vec<Row>,
}

struct Row {
    id: Uuid,
    name: String,
    reference: String,
    grade: String,
    wte: String,
    site: String,
    place: Place,
}

/// Where somebody stands in the newest plan.
enum Place {
    NoPlan,
    Group { number: usize, words: String },
    None { best: String },
}

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "people/show.html")]
struct ShowPage {
    shell: Shell,
    base: String,
    id: Uuid,
    name: String,
    lead: String,
    facts: Vec<(String, String)>,
    placements: Vec<(String, String, String)>,
    place: Place,
    reasons: Vec<(String, String)>,
    rota: String,
}

async fn list(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(search): Query<Search>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let people = super::listed(&app, scope.id).await?;
    let now = current(&app, scope.id).await?;
    let plan = planning::newest(&app, scope.id, false).await?;
    let needle = search.q.trim().to_lowercase();
    let total = people.len();
    let rows: Vec<Row> = people
        .into_iter()
        .map(|stored| row(stored, &now, plan.as_ref().map(|plan| &plan.document)))
        .filter(|row| {
            let text = format!("{} {} {}", row.name, row.reference, row.site).to_lowercase();
            needle.is_empty() || text.contains(&needle)
        })
        .collect();
    let placed = plan.map(|plan| plan.document.placed());
    let heading = match placed {
        Some(placed) if total > 0 => format!("{placed} of {total} doctors have a place"),
        _ => count_first(total, "doctor may join", "doctors may join"),
    };
    page(ListPage {
        base: base(&viewer)?,
        lead: "Residents as the last import listed them. Open one to read why there is a place, or none.".into(),
        query: search.q,
        total,
        rows,
        shell: Shell::new(&app, &viewer, heading.clone()),
        heading,
    })
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, resident)): Path<(String, Uuid)>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let people = super::listed(&app, scope.id).await?;
    let person = people
        .into_iter()
        .find(|stored| stored.id == resident)
        .ok_or(Error::NotFound)?;
    let sites = sites::listed(&app, scope.id).await?;
    let codes = sites::codes(&app, scope.id).await?;
    let id = resident.to_string();
    let placements = super::placements(&app, scope.id, &codes).await?;
    let name_of = |code: &str| {
        let site = sites.iter().find(|stored| stored.site.code == code);
        site.map_or_else(|| code.to_owned(), |stored| stored.site.name.clone())
    };
    let own: Vec<(String, String, String)> = placements
        .iter()
        .filter(|placement| placement.resident == id)
        .map(|placement| {
            let when = format!(
                "{} to {}",
                full_date(placement.start),
                full_date(placement.end)
            );
            (name_of(&placement.site), placement.role.clone(), when)
        })
        .collect();
    let plan = planning::newest(&app, scope.id, false).await?;
    let document = plan.as_ref().map(|plan| &plan.document);
    let reasons = document
        .and_then(|document| document.unplaced.iter().find(|one| one.resident == id))
        .map(|one| {
            let reason = |reason: &planning::Reason| {
                let (option, finding) = reason
                    .sentence
                    .split_once(": ")
                    .unwrap_or(("", &reason.sentence));
                (option.to_owned(), finding.to_owned())
            };
            one.reasons.iter().map(reason).collect()
        })
        .unwrap_or_default();
    let base = base(&viewer)?;
    let shifts = rotas::extent_of(&app, resident).await?;
    let rota = match shifts {
        Some((first, last)) => format!(
            "The rota is known from {} to {}.",
            full_date(first),
            full_date(last)
        ),
        None => {
            "No rota yet. Until the hospital sends one, this doctor does not count as free.".into()
        }
    };
    let name = person.resident.full_name.clone();
    let place = place(&id, document);
    let lead = match &place {
        Place::NoPlan => "No plan has been made yet.".to_owned(),
        Place::Group { words, .. } => format!("Has a place: {words}."),
        Place::None { .. } => "Has no place in the newest plan, for the reasons below.".to_owned(),
    };
    page(ShowPage {
        shell: Shell::new(&app, &viewer, name.clone())
            .crumb("People", Some(format!("{base}/people")))
            .crumb(name.clone(), None),
        base,
        id: resident,
        lead,
        facts: facts(&person),
        placements: own,
        place,
        reasons,
        rota,
        name,
    })
}

/// The site at which each resident works today, or works next.
pub(crate) async fn current(app: &App, programme: Uuid) -> Result<BTreeMap<String, String>> {
    let names = sites::names(app, programme).await?;
    let today = planning::today(app)?;
    let mut found: BTreeMap<String, (bool, Date, String)> = BTreeMap::new();
    for Placement {
        resident,
        site,
        start,
        end,
        ..
    } in super::placements(app, programme, &names).await?
    {
        let over = end < today;
        let entry = found
            .entry(resident)
            .or_insert_with(|| (over, start, site.clone()));
        if (over, start) < (entry.0, entry.1) {
            *entry = (over, start, site);
        }
    }
    Ok(found
        .into_iter()
        .map(|(resident, (_, _, site))| (resident, site))
        .collect())
}

fn row(stored: StoredResident, sites: &BTreeMap<String, String>, plan: Option<&Document>) -> Row {
    let id = stored.id.to_string();
    Row {
        site: sites.get(&id).cloned().unwrap_or_else(|| "–".into()),
        place: place(&id, plan),
        id: stored.id,
        name: stored.resident.full_name,
        reference: stored.resident.reference,
        grade: stored.resident.grade,
        wte: hundredths(stored.resident.wte_hundredths),
    }
}

fn place(resident: &str, plan: Option<&Document>) -> Place {
    let Some(plan) = plan else {
        return Place::NoPlan;
    };
    if let Some(group) = plan.group_of(resident) {
        return Place::Group {
            number: group.number,
            words: planning::group_name(group),
        };
    }
    match plan.unplaced.iter().find(|one| one.resident == resident) {
        Some(one) => Place::None {
            best: one.best.clone(),
        },
        None => Place::NoPlan,
    }
}

fn facts(person: &StoredResident) -> Vec<(String, String)> {
    let resident = &person.resident;
    let mut facts = vec![
        ("Reference".to_owned(), resident.reference.clone()),
        ("Grade".into(), resident.grade.clone()),
        (
            "Whole-time equivalent".into(),
            hundredths(resident.wte_hundredths),
        ),
        ("E-mail".into(), resident.email.clone()),
    ];
    if !resident.non_working_days.is_empty() {
        let days: Vec<_> = resident
            .non_working_days
            .iter()
            .map(|day| crate::wording::day_name(*day))
            .collect();
        facts.push(("Does not work on".into(), days.join(", ")));
    }
    facts
}
