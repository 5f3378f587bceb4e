//! The page that tells one's calendar address, the list of groups and rooms for the organiser, and the feed itself.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, State as Shared};
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use formats::calendar::{self, Method};
use platform::access::{self, Role, Viewer};
use platform::web::{Action, Pressed, Routes, Shell, page};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::{Kind, address, entries, store};
use crate::addresses::base;
use crate::planning;
use crate::release::calendar::TITLE;
use crate::venues;
use crate::wording::{clock, full_date};

/// The pages of calendars.
pub fn routes() -> Routes {
    Routes::new()
        .get("/feeds/{address}", Action("feeds.read"), feed)
        .get("/programmes/{programme}/calendar", Action("feeds.own"), own)
        .post(
            "/programmes/{programme}/calendar",
            Action("feeds.own"),
            renew_own,
        )
        .get(
            "/programmes/{programme}/calendars",
            Action("feeds.groups"),
            all,
        )
        .post(
            "/programmes/{programme}/calendars",
            Action("feeds.groups"),
            renew_one,
        )
}

async fn feed(Shared(app): Shared<App>, Path(secret): Path<String>) -> Result<Response> {
    let id = address::read(&app, &secret).ok_or(Error::NotFound)?;
    let feed = store::by_id(&app, id).await?.ok_or(Error::NotFound)?;
    // A feed does not outlive the right of whoever it is for (trust AC-7).
    let role = match feed.kind {
        Kind::Resident => Some(Role::Resident),
        Kind::Facilitator => Some(Role::Facilitator),
        Kind::Group | Kind::Room => None,
    };
    if let Some(role) = role {
        let subject = feed.subject.parse().map_err(Error::internal)?;
        if !access::is_held(&app, feed.programme, role, subject).await? {
            return Err(Error::NotFound);
        }
    }
    let entries = entries::entries(&app, &feed).await?;
    let text = calendar::write(Method::Publish, TITLE, &entries);
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, text).into_response())
}

#[derive(Template)]
#[template(path = "feeds/own.html")]
struct OwnPage {
    shell: Shell,
    here: String,
    heading: String,
    lead: &'static str,
    address: String,
    web_address: String,
    days: Vec<(String, String, &'static str, &'static str, &'static str)>,
    /// Where a doctor agrees to text messages; empty for others.
    texts: String,
}

#[derive(Template)]
#[template(path = "feeds/list.html")]
struct ListPage {
    shell: Shell,
    here: String,
    heading: &'static str,
    lead: &'static str,
    rows: Vec<Line>,
}

struct Line {
    kind: &'static str,
    subject: String,
    name: String,
    address: String,
}

/// Whose calendar the viewer has: a resident's, else a facilitator's.
fn subject(viewer: &Viewer) -> Result<(Kind, String)> {
    let own = |role| viewer.subject(role).map(|id| id.to_string());
    own(Role::Resident)
        .map(|id| (Kind::Resident, id))
        .or_else(|| own(Role::Facilitator).map(|id| (Kind::Facilitator, id)))
        .ok_or(Error::NotFound)
}

async fn own(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let (kind, subject) = subject(&viewer)?;
    let found = store::open_feed(app.db.read(), programme, (kind, &subject)).await?;
    let heading = "Your sessions in your own calendar";
    let (address, days) = match &found {
        None => (String::new(), Vec::new()),
        Some(feed) => (address::of(&app, feed.id), days(&app, feed).await?),
    };
    let address = match address.as_str() {
        "" => String::new(),
        end => format!("{}/feeds/{end}", app.base_url),
    };
    page(OwnPage {
        shell: Shell::new(&app, &viewer, heading),
        here: format!("{}/calendar", base(&viewer)?),
        heading: heading.into(),
        lead: "Entries are called “Protected teaching” and name nobody. Calendars fetch changes when they like, some only once a day: every change also comes by mail.",
        web_address: address
            .split_once("://")
            .map_or_else(String::new, |(_, rest)| format!("webcal://{rest}")),
        address,
        days,
        texts: match kind {
            Kind::Resident => format!("{}/texts", base(&viewer)?),
            _ => String::new(),
        },
    })
}

/// What stands in a feed from today on.
async fn days(
    app: &App,
    feed: &store::Feed,
) -> Result<Vec<(String, String, &'static str, &'static str, &'static str)>> {
    use formats::calendar::Status;
    let zone = planning::zone()?;
    let now = app.now().to_jiff();
    let entries = entries::entries(app, feed).await?;
    Ok(entries
        .into_iter()
        .filter(|entry| entry.ends > now)
        .map(|entry| {
            let (kind, icon, word) = match entry.status {
                Status::Confirmed => ("ok", "check", "Confirmed"),
                Status::Tentative => ("wait", "clock", "Not confirmed yet"),
                Status::Cancelled => ("unknown", "cross", "Called off"),
            };
            (
                full_date(entry.starts.to_zoned_datetime(zone.clone()).date()),
                format!(
                    "{} to {}",
                    clock(entry.starts, &zone),
                    clock(entry.ends, &zone)
                ),
                kind,
                icon,
                word,
            )
        })
        .collect())
}

async fn renew_own(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let (kind, subject) = subject(&viewer)?;
    renew(&app, &viewer, "feeds.own", (kind, &subject)).await?;
    Ok(Redirect::to(&format!("{}/calendar", base(&viewer)?)).into_response())
}

async fn renew(
    app: &App,
    viewer: &Viewer,
    action: &'static str,
    (kind, subject): (Kind, &str),
) -> Result<()> {
    let programme = viewer.scope()?.id;
    let tx = app.db.write().await?;
    store::renew(&tx, app, programme, (kind, subject)).await?;
    let event = viewer.event(action, format!("{} {subject}", kind.word()));
    tx.commit(app, event).await
}

async fn all(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let heading = "Calendars of groups and rooms";
    let mut rows = Vec::new();
    for (kind, subject, name) in subjects(&app, programme).await? {
        let found = store::open_feed(app.db.read(), programme, (kind, &subject)).await?;
        rows.push(Line {
            kind: kind.word(),
            subject,
            name,
            address: found.map_or_else(String::new, |feed| {
                format!("{}/feeds/{}", app.base_url, address::of(&app, feed.id))
            }),
        });
    }
    page(ListPage {
        shell: Shell::new(&app, &viewer, heading)
            .crumb("Sessions", Some(format!("{}/sessions", base(&viewer)?)))
            .crumb("Calendars", None),
        here: format!("{}/calendars", base(&viewer)?),
        heading,
        lead: "For a wall, a porter or whoever opens the room. Whoever has an address sees times and the room, and no name.",
        rows,
    })
}

/// The groups of the published plan and the rooms they meet in.
async fn subjects(app: &App, programme: Uuid) -> Result<Vec<(Kind, String, String)>> {
    let Some(plan) = planning::newest(app, programme, true).await? else {
        return Ok(Vec::new());
    };
    let none = std::collections::BTreeMap::new();
    let rooms = venues::listed(app, programme, &none).await?;
    let groups: Vec<_> = plan
        .document
        .groups
        .iter()
        .map(|group| {
            (
                Kind::Group,
                group.number.to_string(),
                // Two groups may meet at the same hour, each in its room.
                match rooms.iter().find(|room| room.code == group.venue) {
                    Some(room) => format!("{}, {}", planning::group_name(group), room.name),
                    None => planning::group_name(group),
                },
            )
        })
        .collect();
    let used = rooms
        .into_iter()
        .filter(|room| {
            plan.document
                .groups
                .iter()
                .any(|group| group.venue == room.code)
        })
        .map(|room| (Kind::Room, room.code, room.name));
    Ok(groups.into_iter().chain(used).collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RenewForm {
    kind: String,
    subject: String,
}

async fn renew_one(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<RenewForm>,
) -> Result<Response> {
    let known = subjects(&app, viewer.scope()?.id).await?;
    let (kind, subject, _) = known
        .into_iter()
        .find(|(kind, subject, _)| kind.word() == form.kind && *subject == form.subject)
        .ok_or(Error::NotFound)?;
    renew(&app, &viewer, "feeds.groups", (kind, &subject)).await?;
    Ok(Redirect::to(&format!("{}/calendars", base(&viewer)?)).into_response())
}
