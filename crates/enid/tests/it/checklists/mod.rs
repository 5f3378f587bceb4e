//! Checklists of the report and the methods paragraph, through the real router and on the command line, on both databases
//! (study O8, O12, R59, R60, A19, P6, P10).

mod answers;
mod drafts;

use platform::access::Role;
use study::team::Member;

use crate::codebook::ANALYST;
use crate::consent::{act, get};
use crate::study_design::member;
use crate::world::{Answer, World};

const STUDY: &str = "saltmarsh-study";
/// A list that a study brings in; its items are invented.
const OWN: &str = "format = \"enid-checklist/1\"\nid = \"own\"\nname = \"House list\"\ntitle = \"Ours\"\nsource = \"An invented list\"\n\n[[item]]\nid = \"1\"\nsection = \"All\"\ntext = \"Which themes there are\"\nby = \"data\"\nevidence = [\"themes\"]\n\n[[item]]\nid = \"2\"\nsection = \"All\"\ntext = \"What was hard\"\n";

/// A town with the small study and an analyst.
struct Town {
    world: World,
    analyst: Member,
    cookie: String,
    lead: String,
}

async fn towns() -> Vec<Town> {
    let mut towns = Vec::new();
    for world in crate::queries::studied().await {
        towns.push(Town {
            analyst: member(&world, Role::Researcher, ANALYST).await,
            cookie: world.cookie(Role::Researcher).await,
            lead: world.cookie(Role::ResearchLead).await,
            world,
        });
    }
    towns
}

impl Town {
    async fn page(&self, end: &str) -> String {
        get(&self.world, &self.cookie, end).await
    }

    /// What the page of an item saw last.
    async fn seen(&self, item: &str) -> String {
        let page = self.page(&format!("/checklists/{item}")).await;
        let (_, rest) = page.split_once("name=\"seen\" value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    /// Answers an item as somebody who saw this.
    async fn answers(&self, item: &str, seen: &str, form: &str) -> Answer {
        let form = format!("seen={seen}&{form}");
        act(
            &self.world,
            &self.cookie,
            &format!("/checklists/{item}"),
            &form,
        )
        .await
    }

    /// Runs a command on the study as the analyst.
    async fn run(&self, command: &str, rest: &[&str]) -> Result<String, String> {
        let mut words: Vec<&str> = command.split(' ').collect();
        words.push(STUDY);
        words.extend(rest);
        words.extend(["--as", &self.analyst.handle]);
        let told = enid::cli::told(&self.world.installation.app, &words).await;
        told.map_err(|error| format!("{error:#}"))
    }
}

/// A cell of a checklist as CSV, by the item and the column.
fn cell(csv: &str, item: &str, name: &str) -> String {
    let table = formats::table::read_csv(csv.as_bytes(), formats::table::Limits::STUDY).unwrap();
    let at = table.header.iter().position(|head| head == name).unwrap();
    let mut rows = table.rows.iter();
    let row = rows.find(|row| row.cells[0] == item).unwrap();
    row.cells[at].clone()
}
