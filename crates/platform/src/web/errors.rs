//! Errors as pages. What is not there and what is not allowed are the same bytes.

use std::any::Any;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::Shell;
use crate::{Error, FieldError};

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    shell: Shell,
    heading: String,
    happened: String,
    safe: String,
    next: String,
    code: Option<String>,
    back_href: String,
    back_label: String,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let nothing_changed = "Nothing was changed.";
        match self {
            Self::NotFound => show(
                StatusCode::NOT_FOUND,
                "There is nothing here that you can open.",
                "",
                "Go back, or begin at your first page.",
                None,
            ),
            Self::SignIn { back } => {
                let query = serde_urlencoded::to_string([("next", back)]).unwrap_or_default();
                Redirect::to(&format!("/sign-in?{query}")).into_response()
            }
            Self::Forbidden(why) => show(
                StatusCode::FORBIDDEN,
                "This request was not accepted.",
                nothing_changed,
                &format!("Open the page again and repeat the step: {why}."),
                None,
            ),
            Self::Invalid(fields) => show(
                StatusCode::UNPROCESSABLE_ENTITY,
                "Some answers need another look.",
                nothing_changed,
                &sentences(&fields),
                None,
            ),
            Self::Refused(refusal) => show(
                StatusCode::CONFLICT,
                &refusal.sentence,
                nothing_changed,
                &format!("{} (Rule {}.)", refusal.next_step, refusal.rule),
                None,
            ),
            Self::Conflict(what) => show(
                StatusCode::CONFLICT,
                "Somebody else was first.",
                nothing_changed,
                &format!("Open the page again to see how it stands now: {what}."),
                None,
            ),
            Self::Unavailable => {
                let mut response = show(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "Enid is busy.",
                    nothing_changed,
                    "Try again in a moment.",
                    None,
                );
                response
                    .headers_mut()
                    .insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
                response
            }
            Self::Internal(cause) => internal(&cause),
        }
    }
}

pub(super) async fn not_found() -> Response {
    Error::NotFound.into_response()
}

pub(super) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    internal("a panic")
}

fn internal(cause: &str) -> Response {
    let mut random = [0u8; 4];
    let reference = getrandom::fill(&mut random)
        .map(|()| random.iter().map(|byte| format!("{byte:02X}")).collect())
        .unwrap_or_else(|_| "0000".to_owned());
    tracing::error!(reference, cause, "a request failed");
    show(
        StatusCode::INTERNAL_SERVER_ERROR,
        "Something failed on our side.",
        "Nothing was changed.",
        "Try again, or send us the code below.",
        Some(reference),
    )
}

fn sentences(fields: &[FieldError]) -> String {
    fields
        .iter()
        .map(|field| field.message.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

fn show(
    status: StatusCode,
    happened: &str,
    safe: &'static str,
    next: &str,
    reference: Option<String>,
) -> Response {
    let page = ErrorPage {
        shell: Shell {
            title: happened.to_owned(),
            ..Shell::default()
        },
        heading: happened.to_owned(),
        happened: String::new(),
        safe: safe.to_owned(),
        next: next.to_owned(),
        code: reference,
        back_href: "/".into(),
        back_label: "To your first page".into(),
    };
    match page.render() {
        Ok(text) => (status, Html(text)).into_response(),
        Err(_) => (status, "Something failed on our side. Nothing was changed.").into_response(),
    }
}
