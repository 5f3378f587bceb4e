//! What every page shares.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use crate::access::Viewer;
use crate::{App, Error, Result};

/// The frame around a page: title, where one is, where one can go, who one is.
#[derive(Clone, Debug, Default)]
pub struct Shell {
    /// The page's heading, as the browser's tab shows it.
    pub title: String,
    /// The programme or study, first line.
    pub where_line1: Option<String>,
    /// The same, second line.
    pub where_line2: Option<String>,
    /// Where this person can go.
    pub places: Vec<Place>,
    /// Who is signed in.
    pub person: Option<String>,
    /// Whether a signed link opened this, without an account.
    pub by_link: bool,
    /// The token that forms carry.
    pub csrf: String,
    /// The way here.
    pub crumbs: Vec<Crumb>,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// Whether everything shown is invented.
    pub demo: bool,
}

/// A place in the navigation.
#[derive(Clone, Debug)]
pub struct Place {
    /// The word.
    pub label: String,
    /// The address.
    pub href: String,
    /// The icon's name in the sprite.
    pub icon: &'static str,
    /// Whether this is where one is.
    pub current: bool,
}

/// A step of the way to a page.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// The word.
    pub label: String,
    /// The address; none for the page itself.
    pub href: Option<String>,
}

/// Something that has happened, said in the page.
#[derive(Clone, Debug)]
pub struct Notice {
    /// `ok`, `info`, `wait` or `no`.
    pub kind: &'static str,
    /// What happened.
    pub title: String,
    /// What to do now.
    pub body: String,
}

impl Shell {
    /// The frame of a page for somebody who is signed in.
    pub fn new(app: &App, viewer: &Viewer, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            where_line1: viewer.scope.as_ref().map(|scope| scope.name.clone()),
            where_line2: None,
            places: viewer.places.clone(),
            person: Some(viewer.name.clone()),
            by_link: viewer.pass.is_some(),
            csrf: viewer.csrf.clone(),
            crumbs: Vec::new(),
            notice: None,
            demo: app.demo,
        }
    }

    /// The frame of a page for anybody.
    pub fn open(app: &App, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            demo: app.demo,
            ..Self::default()
        }
    }

    /// The same frame with a step of the way here; the last step has no address.
    #[must_use]
    pub fn crumb(mut self, label: impl Into<String>, href: Option<String>) -> Self {
        self.crumbs.push(Crumb {
            label: label.into(),
            href,
        });
        self
    }

    /// The same frame with a notice.
    #[must_use]
    pub fn notice(
        mut self,
        kind: &'static str,
        title: impl Into<String>,
        body: impl Into<String>,
    ) -> Self {
        self.notice = Some(Notice {
            kind,
            title: title.into(),
            body: body.into(),
        });
        self
    }
}

/// A page.
pub fn page(template: impl Template) -> Result<Response> {
    page_with(StatusCode::OK, template)
}

/// A page that is long, and about how many bytes it takes: written into room for them, it is not moved as it grows.
pub fn page_of_length(template: impl Template, bytes: usize) -> Result<Response> {
    let mut written = String::with_capacity(bytes);
    template.render_into(&mut written)?;
    Ok(Html(written).into_response())
}

/// A page with a status: 422 for a form that needs another look.
pub fn page_with(status: StatusCode, template: impl Template) -> Result<Response> {
    Ok((status, Html(template.render()?)).into_response())
}

/// The status of the page of a form: 422 where something in it needs another look.
pub fn form_status<E>(errors: &[E]) -> StatusCode {
    match errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// What is said of a field of a form; empty where it is in order.
pub fn error_of<'a, F: AsRef<str>>(errors: &'a [(F, String)], field: &str) -> &'a str {
    let found = errors.iter().find(|(name, _)| name.as_ref() == field);
    found.map_or("", |(_, sentence)| sentence)
}

/// A file to keep, under a name of plain letters.
pub fn download(name: &str, kind: &'static str, bytes: Vec<u8>) -> Result<Response> {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
                c
            } else {
                '-'
            }
        })
        .collect();
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{plain}\""))
        .map_err(Error::internal)?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    Ok(response)
}
