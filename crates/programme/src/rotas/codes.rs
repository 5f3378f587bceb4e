//! The codes of one hospital: what each means, from when to when.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use platform::access::Viewer;
use platform::audit::Event;
use platform::web::{Action, Routes, Shell, only, page_with};
use platform::{App, Error, Result};
use uuid::Uuid;

use super::codes_form::{EMPTY, Fields, KNOWN, Row, blank, read, row, typed};
use super::{ShiftCode, codes_store, folded, reread};
use crate::addresses::base;
use crate::people::Homes;
use crate::planning;
use crate::release;
use crate::sites::{self, StoredSite};
use crate::wording::{capital, count_first};

/// Free lines below the known ones.
const BLANK: usize = 4;

/// The editor.
pub(super) fn routes() -> Routes {
    let path = "/programmes/{programme}/sites/{site}/codes";
    Routes::new()
        .get(path, Action("rotas.codes"), form)
        .post(path, Action("rotas.codes"), save)
}

#[derive(Template)]
#[template(path = "rotas/codes.html")]
struct CodesPage {
    shell: Shell,
    base: String,
    site: Uuid,
    heading: String,
    lead: String,
    rows: Vec<Row>,
    blank: usize,
    has_empty: bool,
    errors: Vec<(String, String)>,
}

async fn form(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, site)): Path<(String, Uuid)>,
) -> Result<Response> {
    let site = site_of(&app, &viewer, site).await?;
    let codes = codes_store::of_site(&app, site.id, &site.site.code).await?;
    let mut rows: Vec<Row> = codes.iter().map(row).collect();
    let today = planning::today(&app)?;
    rows.extend((0..BLANK).map(|_| blank(today)));
    shown(&app, &viewer, &site, rows, StatusCode::OK)
}

async fn save(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, site)): Path<(String, Uuid)>,
    Form(fields): Form<Fields>,
) -> Result<Response> {
    only(fields.iter().map(|(name, _)| name.as_str()), &KNOWN)?;
    let site = site_of(&app, &viewer, site).await?;
    let mut rows = typed(&fields);
    let mut codes: Vec<(usize, ShiftCode)> = Vec::new();
    for (at, row) in rows.iter_mut().enumerate() {
        match read(row, &site.site.code) {
            Ok(Some(code)) => codes.push((at, code)),
            Ok(None) => {}
            Err(problem) => row.problem = capital(&problem),
        }
    }
    for at in meant_twice(&codes) {
        rows[at].problem =
            "This code has another meaning on these days; end that one before".into();
    }
    if rows.iter().any(|row| !row.problem.is_empty()) {
        return shown(&app, &viewer, &site, rows, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let codes = codes.into_iter().map(|(_, code)| code).collect();
    put(&app, &viewer, &site, codes).await?;
    let to = format!("{}/sites/{}/codes", base(&viewer)?, site.id);
    Ok(Redirect::to(&to).into_response())
}

/// Adds codes to those of a site. Where a code has a meaning at another time, the new one ends before it or begins
/// after it.
pub(super) async fn add(
    app: &App,
    viewer: &Viewer,
    site: &StoredSite,
    known: &[ShiftCode],
    new: Vec<ShiftCode>,
) -> Result<()> {
    let mut codes = known.to_vec();
    for mut code in new {
        let same = |other: &&ShiftCode| folded(&other.code) == folded(&code.code);
        if let Some(last) = codes
            .iter()
            .filter(same)
            .max_by_key(|other| other.valid_from)
        {
            match last.valid_to {
                Some(end) => code.valid_from = end.tomorrow().map_err(Error::internal)?,
                None => code.valid_to = last.valid_from.yesterday().ok(),
            }
        }
        codes.push(code);
    }
    put(app, viewer, site, codes).await
}

/// Codes as the import asks for them: a line for each that was unknown, those left unknown passed over.
///
/// # Errors
/// The lines as they were typed, with what is wrong at those that cannot be kept.
pub(super) fn from_fields(
    fields: &Fields,
    site: &str,
    valid_from: Date,
) -> std::result::Result<Vec<ShiftCode>, Vec<Row>> {
    let mut rows = typed(fields);
    let mut codes = Vec::new();
    for row in &mut rows {
        row.valid_from = valid_from.to_string();
        row.is_empty_cell = row.code.is_empty();
        match read(row, site) {
            Ok(code) => codes.extend(code),
            Err(problem) => row.problem = capital(&problem),
        }
    }
    if rows.iter().any(|row| !row.problem.is_empty()) {
        return Err(rows);
    }
    Ok(codes)
}

async fn put(app: &App, viewer: &Viewer, site: &StoredSite, codes: Vec<ShiftCode>) -> Result<()> {
    let programme = viewer.scope()?.id;
    let zone = planning::zone()?;
    let homes = Homes::of(app, programme).await?;
    let tx = app.db.write().await?;
    codes_store::replace_of_site(&tx, programme, site.id, &codes).await?;
    let is_placed = |resident, date| homes.on(resident, date) == Some(site.id);
    let reread = reread::reread(&tx, site.id, &codes, &zone, &is_placed).await?;
    release::after_facts(&tx, app, programme).await?;
    let event = Event {
        detail: format!("{} codes, {reread} facts read anew", codes.len()),
        ..viewer.event("rotas.codes", site.id.to_string())
    };
    tx.commit(app, event).await
}

async fn site_of(app: &App, viewer: &Viewer, site: Uuid) -> Result<StoredSite> {
    let listed = sites::listed(app, viewer.scope()?.id).await?;
    let found = listed.into_iter().find(|stored| stored.id == site);
    found.ok_or(Error::NotFound)
}

fn shown(
    app: &App,
    viewer: &Viewer,
    site: &StoredSite,
    rows: Vec<Row>,
    status: StatusCode,
) -> Result<Response> {
    let base = base(viewer)?;
    let name = &site.site.name;
    let known = rows.iter().filter(|row| !row.is_blank).count();
    let heading = match known {
        0 => format!("No code of {name} has a meaning yet"),
        _ => format!("{} of {name}", count_first(known, "code", "codes")),
    };
    let errors = (1..)
        .zip(&rows)
        .filter(|(_, row)| !row.problem.is_empty())
        .map(|(line, row)| {
            let code = if row.code.is_empty() {
                EMPTY
            } else {
                &row.code
            };
            (format!("row-{line}"), format!("{code}: {}", row.problem))
        })
        .collect();
    page_with(
        status,
        CodesPage {
            shell: Shell::new(app, viewer, heading.clone())
                .crumb("Hospitals", Some(format!("{base}/sites")))
                .crumb(name.clone(), Some(format!("{base}/sites/{}/rota", site.id)))
                .crumb("Codes", None),
            base,
            site: site.id,
            heading,
            lead: "What the hospital's own shorthand means. A code without a meaning is unknown, and unknown is never free.".into(),
            has_empty: rows.iter().any(|row| row.is_empty_cell),
            blank: rows.iter().filter(|row| row.is_blank).count(),
            rows,
            errors,
        },
    )
}

/// The lines of codes that mean something else already on one of their days.
fn meant_twice(codes: &[(usize, ShiftCode)]) -> Vec<usize> {
    let ends = |code: &ShiftCode| code.valid_to.unwrap_or(Date::MAX);
    let mut lines = Vec::new();
    for (at, (line, code)) in codes.iter().enumerate() {
        let clash = codes[..at].iter().any(|(_, other)| {
            folded(&other.code) == folded(&code.code)
                && other.valid_from <= ends(code)
                && code.valid_from <= ends(other)
        });
        if clash {
            lines.push(*line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rotas::Kind;

    fn fields(lines: &[(&str, &str, &str, &str)]) -> Fields {
        let mut fields = Vec::new();
        for (code, kind, start, end) in lines {
            for (name, value) in [
                ("code", code),
                ("kind", kind),
                ("start", start),
                ("end", end),
            ] {
                fields.push((name.to_owned(), (*value).to_owned()));
            }
        }
        fields
    }

    #[test]
    fn a_code_left_unknown_gets_no_meaning_and_an_empty_cell_may_get_one() {
        let first = jiff::civil::date(2026, 8, 5);
        let fields = fields(&[
            ("LD", "clinical", "08:00", "20:30"),
            ("QX", "", "", ""),
            ("", "off", "", ""),
        ]);
        let codes = from_fields(&fields, "OLD", first).unwrap();
        let found: Vec<_> = codes
            .iter()
            .map(|code| (code.code.as_str(), code.kind))
            .collect();
        assert_eq!(found, [("LD", Kind::Clinical), ("", Kind::Off)]);
        assert!(codes.iter().all(|code| code.valid_from == first));
    }

    #[test]
    fn a_shift_without_hours_and_half_a_pair_of_hours_are_refused_by_name() {
        let first = jiff::civil::date(2026, 8, 5);
        for (start, end) in [("", ""), ("08:00", ""), ("", "20:30"), ("8", "20:30")] {
            let told = from_fields(&fields(&[("LD", "clinical", start, end)]), "OLD", first);
            let wrong = told.unwrap_err();
            assert_eq!(
                (wrong[0].code.as_str(), wrong[0].start.as_str()),
                ("LD", start)
            );
            assert!(!wrong[0].problem.is_empty(), "{start} {end}");
        }
    }

    #[test]
    fn one_code_may_mean_two_things_only_at_two_times() {
        let code = |from: &str, to: Option<&str>| ShiftCode {
            site: "OLD".into(),
            code: "LD".into(),
            kind: Kind::Off,
            start: None,
            end: None,
            role: None,
            valid_from: from.parse().unwrap(),
            valid_to: to.map(|date| date.parse().unwrap()),
        };
        let apart = [
            (0, code("2026-08-05", Some("2026-10-31"))),
            (1, code("2026-11-01", None)),
        ];
        assert!(meant_twice(&apart).is_empty());
        let over = [(0, code("2026-08-05", None)), (1, code("2026-11-01", None))];
        assert_eq!(meant_twice(&over), [1]);
    }
}
