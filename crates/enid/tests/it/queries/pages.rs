//! What the pages show is what the command line prints.

use analysis::codings::{self, New};
use analysis::queries::{Count, Kind, Opened, as_csv, counted};
use platform::access::Role;
use platform::audit::Event;
use study::documents;
use study::team::Member;

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

/// Codes the first five code points of a turn, from 0, in the layer of a member.
async fn coded_beginning(world: &World, member: &Member, (handle, turn): (&str, usize)) {
    let app = &world.installation.app;
    let document = super::document(world, handle).await;
    let extents = documents::extents(app.db.read(), document).await.unwrap();
    let new = New {
        id: study::rows::random_id(app),
        document,
        code: crate::codebook::code(world, "Leaving").await,
        start: extents[turn].start,
        end: extents[turn].start + 5,
        revision: 0,
    };
    let tx = app.db.write().await.unwrap();
    let done = codings::add(&tx, app, world.scopes[2].id, (member.id, &new)).await;
    done.unwrap().unwrap();
    tx.commit(app, Event::installation("test", "coding"))
        .await
        .unwrap();
}

#[tokio::test]
async fn r53_words_are_found_in_the_layer_of_one_analyst_alone_by_page_and_command() {
    for world in studied().await {
        let (first, second) = coded(&world).await;
        coded_beginning(&world, &first, ("K1-interview", 1)).await;
        let (one, other) = (&first.handle, &second.handle);
        for (query, expected) in [
            ("text:to".to_owned(), vec!["K2:2", "K2:4"]),
            (format!("text:to layer:{one}"), vec!["K2:2", "K2:4"]),
            (format!("text:to layer:{other}"), vec!["K2:2"]),
            (format!("text:i AND layer:{one}"), vec!["K2:2"]),
            (
                format!("text:i AND layer:{other}"),
                vec!["K2:2", "note-1:1"],
            ),
            (
                format!("regex:\"(?i)WELL\" layer:{one}"),
                vec!["K1-interview:2"],
            ),
            // The turn is touched by the layer, and the word is not in what was coded.
            (format!("text:rota layer:{one}"), Vec::new()),
            (
                format!("(rota OR well) layer:{one} unit:passage"),
                vec!["K1-interview:2"],
            ),
            (format!("text:why layer:{one}"), Vec::new()),
            (format!("text:to layer:{one} unit:document"), vec!["K2:1"]),
        ] {
            assert_eq!(places(&world, &query).await, expected, "{query}");
            assert_eq!(linked(&page(&world, &query).await), expected, "{query}");
        }
        let lead = world.cookie(Role::ResearchLead).await;
        let filtered = format!("/search?q=text%3Ai&layer={other}");
        let filtered = get(&world, &lead, &filtered).await;
        assert_eq!(linked(&filtered), ["K2:2", "note-1:1"], "{filtered}");
        let twice = format!("text:to layer:{one} layer:{other}");
        let refused = page_status(&world, &lead, &twice).await;
        assert_eq!(refused, 422);
    }
}

async fn page_status(world: &World, cookie: &str, query: &str) -> u16 {
    let address = format!("{BASE}/search?q={}", encoded(query));
    world.get(&address, Some(cookie)).await.status
}

#[tokio::test]
async fn p10_in_a_blind_pass_no_words_are_found_in_another_layer() {
    for world in studied().await {
        let (first, second) = coded(&world).await;
        let researcher = world.cookie(Role::Researcher).await;
        let form = format!("analyst={}&document=", first.id);
        let begun = act(&world, &researcher, "/blind-passes", &form).await;
        assert_eq!(begun.status, 303, "{}", begun.body);
        let of = |handle: &str| format!("/search?q=text%3Ato&layer={handle}");
        let own = get(&world, &researcher, &of(&first.handle)).await;
        assert_eq!(linked(&own), ["K2:2", "K2:4"]);
        let other = get(&world, &researcher, &of(&second.handle)).await;
        assert!(other.contains("Nothing fits"), "{other}");
        // Nobody else is served what is coded blind, on the command line as on the page.
        let blind = format!("text:to layer:{}", first.handle);
        assert_eq!(places(&world, &blind).await, Vec::<String>::new());
        let search = ["search", "saltmarsh-study", "text:to"];
        let theirs = format!("text:to layer:{}", second.handle);
        let said = told(
            &world,
            &[search[0], search[1], &theirs, "--as", &first.handle],
        )
        .await;
        assert_eq!(said, "");
        let own = told(
            &world,
            &[search[0], search[1], &blind, "--as", &first.handle],
        )
        .await;
        assert_eq!(own.lines().count(), 2, "{own}");
    }
}

async fn told(world: &World, words: &[&str]) -> String {
    enid::cli::told(&world.installation.app, words)
        .await
        .unwrap()
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
