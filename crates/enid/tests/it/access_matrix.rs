//! Who reaches what (trust V-01), generated from the router: each route times each identity.

use std::collections::BTreeSet;

use axum::http::Method;
use enid::policy::POLICY;
use enid::routes;
use platform::access::{Role, ScopeKind, Who};

use crate::world::{World, worlds};

#[test]
fn every_route_has_a_line_in_the_policy() {
    let all = routes::all();
    let missing: Vec<_> = all.without_entry(&POLICY);
    assert!(missing.is_empty(), "without a line: {missing:?}");
}

#[test]
fn every_line_of_the_policy_is_used_once_and_written_once() {
    let all = routes::all();
    for entry in POLICY.entries() {
        let same = POLICY
            .entries()
            .filter(|other| other.action == entry.action);
        let twice = same.count() > 1;
        assert!(!twice, "{} stands twice", entry.action);
        let used = all
            .list()
            .iter()
            .any(|route| route.action.0 == entry.action);
        let routed = !matches!(entry.who, Who::Operator | Who::System);
        assert_eq!(used, routed, "{} and its routes", entry.action);
    }
}

#[tokio::test]
async fn every_route_opens_for_exactly_those_whom_the_policy_names() {
    for world in worlds().await {
        crate::study::import(&world).await.unwrap();
        crate::transcripts::kept(&world).await;
        crate::transcripts::incoming(&world).await;
        crate::deid::transcript(&world).await;
        // In reflexive design there is no page of agreement.
        crate::team_talk::designed(&world, study::setup::Design::Codebook).await;
        let mut cells = 0;
        let mut careless = BTreeSet::new();
        let mut wrong = Vec::new();
        // What changes the plan comes last, so that groups and sessions stay where the other routes look for them.
        let all = routes::all();
        let mut list: Vec<_> = all.list().iter().collect();
        list.sort_by_key(|route| (route.method == Method::POST, route.path.contains("/plan")));
        for route in list {
            let who = POLICY.entry(route.action.0).unwrap().who;
            let (anonymous, _) = reached(&world, &route.method, route.path, None).await;
            assert_eq!(anonymous, who == Who::Anyone, "{route:?} without a sign-in");
            for role in Role::ALL {
                let cookie = world.cookie(role).await;
                let (opened, status) =
                    reached(&world, &route.method, route.path, Some(&cookie)).await;
                if route.method == Method::POST && status < 400 && status > 0 {
                    careless.insert(route.path);
                }
                if opened != may(who, role) {
                    let on = &world.installation.on;
                    let says = if opened { "opens" } else { "does not open" };
                    wrong.push(format!(
                        "{} {} {says} for {role} on {on}",
                        route.method, route.path
                    ));
                }
                cells += 1;
            }
        }
        assert!(wrong.is_empty(), "not as the policy says: {wrong:#?}");
        assert!(
            careless.is_empty(),
            "they took a field that no page has: {careless:#?}"
        );
        assert!(cells >= 9 * 10, "the matrix has only {cells} cells");
    }
}

#[tokio::test]
async fn what_is_not_allowed_and_what_is_not_there_are_the_same_bytes() {
    for world in worlds().await {
        let cookie = world.cookie(Role::Resident).await;
        let forbidden = world.get("/record", Some(&cookie)).await;
        let missing = world.get("/no-such-page", Some(&cookie)).await;
        assert_eq!((forbidden.status, missing.status), (404, 404));
        assert_eq!(forbidden.body, missing.body);
        assert!(
            forbidden
                .body
                .contains("There is nothing here that you can open.")
        );
    }
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once() {
    for world in worlds().await {
        let administrator = world.cookie(Role::Administrator).await;
        let auditor = world.cookie(Role::Auditor).await;
        assert_eq!(world.get("/record", Some(&auditor)).await.status, 200);
        let form = format!(
            "csrf={}&account={}",
            world.csrf(&administrator).await,
            world.account(Role::Auditor)
        );
        let answer = world
            .post("/accounts/disable", Some(&administrator), &form)
            .await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let after = world.get("/record", Some(&auditor)).await;
        assert_eq!(
            (after.status, after.header("location")),
            (303, "/sign-in?next=%2Frecord")
        );
    }
}

fn may(who: Who, role: Role) -> bool {
    match who {
        Who::Anyone | Who::SignedIn => true,
        Who::Operator | Who::System => false,
        Who::Roles(_, allowed) => allowed.iter().any(|(holder, _)| *holder == role),
    }
}

/// Whether the gate let the request through: a page or a complaint about the form, but neither
/// "not found" nor the way to the sign-in page. What is sent has a field that no page has, which every act refuses
/// (trust INP-1).
async fn reached(world: &World, method: &Method, path: &str, cookie: Option<&str>) -> (bool, u16) {
    let path = path
        .replace("{programme}", slug(world, ScopeKind::Programme))
        .replace("{study}", slug(world, ScopeKind::Study))
        .replace("{resident}", &world.resident.to_string())
        .replace("{site}", &world.site.to_string())
        .replace("{group}", "1")
        .replace(
            "{session}",
            &crate::sessions::first(world).await.to_string(),
        )
        .replace("templates/{file}", "templates/residents.csv")
        .replace(
            "{participant}",
            &crate::consent::participant(world, "K1").await,
        )
        .replace("{document}/desk", "K2-night/desk")
        .replace("{document}/file", "K2-night/file")
        .replace("{document}/de-identify", "T1/de-identify")
        .replace("{document}/reading-text", "T1/reading-text")
        .replace("{document}/map", "T1/map")
        .replace("{document}", "K2")
        .replace("{incoming}", &crate::transcripts::any_incoming(world).await)
        .replace("{question}", "RQ1")
        .replace("{note}", "note-1")
        .replace("{place}", "1.1")
        .replace("{section}", "other")
        .replace("memos/new", "memos/new?on=study")
        .replace(
            "participant-table/{file}",
            "participant-table/table1-journal.csv",
        )
        .replace("notes/{file}", "notes/notes.csv")
        .replace("reporting-audit/{file}", "reporting-audit/audit.json")
        .replace("codebook/{file}", "codebook/codebook.csv")
        .replace("extracts/{file}", "extracts/extracts.csv")
        .replace(
            "audit-appendix/{file}",
            "audit-appendix/audit-appendix.jsonl",
        )
        .replace(
            "interview-guides/{file}",
            "interview-guides/interview-guides.html",
        )
        .replace(
            "releases/{set}/files/{file}",
            &crate::output_release::a_file(world).await,
        )
        .replace(
            "releases/{set}",
            &crate::output_release::a_draft(world).await,
        )
        .replace("map/{file}", "map/map.svg")
        .replace("account/{file}", "account/account.svg")
        .replace("checklists/{list}", "checklists/coreq")
        .replace("coreq/{item}", "coreq/12")
        .replace("checklist/{file}", "checklist/checklist.csv")
        .replace("methods/{file}", "methods/methods.html")
        .replace("{file}", "table2.csv")
        .replace("{name}", "enid.css")
        .replace("{code}", "none")
        .replace("{token}", "none");
    let path = crate::rota::with_ids(world, &path).await;
    let path = crate::study_design::with_ids(world, &path).await;
    let path = crate::recordings::with_ids(world, &path).await;
    let path = crate::codebook::with_ids(world, &path).await;
    let path = crate::themes::with_ids(world, &path).await;
    let path = crate::quotes::with_ids(world, &path).await;
    let path = crate::memos::with_ids(world, &path).await;
    if path == "/design" {
        // The page of parts exists in the demo only; its gate lets everybody pass.
        return (true, 0);
    }
    if path.starts_with("/feeds/") {
        // An address that nobody was given is not there; its gate lets everybody pass.
        return (true, 0);
    }
    let answer = if method == Method::GET {
        world.get(&path, cookie).await
    } else {
        let csrf = match cookie {
            Some(cookie) => world.csrf(cookie).await,
            None => String::new(),
        };
        world
            .post(&path, cookie, &format!("csrf={csrf}&x_probe=1"))
            .await
    };
    let to_sign_in = answer.header("location").starts_with("/sign-in?");
    let status = answer.status;
    (status != 404 && !to_sign_in, status)
}

fn slug(world: &World, kind: ScopeKind) -> &str {
    world
        .scopes
        .iter()
        .find(|scope| scope.kind == kind)
        .map(|scope| scope.slug.as_str())
        .unwrap()
}
