//! Marking the register: a tap a member, minutes only for whoever was not there all the time. After the session is
//! closed it can be put right for a week, and what it said before is kept.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::{Extension, Form};
use platform::access::{self, Viewer};
use platform::web::{Action, Routes, Shell, page_with};
use platform::{App, Error, Result};
use uuid::Uuid;

use super::looks::{self, Purpose};
use super::meeting::{Meeting, Seat};
use super::register::{Entry, Mark, open_until};
use super::session::{State, programme_topic, topic};
use super::{register_store, settle, store};
use crate::wording::{capital, count, moment};

const ACTION: Action = Action("register.mark");

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/programmes/{programme}/sessions/{session}/register",
            ACTION,
            show,
        )
        .post(
            "/programmes/{programme}/sessions/{session}/register",
            ACTION,
            save,
        )
}

#[derive(Template)]
#[template(path = "sessions/register.html")]
struct RegisterPage {
    shell: Shell,
    href: String,
    heading: String,
    lead: String,
    version: i64,
    scheduled: i64,
    marks: &'static [Mark],
    expected: Vec<Row>,
    others: Vec<Row>,
    may_change: bool,
    is_open: bool,
    button: &'static str,
    errors: Vec<(String, String)>,
    history: Vec<(String, String, String)>,
}

struct Row {
    id: Uuid,
    name: String,
    chosen: Option<Mark>,
    minutes: String,
    source: String,
    error: String,
}

impl Row {
    fn says(&self, mark: &Mark) -> bool {
        self.chosen == Some(*mark)
    }
}

/// What somebody has filled in: for each member a mark and minutes, as written.
#[derive(Default)]
struct Filled {
    version: i64,
    marks: BTreeMap<Uuid, Mark>,
    minutes: BTreeMap<Uuid, String>,
}

async fn show(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, session)): Path<(String, Uuid)>,
) -> Result<Response> {
    let meeting = Meeting::of(&app, &viewer, session).await?;
    let purpose = match meeting.session.state {
        State::Cancelled => return Err(not_held()),
        State::Held => Purpose::Correct,
        _ => Purpose::Mark,
    };
    let mut filled = Filled {
        version: meeting.session.course.register_version,
        ..Filled::default()
    };
    let entries = register_store::entries(&app, session).await?;
    for (resident, entry) in &entries {
        filled.marks.insert(*resident, entry.mark);
        if entry.mark == Mark::Present && entry.minutes != meeting.session.minutes() {
            filled.minutes.insert(*resident, entry.minutes.to_string());
        }
    }
    let shown: Vec<_> = entries
        .keys()
        .map(|resident| (session, *resident))
        .collect();
    looks::keep_alone(&app, &viewer, purpose, &shown).await?;
    form(&app, &viewer, &meeting, &filled, &[], StatusCode::OK).await
}

async fn save(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, session)): Path<(String, Uuid)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let meeting = Meeting::of(&app, &viewer, session).await?;
    if meeting.session.state == State::Cancelled {
        return Err(not_held());
    }
    meeting.must_have_come(app.now())?;
    if !may_change(&app, &meeting) {
        return Err(Error::refused(
            "G3",
            "This register can no longer be changed.",
            "It could be put right for 7 days after the session was closed.",
        ));
    }
    let seats = meeting.seats(&app, programme).await?;
    let (filled, errors) = read(&fields, &seats, meeting.session.minutes());
    if !errors.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return form(&app, &viewer, &meeting, &filled, &errors, status).await;
    }
    let entries = entries(&filled, &seats, meeting.session.minutes());
    let tx = app.db.write().await?;
    if let Err(error) = store::claim_register(&tx, session, filled.version).await {
        drop(tx);
        return match error {
            Error::Conflict(_) => changed_meanwhile(&app, &viewer, &meeting, filled).await,
            error => Err(error),
        };
    }
    let different = register_store::mark(&tx, &app, session, &entries, viewer.account).await?;
    if meeting.session.state == State::Held {
        settle::settle(&tx, &app, &viewer, &meeting, &entries).await?;
    }
    tx.announce(&topic(session)).await?;
    tx.announce(&programme_topic(programme)).await?;
    let event = viewer.event("register.mark", session.to_string());
    tx.commit(&app, event.with_detail(format!("{different} entries")))
        .await?;
    let next = if meeting.session.state.is_open() {
        "close"
    } else {
        "register"
    };
    Ok(Redirect::to(&format!("{}/{next}", meeting.href())).into_response())
}

/// The other facilitator was quicker: what was filled in stays on the page, beside what they marked.
async fn changed_meanwhile(
    app: &App,
    viewer: &Viewer,
    meeting: &Meeting,
    mut filled: Filled,
) -> Result<Response> {
    let meeting = Meeting::of(app, viewer, meeting.session.id).await?;
    let entries = register_store::entries(app, meeting.session.id).await?;
    let mut errors = vec![(
        String::new(),
        "The other facilitator has marked the register in the meantime. Look at it again and save."
            .to_owned(),
    )];
    for (resident, entry) in &entries {
        let other = filled.marks.entry(*resident).or_insert(entry.mark);
        if *other != entry.mark {
            let words = format!(
                "The other facilitator marked: {}.",
                entry.mark.label().to_lowercase()
            );
            errors.push((resident.to_string(), words));
        }
    }
    filled.version = meeting.session.course.register_version;
    form(
        app,
        viewer,
        &meeting,
        &filled,
        &errors,
        StatusCode::CONFLICT,
    )
    .await
}

fn not_held() -> Error {
    Error::refused(
        "RE15",
        "This session was not held.",
        "It has no register, and nobody was away for it.",
    )
}

fn may_change(app: &App, meeting: &Meeting) -> bool {
    let until = open_until(meeting.session.course.closed_at);
    meeting.session.state.is_open() || until.is_some_and(|until| app.now() < until)
}

/// The fields of the form: `version`, and for a member `mark-` and `minutes-` with their identifier.
fn read(
    fields: &[(String, String)],
    seats: &[Seat],
    scheduled: i64,
) -> (Filled, Vec<(String, String)>) {
    let mut filled = Filled::default();
    let mut errors = Vec::new();
    let unknown = |name: &str| {
        (
            String::new(),
            format!("\"{name}\" is no field of this page."),
        )
    };
    for (name, value) in fields {
        let member = |prefix: &str| {
            let id = name.strip_prefix(prefix)?.parse::<Uuid>().ok()?;
            seats.iter().any(|seat| seat.resident == id).then_some(id)
        };
        if name == "version" {
            filled.version = value.parse().unwrap_or(-1);
        } else if let Some(id) = member("mark-") {
            match value.parse() {
                Ok(mark) => drop(filled.marks.insert(id, mark)),
                Err(_) => errors.push((id.to_string(), "Choose one of the four.".into())),
            }
        } else if let Some(id) = member("minutes-") {
            let value = value.trim();
            let fits = value
                .parse()
                .is_ok_and(|minutes: i64| (0..=scheduled).contains(&minutes));
            if !value.is_empty() {
                filled.minutes.insert(id, value.to_owned());
                if !fits {
                    let words = format!("Write whole minutes from 0 to {scheduled}.");
                    errors.push((id.to_string(), words));
                }
            }
        } else {
            errors.push(unknown(name));
        }
    }
    if filled.marks.is_empty() && errors.is_empty() {
        errors.push((String::new(), "Mark at least one member.".into()));
    }
    (filled, errors)
}

fn entries(filled: &Filled, seats: &[Seat], scheduled: i64) -> Vec<Entry> {
    let entry = |seat: &Seat| {
        let mark = *filled.marks.get(&seat.resident)?;
        let minutes = filled.minutes.get(&seat.resident);
        let minutes = minutes.and_then(|text| text.parse().ok());
        Some(Entry::new(
            seat.resident,
            mark,
            minutes,
            scheduled,
            seat.source,
        ))
    };
    seats.iter().filter_map(entry).collect()
}

async fn form(
    app: &App,
    viewer: &Viewer,
    meeting: &Meeting,
    filled: &Filled,
    errors: &[(String, String)],
    status: StatusCode,
) -> Result<Response> {
    let seats = meeting.seats(app, viewer.scope()?.id).await?;
    let is_open = meeting.session.state.is_open();
    let may_change = may_change(app, meeting);
    let (mut expected, mut others) = (Vec::new(), Vec::new());
    for seat in &seats {
        let row = row(seat, filled, errors);
        if seat.is_expected {
            expected.push(row);
        } else {
            others.push(row);
        }
    }
    let heading = if is_open {
        format!("Who is at the {}?", meeting.name())
    } else {
        format!("The register of the {}", meeting.name())
    };
    let lead = match (is_open, may_change) {
        (true, _) => format!(
            "{}. Each member sees their own line, and who looked at it.",
            meeting.when()
        ),
        (_, true) => format!(
            "{}. It can be put right for 7 days after closing; what it said before is kept.",
            meeting.when()
        ),
        _ => format!("{}. It can no longer be changed.", meeting.when()),
    };
    let keyed = errors.iter().map(|(key, words)| {
        let key = if key.is_empty() {
            key.clone()
        } else {
            format!("m-{key}")
        };
        (key, words.clone())
    });
    page_with(
        status,
        RegisterPage {
            shell: Shell::new(app, viewer, heading.clone())
                .crumb(meeting.name(), Some(format!("{}/groups", meeting.base)))
                .crumb("Register", None),
            href: meeting.href(),
            lead,
            heading,
            version: filled.version,
            scheduled: meeting.session.minutes(),
            marks: Mark::ALL,
            expected,
            others,
            may_change,
            is_open,
            button: if is_open {
                "Save and go on to close"
            } else {
                "Put the register right"
            },
            errors: keyed.collect(),
            history: history(app, meeting, &seats).await?,
        },
    )
}

fn row(seat: &Seat, filled: &Filled, errors: &[(String, String)]) -> Row {
    let id = seat.resident.to_string();
    let error = errors.iter().find(|(key, _)| *key == id);
    let source = seat.source.map(|source| source.label());
    Row {
        id: seat.resident,
        name: seat.name.clone(),
        chosen: filled.marks.get(&seat.resident).copied(),
        minutes: filled
            .minutes
            .get(&seat.resident)
            .cloned()
            .unwrap_or_default(),
        source: source.unwrap_or("Whose time: not known").to_owned(),
        error: error.map(|(_, words)| words.clone()).unwrap_or_default(),
    }
}

/// What was put right: when, whose, and from what to what by whom.
pub(super) async fn history(
    app: &App,
    meeting: &Meeting,
    seats: &[Seat],
) -> Result<Vec<(String, String, String)>> {
    let mut lines = Vec::new();
    for change in register_store::changes(app, meeting.session.id).await? {
        let name = seats.iter().find(|seat| seat.resident == change.resident);
        lines.push((
            name.map_or_else(|| "A former member".to_owned(), |seat| seat.name.clone()),
            format!("{} → {}", words(change.from), words(change.to)),
            format!(
                "{}, by {}",
                moment(change.at.to_jiff(), &meeting.zone),
                access::name_of(app, change.by).await?
            ),
        ));
    }
    Ok(lines)
}

/// A mark with its minutes, in words.
pub(super) fn words((mark, minutes): (Mark, i64)) -> String {
    match mark {
        Mark::Present => capital(&format!(
            "present, {}",
            count(usize::try_from(minutes).unwrap_or(0), "minute", "minutes")
        )),
        mark => mark.label().to_owned(),
    }
}
