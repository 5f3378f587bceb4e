//! Themes and quotes.

use analysis::queries::{Count, Kind, Opened, counted};
use serde_json::json;

use super::*;

#[tokio::test]
async fn r42_a_theme_is_worked_on_from_its_first_name_to_its_definition() {
    for town in towns().await {
        let id = town.run("themes create", &["The door stays open"]).await;
        assert_eq!(
            town.recorded().await,
            (Some(town.account), "themes.write".to_owned())
        );
        let name = "The door stays open";
        let refused = town.refused("themes status", &[name, "defined"]).await;
        assert!(refused.contains("Nothing was changed."), "{refused}");
        town.run(
            "themes write",
            &[
                name,
                "--concept",
                "Leaving is kept possible",
                "--question",
                "RQ2",
            ],
        )
        .await;
        town.run(
            "themes write",
            &[name, "--story", "Whoever stays knows the way out."],
        )
        .await;
        town.run("themes contribute", &[name, "Leaving"]).await;
        town.run("themes status", &[name, "defined"]).await;
        let told = town.rows("themes show", &[name]).await;
        let field = |name: &str| {
            let row = told.iter().find(|row| row["field"] == name).unwrap();
            row["value"].clone()
        };
        assert_eq!(field("id"), id.as_str());
        assert_eq!(field("status"), "defined");
        assert_eq!(field("concept"), "Leaving is kept possible");
        assert_eq!(field("story"), "Whoever stays knows the way out.");
        assert_eq!(field("questions"), json!(["RQ2"]));
        assert_eq!(field("codes"), json!(["Leaving"]));
        let unknown = town
            .refused("themes write", &[name, "--question", "RQ9"])
            .await;
        assert!(
            unknown.contains("There is no research question “RQ9”"),
            "{unknown}"
        );
        town.run("themes rename", &[name, "The way out", "--why", "Shorter"])
            .await;
        town.run("themes promote", &["Leaving > Asking"]).await;
        town.run("themes move", &["Asking", "--under", "The way out"])
            .await;
        town.run("themes merge", &["Asking", "Holding", "--why", "One story"])
            .await;
        town.run("themes drop", &["The way out"]).await;
        let shown = || town.column("themes list", &["--dropped"], "theme");
        assert!(shown().await.contains(&"The way out > Asking".to_owned()));
        let named = town.column("themes list", &[], "theme").await;
        assert!(!named.contains(&"The way out".to_owned()), "{named:?}");
        town.run("themes restore", &["The way out"]).await;
        let history = town.rows("themes history", &["The way out"]).await;
        assert!(
            history.iter().any(|row| row["why"] == "Shorter"),
            "{history:?}"
        );
        let by = |row: &Value| row["who"] == town.analyst.handle.as_str();
        assert!(history.iter().all(by), "{history:?}");
    }
}

#[tokio::test]
async fn r46_a_quote_is_made_of_what_was_said_placed_marked_and_moved() {
    for town in towns().await {
        let differs = town
            .refused("quotes add", &["K2", "--words", "I ran by the side door"])
            .await;
        assert!(
            differs.contains("This is not what was said in K2"),
            "{differs}"
        );
        let words = "I went … by the side [door]";
        let made = [
            "K2",
            "--words",
            words,
            "--theme",
            "Holding",
            "--question",
            "RQ2",
            "--ready",
            "yes",
        ];
        let id = town.run("quotes add", &made).await;
        assert_eq!(
            town.recorded().await,
            (Some(town.account), "quotes.write".to_owned())
        );
        let row = async || {
            let rows = town.rows("quotes list", &["--document", "K2"]).await;
            rows.into_iter()
                .find(|row| row["id"] == id.as_str())
                .unwrap()
        };
        let told = row().await;
        assert_eq!(told["places"], json!(["Holding"]));
        assert_eq!(told["questions"], json!(["RQ2"]));
        assert_eq!(told["ready"], true);
        assert!(told["spans"].as_array().unwrap().len() > 1, "{told}");
        let refused = town.refused("quotes place", &[&id, "Waiting"]).await;
        assert!(
            refused.contains("Nothing was changed."),
            "a second theme needs a reason"
        );
        town.run("quotes place", &[&id, "Waiting", "--why", "It says both"])
            .await;
        town.run("quotes mark", &[&id, "--stance", "lone", "--ready", "no"])
            .await;
        town.run("quotes unplace", &[&id, "Holding"]).await;
        town.run("quotes move", &[&id, "Waiting", "other"]).await;
        let told = row().await;
        assert_eq!(told["places"], json!(["Other findings"]));
        assert_eq!(told["stance"], "lone");
        assert_eq!(told["questions"], json!(["RQ2"]), "what is not said stays");
        town.run("quotes mark", &[&id, "--no-question"]).await;
        town.run("quotes reword", &[&id, "by the side door"]).await;
        let told = row().await;
        assert_eq!(
            (&told["text"], &told["questions"]),
            (&json!("by the side door"), &json!([]))
        );
        let listed = async |filter: &[&str]| town.column("quotes list", filter, "id").await;
        assert_eq!(
            listed(&["--state", "lone"]).await,
            std::slice::from_ref(&id)
        );
        assert_eq!(
            listed(&["--theme", "other"]).await,
            std::slice::from_ref(&id)
        );
        assert!(!listed(&["--theme", "Holding"]).await.contains(&id));
        let refused = town.refused("quotes list", &["--state", "loud"]).await;
        assert!(refused.contains("Name one of ready, draft"), "{refused}");
        town.run("quotes remove", &[&id]).await;
        assert!(!listed(&[]).await.contains(&id));
        town.run("trail undo", &[]).await;
        assert!(listed(&[]).await.contains(&id));
    }
}

#[tokio::test]
async fn r46_a_theme_of_a_query_holds_what_its_quotes_show_each_once_and_follows_merges() {
    for town in towns().await {
        let name = "The way out";
        town.run("themes create", &[name]).await;
        town.run("themes create", &["At once", "--under", name])
            .await;
        let made = [
            "K2",
            "--words",
            "I went … ten to one",
            "--theme",
            name,
            "--question",
            "RQ2",
        ];
        let id = town.run("quotes add", &made).await;
        let reason = ["--why", "It says both"];
        let place = [&[id.as_str(), "At once"], &reason[..]].concat();
        town.run("quotes place", &place).await;
        let app = &town.world.installation.app;
        let found = async |query: &str| {
            let words = ["search", STUDY, query, "--format", "json"];
            let told = enid::cli::told(app, &words).await.unwrap();
            let told: Value = serde_json::from_str(&told).unwrap();
            let rows = told["rows"].as_array().unwrap().iter();
            let texts = rows.map(|row| row["text"].as_str().unwrap().to_owned());
            texts.collect::<Vec<_>>()
        };
        let of = |theme: &str| format!("theme:\"{theme}\" unit:passage");
        assert_eq!(found(&of(name)).await, ["I went", "ten to one"]);
        let counted = async |theme: &str| {
            let study = town.world.scopes[2].id;
            let opened = Opened::of_keeper(app, study).await.unwrap();
            let what = (Kind::QuestionTheme, Count::Codings);
            let matrix = counted(app, &opened, what).await.unwrap();
            let column = matrix.columns.iter().position(|head| head.name == theme);
            let row = matrix
                .rows
                .iter()
                .position(|head| head.name.starts_with("RQ2"));
            column.map(|column| matrix.cell(row.unwrap(), column))
        };
        assert_eq!(
            counted(name).await,
            Some(1),
            "in two places it is one quote"
        );
        let before = counted("Holding").await.unwrap();
        town.run("themes merge", &[name, "Holding"]).await;
        assert_eq!(found(&of(name)).await, Vec::<String>::new());
        let holding = found(&of("Holding")).await;
        assert!(holding.contains(&"I went".to_owned()), "{holding:?}");
        assert_eq!(
            (counted(name).await, counted("Holding").await),
            (None, Some(before + 1))
        );
        town.run("quotes remove", &[&id]).await;
        assert!(!found(&of("Holding")).await.contains(&"I went".to_owned()));
        assert_eq!(counted("Holding").await, Some(before));
    }
}
