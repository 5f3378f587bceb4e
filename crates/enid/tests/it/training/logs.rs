//! Logs, what is still needed, and the organiser's view of both.

use platform::access::Role;
use sea_orm::{ConnectionTrait as _, Statement};

use super::{ADA, BEN, Person, ben, hidden, hold_all, import};
use crate::world::worlds;

#[tokio::test]
async fn a_facilitator_logs_and_sees_what_is_still_needed() {
    for world in worlds().await {
        let ada = Person::of(&world, Role::Facilitator).await;
        let page = ada.page("/training").await;
        assert!(page.contains("What is still needed is not known"), "{page}");
        import(&world, &[ADA], None).await;
        let page = ada.page("/training").await;
        assert!(page.contains("8 sessions as a member"), "{page}");
        assert!(page.contains("has not confirmed this list"), "{page}");
        let form = "on=2026-11-03&role=member&setting=in_person&cases=2";
        ada.does("/training/entries", form).await;
        let page = ada.page("/training").await;
        assert!(page.contains("7 more sessions as a member"), "{page}");
        ada.does("/training/papers", "kind=membership&paper_on=2025-05-01")
            .await;
        let page = ada.page("/training").await;
        assert!(!page.contains("membership of the society"), "{page}");
        let entry = hidden(&page, "entry");
        ada.does("/training/entries/undo", &format!("entry={entry}"))
            .await;
        assert!(
            ada.page("/training")
                .await
                .contains("8 sessions as a member")
        );
    }
}

#[tokio::test]
async fn a_form_that_needs_another_look_keeps_what_was_written() {
    for world in worlds().await {
        let ada = Person::of(&world, Role::Facilitator).await;
        let form = "on=2027-11-03&role=member&setting=weekend&cases=7";
        let answer = ada.send("/training/entries", form).await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        assert!(
            answer.body.contains("Choose a day up to 2026-11-24"),
            "{}",
            answer.body
        );
        assert!(answer.body.contains("value=\"7\""), "{}", answer.body);
        let form = "supervised_on=2026-11-03&minutes=60&supervised_by=943+476+5919&together_with=";
        let answer = ada.send("/training/supervision", form).await;
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("NHS number"), "{}", answer.body);
    }
}

#[tokio::test]
async fn nothing_can_be_remarked_on_anywhere() {
    for world in worlds().await {
        let ada = Person::of(&world, Role::Facilitator).await;
        for page in ["/training", "/availability"] {
            assert!(!ada.page(page).await.contains("<textarea"), "{page}");
        }
        let form = "on=2026-11-03&role=member&setting=online&cases=1&remarks=heron";
        let refused = ada.send("/training/entries", form).await;
        assert_eq!(refused.status, 403, "{}", refused.body);
        assert!(!ada.page("/training").await.contains("heron"));
        assert!(!ada.page("/training.csv").await.contains("heron"));
    }
}

#[tokio::test]
async fn held_sessions_are_proposed_and_stand_in_the_log_by_one_act() {
    for world in worlds().await {
        let ada = Person::of(&world, Role::Facilitator).await;
        assert!(!ada.page("/training").await.contains("not in your log"));
        hold_all(&world).await;
        let page = ada.page("/training").await;
        assert!(
            page.contains("2 held sessions are not in your log"),
            "{page}"
        );
        assert!(page.contains("Add these 2 sessions"), "{page}");
        ada.does("/training/sessions", "").await;
        ada.does("/training/sessions", "").await;
        let file = ada.page("/training.csv").await;
        let line = "group,2026-12-08,lead,in_person,2,no,,,";
        assert!(file.contains(line), "{file}");
        assert_eq!(file.lines().count(), 3, "{file}");
        let book = ada.answer("/training.xlsx").await;
        assert_eq!(book.status, 200);
        assert!(book.header("content-type").contains("spreadsheetml"));
    }
}

#[tokio::test]
async fn supervision_together_is_one_entry_that_counts_for_both() {
    for world in worlds().await {
        let ben = ben(&world).await;
        let ada = Person::of(&world, Role::Facilitator).await;
        let page = ada.page("/training").await;
        let (_, rest) = page.split_once("id=\"field-together_with\"").unwrap();
        let partner = rest.split("<option value=\"").nth(2).unwrap();
        let partner = partner.split('"').next().unwrap();
        let form = format!(
            "supervised_on=2026-11-03&minutes=75&supervised_by=Prof.+Canary&together_with={partner}"
        );
        ada.does("/training/supervision", &form).await;
        for (person, other) in [(&ada, "Dr Ben Example"), (&ben, "Dr Ada Example")] {
            let page = person.page("/training").await;
            assert!(
                page.contains("one supervision, 1 h 15 min in all"),
                "{page}"
            );
            assert!(page.contains(&format!("Together with {other}")), "{page}");
            assert!(page.contains("Prof. Canary"), "{page}");
        }
        // Whoever was there too takes only themselves out of it.
        let entry = hidden(&ben.page("/training").await, "entry");
        ben.does("/training/supervision/undo", &format!("entry={entry}"))
            .await;
        assert!(!ben.page("/training").await.contains("Prof. Canary"));
        assert!(ada.page("/training").await.contains("Prof. Canary"));
        let foreign = ben
            .send("/training/supervision/undo", &format!("entry={entry}"))
            .await;
        assert_eq!(foreign.status, 404, "another's entry is not there");
    }
}

#[tokio::test]
async fn somebody_stays_on_the_list_they_started_under_until_they_choose_to_move() {
    for world in worlds().await {
        import(&world, &[ADA], None).await;
        let ada = Person::of(&world, Role::Facilitator).await;
        ada.does("/training/papers", "kind=membership&paper_on=2025-05-01")
            .await;
        let newer = ADA.replace("uk-older", "uk-2023");
        import(&world, &[&newer], None).await;
        let page = ada.page("/training").await;
        assert!(
            page.contains("Balint Society UK, older guideline, as you started"),
            "{page}"
        );
        assert!(
            page.contains("now names another list: Balint Society UK, from June 2023"),
            "{page}"
        );
        ada.does("/training/move", "set=uk-2023").await;
        let page = ada.page("/training").await;
        assert!(page.contains("What is still needed is not known"), "{page}");
        assert!(page.contains("asks for an application form"), "{page}");
    }
}

#[tokio::test]
async fn the_organiser_sees_levels_pairs_and_the_months_in_which_there_are_too_few() {
    for world in worlds().await {
        let organiser = Person::of(&world, Role::Organiser).await;
        let leaving = ADA.replace(",2026-09-01,,", ",2026-09-01,2027-03-15,");
        import(&world, &[&leaving, BEN], None).await;
        let page = organiser.page("/facilitators").await;
        assert!(
            page.contains("Experienced facilitators can lead one group; one is planned"),
            "{page}"
        );
        assert!(
            page.contains("<b>Dr Ada Example</b> beside <b>Dr Ben Example</b>"),
            "{page}"
        );
        assert!(
            page.contains("Still needed: 20 sessions as a member"),
            "{page}"
        );
        let page = organiser.page("/facilitators/succession").await;
        assert!(
            page.contains("From March 2027 there are too few experienced facilitators"),
            "{page}"
        );
        assert!(
            page.contains("Not known: not within two years at this pace"),
            "{page}"
        );
        assert!(page.contains("role=\"img\""), "{page}");
    }
}

#[tokio::test]
async fn the_name_of_a_supervisor_and_of_a_conflict_lies_sealed() {
    let world = worlds().await.remove(0);
    let ada = Person::of(&world, Role::Facilitator).await;
    let form = "supervised_on=2026-11-03&minutes=60&supervised_by=Prof.+Canary&together_with=";
    ada.does("/training/supervision", form).await;
    ada.does("/availability/conflicts", "named=Dr+Canary").await;
    let form = "day=Tue&from=2026-09-01&to=&site=&most=1&supervisor=Prof.+Canary";
    ada.does("/availability", form).await;
    let db = world.installation.app.db.read();
    for (table, column) in [
        ("supervision_entries", "supervisor"),
        ("declared_conflicts", "named"),
        ("facilitator_statements", "said"),
    ] {
        let query = format!("SELECT {column} AS sealed FROM {table}");
        let query = Statement::from_string(db.get_database_backend(), query);
        let rows = db.query_all_raw(query).await.unwrap();
        assert!(!rows.is_empty(), "{table}");
        for row in rows {
            let bytes: Vec<u8> = row.try_get("", "sealed").unwrap();
            let found = bytes.windows(6).any(|window| window == b"Canary");
            assert!(!found, "{table} holds a name");
        }
    }
}
