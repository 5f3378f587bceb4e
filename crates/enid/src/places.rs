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
    let path = reached_from(path, &base);
    let here = places
        .iter_mut()
        .filter(|place| lies_under(&path, &place.href, &base))
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
            ("My interviews", "/my-interviews", "person"),
        ],
        Some(Role::ResearchLead) => &[
            ("Today", "/today", "home"),
            ("Consent", "/consent", "check"),
            ("Participants", "/participants", "group"),
            ("Transcripts", "/transcripts", "note"),
            ("Themes", "/themes", "branch"),
            ("Write-up", "/write-up", "print"),
        ],
        Some(Role::Participant) => &[
            ("My choices", "/my-choices", "check"),
            ("Interviewers", "/my-interviewers", "group"),
            ("My interview", "/my-interview", "person"),
            ("My words", "/my-words", "note"),
        ],
        Some(Role::Auditor) => &[("Record", "/record", "note"), ("Policy", "/policy", "lock")],
        Some(Role::Organiser) => &[
            ("Today", "", "home"),
            ("People", "/people", "person"),
            ("Hospitals", "/sites", "pin"),
            ("Plan", "/plan", "cal"),
            ("Release", "/release", "swap"),
            ("Sessions", "/sessions", "group"),
        ],
        Some(Role::Resident) => &[
            ("Next", "/next", "home"),
            ("My rota", "/my-rota", "cal"),
            ("Calendar", "/calendar", "down"),
            ("My record", "/my-record", "eye"),
        ],
        Some(Role::Facilitator) => &[
            ("Today", "/leading", "home"),
            ("Groups", "/groups", "group"),
            ("Clock", "/clock", "clock"),
            ("Training", "/training", "note"),
            ("Availability", "/availability", "cal"),
        ],
        Some(Role::Coordinator) => &[("Requests", "/requests", "ask")],
        _ => &[],
    }
}

/// Pages of a programme that are reached from a place and have an address of their own.
const REACHED_IN_A_PROGRAMME: &[(&str, &str)] = &[
    ("/joining", "/people"),
    ("/join", "/next"),
    ("/conflicts", "/next"),
    ("/rooms", "/sites"),
    ("/facilitators", "/sites"),
    ("/costs", "/sessions"),
    ("/calendars", "/sessions"),
    ("/certificates", "/sessions"),
    ("/certificate", "/next"),
    ("/texts", "/calendar"),
];

/// Pages of a study that are.
const REACHED_FROM: &[(&str, &str)] = &[
    ("/documents", "/transcripts"),
    ("/field-notes", "/transcripts"),
    ("/recordings", "/transcripts"),
    ("/de-identification", "/transcripts"),
    ("/names", "/transcripts"),
    ("/waiting-quotes", "/themes"),
    ("/questions", "/themes"),
    ("/search", "/transcripts"),
    ("/matrices", "/transcripts"),
    ("/quotes", "/themes"),
    ("/account", "/write-up"),
    ("/narratives", "/write-up"),
    ("/reporting-audit", "/write-up"),
    ("/outputs", "/write-up"),
    ("/checklists", "/write-up"),
    ("/methods", "/write-up"),
    ("/exchange", "/write-up"),
    ("/archive", "/write-up"),
    ("/releases", "/write-up"),
    ("/participant-table", "/write-up"),
    ("/import", "/today"),
    ("/set-up", "/today"),
    ("/guides", "/today"),
    ("/team", "/today"),
    ("/recruitment", "/today"),
    ("/notes", "/today"),
    ("/memos", "/today"),
    ("/journal", "/today"),
    ("/phases", "/today"),
    ("/reading", "/today"),
    ("/interviewers", "/participants"),
];

/// The path of the place from which a page is reached, if its own address does not tell.
fn reached_from(path: &str, base: &str) -> String {
    let page = path.strip_prefix(base).unwrap_or_default();
    if page.starts_with("/sessions/") && page.ends_with("/clock") {
        return format!("{base}/clock");
    }
    let pages = if base.starts_with("/studies") {
        REACHED_FROM
    } else {
        REACHED_IN_A_PROGRAMME
    };
    pages
        .iter()
        .find(|(end, _)| lies_in(page, end))
        .map_or_else(|| path.to_owned(), |(_, place)| format!("{base}{place}"))
}

fn lies_under(path: &str, href: &str, base: &str) -> bool {
    // The first page of a scope is not above all the others.
    lies_in(path, href) && (href != base || path == href)
}

/// Whether a page is this one or lies below it.
fn lies_in(path: &str, page: &str) -> bool {
    path.strip_prefix(page)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || rest.starts_with('.'))
}
