//! Search and matrices through the real router, on both databases (study R53 to R55, P6, P10).

mod index;
mod pages;

use analysis::codings::{self, New};
use analysis::queries::{Found, Opened, answer};
use platform::access::Role;
use platform::audit::Event;
use study::documents;
use study::team::Member;
use uuid::Uuid;

use crate::codebook::ANALYST;
use crate::study_design::member;
use crate::world::{World, worlds};

/// The towns with the small study in them.
pub async fn studied() -> Vec<World> {
    let worlds = worlds().await;
    for world in &worlds {
        crate::study::import(world).await.unwrap();
    }
    worlds
}

/// Everything a query finds for whoever holds the data folder, as the command prints it.
async fn found(world: &World, query: &str) -> Vec<Found> {
    let app = &world.installation.app;
    let study = world.scopes[2].id;
    let opened = Opened::of_keeper(app, study).await.unwrap();
    let query = opened.names.read(query).unwrap();
    let found = answer(app, &opened, (query, 0..usize::MAX)).await;
    found.unwrap().rows
}

/// Where a query finds something, as `K2:3`.
async fn places(world: &World, query: &str) -> Vec<String> {
    let found = found(world, query).await;
    let place = |row: &Found| format!("{}:{}", row.document, row.turn);
    found.iter().map(place).collect()
}

async fn document(world: &World, handle: &str) -> Uuid {
    let connection = world.installation.app.db.read();
    documents::ids(connection, world.scopes[2].id)
        .await
        .unwrap()[handle]
}

/// Codes a turn, from 0, in the layer of a member.
async fn code(world: &World, member: &Member, path: &str, (handle, turn): (&str, usize)) {
    let app = &world.installation.app;
    let study = world.scopes[2].id;
    let document = document(world, handle).await;
    let extents = documents::extents(app.db.read(), document).await.unwrap();
    let new = New {
        id: study::rows::random_id(app),
        document,
        code: crate::codebook::code(world, path).await,
        start: extents[turn].start,
        end: extents[turn].end,
        revision: 0,
    };
    let tx = app.db.write().await.unwrap();
    let done = codings::add(&tx, app, study, (member.id, &new)).await;
    done.unwrap().unwrap();
    let event = Event::installation("test", "coding");
    tx.commit(app, event).await.unwrap();
}

/// Two analysts have coded: the first, who is the researcher, Leaving and Asking; the second Asking alone.
pub async fn coded(world: &World) -> (Member, Member) {
    // A study that has no trail yet begins it when its codes are looked at.
    let lead = world.cookie(Role::ResearchLead).await;
    world
        .get("/studies/saltmarsh-study/codes", Some(&lead))
        .await;
    let first = member(world, Role::Researcher, ANALYST).await;
    let second = member(world, Role::ResearchLead, ANALYST).await;
    code(world, &first, "Leaving", ("K2", 1)).await;
    code(world, &first, "Leaving > Asking", ("K2", 3)).await;
    code(world, &second, "Leaving > Asking", ("K2", 1)).await;
    code(world, &second, "Leaving > Asking", ("note-1", 0)).await;
    (first, second)
}
