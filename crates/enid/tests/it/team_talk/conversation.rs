//! Where two analysts differ, and what they said about it.

use super::*;
use crate::consent::{act, get, participant, worded};
use crate::retention::dump;
use study::team::NewMember;

#[tokio::test]
async fn each_way_to_differ_is_listed_with_both_readings_and_no_figure() {
    for pair in pairs().await {
        let [leaving, asking] = pair.codes;
        let (one, two) = (&pair.one.1, &pair.two.1);
        let page = get(&pair.world, &pair.one.0, TALK).await;
        assert!(
            page.contains("Nothing to talk over in K1-interview yet"),
            "{page}"
        );
        code(&pair, one, "K1-interview", (leaving, (0, 8))).await;
        let page = get(&pair.world, &pair.one.0, TALK).await;
        assert!(page.contains("A conversation needs two layers"), "{page}");
        code(&pair, one, "K1-interview", (leaving, ROTA)).await;
        code(&pair, two, "K1-interview", (asking, ROTA)).await;
        code(&pair, two, "K1-interview", (leaving, (0, 13))).await;
        for who in [&pair.one, &pair.two] {
            let page = get(&pair.world, &who.0, TALK).await;
            for words in [
                "2 passages of K1-interview to talk over",
                "Turn 1: the boundaries differ",
                "Turn 2: the codes differ",
                "Leaving &gt; Asking",
                "the rota that says no.",
                &one.handle,
                &two.handle,
            ] {
                assert!(
                    page.contains(words) || page.contains(&words.replace("&gt;", "&#62;")),
                    "{words}: {page}"
                );
            }
            for word in ["%", "kappa", "agreement", "score"] {
                let main = page.split("<main").nth(1).unwrap();
                let main = main.split("</main>").next().unwrap();
                assert!(!main.contains(word), "{word}: {main}");
            }
        }
        let page = get(&pair.world, &pair.one.0, "/documents/K2/conversation").await;
        assert!(page.contains("A conversation needs two layers"), "{page}");
        let none = pair.world.get(
            "/studies/saltmarsh-study/documents/K9/conversation",
            Some(&pair.one.0),
        );
        assert_eq!(none.await.status, 404);
    }
}

#[tokio::test]
async fn what_was_said_stays_beside_the_passage_and_after_it_is_settled() {
    for pair in pairs().await {
        let [leaving, asking] = pair.codes;
        let one = code(&pair, &pair.one.1, "K1-interview", (leaving, ROTA)).await;
        let two = code(&pair, &pair.two.1, "K1-interview", (asking, ROTA)).await;
        // A page finds a passage again by its first coding, and codings of one stretch stand in the order of their codes.
        let coding = if leaving < asking { one } else { two };
        let say = async |form: &str| act(&pair.world, &pair.one.0, TALK, form).await;
        for (form, words) in [
            ("note=&outcome=", "Write a note, or choose what came of it."),
            ("note=Kept+words&outcome=won", "Choose one of the outcomes."),
        ] {
            let refused = say(&format!("coding={coding}&{form}")).await;
            assert_eq!(refused.status, 422, "{}", refused.body);
            assert!(refused.body.contains(words), "{}", refused.body);
        }
        let kept = say(&format!("coding={coding}&note=Kept+words&outcome=won")).await;
        assert!(
            kept.body.contains(">Kept words</textarea>"),
            "{}",
            kept.body
        );
        for form in ["note=We+read+on.&outcome=", "note=&outcome=both_stay"] {
            let done = say(&format!("coding={coding}&{form}")).await;
            assert_eq!(done.status, 303, "{}", done.body);
        }
        let page = get(&pair.world, &pair.two.0, TALK).await;
        assert!(page.contains("We read on."), "{page}");
        assert!(
            page.contains("<b>Both stay</b>"),
            "nothing was overwritten: {page}"
        );

        code(&pair, &pair.two.1, "K1-interview", (leaving, ROTA)).await;
        code(&pair, &pair.one.1, "K1-interview", (asking, ROTA)).await;
        let page = get(&pair.world, &pair.two.0, TALK).await;
        assert!(page.contains("K1-interview is coded alike"), "{page}");
        let after = page.split("Talked over, and not different any more").nth(1);
        assert!(
            after.is_some_and(|after| after.contains("We read on.")),
            "{page}"
        );
        let gone = say(&format!("coding={}&outcome=revised", Uuid::from_u128(7))).await;
        assert_eq!(gone.status, 409);
    }
}

#[tokio::test]
async fn who_does_not_analyse_reads_and_notes_nothing() {
    for world in worlds().await {
        crate::study::import(&world).await.unwrap();
        member(
            &world,
            Role::Researcher,
            NewMember {
                checks: true,
                ..NewMember::default()
            },
        )
        .await;
        let pair = pair(world).await;
        let coding = code(&pair, &pair.two.1, "K1-interview", (pair.codes[0], ROTA)).await;
        let form = format!("coding={coding}&note=x");
        let refused = act(&pair.world, &pair.one.0, TALK, &form).await;
        assert!(
            refused.body.contains("not entered as an analyst"),
            "{}",
            refused.body
        );
        let page = get(&pair.world, &pair.one.0, "/saturation").await;
        assert!(!page.contains("Keep the statement"), "{page}");
    }
}

#[tokio::test]
async fn p10_in_a_blind_pass_nothing_here_depends_on_what_others_code_or_say() {
    for pair in pairs().await {
        let [leaving, asking] = pair.codes;
        designed(&pair.world, Design::Codebook).await;
        let own = code(&pair, &pair.one.1, "K1-interview", (leaving, ROTA)).await;
        let form = format!("analyst={}&document=K1-interview", pair.one.1.id);
        let begun = act(&pair.world, &pair.one.0, "/blind-passes", &form).await;
        assert_eq!(begun.status, 303, "{}", begun.body);
        let pages = async || {
            let mut pages = Vec::new();
            for page in [
                TALK,
                "/saturation",
                "/saturation?order=coding",
                "/agreement",
            ] {
                pages.push(get(&pair.world, &pair.one.0, page).await);
            }
            pages
        };
        let before = pages().await;
        code(&pair, &pair.two.1, "K1-interview", (asking, ROTA)).await;
        let app = &pair.world.installation.app;
        let study = pair.world.scopes[2].id;
        let ids = documents::ids(app.db.read(), study).await.unwrap();
        let said = analysis::conversation::Said {
            coding: own,
            note: "CANARY of the other".to_owned(),
            outcome: None,
            made_at: app.now(),
            made_by: Some(pair.two.1.id),
        };
        let tx = app.db.write().await.unwrap();
        analysis::conversation::add(&tx, app, study, ids["K1-interview"], &said)
            .await
            .unwrap();
        tx.commit(app, Event::installation("test", "said"))
            .await
            .unwrap();
        assert!(before == pages().await, "on {}", pair.world.installation.on);
    }
}

/// An analyst who has no account here.
async fn without_account(world: &World) -> Member {
    let app = &world.installation.app;
    let study = world.scopes[2].id;
    let tx = app.db.write().await.unwrap();
    let handles = std::collections::BTreeSet::from(["R9"]);
    let ids = study::team::enter(&tx, app, study, &handles).await.unwrap();
    tx.commit(app, Event::installation("test", "member"))
        .await
        .unwrap();
    let found = study::team::find(app.db.read(), study, ids["R9"]).await;
    found.unwrap().unwrap()
}

#[tokio::test]
async fn what_was_said_about_a_layer_that_is_closed_to_others_is_closed_with_it() {
    for pair in pairs().await {
        let [leaving, asking] = pair.codes;
        let third = without_account(&pair.world).await;
        let coding = code(&pair, &third, "K1-interview", (leaving, ROTA)).await;
        for who in [&pair.one.1, &pair.two.1] {
            code(&pair, who, "K1-interview", (asking, ROTA)).await;
        }
        let form = format!("coding={coding}&note=About+the+third+layer");
        let done = act(&pair.world, &pair.two.0, TALK, &form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let page = get(&pair.world, &pair.two.0, TALK).await;
        assert!(page.contains("About the third layer"), "{page}");
        let app = &pair.world.installation.app;
        let study = pair.world.scopes[2].id;
        let ids = documents::ids(app.db.read(), study).await.unwrap();
        let tx = app.db.write().await.unwrap();
        let pass = (third.id, Some(ids["K1-interview"]));
        codings::begin(&tx, app, study, pass).await.unwrap();
        tx.commit(app, Event::installation("test", "pass"))
            .await
            .unwrap();
        for who in [&pair.one, &pair.two] {
            let page = get(&pair.world, &who.0, TALK).await;
            assert!(page.contains("is coded alike"), "{page}");
            assert!(!page.contains("About the third layer"), "{page}");
        }
    }
}

#[tokio::test]
async fn p6_a_withdrawal_takes_along_what_was_said_about_the_interview_and_the_words_elsewhere() {
    for world in worded("rule=always").await {
        let pair = pair(world).await;
        let [leaving, asking] = pair.codes;
        let coding = code(&pair, &pair.one.1, "K2", (leaving, (12, 30))).await;
        code(&pair, &pair.two.1, "K2", (asking, (12, 30))).await;
        let other = code(&pair, &pair.one.1, "K1-interview", (leaving, ROTA)).await;
        code(&pair, &pair.two.1, "K1-interview", (asking, ROTA)).await;
        let words = "I+went+by+the+side+door";
        for (end, form) in [
            (
                "/documents/K2/conversation",
                format!("coding={coding}&note=CANARY+here"),
            ),
            (
                TALK,
                format!("coding={other}&note=Unlike+K2:+{words},+she+stays."),
            ),
            (
                "/saturation",
                format!("stance=not_claimed&grounds=Because+{words}."),
            ),
        ] {
            let done = act(&pair.world, &pair.two.0, end, &form).await;
            assert_eq!(done.status, 303, "{}", done.body);
        }
        let id = participant(&pair.world, "K2").await;
        let end = format!("/consent/{id}/withdraw");
        let preview = get(&pair.world, &pair.two.0, &end).await;
        assert!(
            preview.contains("1 note of what analysts said about codings in it"),
            "{preview}"
        );
        assert!(
            preview.contains("2 places where texts of the team"),
            "{preview}"
        );
        let done = act(&pair.world, &pair.two.0, &end, "scope=whole").await;
        assert_eq!(done.status, 303, "{}", done.body);
        let found = dump::holding(&pair.world, &["side door", "CANARY here"]).await;
        assert!(found.is_empty(), "{found:?}");
        let page = get(&pair.world, &pair.two.0, TALK).await;
        assert!(
            page.contains("Unlike K2: [taken out], she stays."),
            "{page}"
        );
    }
}

#[tokio::test]
async fn what_was_said_goes_with_a_document_that_a_folder_lacks() {
    for pair in pairs().await {
        let coding = code(&pair, &pair.one.1, "K2", (pair.codes[0], (12, 30))).await;
        let form = format!("coding={coding}&note=CANARY+here");
        let done = act(
            &pair.world,
            &pair.one.0,
            "/documents/K2/conversation",
            &form,
        )
        .await;
        assert_eq!(done.status, 303, "{}", done.body);
        crate::study::import(&pair.world).await.unwrap();
        let found = dump::holding(&pair.world, &["CANARY here"]).await;
        assert_eq!(found.len(), 1, "a folder that holds it keeps it: {found:?}");
        let mut files = crate::study::files();
        files.remove("transcripts/K2.txt");
        let quotes = String::from_utf8(files["quotes.csv"].clone()).unwrap();
        let without = quotes.lines().filter(|line| !line.ends_with(",K2"));
        let without = without.collect::<Vec<_>>().join("\n");
        files.insert("quotes.csv".to_owned(), without.into_bytes());
        let source = analysis::Source {
            files,
            ..analysis::Source::default()
        };
        analysis::import(&pair.world.installation.app, &pair.world.scopes[2], source)
            .await
            .unwrap();
        let found = dump::holding(&pair.world, &["CANARY here"]).await;
        assert!(found.is_empty(), "{found:?}");
    }
}
