//! Decisions, and the text that is made of them.

use platform::access::Role;
use study::team;
use study::transcripts::store as transcripts;

use super::*;
use crate::retention::dump;

#[tokio::test]
async fn p9_no_original_stands_where_an_analyst_reads_and_none_is_readable_in_the_database() {
    for world in transcribed().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let page = get(&world, &lead, "/documents/T1/de-identify").await;
        assert!(page.contains("wait for a decision"), "{page}");
        accept_all(&world).await;
        let made = make(&world).await;
        assert_eq!(made.status, 303, "{}", made.body);
        assert_eq!(
            read(&world).await[1],
            "I am [person A]. I work at [hospital A], and [person B] asked me."
        );
        let kept = dump::holding(&world, &ORIGINALS).await;
        // Each under a key: what was said, and the sealed map.
        let sealed = [
            "sealed_originals.original",
            "spoken_versions.turns",
            "transcript_files.source",
        ];
        assert_eq!(kept, sealed, "on {}", world.installation.on);
        let researcher = world.cookie(Role::Researcher).await;
        let text = get(&world, &researcher, "/documents/T1").await;
        assert!(text.contains("Speaker 1") && text.contains("K1"), "{text}");
        assert!(text.contains("[hospital A] the rota says no"), "{text}");
        for end in [
            "/documents/T1",
            "/documents/T1/de-identify",
            "/documents/T1/map",
            "/names",
            "/de-identification",
            "/waiting-quotes",
            "/transcripts",
            "/themes",
            "/today",
        ] {
            let page = world.get(&format!("{BASE}{end}"), Some(&researcher)).await;
            let found = ORIGINALS.iter().find(|word| page.body.contains(**word));
            assert_eq!(found, None, "{end}");
        }
        let auditor = world.cookie(Role::Auditor).await;
        let record = world.get("/record", Some(&auditor)).await;
        assert!(record.body.contains("replacements.decide"));
        assert!(ORIGINALS.iter().all(|word| !record.body.contains(word)));
    }
}

#[tokio::test]
async fn r26_no_text_is_made_while_a_place_waits_and_making_it_twice_is_making_it_once() {
    for world in transcribed().await {
        let early = make(&world).await;
        assert_eq!(early.status, 409, "{}", early.body);
        assert!(early.body.contains("wait for a decision"), "{}", early.body);
        assert!(read(&world).await.is_empty());
        accept_all(&world).await;
        make(&world).await;
        let rows = dump::rows(&world).await;
        let again = make(&world).await;
        assert_eq!(again.status, 303);
        let after = dump::rows(&world).await;
        for table in [
            "turns",
            "quotes",
            "transcripts",
            "replacements",
            "sealed_originals",
            "waiting_quotes",
        ] {
            assert_eq!(rows[table], after[table], "{table}");
        }
        let lead = world.cookie(Role::ResearchLead).await;
        let page = get(&world, &lead, "/documents/T1/de-identify").await;
        assert!(
            page.contains("Analysts read the text as it is decided here"),
            "{page}"
        );
    }
}

#[tokio::test]
async fn a_surrogate_is_edited_a_place_is_kept_and_each_decision_is_undone() {
    for world in transcribed().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let end = "/documents/T1/de-identify";
        let page = get(&world, &lead, end).await;
        assert_eq!(value(&page, "seen"), "Quilla");
        let edit = |surrogate: &str| {
            let place = form(&page, "accept");
            let (before, _) = place.split_once("&surrogate=").unwrap();
            format!("{before}&surrogate={surrogate}&what=accept")
        };
        for wrong in ["", "quilla", "[so+Quilla+said]"] {
            let answer = act(&world, &lead, end, &edit(wrong)).await;
            assert_eq!(answer.status, 422, "{wrong}");
        }
        let edited = act(&world, &lead, end, &edit("the+speaker")).await;
        assert_eq!(edited.status, 303, "{}", edited.body);
        let undo = edited.header("location").to_owned();
        let (_, act_id) = undo.split_once("&act=").unwrap();
        let act_id = act_id.split('&').next().unwrap();
        let page = get(&world, &lead, end).await;
        assert!(page.contains("[the speaker]"), "{page}");
        let stale = act(&world, &lead, end, &edit("another")).await;
        assert_eq!(stale.status, 409, "what was decided is not decided twice");
        let undone = act(
            &world,
            &lead,
            &format!("{end}/undo"),
            &format!("id={act_id}&at=0"),
        )
        .await;
        assert_eq!(undone.status, 303);
        let page = get(&world, &lead, end).await;
        assert!(!page.contains("[the speaker]"), "{page}");
        act(&world, &lead, end, &form(&page, "refuse")).await;
        accept_all(&world).await;
        make(&world).await;
        assert!(read(&world).await[1].starts_with("I am Quilla. I work at [hospital A]"));
    }
}

#[tokio::test]
async fn words_are_added_by_hand_and_found_in_every_transcript() {
    for world in transcribed().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let add = "/documents/T1/de-identify/add";
        let none = act(&world, &lead, add, "words=not+there&category=event").await;
        assert_eq!(none.status, 422, "{}", none.body);
        let added = act(&world, &lead, add, "words=wrong+room&category=event&kind=").await;
        assert_eq!(added.status, 303, "{}", added.body);
        let search = "/de-identification/search";
        let found = act(&world, &lead, search, "words=ROTA").await;
        assert!(found.body.contains("stand in one place"), "{}", found.body);
        let hit = value(&found.body, "hit");
        let form = format!("words=rota&category=rare_detail&kind=thing&hit={hit}");
        let replaced = act(&world, &lead, "/de-identification/replace", &form).await;
        assert_eq!(replaced.status, 303, "{}", replaced.body);
        accept_all(&world).await;
        make(&world).await;
        let text = read(&world).await;
        assert_eq!(text[3], "At [hospital A] the [thing A] says no, always.");
        assert_eq!(text[4], "Sorry, [event A].");
    }
}

#[tokio::test]
async fn decisions_follow_corrections_and_what_was_corrected_waits() {
    for world in transcribed().await {
        accept_all(&world).await;
        make(&world).await;
        correct(
            &world,
            1,
            "Well: I am Quilla. I work at Lapwyng Hospital, and Dr Ada Merganser asked me.",
        )
        .await;
        let lead = world.cookie(Role::ResearchLead).await;
        let page = get(&world, &lead, "/documents/T1/de-identify").await;
        assert!(page.contains("Analysts read an older text"), "{page}");
        assert!(page.contains("One place of T1 waits"), "{page}");
        assert!(page.contains("corrected since"), "{page}");
        assert_eq!(make(&world).await.status, 409);
        assert!(
            read(&world).await[1].starts_with("I am"),
            "nothing was changed"
        );
        accept_all(&world).await;
        assert_eq!(make(&world).await.status, 303);
        let text = &read(&world).await[1];
        assert_eq!(
            text,
            "Well: I am [person A]. I work at [hospital A], and [person B] asked me."
        );
        correct(&world, 5, "").await;
        let page = get(&world, &lead, "/documents/T1/de-identify").await;
        assert!(page.contains("gone from the text since"), "{page}");
        let (_, lost) = page.split_once("gone from the text since").unwrap();
        let form = format!("id={}", value(lost, "id"));
        act(&world, &lead, "/documents/T1/de-identify/undo", &form).await;
        make(&world).await;
        assert_eq!(read(&world).await[5], "");
    }
}

#[tokio::test]
async fn r10_who_checks_a_transcript_decides_and_nobody_else_of_the_team_reads_what_was_said() {
    for world in transcribed().await {
        let app = &world.installation.app;
        let researcher = world.cookie(Role::Researcher).await;
        let closed = world
            .get(
                &format!("{BASE}/documents/T1/de-identify"),
                Some(&researcher),
            )
            .await;
        assert!(
            closed.status >= 400 && !closed.body.contains("Lapwing"),
            "{}",
            closed.body
        );
        let tx = app.db.write().await.unwrap();
        let new = team::NewMember {
            checks: true,
            ..team::NewMember::default()
        };
        let account = world.account(Role::Researcher);
        let member = team::add(&tx, app, &world.scopes[2], account, new)
            .await
            .unwrap();
        let stored = transcript(&world).await;
        transcripts::assign(&tx, stored.document, Some(member.id))
            .await
            .unwrap();
        tx.commit(app, event(&world)).await.unwrap();
        let page = get(&world, &researcher, "/documents/T1/de-identify").await;
        assert!(page.contains("Lapwing"), "{page}");
        assert!(!page.contains("/map"), "the map is the keyholder's");
        let list = get(&world, &researcher, "/de-identification").await;
        assert!(list.contains("T1"), "{list}");
        let decided = act(
            &world,
            &researcher,
            "/documents/T1/de-identify",
            &form(&page, "accept"),
        )
        .await;
        assert_eq!(decided.status, 303);
        for end in ["/documents/T1/map", "/names", "/waiting-quotes"] {
            let answer = world.get(&format!("{BASE}{end}"), Some(&researcher)).await;
            assert_eq!(answer.status, 404, "{end}");
        }
    }
}
