//! What analysts do on the command line (study R58), on both databases: with the rights of the member who acts, and with the same
//! events as on the pages.

mod codes;
mod notes;
mod talk;
mod themes;
mod writing;

use platform::access::Role;
use platform::audit;
use serde_json::Value;
use study::team::{Member, NewMember};
use uuid::Uuid;

use crate::codebook::ANALYST;
use crate::study_design::member;
use crate::world::{World, worlds};

const STUDY: &str = "saltmarsh-study";

/// A town whose study has an analyst.
struct Town {
    world: World,
    analyst: Member,
    account: Uuid,
}

/// The towns with the small study, and an analyst who has an account.
async fn towns() -> Vec<Town> {
    let mut towns = Vec::new();
    for world in worlds().await {
        crate::study::import(&world).await.unwrap();
        let analyst = member(&world, Role::Researcher, ANALYST).await;
        let mut people = world.people.iter();
        let account = people
            .find(|(role, _)| *role == Role::Researcher)
            .unwrap()
            .1;
        towns.push(Town {
            world,
            analyst,
            account,
        });
    }
    towns
}

/// Somebody of the team who leads, and analyses as this says.
async fn leader(town: &Town, new: NewMember) -> Member {
    member(&town.world, Role::ResearchLead, new).await
}

impl Town {
    /// Runs a command of two words on the study, such as `codes list`, as whoever holds the data folder.
    async fn keeper(&self, command: &str, rest: &[&str]) -> Result<String, String> {
        let mut words: Vec<&str> = command.split(' ').collect();
        words.push(STUDY);
        words.extend(rest);
        let told = enid::cli::told(&self.world.installation.app, &words).await;
        told.map_err(|error| format!("{error:#}"))
    }

    /// The same as a member.
    async fn by(&self, handle: &str, command: &str, rest: &[&str]) -> Result<String, String> {
        self.keeper(command, &[rest, &["--as", handle]].concat())
            .await
    }

    /// The same as the analyst, where it succeeds.
    async fn run(&self, command: &str, rest: &[&str]) -> String {
        let told = self.by(&self.analyst.handle, command, rest).await;
        told.unwrap_or_else(|error| panic!("{command} {rest:?}: {error}"))
    }

    /// Why the analyst cannot do something.
    async fn refused(&self, command: &str, rest: &[&str]) -> String {
        let told = self.by(&self.analyst.handle, command, rest).await;
        told.expect_err(command)
    }

    /// The rows of a list, as the analyst sees them.
    async fn rows(&self, command: &str, rest: &[&str]) -> Vec<Value> {
        let told = self
            .run(command, &[rest, &["--format", "json"]].concat())
            .await;
        let rows: Value = serde_json::from_str(&told).unwrap();
        rows.as_array().unwrap().clone()
    }

    /// One column of a list.
    async fn column(&self, command: &str, rest: &[&str], column: &str) -> Vec<String> {
        let rows = self.rows(command, rest).await;
        let cell = |row: &Value| match &row[column] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        rows.iter().map(cell).collect()
    }

    /// The newest row of the record of the study: who acted, and by which line of the policy.
    async fn recorded(&self) -> (Option<Uuid>, String) {
        let connection = self.world.installation.app.db.read();
        let rows = audit::newest(connection, Some(STUDY), 1).await.unwrap();
        (rows[0].actor, rows[0].action.clone())
    }
}
