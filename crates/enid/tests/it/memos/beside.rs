//! What else touches memos: withdrawals, folders, blind passes, consent.

use analysis::codings;
use platform::access::Role;
use platform::audit::Event;

use super::{all, analyst, document, on_door, studied, verify, write};
use crate::consent::{act, get, participant};
use crate::retention::dump;

#[tokio::test]
async fn a_withdrawal_takes_memos_on_the_person_and_their_words_elsewhere() {
    for world in studied().await {
        let (_, cookie) = analyst(&world, Role::Researcher).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let them = participant(&world, "K2").await;
        write(&world, &cookie, &on_door(), "CANARY+passage").await;
        write(
            &world,
            &cookie,
            "on=document&document=K2",
            "CANARY+document",
        )
        .await;
        write(
            &world,
            &cookie,
            &format!("on=participant&id={them}"),
            "CANARY+person",
        )
        .await;
        let stays = "Stays,+although+I+went+by+the+side+door";
        write(&world, &cookie, "on=study", stays).await;
        for visibility in ["team", "private"] {
            let form = format!("dated=2026-01-01&visibility={visibility}&text={stays}");
            let done = act(&world, &cookie, "/journal", &form).await;
            assert_eq!(done.status, 303, "{}", done.body);
        }
        let read = act(&world, &cookie, "/documents/K2/read-to", "turn=2").await;
        assert_eq!(read.status, 303, "{}", read.body);
        let end = format!("/consent/{them}/withdraw");
        let preview = get(&world, &lead, &end).await;
        assert!(
            preview.contains("3 memos of the team on what was said"),
            "{preview}"
        );
        assert!(
            preview.contains("2 places where texts of the team repeat"),
            "a private entry is not counted: {preview}"
        );
        let done = act(&world, &lead, &end, "scope=whole").await;
        assert_eq!(done.status, 303, "{}", done.body);
        let left = dump::holding(
            &world,
            &[
                "side door",
                "CANARY passage",
                "CANARY document",
                "CANARY person",
            ],
        )
        .await;
        assert!(left.is_empty(), "{left:?} on {}", world.installation.on);
        let memos = all(&world).await;
        assert_eq!(memos.len(), 1);
        assert_eq!(memos[0].text, "Stays, although [taken out]");
        let journal = get(&world, &cookie, "/journal").await;
        assert_eq!(journal.matches("Stays, although [taken out]").count(), 2);
        let app = &world.installation.app;
        let read = study::reading::of_study(app.db.read(), world.scopes[2].id).await;
        assert!(read.unwrap().is_empty());
        verify(&world).await;
    }
}

#[tokio::test]
async fn a_memo_on_a_passage_follows_its_words_into_another_folder() {
    for world in studied().await {
        let (_, cookie) = analyst(&world, Role::Researcher).await;
        let id = write(&world, &cookie, &on_door(), "So").await;
        let mut files = crate::study::files();
        let text = "Interviewer: And then? Go on.\n\nK2: I went by the side door, and somebody rang at ten to one.\n\nInterviewer: Why?\n\nK2: To ask.\n";
        files.insert("transcripts/K2.txt".to_owned(), text.as_bytes().to_vec());
        let source = analysis::Source {
            files,
            ..analysis::Source::default()
        };
        analysis::import(&world.installation.app, &world.scopes[2], source)
            .await
            .unwrap();
        let state = &all(&world).await[0].state;
        assert_eq!((state.start, state.end), (Some(24), Some(40)));
        let page = get(&world, &cookie, &format!("/memos/{id}")).await;
        assert!(page.contains("<p>by the side door</p>"), "{page}");
        verify(&world).await;
    }
}

#[tokio::test]
async fn what_others_note_on_a_document_shows_nothing_to_whoever_codes_it_blind() {
    for world in studied().await {
        let (me, cookie) = analyst(&world, Role::Researcher).await;
        let (_, lead) = analyst(&world, Role::ResearchLead).await;
        let app = &world.installation.app;
        let k2 = document(&world, "K2").await;
        write(&world, &cookie, &on_door(), "Mine").await;
        let tx = app.db.write().await.unwrap();
        let pass = (me.id, Some(k2));
        codings::begin(&tx, app, world.scopes[2].id, pass)
            .await
            .unwrap();
        tx.commit(app, Event::installation("test", "blind"))
            .await
            .unwrap();
        let mut before = Vec::new();
        let pages = [
            "/notes",
            "/notes/notes.csv",
            "/trail",
            "/phases",
            "/today",
            "/reading",
        ];
        for page in pages {
            before.push(get(&world, &cookie, page).await);
        }
        let theirs = write(&world, &lead, &on_door(), "Theirs").await;
        for (page, before) in pages.iter().zip(before) {
            assert_eq!(get(&world, &cookie, page).await, before, "{page}");
        }
        let file = get(&world, &cookie, "/trail/trail.jsonl").await;
        assert!(file.contains("Mine") && !file.contains("Theirs"), "{file}");
        let path = format!("/studies/saltmarsh-study/memos/{theirs}");
        assert_eq!(world.get(&path, Some(&cookie)).await.status, 404);
        let list = get(&world, &lead, "/notes").await;
        assert!(list.contains("Theirs") && !list.contains("Mine"), "{list}");
    }
}
