//! Bringing a manuscript in, what stands beside it, and what is kept of it.

use platform::access::Role;

use super::*;
use crate::consent::{act, get, participant};
use crate::release::count;
use crate::retention::{DAY, come_to, dump, run, swept};

#[tokio::test]
async fn an_altered_quotation_stands_beside_its_place_word_by_word_and_is_gone_once_it_is_mended() {
    for desk in desks().await {
        let page = desk.page().await;
        assert!(page.contains("Bring in the manuscript</h1>"), "{page}");
        assert_eq!(desk.brings_in(ALTERED).await.status, 303);
        let page = desk.page().await;
        assert!(page.contains("One error to settle before this can be sent"));
        let one = card(&page, "A09");
        assert!(one.contains("paragraph 4, Results"), "{one}");
        assert!(one.contains("One word differs"), "{one}");
        assert!(one.contains("left out: </span>side"), "{one}");
        assert!(one.contains("added: </span>back"), "{one}");
        assert!(
            one.contains("/documents/K2#turn-2\">K2, turn 2</a>"),
            "{one}"
        );
        // It is marked in the text, and stands beside that paragraph alone.
        let row = page
            .split("<div class=\"passages\">")
            .find(|row| row.contains("class=\"tag no\""));
        let row = row.unwrap();
        assert!(row.contains("<span class=\"hit no\">I went by the back door, and somebody rang at ten to one.</span>"));
        assert!(row.contains(one), "{row}");
        assert_eq!(page.matches("<tr><th scope=\"row\">A").count(), 31);
        assert_eq!(desk.brings_in(MENDED).await.status, 303);
        let page = desk.page().await;
        assert!(!page.contains("soft\">A09, "), "{page}");
        assert!(page.contains("No errors"), "{page}");
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_refused_with_the_reason_and_what_was_there_stays() {
    for desk in desks().await {
        desk.brings_in(ALTERED).await;
        for (files, says) in [
            (vec![], "Choose one file, the manuscript."),
            (vec![("manuscript", "a.xyz", &b"x"[..])], "not from .xyz"),
            (
                vec![("manuscript", "a.pdf", &b"%PDF-1.7\n"[..])],
                "broken pdf file",
            ),
            (
                vec![("manuscript", "a.txt", &b" \n"[..])],
                "Nothing was read",
            ),
            (
                vec![
                    ("manuscript", "a.txt", &b"a b"[..]),
                    ("manuscript", "b.txt", &b"a b"[..]),
                ],
                "Choose one file",
            ),
        ] {
            let refused = desk.brings(&files).await;
            assert_eq!(refused.status, 422, "{says}");
            assert!(refused.body.contains(says), "{says}: {}", refused.body);
        }
        let long = "word ".repeat(200_001);
        let refused = desk.brings_in(&long).await;
        assert!(
            refused.body.contains("more than 200000 words"),
            "{}",
            refused.status
        );
        let path = format!("{BASE}{HERE}");
        let file = [("manuscript", "a.md", ALTERED.as_bytes())];
        let forged = desk
            .world
            .upload(&path, &desk.cookie, &[("x_probe", "1")], &file)
            .await;
        assert_eq!(forged.status, 403);
        card(&desk.page().await, "A09");
    }
}

#[tokio::test]
async fn the_text_is_kept_sealed_without_its_name_until_the_next_one_and_at_most_ninety_days() {
    for desk in desks().await {
        let text = format!("{ALTERED}\nWe thank Dr Wilhelmina Canary of Canaryford.\n");
        assert_eq!(desk.brings_in(&text).await.status, 303);
        let world = &desk.world;
        for (table, rows) in dump::rows(world).await {
            for (column, bytes) in rows.into_iter().flatten() {
                let read = String::from_utf8_lossy(&bytes).to_lowercase();
                let found = ["canaryford", "wilhelmina", "back door"]
                    .iter()
                    .any(|word| read.contains(word));
                assert!(!found, "{table}.{column} on {}", world.installation.on);
            }
        }
        let held = dump::holding(world, &["Canaryford"]).await;
        assert_eq!(held, ["manuscripts.text"], "under its key it opens");
        desk.brings_in(MENDED).await;
        assert_eq!(
            dump::holding(world, &["Canaryford"]).await,
            Vec::<String>::new()
        );
        let rows = async || count(world, "SELECT COUNT(*) AS n FROM manuscripts").await;
        assert_eq!(rows().await, 1);
        come_to(world, 90 * DAY).await;
        run(world).await;
        assert_eq!(rows().await, 1);
        world.installation.clock.advance(1);
        assert!(swept(&run(world).await).contains(&"manuscripts"));
        assert_eq!(rows().await, 0);
        let app = &world.installation.app;
        let erased = platform::keys::erasures(app.db.read()).await.unwrap();
        let reasons: Vec<&str> = erased.iter().map(|one| one.reason.as_str()).collect();
        assert_eq!(reasons, ["order", "period"]);
    }
}

#[tokio::test]
async fn it_can_be_taken_away_and_what_a_reader_takes_along_is_what_the_page_shows() {
    for desk in desks().await {
        desk.brings_in(ALTERED).await;
        for (file, holds) in [
            ("audit.html", "What it looks at"),
            ("audit.txt", "[-side-]"),
            ("audit.json", "\"check\": \"A09\""),
            ("audit.docx", "word/document.xml"),
        ] {
            let path = format!("{BASE}{HERE}/{file}");
            let answer = desk.world.get(&path, Some(&desk.cookie)).await;
            assert_eq!(answer.status, 200, "{file}");
            assert!(answer.header("content-disposition").contains(file));
            assert!(answer.body.contains(holds), "{file}");
        }
        let path = format!("{BASE}{HERE}/audit.pdf");
        assert_eq!(desk.world.get(&path, Some(&desk.cookie)).await.status, 404);
        assert_eq!(desk.does("remove", "").await.status, 303);
        assert!(desk.page().await.contains("Bring in the manuscript</h1>"));
        assert_eq!(
            count(&desk.world, "SELECT COUNT(*) AS n FROM manuscripts").await,
            0
        );
    }
}

#[tokio::test]
async fn whoever_withdraws_their_words_takes_the_manuscript_along() {
    for desk in desks().await {
        desk.brings_in(ALTERED).await;
        let page = desk.page().await;
        let form = format!(
            "finding={}&reason=She+said+I+went+by+the+side+door",
            fingerprint(card(&page, "A09"))
        );
        assert_eq!(desk.does("set-aside", &form).await.status, 303);
        let lead = desk.world.cookie(Role::ResearchLead).await;
        let them = participant(&desk.world, "K2").await;
        let end = format!("/consent/{them}/withdraw");
        let preview = get(&desk.world, &lead, &end).await;
        assert_eq!(
            preview
                .matches("1 copy of the report as the team last had it")
                .count(),
            2,
            "{preview}"
        );
        let done = act(&desk.world, &lead, &end, "scope=whole").await;
        assert_eq!(done.status, 303, "{}", done.body);
        let left = dump::holding(&desk.world, &["side door", "back door"]).await;
        assert_eq!(
            left,
            Vec::<String>::new(),
            "on {}",
            desk.world.installation.on
        );
        let page = desk.page().await;
        assert!(page.contains("Bring in the manuscript</h1>"), "{page}");
    }
}

#[tokio::test]
async fn many_findings_of_one_check_that_stand_nowhere_are_folded_under_what_it_looks_at_and_errors_are_not()
 {
    for desk in desks().await {
        desk.brings_in(ALTERED).await;
        let page = desk.page().await;
        let mut folded = 0;
        for part in page.split("<summary>").skip(1) {
            let Some((title, _)) = part.split_once(" findings</summary>") else {
                continue;
            };
            folded += 1;
            let check = title.split_once(' ').unwrap().0;
            let count: usize = title.rsplit(' ').next().unwrap().parse().unwrap();
            let place = format!("soft\">{check}, the whole");
            assert_eq!(page.matches(&place).count(), count, "{title}");
            assert!(count > 3, "{title}");
            let (_, under) = part.split_once("</summary>").unwrap();
            let card = under.split("class=\"finding ").nth(1).unwrap();
            assert!(card.contains(&place) && !card.contains("> Error"), "{card}");
        }
        assert!(folded > 0, "{page}");
    }
}
