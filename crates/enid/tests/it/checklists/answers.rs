//! Answers of people, lists that are brought in, and what the audit makes of them.

use platform::audit;

use super::*;

#[tokio::test]
async fn r59_an_answer_is_kept_with_who_and_when_and_can_be_taken_back() {
    for town in towns().await {
        let empty = town.page("/checklists/coreq").await;
        assert!(empty.contains("COREQ: no item is answered yet"), "{empty}");
        let form = "stands=answered&words=Everybody+was+asked.&place=Methods";
        let seen = town.seen("coreq/10").await;
        let done = town.answers("coreq/10", &seen, form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let to = format!("/studies/{STUDY}/checklists/coreq#item-10");
        assert_eq!(done.header("location"), to);
        let app = &town.world.installation.app;
        let rows = audit::newest(app.db.read(), Some(STUDY), 1).await.unwrap();
        assert_eq!(
            (rows[0].action.as_str(), rows[0].subject.as_str()),
            ("checklists.write", "coreq 10")
        );
        let list = town.page("/checklists/coreq").await;
        let by = format!("by {}", town.analyst.handle);
        for words in [
            "1 of 32 items are answered",
            "Everybody was asked.",
            "In the manuscript: Methods",
            &by,
        ] {
            assert!(list.contains(words), "{words}: {list}");
        }
        let item = town.page("/checklists/coreq/10").await;
        assert!(item.contains("answered item 10 of COREQ"), "{item}");
        let trail = town.page("/trail").await;
        assert!(trail.contains("answered item 10 of COREQ"), "{trail}");
        let (_, rest) = item.split_once("name=\"act\" value=\"").unwrap();
        let form = format!("act={}", rest.split('"').next().unwrap());
        let back = act(&town.world, &town.cookie, "/checklists/take-back", &form).await;
        assert_eq!(back.status, 303, "{}", back.body);
        let list = town.page("/checklists/coreq").await;
        assert!(list.contains("no item is answered yet"), "{list}");
        let history = town.run("checklists history", &["10"]).await.unwrap();
        assert!(history.contains("took back: answered item 10"), "{history}");
        let chain = analysis::trail::verify(app.db.read(), town.world.scopes[2].id).await;
        assert_eq!(chain.unwrap(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn r52_of_two_who_answer_one_item_the_second_sees_both_answers_and_loses_none() {
    for town in towns().await {
        let seen = town.seen("coreq/2").await;
        let form = "stands=answered&words=One+is+a+cook.&place=";
        assert_eq!(town.answers("coreq/2", &seen, form).await.status, 303);
        let form = "stands=answered&words=All+are+cooks.&place=Team";
        let late = town.answers("coreq/2", &seen, form).await;
        assert_eq!(late.status, 409);
        for words in [
            "meanwhile",
            "One is a cook.",
            ">All are cooks.<",
            "value=\"Team\"",
        ] {
            assert!(late.body.contains(words), "{words}: {}", late.body);
        }
        let (_, rest) = late.body.split_once("name=\"seen\" value=\"").unwrap();
        let seen = rest.split('"').next().unwrap().to_owned();
        assert_eq!(town.answers("coreq/2", &seen, form).await.status, 303);
        let list = town.page("/checklists/coreq").await;
        assert!(list.contains("All are cooks.") && !list.contains("One is a cook."));
    }
}

#[tokio::test]
async fn r59_what_does_not_apply_has_its_reason_and_what_is_not_drafted_is_written() {
    for town in towns().await {
        for (item, form, words) in [
            (
                "coreq/28",
                "stands=not_applicable&words=&place=",
                "Say why it does not apply",
            ),
            (
                "coreq/3",
                "stands=answered&words=&place=",
                "Nothing is drafted here",
            ),
            (
                "coreq/3",
                "stands=perhaps&words=x&place=",
                "Choose how the item stands",
            ),
        ] {
            let seen = town.seen(item).await;
            let refused = town.answers(item, &seen, form).await;
            assert_eq!(refused.status, 422, "{item}");
            assert!(refused.body.contains(words), "{words}: {}", refused.body);
        }
        // What is drafted can stand as it is.
        let seen = town.seen("coreq/12").await;
        let stands = town
            .answers("coreq/12", &seen, "stands=answered&words=&place=")
            .await;
        assert_eq!(stands.status, 303, "{}", stands.body);
        let refused = town
            .run("checklists answer", &["28", "--not-applicable"])
            .await;
        assert!(refused.unwrap_err().contains("Say why it does not apply"));
        let why = ["28", "--not-applicable", "--text", "Nobody was asked."];
        assert_eq!(town.run("checklists answer", &why).await.unwrap(), "28");
        let rows = town
            .run("checklists list", &["--format", "json"])
            .await
            .unwrap();
        let rows: serde_json::Value = serde_json::from_str(&rows).unwrap();
        let of = |item: &str| {
            let mut rows = rows.as_array().unwrap().iter();
            rows.find(|row| row["item"] == item).unwrap().clone()
        };
        assert_eq!(of("28")["state"], "Does not apply");
        assert_eq!(of("28")["words"], "Nobody was asked.");
        assert_eq!(
            (&of("12")["state"], &of("3")["state"]),
            (&"Answered".into(), &"Open".into())
        );
        assert_eq!(
            town.run("checklists answer", &["28", "--open"])
                .await
                .unwrap(),
            "28"
        );
        let list = town.page("/checklists/coreq").await;
        assert!(list.contains("1 of 32"), "{list}");
        let unknown = town.run("checklists answer", &["33", "--text", "x"]).await;
        assert!(unknown.unwrap_err().contains("COREQ has no item “33”"));
    }
}

#[tokio::test]
async fn r60_a_list_is_brought_in_and_what_is_wrong_with_its_file_is_said_with_the_line() {
    for town in towns().await {
        let path = format!("/studies/{STUDY}/checklists");
        let upload = async |text: &str| {
            let files = [("list", "Dr Canary.toml", text.as_bytes())];
            town.world.upload(&path, &town.cookie, &[], &files).await
        };
        let wrong = upload(&OWN.replace("[\"themes\"]", "[\"thoughts\"]")).await;
        assert_eq!(wrong.status, 422);
        assert!(
            wrong
                .body
                .contains("The file, line 12: “thoughts” is nothing"),
            "{}",
            wrong.body
        );
        let shipped = upload(&OWN.replace("id = \"own\"", "id = \"coreq\"")).await;
        assert!(
            shipped.body.contains("every study has House list already"),
            "{}",
            shipped.body
        );
        let nothing = town.world.upload(&path, &town.cookie, &[], &[]).await;
        assert_eq!(nothing.status, 422);
        let done = upload(OWN).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let list = town.page("/checklists/own").await;
        assert!(
            list.contains("House list: no item is answered yet"),
            "{list}"
        );
        assert!(list.contains("Drafted from data"), "{list}");
        let index = town.page("/checklists").await;
        assert!(
            index.contains("0 of 2 answered") && !index.contains("Canary"),
            "{index}"
        );
        let csv = town.page("/checklist/checklist.csv?checklist=own").await;
        assert_eq!(cell(&csv, "2", "asks"), "What was hard");
        let none = format!("/studies/{STUDY}/checklists/nowhere");
        assert_eq!(town.world.get(&none, Some(&town.cookie)).await.status, 404);

        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("own.toml");
        std::fs::write(&file, OWN.replace("hard", "easy")).unwrap();
        let file = file.to_str().unwrap();
        assert_eq!(town.run("checklists bring", &[file]).await.unwrap(), "own");
        let list = town.page("/checklists/own").await;
        assert!(list.contains("What was easy") && !list.contains("What was hard"));
        let trail = town.page("/trail").await;
        assert!(
            trail.contains("brought in the checklist “House list”"),
            "{trail}"
        );
        std::fs::write(file, "format = 1").unwrap();
        let wrong = town.run("checklists bring", &[file]).await.unwrap_err();
        assert!(wrong.contains("own.toml, line 1:"), "{wrong}");
    }
}

#[tokio::test]
async fn a19_the_audit_reads_the_answers_and_looks_for_their_places_in_the_manuscript() {
    for town in towns().await {
        let audit = async || -> serde_json::Value {
            let json = town.page("/reporting-audit/audit.json").await;
            serde_json::from_str(&json).unwrap()
        };
        let told = |audit: &serde_json::Value| -> Vec<String> {
            let findings = audit["findings"].as_array().unwrap().iter();
            let own = findings.filter(|finding| finding["check"] == "A19");
            own.map(|one| one["message"].as_str().unwrap().to_owned())
                .collect()
        };
        let text = "# Methods\n\nWe asked.\n\n# Results\n\nThey told.\n";
        let files = [("manuscript", "paper.md", text.as_bytes())];
        let path = format!("/studies/{STUDY}/reporting-audit");
        let read = town.world.upload(&path, &town.cookie, &[], &files).await;
        assert_eq!(read.status, 303, "{}", read.body);
        assert_eq!(
            told(&audit().await),
            Vec::<String>::new(),
            "nobody has begun a list"
        );
        for (item, place) in [
            ("1", "Methods, paragraph 2; page 3"),
            ("2", "Results; Epilogue"),
        ] {
            let words = [item, "--text", "Somebody.", "--where", place];
            town.run("checklists answer", &words).await.unwrap();
        }
        let found = told(&audit().await);
        let open = found.iter().filter(|one| one.ends_with("is open."));
        assert_eq!(open.count(), 30, "{found:?}");
        let places: Vec<&String> = found
            .iter()
            .filter(|one| one.contains("points to"))
            .collect();
        assert_eq!(
            places,
            [
                "Item 2 of COREQ points to “Epilogue”, and the manuscript has no such heading or caption."
            ]
        );
    }
}
