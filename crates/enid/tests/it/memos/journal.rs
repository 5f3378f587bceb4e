//! Entries for the team, and what asks for one.

use platform::access::Role;

use super::{analyst, studied};
use crate::consent::{act, get};
use crate::world::World;

async fn write(world: &World, cookie: &str, visibility: &str, text: &str) {
    let form = format!("dated=2026-01-01&visibility={visibility}&text={text}");
    let done = act(world, cookie, "/journal", &form).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

/// The address of the first entry in one's own journal.
async fn first(world: &World, cookie: &str) -> String {
    let page = get(world, cookie, "/journal").await;
    let rest = page
        .split("class=\"alone\" href=\"/studies/saltmarsh-study")
        .nth(1);
    rest.unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn the_team_reads_what_is_for_the_team_and_only_the_author_changes_it() {
    for world in studied().await {
        let (_, cookie) = analyst(&world, Role::Researcher).await;
        let (_, lead) = analyst(&world, Role::ResearchLead).await;
        write(&world, &cookie, "team", "For+all").await;
        let list = get(&world, &lead, "/notes?kind=journal").await;
        assert!(list.contains("For all"), "{list}");
        let entry = first(&world, &cookie).await;
        let path = format!("/studies/saltmarsh-study{entry}");
        assert_eq!(world.get(&path, Some(&lead)).await.status, 404);
        let form = "dated=2026-01-01&visibility=team&text=Theirs";
        let other = act(&world, &lead, &format!("{entry}/change"), form).await;
        assert_eq!(other.status, 404);
        assert_eq!(
            act(&world, &lead, &format!("{entry}/remove"), "")
                .await
                .status,
            404
        );
        let form = "dated=2026-01-01&visibility=private&text=For+me";
        let done = act(&world, &cookie, &format!("{entry}/change"), form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let list = get(&world, &lead, "/notes").await;
        assert!(
            !list.contains("For all") && !list.contains("For me"),
            "{list}"
        );
        let own = get(&world, &cookie, "/notes").await;
        assert!(own.contains("For me"), "{own}");
        let removed = act(&world, &cookie, &format!("{entry}/remove"), "").await;
        assert_eq!(removed.status, 303);
        let own = get(&world, &cookie, "/journal").await;
        assert!(own.contains("<h1>Your journal"), "{own}");
        let wrong = act(
            &world,
            &cookie,
            "/journal",
            "dated=2999-01-01&visibility=all&text=Kept+words",
        )
        .await;
        assert_eq!(wrong.status, 422);
        assert!(
            wrong.body.contains("3 things") || wrong.body.contains("2 things"),
            "{}",
            wrong.body
        );
        assert!(
            wrong.body.contains(">Kept words</textarea>"),
            "{}",
            wrong.body
        );
    }
}

#[tokio::test]
async fn a_return_to_an_earlier_phase_asks_for_an_entry_until_it_is_written_or_dismissed_for_good()
{
    for world in studied().await {
        let (_, cookie) = analyst(&world, Role::Researcher).await;
        let (_, lead) = analyst(&world, Role::ResearchLead).await;
        let question = "You went back to an earlier phase";
        for phase in ["code", "generate", "code"] {
            let form = format!("phase={phase}&does=enter");
            assert_eq!(act(&world, &cookie, "/phases", &form).await.status, 303);
        }
        let page = get(&world, &cookie, "/journal").await;
        assert!(page.contains(question), "{page}");
        let phases = get(&world, &cookie, "/phases").await;
        assert!(phases.contains("Your journal asks"), "{phases}");
        for page in ["/journal", "/phases"] {
            let theirs = get(&world, &lead, page).await;
            assert!(!theirs.contains(question) && !theirs.contains("journal asks"));
        }
        let about = page.split("?about=").nth(1).unwrap();
        let about = about.split('#').next().unwrap();
        let form = get(&world, &cookie, &format!("/journal?about={about}")).await;
        assert!(form.contains("went to phase 2, code"), "{form}");
        let form = format!("dated=2026-01-01&visibility=private&about={about}&text=So");
        assert_eq!(act(&world, &cookie, "/journal", &form).await.status, 303);
        let page = get(&world, &cookie, "/journal").await;
        assert!(!page.contains(question), "{page}");
        for phase in ["generate", "code"] {
            let form = format!("phase={phase}&does=enter");
            assert_eq!(act(&world, &cookie, "/phases", &form).await.status, 303);
        }
        let page = get(&world, &cookie, "/journal").await;
        assert!(page.contains(question), "{page}");
        let never = "prompt=phase.return";
        assert_eq!(
            act(&world, &cookie, "/journal/dismiss", never).await.status,
            303
        );
        for phase in ["generate", "code"] {
            let form = format!("phase={phase}&does=enter");
            assert_eq!(act(&world, &cookie, "/phases", &form).await.status, 303);
        }
        let page = get(&world, &cookie, "/journal").await;
        assert!(!page.contains(question), "{page}");
    }
}
