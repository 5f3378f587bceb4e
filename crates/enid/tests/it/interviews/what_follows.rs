//! What a withdrawal, an answer of no and a study folder do to appointments.

use std::collections::BTreeMap;

use analysis::Source;
use platform::access::Role;

use super::{agreed, held_at, matched, on, studies};
use crate::consent::{act, get, participant, sign};
use crate::retention::dump;
use crate::world::World;

pub async fn bring_in(world: &World, row: &str) {
    let mut files: BTreeMap<String, Vec<u8>> = crate::study::files();
    let participants = files.get_mut("participants.csv").unwrap();
    participants.extend_from_slice(row.as_bytes());
    let source = Source {
        files,
        ..Source::default()
    };
    analysis::import(&world.installation.app, &world.scopes[2], source)
        .await
        .unwrap();
}

async fn line_of(world: &World, handle: &str) -> String {
    let db = world.installation.app.db.read();
    let all = study::participants::all(db, world.scopes[2].id)
        .await
        .unwrap();
    let found = all
        .iter()
        .find(|stored| stored.participant.participant == handle);
    found.map_or_else(String::new, |stored| {
        let one = &stored.participant;
        let date = one.date.map(|date| date.to_string()).unwrap_or_default();
        format!("{} {date}", one.status)
    })
}

#[tokio::test]
async fn p6_a_withdrawal_takes_answers_match_and_appointment_along_and_the_interviewer_hears_of_it()
{
    for (world, crew) in studies(&[2]).await {
        let me = agreed(&world, "M9", &[(&crew[0], "knows")]).await;
        let reason = "Only Quilla Canary would do";
        matched(&world, "M9", &crew[0], reason).await;
        crew[0]
            .does(&world, "M9", "appointment", &on("2027-01-12"))
            .await;
        world.run_jobs().await;
        let preview = get(&world, &me, "/my-choices/withdraw").await;
        for goes in [
            "1 answer about an interviewer",
            "the appointment: the interviewer is told",
        ] {
            assert!(preview.contains(goes), "{goes}: {preview}");
        }
        let done = act(&world, &me, "/my-choices/withdraw", "scope=whole").await;
        assert_eq!(done.status, 200, "{}", done.body);
        let found = dump::holding(&world, &["Quilla", "canary.example", "call.example"]).await;
        assert!(found.is_empty(), "{found:?}");
        let mut tables =
            dump::naming(&world, participant(&world, "M9").await.parse().unwrap()).await;
        tables.retain(|table| ["acquaintances", "matches", "interviews"].contains(&table.as_str()));
        assert!(tables.is_empty(), "{tables:?}");
        world.run_jobs().await;
        let last = crew[0].letters(&world).pop().unwrap();
        assert_eq!(last.calendar.as_ref().unwrap().method, "CANCEL");
        assert_eq!(super::line(&last, "SEQUENCE:"), "SEQUENCE:1");
        let list = get(&world, &crew[0].cookie(&world).await, "/my-interviews").await;
        let list = super::masked(&list);
        assert!(!list.contains("M9"), "{list}");
    }
}

#[tokio::test]
async fn an_answer_of_no_to_everything_calls_the_appointment_off_and_frees_the_interviewer() {
    for (world, crew) in studies(&[2]).await {
        let me = agreed(&world, "M9", &[(&crew[0], "none")]).await;
        matched(&world, "M9", &crew[0], "").await;
        crew[0]
            .does(&world, "M9", "appointment", &on("2027-01-12"))
            .await;
        assert_eq!(sign(&world, &me, ["no", "no", "no"]).await.status, 303);
        assert_eq!(line_of(&world, "M9").await, "did_not_participate ");
        let list = get(&world, &crew[0].cookie(&world).await, "/my-interviews").await;
        let list = super::masked(&list);
        assert!(!list.contains("M9"), "{list}");
    }
}

#[tokio::test]
async fn a_study_folder_keeps_appointments_and_what_was_held_and_its_own_dates_stand() {
    for (world, crew) in studies(&[3]).await {
        for handle in ["M7", "M8", "M9"] {
            agreed(&world, handle, &[(&crew[0], "none")]).await;
            matched(&world, handle, &crew[0], "").await;
        }
        crew[0]
            .does(&world, "M7", "appointment", &on("2027-01-12"))
            .await;
        crew[0]
            .does(&world, "M9", "appointment", &on("2027-01-13"))
            .await;
        world.installation.clock.advance(3600);
        let held = held_at("2026-11-24", "07:30");
        assert_eq!(crew[0].does(&world, "M8", "completed", &held).await, 303);
        world.run_jobs().await;
        let before = crew[0].letters(&world).len();
        bring_in(&world, "M7,members,,,,agreed\nM8,members,,,,invited\n").await;
        assert_eq!(line_of(&world, "M7").await, "scheduled ");
        assert_eq!(line_of(&world, "M8").await, "completed 2026-11-24");
        assert_eq!(
            line_of(&world, "M9").await,
            "",
            "the folder does not know them"
        );
        world.run_jobs().await;
        let told = crew[0].letters(&world);
        assert_eq!(
            told.len(),
            before + 1,
            "whoever is gone keeps no appointment"
        );
        assert_eq!(
            told.last().unwrap().calendar.as_ref().unwrap().method,
            "CANCEL"
        );
        bring_in(
            &world,
            "M7,members,,2026-11-20,48 min,\nM8,members,,2026-11-23,50 min,\n",
        )
        .await;
        assert_eq!(line_of(&world, "M7").await, "completed 2026-11-20");
        assert_eq!(line_of(&world, "M8").await, "completed 2026-11-23");
        let lead = world.cookie(Role::ResearchLead).await;
        get(&world, &lead, "/interviewers").await;
    }
}
