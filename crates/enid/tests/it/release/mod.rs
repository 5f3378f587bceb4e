//! Asking hospitals for release, through the real router (programme 7).

mod answers;
mod desks;
mod facts;
mod links;
mod older_data;
mod time;

use platform::access::Role;
use platform::mail::Mail;
use sea_orm::{ConnectionTrait as _, Statement};

use crate::world::{Answer, World};

pub(super) const BASE: &str = "/programmes/saltmarsh";

/// Sends every draft as an organiser would, and runs the letters.
pub async fn send(world: &World) -> Answer {
    let organiser = world.cookie(Role::Organiser).await;
    let answer = act(world, &organiser, "/release/send", "").await;
    world.run_jobs().await;
    answer
}

/// Sends a form of the programme.
pub(super) async fn act(world: &World, cookie: &str, end: &str, form: &str) -> Answer {
    let csrf = world.csrf(cookie).await;
    let body = format!("csrf={csrf}&{form}");
    let body = body.trim_end_matches('&');
    world
        .post(&format!("{BASE}{end}"), Some(cookie), body)
        .await
}

/// How many releases stand in a state.
pub(super) async fn number(world: &World, state: &str) -> i64 {
    count(
        world,
        &format!("SELECT COUNT(*) AS n FROM releases WHERE state = '{state}'"),
    )
    .await
}

/// The number that a query gives.
pub async fn count(world: &World, sql: &str) -> i64 {
    let connection = world.installation.app.db.read();
    let statement = Statement::from_string(connection.get_database_backend(), sql.to_owned());
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

/// The letters to an address, oldest first.
pub(super) fn letters(world: &World, to: &str) -> Vec<Mail> {
    let sent = world.installation.mail.sent();
    sent.into_iter().filter(|mail| mail.to == to).collect()
}

/// The token of the link in a letter.
pub(super) fn token(mail: &Mail) -> String {
    let (_, rest) = mail
        .body
        .split_once("/links/")
        .expect("a letter with a link");
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    rest[..end].to_owned()
}

/// The identifiers of the requests on a desk's page, in order.
pub(super) fn requests(page: &Answer) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for part in page.body.split("<tr id=\"r-").skip(1) {
        ids.push(part.split('"').next().unwrap().to_owned());
    }
    ids
}
