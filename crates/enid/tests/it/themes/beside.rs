//! What else touches themes: folders, withdrawals, earlier days, people who only read, themes that are older than the trail.

use analysis::trail;
use platform::access::Role;
use platform::audit::Event;
use study::team::NewMember;

use super::acts::undo;
use super::{begin, paths, theme, themes, to};
use crate::codebook::{analyst, seen_of, studied, trail_of};
use crate::consent::{act, get, participant};
use crate::retention::dump;
use crate::study_design::member;
use crate::world::World;

async fn import(world: &World, said: &str) {
    let mut files = crate::study::files();
    files.insert("themes.toml".to_owned(), said.as_bytes().to_vec());
    let source = analysis::Source {
        files,
        ..analysis::Source::default()
    };
    analysis::import(&world.installation.app, &world.scopes[2], source)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_folder_keeps_the_themes_that_it_names_and_what_it_does_not_speak_of() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let holding = theme(&world, "Holding").await;
        let waiting = theme(&world, "Waiting").await;
        let long = trail_of(&world).await.events.len();
        crate::study::import(&world).await.unwrap();
        let now = trail_of(&world).await.events.len();
        assert_eq!(now, long, "the same folder changes nothing");
        let form = "concept=Somebody+holds&story=It+is+about+holding.&is_not=Not+about+doors.";
        assert_eq!(
            to(&world, &cookie, holding, "write", form).await.status,
            303
        );
        begin(&world, &cookie, "", "Nobody+knows").await;
        let said = "[[theme]]\npath = \"Waiting\"\nstatus = \"reviewed\"\nconcept = \"Waiting is work.\"\n\
                    story = \"It is not about queues, and not about doors.\"\n";
        import(&world, said).await;
        assert_eq!(theme(&world, "Holding").await, holding);
        assert_eq!(theme(&world, "Waiting").await, waiting);
        assert_eq!(
            paths(&world).await,
            [
                "Waiting: reviewed",
                "Waiting > The board: candidate",
                "Waiting > The board > Side door: candidate",
                "Holding: candidate"
            ]
        );
        let now = themes(&world).await;
        let held = now.theme(holding).unwrap();
        assert_eq!(now.story(held), "It is about holding.\nNot about doors.");
        let page = get(&world, &cookie, "/trail").await;
        assert!(page.contains("1 theme changed, 1 theme removed"), "{page}");
    }
}

#[tokio::test]
async fn themes_that_are_older_than_the_trail_enter_it_once_as_one_act() {
    for world in studied().await {
        let app = &world.installation.app;
        let study = world.scopes[2].id;
        let before = paths(&world).await;
        let tx = app.db.write().await.unwrap();
        for sql in ["DELETE FROM trail_heads", "DELETE FROM trail_texts"] {
            tx.run(sql, Vec::new()).await.unwrap();
        }
        tx.run_unprotected("trail", "DELETE FROM trail", Vec::new())
            .await
            .unwrap();
        tx.commit(app, Event::installation("test", "older"))
            .await
            .unwrap();
        let lead = world.cookie(Role::ResearchLead).await;
        for _ in 0..2 {
            get(&world, &lead, "/themes").await;
            let trail = trail_of(&world).await;
            let told = trail.events.iter().filter(|one| one.subject.0 == "theme");
            let acts: Vec<_> = told.map(|event| event.act).collect();
            assert_eq!(acts.len(), before.len());
            assert!(acts.iter().all(|act| *act == acts[0]));
            assert_eq!(paths(&world).await, before);
        }
        let broken = trail::verify(app.db.read(), study).await.unwrap();
        assert!(broken.is_empty());
    }
}

#[tokio::test]
async fn a_withdrawal_takes_words_out_of_themes_and_undo_brings_none_back() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let words = "I+went+by+the+side+door";
        let holding = theme(&world, "Holding").await;
        let form =
            format!("concept=As+one+said:+{words}&story=Such+as:+{words}.&boundaries={words}");
        assert_eq!(
            to(&world, &cookie, holding, "write", &form).await.status,
            303
        );
        let named = begin(
            &world,
            &cookie,
            "",
            &words.to_lowercase().replace("i+went", "I+went"),
        )
        .await;
        let form = format!("what=keep&words=Nobody+else+says+{words}");
        assert_eq!(to(&world, &cookie, named, "name", &form).await.status, 303);
        let form = format!("why=It+rests+on+{words}");
        assert_eq!(to(&world, &cookie, named, "drop", &form).await.status, 303);
        let lead = world.cookie(Role::ResearchLead).await;
        let them = participant(&world, "K2").await;
        let end = format!("/consent/{them}/withdraw");
        let preview = get(&world, &lead, &end).await;
        assert!(
            preview.contains("6 places where texts of the team repeat"),
            "{preview}"
        );
        let done = act(&world, &lead, &end, "scope=whole").await;
        assert_eq!(done.status, 303, "{}", done.body);
        let left = dump::holding(&world, &["side door"]).await;
        let left: Vec<_> = left.into_iter().collect();
        assert!(left.is_empty(), "{left:?} on {}", world.installation.on);
        let page = get(&world, &cookie, &format!("/themes/{holding}")).await;
        assert!(page.contains("[taken out]"), "{page}");
        undo(&world, &cookie).await;
        let left = dump::holding(&world, &["side door"]).await;
        assert!(left.is_empty(), "{left:?} on {}", world.installation.on);
        paths(&world).await;
    }
}

#[tokio::test]
async fn an_earlier_day_of_themes_can_be_read_and_compared() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let waiting = theme(&world, "Waiting").await;
        let form = "concept=Waiting+is+unpaid+work.&story=It+is+not+about+queues.";
        assert_eq!(
            to(&world, &cookie, waiting, "write", form).await.status,
            303
        );
        let compare = "/themes/compare?from=2020-01-01";
        let page = get(&world, &cookie, compare).await;
        assert!(
            page.contains("4 themes differ between the two days"),
            "{page}"
        );
        let none = get(&world, &cookie, "/themes/board?at=2020-01-01").await;
        assert!(none.contains("No themes on that day"), "{none}");
        let path = format!("/studies/saltmarsh-study/themes/{waiting}?at=2020-01-01");
        assert_eq!(world.get(&path, Some(&cookie)).await.status, 404);
        let today = world.installation.app.now().to_jiff();
        let today = today.strftime("%Y-%m-%d").to_string();
        let page = get(&world, &cookie, &format!("/themes/{waiting}?at={today}")).await;
        assert!(page.contains("Waiting is unpaid work."), "{page}");
        assert!(page.contains("Nothing can be changed here"), "{page}");
        assert!(
            !page.contains("method=\"post\" action=\"/studies"),
            "{page}"
        );
    }
}

#[tokio::test]
async fn who_does_not_analyse_reads_themes_and_changes_nothing() {
    for world in studied().await {
        let new = NewMember {
            interviews: true,
            ..NewMember::default()
        };
        member(&world, Role::Researcher, new).await;
        let reader = world.cookie(Role::Researcher).await;
        let waiting = theme(&world, "Waiting").await;
        for path in [
            "/themes".to_owned(),
            "/themes/board".to_owned(),
            format!("/themes/{waiting}"),
        ] {
            let page = get(&world, &reader, &path).await;
            let form = "method=\"post\" action=\"/studies";
            assert!(!page.contains(form), "{path}: {page}");
        }
        let long = trail_of(&world).await.events.len();
        let seen = seen_of(&world, waiting).await;
        let first = trail_of(&world).await.events[0].clone();
        let code = first.subject.1;
        for (path, form) in [
            ("/themes".to_owned(), "name=X".to_owned()),
            (
                "/themes/board/take-back".to_owned(),
                format!("act={}", first.act),
            ),
            (format!("/codes/{code}/promote"), String::new()),
            (format!("/themes/{waiting}/codes"), format!("code={code}")),
        ]
        .into_iter()
        .chain(
            [
                ("write", "concept=X"),
                ("rename", "name=X"),
                ("name", "what=keep&words=X"),
                ("status", "status=reviewed"),
                ("merge", "into="),
                ("drop", ""),
                ("restore", ""),
                ("move", "slot=:"),
            ]
            .map(|(what, form)| {
                let path = format!("/themes/{waiting}/{what}");
                (path, format!("seen={seen}&{form}"))
            }),
        ) {
            let answer = act(&world, &reader, &path, &form).await;
            assert!(
                [403, 409, 422].contains(&answer.status),
                "{path}: {} {}",
                answer.status,
                answer.body
            );
            assert!(answer.body.contains("analyst"), "{path}: {}", answer.body);
        }
        assert_eq!(trail_of(&world).await.events.len(), long);
    }
}
