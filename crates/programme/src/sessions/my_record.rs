//! A resident's own record: what the registers say of them, and who looked (programme R5).

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::State as Shared;
use axum::response::Response;
use platform::access::{Role, Viewer};
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Error, Result};
use uuid::Uuid;

use super::looks::{self, Purpose, who_looked};
use super::meeting::when;
use super::register::{Mark, attended};
use super::register_page::words;
use super::session::{Session, State};
use super::{register_store, store};
use crate::planning;
use crate::wording::{capital, count, moment};

pub(super) fn routes() -> Routes {
    Routes::new().get(
        "/programmes/{programme}/my-record",
        Action("my-record.own"),
        show,
    )
}

#[derive(Template)]
#[template(path = "sessions/my_record.html")]
struct RecordPage {
    shell: Shell,
    heading: String,
    lead: String,
    entries: Vec<Line>,
    looks: Vec<(String, String)>,
}

struct Line {
    when: String,
    kind: &'static str,
    icon: &'static str,
    word: String,
    source: &'static str,
    counts: &'static str,
    changed: Vec<String>,
}

async fn show(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let me = viewer.subject(Role::Resident).ok_or(Error::NotFound)?;
    let zone = planning::zone()?;
    let entries = register_store::entries_of(&app, me).await?;
    let ids: Vec<Uuid> = entries.keys().copied().collect();
    let sessions = store::many(&app, &ids).await?;
    let shown: Vec<_> = ids.iter().map(|session| (*session, me)).collect();
    looks::keep_alone(&app, &viewer, Purpose::Own, &shown).await?;
    let changed = changes(&app, me, &zone).await?;
    let mut held: Vec<&Session> = sessions
        .values()
        .filter(|one| one.state != State::Cancelled)
        .collect();
    held.sort_by_key(|session| std::cmp::Reverse(session.starts_at));
    let mut lines = Vec::new();
    let mut came = 0;
    for session in &held {
        let entry = entries[&session.id];
        let counted = attended(entry.mark, entry.minutes, session.minutes());
        came += usize::from(counted);
        let (kind, icon) = super::pages::mark_of(entry.mark);
        lines.push(Line {
            when: when(session, &zone),
            kind,
            icon,
            word: words((entry.mark, entry.minutes)),
            source: entry.source.map_or("–", |source| source.label()),
            counts: match (entry.mark, counted) {
                (Mark::Present, true) => "Yes",
                (Mark::Present, false) => "Minutes only: less than three quarters",
                _ => "No",
            },
            changed: changed.get(&session.id).cloned().unwrap_or_default(),
        });
    }
    let looks = who_looked(&app, me).await?;
    let heading = match held.len() {
        0 => "No register has been marked for you yet".to_owned(),
        of => format!(
            "You attended {came} of {}",
            count(of, "session", "sessions")
        ),
    };
    page(RecordPage {
        shell: Shell::new(&app, &viewer, heading.clone()),
        heading,
        lead: "What the register says, and who looked. What is said in the group is written nowhere, and none of this goes to your appraisal, your progression or your rota.".into(),
        entries: lines,
        looks: gathered(&looks, &zone),
    })
}

/// Looks of one person at one moment for one purpose are one line, however many sessions they showed.
fn gathered(looks: &[looks::Look], zone: &jiff::tz::TimeZone) -> Vec<(String, String)> {
    let mut lines: Vec<(String, String)> = Vec::new();
    for look in looks {
        let line = (
            format!("{}, {}", look.name, look.role),
            format!(
                "{}, {}",
                moment(look.at.to_jiff(), zone),
                look.purpose.words()
            ),
        );
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// What was put right of a resident, in words, by session.
async fn changes(
    app: &App,
    me: Uuid,
    zone: &jiff::tz::TimeZone,
) -> Result<BTreeMap<Uuid, Vec<String>>> {
    let mut changed: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    for (session, change) in register_store::changes_of(app, me).await? {
        let sentence = format!(
            "put right on {}, it said: {}",
            moment(change.at.to_jiff(), zone),
            words(change.from).to_lowercase()
        );
        changed.entry(session).or_default().push(capital(&sentence));
    }
    Ok(changed)
}
