//! Where each role can go.

use platform::access::{Grant, Role, Scope, ScopeKind};
use platform::web::Place;

/// A word, the end of an address and an icon.
type Door = (&'static str, &'static str, &'static str);

/// The places of a person in a scope: those of the first role held there.
pub fn places(grants: &[Grant], scope: Option<&Scope>, path: &str) -> Vec<Place> {
    let Some(scope) = scope else {
        return Vec::new();
    };
    let role = grants
        .iter()
        .find(|grant| grant.scope.id == scope.id)
        .map(|grant| grant.role);
    let base = match scope.kind {
        ScopeKind::Installation => String::new(),
        ScopeKind::Programme => format!("/programmes/{}", scope.slug),
        ScopeKind::Study => format!("/studies/{}", scope.slug),
    };
    let mut places: Vec<Place> = doors(role)
        .iter()
        .map(|(label, end, icon)| Place {
            label: (*label).to_owned(),
            href: format!("{base}{end}"),
            icon,
            current: false,
        })
        .collect();
    // The place with the longest address that this page lies under.
    let here = places
        .iter_mut()
        .filter(|place| lies_under(path, &place.href, &base))
        .max_by_key(|place| place.href.len());
    if let Some(here) = here {
        here.current = true;
    }
    places
}

fn doors(role: Option<Role>) -> &'static [Door] {
    match role {
        Some(Role::Administrator) => &[
            ("State", "/state", "home"),
            ("People", "/accounts", "person"),
            ("Policy", "/policy", "lock"),
        ],
        Some(Role::Researcher) => &[
            ("Today", "/today", "home"),
            ("Transcripts", "/transcripts", "note"),
            ("Codes", "/codes", "tag"),
            ("Themes", "/themes", "branch"),
            ("Write-up", "/write-up", "print"),
        ],
        Some(Role::ResearchLead) => &[
            ("Today", "/today", "home"),
            ("Participants", "/participants", "group"),
            ("Transcripts", "/transcripts", "note"),
            ("Themes", "/themes", "branch"),
            ("Write-up", "/write-up", "print"),
        ],
        Some(Role::Participant) => &[("My interview", "/my-interview", "person")],
        Some(Role::Auditor) => &[("Record", "/record", "note"), ("Policy", "/policy", "lock")],
        Some(Role::Organiser) => &[
            ("Today", "", "home"),
            ("People", "/people", "person"),
            ("Hospitals", "/sites", "pin"),
            ("Plan", "/plan", "cal"),
            ("Release", "/release", "swap"),
            ("Sessions", "/sessions", "group"),
        ],
        Some(Role::Resident) => &[("Next", "/next", "home")],
        Some(Role::Facilitator) => &[("Groups", "/groups", "group")],
        Some(Role::Coordinator) => &[("Requests", "/requests", "ask")],
        _ => &[],
    }
}

fn lies_under(path: &str, href: &str, base: &str) -> bool {
    let under = path
        .strip_prefix(href)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || rest.starts_with('.'));
    // The first page of a scope is not above all the others.
    under && (href != base || path == href)
}
