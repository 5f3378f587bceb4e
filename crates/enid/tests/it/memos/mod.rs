//! Memos, journals, phases and reading through the real router, on both databases (study R34 to R36, R39, P6, P10, P11).

mod beside;
mod journal;
mod listed;
mod phases;
mod private;
mod written;

use analysis::memos::{self, Kind, Memo, On, Target, Wish};
use analysis::trail;
use platform::access::Role;
use platform::audit::Event;
use study::documents;
use study::journal::{Entry, Visibility};
use study::team::Member;
use uuid::Uuid;

use crate::codebook::ANALYST;
use crate::consent::act;
use crate::study_design::member;
use crate::world::{World, worlds};

/// "by the side door" in K2, whose turns LF joins.
const DOOR: (u32, u32) = (17, 33);

async fn studied() -> Vec<World> {
    let worlds = worlds().await;
    for world in &worlds {
        crate::study::import(world).await.unwrap();
    }
    worlds
}

/// An analyst of the team, with a cookie.
async fn analyst(world: &World, role: Role) -> (Member, String) {
    let member = member(world, role, ANALYST).await;
    (member, world.cookie(role).await)
}

async fn all(world: &World) -> Vec<Memo> {
    let app = &world.installation.app;
    memos::all(app.db.read(), world.scopes[2].id).await.unwrap()
}

/// Writes a memo by the form; gives its id.
async fn write(world: &World, cookie: &str, on: &str, text: &str) -> Uuid {
    let form = format!("{on}&kind=theory&text={text}");
    let done = act(world, cookie, "/memos", &form).await;
    assert_eq!(done.status, 303, "{on}: {}", done.body);
    let id = done.header("location").rsplit('/').next().unwrap();
    id.parse().unwrap()
}

fn on_door() -> String {
    format!("on=span&document=K2&start={}&end={}", DOOR.0, DOOR.1)
}

/// That the trail of the study holds.
async fn verify(world: &World) {
    let app = &world.installation.app;
    let broken = trail::verify(app.db.read(), world.scopes[2].id).await;
    assert_eq!(broken.unwrap(), Vec::<String>::new());
}

async fn document(world: &World, handle: &str) -> Uuid {
    let app = &world.installation.app;
    let found = documents::find(app.db.read(), world.scopes[2].id, handle).await;
    found.unwrap().unwrap().id
}

/// One row of everything that this part stores; the identifier of a memo and of an entry of the researcher.
pub async fn fill(world: &World) -> (Uuid, Uuid) {
    let member = member(world, Role::Researcher, ANALYST).await;
    let app = &world.installation.app;
    let study = world.scopes[2].id;
    let tx = app.db.write().await.unwrap();
    let target = Target {
        on: On::Study,
        id: study,
        document: None,
        span: None,
    };
    let wish = Wish::Write(Kind::Method, "So.".to_owned(), target);
    let memo = memos::act(&tx, app, study, None, &wish).await.unwrap();
    let mut entry = Entry {
        id: Uuid::from_u128(5),
        member: member.id,
        dated: jiff::civil::date(2026, 1, 1),
        visibility: Visibility::Team,
        about: None,
        text: "So.".to_owned(),
        written_at: app.now(),
    };
    study::journal::write(&tx, app, study, &entry)
        .await
        .unwrap();
    entry.id = Uuid::from_u128(6);
    entry.visibility = Visibility::Private;
    study::journal::write(&tx, app, study, &entry)
        .await
        .unwrap();
    study::journal::dismiss(&tx, study, member.id, "theme.drop")
        .await
        .unwrap();
    let read = (member.id, Uuid::from_u128(7));
    study::reading::keep(&tx, app, study, read, 1)
        .await
        .unwrap();
    tx.commit(app, Event::installation("test", "memos"))
        .await
        .unwrap();
    (memo.unwrap(), entry.id)
}

/// The path with a memo and an entry in the place of the words that stand for them.
pub async fn with_ids(world: &World, path: &str) -> String {
    match path.contains("{memo}") || path.contains("{entry}") {
        false => path.to_owned(),
        true => {
            let (memo, entry) = fill(world).await;
            path.replace("{memo}", &memo.to_string())
                .replace("{entry}", &entry.to_string())
        }
    }
}
