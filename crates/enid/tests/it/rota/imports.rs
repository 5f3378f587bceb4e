//! From a file to facts: the dry run, what is refused, and undo.

use platform::access::Role;
use sea_orm::{ConnectionTrait as _, Statement};

use super::{
    BASE, CODES, act, draft, early, facts, grid, hand_in, newest_import, nights, number, page, put,
};
use crate::world::worlds;

#[tokio::test]
async fn a_rota_shows_what_is_not_known_before_it_is_stored_and_is_stored_as_a_whole() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        let bytes = grid(&[("\"Number 1, Dr\"", &nights), ("Dr Somebody Else", &early)]);
        let draft = draft(&world, &organiser, &bytes).await;
        let before = facts(&world, "").await.len();
        let shown = page(&world, &organiser, &draft).await;
        assert!(shown.contains("codes have no meaning yet"), "{shown}");
        assert!(
            shown.contains("Dr Somebody Else"),
            "a name that fits nobody is asked for"
        );
        act(&world, &organiser, &format!("{draft}/codes"), CODES).await;
        let names = "label=Dr+Somebody+Else&resident=none";
        act(&world, &organiser, &format!("{draft}/names"), names).await;
        let shown = page(&world, &organiser, &draft).await;
        assert!(!shown.contains("codes have no meaning yet"), "{shown}");
        assert!(
            shown.contains("70 days of 2 doctors can be put in place"),
            "{shown}"
        );
        assert!(shown.contains("Rest comes first"), "{shown}");
        let now = facts(&world, "").await.len();
        assert_eq!(before, now, "a dry run stores no fact");
        let answer = act(&world, &organiser, &format!("{draft}/apply"), "").await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let again = act(&world, &organiser, &format!("{draft}/apply"), "").await;
        assert_eq!(again.status, 404, "a draft is put in place once");
        let stored = facts(&world, "grid").await.len();
        assert_eq!(stored, 70);
        let left = number(&world, "SELECT count(*) AS n FROM rota_drafts").await;
        assert_eq!(left, 0, "the file itself is not kept");
    }
}

#[tokio::test]
async fn nothing_of_a_rota_with_a_fault_is_kept() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        let before = facts(&world, "").await.len();
        let nhs = |_| "943 476 5919";
        let draft = draft(&world, &organiser, &grid(&[("Dr Number 1", &nhs)])).await;
        let shown = page(&world, &organiser, &draft).await;
        assert!(
            shown.contains("What to mend in the file") && shown.contains("E50"),
            "{shown}"
        );
        assert!(!shown.contains("Put this rota in place"));
        let answer = act(&world, &organiser, &format!("{draft}/apply"), "").await;
        assert!((400..500).contains(&answer.status), "{}", answer.status);
        assert_eq!(before, facts(&world, "").await.len());
        let imports = number(
            &world,
            "SELECT count(*) AS n FROM rota_imports WHERE source = 'grid'",
        );
        assert_eq!(imports.await, 0);
    }
}

#[tokio::test]
async fn a_file_that_is_no_rota_is_refused_in_words_on_the_form() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        let bad: [&[u8]; 5] = [
            b"PK\x03\x04 no workbook",
            b"BEGIN:VCALENDAR\r\nEND:VCALENDAR",
            b"resident_ref,when\nR1,2026-11-11\n",
            b"\x00\x01\x02\x03",
            b"",
        ];
        for bytes in bad {
            let answer = hand_in(&world, &organiser, bytes).await;
            assert_eq!(answer.status, 422, "{:?}", String::from_utf8_lossy(bytes));
            assert!(answer.body.contains("One thing to mend"), "{}", answer.body);
        }
        assert_eq!(
            number(&world, "SELECT count(*) AS n FROM rota_drafts").await,
            0
        );
    }
}

#[tokio::test]
async fn the_same_rota_twice_changes_no_day_and_undo_brings_back_what_was() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        let resident = world.cookie(Role::Resident).await;
        let week = format!("{BASE}/my-rota?week=2026-11-30");
        let first = page(&world, &resident, &week).await;
        assert!(
            first.contains("E: Clinical shift, 08:00 to 18:00"),
            "{first}"
        );
        let bytes = grid(&[("Dr Number 1", &nights)]);
        put(&world, &organiser, &bytes).await;
        let changed = page(&world, &resident, &week).await;
        assert!(
            changed.contains("N: Clinical shift, 20:30 to 09:00"),
            "{changed}"
        );
        assert!(changed.contains("Rest comes first"), "{changed}");
        let again = draft(&world, &organiser, &bytes).await;
        let shown = page(&world, &organiser, &again).await;
        assert!(
            shown.contains("Nothing changes") && shown.contains("70 as they were"),
            "{shown}"
        );
        assert!(shown.contains("Who can come stays as it is"), "{shown}");
        let import = newest_import(&world).await;
        let undo = format!("{BASE}/rota-imports/{import}/undo");
        assert_eq!(act(&world, &organiser, &undo, "").await.status, 303);
        let back = page(&world, &resident, &week).await;
        assert!(back.contains("E: Clinical shift, 08:00 to 18:00"), "{back}");
        assert!(!back.contains("N: Clinical shift"), "{back}");
        let twice = act(&world, &organiser, &undo, "").await;
        assert_eq!(twice.status, 409, "{}", twice.body);
    }
}

#[tokio::test]
async fn a_rota_says_where_it_breaks_the_rules_of_its_own_hospital_and_what_lies_outside_placements()
 {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        // Two nights and an early shift without the rest between them.
        let harsh = |day: i8| if day < 2 { "N" } else { "E" };
        let draft = draft(&world, &organiser, &grid(&[("Dr Number 1", &harsh)])).await;
        act(&world, &organiser, &format!("{draft}/codes"), CODES).await;
        let shown = page(&world, &organiser, &draft).await;
        assert!(
            shown.contains("W63") && shown.contains("Dr Number 1: "),
            "{shown}"
        );
        assert!(
            shown.contains("Put this rota in place"),
            "a breach is said, not refused"
        );
        let late =
            b"Name,01/03/2027,02/03/2027,03/03/2027\nDr Number 1,E,E,off\nDr Number 2,E,E,off\n";
        let draft = self::draft(&world, &organiser, late).await;
        let shown = page(&world, &organiser, &draft).await;
        assert!(shown.contains("W62"), "{shown}");
    }
}

#[tokio::test]
async fn drafts_and_imports_hold_no_readable_name() {
    for world in worlds().await {
        let organiser = world.cookie(Role::Organiser).await;
        let canary = grid(&[("Dr Wilhelmina Canary", &early), ("Dr Number 1", &early)]);
        let draft = draft(&world, &organiser, &canary).await;
        let names = "label=Dr+Wilhelmina+Canary&resident=none";
        act(&world, &organiser, &format!("{draft}/names"), names).await;
        let db = world.installation.app.db.read();
        let backend = db.get_database_backend();
        let query = "SELECT content, names FROM rota_drafts";
        let row = db
            .query_one_raw(Statement::from_string(backend, query))
            .await
            .unwrap()
            .unwrap();
        for column in ["content", "names"] {
            let bytes: Vec<u8> = row.try_get("", column).unwrap();
            let lies_open = bytes.windows(6).any(|window| window == b"Canary");
            assert!(!lies_open && bytes.len() > 20, "{column} lies open");
        }
        act(&world, &organiser, &format!("{draft}/apply"), "").await;
        let again = self::draft(&world, &organiser, &canary).await;
        let shown = page(&world, &organiser, &again).await;
        assert!(
            shown.contains("value=\"none\" selected"),
            "who a label is was remembered: {shown}"
        );
    }
}
