//! Rotas of the demo that come in on their own: a hospital sends its spreadsheet anew, with a code that nobody has
//! explained, and a doctor's calendar says otherwise of one day.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use jiff::ToSpan as _;
use jiff::civil::Date;
use platform::App;
use platform::access::{Role, Scope, Viewer};
use programme::exchange::{Applied, Reading};
use programme::rotas::{self, Handed, Kind};
use uuid::Uuid;

use super::Person;

/// How many days the spreadsheet covers, from the Monday of this week on.
const DAYS: i64 = 28;
/// A code that the hospital's list does not have.
const PUZZLE: &str = "INDUCT";

/// Brings them in.
pub(super) async fn fill(
    app: &App,
    programme: &Scope,
    reading: &Reading,
    applied: &Applied,
    people: &[Person],
    today: Date,
) -> Result<()> {
    let organiser = people.iter().find(|one| one.role == Role::Organiser);
    let organiser = viewer(programme, organiser.context("the demo has no organiser")?);
    let site = reading.folder.sites.first().context("no hospital")?;
    let id = *applied.sites.get(&site.code).context("no hospital")?;
    let back = i64::from(today.weekday().to_monday_zero_offset());
    let monday = today.checked_sub(back.days())?;
    let sheet = spreadsheet(reading, &site.code, monday);
    let rota = Handed {
        site: id,
        resident: None,
        name: "rota from the rota desk.csv",
        bytes: sheet.as_bytes(),
    };
    rotas::bring_in(app, &organiser, rota).await?;
    let Some((resident, date)) = free_day(reading, &site.code, monday) else {
        return Ok(());
    };
    let calendar = calendar(date);
    let own = Handed {
        resident: applied.residents.get(&resident).copied(),
        name: "calendar.ics",
        bytes: calendar.as_bytes(),
        ..rota
    };
    rotas::bring_in(app, &organiser, own).await?;
    Ok(())
}

/// Somebody of the demo as a request would have them.
fn viewer(programme: &Scope, person: &Person) -> Viewer {
    Viewer {
        account: person.account,
        sign_in: Uuid::nil(),
        name: person.name.clone(),
        grants: Vec::new(),
        scope: Some(programme.clone()),
        relations: Vec::new(),
        csrf: String::new(),
        places: Vec::new(),
        pass: None,
        let_in: None,
        as_of: None,
    }
}

/// A doctor of the hospital and a day of next week that the rota calls off.
fn free_day(reading: &Reading, site: &str, monday: Date) -> Option<(String, Date)> {
    let week = monday.checked_add(7.days()).ok()?;
    let end = week.checked_add(6.days()).ok()?;
    let free = reading.folder.shifts.iter().find(|shift| {
        shift.site == site && shift.kind == Kind::Off && (week..=end).contains(&shift.date)
    })?;
    Some((free.resident.clone(), free.date))
}

/// A calendar with a shift on one day.
fn calendar(date: Date) -> String {
    let day = date.strftime("%Y%m%d");
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Marrowdale//Example//EN\r\nBEGIN:VEVENT\r\nUID:swap@example.org\r\n\
         DTSTAMP:20260101T000000Z\r\nDTSTART;TZID=Europe/London:{day}T080000\r\nDTEND;TZID=Europe/London:{day}T180000\r\n\
         SUMMARY:E\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

/// The hospital's own rota as people keep it: a title, dates along the top, names down the side, a key below.
fn spreadsheet(reading: &Reading, site: &str, monday: Date) -> String {
    let dates: Vec<Date> = monday
        .series(1.day())
        .take(usize::try_from(DAYS).unwrap_or(0))
        .collect();
    let mut codes: BTreeMap<&str, BTreeMap<Date, &str>> = BTreeMap::new();
    for shift in &reading.folder.shifts {
        let is_here = reading.folder.placements.iter().any(|placement| {
            placement.resident == shift.resident
                && placement.site == site
                && placement.covers(shift.date)
        });
        if is_here && dates.contains(&shift.date) {
            let own = codes.entry(&shift.resident).or_default();
            own.insert(shift.date, &shift.code);
        }
    }
    let mut text = "Emergency Department,,as sent by the rota desk\n\nName,Grade".to_owned();
    for date in &dates {
        text += &format!(",{}", date.strftime("%a %d/%m/%Y"));
    }
    for (at, (resident, own)) in codes.iter().enumerate() {
        let mut residents = reading.folder.residents.iter();
        let Some(person) = residents.find(|one| one.reference == *resident) else {
            continue;
        };
        let (forename, surname) = person
            .full_name
            .rsplit_once(' ')
            .unwrap_or(("", &person.full_name));
        text += &format!("\n\"{surname}, {forename}\",{}", person.grade);
        for (day, date) in dates.iter().enumerate() {
            let code = own.get(date).copied().unwrap_or_default();
            // One doctor has two days of something that no list explains.
            let code = if at == 2 && (15..17).contains(&day) {
                PUZZLE
            } else {
                code
            };
            text += &format!(",{code}");
        }
    }
    text += "\n\nTotal on shift\nUpdated by the rota desk";
    text
}
