//! What participants say of interviewers (R12).

use platform::access::Role;
use study::interviewers;
use uuid::Uuid;

use super::{address, agreed, answers, lead_page, matched, on, studies};
use crate::consent::{act, get, invited, participant, sign};

#[tokio::test]
async fn r12_a_participant_says_of_each_interviewer_by_name_how_they_know_each_other() {
    for (world, crew) in studies(&[2, 2]).await {
        let me = invited(&world, "M9").await;
        let page = get(&world, &me, "/my-interviewers").await;
        for one in &crew {
            assert!(page.contains(one.name), "{page}");
        }
        let half = format!("i-{}=none", crew[0].member.id);
        let open = act(&world, &me, "/my-interviewers", &half).await;
        assert_eq!(open.status, 422, "each needs its answer");
        assert!(open.body.contains("you may be not sure"), "{}", open.body);
        let pair = [(&crew[0], "none"), (&crew[1], "friend")];
        answers(&world, &me, &pair).await;
        answers(&world, &me, &[(&crew[0], "unknown"), (&crew[1], "friend")]).await;
        let db = world.installation.app.db.read();
        let declared = interviewers::declared(db, world.scopes[2].id)
            .await
            .unwrap();
        let mut of_first = declared
            .iter()
            .filter(|one| one.pair.1 == crew[0].member.id)
            .map(|one| one.relation.word());
        assert_eq!(of_first.next(), Some("none"), "what was said is kept");
        assert_eq!(of_first.next(), Some("unknown"));
        assert_eq!(declared.len(), 3, "nothing is kept twice");
        let strange = format!("i-{}=none", Uuid::nil());
        let refused = act(&world, &me, "/my-interviewers", &strange).await;
        assert_eq!(refused.status, 409, "{}", refused.body);
    }
}

#[tokio::test]
async fn a_participant_without_a_script_finds_the_page_from_what_they_signed() {
    for (world, _) in studies(&[2]).await {
        let me = invited(&world, "M9").await;
        let before = get(&world, &me, "/my-choices").await;
        assert!(!before.contains("Who interviews you"), "{before}");
        sign(&world, &me, ["yes", "yes", "no"]).await;
        let after = get(&world, &me, "/my-choices").await;
        assert!(after.contains("Who interviews you"), "{after}");
    }
}

#[tokio::test]
async fn r12_an_interviewer_whom_the_participant_turns_out_to_know_is_off_with_the_appointment() {
    for (world, crew) in studies(&[2, 2]).await {
        let none = [(&crew[0], "none"), (&crew[1], "none")];
        let me = agreed(&world, "M9", &none).await;
        assert_eq!(matched(&world, "M9", &crew[0], "").await.status, 303);
        let sent = crew[0]
            .does(&world, "M9", "appointment", &on("2027-01-12"))
            .await;
        assert_eq!(sent, 303);
        answers(&world, &me, &[(&crew[0], "works_with"), (&crew[1], "none")]).await;
        world.run_jobs().await;
        let last = crew[0].letters(&world).pop().unwrap();
        assert_eq!(last.calendar.unwrap().method, "CANCEL");
        let gone = crew[0]
            .does(&world, "M9", "appointment", &on("2027-01-13"))
            .await;
        assert_eq!(gone, 409, "the participant is not theirs any more");
        let page = lead_page(&world).await;
        assert!(
            page.contains("0 of 1 participant has an interviewer"),
            "{page}"
        );
        assert!(
            page.contains(crew[1].name),
            "somebody else is proposed: {page}"
        );
    }
}

#[tokio::test]
async fn p13_nothing_shows_an_interviewer_whom_others_know_or_interview() {
    for (world, crew) in studies(&[3, 3]).await {
        let none = [(&crew[0], "none"), (&crew[1], "none")];
        agreed(&world, "M7", &none).await;
        assert_eq!(matched(&world, "M7", &crew[0], "").await.status, 303);
        let cookie = crew[0].cookie(&world).await;
        let own = format!("/my-interviews/{}", participant(&world, "M7").await);
        let seen = async || {
            let mut pages = Vec::new();
            for end in ["/my-interviews", &own] {
                pages.push(super::masked(&get(&world, &cookie, end).await));
            }
            pages
        };
        let before = seen().await;
        // Another world: others answer, are matched, meet, and are interviewed.
        agreed(&world, "M8", &[(&crew[0], "friend"), (&crew[1], "none")]).await;
        agreed(&world, "M9", &none).await;
        for handle in ["M8", "M9"] {
            assert_eq!(matched(&world, handle, &crew[1], "").await.status, 303);
        }
        let sent = crew[1]
            .does(&world, "M8", "appointment", &on("2027-01-12"))
            .await;
        assert_eq!(sent, 303);
        assert_eq!(crew[1].does(&world, "M9", "decline", "").await, 303);
        assert_eq!(before, seen().await);
        // Somebody else's participant and nobody's give the same words.
        let mut refused = Vec::new();
        for id in [
            participant(&world, "M8").await,
            Uuid::from_u128(9).to_string(),
        ] {
            let end = address(&format!("/my-interviews/{id}"));
            let answer = world.get(&end, Some(&cookie)).await;
            refused.push((answer.status, super::masked(&answer.body)));
        }
        assert_eq!(refused[0], refused[1]);
        assert_eq!(refused[0].0, 409);
        for end in [
            "/interviewers",
            "/interviewers/matching.csv",
            "/participants",
        ] {
            let answer = world.get(&address(end), Some(&cookie)).await;
            assert_eq!(answer.status, 404, "{end}");
        }
        let lead = world.cookie(Role::ResearchLead).await;
        get(&world, &lead, "/my-interviews").await;
    }
}
