//! How many days are told, counted by the database.

use jiff::civil::Date;
use platform::{App, Error, Result};
use sea_orm::{ConnectionTrait as _, QueryResult, Statement};
use uuid::Uuid;

use super::resolve::STALE_AFTER_DAYS;

/// Days of which something is said.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told {
    /// All of them.
    pub days: usize,
    /// Those that count as known, as [`resolve`] decides.
    pub known: usize,
    /// Those of which everything that is said is too old.
    pub stale: usize,
}

/// For each site the days of its placements, between two dates, of which something is said. The database counts: a
/// page must not read every fact of a region.
pub(super) async fn told(
    app: &App,
    programme: Uuid,
    (first, last): (Date, Date),
) -> Result<Vec<(Uuid, Told)>> {
    const QUERY: &str = "\
        SELECT site, COUNT(*) AS days, SUM(known) AS known, \
               SUM(CASE WHEN known = 0 AND fresh = 0 THEN 1 ELSE 0 END) AS stale \
        FROM (SELECT p.site AS site, MAX(s.fresh) AS fresh, \
                     CASE WHEN MAX(s.said) = 1 THEN MAX(s.said * s.believed) ELSE MAX(s.believed) END AS known \
              FROM placements p \
              JOIN (SELECT resident, on_date, \
                           CASE WHEN source = 'template' THEN 0 ELSE 1 END AS said, \
                           CASE WHEN imported_at >= $1 THEN 1 ELSE 0 END AS fresh, \
                           MIN(CASE WHEN kind = 'unknown' OR imported_at < $2 THEN 0 ELSE 1 END) AS believed \
                    FROM shifts \
                    WHERE programme = $3 AND superseded_by IS NULL AND on_date BETWEEN $4 AND $5 \
                    GROUP BY resident, on_date, source, import, imported_at) s \
                ON s.resident = p.resident AND s.on_date BETWEEN p.start_date AND p.end_date \
              WHERE p.programme = $6 \
              GROUP BY p.site, s.resident, s.on_date) told \
        GROUP BY site";
    let oldest = app.now().plus_seconds(-STALE_AFTER_DAYS * 24 * 60 * 60).0;
    let db = app.db.read();
    let values = [
        oldest.into(),
        oldest.into(),
        programme.into(),
        first.to_string().into(),
        last.to_string().into(),
        programme.into(),
    ];
    let rows = db
        .query_all_raw(Statement::from_sql_and_values(
            db.get_database_backend(),
            QUERY,
            values,
        ))
        .await?;
    let count = |row: &QueryResult, column: &str| -> Result<usize> {
        let number: i64 = row.try_get("", column)?;
        usize::try_from(number).map_err(Error::internal)
    };
    rows.iter()
        .map(|row| {
            let told = Told {
                days: count(row, "days")?,
                known: count(row, "known")?,
                stale: count(row, "stale")?,
            };
            Ok((row.try_get("", "site")?, told))
        })
        .collect()
}
