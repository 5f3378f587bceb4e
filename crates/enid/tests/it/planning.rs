//! Plans through the real router, on both databases: searched, locked, moved, mended, published.

use std::collections::BTreeMap;

use platform::access::Role;
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::Value;

use crate::programme::upload;
use crate::programme_folder;
use crate::world::{Answer, World, worlds};

const BASE: &str = "/programmes/saltmarsh";

/// The small programme with a second room, a second day and a second facilitator, who has no tie to anybody.
fn wide() -> BTreeMap<String, Vec<u8>> {
    let mut files = programme_folder::files();
    let mut add = |name: &str, line: &str| {
        files
            .get_mut(name)
            .unwrap()
            .extend_from_slice(line.as_bytes());
    };
    add("slots.csv", "Wed,14:00,90,2026-12-02,2\n");
    add(
        "venues.csv",
        "U2,Mill House,\"2 Example St, Saltmarsh\",14,yes,yes\n",
    );
    add(
        "facilitators.csv",
        "FA02,Dr Bea Example,bea@example.org,psychiatrist,experienced,yes,1,Tue;Wed,2026-09-01,Prof. Example\n",
    );
    add("travel.csv", "OLD,U2,20,20\n");
    add("caps.csv", "OLD,registrar,Wed,08:00,18:00,0,7,2026-09-01\n");
    let caps = String::from_utf8(files["caps.csv"].clone()).unwrap();
    files.insert(
        "caps.csv".into(),
        caps.replace("18:00,0,6,", "18:00,0,7,").into_bytes(),
    );
    files
}

async fn act(world: &World, cookie: &str, path: &str, form: &str) -> Answer {
    let form = format!("csrf={}&{form}", world.csrf(cookie).await);
    let form = form.trim_end_matches('&');
    world
        .post(&format!("{BASE}{path}"), Some(cookie), form)
        .await
}

/// Does what must be accepted, and waits until no search is going on.
async fn does(world: &World, cookie: &str, path: &str, form: &str) {
    let answer = act(world, cookie, path, form).await;
    assert_eq!(answer.status, 303, "{path} {form}: {}", answer.body);
    while page(world, cookie, "/plan/search")
        .await
        .contains("\"on\":true")
    {
        tokio::task::yield_now().await;
    }
}

async fn page(world: &World, cookie: &str, path: &str) -> String {
    let answer = world.get(&format!("{BASE}{path}"), Some(cookie)).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer.body
}

async fn plan(world: &World, cookie: &str) -> Value {
    serde_json::from_str(&page(world, cookie, "/plan.json").await).unwrap()
}

async fn run(world: &World, sql: &str) {
    let app = &world.installation.app;
    let tx = app.db.write().await.unwrap();
    tx.connection().execute_unprepared(sql).await.unwrap();
    tx.commit_bookkeeping().await.unwrap();
}

async fn number(world: &World, query: &str) -> i64 {
    let db = world.installation.app.db.read();
    let query = Statement::from_string(db.get_database_backend(), query);
    let row = db.query_one_raw(query).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

/// An organiser of the wide programme with everybody in one published group.
async fn town(world: &World) -> String {
    let organiser = world.cookie(Role::Organiser).await;
    let answer = upload(world, &organiser, &wide()).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    does(world, &organiser, "/plan/make", "").await;
    does(world, &organiser, "/plan/publish", "").await;
    organiser
}

/// Where the only group meets.
fn only_place(plan: &Value) -> String {
    let group = &plan["groups"][0];
    assert_eq!(plan["groups"].as_array().unwrap().len(), 1, "{plan}");
    let text = |name: &str| group[name].as_str().unwrap().to_owned();
    format!("{} {} {}", text("weekday"), text("start"), text("venue"))
}

#[tokio::test]
async fn every_version_is_kept_and_a_change_to_one_is_seen() {
    for world in worlds().await {
        let organiser = town(&world).await;
        let board = page(&world, &organiser, "/plan").await;
        assert!(
            board.contains("7 of 7 doctors have a place in one group"),
            "{board}"
        );
        does(&world, &organiser, "/plan/make", "").await;
        let versions = page(&world, &organiser, "/plan/versions").await;
        for state in ["Draft", "Published", "Replaced"] {
            assert!(versions.contains(state), "{state}: {versions}");
        }
        let same = page(&world, &organiser, "/plan/compare?before=2&now=3").await;
        assert!(same.contains("are the same plan"), "{same}");
        let old = page(&world, &organiser, "/plan/versions/1").await;
        assert!(
            !old.contains("Plan again"),
            "an old version is only looked at"
        );
        let app = &world.installation.app;
        let programme = world.scopes[1].id;
        let broken = programme::planning::first_broken(app, programme)
            .await
            .unwrap();
        assert_eq!(broken, None);
        let tamper = "UPDATE plans SET document = REPLACE(document, '\"seed\":1', '\"seed\":2') WHERE number = 2";
        run(&world, tamper).await;
        let broken = programme::planning::first_broken(app, programme)
            .await
            .unwrap();
        assert_eq!(broken, Some(2), "{}", world.installation.on);
    }
}

#[tokio::test]
async fn what_is_locked_stays_and_what_cannot_be_kept_is_named() {
    for world in worlds().await {
        let organiser = town(&world).await;
        let place = only_place(&plan(&world, &organiser).await);
        let closed = format!("what=closed&place={}", place.replace(' ', "+"));
        does(&world, &organiser, "/plan/locks", &closed).await;
        does(&world, &organiser, "/plan/make", "").await;
        let moved = plan(&world, &organiser).await;
        assert_ne!(only_place(&moved), place, "a closed place is not used");
        let locks = page(&world, &organiser, "/plan/locks").await;
        assert!(
            locks.contains("One decision is locked") && locks.contains("no group meets"),
            "{locks}"
        );
        does(&world, &organiser, "/plan/locks/lift", "lock=0").await;
        does(&world, &organiser, "/plan/locks", "what=leaders&group=1").await;
        // Nobody can fill a group of nine: the lock cannot be kept, and nothing is planned.
        let form = "most_groups=12&smallest=9&largest=12&effort=quick";
        does(&world, &organiser, "/plan/limits", form).await;
        let board = page(&world, &organiser, "/plan").await;
        assert!(
            board.contains("cannot be kept together") && board.contains("A group meets"),
            "{board}"
        );
        let refused = act(
            &world,
            &organiser,
            "/plan/limits",
            "most_groups=12&smallest=9&largest=6&effort=quick",
        )
        .await;
        assert_eq!(refused.status, 422);
        let form = "most_groups=12&smallest=6&largest=12&effort=usual";
        does(&world, &organiser, "/plan/limits", form).await;
        let again = plan(&world, &organiser).await;
        assert_eq!(
            only_place(&again),
            only_place(&moved),
            "{}",
            world.installation.on
        );
    }
}

#[tokio::test]
async fn a_group_is_moved_into_a_draft_and_the_published_plan_stays() {
    for world in worlds().await {
        let organiser = town(&world).await;
        let before = only_place(&plan(&world, &organiser).await);
        let choices = page(&world, &organiser, "/plan/groups/1/move").await;
        assert!(choices.contains("7 of 7 members could come"), "{choices}");
        let to = [
            "Tue 14:00 U1",
            "Tue 14:00 U2",
            "Wed 14:00 U1",
            "Wed 14:00 U2",
        ]
        .into_iter()
        .find(|place| *place != before)
        .unwrap();
        let form = format!("place={}", to.replace(' ', "+"));
        does(&world, &organiser, "/plan/groups/1/move", &form).await;
        assert_eq!(only_place(&plan(&world, &organiser).await), to);
        let board = page(&world, &organiser, "/plan").await;
        assert!(
            board.contains("Since version 2") && board.contains("7 doctors, "),
            "{board}"
        );
        assert_eq!(
            number(
                &world,
                "SELECT number AS n FROM plans WHERE state = 'published'"
            )
            .await,
            2
        );
        let wrong = act(
            &world,
            &organiser,
            "/plan/groups/1/move",
            "place=Sun+03:00+U9",
        )
        .await;
        assert_eq!(wrong.status, 404);
    }
}

#[tokio::test]
async fn a_leaver_changes_nobody_else_and_what_hospitals_have_agreed_to_stays_agreed() {
    for world in worlds().await {
        let organiser = town(&world).await;
        let of = |state: &str| {
            format!(
                "SELECT count(*) AS n FROM releases r JOIN plans p ON p.id = r.plan \
                 WHERE p.state = 'published' AND r.state = '{state}'"
            )
        };
        let releases = number(&world, &of("draft")).await;
        assert_eq!(releases, 14, "seven doctors, two weeks");
        let before = "UPDATE releases SET state = 'not_taken' WHERE state <> 'draft'";
        run(&world, before).await;
        let agreed = "UPDATE releases SET state = 'approved' WHERE state = 'draft'";
        run(&world, agreed).await;
        let mut files = wide();
        for name in ["residents.csv", "placements.csv", "shifts.csv"] {
            let text = String::from_utf8(files[name].clone()).unwrap();
            let stay: Vec<&str> = text
                .lines()
                .filter(|line| !line.starts_with("R3,"))
                .collect();
            files.insert(name.into(), (stay.join("\n") + "\n").into_bytes());
        }
        assert_eq!(upload(&world, &organiser, &files).await.status, 303);
        let known = page(&world, &organiser, "/plan/known").await;
        assert!(
            known.contains("no longer holds as it is")
                && known.contains("no longer asks for a place"),
            "{known}"
        );
        let silent = act(&world, &organiser, "/plan/mend", "why=").await;
        assert_eq!(silent.status, 422, "why is asked");
        does(&world, &organiser, "/plan/mend", "why=leaver").await;
        let mended = plan(&world, &organiser).await;
        assert_eq!(mended["groups"][0]["members"].as_array().unwrap().len(), 6);
        let versions = page(&world, &organiser, "/plan/versions").await;
        assert!(
            versions.contains("Somebody has left or joined"),
            "{versions}"
        );
        does(&world, &organiser, "/plan/publish", "").await;
        assert_eq!(number(&world, &of("approved")).await, releases / 7 * 6);
        assert_eq!(
            number(&world, &of("draft")).await,
            0,
            "nobody is asked again"
        );
        let off = "SELECT count(*) AS n FROM releases WHERE state = 'cancelled'";
        assert_eq!(number(&world, off).await, releases / 7);
        assert_eq!(
            number(&world, "SELECT count(*) AS n FROM sessions").await,
            4,
            "sessions that stay are the same"
        );
    }
}

#[tokio::test]
async fn a_search_that_goes_on_is_shown_stopped_by_anybody_of_the_team_and_never_doubled() {
    for world in worlds().await {
        let organiser = town(&world).await;
        let running =
            "UPDATE plan_searches SET state = 'running', placed = 5, bound = 7, share = 300";
        run(&world, running).await;
        let board = page(&world, &organiser, "/plan").await;
        assert!(
            board.contains("Best so far places 5. No plan can place more than 7."),
            "{board}"
        );
        assert!(board.contains("<button class=\"button\" type=\"submit\" data-waiting=\"Stopping…\">Stop and keep the best"));
        let second = act(&world, &organiser, "/plan/make", "").await;
        assert_eq!(second.status, 409);
        assert_eq!(act(&world, &organiser, "/plan/stop", "").await.status, 303);
        let told = page(&world, &organiser, "/plan/search").await;
        assert!(
            told.contains("\"on\":true") && told.contains("\"share\":30"),
            "{told}"
        );
        let stopping = page(&world, &organiser, "/plan").await;
        assert!(
            stopping.contains("Stopping…</p>") && !stopping.contains("Stop and keep"),
            "{stopping}"
        );
        // Nothing was heard of it for too long: its server is gone, and another search may begin.
        world.installation.clock.advance(60);
        let lost = page(&world, &organiser, "/plan").await;
        assert!(lost.contains("The server was stopped"), "{lost}");
        does(&world, &organiser, "/plan/make", "").await;
    }
}
