//! Who can have a certificate, issuing and correcting.

use std::collections::BTreeMap;

use platform::access::Scope;
use platform::audit::Event;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::store::{self, Certificate};
use super::{Code, Content, OUTCOMES, Tally};
use crate::planning;
use crate::{joining, people, sessions};

/// Somebody who was, is or will be in a group.
pub(super) struct Candidate {
    pub(super) resident: Uuid,
    pub(super) name: String,
    pub(super) tally: Tally,
    /// Whether their run is over or they left it; otherwise it goes on.
    pub(super) over: bool,
    pub(super) issued: Option<Certificate>,
}

impl Candidate {
    /// Whether a first certificate can be issued.
    pub(super) fn is_ready(&self) -> bool {
        self.over && self.issued.is_none() && self.tally.minutes > 0
    }

    /// Whether the register says something else now than the certificate.
    pub(super) fn differs(&self) -> bool {
        self.issued
            .as_ref()
            .is_some_and(|one| one.content.tally != self.tally)
    }
}

/// Everybody who is in a group of the published plan or left one, by surname.
pub(super) async fn candidates(app: &App, programme: Uuid) -> Result<Vec<Candidate>> {
    let zone = planning::zone()?;
    let meetings = store::meetings(app, programme).await?;
    let mut issued = store::valid(app.db.read(), app, programme).await?;
    let over = over(app, programme).await?;
    let gone = joining::gone(app, programme).await?;
    let mut candidates = Vec::new();
    for person in people::listed(app, programme).await? {
        let own = meetings.get(&person.id).map_or(&[][..], Vec::as_slice);
        let tally = Tally::of(own, &zone);
        let run = over.get(&person.id).copied();
        let left = gone.contains(&person.id);
        let issued = issued.remove(&person.id);
        if run.is_none() && issued.is_none() && !(left && tally.minutes > 0) {
            continue;
        }
        candidates.push(Candidate {
            resident: person.id,
            name: person.resident.full_name,
            tally,
            over: left || run.unwrap_or(true),
            issued,
        });
    }
    Ok(candidates)
}

/// For each member of a group of the published plan whether each of its sessions was held or cancelled.
async fn over(app: &App, programme: Uuid) -> Result<BTreeMap<Uuid, bool>> {
    let Some(plan) = planning::newest(app, programme, true).await? else {
        return Ok(BTreeMap::new());
    };
    let sessions = sessions::all(app, plan.id).await?;
    let groups = plan.document.groups.iter();
    Ok(groups
        .flat_map(|group| {
            let of_group = |one: &&sessions::Session| one.group == group.number;
            let over = !sessions
                .iter()
                .filter(of_group)
                .any(|one| one.state.is_open());
            let members = group.members.iter();
            members.filter_map(move |member| Some((member.resident.parse().ok()?, over)))
        })
        .collect())
}

/// Issues a certificate to everybody whose run is over, who was there and who has none yet; gives how many.
///
/// # Errors
/// Nobody is ready.
pub async fn issue(app: &App, scope: &Scope, by: Option<Uuid>, event: Event) -> Result<usize> {
    let all = candidates(app, scope.id).await?;
    let ready: Vec<Candidate> = all.into_iter().filter(Candidate::is_ready).collect();
    if ready.is_empty() {
        return Err(Error::refused(
            "2.5",
            "Nobody waits for a certificate.",
            "One can be issued once every session of a group is held or cancelled, or when somebody has left.",
        ));
    }
    let tx = app.db.write().await?;
    let issued = store::valid(tx.connection(), app, scope.id).await?;
    let ready: Vec<&Candidate> = ready
        .iter()
        .filter(|one| !issued.contains_key(&one.resident))
        .collect();
    for candidate in &ready {
        add(&tx, app, scope, candidate, 1, by).await?;
    }
    let detail = format!("{} issued", ready.len());
    tx.commit(app, Event { detail, ..event }).await?;
    Ok(ready.len())
}

/// Issues a corrected certificate in the place of one that the register no longer bears out.
///
/// # Errors
/// There is none, or it says what the register says.
pub async fn correct(
    app: &App,
    scope: &Scope,
    resident: Uuid,
    by: Option<Uuid>,
    event: Event,
) -> Result<()> {
    let all = candidates(app, scope.id).await?;
    let candidate = all.iter().find(|one| one.resident == resident);
    let candidate = candidate.ok_or(Error::NotFound)?;
    let tx = app.db.write().await?;
    let valid = store::valid(tx.connection(), app, scope.id).await?;
    let before = valid.get(&resident).ok_or(Error::NotFound)?;
    if before.content.tally == candidate.tally {
        return Err(Error::refused(
            "2.5",
            "This certificate says what the register says.",
            "Correct the register first.",
        ));
    }
    add(&tx, app, scope, candidate, before.number + 1, by).await?;
    tx.commit(app, event).await
}

async fn add(
    tx: &platform::storage::Tx,
    app: &App,
    scope: &Scope,
    candidate: &Candidate,
    number: i64,
    by: Option<Uuid>,
) -> Result<()> {
    let code = Code::draw(&*app.entropy);
    let content = Content {
        name: candidate.name.clone(),
        programme: scope.name.clone(),
        tally: candidate.tally,
        outcomes: OUTCOMES.map(str::to_owned).to_vec(),
        code: code.to_string(),
    };
    let who = (number, by);
    store::add(
        tx,
        app,
        scope.id,
        candidate.resident,
        who,
        (&code, &content),
    )
    .await
}
