//! The codebook and its trail through the real router, on both databases (study R32, R33, R37 to R41, R52, P6).

mod acts;
mod beside;
mod colours;
mod undoing;

use analysis::codes::{Book, all};
use analysis::trail::{self, Trail};
use platform::access::Role;
use study::team::NewMember;
use uuid::Uuid;

use crate::consent::act;
use crate::study_design::member;
use crate::world::{Answer, World, worlds};

/// Whoever analyses.
pub const ANALYST: NewMember = NewMember {
    interviews: false,
    checks: false,
    analyses: true,
    room: 0,
    participant: None,
};

/// The towns with the small study in them: the code Leaving with Asking under it.
pub async fn studied() -> Vec<World> {
    let worlds = worlds().await;
    for world in &worlds {
        crate::study::import(world).await.unwrap();
    }
    worlds
}

pub async fn trail_of(world: &World) -> Trail {
    let study = world.scopes[2].id;
    trail::load(world.installation.app.db.read(), study)
        .await
        .unwrap()
}

async fn book(world: &World) -> Book {
    let trail = trail_of(world).await;
    Book::of(&trail::replay(&trail.events), &trail).unwrap()
}

/// The code of this path.
pub async fn code(world: &World, path: &str) -> Uuid {
    let book = book(world).await;
    let found = book.walk().into_iter().map(|(_, id)| id);
    let found = found.filter(|id| book.path(*id).join(" > ") == path);
    let found: Vec<Uuid> = found.collect();
    assert_eq!(found.len(), 1, "{path} on {}", world.installation.on);
    found[0]
}

/// What a page says of the newest event of a code.
pub async fn seen_of(world: &World, code: Uuid) -> i64 {
    let events = trail_of(world).await.events;
    let of = events.iter().filter(|event| event.subject.1 == code);
    of.map(trail::Event::token).next_back().unwrap()
}

/// The paths of all codes, in their order, retired ones with a mark; and that the table says the same as the trail.
async fn paths(world: &World) -> Vec<String> {
    let app = &world.installation.app;
    let study = world.scopes[2].id;
    let rows = all(app.db.read(), study).await.unwrap();
    let book = book(world).await;
    let told: Vec<_> = book
        .walk()
        .into_iter()
        .map(|(_, id)| {
            let code = book.code(id).unwrap();
            let definition = book.definition(id).to_owned();
            (book.path(id), definition, code.status, Some(code.colour))
        })
        .collect();
    let stored: Vec<_> = rows
        .into_iter()
        .map(|code| (code.path, code.definition, code.status, code.colour))
        .collect();
    assert_eq!(told, stored, "the replay is what is stored");
    let broken = trail::verify(app.db.read(), study).await.unwrap();
    assert_eq!(broken, Vec::<String>::new());
    let path = |(path, _, status, _): (Vec<String>, _, _, _)| {
        let mark = match status {
            analysis::codes::CodeStatus::Active => "",
            analysis::codes::CodeStatus::Retired => " (retired)",
        };
        format!("{}{mark}", path.join(" > "))
    };
    stored.into_iter().map(path).collect()
}

/// Adds a code under another, or at the top.
pub async fn add(world: &World, cookie: &str, under: &str, name: &str) -> Uuid {
    let parent = match under {
        "" => String::new(),
        under => code(world, under).await.to_string(),
    };
    let form = format!("parent={parent}&name={name}");
    let done = act(world, cookie, "/codes", &form).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let path = [under, &name.replace('+', " ")].join(" > ");
    code(world, path.trim_start_matches(" > ")).await
}

/// Does something to a code as somebody who has just opened its page.
async fn to(world: &World, cookie: &str, id: Uuid, what: &str, form: &str) -> Answer {
    let seen = seen_of(world, id).await;
    let form = format!("seen={seen}&{form}");
    act(world, cookie, &format!("/codes/{id}/{what}"), &form).await
}

pub async fn analyst(world: &World) -> String {
    member(world, Role::Researcher, ANALYST).await;
    world.cookie(Role::Researcher).await
}

/// The path with a code in the place of the word that stands for it.
pub async fn with_ids(world: &World, path: &str) -> String {
    match path.contains("{code_id}") {
        false => path.to_owned(),
        true => {
            let app = &world.installation.app;
            let lead = world.cookie(Role::ResearchLead).await;
            // A study that has no trail yet begins it when its codes are looked at.
            world
                .get("/studies/saltmarsh-study/codes", Some(&lead))
                .await;
            let trail = trail::load(app.db.read(), world.scopes[2].id)
                .await
                .unwrap();
            let first = trail.events.first().map(|event| event.subject.1);
            path.replace("{code_id}", &first.unwrap_or_default().to_string())
        }
    }
}
