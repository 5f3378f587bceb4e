//! Headers that every answer carries, errors too (trust WEB-2, WEB-3).

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// Name and value of each header.
pub const HEADERS: [(HeaderName, &str); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
         media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
         frame-ancestors 'none'; base-uri 'none'; object-src 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
    ),
    (
        header::STRICT_TRANSPORT_SECURITY,
        "max-age=63072000; includeSubDomains",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=()",
    ),
];

/// Marks an answer whose page may register the worker of the phase clock, so that it opens without a connection. Trusted
/// types count that as running a script: such a page may have the one policy that names it, and no other.
#[derive(Clone, Copy, Debug)]
pub struct WithWorker;

/// Marks an answer that is no page of ours but what somebody has stored: should a browser show it as one, nothing in it
/// runs or loads (trust INP-2).
#[derive(Clone, Copy, Debug)]
pub struct Sandboxed;

/// Adds the headers to an answer.
pub(super) async fn add(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let with_worker = response.extensions().get::<WithWorker>().is_some();
    let sandboxed = response.extensions().get::<Sandboxed>().is_some();
    let headers = response.headers_mut();
    for (name, value) in &HEADERS {
        headers.insert(name.clone(), HeaderValue::from_static(value));
    }
    if with_worker {
        let policy = HEADERS[0]
            .1
            .replace("trusted-types 'none'", "trusted-types clock-worker");
        let policy = HeaderValue::from_str(&policy).expect("the policy is plain ASCII");
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if sandboxed {
        let policy = "sandbox; default-src 'none'; frame-ancestors 'none'";
        let policy = HeaderValue::from_static(policy);
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
