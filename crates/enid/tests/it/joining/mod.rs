//! Joining through the real router, on both databases (programme 2.2, R7).

mod draw;
mod letters;
mod places;

use platform::access::Role;
use platform::mail::{Mail, Mailer};
use sea_orm::{ConnectionTrait, Statement};

use crate::world::{Answer, World, worlds};

const BASE: &str = "/programmes/saltmarsh";
const REASON: &str = "a heron stood on the ward roof";
const HOURS: i64 = 60 * 60;

/// The programme seen by one person.
struct Person<'a> {
    world: &'a World,
    cookie: String,
    csrf: String,
}

impl<'a> Person<'a> {
    async fn of(world: &'a World, role: Role) -> Self {
        Self::with(world, world.cookie(role).await).await
    }

    async fn with(world: &'a World, cookie: String) -> Self {
        let csrf = world.csrf(&cookie).await;
        Self {
            world,
            cookie,
            csrf,
        }
    }

    async fn open(&self, end: &str) -> Answer {
        let path = format!("{BASE}{end}");
        self.world.get(&path, Some(&self.cookie)).await
    }

    async fn send(&self, end: &str, form: &str) -> Answer {
        let form = format!("csrf={}&{form}", self.csrf);
        let form = form.trim_end_matches('&');
        let path = format!("{BASE}{end}");
        self.world.post(&path, Some(&self.cookie), form).await
    }

    /// Sends a form that must be accepted.
    async fn does(&self, end: &str, form: &str) {
        let answer = self.send(end, form).await;
        assert_eq!(answer.status, 303, "{end} {form}: {}", answer.body);
    }
}

/// An organiser who has opened the expression of interest and invited all seven.
async fn invited(world: &World, places: u32) -> Person<'_> {
    let organiser = Person::of(world, Role::Organiser).await;
    let form = format!("closes_on=2026-12-18&places={places}");
    organiser.does("/joining/interest", &form).await;
    organiser.does("/joining/invite", "").await;
    world.run_jobs().await;
    organiser
}

/// Takes the resident of the world to an offer.
async fn offered(world: &World) -> (Person<'_>, Person<'_>) {
    let organiser = invited(world, 6).await;
    let resident = Person::of(world, Role::Resident).await;
    resident.does("/join/interest", "").await;
    let decide = format!("/joining/{}/decide", world.resident);
    organiser.does(&decide, "act=decide_eligible").await;
    organiser.does(&decide, "act=enter_draw").await;
    let offer = format!("/joining/{}/offer", world.resident);
    organiser.does(&offer, "").await;
    world.run_jobs().await;
    (organiser, resident)
}

fn token(mail: &Mail) -> &str {
    let (_, rest) = mail.body.split_once("/links/").unwrap();
    rest.split(['?', '\n']).next().unwrap()
}

async fn rows(world: &World, sql: &str) -> i64 {
    let connection = world.installation.app.db.read();
    let statement = Statement::from_string(connection.get_database_backend(), sql.to_owned());
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

async fn rows_of_second_resident(world: &World) -> String {
    let organiser = Person::of(world, Role::Organiser).await;
    let list = organiser.open("/joining?q=Number+2").await.body;
    let (_, rest) = list.split_once("id=\"r-").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// Follows the newest letter to this address and says yes.
async fn interested(world: &World, address: &str) {
    let sent = world.installation.mail.sent();
    let mail = sent.iter().rev().find(|one| one.to == address).unwrap();
    let form = format!("token={}", token(mail));
    let opened = world.post("/links/open", None, &form).await;
    let cookie = opened.header("set-cookie").split(';').next().unwrap();
    let person = Person::with(world, cookie.to_owned()).await;
    person.does("/join/interest", "").await;
}

/// A resident who takes an offered place and gives it up again.
pub async fn leave(world: &World) {
    let (_organiser, resident) = offered(world).await;
    resident.does("/join/accept", "").await;
    resident.does("/join/leave", "").await;
}
