//! What each hospital gives beside its fair share (programme 7.5).

use std::collections::BTreeMap;

use platform::{App, Result};
use uuid::Uuid;

use super::away::{Away, planned};
use super::document::Document;
use super::make::only_asking;
use super::problem::eligible;
use crate::{exchange, sites};

/// Above this ratio a hospital gives much more than its share.
const MUCH: f64 = 1.15;

/// A hospital's hours of release over a run, ways included.
pub(super) struct Burden {
    pub site: String,
    /// Minutes that it would give.
    pub given: u64,
    /// Minutes that would be its share; 0 where nobody there is eligible.
    pub share: f64,
}

impl Burden {
    /// What it gives over its share; none where nobody there is eligible.
    pub fn ratio(&self) -> Option<f64> {
        (self.share > 0.0).then(|| self.given as f64 / self.share)
    }

    /// Whether that is much more than its share.
    pub fn is_much(&self) -> bool {
        self.ratio().is_some_and(|ratio| ratio > MUCH)
    }
}

/// Every hospital of a plan, whoever gives most first.
pub(super) async fn burden(app: &App, programme: Uuid, document: &Document) -> Result<Vec<Burden>> {
    let mut folder = exchange::facts_but_rotas(app, programme).await?;
    only_asking(app, programme, &mut folder).await?;
    let mut given: BTreeMap<&str, u64> = BTreeMap::new();
    for planned in planned(document) {
        let away = Away::of(&folder, &planned)?;
        let seconds = away.returns.duration_since(away.leaves).as_secs();
        *given.entry(away.site).or_default() += seconds.unsigned_abs() / 60;
    }
    let names = sites::listed(app, programme).await?;
    let kept = |site: &crate::sites::Site| document.eligible.get(&site.code).copied();
    let eligible = match document.eligible.is_empty() {
        true => eligible(&folder),
        false => folder
            .sites
            .iter()
            .map(|site| kept(site).unwrap_or(0))
            .collect(),
    };
    let all_given: u64 = given.values().sum();
    let all_eligible: u64 = eligible.iter().sum();
    let mut rows: Vec<Burden> = folder
        .sites
        .iter()
        .zip(eligible)
        .map(|(site, eligible)| Burden {
            site: names
                .iter()
                .find(|stored| stored.site.code == site.code)
                .map_or_else(|| site.name.clone(), |stored| stored.site.name.clone()),
            given: given.get(site.code.as_str()).copied().unwrap_or(0),
            share: if all_eligible == 0 {
                0.0
            } else {
                all_given as f64 * eligible as f64 / all_eligible as f64
            },
        })
        .collect();
    rows.sort_by(|a, b| (b.given, &a.site).cmp(&(a.given, &b.site)));
    Ok(rows)
}
