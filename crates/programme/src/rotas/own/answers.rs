//! For each session of a week whether its resident can come, in words.

use jiff::SignedDuration;
use platform::{App, Result};
use uuid::Uuid;

use super::week::Week;
use crate::exchange;
use crate::planning::{self, Attendance};
use crate::rotas::store::{Wanted, as_shifts, days};
use crate::rotas::words::{Chip, verdict_chip};
use crate::wording::moment;
use crate::{columns, sites};

/// Whether the resident can come to one session.
pub(super) struct Answer {
    pub chip: Chip,
    pub sentence: String,
    pub when: String,
    pub margin: String,
    pub is_own: bool,
}

/// For each session of the week whether the resident can come: of the own group where there is one.
pub(super) async fn answers(
    app: &App,
    programme: Uuid,
    resident: Uuid,
    week: &Week,
) -> Result<Vec<Answer>> {
    let codes = sites::codes(app, programme).await?;
    let wanted = Wanted {
        residents: Some(vec![resident]),
        dates: None,
    };
    let known = days(app, programme, &wanted).await?;
    let mut folder = exchange::facts_but_rotas(app, programme).await?;
    let id = resident.to_string();
    folder.residents.retain(|one| one.reference == id);
    folder.placements.retain(|one| one.resident == id);
    folder.shifts = as_shifts(known.values(), &codes);
    let attendance = Attendance::new(&folder, &week.zone, week.now);
    let plan = planning::newest(app, programme, true).await?;
    let group = plan.as_ref().and_then(|plan| plan.document.group_of(&id));
    let mut answers = Vec::new();
    for slot in &folder.slots {
        let is_own = group.is_some_and(|group| {
            group.weekday == columns::weekday_word(slot.weekday)
                && group.start == columns::time_text(slot.start)
        });
        if group.is_some() && !is_own {
            continue;
        }
        let dates = planning::dates(slot);
        for date in dates
            .into_iter()
            .filter(|date| week.dates().any(|day| day == *date))
        {
            let start = planning::instant(date, slot.start, &week.zone)?;
            let end = start + SignedDuration::from_mins(i64::from(slot.minutes));
            let session = rest::Session { start, end };
            let venue = group.map(|group| group.venue.as_str());
            let way = planning::way_to(&folder, &id, date, venue);
            if let Some(finding) = attendance.finding(&id, session, way) {
                answers.push(Answer {
                    chip: verdict_chip(&finding),
                    sentence: rest::own_answer(&finding, session, &week.zone),
                    when: moment(start, &week.zone),
                    margin: margin(&finding),
                    is_own,
                });
            }
        }
    }
    Ok(answers)
}

/// Minutes from which a rest rule is too far away to be worth saying.
const FAR: i64 = 24 * 60;

/// How far a kind verdict is from a rest rule, where one is near.
fn margin(finding: &rest::Finding) -> String {
    let spare = finding
        .margin
        .filter(|minutes| finding.verdict > rest::Verdict::Unknown && *minutes < FAR);
    let way = if finding.travel_assumed {
        "your way there is not known and counted as an hour each way"
    } else {
        ""
    };
    let margin = match spare {
        Some(minutes) => {
            let (hours, minutes) = (minutes / 60, minutes % 60);
            format!("{hours} h {minutes:02} min to spare under the rest rules")
        }
        None => String::new(),
    };
    [margin.as_str(), way]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("; ")
}
