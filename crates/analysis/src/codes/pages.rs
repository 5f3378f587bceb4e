//! The codebook to read.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};

use super::{Code, CodeStatus, store};
use crate::import::import_link;

/// The page of codes.
pub fn routes() -> Routes {
    Routes::new().get("/studies/{study}/codes", Action("codes.read"), list)
}

#[derive(Template)]
#[template(path = "codes/list.html")]
struct CodesPage {
    shell: Shell,
    roots: Vec<Root>,
    import: String,
}

/// A code that stands under no other, and all below it.
struct Root {
    number: usize,
    name: String,
    definition: String,
    retired: bool,
    below: usize,
    codes: Vec<Row>,
}

struct Row {
    path: String,
    definition: String,
    retired: bool,
}

async fn list(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let codes = store::all(app.db.read(), viewer.scope()?.id).await?;
    let title = match codes.len() {
        0 => "Codes".to_owned(),
        1 => "One code in the codebook".to_owned(),
        count => format!("{count} codes in the codebook"),
    };
    page(CodesPage {
        shell: Shell::new(&app, &viewer, title),
        roots: roots(&codes),
        import: import_link(&viewer)?,
    })
}

fn roots(codes: &[Code]) -> Vec<Root> {
    let mut roots: Vec<Root> = Vec::new();
    for code in codes.iter().filter(|code| code.path.len() == 1) {
        let below = codes
            .iter()
            .filter(|other| other.path.len() > 1 && other.path[0] == code.path[0]);
        let rows: Vec<Row> = below
            .map(|code| Row {
                path: code.path[1..].join(" > "),
                definition: code.definition.clone(),
                retired: code.status == CodeStatus::Retired,
            })
            .collect();
        roots.push(Root {
            number: roots.len() + 1,
            name: code.name().to_owned(),
            definition: code.definition.clone(),
            retired: code.status == CodeStatus::Retired,
            below: rows.len(),
            codes: rows,
        });
    }
    roots
}
