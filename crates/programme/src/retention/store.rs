//! Every query of retention on the tables of a programme.

use platform::clock::Instant;
use platform::retention::Sweeping;
use platform::{Error, Result};
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use uuid::Uuid;

use super::due::Person;

/// Sessions of a programme that ended by a moment.
const SESSIONS: &str = "SELECT id FROM sessions WHERE programme = $1 AND ends_at <= $2";

/// The programme that is swept.
pub(super) fn programme(sweeping: &Sweeping<'_>) -> Result<Uuid> {
    let scope = sweeping.scope;
    let none = || Error::internal("a class of programmes is swept outside a programme");
    scope.map(|scope| scope.id).ok_or_else(none)
}

async fn rows(sweeping: &Sweeping<'_>, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>> {
    let connection = sweeping.tx.connection();
    let backend = connection.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, values);
    Ok(connection.query_all_raw(statement).await?)
}

/// When each session of the programme ends, whatever became of it.
pub(super) async fn session_ends(sweeping: &Sweeping<'_>) -> Result<Vec<Instant>> {
    let sql = "SELECT ends_at FROM sessions WHERE programme = $1";
    let rows = rows(sweeping, sql, vec![programme(sweeping)?.into()]).await?;
    rows.iter()
        .map(|row| Ok(Instant(row.try_get("", "ends_at")?)))
        .collect()
}

/// Residents who were not erased so far.
pub(super) async fn residents(sweeping: &Sweeping<'_>) -> Result<Vec<(Uuid, Person)>> {
    sweeping.mark("residents", "listed = 0").await?;
    let sql = "SELECT r.id AS id, k.made_at AS known_since, m.at AS unlisted_at, \
        CASE WHEN j.state IN ('left', 'declined') THEN j.since END AS left_at, \
        (SELECT MAX(s.ends_at) FROM sessions s WHERE s.id IN (SELECT x.session FROM releases x WHERE x.resident = r.id) \
         OR s.id IN (SELECT a.session FROM attendances a WHERE a.resident = r.id)) AS last_session \
        FROM residents r JOIN person_keys k ON k.person = r.id \
        LEFT JOIN retention_marks m ON m.kind = 'residents' AND m.subject = r.id \
        LEFT JOIN joinings j ON j.resident = r.id \
        WHERE r.programme = $1 AND NOT EXISTS (SELECT 1 FROM erasures e WHERE e.person = r.id)";
    let rows = rows(sweeping, sql, vec![programme(sweeping)?.into()]).await?;
    rows.iter().map(person).collect()
}

/// Facilitators who were not erased so far.
pub(super) async fn facilitators(sweeping: &Sweeping<'_>) -> Result<Vec<(Uuid, Person)>> {
    sweeping.mark("facilitators", "listed = 0").await?;
    let sql = "SELECT f.id AS id, k.made_at AS known_since, m.at AS unlisted_at, \
        CAST(NULL AS BIGINT) AS left_at, \
        (SELECT MAX(s.ends_at) FROM sessions s WHERE s.id IN \
         (SELECT t.session FROM training_entries t WHERE t.facilitator = f.id)) AS last_session \
        FROM facilitators f JOIN person_keys k ON k.person = f.id \
        LEFT JOIN retention_marks m ON m.kind = 'facilitators' AND m.subject = f.id \
        WHERE f.programme = $1 AND NOT EXISTS (SELECT 1 FROM erasures e WHERE e.person = f.id)";
    let rows = rows(sweeping, sql, vec![programme(sweeping)?.into()]).await?;
    rows.iter().map(person).collect()
}

fn person(row: &QueryResult) -> Result<(Uuid, Person)> {
    let at = |name: &str| -> Result<Option<Instant>> {
        Ok(row.try_get::<Option<i64>>("", name)?.map(Instant))
    };
    let person = Person {
        known_since: Instant(row.try_get("", "known_since")?),
        last_session: at("last_session")?,
        left_at: at("left_at")?,
        unlisted_at: at("unlisted_at")?,
    };
    Ok((row.try_get("", "id")?, person))
}

/// Removes registers and releases of the sessions that ended by a moment. What a line of the ledger cost stays, with the
/// bare identifier of the doctor, since a doctor's time and its cover are told apart by it.
pub(super) async fn remove_registers(sweeping: &mut Sweeping<'_>, by: Instant) -> Result<()> {
    let values = || -> Result<Vec<Value>> { Ok(vec![programme(sweeping)?.into(), by.0.into()]) };
    let values = values()?;
    let sessions = format!("session IN ({SESSIONS})");
    for table in ["register_views", "register_changes"] {
        let sql = format!("DELETE FROM {table} WHERE {sessions}");
        sweeping
            .remove_protected(table, &sql, values.clone())
            .await?;
    }
    for table in ["boundary_events", "attendances"] {
        let sql = format!("DELETE FROM {table} WHERE {sessions}");
        sweeping.remove(table, &sql, values.clone()).await?;
    }
    let sql =
        format!("UPDATE cost_lines SET release = NULL WHERE release IS NOT NULL AND {sessions}");
    sweeping
        .tx
        .run_unprotected("cost_lines", &sql, values.clone())
        .await?;
    let sql = format!(
        "DELETE FROM release_events WHERE release IN (SELECT id FROM releases WHERE {sessions})"
    );
    sweeping
        .remove_protected("release_events", &sql, values.clone())
        .await?;
    let sql = format!("DELETE FROM releases WHERE {sessions}");
    sweeping.remove("releases", &sql, values.clone()).await?;
    let sql = "DELETE FROM release_batches WHERE programme = $1 AND sent_at <= $2 \
        AND NOT EXISTS (SELECT 1 FROM releases r WHERE r.batch = release_batches.id)";
    sweeping
        .remove("release_batches", sql, values.clone())
        .await?;
    // The number of a group means another group in the next run.
    let sql = "DELETE FROM feeds WHERE programme = $1 AND (revoked_at <= $2 OR (kind = 'group' AND made_at <= $2))";
    sweeping.remove("feeds", sql, values).await
}

/// Removes sessions, plans, lots and costs of what ended by a moment; registers first, if they are still there.
pub(super) async fn remove_plans(sweeping: &mut Sweeping<'_>, by: Instant) -> Result<()> {
    remove_registers(sweeping, by).await?;
    let values: Vec<Value> = vec![programme(sweeping)?.into(), by.0.into()];
    let sessions = format!("session IN ({SESSIONS})");
    let sql = format!("DELETE FROM cost_lines WHERE {sessions}");
    sweeping
        .remove_protected("cost_lines", &sql, values.clone())
        .await?;
    let sql = format!("UPDATE training_entries SET session = NULL WHERE {sessions}");
    sweeping.tx.run(&sql, values.clone()).await?;
    let sql = "DELETE FROM sessions WHERE programme = $1 AND ends_at <= $2";
    sweeping.remove("sessions", sql, values.clone()).await?;
    // Versions are chained: only those go that stand before every one that stays.
    let plans = "SELECT p.id FROM plans p WHERE p.programme = $1 AND NOT EXISTS (SELECT 1 FROM plans k \
        WHERE k.programme = $1 AND k.number <= p.number AND (k.made_at > $2 \
        OR EXISTS (SELECT 1 FROM sessions s WHERE s.plan = k.id) \
        OR EXISTS (SELECT 1 FROM releases r WHERE r.plan = k.id)))";
    for (table, column) in [("session_minutes", "plan"), ("plans", "id")] {
        let sql = format!("DELETE FROM {table} WHERE {column} IN ({plans})");
        sweeping.remove(table, &sql, values.clone()).await?;
    }
    let sql = "DELETE FROM plan_searches WHERE programme = $1 AND started_at <= $2";
    sweeping
        .remove("plan_searches", sql, values.clone())
        .await?;
    let sql = "DELETE FROM plan_wishes WHERE programme = $1 AND changed_at <= $2";
    sweeping.remove("plan_wishes", sql, values.clone()).await?;
    for (table, column) in [
        ("lottery_tickets", "lottery"),
        ("lottery_draws", "lottery"),
        ("lotteries", "id"),
    ] {
        let sql = format!(
            "DELETE FROM {table} WHERE {column} IN \
             (SELECT id FROM lotteries WHERE programme = $1 AND committed_at <= $2)"
        );
        sweeping
            .remove_protected(table, &sql, values.clone())
            .await?;
    }
    Ok(())
}

/// Removes rotas whose last day lies before a moment, and imports of which nothing is left.
pub(super) async fn remove_rotas(sweeping: &mut Sweeping<'_>) -> Result<()> {
    let programme = programme(sweeping)?;
    let day = sweeping.before.to_jiff().strftime("%Y-%m-%d").to_string();
    let sql = "DELETE FROM rota_lines WHERE programme = $1 AND last_date < $2";
    let values = vec![programme.into(), day.into()];
    sweeping.remove("rota_lines", sql, values).await?;
    let sql = "DELETE FROM rota_imports WHERE programme = $1 AND imported_at < $2 \
        AND NOT EXISTS (SELECT 1 FROM rota_lines l WHERE l.import = rota_imports.id OR l.superseded_by = rota_imports.id)";
    let values = vec![programme.into(), sweeping.before.0.into()];
    sweeping.remove("rota_imports", sql, values).await
}

/// Removes drafts of rotas that nobody put in place.
pub(super) async fn remove_drafts(sweeping: &mut Sweeping<'_>) -> Result<()> {
    let sql = "DELETE FROM rota_drafts WHERE programme = $1 AND made_at < $2";
    let values = vec![programme(sweeping)?.into(), sweeping.before.0.into()];
    sweeping.remove("rota_drafts", sql, values).await
}
