//! What was approved stays as it was, whatever becomes of the study.

use std::collections::BTreeMap;

use analysis::Source;

use super::*;

#[tokio::test]
async fn nothing_of_the_study_changes_what_was_released_and_nobody_can() {
    for (world, lead) in towns().await {
        let end = released(&world, &lead, COARSE).await;
        let page = get(&world, &lead, &end).await;
        let before = kept(&world).await;
        assert_eq!(before.len(), 12);
        let mut files: BTreeMap<String, Vec<u8>> = crate::study::files();
        let quotes = String::from_utf8(files["quotes.csv"].clone()).unwrap();
        let changed = quotes.replace(
            "Waiting,The board,Side door,I went by the side door,RQ1,K2,K2\n",
            "",
        );
        assert_ne!(quotes, changed);
        files.insert("quotes.csv".to_owned(), changed.into_bytes());
        let source = Source {
            files,
            ..Source::default()
        };
        let app = &world.installation.app;
        analysis::import(app, &world.scopes[2], source)
            .await
            .unwrap();
        assert!(
            !get(&world, &lead, "/write-up/table2")
                .await
                .contains("side door")
        );
        assert_eq!(kept(&world).await, before);
        let table = world
            .get(&format!("{BASE}{end}/files/table2.csv"), Some(&lead))
            .await;
        assert!(
            table.body.contains("I went by the side door"),
            "{}",
            table.body
        );
        assert_eq!(get(&world, &lead, &end).await, page);
        for (act_on, form) in [
            ("choice", "summary=yes"),
            ("discard", ""),
            ("approve", "reason=Again"),
        ] {
            let answer = act(&world, &lead, &format!("{end}/{act_on}"), form).await;
            assert_eq!(answer.status, 409, "{act_on}: {}", answer.body);
        }
        for sql in [
            "UPDATE output_release_files SET name = 'other.csv'",
            "DELETE FROM output_release_files",
        ] {
            let tx = app.db.write().await.unwrap();
            assert!(
                tx.connection().execute_unprepared(sql).await.is_err(),
                "{sql}"
            );
        }
        assert_eq!(kept(&world).await, before);
    }
}

#[tokio::test]
async fn a_later_withdrawal_leaves_the_release_is_told_on_its_page_and_takes_the_person_out_of_what_is_kept_for_the_check()
 {
    for (world, lead) in towns().await {
        let end = released(&world, &lead, COARSE).await;
        let before = kept(&world).await;
        let person = crate::consent::participant(&world, "K1").await;
        let form = get(&world, &lead, &format!("/consent/{person}/withdraw")).await;
        assert!(form.contains("release 1"), "{form}");
        world.installation.clock.advance(1);
        let gone = act(
            &world,
            &lead,
            &format!("/consent/{person}/withdraw"),
            "scope=whole",
        )
        .await;
        assert_eq!(gone.status, 303, "{}", gone.body);
        assert_eq!(kept(&world).await, before);
        let page = get(&world, &lead, &end).await;
        assert!(
            page.contains("One participant has withdrawn since"),
            "{page}"
        );
        assert_eq!(
            count(&world, "output_release_people WHERE kind = 'row'").await,
            2
        );
        let dump = crate::retention::dump::rows(&world).await;
        let people = format!("{:?}", dump["output_release_people"]);
        let bare = person.replace('-', "");
        assert!(
            !people.contains(&person) && !people.to_lowercase().contains(&bare),
            "{people}"
        );
        // Whoever is left would be told apart from the one who went.
        let next = prepared(&world, &lead).await;
        choose(&world, &lead, (&next, COARSE)).await;
        let page = get(&world, &lead, &next).await;
        assert!(page.contains("holds this release back"), "{page}");
        let without = released(&world, &lead, "summary=yes&table2=yes&questions=yes").await;
        let page = get(&world, &lead, &without).await;
        assert!(page.contains("Release 2 may leave"), "{page}");
        assert!(page.contains("It was held against release 1"), "{page}");
    }
}
