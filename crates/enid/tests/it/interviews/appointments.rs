//! Appointments and the letters that tell of them.

use super::{address, agreed, line, matched, on, studies};
use crate::consent::{act, get, participant};
use crate::release::{letters, token};

const PARTICIPANT: &str = "M9@canary.example";

#[tokio::test]
async fn an_appointment_reaches_both_calendars_and_neither_sees_the_others_address() {
    for (world, crew) in studies(&[2]).await {
        let me = agreed(&world, "M9", &[(&crew[0], "none")]).await;
        assert_eq!(matched(&world, "M9", &crew[0], "").await.status, 303);
        let past = crew[0]
            .does(&world, "M9", "appointment", &on("2020-01-12"))
            .await;
        assert_eq!(past, 422);
        for day in ["2027-01-12", "2027-01-13"] {
            assert_eq!(
                crew[0].does(&world, "M9", "appointment", &on(day)).await,
                303
            );
            world.run_jobs().await;
        }
        let mine = get(&world, &me, "/my-interview").await;
        for says in [
            "Wednesday 13 January 2027, 14:00 to 15:00",
            "By video",
            crew[0].name,
            "https://call.example/room",
        ] {
            assert!(mine.contains(says), "{says}: {mine}");
        }
        assert_eq!(crew[0].does(&world, "M9", "call-off", "").await, 303);
        world.run_jobs().await;
        let theirs = letters(&world, PARTICIPANT);
        let (theirs, interviewers) = (&theirs[theirs.len() - 3..], crew[0].letters(&world));
        assert_eq!(interviewers.len(), 3);
        for mails in [theirs, &interviewers] {
            let uid = line(&mails[0], "UID:");
            assert!(uid.starts_with("UID:apt-"), "{uid}");
            for (at, method) in ["REQUEST", "REQUEST", "CANCEL"].into_iter().enumerate() {
                let mail = &mails[at];
                assert_eq!(mail.calendar.as_ref().unwrap().method, method);
                assert_eq!(line(mail, "METHOD:"), format!("METHOD:{method}"));
                assert_eq!(line(mail, "UID:"), uid, "one entry over its life");
                assert_eq!(line(mail, "SEQUENCE:"), format!("SEQUENCE:{at}"));
                assert_eq!(line(mail, "SUMMARY:"), "SUMMARY:Appointment");
                let ics = &mail.calendar.as_ref().unwrap().ics;
                assert!(ics.contains("BEGIN:VTIMEZONE"), "{ics}");
                for word in ["tudy", "nterview", "onsent"] {
                    assert!(!ics.contains(word), "{word}: {ics}");
                    assert!(!mail.subject.contains(word), "{word}: {}", mail.subject);
                }
            }
            assert!(line(&mails[1], "DTSTART;TZID").ends_with(":20270113T140000"));
        }
        for mail in theirs {
            let all = super::everything(mail);
            assert!(!all.contains("canary-team.example"), "{all}");
        }
        for mail in &interviewers {
            let all = super::everything(mail);
            assert!(
                !all.contains("canary.example") && !all.contains("Quilla"),
                "{all}"
            );
            assert!(all.contains("M9"), "{all}");
        }
        let link = token(&theirs[1]);
        let opened = world
            .post("/links/open", None, &format!("token={link}&next="))
            .await;
        assert_eq!(opened.header("location"), address("/my-interview"));
    }
}

#[tokio::test]
async fn a_letter_that_something_later_has_overtaken_is_not_sent() {
    for (world, crew) in studies(&[2]).await {
        agreed(&world, "M9", &[(&crew[0], "none")]).await;
        matched(&world, "M9", &crew[0], "").await;
        for day in ["2027-01-12", "2027-01-13"] {
            crew[0].does(&world, "M9", "appointment", &on(day)).await;
        }
        world.run_jobs().await;
        let told = crew[0].letters(&world);
        assert_eq!(told.len(), 1, "only what holds now");
        assert!(told[0].body.contains("13 January"), "{}", told[0].body);
    }
}

#[tokio::test]
async fn a_participant_asks_for_another_time_and_calls_off_without_writing_a_word() {
    for (world, crew) in studies(&[2]).await {
        let me = agreed(&world, "M9", &[(&crew[0], "none")]).await;
        matched(&world, "M9", &crew[0], "").await;
        let none = act(&world, &me, "/my-interview/another-time", "").await;
        assert_eq!(none.status, 409, "there is no appointment yet");
        crew[0]
            .does(&world, "M9", "appointment", &on("2027-01-12"))
            .await;
        world.run_jobs().await;
        let asked = act(&world, &me, "/my-interview/another-time", "").await;
        assert_eq!(asked.status, 303, "{}", asked.body);
        assert!(
            get(&world, &me, "/my-interview")
                .await
                .contains("You have asked for another time")
        );
        world.run_jobs().await;
        let told = crew[0].letters(&world).pop().unwrap();
        assert!(
            told.body.contains("M9 asks for another time"),
            "{}",
            told.body
        );
        assert!(told.calendar.is_none());
        let page = crew[0].page(&world, "M9").await;
        assert!(
            page.contains("The participant asks for another time"),
            "{page}"
        );
        crew[0]
            .does(&world, "M9", "appointment", &on("2027-01-14"))
            .await;
        let page = crew[0].page(&world, "M9").await;
        assert!(
            !page.contains("The participant asks"),
            "moving answers it: {page}"
        );
        let off = act(&world, &me, "/my-interview/call-off", "").await;
        assert_eq!(off.status, 303, "{}", off.body);
        assert!(
            !get(&world, &me, "/my-interview")
                .await
                .contains("You have an appointment")
        );
        let lead = super::lead_page(&world).await;
        assert!(lead.contains("Matched"), "the pair stands: {lead}");
        assert!(crew[0].page(&world, "M9").await.contains("called off"));
    }
}

#[tokio::test]
async fn the_state_of_a_participant_follows_the_appointment() {
    for (world, crew) in studies(&[2]).await {
        agreed(&world, "M9", &[(&crew[0], "none")]).await;
        matched(&world, "M9", &crew[0], "").await;
        let study = world.scopes[2].id;
        let id = participant(&world, "M9").await.parse().unwrap();
        let state = async || {
            let db = world.installation.app.db.read();
            let stored = study::participants::find(db, study, id).await.unwrap();
            stored.unwrap().participant.status.as_str()
        };
        assert_eq!(state().await, "agreed");
        crew[0]
            .does(&world, "M9", "appointment", &on("2027-01-12"))
            .await;
        assert_eq!(state().await, "scheduled");
        crew[0].does(&world, "M9", "call-off", "").await;
        assert_eq!(state().await, "agreed");
        assert_eq!(crew[0].does(&world, "M9", "absent", "").await, 303);
        assert_eq!(state().await, "did_not_participate");
    }
}
