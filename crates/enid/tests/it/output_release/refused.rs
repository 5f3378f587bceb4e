//! From a table that tells somebody apart to one that may leave, and who lets it.

use platform::audit;

use super::*;

#[tokio::test]
async fn a_unique_row_is_refused_coarsened_approved_with_a_name_and_a_reason_and_every_step_is_recorded()
 {
    for (world, lead) in towns().await {
        let list = get(&world, &lead, "/releases").await;
        assert!(
            list.contains("Nothing was released of this study yet"),
            "{list}"
        );
        let end = prepared(&world, &lead).await;
        let fine = "people=yes&people_words=A+table+may+be+printed+with+a+row+about+me.&table2=yes&summary=yes&questions=yes";
        choose(&world, &lead, (&end, fine)).await;
        everything_may_be_printed(&world, &lead, &end).await;
        let page = get(&world, &lead, &end).await;
        for words in [
            "One thing holds this release back",
            "2 rows are shared by nobody else",
            "Whoever knows the gender of somebody finds one of 2 rows",
            "Refused",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("Approve and freeze"), "{page}");
        assert_eq!(approve(&world, &lead, &end).await.status, 422);
        assert_eq!(count(&world, "output_release_files").await, 0);

        choose(&world, &lead, (&end, COARSE)).await;
        let page = get(&world, &lead, &end).await;
        for words in [
            "can be approved by whoever accepts 2 things",
            "3 quotes may be printed as the research lead wrote down",
            "One kind of row is shared by fewer than 10",
            "2 participants have signed nothing here",
            "a colleague may recognise a case",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let seen = seen(&world, &lead, &end).await;
        let none = act(
            &world,
            &lead,
            &format!("{end}/approve"),
            &format!("seen={seen}&reason=+"),
        )
        .await;
        assert_eq!(none.status, 422);
        assert!(
            none.body.contains("Write why it may leave"),
            "{}",
            none.body
        );
        assert_eq!(approve(&world, &lead, &end).await.status, 303);
        let page = get(&world, &lead, &end).await;
        for words in [
            "Release 1 may leave the team",
            "by Dr research lead of Saltmarsh",
            "The journal asks for it",
            "participants.docx",
            "table2.csv",
            "release-1.zip",
            "One kind of row is shared by fewer than 10",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        for file in ["table2.csv", "release-1.zip"] {
            let path = format!("{BASE}{end}/files/{file}");
            let taken = world.get(&path, Some(&lead)).await;
            assert_eq!(taken.status, 200, "{file}");
            let disposition = format!("attachment; filename=\"{file}\"");
            assert_eq!(taken.header("content-disposition"), disposition);
        }
        let none = world
            .get(&format!("{BASE}{end}/files/table3.csv"), Some(&lead))
            .await;
        assert_eq!(none.status, 404);
        let app = &world.installation.app;
        let rows = audit::newest(app.db.read(), Some("saltmarsh-study"), 9)
            .await
            .unwrap();
        let said: Vec<(&str, &str)> = rows
            .iter()
            .filter(|row| row.action != "releases.ask")
            .map(|row| (row.action.as_str(), row.detail.as_str()))
            .collect();
        let (all, fine) = (
            "Table 1 by cohort, Table 1 with a row a person, Table 2",
            "releases.prepare",
        );
        assert_eq!(
            said,
            [
                ("releases.read", "took release-1.zip of release 1"),
                ("releases.read", "took table2.csv of release 1"),
                ("releases.approve", format!("release 1: {all}").as_str()),
                (fine, format!("chosen: {all}").as_str()),
                (fine, format!("chosen: {all}").as_str()),
                (fine, "begun"),
            ]
        );
        assert!(
            rows.iter()
                .all(|row| row.actor == Some(world.account(Role::ResearchLead)))
        );
    }
}

#[tokio::test]
async fn whoever_is_not_of_the_team_has_no_name_to_approve_with() {
    for world in worlds().await {
        crate::study::import(&world).await.unwrap();
        let lead = world.cookie(Role::ResearchLead).await;
        let end = prepared(&world, &lead).await;
        let refused = approve(&world, &lead, &end).await;
        assert_eq!(refused.status, 422);
        assert!(
            refused.body.contains("you are not in the team yet"),
            "{}",
            refused.body
        );
        assert_eq!(count(&world, "output_release_files").await, 0);
        let back = act(&world, &lead, &format!("{end}/discard"), "").await;
        assert_eq!(back.status, 303);
        assert_eq!(count(&world, "output_releases").await, 0);
    }
}

#[tokio::test]
async fn what_was_changed_since_it_was_looked_at_is_looked_at_again_before_it_is_approved() {
    for (world, lead) in towns().await {
        let end = prepared(&world, &lead).await;
        everything_may_be_printed(&world, &lead, &end).await;
        let seen = seen(&world, &lead, &end).await;
        choose(&world, &lead, (&end, "summary=yes")).await;
        assert!(!seen.is_empty());
        let form = format!("seen={seen}&reason=Sent+out");
        let late = act(&world, &lead, &format!("{end}/approve"), &form).await;
        assert_eq!(late.status, 422);
        assert!(
            late.body.contains("changed since you looked"),
            "{}",
            late.body
        );
        assert!(late.body.contains("Sent out"), "what was written is kept");
    }
}
