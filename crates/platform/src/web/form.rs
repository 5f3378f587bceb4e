//! Bodies of acts. The gate takes every body in, checks its kind, its size and its token, and hands the
//! rest on; a handler sees fields only after that.

use axum::RequestExt as _;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Multipart, Request};
use axum::http::header;
use axum::http::request::Parts;

use super::csrf;
use super::routes::{Intake, Route};
use crate::{Error, Result};

/// Largest form of fields, in bytes.
const FORM_LIMIT: usize = 256 * 1024;
/// Largest upload, in bytes (trust IMP-1).
pub(super) const UPLOAD_LIMIT: usize = 50 * 1024 * 1024;
/// Most files and fields of one upload.
const PARTS_LIMIT: usize = 2000;

/// A form with nothing but its button; any field in it is refused (trust INP-1).
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pressed {}

/// Refuses a form that has a field beside the known ones (trust INP-1); a name that ends in `-` is the beginning of the
/// names of one field a row.
///
/// # Errors
/// `Forbidden`: no page of Enid has sent it.
pub fn only<'a>(names: impl IntoIterator<Item = &'a str>, known: &[&str]) -> Result<()> {
    let is_known = |name: &str| {
        known.iter().any(|known| match known.strip_suffix('-') {
            Some(_) => name.starts_with(known),
            None => name == *known,
        })
    };
    match names.into_iter().all(is_known) {
        true => Ok(()),
        false => Err(Error::Forbidden("the form has a field that no page has")),
    }
}

/// The fields and files of an upload, taken as `Extension<Upload>`.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    /// Fields other than files, in order.
    pub fields: Vec<(String, String)>,
    /// Files, in order; empty ones (nothing was chosen) are left out.
    pub files: Vec<UploadedFile>,
}

/// One file of an upload.
#[derive(Clone, Debug)]
pub struct UploadedFile {
    /// The name of the form field.
    pub field: String,
    /// The last part of the name that the browser gave; never used as a path.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
}

impl Upload {
    /// The first field of this name.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// Refuses an upload that has a field beside the known ones: [`only`].
    ///
    /// # Errors
    /// `Forbidden`: no page of Enid has sent it.
    pub fn only(&self, known: &[&str]) -> Result<()> {
        only(self.fields.iter().map(|(name, _)| name.as_str()), known)
    }

    /// Its one file; none where there is none, or several.
    pub fn one_file(self) -> Option<UploadedFile> {
        let [file] = <[UploadedFile; 1]>::try_from(self.files).ok()?;
        Some(file)
    }
}

/// Reads the body of an act and gives what is left for the handler.
pub(super) async fn take_in(
    parts: &mut Parts,
    body: Body,
    route: &Route,
    token: Option<&str>,
) -> Result<Body> {
    match route.intake {
        Intake::None => Ok(body),
        Intake::Form => take_form(parts, body, token).await,
        Intake::Files => {
            let upload = take_files(parts, body, route.most).await?;
            csrf::fits(upload.field("csrf"), token)?;
            parts.extensions.insert(upload);
            Ok(Body::empty())
        }
    }
}

async fn take_form(parts: &Parts, body: Body, token: Option<&str>) -> Result<Body> {
    if !is_kind(parts, "application/x-www-form-urlencoded") {
        return Err(Error::Forbidden("it is not a form"));
    }
    let bytes = axum::body::to_bytes(body, FORM_LIMIT)
        .await
        .map_err(|_| Error::Forbidden("the form is too large"))?;
    let mut pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(&bytes)
        .map_err(|_| Error::Forbidden("the form cannot be read"))?;
    let sent = pairs
        .iter()
        .find(|(name, _)| name == "csrf")
        .map(|(_, value)| value.as_str());
    csrf::fits(sent, token)?;
    pairs.retain(|(name, _)| name != "csrf");
    let rest = serde_urlencoded::to_string(&pairs).map_err(Error::internal)?;
    Ok(Body::from(rest))
}

async fn take_files(parts: &Parts, body: Body, most: usize) -> Result<Upload> {
    if !is_kind(parts, "multipart/form-data") {
        return Err(Error::Forbidden("it is not an upload"));
    }
    let mut request = Request::new(body);
    *request.headers_mut() = parts.headers.clone();
    DefaultBodyLimit::max(most).apply(&mut request);
    let unreadable = |_| match most {
        UPLOAD_LIMIT => Error::Forbidden("the upload cannot be read, or is larger than 50 MiB"),
        _ => Error::Forbidden("the part cannot be read, or is too large"),
    };
    let mut multipart: Multipart = request
        .extract()
        .await
        .map_err(|_| Error::Forbidden("the upload cannot be read"))?;
    let mut upload = Upload::default();
    while let Some(part) = multipart.next_field().await.map_err(unreadable)? {
        if upload.fields.len() + upload.files.len() >= PARTS_LIMIT {
            return Err(Error::Forbidden("the upload has too many files"));
        }
        let field = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(last_part) {
            None => {
                let value = part.text().await.map_err(unreadable)?;
                upload.fields.push((field, value));
            }
            Some(name) => {
                let bytes = part.bytes().await.map_err(unreadable)?;
                if !name.is_empty() {
                    upload.files.push(UploadedFile { field, name, bytes });
                }
            }
        }
    }
    Ok(upload)
}

fn last_part(name: &str) -> String {
    name.rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| !c.is_control())
        .take(120)
        .collect()
}

fn is_kind(parts: &Parts, kind: &str) -> bool {
    parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|value| value.trim().eq_ignore_ascii_case(kind))
}
