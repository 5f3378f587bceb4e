//! Where each role can go.

use platform::access::{Grant, Role, Scope};
use platform::web::Place;

/// The places of a person in a scope: those of the first role held there.
pub fn places(grants: &[Grant], scope: Option<&Scope>, path: &str) -> Vec<Place> {
    let Some(scope) = scope else {
        return Vec::new();
    };
    let role = grants
        .iter()
        .find(|grant| grant.scope.id == scope.id)
        .map(|grant| grant.role);
    let list: &[(&str, &str, &str)] = match role {
        Some(Role::Administrator) => &[
            ("State", "/state", "home"),
            ("People", "/accounts", "person"),
            ("Policy", "/policy", "lock"),
        ],
        Some(Role::Researcher) => &[
            ("Today", "/studies/{study}/today", "home"),
            ("Transcripts", "/studies/{study}/transcripts", "note"),
            ("Codes", "/studies/{study}/codes", "tag"),
            ("Themes", "/studies/{study}/themes", "branch"),
            ("Write-up", "/studies/{study}/write-up", "print"),
        ],
        Some(Role::ResearchLead) => &[
            ("Today", "/studies/{study}/today", "home"),
            ("Participants", "/studies/{study}/participants", "group"),
            ("Transcripts", "/studies/{study}/transcripts", "note"),
            ("Themes", "/studies/{study}/themes", "branch"),
            ("Write-up", "/studies/{study}/write-up", "print"),
        ],
        Some(Role::Participant) => &[
            ("My interview", "/studies/{study}/my-interview", "person"),
            ("Help", "/help", "ask"),
        ],
        Some(Role::Auditor) => &[("Record", "/record", "note"), ("Policy", "/policy", "lock")],
        _ => &[],
    };
    list.iter()
        .map(|(label, href, icon)| {
            let href = href.replace("{study}", &scope.slug);
            Place {
                label: (*label).to_owned(),
                current: lies_in(home_of(path, &scope.slug).as_deref().unwrap_or(path), &href),
                href,
                icon,
            }
        })
        .collect()
}

/// Pages that are reached from a place and have an address of their own.
const REACHED_FROM: &[(&str, &str)] = &[
    ("documents", "transcripts"),
    ("field-notes", "transcripts"),
    ("questions", "themes"),
    ("participant-table", "write-up"),
    ("import", "today"),
];

/// The place from which a page of a study is reached, if its address does not tell.
fn home_of(path: &str, slug: &str) -> Option<String> {
    let page = path.strip_prefix("/studies/")?.strip_prefix(slug)?;
    let first = page.strip_prefix('/')?.split('/').next()?;
    let (_, place) = REACHED_FROM.iter().find(|(page, _)| *page == first)?;
    Some(format!("/studies/{slug}/{place}"))
}

/// Whether a page belongs to a place: it is the place, or it lies below it.
fn lies_in(path: &str, place: &str) -> bool {
    path.strip_prefix(place)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
