//! The conversation, phases, and saturation.

use serde_json::json;

use super::*;

#[tokio::test]
async fn r50_passages_that_differ_are_listed_with_what_was_said_and_no_figure() {
    for town in towns().await {
        let lead = leader(&town, ANALYST).await;
        town.run("codings add", &["K2", "Leaving", "--turn", "2"])
            .await;
        assert!(town.rows("conversation list", &["K2"]).await.is_empty());
        let other = ["K2", "Leaving > Asking", "--turn", "2"];
        town.by(&lead.handle, "codings add", &other).await.unwrap();
        let rows = town.rows("conversation list", &["K2"]).await;
        assert_eq!(rows.len(), 1, "{rows:?}");
        assert_eq!(
            (&rows[0]["differs"], &rows[0]["turn"]),
            (&json!("codes"), &json!(2))
        );
        assert_eq!(rows[0]["codings"].as_array().unwrap().len(), 2);
        let among = [town.analyst.handle.as_str(), lead.handle.as_str()].join(",");
        let of_two = town
            .rows("conversation list", &["K2", "--among", &among])
            .await;
        assert_eq!(of_two, rows);
        let refused = town
            .refused("conversation list", &["K2", "--among", "R9"])
            .await;
        assert!(
            refused.contains("No layer of “R9” can be seen"),
            "{refused}"
        );
        let coding = rows[0]["coding"].as_str().unwrap();
        let nothing = town.refused("conversation say", &["K2", coding]).await;
        assert!(
            nothing.contains("Write a note, or choose what came of it."),
            "{nothing}"
        );
        let said = [
            "K2",
            coding,
            "--note",
            "We read on.",
            "--outcome",
            "both_stay",
        ];
        town.run("conversation say", &said).await;
        assert_eq!(
            town.recorded().await,
            (Some(town.account), "conversation.write".to_owned())
        );
        let rows = town.rows("conversation list", &["K2"]).await;
        let expected = format!("{}: Both stay. We read on.", town.analyst.handle);
        assert_eq!(rows[0]["said"], json!([expected]));
    }
}

#[tokio::test]
async fn r39_a_phase_that_a_member_states_is_carried_by_what_they_do_next() {
    for town in towns().await {
        assert_eq!(town.run("phases enter", &["generate"]).await, "generate");
        let again = town.run("phases enter", &["generate"]).await;
        assert_eq!(again, "generate: nothing changes");
        town.run("themes create", &["The way out"]).await;
        let acts = town.rows("trail list", &["--kind", "theme.create"]).await;
        assert_eq!(acts[0]["phase"], "generate");
        town.run("phases leave", &["generate"]).await;
        let rows = town.rows("phases list", &[]).await;
        assert_eq!(rows.len(), 1, "{rows:?}");
        assert_eq!(rows[0]["phase"], "generate");
        assert!(rows[0]["until"].is_string());
        let refused = town.refused("phases enter", &["rest"]).await;
        assert!(
            refused.contains("one of familiarise, code, generate"),
            "{refused}"
        );
    }
}

#[tokio::test]
async fn r56_saturation_of_a_stored_study_is_facts_and_the_teams_own_words() {
    for town in towns().await {
        town.run("codings add", &["K2", "Leaving", "--turn", "2"])
            .await;
        let app = &town.world.installation.app;
        let told = async |words: &[&str]| {
            let words = [&["saturation"], words, &["--format", "json"]].concat();
            let told = enid::cli::told(app, &words).await.unwrap();
            serde_json::from_str::<Value>(&told).unwrap()
        };
        for order in ["interviews", "coding"] {
            let rows = told(&["curve", STUDY, "--order", order]).await;
            let all = rows.as_array().unwrap().iter();
            let all: Vec<_> = all.filter(|row| row["cohort"].is_null()).collect();
            assert_eq!(all.len(), 1, "{rows}");
            assert_eq!(
                (&all[0]["interview"], &all[0]["new"]),
                (&json!("K2"), &json!(1))
            );
            assert_eq!(all[0]["new_codes"], json!(["Leaving"]));
        }
        let voices = told(&["voices", STUDY]).await;
        let holding = voices.as_array().unwrap().iter();
        assert!(
            holding.clone().any(|row| row["theme"] == "Holding"),
            "{voices}"
        );
        assert_eq!(told(&["change", STUDY]).await, json!([]));
        town.run("codes merge", &["Leaving > Asking", "Leaving"])
            .await;
        let change = told(&["change", STUDY]).await;
        assert_eq!(change[0]["who"], town.analyst.handle.as_str());
        town.run(
            "saturation state",
            &["not_claimed", "--grounds", "Each adds a reading."],
        )
        .await;
        let refused = town
            .refused("saturation state", &["full", "--grounds", "No."])
            .await;
        assert!(refused.contains("one of claimed, not_claimed"), "{refused}");
        let statements = told(&["statements", STUDY]).await;
        assert_eq!(statements[0]["grounds"], "Each adds a reading.");
        assert_eq!(statements[0]["who"], town.analyst.handle.as_str());
    }
}
