//! What others enter, each inside their own transaction.

use std::collections::BTreeMap;

use jiff::civil::Date;
use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::ledger::{Kind, Line, corrections, standing};
use super::rates::priced;
use super::{Cover, Subject, TimeSource, store};
use crate::{planning, sessions};

/// The grade of somebody who is not there any more.
const UNKNOWN_GRADE: &str = "grade not known";

/// One doctor who was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attended {
    /// Who.
    pub resident: Uuid,
    /// The site that let them go.
    pub site: Uuid,
    /// Whose time it was.
    pub time_source: TimeSource,
    /// Minutes in the session.
    pub minutes: i64,
    /// Minutes away in all, the session and the way there and back.
    pub away_minutes: i64,
}

/// Enters who was at a session: `lines` is everybody who was there. Called again with another register it corrects the
/// first, down to nothing for somebody who was not there after all.
pub async fn attended(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    session: Uuid,
    lines: &[Attended],
) -> Result<()> {
    let grades = store::grades(tx.connection(), lines.iter().map(|one| one.resident)).await?;
    let wanted = lines.iter().flat_map(|one| {
        let grade = grades.get(&one.resident).cloned();
        let line = |kind: Kind, minutes: i64| Line {
            resident: Some(one.resident),
            site: Some(one.site),
            time_source: Some(one.time_source),
            subject: Some(Subject::Member(
                grade.clone().unwrap_or_else(|| UNKNOWN_GRADE.into()),
            )),
            minutes: minutes.max(0),
            ..blank(session, kind)
        };
        [
            line(Kind::Attendance, one.minutes),
            line(Kind::Travel, one.away_minutes - one.minutes),
        ]
    });
    let wanted = wanted.collect();
    let kinds = |line: &Line| line.kind.is_member_time();
    enter(tx, app, (programme, session), kinds, wanted).await
}

/// Enters how a released absence is covered, for the whole time away. It counts when the session was held. Where a
/// release is taken back, call it with no minutes.
#[expect(
    clippy::too_many_arguments,
    reason = "each is a plain fact that the caller has at hand"
)]
pub async fn covered(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    release: Uuid,
    session: Uuid,
    site: Uuid,
    cover: Cover,
    minutes: i64,
) -> Result<()> {
    let resident = store::resident_of(tx.connection(), release).await?;
    let line = Line {
        release: Some(release),
        resident: Some(resident),
        site: Some(site),
        cover: Some(cover),
        subject: cover.is_paid().then_some(Subject::Cover(cover)),
        pence: (!cover.is_paid() || minutes <= 0).then_some(0),
        minutes: minutes.max(0),
        ..blank(session, Kind::Cover)
    };
    let of_release = |line: &Line| line.kind == Kind::Cover && line.release == Some(release);
    enter(tx, app, (programme, session), of_release, vec![line]).await
}

/// Enters what a held session cost beside its members: the room in pence where that is known, and the time of its
/// facilitators, each for `minutes` and `debrief_minutes`.
#[expect(
    clippy::too_many_arguments,
    reason = "each is a plain fact that the caller has at hand"
)]
pub async fn held(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    session: Uuid,
    room_pence: Option<i64>,
    facilitators: usize,
    minutes: i64,
    debrief_minutes: i64,
) -> Result<()> {
    let several = i64::try_from(facilitators).map_err(Error::internal)?;
    let time = |kind: Kind, minutes: i64| Line {
        subject: Some(Subject::Facilitator),
        minutes: several * minutes.max(0),
        ..blank(session, kind)
    };
    let room = Line {
        pence: room_pence,
        ..blank(session, Kind::Room)
    };
    let wanted = vec![
        room,
        time(Kind::Facilitator, minutes),
        time(Kind::Debrief, debrief_minutes),
    ];
    let kinds = |line: &Line| matches!(line.kind, Kind::Room | Kind::Facilitator | Kind::Debrief);
    enter(tx, app, (programme, session), kinds, wanted).await
}

fn blank(session: Uuid, kind: Kind) -> Line {
    Line {
        id: Uuid::nil(),
        session,
        release: None,
        resident: None,
        site: None,
        kind,
        time_source: None,
        cover: None,
        subject: None,
        minutes: 0,
        pence: None,
        rate: None,
        entered_at: Instant(0),
        replaces: None,
    }
}

/// Makes `wanted` stand in the place of what stands of a session and is of the same matter.
async fn enter(
    tx: &Tx,
    app: &App,
    (programme, session): (Uuid, Uuid),
    is_of_matter: impl Fn(&Line) -> bool,
    wanted: Vec<Line>,
) -> Result<()> {
    let lines = store::lines(tx.connection(), programme, Some(session)).await?;
    let before: Vec<&Line> = standing(&lines)
        .into_iter()
        .filter(|line| is_of_matter(line))
        .collect();
    let rates = store::rates(tx.connection(), programme).await?;
    let day = day_of(tx, programme, session).await?;
    let wanted = wanted.into_iter().map(|line| priced(line, &rates, day));
    let new = corrections(&before, wanted.collect());
    store::add_lines(tx, app, programme, new).await
}

async fn day_of(tx: &Tx, programme: Uuid, session: Uuid) -> Result<Date> {
    let starts: BTreeMap<Uuid, Instant> = sessions::starts(tx.connection(), programme).await?;
    let at = starts.get(&session).ok_or(Error::NotFound)?;
    Ok(at.to_jiff().to_zoned_datetime(planning::zone()?).date())
}
