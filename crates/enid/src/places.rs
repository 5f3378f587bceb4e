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
        Some(Role::Auditor) => &[("Record", "/record", "note"), ("Policy", "/policy", "lock")],
        _ => &[],
    };
    list.iter()
        .map(|(label, href, icon)| Place {
            label: (*label).to_owned(),
            href: (*href).to_owned(),
            icon,
            current: path == *href,
        })
        .collect()
}
