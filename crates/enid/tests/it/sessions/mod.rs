//! Sessions through the real router, on both databases (programme 3, RE15, RE16, R5).

mod clock;
mod closing;
mod record;
mod register;

use platform::access::Role;
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use crate::world::{Answer, World, worlds};

const BASE: &str = "/programmes/saltmarsh";
const HOUR: i64 = 60 * 60;
/// From the beginning of every test to the first session, Tuesday 1 December 2026, 14:00.
const TO_THE_START: i64 = 7 * 24 * HOUR + 7 * HOUR;
/// That start in milliseconds since 1970.
const STARTS: i64 = 1_796_133_600_000;

/// Somebody at the first session of the programme.
struct Person<'a> {
    world: &'a World,
    cookie: String,
    csrf: String,
    session: Uuid,
}

impl<'a> Person<'a> {
    async fn of(world: &'a World, role: Role) -> Self {
        let cookie = world.cookie(role).await;
        Self {
            world,
            csrf: world.csrf(&cookie).await,
            cookie,
            session: first(world).await,
        }
    }

    /// Opens a page of the programme.
    async fn open(&self, end: &str) -> Answer {
        let path = format!("{BASE}{end}");
        self.world.get(&path, Some(&self.cookie)).await
    }

    /// Opens a page of the session.
    async fn at(&self, end: &str) -> Answer {
        self.open(&format!("/sessions/{}{end}", self.session)).await
    }

    /// Sends a form to a page of the session.
    async fn send(&self, end: &str, form: &str) -> Answer {
        let path = format!("{BASE}/sessions/{}{end}", self.session);
        let form = format!("csrf={}&{form}", self.csrf);
        let form = form.trim_end_matches('&');
        self.world.post(&path, Some(&self.cookie), form).await
    }

    /// Sends a form that must be accepted.
    async fn does(&self, end: &str, form: &str) {
        let answer = self.send(end, form).await;
        assert_eq!(answer.status, 303, "{end} {form}: {}", answer.body);
    }

    /// Reads what the clock reads.
    async fn state(&self) -> serde_json::Value {
        let answer = self.at("/clock/state").await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let setting: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        setting["standing"].clone()
    }

    /// Marks everybody who is on the page: the first ones as given, the others present.
    async fn marks(&self, marks: &[&str]) -> Vec<Uuid> {
        let (version, members) = self.register().await;
        let mut form = format!("version={version}");
        for (at, member) in members.iter().enumerate() {
            let mark = marks.get(at).copied().unwrap_or("present");
            form += &format!("&mark-{member}={mark}");
        }
        self.does("/register", &form).await;
        members
    }

    /// The version of the register and the members on it, in the order of the page.
    async fn register(&self) -> (String, Vec<Uuid>) {
        let page = self.at("/register").await;
        assert_eq!(page.status, 200, "{}", page.body);
        let (_, rest) = page.body.split_once("name=\"version\" value=\"").unwrap();
        let version = rest.split('"').next().unwrap().to_owned();
        let parts = page.body.split("id=\"field-m-").skip(1);
        let members = parts.map(|part| part.split('"').next().unwrap().parse().unwrap());
        (version, members.collect())
    }
}

/// A world in which every hospital has agreed to the first session and the clock stands at its start.
async fn at_the_start() -> Vec<World> {
    let worlds = worlds().await;
    for world in &worlds {
        run(world, "UPDATE releases SET state = 'locked'").await;
        world.installation.clock.advance(TO_THE_START);
    }
    worlds
}

/// Holds the first session of the programme: register, closing and what it cost. The clock stands two hours after its start.
pub async fn hold_with_costs(world: &World) {
    run(world, "UPDATE releases SET state = 'locked'").await;
    world.installation.clock.advance(TO_THE_START + 2 * HOUR);
    let facilitator = Person::of(world, Role::Facilitator).await;
    facilitator.marks(&["absent_told"]).await;
    let form =
        "outcome=held&code=venue&started=14:04&ended=15:31&cases=1&route=yes&boundary=late_start";
    facilitator.does("/close", form).await;
}

/// The first session of the programme.
pub async fn first(world: &World) -> Uuid {
    let connection = world.installation.app.db.read();
    let sql = "SELECT id FROM sessions ORDER BY starts_at LIMIT 1";
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get("", "id").unwrap()
}

/// Runs a statement past the application.
pub async fn run(world: &World, sql: &str) {
    let tx = world.installation.app.db.write().await.unwrap();
    tx.connection().execute_unprepared(sql).await.unwrap();
    tx.commit_bookkeeping().await.unwrap();
}

/// An identifier as it is written in a statement.
pub fn literal(world: &World, id: Uuid) -> String {
    match world.installation.on {
        "SQLite" => format!("X'{}'", id.simple()),
        _ => format!("'{id}'"),
    }
}

/// One number out of the database.
async fn number(world: &World, sql: &str) -> i64 {
    let connection = world.installation.app.db.read();
    let statement = Statement::from_string(connection.get_database_backend(), sql.to_owned());
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

/// How many releases of the first session stand in a state.
async fn releases(world: &World, state: &str) -> i64 {
    let session = literal(world, first(world).await);
    let sql = format!(
        "SELECT COUNT(*) AS n FROM releases WHERE session = {session} AND state = '{state}'"
    );
    number(world, &sql).await
}
