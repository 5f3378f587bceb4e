//! Who is told of what happened: letters are put into the outbox in the transaction of the change (trust BAK-6).

use std::collections::{BTreeMap, BTreeSet};

use platform::jobs::{self, NewJob};
use platform::storage::Tx;
use platform::{App, Result};
use serde_json::json;
use uuid::Uuid;

use super::event::{Actor, Event};
use super::events_store::Happened;
use super::state::State;
use super::store::Release;

/// The kinds of letters.
pub(super) const ASK_SITE: &str = "release.ask-site";
pub(super) const TELL_RESIDENT: &str = "release.tell-resident";
pub(super) const TEXT_RESIDENT: &str = "release.text-resident";
pub(super) const TELL_SITE: &str = "release.tell-site";
pub(super) const TELL_ORGANISERS: &str = "release.tell-organisers";
pub(super) const TELL_FACILITATORS: &str = "release.tell-facilitators";

/// What changes within this time of leaving also goes as a text message: 48 hours.
const TEXT_SECONDS: i64 = 48 * 60 * 60;

/// A release as it stands after something happened to it.
pub(super) type Told = (Release, Happened);

/// Whom an event concerns beside whoever did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Audience {
    resident: bool,
    site: bool,
    organisers: bool,
    facilitators: bool,
}

/// The letters of one act: one to each person or desk, whatever the number of releases.
pub(super) async fn tell(tx: &Tx, app: &App, programme: Uuid, told: &[Told]) -> Result<()> {
    let act = app.new_id();
    let mut residents: BTreeMap<(Uuid, Event), Vec<Uuid>> = BTreeMap::new();
    let mut sites: BTreeMap<(Uuid, Event), Vec<Uuid>> = BTreeMap::new();
    let mut organisers: BTreeMap<Event, Vec<Uuid>> = BTreeMap::new();
    let mut sessions: BTreeMap<(Uuid, Event), BTreeSet<Uuid>> = BTreeMap::new();
    for (release, what) in told {
        let audience = audience(what);
        let event = what.event;
        if audience.resident {
            let own = residents.entry((release.resident, event)).or_default();
            own.push(release.id);
        }
        if audience.site {
            sites
                .entry((release.site, event))
                .or_default()
                .push(release.id);
        }
        if audience.organisers {
            organisers.entry(event).or_default().push(release.id);
        }
        if audience.facilitators {
            let own = sessions.entry((release.session, event)).or_default();
            own.insert(release.id);
        }
    }
    let mut letters = Vec::new();
    let soon: BTreeSet<Uuid> = told
        .iter()
        .filter(|(release, _)| is_soon(app, release))
        .map(|(release, _)| release.id)
        .collect();
    for ((resident, event), releases) in residents {
        let soon: Vec<Uuid> = releases
            .iter()
            .copied()
            .filter(|id| soon.contains(id))
            .collect();
        if !soon.is_empty() {
            letters.push((
                TEXT_RESIDENT,
                json!({"resident": resident, "event": event.word(), "releases": soon}),
            ));
        }
        letters.push((
            TELL_RESIDENT,
            json!({"resident": resident, "event": event.word(), "releases": releases}),
        ));
    }
    for ((site, event), releases) in sites {
        letters.push((
            TELL_SITE,
            json!({"site": site, "event": event.word(), "releases": releases}),
        ));
    }
    for (event, releases) in organisers {
        letters.push((
            TELL_ORGANISERS,
            json!({"event": event.word(), "releases": releases}),
        ));
    }
    for ((session, event), releases) in sessions {
        letters.push((
            TELL_FACILITATORS,
            json!({"session": session, "event": event.word(), "releases": releases}),
        ));
    }
    for (number, (kind, mut payload)) in letters.into_iter().enumerate() {
        payload["programme"] = json!(programme);
        enqueue(tx, app, kind, &format!("{act}/{number}"), payload).await?;
    }
    tx.announce(&format!("release:{programme}")).await
}

/// Whether a mail may be read too late: somebody who has agreed to it gets a text message as well (programme 7.2).
fn is_soon(app: &App, release: &Release) -> bool {
    let now = app.now();
    now < release.returns_at && release.leaves_at < now.plus_seconds(TEXT_SECONDS)
}

/// Asks a desk: the coordinator, or the tutor or director to whom requests are passed on.
pub(super) async fn ask_site(
    tx: &Tx,
    app: &App,
    (programme, site): (Uuid, Uuid),
    capacity: Actor,
    (act, reminder): (Uuid, bool),
) -> Result<()> {
    let payload = json!({
        "programme": programme, "site": site, "capacity": capacity.word(), "reminder": reminder,
    });
    let key = format!("{act}/{site}/{}", capacity.word());
    enqueue(tx, app, ASK_SITE, &key, payload).await
}

async fn enqueue(
    tx: &Tx,
    app: &App,
    kind: &'static str,
    key: &str,
    payload: serde_json::Value,
) -> Result<()> {
    let job = NewJob {
        kind,
        key: format!("{kind}/{key}"),
        payload,
        run_at: app.now(),
    };
    jobs::enqueue(tx, app, job).await
}

/// Who has to know (programme 7.1, side effects).
fn audience(what: &Happened) -> Audience {
    let was_asked = what.from != State::Draft;
    let nobody = Audience {
        resident: false,
        site: false,
        organisers: false,
        facilitators: false,
    };
    match what.event {
        Event::Send | Event::Approve | Event::ApproveWithCover => Audience {
            resident: true,
            ..nobody
        },
        Event::OfferAlternative => Audience {
            organisers: true,
            ..nobody
        },
        Event::AcceptAlternative | Event::RejectAlternative => Audience {
            site: true,
            ..nobody
        },
        Event::Refuse => Audience {
            resident: true,
            organisers: true,
            ..nobody
        },
        Event::Lock => Audience {
            resident: true,
            site: true,
            ..nobody
        },
        Event::Change | Event::SessionCancelled => Audience {
            resident: was_asked,
            site: was_asked,
            facilitators: what.event == Event::Change,
            ..nobody
        },
        Event::WithdrawSafety => Audience {
            resident: true,
            organisers: true,
            facilitators: true,
            ..nobody
        },
        Event::RuleFail => Audience {
            resident: was_asked,
            site: was_asked,
            ..nobody
        },
        Event::ResidentWithdraws => Audience {
            site: was_asked,
            facilitators: what.from.is_agreed(),
            ..nobody
        },
        Event::Remind | Event::Escalate | Event::OutcomeTaken | Event::OutcomeNotTaken => nobody,
    }
}
