//! The record: written with the change, never altered unseen (trust LOG-1, P12).

use platform::access::Role;
use platform::audit::{self, ALONE, Event};
use platform::storage::Dialect;
use sea_orm::{ConnectionTrait, Statement};

use crate::world::{World, worlds};

#[tokio::test]
async fn an_unaltered_record_is_whole() {
    for world in worlds().await {
        world
            .get("/record", Some(&world.cookie(Role::Resident).await))
            .await;
        let verdict = audit::verify(world.installation.app.db.read())
            .await
            .unwrap();
        assert_eq!(verdict.breaks, Vec::<String>::new());
        assert!(verdict.rows >= 3);
    }
}

#[tokio::test]
async fn rows_of_the_record_can_be_neither_changed_nor_removed() {
    for world in worlds().await {
        for statement in [
            "UPDATE audit_events SET subject = 'x'",
            "DELETE FROM audit_events",
        ] {
            let refused = raw(&world, statement).await.unwrap_err();
            assert!(refused.contains("append-only"), "{refused}");
        }
    }
}

#[tokio::test]
async fn a_changed_a_removed_and_a_cut_off_row_are_each_found() {
    for (change, found) in [
        (
            "UPDATE audit_events SET subject = 'x' WHERE seq = 2",
            "was changed",
        ),
        ("DELETE FROM audit_events WHERE seq = 2", "row 2 is missing"),
        (
            "DELETE FROM audit_events WHERE seq = (SELECT max(seq) FROM audit_events)",
            "its head says",
        ),
        ("DELETE FROM audit_heads", "rows without a head"),
    ] {
        for world in worlds().await {
            for _ in 0..3 {
                world.cookie(Role::Organiser).await;
            }
            lift_protection(&world).await;
            raw(&world, change).await.unwrap();
            let verdict = audit::verify(world.installation.app.db.read())
                .await
                .unwrap();
            let told = verdict.breaks.join("\n");
            assert!(told.contains(found), "{change}: {told}");
        }
    }
}

#[tokio::test]
async fn a_refused_page_leaves_a_row_that_names_who_asked() {
    for world in worlds().await {
        let cookie = world.cookie(Role::Coordinator).await;
        world.get("/record", Some(&cookie)).await;
        let newest = audit::newest(world.installation.app.db.read(), None, 50)
            .await
            .unwrap();
        let row = newest
            .iter()
            .find(|row| row.action == "access.refused")
            .unwrap();
        assert_eq!(row.actor, Some(world.account(Role::Coordinator)));
        assert_eq!(row.subject, "record.read");
    }
}

#[tokio::test]
async fn what_is_kept_outlives_only_rows_of_the_own_scope_that_are_marked_alone() {
    for world in worlds().await {
        let app = &world.installation.app;
        let rows: [(&[(&str, &str)], bool); 6] = [
            (&[], true),
            (&[("saltmarsh-study", ALONE)], true),
            (
                &[("saltmarsh-study", ALONE), ("saltmarsh-study", ALONE)],
                true,
            ),
            (
                &[("saltmarsh-study", ALONE), ("saltmarsh-study", "")],
                false,
            ),
            (&[("saltmarsh", ALONE)], false),
            (
                &[("saltmarsh-study", ALONE), (audit::INSTALLATION, "")],
                false,
            ),
        ];
        for (rows, outlives) in rows {
            let ends = async || audit::ends(app.db.read(), "saltmarsh-study").await.unwrap();
            let then = ends().await;
            for (chain, detail) in rows {
                let event = Event::installation("test", "").with_detail(*detail);
                let tx = app.db.write().await.unwrap();
                let chain = (*chain).to_owned();
                tx.commit(app, Event { chain, ..event }).await.unwrap();
            }
            let now = ends().await;
            assert_eq!(now.all - then.all, i64::try_from(rows.len()).unwrap());
            assert_eq!(now.were_alone_since(then), outlives, "{rows:?}");
        }
    }
}

async fn lift_protection(world: &World) {
    let statements: &[&str] = match world.installation.app.db.dialect() {
        Dialect::Sqlite => &[
            "DROP TRIGGER audit_events_no_update",
            "DROP TRIGGER audit_events_no_delete",
        ],
        Dialect::Postgres => &["DROP TRIGGER audit_events_append_only ON audit_events"],
    };
    for statement in statements {
        raw(world, statement).await.unwrap();
    }
}

async fn raw(world: &World, statement: &str) -> Result<(), String> {
    let connection = world.installation.app.db.read();
    connection
        .execute_raw(Statement::from_string(
            connection.get_database_backend(),
            statement.to_owned(),
        ))
        .await
        .map(|_| ())
        .map_err(|error| error.to_string())
}
