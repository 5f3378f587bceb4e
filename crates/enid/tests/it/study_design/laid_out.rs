//! Stance, questions, cohorts and guides.

use platform::access::Role;
use platform::audit::Event;
use study::setup::Design;
use study::{cohorts, guides, questions, setup};
use uuid::Uuid;

use super::studied;
use crate::consent::{act, get};

#[tokio::test]
async fn a_changed_design_shows_what_follows_before_it_is_saved_and_keeps_what_was() {
    for world in studied().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let base = "reasoning=inductive&period_start=2031-02-01&period_end=2031-04-30";
        let form = format!("{base}&design=reflexive&theory=Holding");
        let set = act(&world, &lead, "/set-up/change", &form).await;
        assert_eq!(set.status, 303, "{}", set.body);
        world.installation.clock.advance(60);
        let without = act(
            &world,
            &lead,
            "/set-up/change",
            &format!("{base}&design=codebook"),
        )
        .await;
        assert_eq!(without.status, 422);
        assert!(without.body.contains("Say why the design is changed"));
        let form = format!("{base}&design=codebook&theory=Holding&why=Two teams.");
        let asked = act(&world, &lead, "/set-up/change", &form).await;
        assert_eq!(asked.status, 200, "{}", asked.body);
        assert!(
            asked.body.contains("Measures of agreement"),
            "{}",
            asked.body
        );
        assert!(asked.body.contains("nothing is saved yet"));
        let page = get(&world, &lead, "/set-up").await;
        assert!(page.contains("A reflexive study"), "{page}");
        let done = act(
            &world,
            &lead,
            "/set-up/change",
            &format!("{form}&seen=codebook"),
        )
        .await;
        assert_eq!(done.status, 303, "{}", done.body);
        let researcher = world.cookie(Role::Researcher).await;
        let page = get(&world, &researcher, "/set-up").await;
        assert!(page.contains("A codebook study"), "{page}");
        assert!(page.contains("design from reflexive to codebook"), "{page}");
        assert!(page.contains("Why: Two teams."), "{page}");
        let app = &world.installation.app;
        let all = setup::history(app.db.read(), world.scopes[2].id)
            .await
            .unwrap();
        let designs: Vec<Design> = all.iter().map(|one| one.design).collect();
        assert_eq!(designs, [Design::Codebook, Design::Reflexive]);
        for bad in [
            "design=emergent",
            "period_end=2030-01-01&design=reflexive",
            "freeze_on=soon&design=reflexive",
        ] {
            let form = format!("reasoning=both&period_start=2031-01-01&why=x&{bad}");
            let answer = act(&world, &lead, "/set-up/change", &form).await;
            assert_eq!(answer.status, 422, "{bad}");
        }
    }
}

#[tokio::test]
async fn a_question_keeps_its_id_and_every_wording_and_a_folder_adds_to_them() {
    for world in studied().await {
        let app = &world.installation.app;
        let study = world.scopes[2].id;
        let id = |all: &[(Uuid, questions::ResearchQuestion)]| all[0].0;
        let before = questions::all(app.db.read(), study).await.unwrap();
        let first = app.now();
        world.installation.clock.advance(60);
        let lead = world.cookie(Role::ResearchLead).await;
        let form =
            "wording=How is it to be kept waiting?&why=Nobody waits by choice.&cohort=members";
        let done = act(&world, &lead, "/set-up/questions/RQ1/change", form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let now = app.now();
        let at = async |at| {
            let found = questions::wording_at(app.db.read(), study, "RQ1", at).await;
            found.unwrap().map(|one| (one.number, one.wording))
        };
        assert_eq!(at(first).await, Some((1, "How is it to wait?".into())));
        assert_eq!(
            at(now).await,
            Some((2, "How is it to be kept waiting?".into()))
        );
        assert_eq!(at(first.plus_seconds(-1)).await, None);
        let page = get(&world, &lead, "/questions").await;
        assert!(
            page.contains("Wording 2. 2 quotes were placed under wording 1."),
            "{page}"
        );
        let page = get(&world, &lead, "/set-up/questions").await;
        assert!(page.contains("Put to: members"), "{page}");
        assert!(page.contains("Nobody waits by choice."), "{page}");
        let taken = "wording=who HOLDS the door?&why=";
        let taken = act(&world, &lead, "/set-up/questions/RQ1/change", taken).await;
        assert_eq!(taken.status, 422);

        world.installation.clock.advance(60);
        crate::study::import(&world).await.unwrap();
        let all = questions::wordings(app.db.read(), study).await.unwrap();
        let said: Vec<(&str, bool)> = all["RQ1"]
            .iter()
            .map(|one| (one.wording.as_str(), one.from_folder))
            .collect();
        let expected = [
            ("How is it to wait?", true),
            ("How is it to be kept waiting?", false),
            ("How is it to wait?", true),
        ];
        assert_eq!(said, expected);
        assert_eq!(all["RQ2"].len(), 1, "the same words are no new wording");
        let after = questions::all(app.db.read(), study).await.unwrap();
        assert_eq!(id(&before), id(&after));
        let page = get(&world, &lead, "/set-up/questions").await;
        assert!(
            page.contains("Put to: members"),
            "it stays through an import: {page}"
        );
    }
}

#[tokio::test]
async fn what_is_aimed_at_in_a_cohort_stays_through_an_import() {
    for world in studied().await {
        let lead = world.cookie(Role::ResearchLead).await;
        let form = "cohort-0=members&target-0=8&label-0=Members of a group&cohort-1=managers&target-1=&label-1=";
        let saved = act(&world, &lead, "/set-up/cohorts", form).await;
        assert_eq!(saved.status, 303, "{}", saved.body);
        crate::study::import(&world).await.unwrap();
        let page = get(&world, &lead, "/set-up").await;
        assert!(page.contains("Members of a group"), "{page}");
        let app = &world.installation.app;
        let aims = cohorts::aims(app.db.read(), world.scopes[2].id)
            .await
            .unwrap();
        assert_eq!(
            (aims["members"].target, aims["managers"].target),
            (Some(8), None)
        );
        let bad = act(
            &world,
            &lead,
            "/set-up/cohorts",
            "cohort-0=members&target-0=many&label-0=",
        )
        .await;
        assert_eq!(bad.status, 422);
        assert!(bad.body.contains("whole number"), "{}", bad.body);
    }
}

#[tokio::test]
async fn a_guide_that_an_interview_has_used_is_never_changed() {
    for world in studied().await {
        let app = &world.installation.app;
        let study = world.scopes[2].id;
        let lead = world.cookie(Role::ResearchLead).await;
        let write = async |text: &str| {
            let form = format!("cohort=members&text={text}");
            act(&world, &lead, "/guides/write", &form).await
        };
        let bad = write("%20 And then?").await;
        assert_eq!(bad.status, 422);
        assert!(bad.body.contains("Line 1 is indented"), "{}", bad.body);
        assert_eq!(write("Why?").await.status, 303);
        assert_eq!(write("1. Why?%0A2. Who sat there?").await.status, 303);
        let all = guides::versions(app.db.read(), study).await.unwrap();
        assert_eq!(
            (all.len(), all[0].number, all[0].questions.len()),
            (1, 1, 2)
        );
        let tx = app.db.write().await.unwrap();
        guides::mark_used(&tx, all[0].id).await.unwrap();
        tx.commit(app, Event::installation("test", "used"))
            .await
            .unwrap();
        assert_eq!(
            write("Who sat there?%0A%20%20 And then?%0AHow so?")
                .await
                .status,
            303
        );
        let now = guides::versions(app.db.read(), study).await.unwrap();
        assert_eq!((now.len(), now[0].number), (2, 2));
        assert_eq!(now[1].questions, all[0].questions);
        assert!(now[1].used && !now[0].used);
        let text = format!("/guides/{}/guide.txt", now[0].id);
        let text = get(&world, &lead, &text).await;
        assert_eq!(text, "Who sat there?\n    And then?\nHow so?\n");
        let two = format!("/guides/compare?before={}&after={}", now[1].id, now[0].id);
        let page = get(&world, &lead, &two).await;
        for word in [
            "Dropped",
            "Added",
            "Prompt added: And then?",
            "3 questions differ",
        ] {
            assert!(page.contains(word), "the comparison lacks {word}: {page}");
        }
    }
}
