//! Talking over codings, saturation and agreement through the real router, on both databases (study R50, R51, R56, P6, P10).

mod agreement;
mod conversation;
mod saturation;

use analysis::codings::{self, New};
use platform::access::Role;
use platform::audit::Event;
use study::documents;
use study::setup::{self, Design, Setup};
use study::team::Member;
use uuid::Uuid;

use crate::codebook::ANALYST;
use crate::study_design::member;
use crate::world::{World, worlds};

/// Where an interview of two turns is talked over: `Why was that?`, then `Well. It's the rota that says no.` from 14.
const TALK: &str = "/documents/K1-interview/conversation";
const ROTA: (u32, u32) = (20, 47);

/// Two analysts in a town with the small study: the researcher, and the research lead.
struct Pair {
    world: World,
    one: (String, Member),
    two: (String, Member),
    /// The codes Leaving and Asking.
    codes: [Uuid; 2],
}

async fn pairs() -> Vec<Pair> {
    let mut pairs = Vec::new();
    for world in worlds().await {
        crate::study::import(&world).await.unwrap();
        pairs.push(pair(world).await);
    }
    pairs
}

async fn pair(world: World) -> Pair {
    let one = member(&world, Role::Researcher, ANALYST).await;
    let two = member(&world, Role::ResearchLead, ANALYST).await;
    let first = world.cookie(Role::Researcher).await;
    let second = world.cookie(Role::ResearchLead).await;
    let mut codes = [Uuid::nil(); 2];
    for (place, name) in ["Leaving", "Asking"].into_iter().enumerate() {
        let list = crate::consent::get(&world, &second, "/codes/list").await;
        let list: serde_json::Value = serde_json::from_str(&list).unwrap();
        let found = list.as_array().unwrap().iter();
        let mut found = found.filter(|code| code["name"] == name);
        let id = found.next().unwrap()["id"].as_str().unwrap();
        codes[place] = id.parse().unwrap();
    }
    Pair {
        world,
        one: (first, one),
        two: (second, two),
        codes,
    }
}

/// Codes a stretch of a document in the layer of somebody.
async fn code(pair: &Pair, who: &Member, document: &str, (code, at): (Uuid, (u32, u32))) -> Uuid {
    let app = &pair.world.installation.app;
    let study = pair.world.scopes[2].id;
    let ids = documents::ids(app.db.read(), study).await.unwrap();
    let new = New {
        id: study::rows::random_id(app),
        document: ids[document],
        code,
        start: at.0,
        end: at.1,
        revision: 0,
    };
    let tx = app.db.write().await.unwrap();
    let done = codings::add(&tx, app, study, (who.id, &new)).await.unwrap();
    tx.commit(app, Event::installation("test", "coded"))
        .await
        .unwrap();
    done.unwrap().id
}

/// Sets the design of the study.
pub async fn designed(world: &World, design: Design) {
    let app = &world.installation.app;
    let tx = app.db.write().await.unwrap();
    let setup = Setup {
        design,
        ..Setup::default()
    };
    setup::add(&tx, app, world.scopes[2].id, &setup)
        .await
        .unwrap();
    tx.commit(app, Event::installation("test", "design"))
        .await
        .unwrap();
}
