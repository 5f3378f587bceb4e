//! Memos on the pages of what they are on.

use platform::access::Role;

use super::{analyst, on_door, studied, write};
use crate::codebook::code;
use crate::consent::{act, get};
use crate::themes::theme;
use crate::world::World;

/// The part of a page that lists the memos on it.
async fn memos(world: &World, cookie: &str, path: &str) -> String {
    let page = get(world, cookie, path).await;
    let (_, rest) = page.split_once("Memos on it</h2>").expect("it has them");
    rest.split("<h2>").next().unwrap().to_owned()
}

#[tokio::test]
async fn a_memo_stands_on_the_page_of_its_code_or_theme_for_the_whole_team_and_on_no_other() {
    for world in studied().await {
        let (_, cookie) = analyst(&world, Role::Researcher).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let (leaving, asking) = (
            code(&world, "Leaving").await,
            code(&world, "Leaving > Asking").await,
        );
        let waiting = theme(&world, "Waiting").await;
        let pages = [
            (
                format!("/codes/{leaving}"),
                format!("on=code&id={leaving}"),
                "Of+going",
            ),
            (
                format!("/themes/{waiting}"),
                format!("on=theme&id={waiting}"),
                "Of+rotas",
            ),
        ];
        for (path, on, text) in &pages {
            let empty = memos(&world, &cookie, path).await;
            assert!(empty.contains("None yet"), "{empty}");
            let link = format!("/memos/new?{}", on.replace('&', "&#38;"));
            assert!(empty.contains(&link), "{empty}");
            let id = write(&world, &cookie, on, text).await;
            for reader in [&cookie, &lead] {
                let listed = memos(&world, reader, path).await;
                let words = text.replace('+', " ");
                for holds in [words.as_str(), "Theory", &format!("/memos/{id}\"")] {
                    assert!(listed.contains(holds), "{holds}: {listed}");
                }
            }
            let memo = get(&world, &cookie, &format!("/memos/{id}")).await;
            assert!(
                memo.contains(&format!("{path}\">Where it stands")),
                "{memo}"
            );
        }
        write(&world, &cookie, &on_door(), "Of+a+passage").await;
        let private = "dated=2026-11-01&visibility=private&text=For+myself";
        act(&world, &cookie, "/journal", private).await;
        for (path, ..) in &pages {
            let listed = memos(&world, &cookie, path).await;
            assert_eq!(listed.matches("<li").count(), 1, "{path}: {listed}");
        }
        let other = memos(&world, &cookie, &format!("/codes/{asking}")).await;
        assert!(other.contains("None yet"), "{other}");
    }
}
