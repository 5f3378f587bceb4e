//! The study half through the real router, on both databases.

use std::collections::BTreeMap;

use analysis::{ImportError, Source};
use platform::access::{NewGrant, Role};
use platform::audit::Event;

use crate::world::{Answer, World, worlds};

/// A small invented study: three interviews, one of them withdrawn, and a field note.
pub fn files() -> BTreeMap<String, Vec<u8>> {
    [
        (
            "participants.csv",
            "participant,cohort,gender,interview_date,interview_length,status\n\
             K1,members,woman,2031-03-09,48 min,\nK2,members,man,2031-03,51 minutes 58 seconds,\n\
             K3,managers,woman,,,withdrawn\nK4,managers,,,,did not participate\n",
        ),
        (
            "research_questions.csv",
            "id,question\nRQ1,How is it to wait?\nRQ2,Who holds the door?\nRQ3,What is left?\n",
        ),
        (
            "quotes.csv",
            "theme,subtheme,facet,quote,research_questions,participant,document\n\
             Waiting,The board,,\"It’s the rota that says no.\",RQ1;RQ2,K1,K1-interview\n\
             Waiting,The board,Side door,I went by the side door,RQ1,K2,K2\n\
             Holding,,,Somebody rang at ten to one,RQ2,K2,K2\n\
             Holding,,,CANARY of the withdrawn,RQ2,K3,K3\n",
        ),
        (
            "themes.toml",
            "[[theme]]\npath = \"Waiting\"\nstatus = \"defined\"\nconcept = \"Waiting is work.\"\n\
             story = \"It is not about queues.\"\n\n[[theme]]\npath = \"Waiting > The board\"\n",
        ),
        (
            "codes.csv",
            "code,definition,parent\nLeaving,To go,\nAsking,To ask before going,Leaving\n",
        ),
        (
            "transcripts/K1-interview.vtt",
            "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Interviewer>Why was that?</v>\n\n\
             00:00:05.000 --> 01:02:09.000\n<v Quilla Canary>Well. It's the rota that says no.</v>\n",
        ),
        (
            "transcripts/K2.txt",
            "Interviewer: And then?\n\nK2: I went by the side door, and somebody rang at ten to one.\n\n\
             Interviewer: Why?\n\nK2: To ask.\n",
        ),
        (
            "transcripts/K3.txt",
            "Interviewer: And then?\n\nK3: CANARY of the withdrawn.\n\nInterviewer: So?\n\nK3: No.\n",
        ),
        (
            "field_notes/note-1.txt",
            "Author: Participant-researcher PR1\nDate: 2031-03-10\nKind: Note by a member\n\nI left late.\n",
        ),
    ]
    .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
    .into()
}

#[tokio::test]
async fn an_imported_study_can_be_read_on_every_page() {
    for world in studied().await {
        let lead = world.cookie(Role::ResearchLead).await;
        for (path, holds) in [
            ("today", "3 quotes from 2 interviews"),
            ("today", "One research question has no quote."),
            ("participants", "2 of 4 participants were interviewed"),
            ("participants", "51 minutes 58 seconds"),
            ("transcripts", "K1-interview"),
            ("field-notes", "Participant-researcher PR1"),
            ("documents/K1-interview", "id=\"turn-2\""),
            ("documents/K1-interview", "1:02:09"),
            ("documents/note-1", "Field note"),
            ("codes", "To ask before going"),
            ("themes", "Waiting is work."),
            ("themes", "documents/K1-interview#turn-2"),
            (
                "themes/Waiting > The board > Side door",
                "I went by the side door",
            ),
            ("themes/Holding", "Somebody rang at ten to one"),
            ("questions", "One research question has no quote yet"),
            ("write-up", "Whole study"),
            ("write-up/table2", "How is it to wait?"),
            ("write-up/question-theme-matrix", "RQ2: Who holds the door?"),
            ("write-up/themes", "themes.svg"),
            ("participant-table", "Person 1"),
        ] {
            let answer = world.get(&named(&world, path).await, Some(&lead)).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.body);
            assert!(answer.body.contains(holds), "{path} lacks {holds}");
            for inline in ["<style", " style=", "<script>", " onclick="] {
                assert!(!answer.body.contains(inline), "{path} has {inline}");
            }
        }
    }
}

#[tokio::test]
async fn neither_a_name_in_a_transcript_nor_a_word_of_the_withdrawn_is_stored() {
    for world in studied().await {
        let lead = world.cookie(Role::ResearchLead).await;
        for path in [
            "today",
            "transcripts",
            "documents/K1-interview",
            "themes",
            "themes/Holding",
            "write-up/table2",
            "write-up/table2.csv",
        ] {
            let body = world
                .get(&named(&world, path).await, Some(&lead))
                .await
                .body;
            assert!(!body.contains("Quilla"), "{path} names a speaker");
            assert!(!body.contains("CANARY"), "{path} quotes the withdrawn");
        }
        let gone = world.get(&at("documents/K3"), Some(&lead)).await;
        assert_eq!(gone.status, 404);
    }
}

#[tokio::test]
async fn whoever_has_another_role_finds_nothing() {
    for world in studied().await {
        let missing = world.get("/no-such-page", None).await.body;
        for (role, paths) in [
            (
                Role::Participant,
                &["today", "themes", "participants", "import"][..],
            ),
            (
                Role::Researcher,
                &["participants", "participant-table", "my-interview"],
            ),
            (Role::Organiser, &["today", "themes", "write-up/table2.csv"]),
            (Role::Facilitator, &["transcripts"]),
            (Role::Administrator, &["documents/K1-interview"]),
        ] {
            let cookie = world.cookie(role).await;
            for path in paths {
                let answer = world.get(&at(path), Some(&cookie)).await;
                assert_eq!(
                    (answer.status, &answer.body),
                    (404, &missing),
                    "{role} {path}"
                );
            }
        }
        let participant = world.cookie(Role::Participant).await;
        let answer = send(&world, &participant, "import", &files()).await;
        assert_eq!(answer.status, 404);
        let researcher = world.cookie(Role::Researcher).await;
        let tab = world.get(&at("write-up"), Some(&researcher)).await;
        assert!(!tab.body.contains("participant-table"));
    }
}

#[tokio::test]
async fn a_participant_sees_the_own_interview_and_keeps_it_over_an_import() {
    for world in studied().await {
        let app = &world.installation.app;
        let study = world.scopes[2].clone();
        let stored = study::participants::all(app.db.read(), study.id)
            .await
            .unwrap();
        let account = world.account(Role::Facilitator);
        let tx = app.db.write().await.unwrap();
        let grant = NewGrant {
            account,
            role: Role::Participant,
            subject: Some(stored[1].id),
        };
        platform::access::grant(&tx, app, &study, grant)
            .await
            .unwrap();
        tx.commit(app, Event::installation("test", "grant"))
            .await
            .unwrap();
        let lead = world.cookie(Role::ResearchLead).await;
        assert_eq!(send(&world, &lead, "import", &files()).await.status, 303);
        let cookie = world.cookie(Role::Facilitator).await;
        let page = world.get(&at("my-interview"), Some(&cookie)).await.body;
        assert!(page.contains("51 minutes 58 seconds"), "{page}");
        assert!(page.contains("March 2031"));
        for other in ["K1", "K2", "48 minutes", "members", "side door"] {
            assert!(!page.contains(other), "the page tells {other}");
        }
        let untied = world.cookie(Role::Participant).await;
        let page = world.get(&at("my-interview"), Some(&untied)).await.body;
        assert!(page.contains("No interview is tied to your account"));
    }
}

#[tokio::test]
async fn a_fault_in_any_file_is_named_with_its_place_and_nothing_is_stored() {
    for world in worlds().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let mut bad = files();
        bad.insert(
            "codes.csv".into(),
            b"code,definition,parent\nA,,B\n".to_vec(),
        );
        bad.insert(
            "field_notes/x.txt".into(),
            b"Author: Anna\n\nText.".to_vec(),
        );
        let quotes = String::from_utf8(bad["quotes.csv"].clone()).unwrap();
        bad.insert(
            "quotes.csv".into(),
            quotes.replace("RQ1;RQ2", "RQ9").into_bytes(),
        );
        for step in ["check", "import"] {
            let answer = send(&world, &lead, step, &bad).await;
            assert_eq!(answer.status, 422);
            for place in [
                "codes.csv, row 2, parent",
                "field_notes/x.txt, row 1, Author",
                "quotes.csv, row 2, research_questions",
            ] {
                assert!(answer.body.contains(place), "{step} lacks {place}");
            }
            assert!(answer.body.contains("Nothing was stored."));
        }
        assert_eq!(send(&world, &lead, "check", &files()).await.status, 200);
        let today = world.get(&at("today"), Some(&lead)).await.body;
        assert!(today.contains("This study is empty"));
        // What an import replaces stays when the next one is refused.
        assert_eq!(send(&world, &lead, "import", &files()).await.status, 303);
        assert_eq!(send(&world, &lead, "import", &bad).await.status, 422);
        let today = world.get(&at("today"), Some(&lead)).await.body;
        assert!(today.contains("3 quotes from 2 interviews"));
    }
}

#[tokio::test]
async fn arbitrary_bytes_under_any_name_never_fail_on_our_side() {
    let bytes: [&[u8]; 8] = [
        b"",
        b"\0\0\0",
        b"\xff\xfe\x00",
        b"PK\x03\x04 no archive",
        b"WEBVTT\n\n00:01.000 --> 00:00.000\n<v >\0&#0;</v>",
        b"code,definition,parent\n\"",
        b"[[theme]]\npath = \"A\\u0000B\"\nconcept = \"\\u0000\"\n",
        b"theme,subtheme,facet,quote,research_questions\n\xc3\x28,,,x,RQ1\n",
    ];
    for world in worlds().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let names: Vec<String> = files().into_keys().collect();
        for name in &names {
            for bytes in bytes {
                let mut changed = files();
                changed.insert(name.clone(), bytes.to_vec());
                let answer = send(&world, &lead, "import", &changed).await;
                assert!(answer.status < 500, "{name} {bytes:?}: {}", answer.status);
                for page in [
                    "today",
                    "themes",
                    "codes",
                    "questions",
                    "write-up/table2.csv",
                ] {
                    let answer = world.get(&at(page), Some(&lead)).await;
                    assert!(answer.status < 500, "{page} after {name} {bytes:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn every_page_of_an_empty_study_says_what_belongs_there() {
    for world in worlds().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let material = ["transcripts", "field-notes", "codes", "themes", "questions"];
        for path in ["today", "participants"].into_iter().chain(material) {
            let answer = world.get(&at(path), Some(&lead)).await;
            assert_eq!(answer.status, 200, "{path}");
            assert!(answer.body.contains("class=\"empty\""), "{path}");
            assert!(
                answer.body.contains("/studies/saltmarsh-study/import"),
                "{path}"
            );
        }
        for path in [
            "write-up",
            "write-up/table2",
            "write-up/themes.svg",
            "outputs",
            "codebook/codebook.docx",
            "extracts/extracts.xlsx",
            "extracts/extracts.docx",
            "audit-appendix/audit-appendix.html",
            "interview-guides/interview-guides.html",
            "themes/map/map.docx",
            "account/account.svg",
        ] {
            assert_eq!(
                world.get(&at(path), Some(&lead)).await.status,
                200,
                "{path}"
            );
        }
    }
}

/// A town on each database whose study holds [`files`].
async fn studied() -> Vec<World> {
    let worlds = worlds().await;
    for world in &worlds {
        import(world).await.unwrap();
    }
    worlds
}

/// Imports [`files`] into the study of a town.
pub async fn import(world: &World) -> Result<analysis::Imported, ImportError> {
    let source = Source {
        files: files(),
        ..Source::default()
    };
    analysis::import(&world.installation.app, &world.scopes[2], source).await
}

/// The page, a theme's by its path.
async fn named(world: &World, page: &str) -> String {
    match page.strip_prefix("themes/") {
        Some(path) => at(&format!(
            "themes/{}",
            crate::themes::theme(world, path).await
        )),
        None => at(page),
    }
}

fn at(page: &str) -> String {
    format!("/studies/saltmarsh-study/{page}")
}

/// Sends files as the page of the import would.
async fn send(
    world: &World,
    cookie: &str,
    step: &str,
    files: &BTreeMap<String, Vec<u8>>,
) -> Answer {
    let files: Vec<(&str, &str, &[u8])> = files
        .iter()
        .map(|(path, bytes)| {
            let (field, name) = path.split_once('/').unwrap_or(("tables", path));
            (field, name, bytes.as_slice())
        })
        .collect();
    let fields = [("step", step)];
    world.upload(&at("import"), cookie, &fields, &files).await
}
