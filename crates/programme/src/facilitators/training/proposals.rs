//! Held sessions that somebody led and has not logged: they are proposed, so that nothing is typed twice.

use std::collections::BTreeSet;

use jiff::civil::Date;
use platform::{App, Result};
use uuid::Uuid;

use super::{LogEntry, NewEntry, Record, Role, Setting};
use crate::{planning, sessions};

/// The sessions of this programme that somebody led, were held, and are not in their log; newest first. What is
/// proposed says nothing of whether the partner was accredited: nobody here knows.
pub(super) async fn proposals(
    app: &App,
    programme: Uuid,
    me: Uuid,
    record: &Record,
) -> Result<Vec<NewEntry>> {
    let logged: BTreeSet<Uuid> = record
        .entries
        .iter()
        .filter_map(|one| one.session)
        .collect();
    let plans = planning::ever_published(app, programme).await?;
    let zone = planning::zone()?;
    let me = me.to_string();
    let held = sessions::held(app, programme).await?;
    let proposed = held
        .into_iter()
        .filter(|one| !logged.contains(&one.id))
        .filter_map(|one| {
            let groups = &plans.get(&one.plan)?.document.groups;
            let group = groups.iter().find(|group| group.number == one.group)?;
            let led = group.facilitators.contains(&me);
            let on: Date = one
                .starts_at
                .to_jiff()
                .to_zoned_datetime(zone.clone())
                .date();
            led.then(|| NewEntry {
                session: Some(one.id),
                entry: LogEntry {
                    role: role(group.facilitators.len()),
                    on,
                    cases: one.cases,
                    partner_accredited: false,
                    setting: Setting::InPerson,
                },
            })
        });
    Ok(proposed.collect())
}

fn role(leaders: usize) -> Role {
    if leaders == 1 {
        Role::Lead
    } else {
        Role::CoLead
    }
}
