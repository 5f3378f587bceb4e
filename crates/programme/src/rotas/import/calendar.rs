//! A resident's own calendar as it is understood.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::prepare::Ground;
use crate::rotas::reading::{self, Known, RotaReading};
use crate::rotas::remark::Remark;
use crate::rotas::{Kind, Shift, codes_store};

/// How far back and ahead events of a calendar are taken.
const DAYS_BACK: i64 = 35;
pub(super) const DAYS_AHEAD: i64 = 400;

/// A calendar may span several placements: each event is read with the codes of the site where its doctor works on
/// its day.
pub(super) async fn understood(
    app: &App,
    ground: &Ground,
    bytes: &[u8],
    resident: Uuid,
) -> Result<std::result::Result<RotaReading, Remark>> {
    let days = |by: i64| ground.today.checked_add(by.days()).map_err(Error::internal);
    let span = (days(-DAYS_BACK)?, days(DAYS_AHEAD)?);
    let id = resident.to_string();
    let (entries, remarks) = match reading::calendar_entries(bytes, &id, &ground.zone, span) {
        Ok(found) => found,
        Err(remark) => return Ok(Err(remark)),
    };
    let mut by_site: BTreeMap<Uuid, Vec<_>> = BTreeMap::new();
    for entry in entries {
        let site = ground
            .homes
            .on(resident, entry.date)
            .unwrap_or(ground.site.id);
        by_site.entry(site).or_default().push(entry);
    }
    let mut whole = RotaReading {
        remarks,
        ..RotaReading::default()
    };
    for (site, entries) in by_site {
        let Some(code) = ground.site_codes.get(&site) else {
            continue;
        };
        let codes = codes_store::of_site(app, site, code).await?;
        let known = Known {
            site: code,
            codes: &codes,
            zone: &ground.zone,
            today: ground.today,
            who: &|_| None,
            is_placed: &|_, date| ground.homes.on(resident, date) == Some(site),
        };
        let part = reading::read_calendar(entries, &known);
        // A title that is no code of the hospital is the doctor's own business: it is shown to them and never kept.
        whole
            .shifts
            .extend(part.shifts.into_iter().map(|shift| Shift {
                code: match shift.kind {
                    Kind::Unknown => String::new(),
                    _ => shift.code,
                },
                ..shift
            }));
        whole.remarks.extend(part.remarks);
        whole.codes.extend(part.codes);
        whole.contradictions.extend(part.contradictions);
        whole.dates = match (whole.dates, part.dates) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
    }
    Ok(Ok(whole))
}
