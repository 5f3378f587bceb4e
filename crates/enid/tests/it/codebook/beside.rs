//! What else touches the codebook: folders, withdrawals, people who only read, codes that are older than the trail.

use analysis::trail;
use platform::access::Role;
use platform::audit::Event;
use study::team::NewMember;

use super::{add, analyst, book, code, paths, studied, to, trail_of};
use crate::consent::{act, get, participant};
use crate::retention::dump;
use crate::study_design::member;
use crate::world::World;

pub async fn import(world: &World, codes: &str) {
    let mut files = crate::study::files();
    files.insert("codes.csv".to_owned(), codes.as_bytes().to_vec());
    let source = analysis::Source {
        files,
        ..analysis::Source::default()
    };
    analysis::import(&world.installation.app, &world.scopes[2], source)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_folder_keeps_the_codes_that_it_holds_and_the_trail_keeps_those_that_it_lacks() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let leaving = code(&world, "Leaving").await;
        let asking = code(&world, "Leaving > Asking").await;
        let long = trail_of(&world).await.events.len();
        import(
            &world,
            "code,definition,parent\nLeaving,To go,\nAsking,To ask before going,Leaving\n",
        )
        .await;
        assert_eq!(
            trail_of(&world).await.events.len(),
            long,
            "the same file changes nothing"
        );
        add(&world, &cookie, "", "Waiting").await;
        import(
            &world,
            "code,definition,parent,status\nStaying,,,\nLeaving,To go for good,,retired\nAsking,To ask before going,Leaving,\n",
        )
        .await;
        assert_eq!(
            paths(&world).await,
            ["Staying", "Leaving (retired)", "Leaving > Asking"]
        );
        assert_eq!(code(&world, "Leaving").await, leaving);
        assert_eq!(code(&world, "Leaving > Asking").await, asking);
        let page = get(&world, &cookie, "/trail").await;
        assert!(
            page.contains("brought in from files: 1 code added,"),
            "{page}"
        );
        assert!(page.contains("1 code removed"), "{page}");
        assert!(
            page.contains("added “Waiting”"),
            "what went stays in the trail: {page}"
        );
        // What the page exports comes in again and changes nothing.
        let csv = get(&world, &cookie, "/codes/codes.csv").await;
        let long = trail_of(&world).await.events.len();
        import(&world, &csv).await;
        assert_eq!(trail_of(&world).await.events.len(), long);
    }
}

#[tokio::test]
async fn codes_that_are_older_than_the_trail_enter_it_once_as_one_act() {
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
            get(&world, &lead, "/codes").await;
            let trail = trail_of(&world).await;
            let told = trail.events.iter().filter(|one| one.subject.0 == "code");
            let acts: Vec<_> = told.map(|event| event.act).collect();
            assert_eq!(acts.len(), 2);
            assert_eq!(acts[0], acts[1]);
            assert_eq!(paths(&world).await, before);
        }
        assert!(
            trail::verify(app.db.read(), study)
                .await
                .unwrap()
                .is_empty()
        );
    }
}

#[tokio::test]
async fn a_withdrawal_takes_words_out_of_the_trail_and_the_chain_still_verifies() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let words = "I+went+by+the+side+door";
        let asking = code(&world, "Leaving > Asking").await;
        let form = format!("name=Asking&definition=Such+as:+{words}");
        assert_eq!(
            to(&world, &cookie, asking, "change", &form).await.status,
            303
        );
        let form = "name=Asking&definition=To+ask";
        assert_eq!(
            to(&world, &cookie, asking, "change", form).await.status,
            303
        );
        let named = add(&world, &cookie, "", words).await;
        let why = format!("why=Nobody+else+says+{words}");
        assert_eq!(to(&world, &cookie, named, "retire", &why).await.status, 303);
        let lead = world.cookie(Role::ResearchLead).await;
        let them = participant(&world, "K2").await;
        let end = format!("/consent/{them}/withdraw");
        let preview = get(&world, &lead, &end).await;
        assert!(
            preview.contains("3 places where texts of the team repeat"),
            "{preview}"
        );
        let done = act(&world, &lead, &end, "scope=whole").await;
        assert_eq!(done.status, 303, "{}", done.body);
        let left = dump::holding(&world, &["side door"]).await;
        assert!(left.is_empty(), "{left:?} on {}", world.installation.on);
        let page = get(&world, &cookie, "/trail").await;
        assert!(page.contains("[taken out]"), "{page}");
        assert_eq!(paths(&world).await.len(), 3);
        // Undo brings no word back.
        let undo = page_undo(&world, &cookie).await;
        let done = act(&world, &cookie, "/codes/take-back", &undo).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let left = dump::holding(&world, &["side door"]).await;
        assert!(left.is_empty(), "{left:?} on {}", world.installation.on);
        assert_eq!(paths(&world).await.len(), 3);
    }
}

async fn page_undo(world: &World, cookie: &str) -> String {
    let page = get(world, cookie, "/codes").await;
    let act = page.split("name=\"act\" value=\"").nth(1).unwrap();
    format!("act={}", act.split('"').next().unwrap())
}

#[tokio::test]
async fn who_does_not_analyse_reads_the_codebook_and_changes_nothing() {
    for world in studied().await {
        let new = NewMember {
            interviews: true,
            ..NewMember::default()
        };
        member(&world, Role::Researcher, new).await;
        let reader = world.cookie(Role::Researcher).await;
        let asking = code(&world, "Leaving > Asking").await;
        for path in [
            "/codes".to_owned(),
            format!("/codes/{asking}"),
            "/trail".to_owned(),
        ] {
            let page = get(&world, &reader, &path).await;
            assert!(
                !page.contains("method=\"post\" action=\"/studies"),
                "{path}: {page}"
            );
        }
        let long = trail_of(&world).await.events.len();
        let seen = super::seen_of(&world, asking).await;
        let act_id = trail_of(&world).await.events[0].act;
        for (path, form) in [
            ("/codes".to_owned(), "name=X".to_owned()),
            ("/codes/take-back".to_owned(), format!("act={act_id}")),
            ("/trail".to_owned(), format!("act={act_id}&why=So")),
            (
                format!("/codes/{asking}/change"),
                format!("seen={seen}&name=X"),
            ),
            (
                format!("/codes/{asking}/move"),
                format!("seen={seen}&parent="),
            ),
            (
                format!("/codes/{asking}/merge"),
                format!("seen={seen}&into="),
            ),
            (format!("/codes/{asking}/retire"), format!("seen={seen}")),
            (format!("/codes/{asking}/restore"), format!("seen={seen}")),
            (format!("/codes/{asking}/remove"), format!("seen={seen}")),
        ] {
            let answer = act(&world, &reader, &path, &form).await;
            assert!(
                answer.body.contains("not entered as an analyst"),
                "{path}: {}",
                answer.body
            );
        }
        assert_eq!(trail_of(&world).await.events.len(), long);
        assert_eq!(book(&world).await.codes().len(), 2);
    }
}

#[tokio::test]
async fn a_reason_can_be_added_later_and_stands_beside_what_it_is_about() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let asking = code(&world, "Leaving > Asking").await;
        assert_eq!(to(&world, &cookie, asking, "retire", "").await.status, 303);
        let page = get(&world, &cookie, "/trail").await;
        assert!(page.contains("0 of 1 merges"), "{page}");
        let act_id = trail_of(&world).await.events.last().unwrap().act;
        let form = format!("act={act_id}&why=It+said+nothing");
        let done = act(&world, &cookie, "/trail", &form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let page = get(&world, &cookie, "/trail").await;
        assert!(
            page.contains("It said nothing") && page.contains("1 of 1 merges"),
            "{page}"
        );
        let refused = act(&world, &cookie, "/trail", &format!("act={act_id}&why=+")).await;
        assert!(
            refused.body.contains("A reason is one line"),
            "{}",
            refused.body
        );
        paths(&world).await;
    }
}
