//! What the pages show is what the command line prints.

use analysis::queries::{Count, Kind, Opened, as_csv, counted};
use platform::access::Role;

use super::{coded, found, places, studied};
use crate::consent::{BASE, act, get};
use crate::world::World;

/// The turns that a page of results links to, in its order.
fn linked(page: &str) -> Vec<String> {
    let list = page.split("<ol class=\"rows\">").nth(1).unwrap_or_default();
    let list = list.split("</ol>").next().unwrap_or_default();
    let links = list.split("/documents/").skip(1);
    links
        .map(|rest| rest.split('"').next().unwrap().replace("#turn-", ":"))
        .collect()
}

fn encoded(query: &str) -> String {
    let byte = |byte: u8| match byte.is_ascii_alphanumeric() {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    query.bytes().map(byte).collect()
}

async fn page(world: &World, query: &str) -> String {
    let lead = world.cookie(Role::ResearchLead).await;
    get(world, &lead, &format!("/search?q={}", encoded(query))).await
}

#[tokio::test]
async fn r54_the_page_and_the_command_give_the_same_rows_in_the_same_order() {
    for world in studied().await {
        coded(&world).await;
        for (query, expected) in [
            ("leaving", vec!["K2:2"]),
            ("under:leaving", vec!["K2:2", "K2:4", "note-1:1"]),
            (
                "asking OR rota",
                vec!["K1-interview:2", "K2:2", "K2:4", "note-1:1"],
            ),
            ("asking AND NOT leaving", vec!["K2:4", "note-1:1"]),
            ("leaving near/1 turns why", vec!["K2:2", "K2:3"]),
            ("leaving asking unit:passage", vec!["K2:2"]),
            ("theme:Holding", vec!["K2:2"]),
            ("asking kind:field-note", vec!["note-1:1"]),
            ("asking cohort:members unit:document", vec!["K2:1"]),
        ] {
            assert_eq!(places(&world, query).await, expected, "{query}");
            let page = page(&world, query).await;
            assert_eq!(linked(&page), expected, "{query}: {page}");
        }
        let rows = found(&world, "asking kind:field-note").await;
        assert!(rows[0].is_note);
        assert!(page(&world, "asking").await.contains("Field note"));
    }
}

#[tokio::test]
async fn a_query_with_a_mistake_keeps_its_words_and_says_what_to_mend() {
    for world in studied().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let query = encoded("code:leave OR \"x");
        let answer = world
            .get(&format!("{BASE}/search?q={query}"), Some(&lead))
            .await;
        assert_eq!(answer.status, 422);
        for part in ["Character 15", "never closed", "code:leave OR &#34;x"] {
            assert!(answer.body.contains(part), "{part}: {}", answer.body);
        }
        let none = page(&world, "zeppelin").await;
        assert!(none.contains("Nothing fits this"), "{none}");
        assert!(none.contains("a word in the text"), "{none}");
        let filtered = get(&world, &lead, "/search?q=why&speaker=participant").await;
        assert!(filtered.contains("Nothing fits"), "{filtered}");
        let empty = get(&world, &lead, "/search").await;
        assert!(empty.contains("How to ask"), "{empty}");
    }
}

#[tokio::test]
async fn r55_a_cell_of_a_matrix_opens_what_it_counts() {
    for world in studied().await {
        coded(&world).await;
        let lead = world.cookie(Role::ResearchLead).await;
        for (kind, count, cells) in [
            ("code-document", "codings", 3),
            ("code-cohort", "documents", 2),
            ("code-overlap", "codings", 2),
            ("code-turn", "participants", 2),
            ("theme-participant", "documents", 3),
            ("question-theme", "codings", 3),
        ] {
            let end = format!("/matrices?kind={kind}&count={count}");
            let page = get(&world, &lead, &end).await;
            let cells_of = page.split("<td class=\"number\"><a href=\"").skip(1);
            let links: Vec<String> = cells_of
                .map(|rest| rest.split('"').next().unwrap().replace("&#38;", "&"))
                .collect();
            assert_eq!(links.len(), cells, "{kind}: {page}");
            for link in links {
                let answer = world.get(&link, Some(&lead)).await;
                assert_eq!(answer.status, 200, "{link}");
                assert!(!linked(&answer.body).is_empty(), "{link} finds nothing");
            }
        }
        let near = get(
            &world,
            &lead,
            "/matrices?kind=code-near&turns=2&count=codings",
        )
        .await;
        assert!(near.contains("near%2F2"), "{near}");
        for wrong in [
            "kind=code-near&count=codings",
            "kind=code-turn",
            "kind=x&count=codings",
        ] {
            let end = format!("{BASE}/matrices?{wrong}");
            assert_eq!(world.get(&end, Some(&lead)).await.status, 422, "{wrong}");
        }
    }
}

#[tokio::test]
async fn p5_a_file_of_a_matrix_tells_of_no_fewer_than_ten_people() {
    for world in studied().await {
        coded(&world).await;
        let app = &world.installation.app;
        let lead = world.cookie(Role::ResearchLead).await;
        let file = |kind: &str, count: &str| format!("/matrices.csv?kind={kind}&count={count}");
        let csv = get(&world, &lead, &file("code-document", "codings")).await;
        assert_eq!(
            csv.trim_start_matches('\u{feff}')
                .lines()
                .collect::<Vec<_>>(),
            [
                "code-document (codings),K2,note-1",
                "Leaving,1,0",
                "Leaving > Asking,2,1"
            ]
        );
        let opened = Opened::of_keeper(app, world.scopes[2].id).await.unwrap();
        let kind = (Kind::CodeDocument, Count::Codings);
        let matrix = counted(app, &opened, kind).await.unwrap().without_empty();
        assert_eq!(csv, as_csv(&matrix), "the command prints the same file");
        for (kind, count) in [
            ("code-cohort", "documents"),
            ("code-overlap", "participants"),
        ] {
            let csv = get(&world, &lead, &file(kind, count)).await;
            assert!(csv.contains("not shown"), "{kind}: {csv}");
            assert!(!csv.contains(",1"), "{kind}: {csv}");
        }
        let book = world
            .get(
                &format!("{BASE}/matrices.xlsx?kind=code-document&count=codings"),
                Some(&lead),
            )
            .await;
        assert_eq!(book.status, 200);
    }
}

#[tokio::test]
async fn p10_in_a_blind_pass_no_query_and_no_count_tells_of_other_layers() {
    for world in studied().await {
        let (first, _) = coded(&world).await;
        let researcher = world.cookie(Role::Researcher).await;
        let matrix = "/matrices?kind=code-document&count=codings";
        let before = get(&world, &researcher, "/search?q=asking").await;
        assert_eq!(linked(&before), ["K2:2", "K2:4", "note-1:1"]);
        let form = format!("analyst={}&document=", first.id);
        let begun = act(&world, &researcher, "/blind-passes", &form).await;
        assert_eq!(begun.status, 303, "{}", begun.body);
        let during = get(&world, &researcher, "/search?q=asking").await;
        assert_eq!(linked(&during), ["K2:4"]);
        assert!(during.contains("You are coding blind"), "{during}");
        let counts = get(&world, &researcher, matrix).await;
        assert_eq!(
            counts.matches("<td class=\"number\">").count(),
            2,
            "{counts}"
        );
        let by = get(&world, &researcher, "/search?q=by:R2").await;
        assert!(by.contains("Nothing fits"), "{by}");
    }
}
