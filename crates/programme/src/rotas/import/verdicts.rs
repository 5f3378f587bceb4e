//! What a rota would change for sessions to come, and what of it breaks the rules of its own site.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use platform::{App, Result};
use uuid::Uuid;

use super::prepare::Ground;
use crate::exchange::{self, Folder};
use crate::people::Homes;
use crate::planning::{self, Attendance, Slot};
use crate::rotas::remark::Remark;
use crate::rotas::store::{StoredShift, Wanted, as_shifts, standing};
use crate::rotas::{Shift, Source, resolve};
use crate::sites;

/// A session to which the answer becomes another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct VerdictChange {
    pub resident: Uuid,
    pub starts_at: Timestamp,
    pub before: rest::Finding,
    pub after: rest::Finding,
    /// Whether the resident is a member of the group that meets then.
    pub is_member: bool,
}

/// The sessions to come whose verdict changes for the doctors of a rota, those of members first.
pub(super) async fn changed(
    app: &App,
    programme: Uuid,
    source: Source,
    replaced: &[StoredShift],
    shifts: &[Shift],
) -> Result<Vec<VerdictChange>> {
    let residents: BTreeSet<Uuid> = shifts
        .iter()
        .filter_map(|shift| shift.resident.parse().ok())
        .collect();
    let wanted = Wanted {
        residents: Some(residents.iter().copied().collect()),
        dates: None,
    };
    let before = standing(app.db.read(), programme, &wanted).await?;
    let codes = sites::codes(app, programme).await?;
    let after = with_new(app, source, before.clone(), replaced, shifts, &codes);
    let homes = Homes::of(app, programme).await?;
    let now = app.now().to_jiff();
    let home = |resident, date| homes.on(resident, date);
    let mut folder = exchange::facts_but_rotas(app, programme).await?;
    let is_affected = |id: &str| id.parse().is_ok_and(|id: Uuid| residents.contains(&id));
    folder.residents.retain(|one| is_affected(&one.reference));
    folder.placements.retain(|one| is_affected(&one.resident));
    let mut old = folder.clone();
    old.shifts = as_shifts(resolve::resolve(before, now, &home).values(), &codes);
    folder.shifts = as_shifts(resolve::resolve(after, now, &home).values(), &codes);
    let groups = members(app, programme).await?;
    tokio::task::spawn_blocking(move || compare(&old, &folder, now, &groups))
        .await
        .map_err(platform::Error::internal)?
}

/// Which group each member of the newest published plan belongs to, as weekday word, time and venue.
async fn members(app: &App, programme: Uuid) -> Result<BTreeMap<String, (String, String, String)>> {
    let plan = planning::newest(app, programme, true).await?;
    let Some(plan) = plan else {
        return Ok(BTreeMap::new());
    };
    let mut members = BTreeMap::new();
    for group in &plan.document.groups {
        for member in &group.members {
            let key = (
                group.weekday.clone(),
                group.start.clone(),
                group.venue.clone(),
            );
            members.insert(member.resident.clone(), key);
        }
    }
    Ok(members)
}

fn compare(
    old: &Folder,
    new: &Folder,
    now: Timestamp,
    groups: &BTreeMap<String, (String, String, String)>,
) -> Result<Vec<VerdictChange>> {
    let zone = planning::zone()?;
    let (before, after) = (
        Attendance::new(old, &zone, now),
        Attendance::new(new, &zone, now),
    );
    let mut changes = Vec::new();
    for resident in &new.residents {
        let id = &resident.reference;
        let Ok(resident) = id.parse::<Uuid>() else {
            continue;
        };
        for slot in &new.slots {
            let group = groups.get(id);
            let is_member = group.is_some_and(|(weekday, start, _)| {
                *weekday == crate::columns::weekday_word(slot.weekday)
                    && *start == crate::columns::time_text(slot.start)
            });
            if group.is_some() && !is_member {
                continue;
            }
            for (session, date) in sessions(slot, &zone, now)? {
                let venue = group.map(|(_, _, venue)| venue.as_str());
                let way = planning::way_to(new, id, date, venue);
                let was = before.finding(id, session, way);
                let is = after.finding(id, session, way);
                if let (Some(was), Some(is)) = (was, is)
                    && was.verdict != is.verdict
                {
                    changes.push(VerdictChange {
                        resident,
                        starts_at: session.start,
                        before: was,
                        after: is,
                        is_member,
                    });
                }
            }
        }
    }
    changes.sort_by_key(|change| (!change.is_member, change.starts_at, change.resident));
    Ok(changes)
}

/// The sessions of a slot that lie ahead.
fn sessions(
    slot: &Slot,
    zone: &jiff::tz::TimeZone,
    now: Timestamp,
) -> Result<Vec<(rest::Session, Date)>> {
    let length = SignedDuration::from_mins(i64::from(slot.minutes));
    let mut sessions = Vec::new();
    for date in planning::dates(slot) {
        let start = planning::instant(date, slot.start, zone)?;
        if start > now {
            let end = start + length;
            sessions.push((rest::Session { start, end }, date));
        }
    }
    Ok(sessions)
}

/// What would stand in the database: the facts of before without those that give way, and the new ones.
fn with_new(
    app: &App,
    source: Source,
    mut facts: Vec<StoredShift>,
    replaced: &[StoredShift],
    shifts: &[Shift],
    codes: &BTreeMap<Uuid, String>,
) -> Vec<StoredShift> {
    let gone: BTreeSet<(Option<Uuid>, Uuid, Date, i64)> = replaced.iter().map(identity).collect();
    facts.retain(|fact| !gone.contains(&identity(fact)));
    let ids: BTreeMap<&str, Uuid> = codes
        .iter()
        .map(|(id, code)| (code.as_str(), *id))
        .collect();
    facts.extend(shifts.iter().filter_map(|shift| {
        Some(StoredShift {
            resident: shift.resident.parse().ok()?,
            site: *ids.get(shift.site.as_str())?,
            date: shift.date,
            code: shift.code.clone(),
            kind: shift.kind,
            start: shift.start?,
            end: shift.end?,
            whole_day: shift.whole_day,
            role: shift.role.clone(),
            source,
            import: None,
            line: 0,
            imported_at: app.now().to_jiff(),
        })
    }));
    facts
}

/// What tells one stored fact from another.
fn identity(fact: &StoredShift) -> (Option<Uuid>, Uuid, Date, i64) {
    (fact.import, fact.resident, fact.date, fact.line)
}

/// Where a rota breaks the rules of its own site. It is said to the site and loosens no verdict (programme 5.3).
pub(super) fn breaches(ground: &Ground, shifts: &[Shift]) -> Vec<Remark> {
    let Some(pack) = rest::Pack::named(&ground.site.site.rule_pack) else {
        return Vec::new();
    };
    let name = |resident: &str| {
        let id = resident.parse();
        id.map_or_else(|_| resident.to_owned(), |id| ground.name(id))
    };
    crate::rotas::breaches(shifts, &pack, &ground.zone, &name)
}
