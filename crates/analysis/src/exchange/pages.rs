//! The page on which a study is taken out as a project: first what would be in the file and what would not, then the file.

use std::io::Cursor;

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::response::Response;
use formats::refi_qda::{Form, Profile};
use platform::access::{Role, Viewer};
use platform::web::{Action, Routes, Shell, download, page};
use platform::{App, Error, Result};
use serde::Deserialize;
use study::rights::Analyst;

use super::export::{Wanted, export, record};
use crate::import::Told;

const EXPORT: Action = Action("study.export");

/// The page, and the file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/exchange", EXPORT, show)
        .get("/studies/{study}/exchange/project.qdpx", EXPORT, file)
}

/// How somebody wants the file. `use` stood in links to a file for the public, which is made in a release alone.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    look: String,
    #[serde(rename = "use")]
    use_: String,
    profile: String,
}

impl Asked {
    fn wanted(&self) -> Wanted {
        Wanted {
            form: Form::Archive,
            profile: match self.profile.as_str() {
                "nvivo" => Profile::Nvivo,
                _ => Profile::Standard,
            },
        }
    }

    /// No page makes a file for the public (trust PRI-2).
    fn for_the_team(&self) -> Result<()> {
        match self.use_.as_str() {
            "release" => Err(Error::refused(
                "PRI-2",
                "A project for the public is not made here: what leaves the team is approved first.",
                "The research lead prepares a release with a project in it, and takes it from there once it is approved.",
            )),
            _ => Ok(()),
        }
    }
}

#[derive(Template)]
#[template(path = "exchange/exchange.html")]
struct ExchangePage {
    shell: Shell,
    lead: &'static str,
    action: String,
    import: String,
    releases: String,
    file: String,
    told: Option<Told>,
    leads: bool,
    nvivo: bool,
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    Analyst::writing(&app, &viewer).await?;
    asked.for_the_team()?;
    let wanted = asked.wanted();
    let told = match asked.look.is_empty() {
        true => None,
        false => {
            let (_, report) = export(&app, &viewer, &wanted, Cursor::new(Vec::new())).await?;
            Some(Told::of_report(&report))
        }
    };
    let base = format!("/studies/{}", viewer.scope()?.slug);
    let title = match told {
        Some(_) => "What would be in the project",
        None => "Take this study out as a project",
    };
    page(ExchangePage {
        shell: Shell::new(&app, &viewer, title)
            .crumb("Write-up", Some(format!("{base}/write-up")))
            .crumb("What leaves the study", Some(format!("{base}/outputs")))
            .crumb("A project", None),
        lead: "A .qdpx of REFI-QDA, which NVivo, ATLAS.ti, MAXQDA, QualCoder and others open: texts, codes, codings, memos and themes, as far as you may read them.",
        action: format!("{base}/exchange"),
        import: format!("{base}/import/project"),
        releases: format!("{base}/releases"),
        file: format!(
            "{base}/exchange/project.qdpx?profile={}",
            wanted.profile.word()
        ),
        told,
        leads: viewer.acts_as(Role::ResearchLead),
        nvivo: wanted.profile == Profile::Nvivo,
    })
}

async fn file(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    asked.for_the_team()?;
    let wanted = asked.wanted();
    let (output, _) = export(&app, &viewer, &wanted, Cursor::new(Vec::new())).await?;
    record(&app, &viewer, &wanted).await?;
    let name = format!("{}.qdpx", viewer.scope()?.slug);
    download(&name, "application/zip", output.into_inner())
}
