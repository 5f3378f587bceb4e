//! Rotas come in, are understood, put in place and taken back, through the real router and on both databases.

mod imports;
mod older_data;
mod what_stands;

use platform::access::Role;
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::Value;

use crate::world::{Answer, World};

const BASE: &str = "/programmes/saltmarsh";

/// The five weeks around the sessions of 1 and 8 December: these doctors and one more, a code for each day.
pub fn grid(rows: &[(&str, &dyn Fn(i8) -> &'static str)]) -> Vec<u8> {
    let mut text = "Name".to_owned();
    let first = jiff::civil::date(2026, 11, 16);
    let dates: Vec<_> = first.series(jiff::ToSpan::days(1)).take(35).collect();
    for date in &dates {
        text += &format!(",{}", date.strftime("%d/%m/%Y"));
    }
    let others: [(&str, &dyn Fn(i8) -> &'static str); 1] = [("Dr Number 6", &early)];
    for (name, code) in rows.iter().chain(&others) {
        text += &format!("\n{name}");
        for date in &dates {
            text += &format!(",{}", code(date.weekday().to_monday_zero_offset()));
        }
    }
    text.into_bytes()
}

pub fn early(day: i8) -> &'static str {
    if day < 5 { "E" } else { "off" }
}

/// Nights from Sunday to Tuesday morning: nobody of them can come on a Tuesday.
fn nights(day: i8) -> &'static str {
    match day {
        6 | 0 => "N",
        _ => "off",
    }
}

const CODES: &str = "code=E&kind=clinical&start=08%3A00&end=18%3A00&code=N&kind=clinical&start=20%3A30&end=09%3A00\
                     &code=off&kind=off&start=&end=";

fn import_page(world: &World) -> String {
    format!("{BASE}/sites/{}/rota/import", world.site)
}

async fn hand_in(world: &World, cookie: &str, bytes: &[u8]) -> Answer {
    let files = [("file", "december.csv", bytes)];
    world
        .upload(&import_page(world), cookie, &[("resident", "")], &files)
        .await
}

/// Hands a file in and tells the address of its draft.
async fn draft(world: &World, cookie: &str, bytes: &[u8]) -> String {
    let answer = hand_in(world, cookie, bytes).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.header("location").to_owned()
}

pub async fn act(world: &World, cookie: &str, path: &str, form: &str) -> Answer {
    let form = format!("csrf={}&{form}", world.csrf(cookie).await);
    world.post(path, Some(cookie), &form).await
}

/// Hands a grid in, gives its codes their meaning, and puts it in place.
pub async fn put(world: &World, cookie: &str, bytes: &[u8]) {
    let draft = draft(world, cookie, bytes).await;
    act(world, cookie, &format!("{draft}/codes"), CODES).await;
    let answer = act(world, cookie, &format!("{draft}/apply"), "").await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

async fn page(world: &World, cookie: &str, path: &str) -> String {
    let answer = world.get(path, Some(cookie)).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer.body
}

async fn number(world: &World, query: &str) -> i64 {
    let db = world.installation.app.db.read();
    let backend = db.get_database_backend();
    let row = db
        .query_one_raw(Statement::from_string(backend, query))
        .await
        .unwrap()
        .unwrap();
    row.try_get("", "n").unwrap()
}

/// The facts that are stored, of one source or of all where it is empty, those that gave way among them: date, code,
/// kind and so on.
async fn facts(world: &World, source: &str) -> Vec<Value> {
    let db = world.installation.app.db.read();
    let query = format!("SELECT told FROM rota_lines WHERE source = '{source}' OR '{source}' = ''");
    let query = Statement::from_string(db.get_database_backend(), query);
    let rows = db.query_all_raw(query).await.unwrap();
    rows.iter()
        .flat_map(|row| {
            let told: String = row.try_get("", "told").unwrap();
            serde_json::from_str::<Vec<Value>>(&told).unwrap()
        })
        .collect()
}

/// Fills `{draft}` and `{import}` of an address with new ones of the kind that the address is about.
pub async fn with_ids(world: &World, path: &str) -> String {
    let mut path = path.to_owned();
    if path.contains("my-rota/calendar/{draft}") {
        let address = own_draft(world).await;
        path = path.replace("{draft}", address.rsplit('/').next().unwrap());
    } else if path.contains("{draft}") {
        let organiser = world.cookie(Role::Organiser).await;
        let address = draft(world, &organiser, &grid(&[("Dr Number 1", &early)])).await;
        path = path.replace("{draft}", address.rsplit('/').next().unwrap());
    }
    if path.contains("{import}") {
        let organiser = world.cookie(Role::Organiser).await;
        if path.contains("my-rota") {
            let resident = world.cookie(Role::Resident).await;
            act(world, &resident, &own_draft(world).await, "what=keep").await;
        } else {
            put(world, &organiser, &grid(&[("Dr Number 1", &early)])).await;
        }
        path = path.replace("{import}", &newest_import(world).await);
    }
    path
}

async fn newest_import(world: &World) -> String {
    let db = world.installation.app.db.read();
    let backend = db.get_database_backend();
    let query = "SELECT id FROM rota_imports WHERE number = (SELECT max(number) FROM rota_imports)";
    let row = db
        .query_one_raw(Statement::from_string(backend, query))
        .await
        .unwrap()
        .unwrap();
    let id: uuid::Uuid = row.try_get("", "id").unwrap();
    id.to_string()
}

pub const CALENDAR: &[u8] = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nBEGIN:VEVENT\r\nUID:1@example.org\r\n\
DTSTAMP:20261101T000000Z\r\nDTSTART;TZID=Europe/London:20261205T203000\r\nDTEND;TZID=Europe/London:20261206T090000\r\n\
SUMMARY:N\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2@example.org\r\nDTSTAMP:20261101T000000Z\r\n\
DTSTART;VALUE=DATE:20261207\r\nDTEND;VALUE=DATE:20261209\r\nSUMMARY:Dentist and shopping\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

pub async fn own_draft(world: &World) -> String {
    let resident = world.cookie(Role::Resident).await;
    let files = [("file", "mine.ics", CALENDAR)];
    let path = format!("{BASE}/my-rota/calendar");
    let answer = world.upload(&path, &resident, &[], &files).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.header("location").to_owned()
}
