//! P11: private entries do not influence any response to anyone but their author.

use std::collections::{BTreeMap, VecDeque};

use platform::access::Role;

use super::{analyst, studied, write};
use crate::consent::{act, get, participant};
use crate::retention::dump;
use crate::world::World;

/// Most pages that are opened for one person.
const MOST: usize = 80;

/// Every page and file that a person reaches by links, and some that nobody links to, with what it answers.
async fn everything(world: &World, cookie: &str) -> BTreeMap<String, (u16, String)> {
    let base = "/studies/saltmarsh-study";
    let them = participant(world, "K2").await;
    let ends = [
        "/notes",
        "/notes?q=CANARY",
        "/notes?kind=journal",
        "/notes?from=2026-01-01&until=2026-12-31",
        "/notes/notes.csv?private=yes",
        "/notes/notes.html?private=yes",
        "/journal",
        "/phases",
        "/reading",
        "/today",
        "/team",
        "/trail",
        "/trail/trail.jsonl",
        "/codes",
    ];
    let mut waiting: VecDeque<String> = ends.iter().map(|end| format!("{base}{end}")).collect();
    waiting.push_back(format!("{base}/consent/{them}/withdraw"));
    waiting.extend(["/", "/state", "/accounts", "/retention"].map(String::from));
    let mut seen: BTreeMap<String, (u16, String)> = BTreeMap::new();
    while let Some(path) = waiting.pop_front() {
        // What is looked at is itself in the record, which is compared apart.
        let is_apart = path.starts_with("/static") || path.starts_with("/record");
        if seen.len() == MOST || seen.contains_key(&path) || is_apart {
            continue;
        }
        let answer = world.get(&path, Some(cookie)).await;
        let links = answer.body.split("href=\"").skip(1);
        let links = links.filter_map(|rest| rest.split(['"', '#']).next());
        let ours = links.filter(|link| link.starts_with('/') && !link.contains("sign-out"));
        waiting.extend(ours.map(|link| link.replace("&#38;", "&").replace("&amp;", "&")));
        seen.insert(path, (answer.status, answer.body));
    }
    seen
}

#[tokio::test]
async fn p11_nothing_that_anybody_else_is_shown_depends_on_a_private_entry() {
    for world in studied().await {
        let (_, cookie) = analyst(&world, Role::Researcher).await;
        analyst(&world, Role::ResearchLead).await;
        write(&world, &cookie, "on=study", "Known").await;
        let others = [
            Role::ResearchLead,
            Role::Administrator,
            Role::Auditor,
            Role::Organiser,
        ];
        let mut before = Vec::new();
        for role in others {
            let cookie = world.cookie(role).await;
            let pages = everything(&world, &cookie).await;
            before.push((role, cookie, pages));
        }
        // The sign-ins of the others are in the record; all that follows is the author's.
        for (_, cookie, pages) in &mut before {
            *pages = everything(&world, cookie).await;
        }
        let auditor = world.cookie(Role::Auditor).await;
        let record = world.get("/record", Some(&auditor)).await.body;
        for text in ["CANARY+one", "CANARY+two", "CANARY+I+went+by+the+side+door"] {
            let form = format!("dated=2026-01-01&visibility=private&text={text}");
            let done = act(&world, &cookie, "/journal", &form).await;
            assert_eq!(done.status, 303, "{}", done.body);
        }
        let own = get(&world, &cookie, "/journal").await;
        assert!(
            own.contains("3 entries") && own.contains("CANARY two"),
            "{own}"
        );
        let entry = own
            .split("class=\"alone\" href=\"/studies/saltmarsh-study")
            .nth(1);
        let entry = entry.unwrap().split('"').next().unwrap().to_owned();
        let form = "dated=2026-01-02&visibility=private&text=CANARY+anew";
        let done = act(&world, &cookie, &format!("{entry}/change"), form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let form = "dated=2026-01-01&visibility=private&text=CANARY+gone";
        assert_eq!(act(&world, &cookie, "/journal", form).await.status, 303);
        let own = get(&world, &cookie, "/journal").await;
        let gone = own
            .split("class=\"alone\" href=\"/studies/saltmarsh-study")
            .last();
        let gone = gone.unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(
            act(&world, &cookie, &format!("{gone}/remove"), "")
                .await
                .status,
            303
        );
        let prompt = "prompt=phase.return";
        assert_eq!(
            act(&world, &cookie, "/journal/dismiss", prompt)
                .await
                .status,
            303
        );
        let now = world.get("/record", Some(&auditor)).await.body;
        assert_eq!(now, record, "the record on {}", world.installation.on);
        for (role, cookie, before) in before {
            let after = everything(&world, &cookie).await;
            assert!(before.len() > 5, "{role}");
            for (path, answer) in &before {
                assert_eq!(Some(answer), after.get(path), "{path} for {role}");
            }
            assert_eq!(before.len(), after.len(), "{role}");
        }
    }
}

#[tokio::test]
async fn p11_private_entries_are_sealed_and_leave_only_on_their_authors_order() {
    for world in studied().await {
        let (_, cookie) = analyst(&world, Role::Researcher).await;
        let form = "dated=2026-01-01&visibility=private&text=CANARY+mine";
        assert_eq!(act(&world, &cookie, "/journal", form).await.status, 303);
        let stored = dump::holding(&world, &["CANARY mine"]).await;
        assert_eq!(stored, ["private_entries.sealed"]);
        for (_, rows) in dump::rows(&world).await {
            for (column, bytes) in rows.into_iter().flatten() {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                assert!(!text.contains("CANARY mine"), "{column} is readable");
            }
        }
        let list = get(&world, &cookie, "/notes").await;
        assert!(list.contains("CANARY mine"), "{list}");
        for ending in ["csv", "html"] {
            let file = get(&world, &cookie, &format!("/notes/notes.{ending}")).await;
            assert!(!file.contains("CANARY mine"), "{file}");
            let ordered = format!("/notes/notes.{ending}?private=yes");
            let file = get(&world, &cookie, &ordered).await;
            assert!(file.contains("CANARY mine"), "{file}");
        }
    }
}
