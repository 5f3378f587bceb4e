//! Blind passes, one's own journal, narratives and the account.

use study::journal::{self, Entry, Visibility};

use super::*;

#[tokio::test]
async fn r31_a_blind_pass_is_begun_and_closed_by_its_analyst_and_hides_layers_meanwhile() {
    for town in towns().await {
        let lead = leader(&town, ANALYST).await;
        town.run("codings add", &["K2", "Leaving", "--turn", "2"])
            .await;
        let seen = async |by: &str| {
            let told = town
                .by(by, "codings list", &["K2", "--format", "json"])
                .await;
            let rows: Value = serde_json::from_str(&told.unwrap()).unwrap();
            rows.as_array().unwrap().len()
        };
        assert_eq!(seen(&lead.handle).await, 1);
        let foreign = ["--analyst", lead.handle.as_str()];
        let refused = town.refused("passes begin", &foreign).await;
        assert!(refused.contains("Choose yourself"), "{refused}");
        let own = ["--analyst", town.analyst.handle.as_str(), "--document"];
        let unknown = [&own[..], &["K9"]].concat();
        let refused = town.refused("passes begin", &unknown).await;
        assert!(refused.contains("There is no document “K9”"), "{refused}");
        let known = [&own[..], &["K2"]].concat();
        for _ in 0..2 {
            assert_eq!(town.run("passes begin", &known).await, "begun");
        }
        let open = town.rows("passes list", &[]).await;
        assert_eq!(open.len(), 1, "one that is open is not begun again");
        assert_eq!(open[0]["document"], "K2");
        assert!(open[0]["closed"].is_null());
        assert_eq!(seen(&lead.handle).await, 0, "their layer is not shown");
        let id = open[0]["id"].as_str().unwrap();
        let theirs = town.by(&lead.handle, "passes close", &[id]).await;
        assert!(theirs.unwrap_err().contains("no open pass of yours"));
        assert_eq!(town.run("passes close", &[id]).await, "closed");
        assert_eq!(
            town.recorded().await,
            (Some(town.account), "codings.write".to_owned())
        );
        assert_eq!(seen(&lead.handle).await, 1);
        let closed = town.column("passes list", &[], "closed").await;
        assert_ne!(closed, ["null"]);
    }
}

#[tokio::test]
async fn p11_a_journal_is_kept_as_far_as_others_may_read_it_and_nothing_private_is_told() {
    for town in towns().await {
        let app = &town.world.installation.app;
        let lead = leader(&town, ANALYST).await;
        let private = Entry {
            id: Uuid::from_u128(7),
            member: town.analyst.id,
            dated: jiff::civil::date(2024, 3, 1),
            visibility: Visibility::Private,
            about: None,
            text: "CANARY".to_owned(),
            written_at: app.now(),
        };
        let tx = app.db.write().await.unwrap();
        let study = town.world.scopes[2].id;
        journal::write(&tx, app, study, &private).await.unwrap();
        tx.commit_bookkeeping().await.unwrap();
        let nothing = town.run("journal list", &["--format", "json"]).await;
        assert_eq!(nothing, "[]");
        let hidden = private.id.to_string();
        let none = Uuid::from_u128(8).to_string();
        for command in ["journal remove", "journal change"] {
            let told = town.refused(command, &[&hidden]).await;
            assert_eq!(told, town.refused(command, &[&none]).await);
        }
        let text = ["--text", "I looked for the rota first."];
        let unsaid = town.refused("journal write", &text).await;
        assert!(unsaid.contains("say who may read it"), "{unsaid}");
        let alone = [&text[..], &["--for", "private"]].concat();
        let refused = town.refused("journal write", &alone).await;
        assert!(refused.contains("written signed in"), "{refused}");
        let team = [&text[..], &["--for", "team", "--day", "2024-03-02"]].concat();
        let id = town.run("journal write", &team).await;
        assert_eq!(
            town.recorded().await,
            (Some(town.account), "journal.own".to_owned())
        );
        let later = [id.as_str(), "--day", "2131-01-01"];
        let refused = town.refused("journal change", &later).await;
        assert!(refused.contains("a day that has come"), "{refused}");
        let theirs = town.by(&lead.handle, "journal remove", &[&id]).await;
        assert!(theirs.unwrap_err().contains("no such entry"));
        town.run("journal change", &[&id, "--for", "publishable"])
            .await;
        let rows = town.rows("journal list", &[]).await;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0]["for"], "publishable");
        assert_eq!(rows[0]["text"], "I looked for the rota first.");
        assert_eq!(rows[0]["day"], "2024-03-02");
        town.run("journal remove", &[&id]).await;
        assert!(town.rows("journal list", &[]).await.is_empty());
    }
}

#[tokio::test]
async fn r49_a_narrative_is_written_with_its_quotes_and_a_quote_moves_on_with_its_place() {
    for town in towns().await {
        let all = town.rows("narratives list", &[]).await;
        let names: Vec<&str> = all
            .iter()
            .filter_map(|row| row["section"].as_str())
            .collect();
        assert_eq!(names.last(), Some(&"Other findings"));
        let section = names[0];
        let quotes = town.rows("narratives quotes", &[section]).await;
        let quote = &quotes[0];
        let mark = quote["mark"].as_str().unwrap();
        let text = format!("They say it so.\n\n{mark}");
        let written = ["--text", text.as_str()];
        town.run("narratives write", &[&[section], &written[..]].concat())
            .await;
        assert_eq!(
            town.recorded().await,
            (Some(town.account), "narratives.write".to_owned())
        );
        let read = town.run("narratives read", &[section]).await;
        let words = quote["quote"].as_str().unwrap();
        assert_eq!(read, format!("{section}\n\nThey say it so.\n\n{words}"));
        let unknown = town.refused("narratives read", &["Nowhere"]).await;
        assert!(unknown.contains("There is no section"), "{unknown}");
        let id = quote["id"].as_str().unwrap();
        let to_other = [id, "--from", section, "--to", "other"];
        town.run("narratives move", &to_other).await;
        let left = town.run("narratives read", &[section]).await;
        assert!(!left.contains(words), "{left}");
        let other = town.run("narratives read", &["other"]).await;
        assert!(other.contains(words), "{other}");
        town.run("trail undo", &[]).await;
        let again = town.run("narratives read", &[section]).await;
        assert_eq!(again, read);
    }
}

#[tokio::test]
async fn r57_the_account_is_arranged_and_named() {
    for town in towns().await {
        let asked = ["note-1", "--words", "I left [then]"];
        let made = town.by(&town.analyst.handle, "quotes add", &asked).await;
        let id = made.unwrap_or_else(|error| panic!("{error}"));
        let row = async || town.rows("account list", &[]).await.remove(0);
        let first = row().await;
        assert_eq!(
            (&first["id"], first["panel"].is_null()),
            (&id.clone().into(), true)
        );
        let early = town.refused("account arrange", &[&id, "turn"]).await;
        assert!(early.contains("stands in no panel yet"), "{early}");
        town.run("account arrange", &[&id, "add"]).await;
        assert_eq!(row().await["panel"], 1);
        let none = Uuid::from_u128(9).to_string();
        let unknown = town.refused("account arrange", &[&none, "add"]).await;
        assert!(unknown.contains("There is no such quote"), "{unknown}");
        town.run("account name", &["A year of notes"]).await;
        assert_eq!(
            town.recorded().await,
            (Some(town.account), "quotes.write".to_owned())
        );
    }
}
