//! Transcripts from the file to the checked text, through the real router and on both databases (study R16-R25).

mod desk;

use platform::access::Role;
use platform::audit::Event;
use study::team::{Member, NewMember};
use study::transcripts::store;
use uuid::Uuid;

use crate::release::count;
use crate::retention::{DAY, come_to, dump, run, swept};
use crate::world::{Answer, World, worlds};

const BASE: &str = "/studies/saltmarsh-study";
const FILE: &str = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nPetra Canarysmith: How was the night?\n\n\
2\n00:00:05.000 --> 00:00:09.000\nOskar Canaryson: Long [inaudible] at Canaryford.\n\n\
3\n00:00:10.000 --> 00:00:12.000\nPetra Canarysmith: And then?\n\n\
4\n00:00:13.000 --> 00:00:20.000\nOskar Canaryson: Then I slept.\n";

/// The researcher of the town as a member of the team who holds and checks interviews.
pub async fn member(world: &World) -> Member {
    let new = NewMember {
        interviews: true,
        checks: true,
        analyses: true,
        room: 4,
        participant: None,
    };
    crate::study_design::member(world, Role::Researcher, new).await
}

async fn act(world: &World, cookie: &str, end: &str, form: &str) -> Answer {
    let csrf = world.csrf(cookie).await;
    let body = format!("csrf={csrf}&{form}");
    let body = body.trim_end_matches('&');
    world
        .post(&format!("{BASE}{end}"), Some(cookie), body)
        .await
}

async fn take_in(world: &World, cookie: &str, files: &[(&str, &str, &[u8])]) -> Answer {
    let path = format!("{BASE}/transcripts/new");
    world.upload(&path, cookie, &[], files).await
}

/// A file that waits for its speakers, and where.
pub async fn incoming(world: &World) -> String {
    member(world).await;
    let cookie = world.cookie(Role::Researcher).await;
    let file = ("files", "K2_Oskar Canaryson.vtt", FILE.as_bytes());
    let taken = take_in(world, &cookie, &[file]).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    let place = taken.header("location").to_owned();
    place.rsplit('/').next().unwrap().to_owned()
}

const SAID: &str = "participant=K2&handle=K2-night&checker=R1&label-0=Petra+Canarysmith&role-0=interviewer\
                    &label-1=Oskar+Canaryson&role-1=participant&once=&step=keep";

/// A transcript `K2-night` that the researcher checks.
pub async fn kept(world: &World) {
    let waiting = incoming(world).await;
    let cookie = world.cookie(Role::Researcher).await;
    let kept = act(world, &cookie, &format!("/transcripts/new/{waiting}"), SAID).await;
    assert_eq!(kept.status, 303, "{}", kept.body);
}

/// The columns in which one of these words can be read without a key.
async fn in_clear(world: &World, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (table, rows) in dump::rows(world).await {
        for (column, bytes) in rows.into_iter().flatten() {
            let text = String::from_utf8_lossy(&bytes);
            if words.iter().any(|word| text.contains(word)) {
                found.push(format!("{table}.{column}"));
            }
        }
    }
    found
}

async fn stored(world: &World) -> store::Stored {
    let connection = world.installation.app.db.read();
    let all = store::all(connection, world.scopes[2].id).await.unwrap();
    all.into_values().next().unwrap()
}

/// Takes the transcript away from whoever checks it.
pub async fn nobody_checks(world: &World) {
    let app = &world.installation.app;
    let document = stored(world).await.document;
    let tx = app.db.write().await.unwrap();
    store::assign(&tx, document, None).await.unwrap();
    tx.commit(app, Event::installation("test", "assign"))
        .await
        .unwrap();
}

async fn spoken(world: &World) -> Vec<String> {
    let app = &world.installation.app;
    let turns = store::spoken(app.db.read(), app, &stored(world).await)
        .await
        .unwrap();
    turns.into_iter().map(|turn| turn.text).collect()
}

async fn towns() -> Vec<World> {
    let worlds = worlds().await;
    for world in &worlds {
        crate::study::import(world).await.unwrap();
    }
    worlds
}

#[tokio::test]
async fn r17_who_speaks_is_said_before_a_file_is_kept_and_no_name_of_it_is_stored_in_clear() {
    for world in towns().await {
        let waiting = incoming(&world).await;
        let cookie = world.cookie(Role::Researcher).await;
        let place = format!("{BASE}/transcripts/new/{waiting}");
        let page = world.get(&place, Some(&cookie)).await;
        assert_eq!(page.status, 200);
        for words in [
            "Who are the 2 speakers of this file?",
            "Petra Canarysmith",
            "Read as VTT: 4 turns, from 00:01 to 00:20.",
            "How it begins",
        ] {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
        let end = format!("/transcripts/new/{waiting}");
        let unsaid = act(
            &world,
            &cookie,
            &end,
            "participant=K2&handle=K2-night&step=keep",
        )
        .await;
        assert_eq!(unsaid.status, 422);
        assert!(unsaid.body.contains("Say who this is."), "{}", unsaid.body);
        let kept = act(&world, &cookie, &end, SAID).await;
        assert_eq!(kept.status, 303, "{}", kept.body);
        let words = ["Canary", "Then I slept"];
        assert_eq!(in_clear(&world, &words).await, Vec::<String>::new());
        assert!(!dump::holding(&world, &words).await.is_empty());
        let app = &world.installation.app;
        let bytes = store::source(app.db.read(), app, &stored(&world).await)
            .await
            .unwrap();
        assert_eq!(bytes, FILE.as_bytes());
        assert_eq!(world.get(&place, Some(&cookie)).await.status, 404);
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_named_by_its_place_and_none_of_the_others_is_kept() {
    for world in towns().await {
        member(&world).await;
        let cookie = world.cookie(Role::Researcher).await;
        let files: [(&str, &str, &[u8]); 2] = [
            ("files", "Canary.vtt", FILE.as_bytes()),
            ("files", "Canary.docx", b"PK\x03\x04 no archive"),
        ];
        let refused = take_in(&world, &cookie, &files).await;
        assert_eq!(refused.status, 422);
        assert!(
            refused
                .body
                .contains("File 2 of 2: the docx file is refused"),
            "{}",
            refused.body
        );
        assert!(!refused.body.contains("Canary"), "{}", refused.body);
        let app = &world.installation.app;
        let waiting = store::waiting(app.db.read(), world.scopes[2].id)
            .await
            .unwrap();
        assert_eq!(waiting, []);
    }
}

#[tokio::test]
async fn what_is_certain_is_kept_at_once_where_that_is_asked_and_nothing_else_is() {
    for world in towns().await {
        member(&world).await;
        let cookie = world.cookie(Role::Researcher).await;
        let path = format!("{BASE}/transcripts/new");
        let certain =
            b"Interviewer: How was it?\nWren: Long.\nInterviewer: And then?\nWren: I slept.\n";
        let files = [
            ("files", "K2-first.txt", &certain[..]),
            ("files", "nobody.txt", &certain[..]),
        ];
        let fields = [("at_once", "yes")];
        let taken = world.upload(&path, &cookie, &fields, &files).await;
        assert_eq!(
            taken.header("location"),
            format!("{path}?kept=1"),
            "{}",
            taken.body
        );
        assert_eq!(
            spoken(&world).await,
            ["How was it?", "Long.", "And then?", "I slept."]
        );
        let app = &world.installation.app;
        let waiting = store::waiting(app.db.read(), world.scopes[2].id)
            .await
            .unwrap();
        assert_eq!(waiting.len(), 1);
        let only = [("files", "K2-second.txt", &certain[..])];
        let asked = world.upload(&path, &cookie, &[], &only).await;
        assert!(asked.header("location").starts_with(&format!("{path}/")));
    }
}

#[tokio::test]
async fn files_that_are_certain_in_everything_are_kept_together_and_the_others_wait() {
    for world in towns().await {
        member(&world).await;
        let cookie = world.cookie(Role::Researcher).await;
        let text = b"Interviewer: How was it?\nWren: Long.\nInterviewer: And?\nWren: Cold.\n";
        let unclear = b"Rook: Long.\nWren: Cold.\nRook: No.\nWren: Yes.\n";
        let files: [(&str, &str, &[u8]); 3] = [
            ("files", "K2_a.txt", text),
            ("files", "K2_b.txt", unclear),
            ("files", "whose.txt", text),
        ];
        let taken = take_in(&world, &cookie, &files).await;
        assert_eq!(taken.status, 303, "{}", taken.body);
        let kept = act(&world, &cookie, "/transcripts/new/keep", "").await;
        assert!(
            kept.header("location").ends_with("?kept=1"),
            "{}",
            kept.body
        );
        let app = &world.installation.app;
        let study = world.scopes[2].id;
        assert_eq!(store::waiting(app.db.read(), study).await.unwrap().len(), 2);
        let turns = spoken(&world).await;
        assert_eq!(turns, ["How was it?", "Long.", "And?", "Cold."]);
    }
}

#[tokio::test]
async fn a_file_that_was_thrown_away_is_gone_with_its_key() {
    for world in towns().await {
        let waiting = incoming(&world).await;
        let cookie = world.cookie(Role::Researcher).await;
        let end = format!("/transcripts/new/{waiting}/discard");
        assert_eq!(act(&world, &cookie, &end, "").await.status, 303);
        let app = &world.installation.app;
        let left = store::waiting(app.db.read(), world.scopes[2].id)
            .await
            .unwrap();
        assert_eq!(left, []);
        let erased = platform::keys::erasures(app.db.read()).await.unwrap();
        assert_eq!(erased.len(), 1);
    }
}

#[tokio::test]
async fn a_study_folder_leaves_transcripts_that_are_checked_here_and_never_takes_their_place() {
    for world in towns().await {
        kept(&world).await;
        let before = stored(&world).await;
        crate::study::import(&world).await.unwrap();
        assert_eq!(stored(&world).await, before);
        assert_eq!(spoken(&world).await[3], "Then I slept.");
        let mut files = crate::study::files();
        files.insert("K2-night.vtt".to_owned(), FILE.as_bytes().to_vec());
        let source = analysis::Source {
            files,
            ..analysis::Source::default()
        };
        let refused = analysis::import(&world.installation.app, &world.scopes[2], source)
            .await
            .unwrap_err();
        let analysis::ImportError::Problems(problems) = refused else {
            panic!("{refused}");
        };
        assert!(problems[0].message.contains("is checked here already"));
    }
}

#[tokio::test]
async fn p6_a_withdrawal_takes_transcripts_and_waiting_files_with_their_keys() {
    for world in towns().await {
        kept(&world).await;
        incoming(&world).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let id = crate::consent::participant(&world, "K2").await;
        let end = format!("/consent/{id}/withdraw");
        let done = act(&world, &lead, &end, "scope=whole").await;
        assert!(done.status < 400, "{} {}", done.status, done.body);
        let app = &world.installation.app;
        let study = world.scopes[2].id;
        assert!(store::all(app.db.read(), study).await.unwrap().is_empty());
        assert_eq!(store::waiting(app.db.read(), study).await.unwrap(), []);
        let erased = platform::keys::erasures(app.db.read()).await.unwrap();
        assert_eq!(
            dump::holding(&world, &["Canary"]).await,
            Vec::<String>::new()
        );
        let reasons: Vec<&str> = erased.iter().map(|one| one.reason.as_str()).collect();
        assert_eq!(reasons, ["withdrawal", "withdrawal"]);
    }
}

#[tokio::test]
async fn a_file_of_which_nobody_says_who_speaks_goes_with_its_key_after_ninety_days_and_not_a_second_earlier()
 {
    for world in towns().await {
        incoming(&world).await;
        let (app, study) = (&world.installation.app, world.scopes[2].id);
        let rows = async || count(&world, "SELECT COUNT(*) AS n FROM transcript_files").await;
        come_to(&world, 90 * DAY).await;
        run(&world).await;
        assert_eq!(rows().await, 1);
        world.installation.clock.advance(1);
        assert!(swept(&run(&world).await).contains(&"incoming transcripts"));
        assert_eq!(store::waiting(app.db.read(), study).await.unwrap(), []);
        assert_eq!(rows().await, 0);
        let erased = platform::keys::erasures(app.db.read()).await.unwrap();
        assert_eq!(erased.len(), 1);
        assert_eq!(
            dump::holding(&world, &["Canary"]).await,
            Vec::<String>::new()
        );
    }
}

/// The random id of a file that waits, for whoever walks all routes.
pub async fn any_incoming(world: &World) -> String {
    let app = &world.installation.app;
    let waiting = store::waiting(app.db.read(), world.scopes[2].id)
        .await
        .unwrap();
    waiting
        .first()
        .map_or_else(|| Uuid::nil().to_string(), |file| file.id.to_string())
}
