//! The first page of everybody: where one can go.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::{Grant, Viewer};
use platform::web::{Action, Place, Routes, Shell, page};
use platform::{App, Result};

use crate::places::places;

/// Home and help.
pub fn routes() -> Routes {
    Routes::new()
        .get("/", Action("home.read"), home)
        .get("/help", Action("help.read"), help)
        .get("/help/your-data", Action("help.read"), data)
}

#[derive(Template)]
#[template(path = "home/home.html")]
struct HomePage {
    shell: Shell,
    doors: Vec<Door>,
}

/// One scope that the person has a role in.
struct Door {
    scope: String,
    role: String,
    places: Vec<Place>,
}

#[derive(Template)]
#[template(path = "home/help.html")]
struct HelpPage {
    shell: Shell,
}

#[derive(Template)]
#[template(path = "home/data.html")]
struct DataPage {
    shell: Shell,
}

/// Whoever has one place to begin at begins there.
async fn home(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let mut doors: Vec<Door> = Vec::new();
    for grant in &viewer.grants {
        let places = places(std::slice::from_ref(grant), Some(&grant.scope), "");
        doors.push(door(grant, places));
    }
    if let [only] = doors.as_slice()
        && let Some(first) = only.places.first()
    {
        return Ok(Redirect::to(&first.href).into_response());
    }
    page(HomePage {
        shell: Shell::new(&app, &viewer, "Where to?"),
        doors,
    })
}

fn door(grant: &Grant, places: Vec<Place>) -> Door {
    Door {
        scope: grant.scope.name.clone(),
        role: grant.role.to_string(),
        places,
    }
}

async fn help(State(app): State<App>, viewer: Option<Extension<Viewer>>) -> Result<Response> {
    page(HelpPage {
        shell: frame(&app, viewer, "Help"),
    })
}

async fn data(State(app): State<App>, viewer: Option<Extension<Viewer>>) -> Result<Response> {
    page(DataPage {
        shell: frame(&app, viewer, "How Enid treats your data"),
    })
}

fn frame(app: &App, viewer: Option<Extension<Viewer>>, title: &str) -> Shell {
    match viewer {
        Some(Extension(viewer)) => Shell::new(app, &viewer, title),
        None => Shell::open(app, title),
    }
}
