//! Drawing lots where places are short: promised, drawn, written down, and open to everybody who does it again
//! (programme 7.6, R7).
//!
//! The seed is chosen by people and stored nowhere before the draw; only its digest is, and is shown at once. Whoever
//! enters after a draw stands behind all who were in it, and may be in a draw of their own.

mod draw;
mod pages;
mod store;

use std::collections::BTreeMap;

use platform::Result;
use platform::storage::Migration;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

pub use draw::{BAND, Entrant, Ticket, commitment, draw, stratum};
pub(super) use pages::{Published, published, routes};

use super::state::State;
use super::store::Standing;

/// The tables of draws.
pub const MIGRATION: Migration = Migration {
    name: "0008 lottery",
    sql: include_str!("schema.sql"),
    append_only: &["lotteries", "lottery_draws", "lottery_tickets"],
};

/// Everybody who waits for a place, in the order in which places are offered: as drawn, then by the time since when
/// they wait.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// Whom, the first one first.
    pub order: Vec<Uuid>,
    /// How many of them, from the first, have drawn a lot.
    pub drawn: usize,
}

impl Line {
    /// Those who stand in a state, with their number in that line from 1.
    pub fn of(&self, standings: &BTreeMap<Uuid, Standing>, state: State) -> BTreeMap<Uuid, usize> {
        let within = |id: &&Uuid| standings.get(*id).is_some_and(|one| one.state == state);
        let order = self.order.iter().filter(within);
        order.zip(1..).map(|(id, number)| (*id, number)).collect()
    }
}

/// The order in which places are offered.
pub(super) async fn line(
    connection: &impl ConnectionTrait,
    programme: Uuid,
    standings: &BTreeMap<Uuid, Standing>,
) -> Result<Line> {
    let waits = |id: &Uuid| {
        let standing = standings.get(id);
        standing.filter(|one| matches!(one.state, State::InDraw | State::Waiting))
    };
    let mut order: Vec<Uuid> = Vec::new();
    for ticket in store::tickets(connection, programme).await? {
        if waits(&ticket.resident).is_some() && !order.contains(&ticket.resident) {
            order.push(ticket.resident);
        }
    }
    let drawn = order.len();
    let mut others: Vec<_> = standings
        .keys()
        .filter(|id| !order.contains(id))
        .filter_map(|id| Some((waits(id)?.since, *id)))
        .collect();
    others.sort_unstable();
    order.extend(others.into_iter().map(|(_, id)| id));
    Ok(Line { order, drawn })
}
