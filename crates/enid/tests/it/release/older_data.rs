//! Releases that an older Enid has stored are the same after the migration to the release desk.

use platform::audit::Event;
use sea_orm::{ConnectionTrait as _, Statement};
use uuid::Uuid;

use crate::world::{World, worlds};

/// The table of before, as the steps until 0010 leave it.
const RELEASES: &str = "CREATE TABLE releases (id UUID PRIMARY KEY, programme UUID NOT NULL, plan UUID NOT NULL, \
    session UUID NOT NULL, resident UUID NOT NULL, site UUID NOT NULL, leaves_at BIGINT NOT NULL, \
    returns_at BIGINT NOT NULL, shift_code TEXT NOT NULL, state TEXT NOT NULL, code TEXT, changed_at BIGINT NOT NULL, \
    UNIQUE (session, resident)) STRICT";

#[tokio::test]
async fn releases_of_before_the_desk_keep_their_state_hours_and_code() {
    for world in worlds().await {
        let dialect = world.installation.app.db.dialect();
        let app = &world.installation.app;
        let run = async |sql: &str| {
            let tx = app.db.write().await.unwrap();
            let sql = dialect.translate(sql);
            tx.connection()
                .execute_unprepared(&sql)
                .await
                .unwrap_or_else(|error| panic!("{sql}: {error}"));
            let event = Event::installation("test", "");
            tx.commit(app, event).await.unwrap();
        };
        run("UPDATE releases SET state = 'refused', code = 'staffing' \
             WHERE id = (SELECT id FROM releases ORDER BY leaves_at, id LIMIT 1)")
        .await;
        let before = releases(&world).await;
        assert_eq!(before.len(), 12);
        for sql in [
            "DROP TABLE cost_lines",
            "DROP TABLE release_events",
            "ALTER TABLE releases RENAME TO newer",
            RELEASES,
            "INSERT INTO releases SELECT id, programme, plan, session, resident, site, leaves_at, returns_at, shift_code, \
             state, code, changed_at FROM newer",
            "DROP TABLE newer",
            "DROP TABLE release_batches",
        ] {
            run(sql).await;
        }
        for statement in programme::release::MIGRATION.sql.split(";\n") {
            run(statement).await;
        }
        assert_eq!(before, releases(&world).await, "{}", world.installation.on);
    }
}

/// Whose, when, in which state and with which code.
async fn releases(world: &World) -> Vec<(Uuid, Uuid, i64, i64, String, Option<String>)> {
    let db = world.installation.app.db.read();
    let query = "SELECT id, resident, leaves_at, returns_at, state, code FROM releases ORDER BY id";
    let query = Statement::from_string(db.get_database_backend(), query);
    let rows = db.query_all_raw(query).await.unwrap();
    rows.iter()
        .map(|row| {
            (
                row.try_get("", "id").unwrap(),
                row.try_get("", "resident").unwrap(),
                row.try_get("", "leaves_at").unwrap(),
                row.try_get("", "returns_at").unwrap(),
                row.try_get("", "state").unwrap(),
                row.try_get("", "code").unwrap(),
            )
        })
        .collect()
}
