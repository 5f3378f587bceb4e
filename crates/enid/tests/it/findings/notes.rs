//! Memos, and the list of notes.

use super::*;
use crate::consent::act;

#[tokio::test]
async fn r34_memos_are_written_on_what_is_named_and_listed_with_every_filter() {
    for town in towns().await {
        let lead = leader(&town, ANALYST).await;
        let coding = town
            .run("codings add", &["K2", "Leaving", "--turn", "2"])
            .await;
        for (kind, text, on) in [
            (
                "theory",
                "Doors everywhere.",
                ["--code", "Leaving"].as_slice(),
            ),
            ("method", "Read twice.", &[]),
            ("linguistic", "A long breath.", &["--coding", &coding]),
            ("personal", "I know such a door.", &["--document", "K2"]),
            ("definition", "Going is leaving.", &["--theme", "Holding"]),
            (
                "linguistic",
                "So it begins.",
                &["--document", "K2", "--start", "0", "--end", "8"],
            ),
        ] {
            let words = [&["--kind", kind, "--text", text], on].concat();
            town.run("memos add", &words).await;
            assert_eq!(
                town.recorded().await,
                (Some(town.account), "memos.write".to_owned())
            );
        }
        let says = async |filter: &[&str]| {
            let mut texts = town.column("memos list", filter, "text").await;
            texts.sort();
            texts
        };
        assert_eq!(says(&[]).await.len(), 6);
        assert_eq!(says(&["--type", "theory"]).await, ["Doors everywhere."]);
        assert_eq!(says(&["--on", "coding"]).await, ["A long breath."]);
        assert_eq!(says(&["--on", "span"]).await, ["So it begins."]);
        assert_eq!(
            says(&["--words", "DOOR"]).await,
            ["Doors everywhere.", "I know such a door."]
        );
        assert!(says(&["--by", &lead.handle]).await.is_empty());
        assert!(says(&["--by", "lead"]).await.is_empty());
        assert!(says(&["--until", "2001-01-01"]).await.is_empty());
        assert_eq!(says(&["--from", "2001-01-01"]).await.len(), 6);
        for (filter, words) in [
            (["--type", "poem"], "“poem” is no type of note."),
            (["--on", "door"], "“door” is no subject of a memo."),
            (["--by", "R9"], "Nobody in the team is called “R9”."),
            (["--from", "soon"], "This is no day."),
        ] {
            let refused = town.refused("memos list", &filter).await;
            assert!(refused.contains(words), "{filter:?}: {refused}");
        }
        let memos = town.column("memos list", &["--type", "theory"], "id").await;
        let changed = ["--text", "Doors, doors."];
        town.run(
            "memos change",
            &[&[memos[0].as_str()], &changed[..]].concat(),
        )
        .await;
        assert_eq!(says(&["--type", "theory"]).await, ["Doors, doors."]);
        let other = [&[memos[0].as_str()], &changed[..]].concat();
        let refused = town.by(&lead.handle, "memos change", &other).await;
        assert!(refused.unwrap_err().contains("changed by whoever wrote it"));
        town.run("memos remove", &[&memos[0]]).await;
        assert_eq!(says(&[]).await.len(), 5);
        town.run("trail undo", &[]).await;
        assert_eq!(says(&[]).await.len(), 6);
    }
}

#[tokio::test]
async fn p11_no_private_entry_of_a_journal_is_on_the_command_line() {
    for town in towns().await {
        let cookie = town.world.cookie(Role::Researcher).await;
        for (visibility, text) in [("private", "Canary+alone"), ("team", "For+all")] {
            let form = format!("dated=2026-01-01&visibility={visibility}&text={text}");
            let done = act(&town.world, &cookie, "/journal", &form).await;
            assert_eq!(done.status, 303, "{}", done.body);
        }
        let texts = town
            .column("memos list", &["--type", "journal"], "text")
            .await;
        assert_eq!(texts, ["For all"]);
        let folder = tempfile::tempdir().unwrap();
        for ending in ["csv", "html"] {
            let path = folder.path().join(format!("notes.{ending}"));
            let path = path.to_str().unwrap();
            assert_eq!(town.run("memos export", &[path]).await, path);
            let written = std::fs::read_to_string(path).unwrap();
            assert!(
                written.contains("For all") && !written.contains("Canary"),
                "{written}"
            );
        }
        let path = folder.path().join("notes.odt");
        let refused = town
            .refused("memos export", &[path.to_str().unwrap()])
            .await;
        assert!(refused.contains("csv, html or docx"), "{refused}");
        assert!(!path.exists());
    }
}
