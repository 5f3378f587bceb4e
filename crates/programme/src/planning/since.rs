//! What has changed since another version, in words.

use jiff::Timestamp;
use platform::{App, Result};
use uuid::Uuid;

use super::compare::Difference;
use super::document::Document;
use super::names::Names;
use crate::people::Homes;
use crate::sites;
use crate::wording::{capital, count, count_first, listed};

/// One line of a difference: kind and icon of its chip, the word on it, the sentence.
pub(super) struct Line {
    pub(super) kind: &'static str,
    pub(super) icon: &'static str,
    pub(super) word: &'static str,
    pub(super) text: String,
}

/// A difference as it is read.
pub(super) struct Since {
    pub(super) lines: Vec<Line>,
    /// Who must be told, in a sentence.
    pub(super) told: String,
    /// The doctors who must be told, by name.
    pub(super) doctors: Vec<String>,
    /// The facilitators who must be told, by name.
    pub(super) leaders: Vec<String>,
    /// The hospitals whose releases change, by name.
    pub(super) hospitals: Vec<String>,
    /// Whether nothing differs.
    pub(super) is_same: bool,
}

/// From one version to another.
pub(super) async fn since(
    app: &App,
    programme: Uuid,
    (before, now): (&Document, &Document),
    names: &Names,
) -> Result<Since> {
    let homes = Homes::of(app, programme).await?;
    let sites: Vec<(Uuid, String)> = sites::names(app, programme).await?.into_iter().collect();
    let zone = super::zone()?;
    let site_of = |resident: &str, at: Timestamp| {
        let date = at.to_zoned_datetime(zone.clone()).date();
        let home = homes.on(resident.parse().ok()?, date)?;
        sites.iter().position(|(site, _)| *site == home)
    };
    let difference = Difference::of(before, now, &site_of);
    let hospitals = difference.sites.iter().map(|site| sites[*site].1.clone());
    Ok(Since {
        is_same: difference.is_empty(),
        lines: lines(&difference, names),
        told: told(&difference),
        hospitals: hospitals.collect(),
        doctors: difference
            .residents
            .iter()
            .map(|one| names.resident(one))
            .collect(),
        leaders: difference
            .facilitators
            .iter()
            .map(|one| names.facilitator(one))
            .collect(),
    })
}

fn told(difference: &Difference) -> String {
    let Difference {
        residents,
        facilitators,
        sites,
        ..
    } = difference;
    let who: Vec<String> = [
        (residents.len(), "doctor", "doctors"),
        (facilitators.len(), "facilitator", "facilitators"),
        (sites.len(), "hospital", "hospitals"),
    ]
    .into_iter()
    .filter(|(number, ..)| *number > 0)
    .map(|(number, one, many)| count(number, one, many))
    .collect();
    if who.is_empty() {
        return "Nobody must be told.".into();
    }
    capital(&format!("{} must be told.", listed(&who)))
}

fn lines(difference: &Difference, names: &Names) -> Vec<Line> {
    let line = |kind, icon, word, text| Line {
        kind,
        icon,
        word,
        text,
    };
    let mut lines = Vec::new();
    for place in &difference.opened {
        lines.push(line(
            "ok",
            "plus",
            "New",
            format!("A group meets {}", names.place(place)),
        ));
    }
    for place in &difference.closed {
        lines.push(line(
            "no",
            "cross",
            "Gone",
            format!("No group meets {} any more", names.place(place)),
        ));
    }
    for (place, before, now) in &difference.led {
        let who = |list: &[String]| {
            let names: Vec<String> = list.iter().map(|one| names.facilitator(one)).collect();
            listed(&names)
        };
        let text = format!(
            "{}: led by {}, before by {}",
            names.place(place),
            who(now),
            who(before)
        );
        lines.push(line("info", "swap", "Led", text));
    }
    for (who, from, to) in &difference.moved {
        let text = format!(
            "{}: from {} to {}",
            names.resident(who),
            names.place(from),
            names.place(to)
        );
        lines.push(line("info", "swap", "Moved", text));
    }
    for (who, from) in &difference.lost {
        let text = format!(
            "{}: no place any more, was {}",
            names.resident(who),
            names.place(from)
        );
        lines.push(line("no", "cross", "Lost", text));
    }
    for (who, to) in &difference.gained {
        let text = format!("{}: {}", names.resident(who), names.place(to));
        lines.push(line("ok", "plus", "Placed", text));
    }
    for (who, place, new, dropped) in &difference.weeks {
        let text = format!(
            "{}, {}: {} added, {} dropped",
            names.resident(who),
            names.place(place),
            count(*new, "week", "weeks"),
            dropped
        );
        lines.push(line("info", "cal", "Weeks", text));
    }
    let same = count_first(difference.same, "membership", "memberships");
    lines.push(line("unknown", "check", "Same", same));
    lines
}
