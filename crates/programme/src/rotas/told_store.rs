//! How many days are told, counted by the database.

use jiff::civil::Date;
use platform::{App, Error, Result};
use sea_orm::{ConnectionTrait as _, QueryResult, Statement, Value};
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

/// For each site, or for one, the days of its placements between two dates of which something is said. The database
/// counts: a page must not read every fact of a region.
pub(super) async fn told(
    app: &App,
    programme: Uuid,
    site: Option<Uuid>,
    (first, last): (Date, Date),
) -> Result<Vec<(Uuid, Told)>> {
    let oldest = app.now().plus_seconds(-STALE_AFTER_DAYS * 24 * 60 * 60).0;
    let (first, last) = (first.to_string(), last.to_string());
    let mut values: Vec<Value> = vec![
        oldest.into(),
        oldest.into(),
        first.into(),
        last.into(),
        programme.into(),
    ];
    let of_one = match site {
        Some(site) => {
            values.push(site.into());
            "AND p.site = $6"
        }
        None => "",
    };
    // Within: what each source says of a doctor's day. Around it: what of the day counts. Outermost: the days.
    let query = format!(
        "SELECT site, COUNT(*) AS days, SUM(known) AS known, \
                SUM(CASE WHEN known = 0 AND fresh = 0 THEN 1 ELSE 0 END) AS stale \
         FROM (SELECT site, MAX(fresh) AS fresh, \
                      CASE WHEN MAX(said) = 1 THEN MAX(said * believed) ELSE MAX(believed) END AS known \
               FROM (SELECT p.site AS site, s.resident AS resident, s.on_date AS on_date, \
                            CASE WHEN s.source = 'template' THEN 0 ELSE 1 END AS said, \
                            CASE WHEN s.imported_at >= $1 THEN 1 ELSE 0 END AS fresh, \
                            MIN(CASE WHEN s.kind = 'unknown' OR s.imported_at < $2 THEN 0 ELSE 1 END) AS believed \
                     FROM placements p JOIN shifts s ON s.resident = p.resident \
                          AND s.on_date BETWEEN p.start_date AND p.end_date AND s.on_date BETWEEN $3 AND $4 \
                     WHERE p.programme = $5 {of_one} AND s.superseded_by IS NULL \
                     GROUP BY p.site, s.resident, s.on_date, s.source, s.import, s.imported_at) stated \
               GROUP BY site, resident, on_date) told \
         GROUP BY site"
    );
    let db = app.db.read();
    let rows = db
        .query_all_raw(Statement::from_sql_and_values(
            db.get_database_backend(),
            query,
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
