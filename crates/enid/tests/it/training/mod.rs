//! Facilitators' own pages, declared conflicts and what the organiser sees of them, through the real router and on both
//! databases (programme 2.4, 4, R4).

mod conflicts;
mod logs;

use platform::access::{self, NewAccount, NewGrant, Role};
use platform::audit::Event;
use platform::storage::Tx;
use programme::{exchange, sessions};
use sea_orm::{ConnectionTrait as _, Statement};
use uuid::Uuid;

use crate::programme_folder;
use crate::world::{Answer, World};

const BASE: &str = "/programmes/saltmarsh";

/// Somebody at their pages of the programme.
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

    async fn page(&self, end: &str) -> String {
        let answer = self.answer(end).await;
        assert_eq!(answer.status, 200, "{end}: {}", answer.body);
        answer.body
    }

    async fn answer(&self, end: &str) -> Answer {
        let path = format!("{BASE}{end}");
        self.world.get(&path, Some(&self.cookie)).await
    }

    async fn send(&self, end: &str, form: &str) -> Answer {
        let form = format!("csrf={}&{form}", self.csrf);
        let path = format!("{BASE}{end}");
        self.world.post(&path, Some(&self.cookie), &form).await
    }

    /// Sends a form that must be accepted.
    async fn does(&self, end: &str, form: &str) {
        let answer = self.send(end, form).await;
        assert_eq!(answer.status, 303, "{end} {form}: {}", answer.body);
    }
}

const HEADER: &str = "facilitator_ref,full_name,email,profession,level,psychodynamic_training,requirement_set,max_groups,available_weekdays,active_from,active_to,supervisor_name";
const ADA: &str = "FA01,Dr Ada Example,ada@example.org,psychiatrist,experienced,yes,uk-older,1,Tue,2026-09-01,,Prof. Example";
const BEN: &str = "FA02,Dr Ben Example,ben@example.org,emergency physician,novice,no,uk-older,1,Tue,2026-09-01,2027-06-30,";

/// Imports the folder of the world again, with these facilitators and ties.
async fn import(world: &World, facilitators: &[&str], ties: Option<&str>) -> exchange::Applied {
    let app = &world.installation.app;
    let mut files = programme_folder::files();
    let text = format!("{HEADER}\n{}\n", facilitators.join("\n"));
    files.insert("facilitators.csv".into(), text.into_bytes());
    if let Some(ties) = ties {
        let text = format!("from,to,tie\n{ties}");
        files.insert("ties.csv".into(), text.into_bytes());
    }
    let reading = exchange::read(&files);
    let event = Event::installation("test", "import");
    exchange::apply(
        app,
        world.scopes[1].id,
        &reading,
        &exchange::digest(&files),
        event,
    )
    .await
    .unwrap()
}

/// A second facilitator of the programme, signed in.
async fn ben(world: &World) -> Person<'_> {
    let applied = import(world, &[ADA, BEN], None).await;
    let app = &world.installation.app;
    let tx = app.db.write().await.unwrap();
    let new = NewAccount {
        name: "Dr Ben Example",
        email: "ben@example.org",
    };
    let account = access::create(&tx, app, new).await.unwrap();
    let grant = NewGrant {
        account,
        role: Role::Facilitator,
        subject: Some(applied.facilitators["FA02"]),
    };
    access::grant(&tx, app, &world.scopes[1], grant)
        .await
        .unwrap();
    let token = access::begin(&tx, app, account).await.unwrap();
    commit(world, tx).await;
    Person::with(world, format!("__Host-s={}", token.reveal())).await
}

async fn commit(world: &World, tx: Tx) {
    let event = Event::installation("test", "fixture");
    tx.commit(&world.installation.app, event).await.unwrap();
}

/// The sessions of the published plan, first to last.
pub async fn session_ids(world: &World) -> Vec<Uuid> {
    ids(world, "SELECT id FROM sessions ORDER BY starts_at").await
}

pub async fn ids(world: &World, query: &str) -> Vec<Uuid> {
    let db = world.installation.app.db.read();
    let query = Statement::from_string(db.get_database_backend(), query.to_owned());
    let rows = db.query_all_raw(query).await.unwrap();
    rows.iter()
        .map(|row| row.try_get("", "id").unwrap())
        .collect()
}

async fn hold_all(world: &World) {
    let tx = world.installation.app.db.write().await.unwrap();
    for session in session_ids(world).await {
        let outcome = sessions::Outcome::Held { cases: 2 };
        sessions::close(&tx, session, outcome).await.unwrap();
    }
    commit(world, tx).await;
}

/// The first identifier in a hidden field of this name.
fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&start).unwrap();
    rest.split('"').next().unwrap().to_owned()
}
