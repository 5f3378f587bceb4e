//! The policy, printed from the table that decides.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use platform::access::{Relation, Viewer, Who};
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};

use crate::policy::POLICY;

pub(super) fn routes() -> Routes {
    Routes::new().get("/policy", Action("policy.read"), show)
}

#[derive(Template)]
#[template(path = "administration/policy.html")]
struct PolicyPage {
    shell: Shell,
    rows: Vec<Row>,
}

struct Row {
    action: &'static str,
    means: &'static str,
    who: Vec<String>,
}

async fn show(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let rows = POLICY
        .entries()
        .map(|entry| Row {
            action: entry.action,
            means: entry.means,
            who: words(entry.who),
        })
        .collect();
    page(PolicyPage {
        shell: Shell::new(&app, &viewer, "Who may do what"),
        rows,
    })
}

fn words(who: Who) -> Vec<String> {
    match who {
        Who::Anyone => vec!["anybody".into()],
        Who::SignedIn => vec!["anybody who is signed in".into()],
        Who::Operator => vec!["whoever has the command line and the data folder".into()],
        Who::System => vec!["Enid itself, when a job is due".into()],
        Who::Roles(_, allowed) => allowed
            .iter()
            .map(|(role, relation)| {
                let reach = match relation {
                    Relation::All => "",
                    Relation::Own => ", own",
                    Relation::OwnGroups => ", own groups",
                    Relation::OwnSite => ", own site",
                };
                format!("{role}{reach}")
            })
            .collect(),
    }
}
