//! Whoever is quoted says yes or no to their words before a release prints them (trust PRI-7, PRI-9).

use super::*;
use crate::consent::invited;
use crate::release::{letters, token};

const TABLE: &str = "table2=yes&questions=yes";

/// Opens the newest letter to somebody; the page it leads to, and the cookie.
async fn opened(world: &World, handle: &str) -> (String, String) {
    let letter = letters(world, &format!("{handle}@canary.example"));
    let token = token(letter.last().unwrap());
    let form = format!("token={token}&next=");
    let answer = world.post("/links/open", None, &form).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let cookie = answer.header("set-cookie").split(';').next().unwrap();
    (answer.header("location").to_owned(), cookie.to_owned())
}

/// What a participant answers about the first quote on their page.
async fn answer(world: &World, me: &str, said: &str) -> Answer {
    let page = get(world, me, "/my-words").await;
    let (quote, words) = forms(&page).remove(0);
    let form = format!("quote={quote}&words={words}&{said}");
    act(world, me, "/my-words", &form).await
}

async fn run(world: &World, sql: &str) {
    let app = &world.installation.app;
    let tx = app.db.write().await.unwrap();
    tx.connection().execute_unprepared(sql).await.unwrap();
    let done = platform::audit::Event::installation("test", "changed");
    tx.commit(app, done).await.unwrap();
}

/// A town in which K1 has an address and K2 has none, with a release of Table 2 in preparation.
async fn in_preparation() -> Vec<(World, String, String, String)> {
    let mut all = Vec::new();
    for (world, lead) in towns().await {
        everybody_agrees(&world).await;
        let me = invited(&world, "K1").await;
        let end = prepared(&world, &lead).await;
        choose(&world, &lead, (&end, TABLE)).await;
        all.push((world, lead, me, end));
    }
    all
}

#[tokio::test]
async fn pri7_whoever_is_quoted_reads_these_very_words_and_nothing_else_and_a_release_waits_for_their_yes()
 {
    for (world, lead, me, end) in in_preparation().await {
        let page = get(&world, &lead, &end).await;
        assert!(page.contains("3 quotes were not asked about"), "{page}");
        assert_eq!(seen(&world, &lead, &end).await, "", "it cannot be approved");
        let page = get(&world, &me, "/my-words").await;
        assert!(
            page.contains("No words of yours are to be printed now"),
            "{page}"
        );

        let asked = act(&world, &lead, &format!("{end}/words/ask"), "").await;
        assert_eq!(asked.status, 303, "{}", asked.body);
        world.run_jobs().await;
        let page = get(&world, &lead, &end).await;
        assert!(page.contains("3 quotes wait for the answer"), "{page}");
        let page = get(&world, &lead, &format!("{end}/words")).await;
        for words in ["3 answers are missing", "No address is kept here of K2."] {
            assert!(page.contains(words), "{words}: {page}");
        }

        let (place, me) = opened(&world, "K1").await;
        assert_eq!(place, format!("{BASE}/my-words"));
        let page = get(&world, &me, "/my-words").await;
        for words in [
            "One quotation waits for your answer",
            "“It’s the rota that says no.”",
            "Yes, print this",
            "Not this one",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        // Nothing of others, and nothing of what the team made of it.
        for other in [
            "side door",
            "ten to one",
            "Waiting",
            "RQ1",
            "How is it to wait",
            "K1",
            "K2",
        ] {
            assert!(!page.contains(other), "{other}: {page}");
        }
        assert_eq!(
            answer(&world, &me, "answer=yes&why=It+is+mine")
                .await
                .status,
            303
        );
        let page = get(&world, &me, "/my-words").await;
        assert!(
            page.contains("You have answered about all words of yours"),
            "{page}"
        );

        let page = get(&world, &lead, &format!("{end}/words")).await;
        assert!(
            page.contains("May be printed") && page.contains("It is mine"),
            "{page}"
        );
        let others = forms(&page);
        assert_eq!(
            others.len(),
            2,
            "what somebody said here nobody enters for them"
        );
        let enter = async |more: &str, at: usize| {
            let (quote, words) = &others[at];
            let form = format!("quote={quote}&words={words}&{more}");
            act(&world, &lead, &format!("{end}/words"), &form).await
        };
        for (more, words) in [
            ("answer=yes&why=+", "Write how and when they told you"),
            ("why=By+letter", "Choose yes or no"),
        ] {
            let refused = enter(more, 0).await;
            assert_eq!(refused.status, 422);
            assert!(refused.body.contains(words), "{}", refused.body);
        }
        assert_eq!(seen(&world, &lead, &end).await, "");
        for at in 0..2 {
            let done = enter("answer=yes&why=By+letter", at).await;
            assert_eq!(done.status, 303, "{}", done.body);
        }
        let page = get(&world, &lead, &end).await;
        for words in [
            "One quote may be printed: whoever said it has read these very words",
            "2 quotes may be printed as the research lead wrote down",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert_eq!(approve(&world, &lead, &end).await.status, 303);
        let files = kept(&world).await;
        assert!(!files.is_empty());
        for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with("csv")) {
            let text = String::from_utf8_lossy(bytes);
            assert!(
                !text.contains("It is mine") && !text.contains("K1"),
                "{name}"
            );
        }
        let page = get(&world, &lead, &end).await;
        for told in ["K1", "K2", "It is mine", "By letter"] {
            assert!(!page.contains(told), "{told}: {page}");
        }
    }
}

#[tokio::test]
async fn pri7_a_no_holds_a_release_back_and_the_research_lead_enters_nothing_over_it() {
    for (world, lead, me, end) in in_preparation().await {
        act(&world, &lead, &format!("{end}/words/ask"), "").await;
        let page = get(&world, &lead, &format!("{end}/words")).await;
        let before = forms(&page);
        assert_eq!(answer(&world, &me, "answer=no").await.status, 303);
        for (quote, words) in before {
            let form = format!("quote={quote}&words={words}&answer=yes&why=On+paper");
            let done = act(&world, &lead, &format!("{end}/words"), &form).await;
            let theirs = done
                .body
                .contains("has answered about them on their own page");
            assert_eq!(theirs, done.status == 422, "{}", done.body);
        }
        let page = get(&world, &lead, &end).await;
        assert!(page.contains("One quote is not to be printed"), "{page}");
        assert!(page.contains("2 quotes may be printed as"), "{page}");
        assert_eq!(approve(&world, &lead, &end).await.status, 422);
        assert_eq!(count(&world, "output_release_files").await, 0);
        // It is theirs to change.
        assert_eq!(answer(&world, &me, "answer=yes").await.status, 303);
        assert_eq!(approve(&world, &lead, &end).await.status, 303);
    }
}

#[tokio::test]
async fn pri7_an_answer_to_other_words_does_not_count_and_nobody_answers_for_another() {
    for (world, lead, me, end) in in_preparation().await {
        let ask = async || act(&world, &lead, &format!("{end}/words/ask"), "").await;
        ask().await;
        let page = get(&world, &lead, &format!("{end}/words")).await;
        let own = forms(&get(&world, &me, "/my-words").await);
        let others = forms(&page).into_iter().filter(|one| !own.contains(one));
        for (quote, words) in others {
            let form = format!("quote={quote}&words={words}&answer=yes");
            let refused = act(&world, &me, "/my-words", &form).await;
            assert_eq!(refused.status, 422, "{}", refused.body);
            assert!(!refused.body.contains("side door"), "{}", refused.body);
        }
        everything_may_be_printed(&world, &lead, &end).await;
        assert_eq!(answer(&world, &me, "answer=yes").await.status, 303);
        assert_ne!(seen(&world, &lead, &end).await, "");
        run(
            &world,
            "UPDATE quote_words SET text = 'It is the rota that says no' WHERE text LIKE '%rota%'",
        )
        .await;
        let page = get(&world, &lead, &end).await;
        assert!(page.contains("One quote was not asked about"), "{page}");
        assert_eq!(seen(&world, &lead, &end).await, "");
        let page = get(&world, &me, "/my-words").await;
        assert!(!page.contains("rota"), "not before they are asked: {page}");
        let (quote, words) = &own[0];
        let late = format!("quote={quote}&words={words}&answer=yes");
        let late = act(&world, &me, "/my-words", &late).await;
        assert_eq!(late.status, 422);
        assert!(
            late.body.contains("changed since the page was opened"),
            "{}",
            late.body
        );
        ask().await;
        let page = get(&world, &me, "/my-words").await;
        assert!(page.contains("“It is the rota that says no”"), "{page}");
        assert_eq!(answer(&world, &me, "answer=yes").await.status, 303);
        assert_ne!(seen(&world, &lead, &end).await, "");
    }
}

#[tokio::test]
async fn p6_whoever_withdraws_takes_their_answers_along() {
    for scope in ["whole", "quotes"] {
        for (world, lead, me, end) in in_preparation().await {
            act(&world, &lead, &format!("{end}/words/ask"), "").await;
            answer(&world, &me, "answer=yes&why=CANARY+of+why").await;
            assert_eq!(count(&world, "printing_answers").await, 3);
            world.installation.clock.advance(1);
            let page = get(&world, &me, "/my-choices/withdraw").await;
            assert!(
                page.contains("the answer whether words may be printed"),
                "{page}"
            );
            let form = format!("scope={scope}");
            let gone = act(&world, &me, "/my-choices/withdraw", &form).await;
            assert!(gone.status < 400, "{}", gone.body);
            assert_eq!(count(&world, "printing_answers").await, 2);
            assert_eq!(count(&world, "printing_answers WHERE why <> ''").await, 0);
            let page = get(&world, &lead, &format!("{end}/words")).await;
            assert!(!page.contains("rota that says no"), "{page}");
        }
    }
}
