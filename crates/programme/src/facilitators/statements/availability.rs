//! The page on which a facilitator says when and where they can lead, and with whom they must not share a group.

use askama::Template;
use axum::Extension;
use axum::extract::{Form as Fields, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Weekday;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page, page_with};
use platform::{App, Result};
use uuid::Uuid;

use super::conflicts::{declare_to_facilitator, name_problem};
use super::store::{self, Conflict, Said};
use super::{Source, Statement};
use crate::addresses::base;
use crate::columns::{WEEK, weekday, weekdays_text};
use crate::exchange::has_nhs_number;
use crate::facilitators::{Facilitator, own};
use crate::form::Form;
use crate::wording::{count, day_name, full_date, listed};
use crate::{planning, sites};

/// Longest name of a supervisor.
const LONGEST_NAME: usize = 200;
/// The most groups that somebody leads in one run, as in the import.
const MOST_GROUPS: u32 = 50;

pub(super) fn routes() -> Routes {
    let own = Action("availability.own");
    Routes::new()
        .get("/programmes/{programme}/availability", own, show)
        .post("/programmes/{programme}/availability", own, say)
        .post(
            "/programmes/{programme}/availability/conflicts",
            own,
            declare,
        )
        .post(
            "/programmes/{programme}/availability/conflicts/undo",
            own,
            take_back,
        )
}

#[derive(Template)]
#[template(path = "facilitators/statements/availability.html")]
struct AvailabilityPage {
    shell: Shell,
    base: String,
    heading: String,
    lead: String,
    /// What of the page needs another look: the statement or the conflict.
    form: Form,
    days: Vec<(&'static str, &'static str, bool)>,
    sites: Vec<(Uuid, String, bool)>,
    /// Whether they lead a group alone and nobody supervises them.
    lacks_supervisor: bool,
    conflicts: Vec<(Uuid, String, String)>,
}

async fn show(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let me = own(&app, &viewer).await?;
    let form = filled(&app, &viewer, &me.facilitator).await?;
    page(draw(&app, &viewer, form).await?)
}

/// The form with what holds now.
async fn filled(app: &App, viewer: &Viewer, held: &Facilitator) -> Result<Form> {
    let by_code = sites::by_code(app, viewer.scope()?.id).await?;
    let site = held.work_site.as_ref().and_then(|code| by_code.get(code));
    let mut values = vec![
        ("from", held.from.to_string()),
        ("to", held.to.map(|day| day.to_string()).unwrap_or_default()),
        ("site", site.map(Uuid::to_string).unwrap_or_default()),
        ("most", held.max_groups.to_string()),
        ("supervisor", held.supervisor.clone().unwrap_or_default()),
    ];
    let days = weekdays_text(&held.weekdays);
    values.extend(days.split(';').map(|day| ("day", day.to_owned())));
    Ok(Form::filled(&values))
}

async fn draw(app: &App, viewer: &Viewer, form: Form) -> Result<AvailabilityPage> {
    let scope = viewer.scope()?;
    let me = own(app, viewer).await?;
    let alone = leads_alone(app, scope.id, me.id).await?;
    let said = store::holds_since(app, me.id).await?;
    let sites = sites::listed(app, scope.id).await?;
    let heading = heading(&me.facilitator);
    Ok(AvailabilityPage {
        shell: Shell::new(app, viewer, heading.clone()),
        base: base(viewer)?,
        lead: lead(said.as_ref())?,
        days: WEEK
            .iter()
            .map(|(day, word)| (*word, day_name(*day), form.holds("day", word)))
            .collect(),
        sites: sites
            .into_iter()
            .map(|one| {
                let chosen = form.holds("site", &one.id.to_string());
                (one.id, one.site.name, chosen)
            })
            .collect(),
        lacks_supervisor: alone && me.facilitator.supervisor.is_none(),
        conflicts: store::conflicts_of(app, me.id)
            .await?
            .into_iter()
            .map(row)
            .collect::<Result<_>>()?,
        heading,
        form,
    })
}

fn row(conflict: Conflict) -> Result<(Uuid, String, String)> {
    let on = conflict.at.to_jiff().to_zoned_datetime(planning::zone()?);
    Ok((conflict.id, conflict.named, full_date(on.date())))
}

fn heading(held: &Facilitator) -> String {
    let groups = count(held.max_groups as usize, "group", "groups");
    match held.weekdays.as_slice() {
        [] => "You can lead on no day of the week".into(),
        days if days.len() == WEEK.len() => format!("You can lead {groups}, on any day"),
        days => {
            let names: Vec<String> = days.iter().map(|day| day_name(*day).to_owned()).collect();
            format!("You can lead {groups}, on {}", listed_days(&names))
        }
    }
}

fn listed_days(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("{name}s")).collect();
    match names.as_slice() {
        [first @ .., last] if names.len() > 5 => format!("{} and {last}", first.join(", ")),
        few => listed(few),
    }
}

fn lead(said: Option<&Said>) -> Result<String> {
    let rests = "The organiser sees what you say here and whether the plan still holds.";
    Ok(match said {
        None => format!("So the programme’s list says. {rests}"),
        Some(said) => {
            let on = said.at.to_jiff().to_zoned_datetime(planning::zone()?);
            let on = full_date(on.date());
            match said.source {
                Source::Own => format!("So you said on {on}. {rests}"),
                Source::Import => {
                    format!("So the programme’s list said on {on}, after you. {rests}")
                }
            }
        }
    })
}

/// Whether somebody leads a group of the published plan without another facilitator.
async fn leads_alone(app: &App, programme: Uuid, me: Uuid) -> Result<bool> {
    let plan = planning::newest(app, programme, true).await?;
    let me = me.to_string();
    Ok(plan.is_some_and(|plan| {
        let mut groups = plan.document.groups.iter();
        groups.any(|group| group.facilitators.len() == 1 && group.facilitators[0] == me)
    }))
}

async fn say(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Fields(fields): Fields<Vec<(String, String)>>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let me = own(&app, &viewer).await?;
    let known = ["day", "from", "to", "site", "most", "supervisor"];
    let mut form = Form::sent(fields, &known)?;
    let sites = sites::listed(&app, scope.id).await?;
    let known: Vec<Uuid> = sites.into_iter().map(|one| one.id).collect();
    let Some(statement) = read(&mut form, &known) else {
        let again = draw(&app, &viewer, form).await?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, again);
    };
    let tx = app.db.write().await?;
    store::state(&tx, &app, scope.id, me.id, &statement).await?;
    tx.commit(&app, viewer.event("availability.own", me.id.to_string()))
        .await?;
    home(&viewer)
}

fn read(form: &mut Form, sites: &[Uuid]) -> Option<Statement> {
    let mut days: Vec<Weekday> = form
        .all("day")
        .filter_map(|day| weekday(day).ok())
        .collect();
    days.sort_by_key(|day| day.to_monday_zero_offset());
    days.dedup();
    let from = form.any_day("from", false);
    let to = form.any_day("to", true);
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        form.wrong(
            "to",
            "Choose a day that is not before the first one, or leave it empty.",
        );
    }
    let site: Option<Uuid> = match form.value("site") {
        "" => None,
        chosen => {
            let site = chosen.parse().ok().filter(|site| sites.contains(site));
            if site.is_none() {
                form.wrong("site", "Choose one of the list.");
            }
            site
        }
    };
    let most = form.whole("most", 0..=MOST_GROUPS);
    let supervisor = form.value("supervisor").to_owned();
    if supervisor.chars().count() > LONGEST_NAME || supervisor.chars().any(char::is_control) {
        form.wrong("supervisor", "Write one line of at most 200 characters.");
    } else if has_nhs_number(&supervisor) {
        form.wrong(
            "supervisor",
            "This holds an NHS number. Write a name, or leave it empty.",
        );
    }
    if !form.errors().is_empty() {
        return None;
    }
    let supervisor = Some(supervisor).filter(|name| !name.is_empty());
    Some(Statement::new(&days, (from?, to), site, most?, supervisor))
}

async fn declare(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Fields(fields): Fields<Vec<(String, String)>>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let me = own(&app, &viewer).await?;
    let sent = Form::sent(fields, &["named"])?;
    let named = sent.value("named").to_owned();
    if let Some(problem) = name_problem(&named) {
        let mut form = filled(&app, &viewer, &me.facilitator).await?;
        form.keep("named", &named);
        form.wrong("named", problem);
        let again = draw(&app, &viewer, form).await?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, again);
    }
    let tx = app.db.write().await?;
    declare_to_facilitator(&tx, &app, scope.id, me.id, &named).await?;
    let event = viewer.event("availability.own", me.id.to_string());
    tx.commit(&app, event.with_detail("conflict")).await?;
    home(&viewer)
}

async fn take_back(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Fields(fields): Fields<Vec<(String, String)>>,
) -> Result<Response> {
    let me = own(&app, &viewer).await?;
    let conflict = Form::sent(fields, &["conflict"])?
        .value("conflict")
        .parse()
        .ok();
    let Some(conflict) = conflict else {
        return home(&viewer);
    };
    let tx = app.db.write().await?;
    store::take_back(&tx, me.id, conflict).await?;
    let event = viewer.event("availability.own", me.id.to_string());
    tx.commit(&app, event.with_detail("conflict taken back"))
        .await?;
    home(&viewer)
}

fn home(viewer: &Viewer) -> Result<Response> {
    Ok(Redirect::to(&(base(viewer)? + "/availability")).into_response())
}
