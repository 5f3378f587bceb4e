//! The draw as pages: the organiser promises and draws, everybody can do it again.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::{Extension, Form};
use formats::table::write_csv;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, download, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::draw::{Entrant, commitment, draw, stratum};
use super::store::{self, Lottery, StoredTicket};
use crate::addresses::base;
use crate::joining::state::State;
use crate::joining::{act, store as standings};
use crate::people::{self, Homes, StoredResident};
use crate::wording::{count, count_first, moment};
use crate::{planning, sites};

/// Fewest and most characters of a seed.
const SEED: std::ops::RangeInclusive<usize> = 12..=200;

/// The organiser's pages of the draw.
pub(in crate::joining) fn routes() -> Routes {
    let read = Action("joining.read");
    let draw = Action("joining.draw");
    Routes::new()
        .get("/programmes/{programme}/joining/draw", read, show)
        .get("/programmes/{programme}/joining/draw.csv", read, log)
        .post(
            "/programmes/{programme}/joining/draw/promise",
            draw,
            promise,
        )
        .post("/programmes/{programme}/joining/draw", draw, make)
}

#[derive(Template)]
#[template(path = "joining/lottery/draw.html")]
struct DrawPage {
    shell: Shell,
    base: String,
    heading: String,
    lead: String,
    /// Who would be in the draw, by stratum.
    strata: Vec<(String, usize)>,
    entrants: usize,
    /// The promise that waits for its draw.
    promised: Option<Published>,
    /// Draws that were made.
    made: Vec<(Published, Vec<TicketRow>)>,
    fewest: usize,
    seed: String,
    errors: Vec<(String, String)>,
    problem: String,
}

/// A draw as everybody may read it.
pub(in crate::joining) struct Published {
    /// From 1.
    pub number: i64,
    /// SHA-256 of the seed.
    pub commitment: String,
    /// When that was made known.
    pub promised: String,
    /// The seed and when it was drawn with, once it was.
    pub drawn: Option<(String, String)>,
    /// Where the reader stands, in a sentence, and the digest of their reference.
    pub own: Option<(String, String)>,
}

struct TicketRow {
    position: usize,
    name: String,
    reference: String,
    stratum: String,
    rank: usize,
    digest: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedForm {
    #[serde(default)]
    seed: String,
}

async fn show(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    shown(&app, &viewer, String::new(), "").await
}

async fn shown(app: &App, viewer: &Viewer, seed: String, problem: &str) -> Result<Response> {
    let scope = viewer.scope()?;
    act::settle(app, scope.id, &scope.slug).await?;
    let base = base(viewer)?;
    let entrants = entrants(app, scope.id).await?;
    let lotteries = store::lotteries(app.db.read(), scope.id).await?;
    let tickets = store::tickets(app.db.read(), scope.id).await?;
    let known: BTreeMap<Uuid, StoredResident> = people::listed(app, scope.id)
        .await?
        .into_iter()
        .map(|one| (one.id, one))
        .collect();
    let mut made = Vec::new();
    let mut promised = None;
    for lottery in &lotteries {
        let one = publish(lottery, None)?;
        if lottery.drawn.is_some() {
            let own = tickets
                .iter()
                .filter(|ticket| ticket.lottery == lottery.number);
            made.push((one, own.map(|ticket| row(ticket, &known)).collect()));
        } else {
            promised = Some(one);
        }
    }
    made.reverse();
    let mut strata: BTreeMap<&str, usize> = BTreeMap::new();
    for entrant in &entrants {
        *strata.entry(&entrant.stratum).or_default() += 1;
    }
    let heading = match (&promised, entrants.len(), made.is_empty()) {
        (Some(_), ..) => "The draw is promised and not made yet".to_owned(),
        (None, 0, false) => "The draw is made".to_owned(),
        (None, 0, true) => "Nobody waits for a draw".to_owned(),
        (None, many, _) => count_first(many, "doctor waits", "doctors wait") + " for a draw",
    };
    let status = if problem.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    page_with(
        status,
        DrawPage {
            shell: Shell::new(app, viewer, heading.clone())
                .crumb("Joining", Some(format!("{base}/joining")))
                .crumb("Draw", None),
            lead: "Where there are fewer places than doctors, lots decide, and everybody can check that they did. Within each block of \
                   hospitals and band of working time each doctor has the same chance."
                .into(),
            strata: strata.into_iter().map(|(name, size)| (name.to_owned(), size)).collect(),
            entrants: entrants.len(),
            promised,
            made,
            fewest: *SEED.start(),
            errors: if problem.is_empty() { Vec::new() } else { vec![("seed".into(), problem.into())] },
            problem: problem.into(),
            seed,
            base,
            heading,
        },
    )
}

fn row(ticket: &StoredTicket, known: &BTreeMap<Uuid, StoredResident>) -> TicketRow {
    let resident = known.get(&ticket.resident).map(|one| &one.resident);
    TicketRow {
        position: ticket.position,
        name: resident.map_or_else(
            || "Somebody no longer listed".into(),
            |one| one.full_name.clone(),
        ),
        reference: resident.map_or_else(String::new, |one| one.reference.clone()),
        stratum: ticket.stratum.clone(),
        rank: ticket.rank,
        digest: ticket.digest.clone(),
    }
}

fn publish(lottery: &Lottery, own: Option<(String, String)>) -> Result<Published> {
    let zone = planning::zone()?;
    let at = |instant: platform::clock::Instant| moment(instant.to_jiff(), &zone);
    Ok(Published {
        number: lottery.number,
        commitment: lottery.commitment.clone(),
        promised: at(lottery.committed_at),
        drawn: lottery
            .drawn
            .as_ref()
            .map(|(seed, when)| (seed.clone(), at(*when))),
        own,
    })
}

/// The draws of a programme as one of its doctors reads them: everything but where others stand.
pub(in crate::joining) async fn published(
    app: &App,
    programme: Uuid,
    me: Uuid,
) -> Result<Vec<Published>> {
    let tickets = store::tickets(app.db.read(), programme).await?;
    let lotteries = store::lotteries(app.db.read(), programme).await?;
    lotteries
        .iter()
        .map(|lottery| {
            let of_this = |ticket: &&StoredTicket| ticket.lottery == lottery.number;
            let size = tickets.iter().filter(of_this).count();
            let own = tickets
                .iter()
                .filter(of_this)
                .find(|ticket| ticket.resident == me);
            let own = own.map(|ticket| {
                let of_stratum = tickets
                    .iter()
                    .filter(of_this)
                    .filter(|one| one.stratum == ticket.stratum);
                let sentence = format!(
                    "You are number {} of {}: {} of {} in your part of the draw ({}).",
                    ticket.position,
                    count(size, "doctor", "doctors"),
                    ticket.rank,
                    of_stratum.count(),
                    ticket.stratum
                );
                (sentence, ticket.digest.clone())
            });
            publish(lottery, own)
        })
        .collect()
}

/// Everybody in the draw whose lot is not drawn yet.
async fn entrants(app: &App, programme: Uuid) -> Result<Vec<Entrant>> {
    let standings = standings::standings(app.db.read(), programme).await?;
    let drawn: BTreeSet<Uuid> = store::tickets(app.db.read(), programme)
        .await?
        .into_iter()
        .map(|ticket| ticket.resident)
        .collect();
    let homes = Homes::of(app, programme).await?;
    let today = planning::today(app)?;
    let blocks: BTreeMap<Uuid, String> = sites::listed(app, programme)
        .await?
        .into_iter()
        .map(|stored| (stored.id, stored.site.block))
        .collect();
    let listed = people::listed(app, programme).await?;
    let waits = |one: &StoredResident| {
        let standing = standings.get(&one.id);
        standing.is_some_and(|standing| standing.state == State::InDraw) && !drawn.contains(&one.id)
    };
    Ok(listed
        .into_iter()
        .filter(waits)
        .map(|one| {
            let block = homes
                .on_or_next(one.id, today)
                .and_then(|site| blocks.get(&site));
            Entrant {
                stratum: stratum(
                    block.map_or("", String::as_str),
                    one.resident.wte_hundredths,
                ),
                id: one.id,
                reference: one.resident.reference,
            }
        })
        .collect())
}

/// Makes the digest of a seed known. The seed itself is kept by whoever chose it.
async fn promise(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<SeedForm>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let seed = form.seed.trim();
    if !SEED.contains(&seed.chars().count()) || seed.chars().any(char::is_control) {
        let problem = format!(
            "Write {} to {} characters in one line.",
            SEED.start(),
            SEED.end()
        );
        return shown(&app, &viewer, form.seed.clone(), &problem).await;
    }
    let lotteries = store::lotteries(app.db.read(), scope.id).await?;
    let commitment = commitment(seed);
    if lotteries
        .iter()
        .any(|lottery| lottery.commitment == commitment)
    {
        let problem = "This seed was promised before. Choose one that nobody knows yet.";
        return shown(&app, &viewer, form.seed.clone(), problem).await;
    }
    let number = lotteries.last().map_or(1, |last| last.number + 1);
    let tx = app.db.write().await?;
    store::promise(
        &tx,
        &app,
        scope.id,
        (number, commitment.clone()),
        viewer.account,
    )
    .await?;
    let event = viewer.event("joining.draw", format!("promise {number}"));
    tx.commit(&app, event.with_detail(commitment)).await?;
    back(&viewer)
}

/// Draws with the promised seed, once.
async fn make(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<SeedForm>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let seed = form.seed.trim();
    let lotteries = store::lotteries(app.db.read(), scope.id).await?;
    let Some(last) = lotteries.last().filter(|last| last.drawn.is_none()) else {
        return Err(Error::refused(
            "R7",
            "No draw is promised.",
            "Promise one first: its seed must be fixed before anybody can know whom it favours.",
        ));
    };
    if commitment(seed) != last.commitment {
        let problem = "This is not the seed that was promised: its digest is another one. Letters, spaces and case must be the same.";
        return shown(&app, &viewer, form.seed.clone(), problem).await;
    }
    let entrants = entrants(&app, scope.id).await?;
    if entrants.is_empty() {
        return Err(Error::refused(
            "R7",
            "Nobody waits for a draw.",
            "Put the eligible doctors into the draw first.",
        ));
    }
    let tickets = draw(seed, entrants);
    let tx = app.db.write().await?;
    store::keep(&tx, &app, last.id, (seed, &tickets), viewer.account).await?;
    let event = viewer.event("joining.draw", format!("draw {}", last.number));
    let detail = format!("{} of seed {}", tickets.len(), last.commitment);
    tx.commit(&app, event.with_detail(detail)).await?;
    back(&viewer)
}

fn back(viewer: &Viewer) -> Result<Response> {
    Ok(Redirect::to(&(base(viewer)? + "/joining/draw")).into_response())
}

/// The log of all draws, to do them again elsewhere: references, no names.
async fn log(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let lotteries = store::lotteries(app.db.read(), programme).await?;
    let known: BTreeMap<Uuid, StoredResident> = people::listed(&app, programme)
        .await?
        .into_iter()
        .map(|one| (one.id, one))
        .collect();
    let header = [
        "draw",
        "commitment",
        "seed",
        "position",
        "resident_ref",
        "stratum",
        "rank",
        "hmac_sha256",
    ];
    let mut rows: Vec<Vec<String>> = Vec::new();
    for ticket in store::tickets(app.db.read(), programme).await? {
        let Some(lottery) = lotteries.iter().find(|one| one.number == ticket.lottery) else {
            continue;
        };
        let row = row(&ticket, &known);
        rows.push(vec![
            ticket.lottery.to_string(),
            lottery.commitment.clone(),
            lottery
                .drawn
                .as_ref()
                .map_or_else(String::new, |(seed, _)| seed.clone()),
            row.position.to_string(),
            row.reference,
            row.stratum,
            row.rank.to_string(),
            row.digest,
        ]);
    }
    download(
        "draw.csv",
        "text/csv; charset=utf-8",
        write_csv(&header, &rows).into_bytes(),
    )
}
