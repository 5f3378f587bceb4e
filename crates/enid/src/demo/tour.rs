//! Visiting every page of every person, in process.

use std::collections::{BTreeSet, VecDeque};
use std::time::{Duration, Instant};

use anyhow::Result;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use platform::App;
use platform::access;
use platform::audit::Event;
use tower::ServiceExt as _;

use super::Person;
use crate::routes;

/// Most pages of one kind that are visited for one person: the two-hundredth doctor is like the first.
const OF_A_KIND: usize = 12;

/// One visit.
pub struct Visit {
    /// Whose.
    pub role: String,
    /// Where.
    pub path: String,
    /// What came back.
    pub status: u16,
    /// How long it took.
    pub took: Duration,
}

/// Visits every page that can be reached by links, for each person and for somebody who is not signed in.
pub async fn visit_all(app: &App, people: &[Person]) -> Result<Vec<Visit>> {
    let router = routes::router(app.clone());
    let mut visits = walk(&router, "nobody", None).await?;
    for person in people {
        let tx = app.db.write().await?;
        let token = access::begin(&tx, app, person.account).await?;
        let event = Event::installation("demo.tour", person.account.to_string());
        tx.commit(app, event).await?;
        let cookie = format!("__Host-s={}", token.reveal());
        visits.extend(walk(&router, person.role.word(), Some(&cookie)).await?);
    }
    Ok(visits)
}

async fn walk(router: &Router, role: &str, cookie: Option<&str>) -> Result<Vec<Visit>> {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut kinds: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    let mut waiting: VecDeque<String> = ["/", "/help", "/sign-in"].map(String::from).into();
    let mut visits = Vec::new();
    while let Some(path) = waiting.pop_front() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let visited = kinds.entry(kind(&path)).or_default();
        *visited += 1;
        if *visited > OF_A_KIND {
            continue;
        }
        let mut request = Request::builder().uri(&path);
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let began = Instant::now();
        let response = router.clone().oneshot(request.body(Body::empty())?).await?;
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await?;
        visits.push(Visit {
            role: role.to_owned(),
            path,
            status: parts.status.as_u16(),
            took: began.elapsed(),
        });
        if let Some(to) = parts.headers.get(header::LOCATION) {
            waiting.push_back(to.to_str()?.to_owned());
        }
        let is_page = parts
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        if is_page {
            waiting.extend(links(&String::from_utf8_lossy(&bytes)));
        }
    }
    Ok(visits)
}

/// The addresses of our own pages that a page links to or loads.
fn links(page: &str) -> Vec<String> {
    page.split("href=\"")
        .skip(1)
        .chain(page.split("src=\"").skip(1))
        .filter_map(|rest| rest.split('"').next())
        .filter(|address| address.starts_with('/') && !address.starts_with("//"))
        // An ampersand is written as a reference, which holds the sign that begins a fragment.
        .map(|address| address.replace("&#38;", "&").replace("&amp;", "&"))
        .filter_map(|address| address.split('#').next().map(str::to_owned))
        .filter(|address| !address.is_empty())
        .collect()
}

/// An address with what differs from object to object left out.
fn kind(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let parts: Vec<&str> = path
        .split('/')
        .map(|part| {
            let long = part.len() == 36 && part.matches('-').count() == 4;
            let number = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            if long || number { "*" } else { part }
        })
        .collect();
    let key = query.split('=').next().unwrap_or_default();
    format!("{}?{key}", parts.join("/"))
}
