//! A rota stored by an older Enid, a row a day, is the same rota after the migration.

use platform::audit::Event;
use platform::storage::Dialect;
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::Value;
use uuid::Uuid;

use crate::world::{World, worlds};

/// The table of before, as the steps until 0006 leave it.
const SHIFTS: &str = "CREATE TABLE shifts (programme UUID NOT NULL, position BIGINT NOT NULL, \
    resident UUID NOT NULL, site UUID NOT NULL, on_date TEXT NOT NULL, code TEXT NOT NULL, kind TEXT NOT NULL, \
    start_at BIGINT NOT NULL, end_at BIGINT NOT NULL, whole_day BIGINT NOT NULL, role TEXT, imported_at BIGINT NOT NULL, \
    source TEXT NOT NULL, import UUID, line BIGINT NOT NULL, superseded_by UUID, PRIMARY KEY (programme, position)) STRICT";

#[tokio::test]
async fn a_rota_with_a_row_a_day_becomes_one_with_a_row_a_doctor_and_loses_nothing() {
    for world in worlds().await {
        let dialect = world.installation.app.db.dialect();
        let app = &world.installation.app;
        let run = async |sql: &str| {
            let tx = app.db.write().await.unwrap();
            let sql = dialect.translate(sql);
            tx.connection().execute_unprepared(&sql).await.unwrap();
            let event = Event::installation("test", "");
            tx.commit(app, event).await.unwrap();
        };
        run("UPDATE rota_lines SET told = REPLACE(told, '\"E\"', '\"E \\\"x\\\\\"')").await;
        let before = lines(&world).await;
        assert!(before.len() > 1 && before[0].1.len() > 1);
        run(SHIFTS).await;
        let mut position = 0;
        for (resident, told) in &before {
            for fact in told {
                position += 1;
                let values = [
                    format!("{position}"),
                    uuid_text(dialect, *resident),
                    quoted(&fact[0]),
                    quoted(&fact[1]),
                    quoted(&fact[2]),
                    fact[3].to_string(),
                    fact[4].to_string(),
                    u8::from(fact[5] == true).to_string(),
                    quoted(&fact[6]),
                    fact[7].to_string(),
                ];
                let [
                    position,
                    resident,
                    date,
                    code,
                    kind,
                    start,
                    end,
                    whole,
                    role,
                    line,
                ] = values;
                let insert = format!(
                    "INSERT INTO shifts SELECT programme, {position}, resident, site, {date}, {code}, {kind}, {start}, {end}, \
                     {whole}, {role}, imported_at, source, import, {line}, NULL FROM rota_lines WHERE resident = {resident}"
                );
                run(&insert).await;
            }
        }
        run("DROP TABLE rota_lines").await;
        for statement in programme::rotas::LINES.sql.split(";\n") {
            run(statement).await;
        }
        let after = lines(&world).await;
        assert_eq!(before, after, "{}", world.installation.on);
    }
}

fn quoted(value: &Value) -> String {
    value.as_str().map_or_else(
        || "NULL".to_owned(),
        |text| format!("'{}'", text.replace('\'', "''")),
    )
}

fn uuid_text(dialect: Dialect, id: Uuid) -> String {
    match dialect {
        Dialect::Sqlite => format!("x'{}'", id.simple()),
        Dialect::Postgres => format!("'{id}'"),
    }
}

/// Each doctor's facts in order of date and hour.
async fn lines(world: &World) -> Vec<(Uuid, Vec<Value>)> {
    let db = world.installation.app.db.read();
    let query = "SELECT resident, told FROM rota_lines ORDER BY resident";
    let query = Statement::from_string(db.get_database_backend(), query);
    let rows = db.query_all_raw(query).await.unwrap();
    rows.iter()
        .map(|row| {
            let told: String = row.try_get("", "told").unwrap();
            let mut told: Vec<Value> = serde_json::from_str(&told).unwrap();
            told.sort_by_key(|fact| fact[0].to_string() + &fact[3].to_string());
            (row.try_get("", "resident").unwrap(), told)
        })
        .collect()
}
