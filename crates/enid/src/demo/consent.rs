//! Consent of the demo: one wording, signed by everybody who was interviewed; one of them said no to quotation.

use anyhow::{Context as _, Result};
use platform::App;
use platform::access::{Role, Scope};
use study::consent::{self, Rule, Use, Version};
use study::participants::{self, Status};

use super::fill::{Person, event};
use super::joining::days_ago;

/// How long ago everybody signed, in days.
const SIGNED: i64 = 300;
/// For how many days from now everything can still be taken out.
const FREEZE: i64 = 120;

const INFORMATION: &str = "This invented study asks what a Balint group changed for those who sat in it. An interviewer who \
does not know you talks with you for about an hour, by video.\n\nWhat you say is written down, checked against the \
recording, and rid of names and places before anybody analyses it. The recording is deleted once that is done, after 90 \
days at the latest.\n\nWhether you take part is yours alone to decide. Nobody at your work learns of it, and nothing in \
the group or in your training depends on it.";

/// Writes the wording down and lets everybody sign.
pub(super) async fn fill(app: &App, study: &Scope, people: &[Person]) -> Result<()> {
    let lead = people.iter().find(|one| one.role == Role::ResearchLead);
    let lead = lead.context("the demo has no research lead")?;
    let then = days_ago(app, SIGNED)?;
    let zone = jiff::tz::TimeZone::get("Europe/London")?;
    let freeze = app.now().to_jiff().to_zoned_datetime(zone).date();
    let version = Version {
        id: study::rows::random_id(app),
        number: 1,
        information: INFORMATION.to_owned(),
        uses: Use::ALL[..5].to_vec(),
        affects: Vec::new(),
        rule: Rule::UntilFreeze(freeze.checked_add(jiff::Span::new().days(FREEZE))?),
        made_at: then.now(),
    };
    let tx = then.db.write().await?;
    consent::add_version(&tx, &then, study.id, &version, Some(lead.account)).await?;
    let all = participants::all(tx.connection(), study.id).await?;
    let interviewed = all
        .iter()
        .filter(|stored| stored.participant.status == Status::Completed);
    for (turn, stored) in interviewed.enumerate() {
        let granted = match turn {
            1 => vec![Use::Record, Use::Analyse],
            3 => version.uses.clone(),
            _ => vec![Use::Record, Use::Analyse, Use::Quote],
        };
        consent::sign(&tx, &then, study.id, (stored.id, version.id), &granted).await?;
    }
    tx.commit(&then, event(study, "consent.ask", "version 1"))
        .await?;
    Ok(())
}
