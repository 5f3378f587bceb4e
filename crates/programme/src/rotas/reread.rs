//! Stored facts follow the list of codes: what a code means now, its days mean.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use platform::Result;
use platform::storage::Tx;
use uuid::Uuid;

use super::store::{self, StoredShift};
use super::times::{Hours, whole_day};
use super::{Dictionary, Kind, ShiftCode, Source};

/// Gives the facts of grids and patterns of a site the meaning that their codes have now, and tells how many changed.
/// Days outside a placement stay unknown, and so does a time that does not exist.
pub(super) async fn reread(
    tx: &Tx,
    site: Uuid,
    codes: &[ShiftCode],
    zone: &TimeZone,
    is_placed: &(dyn Fn(Uuid, Date) -> bool + Sync),
) -> Result<usize> {
    let dictionary = Dictionary::new(codes);
    let sources = [Source::Grid, Source::Template];
    let meant = |fact: &StoredShift| meant(fact, &dictionary, zone, is_placed);
    store::change(tx, site, &sources, &meant).await
}

fn meant(
    fact: &StoredShift,
    dictionary: &Dictionary<'_>,
    zone: &TimeZone,
    is_placed: &dyn Fn(Uuid, Date) -> bool,
) -> StoredShift {
    let meaning = dictionary
        .meaning(&fact.code, fact.date)
        .filter(|_| is_placed(fact.resident, fact.date));
    let clock = meaning.and_then(|meaning| meaning.start.zip(meaning.end));
    let hours = clock.and_then(|(start, end)| Hours::of(start, end).on(fact.date, zone).instants);
    let kind = match meaning {
        Some(meaning) if hours.is_some() || !meaning.kind.needs_times() => meaning.kind,
        _ => Kind::Unknown,
    };
    let (start, end) = hours
        .or_else(|| whole_day(fact.date, zone))
        .unwrap_or((fact.start, fact.end));
    StoredShift {
        kind,
        start,
        end,
        whole_day: hours.is_none(),
        role: meaning.and_then(|meaning| meaning.role.clone()),
        ..fact.clone()
    }
}
