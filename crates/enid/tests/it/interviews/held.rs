//! What was held (R5).

use platform::access::Role;
use platform::audit::Event;
use study::guides;

use super::{agreed, held_at, matched, on, studies};
use crate::consent::{act, get, invited, participant, sign};

const DAY: &str = "2026-11-24";

#[tokio::test]
async fn r5_an_interview_before_its_consent_is_refused_in_words_and_one_after_it_is_entered() {
    for (world, crew) in studies(&[2]).await {
        let me = invited(&world, "M9").await;
        super::answers(&world, &me, &[(&crew[0], "none")]).await;
        // Agreed to quotation alone: that covers no interview.
        sign(&world, &me, ["no", "no", "yes"]).await;
        matched(&world, "M9", &crew[0], "").await;
        world.installation.clock.advance(20 * 60);
        let cookie = crew[0].cookie(&world).await;
        let end = format!(
            "/my-interviews/{}/completed",
            participant(&world, "M9").await
        );
        let refused = act(&world, &cookie, &end, &held_at(DAY, "07:15")).await;
        assert_eq!(refused.status, 422);
        let says = "No consent to recording or analysis was signed before this interview began.";
        assert!(refused.body.contains(says), "{}", refused.body);
        assert!(
            refused.body.contains("value=\"48 minutes\""),
            "what was written stays"
        );
        sign(&world, &me, ["no", "yes", "yes"]).await;
        let early = act(&world, &cookie, &end, &held_at(DAY, "07:20")).await;
        assert!(
            early.body.contains(says),
            "consent at 07:20:02 is later than 07:20"
        );
        world.installation.clock.advance(3600);
        let cookie = crew[0].cookie(&world).await;
        let future = act(&world, &cookie, &end, &held_at(DAY, "23:00")).await;
        assert!(future.body.contains("has not begun yet"), "{}", future.body);
        let entered = act(&world, &cookie, &end, &held_at(DAY, "07:25")).await;
        assert_eq!(entered.status, 303, "{}", entered.body);
        let lead = world.cookie(Role::ResearchLead).await;
        let table = get(&world, &lead, "/participants").await;
        assert!(table.contains("24 November 2026"), "{table}");
        assert!(table.contains("48 minutes"), "{table}");
        assert_eq!(
            crew[0].does(&world, "M9", "decline", "").await,
            409,
            "it was held"
        );
    }
}

#[tokio::test]
async fn whoever_takes_consent_back_before_the_interview_is_not_entered_as_interviewed() {
    for (world, crew) in studies(&[2]).await {
        let me = agreed(&world, "M9", &[(&crew[0], "none")]).await;
        matched(&world, "M9", &crew[0], "").await;
        sign(&world, &me, ["no", "no", "yes"]).await;
        world.installation.clock.advance(3600);
        let status = crew[0]
            .does(&world, "M9", "completed", &held_at(DAY, "07:30"))
            .await;
        assert_eq!(status, 422);
    }
}

#[tokio::test]
async fn an_interview_names_the_guide_that_was_used_and_that_version_is_changed_no_more() {
    for (world, crew) in studies(&[2]).await {
        let (app, study) = (&world.installation.app, &world.scopes[2]);
        let asked = guides::parse("How is it to wait?").unwrap();
        let tx = app.db.write().await.unwrap();
        let (used, _) = guides::save(&tx, app, study.id, "members", (&asked, None))
            .await
            .unwrap();
        let (other, _) = guides::save(&tx, app, study.id, "managers", (&asked, None))
            .await
            .unwrap();
        tx.commit(app, Event::installation("test", "guides"))
            .await
            .unwrap();
        agreed(&world, "M9", &[(&crew[0], "none")]).await;
        matched(&world, "M9", &crew[0], "").await;
        world.installation.clock.advance(3600);
        let form = |id| format!("{}&guide={id}", held_at(DAY, "07:30"));
        let strange = crew[0].does(&world, "M9", "completed", &form(other)).await;
        assert_eq!(strange, 422, "the guide of another cohort");
        assert_eq!(
            crew[0].does(&world, "M9", "completed", &form(used)).await,
            303
        );
        let found = guides::find(app.db.read(), study.id, used).await.unwrap();
        assert!(found.unwrap().used);
        let page = crew[0].page(&world, "M9").await;
        assert!(
            page.contains(&format!("value=\"{used}\" selected")),
            "{page}"
        );
    }
}

#[tokio::test]
async fn a_second_interview_repeats_the_first_and_table_1_keeps_the_first() {
    for (world, crew) in studies(&[2]).await {
        agreed(&world, "M9", &[(&crew[0], "none")]).await;
        matched(&world, "M9", &crew[0], "").await;
        world.installation.clock.advance(3600);
        crew[0]
            .does(&world, "M9", "completed", &held_at(DAY, "07:30"))
            .await;
        assert_eq!(
            crew[0]
                .does(&world, "M9", "appointment", &on("2026-11-25"))
                .await,
            303
        );
        world.installation.clock.advance(2 * 86_400);
        let again = held_at("2026-11-25", "14:00").replace("48", "31");
        assert_eq!(crew[0].does(&world, "M9", "completed", &again).await, 303);
        let lead = world.cookie(Role::ResearchLead).await;
        let table = get(&world, &lead, "/participants").await;
        assert!(
            table.contains("48 minutes") && !table.contains("31 minutes"),
            "{table}"
        );
        // What was entered wrongly is put right.
        let page = crew[0].page(&world, "M9").await;
        assert!(page.contains("Put right what was held"), "{page}");
    }
}
