//! What leaves the study, as files. Each is made by the function that the command line calls.

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use futures_util::{StreamExt as _, stream};
use platform::access::Viewer;
use platform::web::{Action, Routes, download};
use platform::{App, Error, Result};
use serde::Deserialize;

use crate::outputs::{Asked, Filter, What, make};

/// The files of outputs that have no preview.
const FILES: [(&str, What); 8] = [
    ("/studies/{study}/codebook/{file}", What::Codebook),
    ("/studies/{study}/extracts/{file}", What::Extracts),
    ("/studies/{study}/audit-appendix/{file}", What::Appendix),
    ("/studies/{study}/interview-guides/{file}", What::Guides),
    ("/studies/{study}/themes/map/{file}", What::Map),
    ("/studies/{study}/account/{file}", What::Account),
    ("/studies/{study}/checklist/{file}", What::Checklist),
    ("/studies/{study}/methods/{file}", What::Methods),
];

pub(super) fn routes() -> Routes {
    let mut routes = Routes::new();
    for (path, what) in FILES {
        routes = routes.get(path, Action(what.action()), move |a, v, p, q| {
            file(a, v, p, q, what)
        });
    }
    routes
}

/// What a page asks for beside the file.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Fields {
    at: String,
    counts: String,
    code: String,
    theme: String,
    cohort: String,
    analyst: String,
    days: String,
    quotes: String,
    version: String,
    checklist: String,
}

impl Fields {
    fn read(self) -> Result<Asked> {
        let days = self.days.split([',', ' ']).filter(|day| !day.is_empty());
        Ok(Asked {
            days: days.map(str::to_owned).collect(),
            at: self.at,
            counts: self.counts == "yes",
            filter: Filter {
                code: self.code,
                theme: self.theme,
                cohort: self.cohort,
                analyst: self.analyst,
            },
            quotes: self.quotes == "yes",
            checklist: self.checklist,
            version: match self.version.as_str() {
                "" => None,
                number => Some(number.parse().map_err(|_| Error::NotFound)?),
            },
            ..Asked::default()
        })
    }
}

async fn file(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, file)): Path<(String, String)>,
    Query(fields): Query<Fields>,
    what: What,
) -> Result<Response> {
    let (stem, ending) = file.rsplit_once('.').ok_or(Error::NotFound)?;
    match stem == what.word() {
        true => taken(&app, &viewer, (what, ending), fields).await,
        false => Err(Error::NotFound),
    }
}

/// The file of an output with this ending.
pub(super) async fn taken(
    app: &App,
    viewer: &Viewer,
    (what, ending): (What, &str),
    fields: Fields,
) -> Result<Response> {
    let mut formats = what.formats().iter();
    let format = formats.find(|format| format.ending() == ending);
    let format = *format.ok_or(Error::NotFound)?;
    let mut made = make(app, viewer, (what, format), &fields.read()?).await?;
    // What goes wrong at the beginning is still told on a page.
    let first = made.next().await?.unwrap_or_default();
    let name = made.name.clone();
    let Some(second) = made.next().await? else {
        return download(&name, format.media_type(), first);
    };
    let begun = [first, second].map(|bytes| Ok(Bytes::from(bytes)));
    let rest = stream::try_unfold(made, |mut made| async move {
        let next = made.next().await?;
        Ok::<_, Error>(next.map(|bytes| (Bytes::from(bytes), made)))
    });
    let content = stream::iter(begun).chain(rest);
    let mut answer = download(&name, format.media_type(), Vec::new())?;
    *answer.body_mut() = Body::from_stream(content);
    Ok(answer)
}
