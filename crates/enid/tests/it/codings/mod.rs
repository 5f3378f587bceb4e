//! Codings, their layers and blind passes through the real router, on both databases (study R28, R30 to R32, R37, R41, P10, T4).

mod acts;
mod blind;
mod follow;
mod kept;

use analysis::codings::{self, Material};
use analysis::trail;
use platform::access::Role;
use serde_json::Value;
use study::documents;
use study::team::Member;
use uuid::Uuid;

use crate::codebook::ANALYST;
use crate::study_design::member;
use crate::world::{Answer, World, worlds};

/// The interview that is coded: `Why was that?`, then `Well. It's the rota that says no.` from 14.
const DESK: &str = "/documents/K1-interview/coding";
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
        let one = member(&world, Role::Researcher, ANALYST).await;
        let two = member(&world, Role::ResearchLead, ANALYST).await;
        let (first, second) = (
            world.cookie(Role::Researcher).await,
            world.cookie(Role::ResearchLead).await,
        );
        let codes = [
            code(&world, &second, "Leaving").await,
            code(&world, &second, "Asking").await,
        ];
        pairs.push(Pair {
            world,
            one: (first, one),
            two: (second, two),
            codes,
        });
    }
    pairs
}

async fn code(world: &World, cookie: &str, name: &str) -> Uuid {
    let all = json(&crate::consent::get(world, cookie, "/codes/list").await);
    let found = all.as_array().unwrap().iter();
    let mut found = found.filter(|code| code["name"] == name);
    found.next().unwrap()["id"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap()
}

fn json(body: &str) -> Value {
    serde_json::from_str(body).unwrap_or_else(|_| panic!("no JSON: {body}"))
}

/// Sends an act of the desk.
async fn send(world: &World, cookie: &str, what: &str, form: &str) -> (u16, Value) {
    let answer: Answer = crate::consent::act(world, cookie, &format!("{DESK}/{what}"), form).await;
    (answer.status, json(&answer.body))
}

/// Codes a stretch of the interview; the coding is what `id` says.
async fn coded(pair: &Pair, who: &(String, Member), id: u128, code: Uuid, at: (u32, u32)) -> Uuid {
    let id = Uuid::from_u128(id);
    let (start, end) = at;
    let form = format!("id={id}&code={code}&start={start}&end={end}&revision=0");
    let (status, told) = send(&pair.world, &who.0, "add", &form).await;
    assert_eq!((status, &told["says"]), (200, &"".into()), "{told}");
    id
}

/// What somebody sees coded in the interview: code, layer, start and end.
async fn seen(pair: &Pair, who: &(String, Member)) -> Vec<(Uuid, Uuid, u64, u64)> {
    let body = crate::consent::get(&pair.world, &who.0, &format!("{DESK}/now")).await;
    let told = json(&body);
    let all = told["codings"].as_array().unwrap().iter();
    let id = |value: &Value| value.as_str().unwrap().parse().unwrap();
    let number = |value: &Value| value.as_u64().unwrap();
    all.map(|one| {
        let (start, end) = (number(&one["start"]), number(&one["end"]));
        (id(&one["code"]), id(&one["member"]), start, end)
    })
    .collect()
}

/// The place of the newest event of a coding.
async fn newest(pair: &Pair, id: Uuid) -> i64 {
    let app = &pair.world.installation.app;
    let study = pair.world.scopes[2].id;
    let found = codings::find(app.db.read(), study, id).await.unwrap();
    found.unwrap().since
}

/// That the table is what the trail comes to, and that the trail holds (T4).
async fn assert_told(world: &World) {
    let app = &world.installation.app;
    let study = world.scopes[2].id;
    let trail = trail::whole(app.db.read(), study).await.unwrap();
    let state = trail::replay(&trail.events);
    let told = state.iter().filter(|(subject, _)| subject.0 == "coding");
    let mut count = 0;
    for ((_, id), text) in told {
        let stored = codings::find(app.db.read(), study, *id).await.unwrap();
        let stored = serde_json::to_value(stored.expect("it is stored").state).unwrap();
        assert_eq!(stored, json(text), "on {}", world.installation.on);
        count += 1;
    }
    let rows = crate::release::count(world, "SELECT COUNT(*) AS n FROM codings").await;
    assert_eq!(rows, count, "nothing is stored that is not in the trail");
    let broken = trail::verify(app.db.read(), study).await.unwrap();
    assert_eq!(broken, Vec::<String>::new());
}

async fn material(world: &World) -> Material {
    let study = world.scopes[2].id;
    codings::material(&world.installation.app, study)
        .await
        .unwrap()
}

async fn interview(world: &World) -> Uuid {
    let study = world.scopes[2].id;
    let ids = documents::ids(world.installation.app.db.read(), study).await;
    ids.unwrap()["K1-interview"]
}
