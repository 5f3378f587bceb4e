//! What else touches quotes: folders, withdrawals, field notes, people who only read.

use platform::access::Role;
use study::team::NewMember;

use super::*;
use crate::consent::participant;
use crate::retention::dump;

#[tokio::test]
async fn a_folder_keeps_its_quotes_and_leaves_those_that_were_made_here() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let app = &world.installation.app;
        let study = world.scopes[2].id;
        let before = quotes(&world).await;
        assert!(
            before.iter().all(|quote| quote.words.are_found()),
            "{before:?}"
        );
        let table = table2(&world, &cookie).await;
        assert!(
            table.contains("It’s the rota that says no."),
            "the spelling of the file: {table}"
        );
        let long = trail::load(app.db.read(), study)
            .await
            .unwrap()
            .events
            .len();
        let holding = theme(&world, "Holding").await;
        let form = format!("theme={holding}&stance=&question=RQ3");
        assert_eq!(
            make(&world, &cookie, "by the side door", &form)
                .await
                .status,
            303
        );
        crate::study::import(&world).await.unwrap();
        let own = saying(&world, "by the side door").await;
        assert!(
            own.words.are_found() && !own.state.is_from_folder,
            "{own:?}"
        );
        let now = theme(&world, "Holding").await;
        assert_eq!(
            own.state.places[0].theme,
            Some(now),
            "it follows its theme into the new folder"
        );
        let after = quotes(&world).await;
        for quote in &before {
            let same = after.iter().find(|one| one.id == quote.id).unwrap();
            assert_eq!(same.words.text, quote.words.text);
        }
        let table = table2(&world, &cookie).await;
        assert!(
            table.contains("Holding,,,by the side door,What is left?"),
            "{table}"
        );
        let longer = trail::load(app.db.read(), study)
            .await
            .unwrap()
            .events
            .len();
        assert!(longer > long);
    }
}

#[tokio::test]
async fn a_withdrawal_takes_quotes_with_what_they_said_before_and_undo_brings_no_word_back() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let holding = theme(&world, "Holding").await;
        let form = format!("theme={holding}&stance=");
        let made = make(&world, &cookie, "somebody rang [CANARY]", &form).await;
        assert_eq!(made.status, 303, "{}", made.body);
        let quote = saying(&world, "somebody rang [CANARY]").await.id;
        let words = "turn=2&words=somebody+rang+at+ten";
        assert_eq!(to(&world, &cookie, quote, "words", words).await.status, 303);
        let lead = world.cookie(Role::ResearchLead).await;
        let them = participant(&world, "K2").await;
        let end = format!("/consent/{them}/withdraw");
        let preview = get(&world, &lead, &end).await;
        assert!(preview.contains("3 quotations"), "{preview}");
        assert_eq!(act(&world, &lead, &end, "scope=whole").await.status, 303);
        let left = dump::holding(&world, &["CANARY", "side door", "rang at ten"]).await;
        assert!(left.is_empty(), "{left:?} on {}", world.installation.on);
        assert_eq!(quotes(&world).await.len(), 1);
        let page = get(&world, &cookie, "/quotes").await;
        if let Some(undo) = page.split("name=\"act\" value=\"").nth(1) {
            let undo = undo.split('"').next().unwrap();
            act(&world, &cookie, "/codes/take-back", &format!("act={undo}")).await;
        }
        assert_eq!(quotes(&world).await.len(), 1);
        crate::study::import(&world).await.unwrap();
        assert_eq!(quotes(&world).await.len(), 1, "no file brings it back");
    }
}

#[tokio::test]
async fn a_field_note_is_quoted_as_one_and_counts_to_nobody() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let waiting = theme(&world, "Waiting").await;
        let form =
            format!("document=note-1&turn=1&words=I+left+late&ready=yes&stance=&theme={waiting}");
        assert_eq!(act(&world, &cookie, "/quotes", &form).await.status, 303);
        let list = get(&world, &cookie, "/quotes").await;
        assert!(list.contains("Field note"), "{list}");
        let page = get(&world, &cookie, "/quotes/reliance").await;
        assert!(page.contains("3 quotes from 2 interviews"), "{page}");
        assert!(
            page.contains("1 from field notes does not count here"),
            "{page}"
        );
        let named = get(&world, &cookie, "/quotes/reliance?fewest=2").await;
        assert!(
            !named.contains("2 of 3"),
            "two of two interviews is no more than two in two: {named}"
        );
        assert!(
            named.contains("value=\"2\""),
            "the page says with which limits it counted: {named}"
        );
    }
}

#[tokio::test]
async fn who_does_not_analyse_reads_quotes_and_changes_none() {
    for world in studied().await {
        let new = NewMember {
            interviews: true,
            ..NewMember::default()
        };
        member(&world, Role::Researcher, new).await;
        let reader = world.cookie(Role::Researcher).await;
        let quote = saying(&world, "I went by the side door").await.id;
        for path in [
            "/quotes".to_owned(),
            format!("/quotes/{quote}"),
            "/questions".to_owned(),
        ] {
            let page = get(&world, &reader, &path).await;
            assert!(
                !page.contains("method=\"post\" action=\"/studies"),
                "{path}: {page}"
            );
            assert!(!page.contains("quotes/new"), "{path}: {page}");
        }
        let before = quotes(&world).await;
        for (path, form) in [
            (
                "/quotes".to_owned(),
                "document=K2&words=To+ask&stance=".to_owned(),
            ),
            (
                format!("/quotes/{quote}/words"),
                "seen=0&words=To+ask".to_owned(),
            ),
            (
                format!("/quotes/{quote}/marks"),
                "seen=0&stance=".to_owned(),
            ),
            (
                format!("/quotes/{quote}/place"),
                "seen=0&theme=other".to_owned(),
            ),
            (
                format!("/quotes/{quote}/unplace"),
                "seen=0&from=other".to_owned(),
            ),
            (
                format!("/quotes/{quote}/move"),
                "seen=0&from=other&theme=other".to_owned(),
            ),
            (
                format!("/quotes/{quote}/order"),
                "from=other&way=up".to_owned(),
            ),
            (format!("/quotes/{quote}/remove"), "seen=0".to_owned()),
        ] {
            let answer = act(&world, &reader, &path, &form).await;
            assert!(
                answer.body.contains("not entered as an analyst"),
                "{path}: {}",
                answer.body
            );
        }
        assert_eq!(quotes(&world).await, before);
    }
}
