//! Releases of a study through the real router, on both databases (study section 4, P2 to P5, P14; trust PRI-1 to PRI-7).

mod apart;
mod frozen;
mod quoted;
mod refused;

use platform::access::Role;
use platform::clock::Instant;
use sea_orm::{ConnectionTrait, Statement, TryGetable};
use study::consent::{self, Rule, Use, Version};
use uuid::Uuid;

use crate::codebook::ANALYST;
use crate::consent::{BASE, act, get};
use crate::study_design::member;
use crate::world::{Answer, World, worlds};

/// What the signed consent has in it about a table of people.
const WORDS: &str = "A table may be printed with a row about me.";
/// A table in which the two who were interviewed share their row.
const COARSE: &str = "summary=yes&table2=yes&questions=yes&people=yes&people_words=A+table+may+be+printed+with+a+row+about+me.\
    &cohort=together&gender=left&time=year&length=left";

/// A town with the small study, and the cookie of its research lead, who is of the team.
async fn towns() -> Vec<(World, String)> {
    let mut towns = Vec::new();
    for world in worlds().await {
        crate::study::import(&world).await.unwrap();
        member(&world, Role::ResearchLead, ANALYST).await;
        let lead = world.cookie(Role::ResearchLead).await;
        towns.push((world, lead));
    }
    towns
}

/// Begins a release; the end of its address.
async fn prepared(world: &World, lead: &str) -> String {
    let begun = act(world, lead, "/releases", "").await;
    assert_eq!(begun.status, 303, "{}", begun.body);
    let place = begun.header("location");
    place.strip_prefix(BASE).unwrap().to_owned()
}

async fn choose(world: &World, lead: &str, (end, form): (&str, &str)) {
    let done = act(world, lead, &format!("{end}/choice"), form).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

/// What the page sends to say what was seen; empty where the page does not let the release be approved.
async fn seen(world: &World, lead: &str, end: &str) -> String {
    let page = get(world, lead, end).await;
    let found = page.split_once("name=\"seen\" value=\"");
    let seen = found.and_then(|(_, rest)| rest.split('"').next());
    seen.unwrap_or_default().to_owned()
}

async fn approve(world: &World, lead: &str, end: &str) -> Answer {
    let seen = seen(world, lead, end).await;
    let form = format!("seen={seen}&reason=The+journal+asks+for+it");
    act(world, lead, &format!("{end}/approve"), &form).await
}

/// Everybody who was interviewed lets everything be done that can be asked for.
pub async fn everybody_agrees(world: &World) {
    let (app, study) = (&world.installation.app, world.scopes[2].id);
    let version = Version {
        id: Uuid::from_u128(77),
        number: 1,
        information: format!("We ask about waiting.\n\n{WORDS}"),
        uses: Use::ALL.to_vec(),
        affects: Vec::new(),
        rule: Rule::Always,
        made_at: Instant(0),
    };
    let tx = app.db.write().await.unwrap();
    consent::add_version(&tx, app, study, &version, None)
        .await
        .unwrap();
    for handle in ["K1", "K2"] {
        let person = crate::consent::participant(world, handle)
            .await
            .parse()
            .unwrap();
        consent::sign(&tx, app, study, (person, version.id), &Use::ALL)
            .await
            .unwrap();
    }
    let signed = platform::audit::Event::installation("test", "consent");
    tx.commit(app, signed).await.unwrap();
}

/// A release with these things in it, approved; the end of its address.
pub async fn released(world: &World, lead: &str, form: &str) -> String {
    let end = prepared(world, lead).await;
    choose(world, lead, (&end, form)).await;
    everything_may_be_printed(world, lead, &end).await;
    let done = approve(world, lead, &end).await;
    assert_eq!(done.status, 303, "{}", done.body);
    end
}

/// A quote on the page of whoever is quoted, as its form names it: itself, and its words.
fn forms(page: &str) -> Vec<(String, String)> {
    let value = |rest: &str, name: &str| {
        let (_, rest) = rest
            .split_once(&format!("name=\"{name}\" value=\""))
            .unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let forms = page.split("<form").skip(1);
    forms
        .filter(|form| form.contains("name=\"words\""))
        .map(|form| (value(form, "quote"), value(form, "words")))
        .collect()
}

/// The research lead enters that everybody said yes elsewhere.
async fn everything_may_be_printed(world: &World, lead: &str, end: &str) {
    let page = get(world, lead, &format!("{end}/words")).await;
    for (quote, words) in forms(&page) {
        let form = format!("quote={quote}&words={words}&answer=yes&why=Signed+on+paper");
        let done = act(world, lead, &format!("{end}/words"), &form).await;
        assert_eq!(done.status, 303, "{}", done.body);
    }
}

/// What is kept of every release, in its order: names and bytes.
pub async fn kept(world: &World) -> Vec<(String, Vec<u8>)> {
    let db = world.installation.app.db.read();
    let sql = "SELECT f.name AS name, f.bytes AS bytes FROM output_release_files f JOIN output_releases r ON r.id = f.release \
        ORDER BY r.number, f.position";
    let asked = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(asked).await.unwrap();
    let rows = rows.iter().map(|row| {
        (
            String::try_get(row, "", "name").unwrap(),
            Vec::<u8>::try_get(row, "", "bytes").unwrap(),
        )
    });
    rows.collect()
}

/// How many rows of a table there are.
async fn count(world: &World, what: &str) -> i64 {
    let db = world.installation.app.db.read();
    let sql = format!("SELECT COUNT(*) AS n FROM {what}");
    let asked = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(asked).await.unwrap().unwrap();
    i64::try_get(&row, "", "n").unwrap()
}

/// The end of the address of a release in preparation, for whoever needs any.
pub async fn a_draft(world: &World) -> String {
    let study = world.scopes[2].id;
    let all = analysis::output_release::all(world.installation.app.db.read(), study);
    let mut all = all.await.unwrap().into_iter();
    match all.find(|kept| kept.frozen.is_none()) {
        Some(kept) => format!("releases/{}", kept.id),
        None => {
            let lead = world.cookie(Role::ResearchLead).await;
            prepared(world, &lead)
                .await
                .trim_start_matches('/')
                .to_owned()
        }
    }
}

/// The end of the address of the files of an approved release.
pub async fn a_file(world: &World) -> String {
    let study = world.scopes[2].id;
    let all = analysis::output_release::all(world.installation.app.db.read(), study);
    let all = all.await.unwrap();
    let found = all
        .iter()
        .find_map(|kept| Some((kept.id, kept.frozen.as_ref()?.number)));
    match found {
        Some((id, number)) => format!("releases/{id}/files/release-{number}.zip"),
        None => {
            // Elsewhere the research lead is not to be of the team, so that nobody approves it here.
            let lead = world.cookie(Role::ResearchLead).await;
            let end = prepared(world, &lead).await;
            let app = &world.installation.app;
            let tx = app.db.write().await.unwrap();
            let sql = "UPDATE output_releases SET number = 1, approved_at = prepared_at, report = '{\"parts\":[]}'";
            tx.connection().execute_unprepared(sql).await.unwrap();
            let frozen = platform::audit::Event::installation("test", "frozen");
            tx.commit(app, frozen).await.unwrap();
            format!("{}/files/release-1.zip", end.trim_start_matches('/'))
        }
    }
}
