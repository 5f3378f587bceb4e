//! Quotes through the real router, on both databases (study R45 to R47, R37, R41, R52, R57, P6).

mod account;
mod acts;
mod beside;
mod narratives;
mod older_data;
mod pages;

use analysis::quotes::{Held, held};
use analysis::{themes, trail};
use platform::access::Role;
use uuid::Uuid;

use crate::codebook::ANALYST;
use crate::consent::{act, get};
use crate::study_design::member;
use crate::world::{Answer, World, worlds};

/// The towns with the small study in them.
async fn studied() -> Vec<World> {
    let worlds = worlds().await;
    for world in &worlds {
        crate::study::import(world).await.unwrap();
    }
    worlds
}

async fn analyst(world: &World) -> String {
    member(world, Role::Researcher, ANALYST).await;
    world.cookie(Role::Researcher).await
}

/// The quotes as they are stored; and that the trail says the same, and verifies.
async fn quotes(world: &World) -> Vec<Held> {
    let connection = world.installation.app.db.read();
    let study = world.scopes[2].id;
    let held = held(connection, study).await.unwrap();
    let trail = trail::load(connection, study).await.unwrap();
    let state = trail::replay(&trail.events);
    let told = state.iter().filter(|((kind, _), _)| kind == "quote");
    let told: Vec<(Uuid, String)> = told.map(|((_, id), text)| (*id, text.clone())).collect();
    let stored = held.iter();
    let stored = stored.map(|one| (one.id, serde_json::to_string(&one.state).unwrap()));
    let mut stored: Vec<(Uuid, String)> = stored.collect();
    stored.sort();
    assert_eq!(told, stored, "the replay is what is stored");
    let broken = trail::verify(connection, study).await.unwrap();
    assert_eq!(broken, Vec::<String>::new());
    held
}

/// The quote that says these words.
async fn saying(world: &World, words: &str) -> Held {
    let all = quotes(world).await;
    let mut found = all.into_iter().filter(|one| one.words.text == words);
    let one = found.next();
    one.unwrap_or_else(|| panic!("no quote says {words} on {}", world.installation.on))
}

/// The theme, subtheme or facet of this path.
async fn theme(world: &World, path: &str) -> Uuid {
    let connection = world.installation.app.db.read();
    let all = themes::all(connection, world.scopes[2].id).await.unwrap();
    let found = all.iter().find(|one| one.about.path.join(" > ") == path);
    found.unwrap().id
}

/// Makes a quote from K2 that is ready.
async fn make(world: &World, cookie: &str, words: &str, rest: &str) -> Answer {
    let form = format!("document=K2&turn=2&ready=yes&words={words}&{rest}");
    act(world, cookie, "/quotes", &form).await
}

/// Does something to a quote as somebody who has just opened its page.
async fn to(world: &World, cookie: &str, id: Uuid, what: &str, form: &str) -> Answer {
    let page = get(world, cookie, &format!("/quotes/{id}")).await;
    let seen = page.split("name=\"seen\" value=\"").nth(1).unwrap();
    let seen = seen.split('"').next().unwrap();
    let form = format!("seen={seen}&{form}");
    act(world, cookie, &format!("/quotes/{id}/{what}"), &form).await
}

async fn table2(world: &World, cookie: &str) -> String {
    get(world, cookie, "/write-up/table2.csv").await
}

/// The path with a quote in the place of the word that stands for it.
pub async fn with_ids(world: &World, path: &str) -> String {
    match path.contains("{quote_id}") {
        false => path.to_owned(),
        true => {
            let connection = world.installation.app.db.read();
            let all = analysis::quotes::visible(connection, world.scopes[2].id).await;
            let first = all.unwrap().first().map(|one| one.id);
            path.replace("{quote_id}", &first.unwrap_or_default().to_string())
        }
    }
}
