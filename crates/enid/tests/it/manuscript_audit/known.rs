//! What an audit of a stored study knows, and who is told of it.

use jiff::civil::date;
use platform::access::Role;
use platform::audit::Event;
use study::dates::day_of;
use study::interviewers::acquaintance::By;
use study::interviewers::matching::Acquaintance;
use study::setup::{self, Setup};
use study::team::{self, Declared, DualRole, NewMember};
use study::{guides, interviewers};

use super::*;
use crate::consent::{BASE, get, invited, participant, sign, worded};

/// A study with a wording, an interviewer whom K1 knows, a period, a guide and a dual role.
async fn filled() -> Vec<Desk> {
    let mut desks = Vec::new();
    for world in worded("rule=always").await {
        let desk = desk(world).await;
        let (app, study) = (&desk.world.installation.app, desk.world.scopes[2].id);
        let new = NewMember {
            interviews: true,
            room: 4,
            ..NewMember::default()
        };
        let lead = member(&desk.world, Role::ResearchLead, new).await;
        let them = participant(&desk.world, "K1").await.parse().unwrap();
        let tx = app.db.write().await.unwrap();
        interviewers::match_up(&tx, app, study, (them, lead.id), None)
            .await
            .unwrap();
        let knows = [((them, lead.id), Acquaintance::WorksWith)];
        interviewers::declare(&tx, app, study, By::Participant, &knows)
            .await
            .unwrap();
        let setup = Setup {
            period_start: Some(date(2031, 4, 1)),
            ..Setup::default()
        };
        setup::add(&tx, app, study, &setup).await.unwrap();
        let asked = guides::parse("Why?").unwrap();
        guides::save(&tx, app, study, "members", (&asked, None))
            .await
            .unwrap();
        let organises = Declared {
            member: desk.analyst.id,
            role: DualRole::Organiser,
            explanation: String::new(),
            support: String::new(),
            declared_at: app.now(),
        };
        team::declare(&tx, app, study, &organises, true)
            .await
            .unwrap();
        tx.commit(app, Event::installation("test", "filled"))
            .await
            .unwrap();
        desks.push(desk);
    }
    desks
}

#[tokio::test]
async fn consents_acquaintance_guides_period_and_roles_of_the_study_are_held_against_the_text() {
    for desk in filled().await {
        let me = invited(&desk.world, "K1").await;
        assert_eq!(
            sign(&desk.world, &me, ["yes", "yes", "yes"]).await.status,
            303
        );
        desk.brings_in(MENDED).await;
        let lead = desk.world.cookie(Role::ResearchLead).await;
        let audit = desk.json(&lead).await;
        let signed = told(&audit, "A14");
        assert_eq!(
            signed.len(),
            1,
            "K1 signed before 2031, K2 nothing: {signed:?}"
        );
        assert!(
            signed[0].starts_with("K2 was interviewed, and no consent"),
            "{signed:?}"
        );
        let knew = told(&audit, "A15");
        assert_eq!(knew.len(), 1, "{knew:?}");
        assert!(
            knew[0].contains("interviewed K1; the relation is works_with"),
            "{knew:?}"
        );
        let early = told(&audit, "A03").join("\n");
        assert!(early.contains("K1") && early.contains("K2"), "{early}");
        let unguided = told(&audit, "A25").join("\n");
        assert!(
            unguided.contains("The interview of K1 names no version of a guide."),
            "{unguided}"
        );
        assert!(unguided.contains("managers"), "{unguided}");
        let dual = told(&audit, "A28").join("\n");
        assert!(
            dual.contains("an analyst") && dual.contains("an organiser"),
            "{dual}"
        );
        let (status, reason) = ended(&audit, "A16");
        assert_eq!(
            status, "not run",
            "nothing was brought in to be checked: {reason}"
        );
        assert_eq!(ended(&audit, "A19").0, "not run");
        let all = audit.to_string();
        for word in [".csv", ".toml", "folder"] {
            assert!(!all.contains(word), "{word}: {all}");
        }
    }
}

#[tokio::test]
async fn somebody_who_was_interviewed_before_they_signed_or_does_not_let_themselves_be_quoted_is_found()
 {
    for desk in filled().await {
        // The interviews of the small study are in 2031, after every signature of a test.
        let app = &desk.world.installation.app;
        let me = invited(&desk.world, "K2").await;
        assert_eq!(
            sign(&desk.world, &me, ["yes", "yes", "no"]).await.status,
            303
        );
        assert!(day_of(app.now()).year() < 2031);
        desk.brings_in(MENDED).await;
        let lead = desk.world.cookie(Role::ResearchLead).await;
        let signed = told(&desk.json(&lead).await, "A14").join("\n");
        assert!(
            signed.contains("K2 is quoted and has not agreed to be quoted."),
            "{signed}"
        );
    }
}

#[tokio::test]
async fn an_analyst_is_told_nothing_that_the_research_lead_alone_sees_and_no_check_for_that_is_clear()
 {
    for desk in filled().await {
        let lasted = "Interviews lasted 10 to 20 minutes.";
        desk.brings_in(&format!("{MENDED}\n{lasted}\n")).await;
        let audit = desk.json(&desk.cookie).await;
        assert_eq!(told(&audit, "A17").len(), 1, "{audit}");
        for id in ["A03", "A12", "A13", "A14", "A15", "A30"] {
            let (status, reason) = ended(&audit, id);
            assert_eq!(status, "not run", "{id}");
            assert!(reason.contains("research lead"), "{id}: {reason}");
            assert_eq!(told(&audit, id), Vec::<String>::new(), "{id}");
        }
        let page = desk.page().await;
        for word in ["2031", "woman", "works_with", "K2, 51 minutes"] {
            assert!(!audit.to_string().contains(word), "{word}: {audit}");
            assert!(!page.contains(word), "{word}: {page}");
        }
        let lead = desk.world.cookie(Role::ResearchLead).await;
        let all = desk.json(&lead).await;
        assert_eq!(ended(&all, "A15").0, "found");
        assert!(all.to_string().contains("K2, 51 minutes"), "{all}");
    }
}

#[tokio::test]
async fn only_analysts_and_the_research_lead_open_it_and_nobody_else_learns_that_it_is_there() {
    for world in worlds().await {
        crate::study::import(&world).await.unwrap();
        let cookie = world.cookie(Role::Researcher).await;
        for end in ["", "/audit.json"] {
            let path = format!("{BASE}{HERE}{end}");
            let answer = world.get(&path, Some(&cookie)).await;
            assert_eq!(answer.status, 409, "no member of the team");
            assert!(
                answer.body.contains("not entered as an analyst"),
                "{}",
                answer.body
            );
            for role in [Role::Organiser, Role::Facilitator, Role::Administrator] {
                let cookie = world.cookie(role).await;
                assert_eq!(world.get(&path, Some(&cookie)).await.status, 404);
            }
        }
        let desk = desk(world).await;
        get(&desk.world, &desk.cookie, HERE).await;
        assert_eq!(desk.analyst.handle, "R1");
    }
}

#[tokio::test]
async fn the_command_line_says_what_the_page_says_with_the_rights_of_the_member() {
    for desk in filled().await {
        desk.brings_in(ALTERED).await;
        let app = &desk.world.installation.app;
        let words = |more: &[&str]| -> Vec<String> {
            let all = ["study", "audit", "saltmarsh-study", "--format", "json"];
            all.iter()
                .chain(more)
                .map(|word| (*word).to_owned())
                .collect()
        };
        let run = async |more: &[&str]| {
            let words = words(more);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            enid::cli::told(app, &words).await
        };
        let own: serde_json::Value =
            serde_json::from_str(&run(&["--as", "R1"]).await.unwrap()).unwrap();
        assert_eq!(own, desk.json(&desk.cookie).await);
        let lead = desk.world.cookie(Role::ResearchLead).await;
        let all: serde_json::Value = serde_json::from_str(&run(&[]).await.unwrap()).unwrap();
        assert_eq!(all, desk.json(&lead).await);
        let none = run(&["--as", "R9"]).await.unwrap_err();
        assert!(
            format!("{none:#}").contains("nobody in the team"),
            "{none:#}"
        );
    }
}
