//! Headers on every answer, and refusal of forged acts (trust WEB-1 to WEB-3).

use axum::body::Body;
use axum::http::{Method, Request, header};
use enid::routes;
use platform::access::Role;
use platform::web::HEADERS;

use crate::world::{Answer, worlds};

/// Its name, the headers it comes with, and its form.
type Forgery<'a> = (&'a str, &'a [(&'a str, &'a str)], String);

#[tokio::test]
async fn every_answer_carries_the_headers_errors_too() {
    for world in worlds().await {
        let cookie = world.cookie(Role::Administrator).await;
        let mut paths: Vec<String> = routes::all()
            .list()
            .iter()
            .map(|route| route.path.replace("{name}", "enid.css"))
            .collect();
        paths.push("/no-such-page".into());
        for path in paths {
            carries_headers(&path, &world.get(&path, None).await);
            carries_headers(&path, &world.get(&path, Some(&cookie)).await);
            carries_headers(&path, &world.post(&path, Some(&cookie), "").await);
        }
    }
}

#[tokio::test]
async fn a_page_of_a_person_is_never_kept_by_the_browser() {
    for world in worlds().await {
        let cookie = world.cookie(Role::Administrator).await;
        let page = world.get("/accounts", Some(&cookie)).await;
        assert_eq!(page.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn an_act_from_another_site_or_without_the_token_changes_nothing() {
    for world in worlds().await {
        let cookie = world.cookie(Role::Administrator).await;
        let csrf = world.csrf(&cookie).await;
        let victim = world.account(Role::Auditor);
        let good = format!("csrf={csrf}&account={victim}");
        let form = "application/x-www-form-urlencoded";
        let cases: [Forgery; 6] = [
            (
                "cross-site",
                &[("sec-fetch-site", "cross-site")],
                good.clone(),
            ),
            (
                "same-site",
                &[("sec-fetch-site", "same-site")],
                good.clone(),
            ),
            ("no sign of origin", &[], good.clone()),
            (
                "foreign origin",
                &[("origin", "https://evil.example")],
                good.clone(),
            ),
            (
                "no token",
                &[("sec-fetch-site", "same-origin")],
                format!("account={victim}"),
            ),
            (
                "wrong token",
                &[("sec-fetch-site", "same-origin")],
                format!("csrf={}&account={victim}", "0".repeat(32)),
            ),
        ];
        for (name, headers, body) in cases {
            let mut request = Request::builder()
                .method(Method::POST)
                .uri("/accounts/disable")
                .header(header::COOKIE, &cookie)
                .header(header::CONTENT_TYPE, form);
            for (header, value) in headers {
                request = request.header(*header, *value);
            }
            let answer = world.send(request.body(Body::from(body)).unwrap()).await;
            assert_eq!(answer.status, 403, "{name}");
        }
        let auditor = world.cookie(Role::Auditor).await;
        assert_eq!(world.get("/record", Some(&auditor)).await.status, 200);
    }
}

#[tokio::test]
async fn an_unknown_field_is_refused() {
    for world in worlds().await {
        let cookie = world.cookie(Role::Administrator).await;
        let form = format!(
            "csrf={}&account={}&role=auditor",
            world.csrf(&cookie).await,
            world.account(Role::Auditor)
        );
        let answer = world.post("/accounts/disable", Some(&cookie), &form).await;
        assert_eq!(answer.status, 422);
    }
}

fn carries_headers(path: &str, answer: &Answer) {
    for (name, value) in &HEADERS {
        assert_eq!(answer.header(name.as_str()), *value, "{name} of {path}");
    }
    if !answer.body.is_empty() {
        let kind = answer.header("content-type");
        assert!(!kind.is_empty(), "{path} tells no type");
        if kind.starts_with("text/") {
            assert!(
                kind.contains("charset=utf-8"),
                "{path} tells no charset: {kind}"
            );
        }
    }
    for inline in ["<script>", "<style", " style=\"", " onclick="] {
        assert!(!answer.body.contains(inline), "{path} has {inline}");
    }
}
