//! A manuscript held against a stored study (study R61 to R65, A01 to A31), through the real router and on both databases.

mod aside;
mod known;
mod reading;

use platform::access::Role;
use study::team::Member;

use crate::codebook::ANALYST;
use crate::consent::BASE;
use crate::study_design::member;
use crate::world::{Answer, World, worlds};

const HERE: &str = "/reporting-audit";
/// One word is not what K2 said.
const ALTERED: &str = "# Abstract\n\nWe interviewed two participants.\n\n# Results\n\nWaiting was told of by many. One said: \
    “I went by the back door, and somebody rang at ten to one.”\n";
/// The same, as it was said, with a paragraph before it.
const MENDED: &str = "# Abstract\n\nWe interviewed two participants.\n\n# Results\n\nThere is more to say first.\n\n\
    Waiting was told of by many. One said: “I went by the side door, and somebody rang at ten to one.”\n";

/// An analyst in a town with the small study.
struct Desk {
    world: World,
    analyst: Member,
    cookie: String,
}

async fn desks() -> Vec<Desk> {
    let mut desks = Vec::new();
    for world in worlds().await {
        crate::study::import(&world).await.unwrap();
        desks.push(desk(world).await);
    }
    desks
}

async fn desk(world: World) -> Desk {
    Desk {
        analyst: member(&world, Role::Researcher, ANALYST).await,
        cookie: world.cookie(Role::Researcher).await,
        world,
    }
}

impl Desk {
    async fn brings_in(&self, text: &str) -> Answer {
        self.brings(&[("manuscript", "Dr Canary, paper.md", text.as_bytes())])
            .await
    }

    async fn brings(&self, files: &[(&str, &str, &[u8])]) -> Answer {
        let path = format!("{BASE}{HERE}");
        self.world.upload(&path, &self.cookie, &[], files).await
    }

    async fn page(&self) -> String {
        crate::consent::get(&self.world, &self.cookie, HERE).await
    }

    async fn does(&self, what: &str, form: &str) -> Answer {
        crate::consent::act(&self.world, &self.cookie, &format!("{HERE}/{what}"), form).await
    }

    /// The audit as JSON, as whoever has this cookie gets it.
    async fn json(&self, cookie: &str) -> serde_json::Value {
        let body = crate::consent::get(&self.world, cookie, &format!("{HERE}/audit.json")).await;
        serde_json::from_str(&body).unwrap()
    }
}

/// How a check ended, and why it was not run.
fn ended(audit: &serde_json::Value, id: &str) -> (String, String) {
    let mut checks = audit["checks"].as_array().unwrap().iter();
    let check = checks.find(|check| check["id"] == id).unwrap();
    let word = |key: &str| check[key].as_str().unwrap_or_default().to_owned();
    (word("status"), word("reason"))
}

/// The messages of a check's findings.
fn told(audit: &serde_json::Value, id: &str) -> Vec<String> {
    let findings = audit["findings"].as_array().unwrap().iter();
    let own = findings.filter(|finding| finding["check"] == id);
    own.map(|finding| finding["message"].as_str().unwrap().to_owned())
        .collect()
}

/// The card of a finding, by its check.
fn card<'a>(page: &'a str, check: &str) -> &'a str {
    let mut cards = page.split("<section class=\"finding").skip(1);
    let card = cards.find(|card| card.contains(&format!("soft\">{check}, ")));
    let card = card.unwrap_or_else(|| panic!("no card of {check}: {page}"));
    card.split("</section>").next().unwrap()
}

fn fingerprint(card: &str) -> &str {
    let (_, rest) = card.split_once("name=\"finding\" value=\"").unwrap();
    rest.split('"').next().unwrap()
}
