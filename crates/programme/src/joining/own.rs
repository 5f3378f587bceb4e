//! A resident's own page: what a group is, the question, the offer, the place, and the way out.

use askama::Template;
use axum::Extension;
use axum::Form;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::{Role, Viewer};
use platform::web::{Action, Routes, Shell, page, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::act::{self, LONGEST_REASON, Move};
use super::groups::{self, Meeting};
use super::interest::{Interest, must_be_open};
use super::lottery::{self, Published};
use super::own_words::{self, Said};
use super::state::{Event, State};
use super::store::{self, Standing};
use crate::addresses::base;
use crate::planning;
use crate::wording::{full_date, moment};

/// The pages of a resident.
pub(super) fn routes() -> Routes {
    let own = Action("join.own");
    Routes::new()
        .get("/programmes/{programme}/join", own, show)
        .get("/programmes/{programme}/join/leave", own, leaving)
        .post("/programmes/{programme}/join/interest", own, interest)
        .post("/programmes/{programme}/join/accept", own, accept)
        .post("/programmes/{programme}/join/decline", own, decline)
        .post("/programmes/{programme}/join/leave", own, give_up)
}

#[derive(Template)]
#[template(path = "joining/own.html")]
struct OwnPage {
    shell: Shell,
    base: String,
    said: Said,
    ways: Ways,
    /// The time left of an offer, in words.
    left: String,
    meeting: Option<Meeting>,
    /// Whether the dates follow later: there is a place, and no published plan has it.
    no_dates: bool,
    conversation: Option<String>,
    draws: Vec<Published>,
    history: Vec<Line>,
}

/// What can be answered here.
#[derive(Clone, Copy, Default)]
struct Ways {
    say_yes: bool,
    take: bool,
    say_no: bool,
    leave: bool,
    come_back: bool,
}

/// A row of the resident's own history.
struct Line {
    when: String,
    what: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "joining/leave.html")]
struct LeavePage {
    shell: Shell,
    base: String,
    /// Whether there is a place already, rather than the offer of one.
    has_place: bool,
    reason: String,
    error: &'static str,
    longest: usize,
}

impl LeavePage {
    fn lead(&self) -> &'static str {
        if self.has_place {
            "Nobody asks why. Your place goes to somebody else, nobody expects you any more, and releases that lie ahead are called off."
        } else {
            "Nobody asks why. The place goes to somebody else."
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoForm {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReasonForm {
    #[serde(default)]
    reason: String,
}

/// The resident that the viewer is, with offers that have run out written down first.
async fn me(app: &App, viewer: &Viewer) -> Result<(Uuid, Uuid)> {
    let scope = viewer.scope()?;
    act::settle(app, scope.id, &scope.slug).await?;
    let me = viewer.subject(Role::Resident).ok_or_else(|| {
        Error::refused(
            "AC-3",
            "Your account is not tied to a doctor of this programme.",
            "Ask whoever invited you for a letter of your own.",
        )
    })?;
    Ok((scope.id, me))
}

async fn show(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let (programme, me) = me(&app, &viewer).await?;
    let standings = store::standings(app.db.read(), programme).await?;
    let line = lottery::line(app.db.read(), programme, &standings).await?;
    let number = line.of(&standings, State::Waiting).get(&me).copied();
    let standing = standings.get(&me).cloned();
    let interest = store::interest(app.db.read(), programme).await?;
    let today = planning::today(&app)?;
    let open = interest.is_some_and(|interest| interest.is_open(today));
    let said = own_words::of(standing.as_ref(), interest, open, number)?;
    let state = standing.as_ref().map(|one| one.state);
    let dated = matches!(state, Some(State::Offered | State::Active));
    let meeting = if dated {
        groups::meeting(&app, programme, me).await?
    } else {
        None
    };
    page(OwnPage {
        shell: Shell::new(&app, &viewer, said.heading.clone()),
        base: base(&viewer)?,
        ways: ways(state, open),
        left: time_left(&app, standing.as_ref()),
        no_dates: dated && meeting.is_none(),
        meeting,
        conversation: conversation(standing.as_ref(), interest),
        draws: lottery::published(&app, programme, me).await?,
        history: history(&app, programme, me).await?,
        said,
    })
}

fn ways(state: Option<State>, open: bool) -> Ways {
    let none = Ways::default();
    match state {
        Some(State::Invited) => Ways {
            say_yes: open,
            say_no: true,
            ..none
        },
        Some(State::Offered) => Ways { take: true, ..none },
        Some(
            State::Interested
            | State::Eligible
            | State::Ineligible
            | State::InDraw
            | State::Expired
            | State::Waiting,
        ) => Ways {
            say_no: true,
            ..none
        },
        Some(State::Active | State::Completed) => Ways {
            leave: true,
            ..none
        },
        Some(State::Declined | State::Left) => Ways {
            come_back: open,
            ..none
        },
        None => none,
    }
}

fn time_left(app: &App, standing: Option<&Standing>) -> String {
    match standing.and_then(|one| one.expires_at) {
        Some(until) => own_words::left((until.0 - app.now().0) / 1_000_000),
        None => String::new(),
    }
}

/// Whether the introductory conversation was held, for somebody on the way to a place.
fn conversation(standing: Option<&Standing>, interest: Option<Interest>) -> Option<String> {
    interest?;
    let standing = standing?;
    match (standing.conversation_on, standing.state) {
        (Some(on), _) => Some(format!(
            "A facilitator talked with you on {}. Only the day was noted.",
            full_date(on)
        )),
        (None, State::Eligible | State::InDraw | State::Offered | State::Active) => Some(
            "Before the first session a facilitator talks with you briefly. Only the day is noted."
                .into(),
        ),
        _ => None,
    }
}

async fn history(app: &App, programme: Uuid, me: Uuid) -> Result<Vec<Line>> {
    let zone = planning::zone()?;
    let mut reasons = store::own_reasons(app, me).await?;
    Ok(store::history(app, programme, me)
        .await?
        .into_iter()
        .map(|past| Line {
            when: moment(past.at.to_jiff(), &zone),
            what: own_words::step(&past),
            reason: reasons.remove(&past.seq).unwrap_or_default(),
        })
        .collect())
}

/// The page before a place is given up: nothing has happened yet, and nobody asks why.
async fn leaving(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let (programme, me) = me(&app, &viewer).await?;
    let standing = store::standing(app.db.read(), programme, me).await?;
    match standing.map(|one| one.state) {
        Some(state @ (State::Offered | State::Active | State::Completed)) => page(leave_page(
            &app,
            &viewer,
            state != State::Offered,
            String::new(),
        )?),
        _ => home(&viewer),
    }
}

fn leave_page(app: &App, viewer: &Viewer, has_place: bool, reason: String) -> Result<LeavePage> {
    let heading = if has_place {
        "Leave the group?"
    } else {
        "Give the place back?"
    };
    Ok(LeavePage {
        shell: Shell::new(app, viewer, heading),
        base: base(viewer)?,
        has_place,
        reason,
        error: "",
        longest: LONGEST_REASON,
    })
}

async fn interest(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(NoForm {}): Form<NoForm>,
) -> Result<Response> {
    let (programme, _) = me(&app, &viewer).await?;
    must_be_open(&app, store::interest(app.db.read(), programme).await?)?;
    answer(&app, &viewer, Event::ExpressInterest, None).await
}

async fn accept(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(NoForm {}): Form<NoForm>,
) -> Result<Response> {
    answer(&app, &viewer, Event::Accept, None).await
}

async fn decline(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<ReasonForm>,
) -> Result<Response> {
    match act::reason_problem(&form.reason) {
        None => answer(&app, &viewer, Event::Decline, Some(&form.reason)).await,
        Some(problem) => again(&app, &viewer, false, form.reason, problem),
    }
}

async fn give_up(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<ReasonForm>,
) -> Result<Response> {
    match act::reason_problem(&form.reason) {
        None => answer(&app, &viewer, Event::Leave, Some(&form.reason)).await,
        Some(problem) => again(&app, &viewer, true, form.reason, problem),
    }
}

fn again(
    app: &App,
    viewer: &Viewer,
    has_place: bool,
    reason: String,
    problem: &'static str,
) -> Result<Response> {
    let mut page = leave_page(app, viewer, has_place, reason)?;
    page.error = problem;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, page)
}

/// Does what the resident answered. A second press of the same button finds it done and says so.
async fn answer(
    app: &App,
    viewer: &Viewer,
    event: Event,
    reason: Option<&str>,
) -> Result<Response> {
    let (programme, me) = me(app, viewer).await?;
    let tx = app.db.write().await?;
    let what = Move {
        reason,
        ..Move::plain(me, event)
    };
    match act::record(&tx, app, programme, what).await {
        Ok(_) => {
            let audit = viewer.event("join.own", me.to_string());
            tx.commit(app, audit.with_detail(event.word())).await?;
            home(viewer)
        }
        Err(Error::Conflict(what)) => {
            drop(tx);
            let now = store::standing(app.db.read(), programme, me).await?;
            if now.is_some_and(|one| is_done(event, one.state)) {
                home(viewer)
            } else {
                Err(Error::Conflict(what))
            }
        }
        Err(error) => Err(error),
    }
}

fn is_done(event: Event, state: State) -> bool {
    let done = match event {
        Event::ExpressInterest => State::Interested,
        Event::Accept => State::Active,
        Event::Decline => State::Declined,
        _ => State::Left,
    };
    state == done
}

fn home(viewer: &Viewer) -> Result<Response> {
    Ok(Redirect::to(&(base(viewer)? + "/join")).into_response())
}
