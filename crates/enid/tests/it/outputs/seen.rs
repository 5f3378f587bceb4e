//! Who is handed what.

use super::*;

async fn extracts(world: &World, cookie: &str, asked: &str) -> Vec<String> {
    let csv = file(world, cookie, &format!("extracts/extracts.csv{asked}"))
        .await
        .body;
    let of = |name: &str| column(&csv, name);
    let rows = of("document").into_iter().zip(of("turn")).zip(of("code"));
    rows.map(|((document, turn), code)| format!("{document}:{turn} {code}"))
        .collect()
}

#[tokio::test]
async fn extracts_are_those_of_a_code_a_theme_a_cohort_or_an_analyst() {
    for world in crate::queries::studied().await {
        let (first, second) = coded(&world).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let waiting = crate::themes::theme(&world, "Waiting").await;
        let asking = crate::codebook::code(&world, "Leaving > Asking").await;
        let form = format!("code={asking}");
        let done = act(&world, &lead, &format!("/themes/{waiting}/codes"), &form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let all = [
            "K2:2 Leaving",
            "K2:2 Leaving > Asking",
            "K2:4 Leaving > Asking",
            "note-1:1 Leaving > Asking",
        ];
        for (asked, expected) in [
            (String::new(), all.to_vec()),
            ("?code=Leaving".to_owned(), all.to_vec()),
            (format!("?code={asking}"), all[1..].to_vec()),
            (format!("?theme={waiting}"), all[1..].to_vec()),
            ("?theme=Holding".to_owned(), Vec::new()),
            ("?cohort=members".to_owned(), all[..3].to_vec()),
            (format!("?analyst={}", first.handle), vec![all[0], all[2]]),
            (
                format!("?code={asking}&analyst={}", second.handle),
                vec![all[1], all[3]],
            ),
        ] {
            assert_eq!(extracts(&world, &lead, &asked).await, expected, "{asked}");
        }
        let csv = file(&world, &lead, "extracts/extracts.csv").await.body;
        assert_eq!(
            column(&csv, "text")[0],
            "I went by the side door, and somebody rang at ten to one."
        );
        assert_eq!(column(&csv, "kind")[3], "field-note");
        let page = file(&world, &lead, "extracts/extracts.html?cohort=members")
            .await
            .body;
        for words in [
            "3 extracts from one document.",
            "Cohort: members.",
            "<h2>K2, members</h2>",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        for wrong in ["?code=Gone", "?theme=Gone", "?cohort=bakers", "?analyst=R9"] {
            let wrong = format!("/studies/{STUDY}/extracts/extracts.csv{wrong}");
            assert_eq!(world.get(&wrong, Some(&lead)).await.status, 409, "{wrong}");
        }
    }
}

#[tokio::test]
async fn p10_in_a_blind_pass_nobody_takes_away_what_they_are_not_shown() {
    for world in crate::queries::studied().await {
        let (first, second) = coded(&world).await;
        let researcher = world.cookie(Role::Researcher).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let form = format!("analyst={}&document=", first.id);
        let begun = act(&world, &researcher, "/blind-passes", &form).await;
        assert_eq!(begun.status, 303, "{}", begun.body);
        let own = ["K2:2 Leaving", "K2:4 Leaving > Asking"];
        assert_eq!(extracts(&world, &researcher, "").await, own);
        let page = file(&world, &researcher, "extracts/extracts.html")
            .await
            .body;
        assert!(page.contains("A blind pass of yours is open"), "{page}");
        let counts = file(&world, &researcher, "codebook/codebook.csv?counts=yes")
            .await
            .body;
        assert_eq!(column(&counts, "codings"), ["1", "1"]);
        let others = ["K2:2 Leaving > Asking", "note-1:1 Leaving > Asking"];
        assert_eq!(extracts(&world, &lead, "").await, others);
        let options = ["--output", "extracts", "--as", &first.handle];
        let command = exported(&world, &options, "extracts.csv").await.unwrap();
        let command = String::from_utf8(command).unwrap();
        assert_eq!(column(&command, "analyst"), [first.handle.as_str(); 2]);
        let asked = format!("?analyst={}", second.handle);
        assert_eq!(
            extracts(&world, &researcher, &asked).await,
            Vec::<String>::new()
        );
    }
}

#[tokio::test]
async fn the_page_offers_what_is_there_and_says_what_would_begin_the_rest() {
    for world in crate::world::worlds().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let page = get(&world, &lead, "/outputs").await;
        for words in [
            "No codes yet",
            "Nothing that you may see is coded yet",
            "Nothing was done in this analysis yet",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("extracts.csv"), "{page}");
        crate::study::import(&world).await.unwrap();
        let (first, _) = coded(&world).await;
        let page = get(&world, &lead, "/outputs").await;
        for words in [
            "2 codes in use.",
            "4 codings.",
            "formaction=\"/studies/saltmarsh-study/extracts/extracts.csv\"",
            "formaction=\"/studies/saltmarsh-study/codebook/codebook.qdc\"",
            "<option>members</option>",
            "participant-table/table1-journal.docx",
            "write-up/table2.pdf",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let researcher = world.cookie(Role::Researcher).await;
        let page = get(&world, &researcher, "/outputs").await;
        assert!(!page.contains("table1-journal"), "{page}");
        let command = ["--output", "table1-journal", "--as", &first.handle];
        let refused = exported(&world, &command, "table1-journal.csv")
            .await
            .unwrap_err();
        assert!(refused.contains("may not do this here"), "{refused}");
    }
}
