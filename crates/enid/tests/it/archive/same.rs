//! What was taken out and brought in is the same.

use super::*;
use crate::retention::{DAY, come_to, run, swept};

/// What the command line tells of a study: each list and each output that is text.
async fn told(app: &App, study: &str) -> Vec<(String, String)> {
    let lists: &[&[&str]] = &[
        &["codes", "list"],
        &["themes", "list"],
        &["quotes", "list"],
        &["memos", "list"],
        &["trail", "list"],
        &["saturation", "curve"],
    ];
    let mut told = Vec::new();
    for words in lists {
        let words = [*words, &[study, "--format", "json"]].concat();
        told.push((words.join(" "), enid::cli::told(app, &words).await.unwrap()));
    }
    let found = enid::cli::told(app, &["search", study, "the", "--format", "json"]).await;
    told.push(("search".to_owned(), found.unwrap()));
    let outputs = [
        ("table1-summary", "csv"),
        ("table2", "csv"),
        ("question-theme-matrix", "csv"),
        ("themes", "svg"),
        ("map", "svg"),
        ("extracts", "csv"),
        ("interview-guides", "html"),
        ("account", "svg"),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (output, format) in outputs {
        let out = folder.path().join(format!("{output}.{format}"));
        let out = out.to_str().unwrap();
        let words = ["study", "export", study, "--output", output, "--out", out];
        enid::cli::told(app, &words).await.unwrap();
        told.push((output.to_owned(), std::fs::read_to_string(out).unwrap()));
    }
    let project = folder.path().join("study.qdpx");
    let out = project.to_str().unwrap();
    let words = ["study", "export", study, "--out", out, "--report", "json"];
    let report = enid::cli::told(app, &words).await.unwrap();
    told.push(("project".to_owned(), report));
    told
}

#[tokio::test]
async fn q26_a_study_that_was_brought_in_on_either_database_is_the_same_study_to_the_last_byte() {
    for world in coded().await {
        let (app, study) = (&world.installation.app, &world.scopes[2]);
        let first = taken(app, study).await;
        assert!(first == taken(app, study).await, "twice is the same");
        let before = told(app, &study.slug).await;
        for into in empty().await {
            let way = format!("{} to {}", world.installation.on, into.on);
            let here = brought(&into.app, &first).await.unwrap();
            assert_eq!(here.study.id, study.id);
            let second = taken(&into.app, &here.study).await;
            assert!(first == second, "other bytes, {way}");
            let after = told(&into.app, &study.slug).await;
            for ((what, before), (_, after)) in before.iter().zip(after) {
                assert_eq!(before, &after, "{what}, {way}");
            }
            let faults = analysis::trail::verify(into.app.db.read(), study.id).await;
            assert_eq!(faults.unwrap(), Vec::<String>::new(), "{way}");
            let record = platform::audit::verify(into.app.db.read()).await.unwrap();
            assert_eq!(record.breaks, Vec::<String>::new(), "{way}");
        }
    }
}

#[tokio::test]
async fn q26_a_study_with_something_of_everything_is_the_same_study_too() {
    let (from, study) = filled().await;
    let first = taken(&from.app, &study).await;
    let before = told(&from.app, &study.slug).await;
    for into in empty().await {
        let here = brought(&into.app, &first).await.unwrap();
        let second = taken(&into.app, &here.study).await;
        assert!(first == second, "other bytes on {}", into.on);
        let after = told(&into.app, &study.slug).await;
        for ((what, before), (_, after)) in before.iter().zip(after) {
            assert_eq!(before, &after, "{what}, {}", into.on);
        }
    }
    super::left_out::holds_nothing_sealed(&from.app, &first).await;
}

#[tokio::test]
async fn a_study_that_went_after_its_period_comes_back_from_its_archive_where_it_was() {
    for world in coded().await {
        let (app, study) = (&world.installation.app, &world.scopes[2]);
        let first = taken(app, study).await;
        come_to(&world, 11 * 365 * DAY).await;
        assert!(swept(&run(&world).await).contains(&"research"));
        let nothing = unpacked(&taken(app, study).await);
        assert!(nothing.parts.iter().all(|part| part.bytes.is_empty()));
        brought(app, &first).await.unwrap();
        assert!(
            first == taken(app, study).await,
            "{}",
            world.installation.on
        );
        // It was brought in today, so that it does not go at once again.
        assert!(!swept(&run(&world).await).contains(&"research"));
    }
}

#[tokio::test]
async fn a_study_can_have_another_short_name_where_its_own_is_taken() {
    let (world, first) = archived().await;
    let study = &world.scopes[2];
    for into in empty().await {
        let checked = check(&first, &Limits::default()).unwrap();
        let here = bring_in(&into.app, &checked, (Some("another"), None)).await;
        let here = here.unwrap().study;
        assert_eq!((here.slug.as_str(), here.id), ("another", study.id));
        let again = unpacked(&taken(&into.app, &here).await);
        assert_eq!(again.parts, unpacked(&first).parts);
    }
}

#[tokio::test]
async fn an_account_acts_as_a_member_once_somebody_says_whose_it_is() {
    use platform::access::{NewAccount, NewGrant, Role};
    let (world, first) = archived().await;
    let study = &world.scopes[2];
    for into in empty().await {
        let here = brought(&into.app, &first).await.unwrap();
        assert!(
            here.members.contains(&"R1".to_owned()),
            "{:?}",
            here.members
        );
        let names = study::team::names(&into.app, study.id).await.unwrap();
        assert!(names.is_empty(), "nobody came along: {names:?}");
        let team = study::team::all(into.app.db.read(), study.id)
            .await
            .unwrap();
        let member = team.iter().find(|one| one.handle == "R1").unwrap().id;
        let tx = into.app.db.write().await.unwrap();
        let new = NewAccount {
            name: "Dr Kim Example",
            email: "kim@example.org",
        };
        let account = access::create(&tx, &into.app, new).await.unwrap();
        let refused = study::team::bind(&tx, study.id, (account, member)).await;
        assert!(refused.is_err(), "without a role");
        let grant = NewGrant {
            account,
            role: Role::Researcher,
            subject: None,
        };
        access::grant(&tx, &into.app, &here.study, grant)
            .await
            .unwrap();
        study::team::bind(&tx, study.id, (account, member))
            .await
            .unwrap();
        let event = platform::audit::Event::installation("test", "bound");
        tx.commit(&into.app, event).await.unwrap();
        let names = study::team::names(&into.app, study.id).await.unwrap();
        assert_eq!(
            names.get(&member).map(String::as_str),
            Some("Dr Kim Example")
        );
    }
}
