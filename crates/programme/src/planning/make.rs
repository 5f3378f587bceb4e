//! Making a plan: what is read, what is searched, what is kept.

use std::collections::BTreeMap;

use planner::Settings;
use platform::audit::Event;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::document::Document;
use super::run::{Approved, Ask};
use super::searches::Watch;
use super::store::{self, PlanVersion};
use super::{Why, run, wishes_store};
use crate::exchange::{self, Folder};
use crate::joining;
use crate::people::Resident;
use crate::release;
use crate::sessions;

const SEED: u64 = 1;

/// What a search is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// A plan from the facts alone.
    Anew,
    /// The published plan with as little changed as can be, and why.
    Mend(Why),
    /// The newest version with as little changed as what was decided since asks for.
    Adjust,
}

impl Task {
    /// The action that it is, for the record.
    pub(super) fn action(self) -> &'static str {
        match self {
            Self::Anew | Self::Adjust => "plan.make",
            Self::Mend(_) => "plan.mend",
        }
    }
}

/// Everything that a search needs, read once.
pub(super) struct Ready {
    task: Task,
    programme: Uuid,
    folder: Folder,
    digest: String,
    as_of: jiff::Timestamp,
    ask: Ask,
    approved: Vec<Approved>,
}

/// What a search has found.
pub(super) struct Found {
    ready: Ready,
    document: Document,
}

/// Reads everything that a search needs.
///
/// # Errors
/// There is nobody to plan for, or no published plan to mend.
pub(super) async fn ready(app: &App, programme: Uuid, task: &Task) -> Result<Ready> {
    let folder = facts(app, programme).await?;
    if folder.residents.is_empty() {
        return Err(Error::refused(
            "K6",
            "There is nobody to plan for.",
            "Import a programme folder first, or say who is eligible.",
        ));
    }
    let digest = exchange::last(app, programme)
        .await?
        .map_or_else(String::new, |import| import.digest);
    let only_published = *task != Task::Adjust;
    let published = store::newest(app, programme, only_published).await?;
    let approved = match (task, &published) {
        (Task::Anew, _) => Vec::new(),
        (Task::Adjust, Some(plan)) => approved(app, plan).await?,
        (Task::Adjust, None) => return Err(Error::NotFound),
        (Task::Mend(_), Some(plan)) => approved(app, plan).await?,
        (Task::Mend(_), None) => {
            return Err(Error::refused(
                "M1",
                "No plan is published yet.",
                "Make a plan and publish it first.",
            ));
        }
    };
    Ok(Ready {
        task: *task,
        programme,
        folder,
        digest,
        as_of: app.now().to_jiff(),
        ask: Ask {
            wishes: wishes_store::wishes(app.db.read(), programme).await?,
            published: published.map(|plan| plan.document),
            with_reasons: true,
        },
        approved,
    })
}

/// The facts with the residents who ask for a place.
pub(super) async fn facts(app: &App, programme: Uuid) -> Result<Folder> {
    let mut folder = exchange::facts(app, programme).await?;
    only_asking(app, programme, &mut folder).await?;
    Ok(folder)
}

/// Leaves only the residents who ask for a place.
pub(super) async fn only_asking(app: &App, programme: Uuid, folder: &mut Folder) -> Result<()> {
    if let Some(asking) = joining::asking(app, programme).await? {
        let asks = |one: &Resident| one.reference.parse().is_ok_and(|id| asking.contains(&id));
        folder.residents.retain(asks);
    }
    Ok(())
}

/// Releases of a plan that its hospitals have agreed to.
async fn approved(app: &App, plan: &PlanVersion) -> Result<Vec<Approved>> {
    let weeks: BTreeMap<Uuid, usize> = sessions::all(app, plan.id)
        .await?
        .into_iter()
        .map(|session| (session.id, session.week.saturating_sub(1)))
        .collect();
    let releases = release::of_plan(app, plan.id, None, None).await?;
    Ok(releases
        .into_iter()
        .filter(|one| one.state.is_agreed())
        .filter_map(|one| Some((one.resident.to_string(), *weeks.get(&one.session)?)))
        .collect())
}

/// Searches, away from the threads that serve others.
pub(super) async fn search(ready: Ready, watch: Watch) -> Result<Found> {
    let find = move || {
        let effort = ready.ask.wishes.effort().steps();
        let settings = Settings {
            seed: SEED,
            effort,
            should_stop: &|| watch.is_stopped(),
            progress: &|progress| {
                watch.tell(|far| {
                    far.placed = progress.best.placed_weight;
                    far.bound = Some(progress.bound);
                });
            },
            pace: &|share| watch.tell(|far| far.share = (share * 1000.0) as u64),
        };
        let (folder, as_of) = (&ready.folder, ready.as_of);
        let document = match ready.task {
            Task::Anew => run::solve(folder, as_of, &ready.ask, &settings),
            Task::Mend(_) | Task::Adjust => {
                run::mend(folder, as_of, &ready.ask, &ready.approved, &settings)
            }
        }?;
        Ok(Found { ready, document })
    };
    tokio::task::spawn_blocking(find)
        .await
        .map_err(Error::internal)?
}

/// Keeps what was found as a draft.
pub(super) async fn keep(
    app: &App,
    found: Found,
    by: Option<Uuid>,
    event: Event,
) -> Result<PlanVersion> {
    let Found { ready, document } = found;
    let tx = app.db.write().await?;
    let draft = store::Draft {
        input_digest: &ready.digest,
        reason: match ready.task {
            Task::Anew | Task::Adjust => None,
            Task::Mend(why) => Some(why),
        },
        by,
        document: &document,
    };
    let version = store::add(&tx, app, ready.programme, &draft).await?;
    let event = Event {
        subject: format!("version {}", version.number),
        detail: format!("{} of {} placed", document.placed(), document.residents),
        ..event
    };
    tx.commit(app, event).await?;
    Ok(version)
}

/// Plans the programme anew and keeps the plan as a draft.
///
/// # Errors
/// There is nobody to plan for, or the database fails.
pub async fn make(app: &App, programme: Uuid, event: Event) -> Result<PlanVersion> {
    let ready = ready(app, programme, &Task::Anew).await?;
    let found = search(ready, Watch::default()).await?;
    keep(app, found, None, event).await
}
