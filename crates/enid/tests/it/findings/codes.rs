//! The codebook, codings and undo.

use analysis::trail;

use super::*;
use crate::consent::act;

#[tokio::test]
async fn r58_codes_are_changed_by_the_member_who_acts_under_the_trail_and_the_record() {
    for town in towns().await {
        let named = |column| town.column("codes list", &["--retired"], column);
        assert_eq!(named("code").await, ["Leaving", "Leaving > Asking"]);
        town.run(
            "codes create",
            &[
                "Waiting",
                "--definition",
                "To stand by",
                "--level",
                "latent",
            ],
        )
        .await;
        assert_eq!(
            town.recorded().await,
            (Some(town.account), "codes.write".to_owned())
        );
        town.run(
            "codes rename",
            &["Waiting", "Standing by", "--why", "Said so"],
        )
        .await;
        town.run("codes define", &["Standing by", "--origin", "inductive"])
            .await;
        let rows = town.rows("codes list", &["--words", "stand"]).await;
        assert_eq!(rows.len(), 1, "{rows:?}");
        let told = [
            ("code", "Standing by"),
            ("definition", "To stand by"),
            ("level", "latent"),
            ("origin", "inductive"),
            ("status", "active"),
        ];
        for (column, value) in told {
            assert_eq!(rows[0][column], value, "what is not named stays");
        }
        town.run("codes move", &["Asking", "--under", "Standing by"])
            .await;
        town.run("codes merge", &["Standing by > Asking", "Leaving"])
            .await;
        town.run("codes retire", &["Standing by"]).await;
        assert_eq!(named("status").await, ["active", "retired", "merged"]);
        town.run("codes restore", &["Standing by"]).await;
        let history = town.rows("codes history", &["Standing by"]).await;
        assert_eq!(history.len(), 5, "{history:?}");
        let renamed = history.iter().find(|row| row["why"] == "Said so").unwrap();
        assert_eq!(renamed["who"], town.analyst.handle.as_str());
        let events = crate::codebook::trail_of(&town.world).await.events;
        let by = |event: &&trail::Event| event.member == Some(town.analyst.id);
        assert_eq!(events.iter().filter(by).count(), 7);
        let app = &town.world.installation.app;
        let broken = trail::verify(app.db.read(), town.world.scopes[2].id).await;
        assert_eq!(broken.unwrap(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn r58_nobody_may_do_more_on_the_command_line_than_on_the_pages() {
    for town in towns().await {
        let lead = leader(&town, ANALYST).await;
        let reader = study::team::NewMember {
            analyses: false,
            ..ANALYST
        };
        let refused = town.by("R9", "codes list", &[]).await.unwrap_err();
        assert!(
            refused.contains("nobody in the team is called so; the team: R1, R2"),
            "{refused}"
        );
        let app = &town.world.installation.app;
        let tx = app.db.write().await.unwrap();
        let changed = Member {
            analyses: reader.analyses,
            ..town.analyst.clone()
        };
        study::team::change(&tx, town.world.scopes[2].id, &changed)
            .await
            .unwrap();
        let event = platform::audit::Event::installation("test", "");
        tx.commit(app, event).await.unwrap();
        for (command, rest) in [
            ("codes create", ["Waiting"].as_slice()),
            ("codings add", &["K2", "Leaving", "--turn", "2"]),
            ("memos add", &["--kind", "theory", "--text", "No."]),
            ("themes create", &["Waiting on"]),
            ("quotes add", &["K2", "--words", "To ask."]),
            ("phases enter", &["code"]),
            ("trail undo", &[]),
            ("saturation state", &["other", "--grounds", "None."]),
        ] {
            let refused = town.refused(command, rest).await;
            assert!(
                refused.contains("analyst of this study")
                    || refused.contains("layer of an analyst"),
                "{command}: {refused}"
            );
        }
        assert_eq!(town.rows("codes list", &[]).await.len(), 2, "they may read");
        // Whoever holds the data folder does what a research lead who is no member does, and codes in nobody's layer.
        let made = town.keeper("codes create", &["Waiting"]).await;
        assert!(made.is_ok(), "{made:?}");
        assert_eq!(town.recorded().await, (None, "codes.write".to_owned()));
        let refused = town
            .keeper("codings add", &["K2", "Leaving", "--turn", "2"])
            .await;
        assert!(refused.unwrap_err().contains("--as R1"));
        let tx = app.db.write().await.unwrap();
        let mut people = town.world.people.iter();
        let account = people
            .find(|(role, _)| *role == Role::ResearchLead)
            .unwrap()
            .1;
        platform::access::disable(&tx, account).await.unwrap();
        let event = platform::audit::Event::installation("test", "");
        tx.commit(app, event).await.unwrap();
        let refused = town.by(&lead.handle, "codes list", &[]).await.unwrap_err();
        assert!(refused.contains("no account that can sign in"), "{refused}");
    }
}

#[tokio::test]
async fn r58_what_is_named_wrongly_is_said_with_what_to_mend() {
    for town in towns().await {
        town.run("codes create", &["Waiting"]).await;
        town.run("codes create", &["Asking", "--under", "Waiting"])
            .await;
        for (command, rest, words) in [
            (
                "codes retire",
                ["Going"].as_slice(),
                "There is no code “Going” in this study. `enid codes list` names them.",
            ),
            ("codes retire", &["asking"], "There is no code “asking”"),
            (
                "codes define",
                &["Leaving", "--level", "deep"],
                "level: Choose one of these.",
            ),
            ("codes create", &["Leaving"], "Nothing was changed."),
            ("codes list", &["--at", "tomorrow"], "This is no day."),
            (
                "codings add",
                &["K7", "Leaving", "--turn", "1"],
                "There is no document “K7” that you may read.",
            ),
            (
                "codings add",
                &["K2", "Leaving", "--turn", "9"],
                "K2 has no turn 9. Its turns are 1 to 4.",
            ),
            (
                "codings add",
                &["K2", "Leaving"],
                "say what is coded: --start and --end, or --turn",
            ),
            ("codings remove", &["x"], "“x” is no id."),
            (
                "trail why",
                &["3f8e5c3a-6f0b-4c57-9d3e-2a4b6c8d0e1f", "Because"],
                "There is no such act.",
            ),
        ] {
            let refused = town.refused(command, rest).await;
            assert!(refused.contains(words), "{command} {rest:?}: {refused}");
        }
        let both = town.refused("codes retire", &["Asking"]).await;
        for path in [
            "Leaving > Asking (",
            "Waiting > Asking (",
            "Write the whole path",
        ] {
            assert!(both.contains(path), "{both}");
        }
    }
}

#[tokio::test]
async fn r58_passages_are_coded_in_the_layer_of_who_acts_and_blind_layers_are_not_listed() {
    for town in towns().await {
        let lead = leader(&town, ANALYST).await;
        let id = town
            .run("codings add", &["K2", "Leaving", "--turn", "2"])
            .await;
        assert_eq!(
            town.recorded().await,
            (Some(town.account), "codings.write".to_owned())
        );
        let again = town
            .run("codings add", &["K2", "Leaving", "--turn", "2"])
            .await;
        assert_eq!(again, id, "what is coded so already stays as it is");
        let rows = town.rows("codings list", &["K2"]).await;
        let start = rows[0]["start"].as_u64().unwrap();
        assert_eq!(rows[0]["analyst"], town.analyst.handle.as_str());
        assert_eq!(rows[0]["turn"], 2);
        assert!(rows[0]["text"].as_str().unwrap().starts_with("I went by"));
        let edge = [start.to_string(), (start + 6).to_string()];
        town.run("codings edges", &[&id, &edge[0], &edge[1]]).await;
        town.run("codings recode", &[&id, "Leaving > Asking"]).await;
        let rows = town
            .rows("codings list", &["K2", "--by", &town.analyst.handle])
            .await;
        assert_eq!(rows[0]["text"], "I went");
        assert_eq!(rows[0]["code"], "Leaving > Asking");
        let other = town.by(&lead.handle, "codings remove", &[&id]).await;
        assert!(other.unwrap_err().contains("only its analyst changes one"));
        let split = town
            .run(
                "codings split",
                &["Leaving > Asking", &id, "--new", "Leaving at once"],
            )
            .await;
        let codes = town.rows("codes list", &[]).await;
        assert!(
            codes.iter().any(|row| row["id"] == split.as_str()),
            "{codes:?}"
        );
        let cookie = town.world.cookie(Role::Researcher).await;
        let form = format!("analyst={}&document=", town.analyst.id);
        let begun = act(&town.world, &cookie, "/blind-passes", &form).await;
        assert_eq!(begun.status, 303, "{}", begun.body);
        let seen = town
            .by(&lead.handle, "codings list", &["K2", "--format", "csv"])
            .await
            .unwrap();
        assert_eq!(seen.lines().count(), 1, "the head alone: {seen}");
        assert_eq!(town.rows("codings list", &["K2"]).await.len(), 1);
        town.run("codings remove", &[&id]).await;
        assert!(town.rows("codings list", &["K2"]).await.is_empty());
    }
}

#[tokio::test]
async fn r41_undo_and_redo_go_through_what_a_member_did_and_say_what_rests_on_it() {
    for town in towns().await {
        town.run("codes create", &["Waiting"]).await;
        town.run("codes create", &["Early", "--under", "Waiting"])
            .await;
        let codes = || town.column("codes list", &[], "code");
        let undone = town.run("trail undo", &[]).await;
        assert!(undone.contains("Early"), "{undone}");
        assert_eq!(codes().await.len(), 3);
        town.run("trail redo", &[]).await;
        assert_eq!(codes().await.len(), 4);
        let acts = town.rows("trail list", &["--kind", "code.create"]).await;
        let first = acts.last().unwrap();
        assert_eq!(first["what"].as_str().unwrap(), "added “Waiting”");
        let act = first["act"].as_str().unwrap().to_owned();
        let refused = town.refused("trail undo", &[&act]).await;
        assert!(
            refused.contains("Later changes rest on this one"),
            "{refused}"
        );
        assert!(refused.contains("Early"), "{refused}");
        town.run("trail undo", &[&act, "--whole"]).await;
        assert_eq!(codes().await, ["Leaving", "Leaving > Asking"]);
        town.run("trail why", &[&act, "Tried out"]).await;
        let told = town
            .rows("trail list", &["--by", &town.analyst.handle])
            .await;
        let of = told.iter().find(|row| row["act"] == act.as_str()).unwrap();
        assert_eq!(of["why"], serde_json::json!(["Tried out"]));
        assert_eq!(of["taken_back"], true);
        let lead = leader(&town, ANALYST).await;
        let nothing = town.by(&lead.handle, "trail undo", &[]).await.unwrap_err();
        assert!(
            nothing.contains("There is nothing more of yours"),
            "{nothing}"
        );
    }
}

#[tokio::test]
async fn r33_r40_codes_and_themes_of_a_day_are_listed_and_two_days_compared() {
    for town in towns().await {
        town.run("codes create", &["Waiting"]).await;
        town.run("codes define", &["Leaving", "--definition", "To go early"])
            .await;
        assert!(
            town.rows("codes list", &["--at", "2001-01-01"])
                .await
                .is_empty()
        );
        assert!(
            town.rows("themes list", &["--at", "2001-01-01"])
                .await
                .is_empty()
        );
        let what = town.rows("codes compare", &["2001-01-01"]).await;
        assert_eq!(what.len(), 3, "{what:?}");
        assert!(
            what.iter()
                .all(|row| row["what"] == serde_json::json!(["added"]))
        );
        let themes = town.rows("themes compare", &["2001-01-01"]).await;
        assert!(
            themes.iter().any(|row| row["path"] == "Holding"),
            "{themes:?}"
        );
        let file = tempfile::tempdir().unwrap();
        let path = file.path().join("trail.jsonl");
        let path = path.to_str().unwrap();
        assert_eq!(town.run("trail export", &[path]).await, path);
        let lines = std::fs::read_to_string(path).unwrap();
        assert!(lines.contains("\"kind\":\"code.redefine\""), "{lines}");
    }
}
