//! The page on which a rota desk states how many it lets go at once (programme 7.4). It needs no account and no script.

use std::collections::BTreeSet;

use askama::Template;
use axum::Extension;
use axum::extract::{Form as Fields, Query, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::{Role, Viewer};
use platform::clock::Instant;
use platform::web::{Action, Routes, Shell, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::{Cap, stated};
use crate::addresses::base;
use crate::columns::{WEEK, time, time_text, weekday};
use crate::form::Form;
use crate::people;
use crate::wording::{capital, count, day_name, full_date};

/// The most that a desk can write into a field: more doctors than any hospital has in one role.
const MOST: u32 = 500;
/// The most limits of one site: bands of seven days for every role, several times over.
const MOST_LIMITS: usize = 200;

pub(super) fn routes() -> Routes {
    let read = Action("release.own-site");
    let write = Action("limits.state");
    Routes::new()
        .get("/programmes/{programme}/requests/limits", read, show)
        .post("/programmes/{programme}/requests/limits", write, save)
        .post("/programmes/{programme}/requests/limits/add", write, add)
}

#[derive(Template)]
#[template(path = "sites/limits.html")]
struct LimitsPage {
    shell: Shell,
    here: String,
    back: String,
    heading: String,
    lead: String,
    rows: Vec<Row>,
    seen: String,
    /// What of the form for another limit needs another look.
    form: Form,
    roles: Vec<(String, bool)>,
    days: Vec<(&'static str, &'static str, bool)>,
}

/// One limit with what is written beside it.
struct Row {
    role: String,
    band: String,
    dates: String,
    minimum: String,
    most: String,
    is_wrong: bool,
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    saved: Option<String>,
}

/// The desk's site with its limits.
struct Desk {
    programme: Uuid,
    site: Uuid,
    code: String,
    name: String,
    caps: Vec<Cap>,
    /// When the site stated them itself.
    stated_at: Option<Instant>,
}

impl Desk {
    async fn of(app: &App, viewer: &Viewer) -> Result<Self> {
        let programme = viewer.scope()?.id;
        let site = viewer.subject(Role::Coordinator).ok_or(Error::NotFound)?;
        let codes = super::codes(app, programme).await?;
        let code = codes.get(&site).ok_or(Error::NotFound)?.clone();
        let name = super::names(app, programme).await?.remove(&site);
        let mut caps = super::caps(app, programme, &codes).await?;
        caps.retain(|cap| cap.site == code);
        let own = [(site, code.clone())].into();
        let stated = stated::all(app.db.read(), programme, &own).await?;
        Ok(Self {
            stated_at: stated.get(&code).map(|(at, _)| *at),
            programme,
            site,
            name: name.ok_or(Error::NotFound)?,
            code,
            caps,
        })
    }

    /// Stores what the desk states now.
    async fn state(&self, app: &App, viewer: &Viewer, caps: &[Cap]) -> Result<Response> {
        let tx = app.db.write().await?;
        stated::state(&tx, app, (self.programme, self.site), caps).await?;
        let event = viewer.event("limits.state", self.site.to_string());
        let event = event.with_detail(count(caps.len(), "limit", "limits"));
        tx.commit(app, event).await?;
        let here = format!("{}/requests/limits?saved=yes", base(viewer)?);
        Ok(Redirect::to(&here).into_response())
    }

    /// The page, with what was written where it needs another look.
    async fn page(
        &self,
        app: &App,
        viewer: &Viewer,
        (status, notice): (
            StatusCode,
            Option<(&'static str, &'static str, &'static str)>,
        ),
        (written, form): (&Form, Form),
    ) -> Result<Response> {
        let here = format!("{}/requests/limits", base(viewer)?);
        let heading = match self.caps.iter().map(|cap| cap.max_released).max() {
            None | Some(0) => format!("{} lets nobody go yet", self.name),
            Some(most) => format!("{} lets at most {most} go at once", self.name),
        };
        let mut shell = Shell::new(app, viewer, heading.clone());
        if let Some((kind, title, body)) = notice {
            shell = shell.notice(kind, title, body);
        }
        let mut roles = self.roles(app).await?;
        roles.extend(self.caps.iter().map(|cap| cap.role.clone()));
        let page = LimitsPage {
            shell,
            back: format!("{}/requests", base(viewer)?),
            here,
            heading,
            lead: self.lead()?,
            seen: self.seen(),
            rows: self.rows(written),
            roles: roles
                .into_iter()
                .map(|role| {
                    let chosen = form.holds("role", &role);
                    (role, chosen)
                })
                .collect(),
            days: WEEK
                .iter()
                .map(|(day, word)| (*word, day_name(*day), form.holds("weekday", word)))
                .collect(),
            form,
        };
        page_with(status, page)
    }

    /// What tells one statement from the next, so that nobody changes a row that has moved meanwhile.
    fn seen(&self) -> String {
        let at = self.stated_at.map_or(0, Instant::as_milliseconds);
        format!("{at}-{}", self.caps.len())
    }

    fn lead(&self) -> Result<String> {
        let rule = "Of those on the rota, as many must stay as you say; of the rest no more may go than you say. Only you set this.";
        Ok(match self.stated_at {
            None => format!("So the programme’s list says. {rule}"),
            Some(at) => {
                let on = at.to_jiff().to_zoned_datetime(crate::planning::zone()?);
                format!("So you said on {}. {rule}", full_date(on.date()))
            }
        })
    }

    /// The roles of doctors who are placed at the site.
    async fn roles(&self, app: &App) -> Result<BTreeSet<String>> {
        let codes = [(self.site, self.code.clone())].into();
        let placements = people::placements(app, self.programme, &codes).await?;
        Ok(placements.into_iter().map(|one| one.role).collect())
    }

    fn rows(&self, written: &Form) -> Vec<Row> {
        let row = |(place, cap): (usize, &Cap)| {
            let (minimum, most) = names(place);
            let is_written = written.all(&minimum).next().is_some();
            let or_written = |name: &str, held: u32| match is_written {
                false => held.to_string(),
                true => written.value(name).to_owned(),
            };
            Row {
                role: capital(&cap.role),
                band: format!(
                    "{}, {} to {}",
                    day_name(cap.weekday),
                    time_text(cap.from),
                    time_text(cap.to)
                ),
                dates: match cap.valid_to {
                    None => format!("from {}", full_date(cap.valid_from)),
                    Some(to) => format!("{} to {}", full_date(cap.valid_from), full_date(to)),
                },
                minimum: or_written(&minimum, cap.minimum),
                most: or_written(&most, cap.max_released),
                is_wrong: is_written && number(written, place).is_none(),
            }
        };
        self.caps.iter().enumerate().map(row).collect()
    }
}

/// The names of a row's two fields.
fn names(place: usize) -> (String, String) {
    (format!("minimum-{place}"), format!("most-{place}"))
}

/// What a row says: how many must stay and how many may go.
fn number(form: &Form, place: usize) -> Option<(u32, u32)> {
    let (minimum, most) = names(place);
    let whole = |name: &str| form.value(name).parse().ok().filter(|one| *one <= MOST);
    Some((whole(&minimum)?, whole(&most)?))
}

async fn show(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let desk = Desk::of(&app, &viewer).await?;
    let notice = done.saved.map(|_| {
        (
            "ok",
            "Saved",
            "What was agreed stays agreed; new requests count against these limits.",
        )
    });
    let head = (StatusCode::OK, notice);
    let forms = (&Form::default(), Form::default());
    desk.page(&app, &viewer, head, forms).await
}

async fn save(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Fields(fields): Fields<Vec<(String, String)>>,
) -> Result<Response> {
    let desk = Desk::of(&app, &viewer).await?;
    let form = Form::sent(fields, &["seen", "minimum-", "most-", "remove-"])?;
    if form.value("seen") != desk.seen() {
        return Err(Error::Conflict("the limits were changed in the meantime"));
    }
    let mut caps = Vec::with_capacity(desk.caps.len());
    for (place, cap) in desk.caps.iter().enumerate() {
        if form.ticked(&format!("remove-{place}")) {
            continue;
        }
        let Some((minimum, max_released)) = number(&form, place) else {
            let notice = (
                "no",
                "One limit needs a whole number from 0 to 500",
                "It is marked below. Nothing was changed.",
            );
            let head = (StatusCode::UNPROCESSABLE_ENTITY, Some(notice));
            return desk
                .page(&app, &viewer, head, (&form, Form::default()))
                .await;
        };
        caps.push(Cap {
            minimum,
            max_released,
            ..cap.clone()
        });
    }
    if caps.is_empty() {
        return Err(Error::refused(
            "R2",
            "One limit has to stay.",
            "To let nobody go, write 0 for how many may go.",
        ));
    }
    desk.state(&app, &viewer, &caps).await
}

async fn add(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Fields(fields): Fields<Vec<(String, String)>>,
) -> Result<Response> {
    let desk = Desk::of(&app, &viewer).await?;
    let known = [
        "role", "weekday", "from", "to", "minimum", "most", "first", "last",
    ];
    let mut form = Form::sent(fields, &known)?;
    let roles = desk.roles(&app).await?;
    let Some(cap) = read(&mut form, &desk, &roles) else {
        let head = (StatusCode::UNPROCESSABLE_ENTITY, None);
        return desk
            .page(&app, &viewer, head, (&Form::default(), form))
            .await;
    };
    let mut caps = desk.caps.clone();
    caps.push(cap);
    desk.state(&app, &viewer, &caps).await
}

fn read(form: &mut Form, desk: &Desk, roles: &BTreeSet<String>) -> Option<Cap> {
    let role = form.value("role").to_owned();
    let is_known = roles.contains(&role) || desk.caps.iter().any(|cap| cap.role == role);
    if !is_known {
        form.wrong("role", "Choose a role from the list.");
    }
    let day = weekday(form.value("weekday")).ok();
    if day.is_none() {
        form.wrong("weekday", "Choose a day.");
    }
    let (from, to) = (time(form.value("from")).ok(), time(form.value("to")).ok());
    if from.is_none() {
        form.wrong("from", "Write a time of day, such as 08:00.");
    }
    if to.is_none() {
        form.wrong("to", "Write a time of day, such as 17:00.");
    }
    let minimum = form.whole("minimum", 0..=MOST);
    let most = form.whole("most", 0..=MOST);
    let valid_from = form.any_day("first", false);
    let valid_to = form.any_day("last", true);
    if let (Some(first), Some(last)) = (valid_from, valid_to)
        && last < first
    {
        form.wrong("last", "The last day comes after the first.");
    }
    if desk.caps.len() >= MOST_LIMITS {
        form.wrong("role", "There are 200 limits already. Remove one first.");
    }
    if !form.errors().is_empty() {
        return None;
    }
    Some(Cap {
        site: desk.code.clone(),
        role,
        weekday: day?,
        from: from?,
        to: to?,
        minimum: minimum?,
        max_released: most?,
        valid_from: valid_from?,
        valid_to,
    })
}
