//! The index of words follows the turns, and keeps nothing of what is gone.

use platform::access::Role;
use platform::audit::Event;
use platform::storage::Dialect;
use sea_orm::{ConnectionTrait as _, Statement};
use study::documents::{Extent, Role as Speaker, Turn};

use super::{document, found, places, studied};
use crate::consent::{act, invited, sign, worded};
use crate::world::World;

#[tokio::test]
async fn a_turn_comes_back_as_it_was_stored_whatever_stands_in_it() {
    for world in studied().await {
        let app = &world.installation.app;
        let note = document(&world, "note-1").await;
        let said = |(role, text, at): (Speaker, &str, Option<i64>)| Turn {
            role,
            label: at.map(|_| "A \"label\", 'quoted'".to_owned()),
            start_ms: at,
            end_ms: at.map(|at| at + 1),
            text: text.to_owned(),
        };
        let turns = [
            (Speaker::Interviewer, "", None),
            (
                Speaker::Participant,
                "\"marks\" 'too' \\ \\n [1, null] {}",
                Some(0),
            ),
            (
                Speaker::Other,
                "\u{1}\u{8}\t\u{b}\u{1f}\u{7f}\u{2028}\u{feff}",
                Some(i64::MAX - 1),
            ),
            (
                Speaker::Unknown,
                "e\u{301} 😀 \u{202e}\u{10ffff} שלום",
                Some(-1),
            ),
        ];
        let turns = turns.map(said);
        let tx = app.db.write().await.unwrap();
        study::documents::replace_turns(&tx, note, &turns)
            .await
            .unwrap();
        let event = Event::installation("test", "turns");
        tx.commit(app, event).await.unwrap();
        let connection = app.db.read();
        let on = &world.installation.on;
        let stored = study::documents::turns(connection, note).await.unwrap();
        assert_eq!(stored, turns, "{on}");
        let extents = study::documents::extents(connection, note).await.unwrap();
        assert_eq!(extents, Extent::of(&turns), "{on}");
        let nothing = study::documents::turns(connection, uuid::Uuid::max()).await;
        assert_eq!(nothing.unwrap(), [], "{on}");
    }
}

#[tokio::test]
async fn r53_words_phrases_and_patterns_are_found_with_and_without_case_and_accents() {
    for world in studied().await {
        let app = &world.installation.app;
        let note = document(&world, "note-1").await;
        let said = |text: &str| Turn {
            role: Speaker::Other,
            label: None,
            start_ms: None,
            end_ms: None,
            text: text.to_owned(),
        };
        let tx = app.db.write().await.unwrap();
        let turns = [
            said("The CAFÉ by the e.g.wharf"),
            said("by the café, and the wharf"),
            said(&"x".repeat(3000)),
        ];
        study::documents::replace_turns(&tx, note, &turns)
            .await
            .unwrap();
        let event = Event::installation("test", "turns");
        tx.commit(app, event).await.unwrap();
        for (query, expected) in [
            ("cafe", vec!["note-1:1", "note-1:2"]),
            ("exact:café", vec!["note-1:2"]),
            ("\"the cafe\"", vec!["note-1:1", "note-1:2"]),
            ("\"cafe the\"", vec![]),
            ("\"cafe and\"", vec!["note-1:2"]),
            ("wharf", vec!["note-1:1", "note-1:2"]),
            ("the rang", vec!["K2:2"]),
            ("regex:\"(?i)caf.\"", vec!["note-1:1", "note-1:2"]),
            ("why speaker:interviewer", vec!["K1-interview:1", "K2:3"]),
            ("rota OR door", vec!["K1-interview:2", "K2:2"]),
            (
                "why cohort:members unit:document",
                vec!["K1-interview:1", "K2:1"],
            ),
            ("late", vec![]),
        ] {
            assert_eq!(
                places(&world, query).await,
                expected,
                "{query} on {}",
                world.installation.on
            );
        }
        let long = "x".repeat(1900);
        assert_eq!(places(&world, &long).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn r53_a_turn_is_shown_with_the_words_that_were_found_in_it() {
    for world in studied().await {
        let rows = found(&world, "\"SIDE door\"").await;
        let shown = &rows[0].snippet;
        assert_eq!(
            shown.line(),
            "I went by the side door, and somebody rang at ten to one."
        );
        let hit = shown.parts.iter().find(|part| part.is_hit).unwrap();
        assert_eq!(hit.text, "side door");
        assert_eq!((rows.len(), rows[0].who.as_str()), (1, "K2"));
    }
}

#[tokio::test]
async fn p6_a_withdrawal_leaves_no_word_of_the_person_in_the_index() {
    for world in worded("rule=always").await {
        assert_eq!(places(&world, "rang").await, ["K2:2"]);
        assert!(holds(&world, "rang").await, "the index was not read");
        let me = invited(&world, "K2").await;
        sign(&world, &me, ["yes", "yes", "yes"]).await;
        let done = act(&world, &me, "/my-choices/withdraw", "scope=whole").await;
        assert_eq!(done.status, 200, "{}", done.body);
        assert_eq!(places(&world, "rang").await, Vec::<String>::new());
        for word in ["rang", "somebody"] {
            assert!(
                !holds(&world, word).await,
                "{word} on {}",
                world.installation.on
            );
        }
        // What others said is found as before.
        assert_eq!(places(&world, "rota").await, ["K1-interview:2"]);
    }
}

/// Whether a word stands anywhere in what the index stores.
async fn holds(world: &World, word: &str) -> bool {
    let db = world.installation.app.db.read();
    let sql = match world.installation.app.db.dialect() {
        Dialect::Sqlite => "SELECT block FROM turn_words_data",
        Dialect::Postgres => "SELECT convert_to(words::TEXT, 'UTF8') AS block FROM turn_words",
    };
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.unwrap();
    rows.iter().any(|row| {
        let block: Vec<u8> = row.try_get("", "block").unwrap();
        block
            .windows(word.len())
            .any(|bytes| bytes == word.as_bytes())
    })
}

#[tokio::test]
async fn what_was_stored_before_there_was_an_index_is_found_after_it_was_made() {
    for world in studied().await {
        let app = &world.installation.app;
        let tx = app.db.write().await.unwrap();
        let clear: &[&str] = match app.db.dialect() {
            Dialect::Sqlite => &[
                "INSERT INTO turn_words (turn_words) VALUES ('delete-all')",
                "DELETE FROM text_numbers",
            ],
            Dialect::Postgres => &["DELETE FROM turn_words"],
        };
        for statement in clear {
            tx.run(statement, vec![]).await.unwrap();
        }
        tx.commit_bookkeeping().await.unwrap();
        assert_eq!(places(&world, "rang").await, Vec::<String>::new());
        study::search::catch_up(&app.db).await.unwrap();
        study::search::catch_up(&app.db).await.unwrap();
        assert_eq!(places(&world, "rang").await, ["K2:2"]);
    }
}

#[tokio::test]
async fn a_folder_that_comes_again_leaves_texts_that_are_the_same_and_takes_the_others() {
    for world in studied().await {
        let app = &world.installation.app;
        let study = world.scopes[2].clone();
        let kept = document(&world, "K1-interview").await;
        let mut files = crate::study::files();
        let other = "Interviewer: And then?\n\nK2: I went by the ladder.\n\nInterviewer: Why?\n\nK2: To ask.\n";
        files.insert("transcripts/K2.txt".to_owned(), other.as_bytes().to_vec());
        let people = String::from_utf8(files["participants.csv"].clone()).unwrap();
        let people = people.replace("K1,members,woman", "K1,managers,woman");
        files.insert("participants.csv".to_owned(), people.into_bytes());
        let quotes = String::from_utf8(files["quotes.csv"].clone()).unwrap();
        let quotes: Vec<&str> = quotes
            .lines()
            .filter(|line| !line.contains("K2,K2"))
            .collect();
        files.insert("quotes.csv".to_owned(), quotes.join("\n").into_bytes());
        let source = analysis::Source {
            files: files.clone(),
            ..Default::default()
        };
        analysis::import(app, &study, source).await.unwrap();
        let on = &world.installation.on;
        assert_eq!(document(&world, "K1-interview").await, kept, "{on}");
        assert_eq!(places(&world, "rota").await, ["K1-interview:2"], "{on}");
        assert_eq!(places(&world, "ladder").await, ["K2:2"], "{on}");
        assert_eq!(places(&world, "rang").await, Vec::<String>::new(), "{on}");
        assert!(!holds(&world, "rang").await, "{on}");
        assert_eq!(
            places(&world, "rota cohort:managers").await,
            ["K1-interview:2"],
            "what is said of whoever speaks is as the folder says, on {on}"
        );
        files.remove("transcripts/K2.txt");
        let source = analysis::Source {
            files,
            ..Default::default()
        };
        analysis::import(app, &study, source).await.unwrap();
        assert!(!holds(&world, "ladder").await, "{on}");
        assert_eq!(places(&world, "rota").await, ["K1-interview:2"], "{on}");
    }
}

#[tokio::test]
async fn p7_what_a_participant_does_not_let_be_analysed_is_found_by_nobody() {
    for world in worded("rule=always").await {
        let me = invited(&world, "K2").await;
        sign(&world, &me, ["yes", "no", "no"]).await;
        assert_eq!(places(&world, "rang").await, Vec::<String>::new());
        let lead = world.cookie(Role::ResearchLead).await;
        let page = crate::consent::get(&world, &lead, "/search?q=rang").await;
        assert!(page.contains("Nothing fits"), "{page}");
    }
}
