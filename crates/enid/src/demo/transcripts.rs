//! Transcripts of the demo that came as files: one at the desk, half checked, and one that waits for its speakers.

use anyhow::{Context as _, Result};
use platform::App;
use platform::access::{Role, Scope};
use study::documents::Role as Part;
use study::participants;
use study::team::{self, Member, NewMember};
use study::transcripts::Certain;
use study::transcripts::correcting::Act;
use study::transcripts::listening::Interval;
use study::transcripts::store::{self, Change};

use super::fill::{Person, event};

/// Whose transcript is at the desk.
pub(super) const SPEAKS: &str = "M7";
/// Their second talk, as it came.
pub(super) const AT_THE_DESK: &str = include_str!("study/incoming/M7-second-talk.vtt");
const WAITING: &str = include_str!("study/incoming/second-talk.srt");
/// Length of the recording of the first, in milliseconds.
pub(super) const LENGTH: u32 = 150_000;
/// Up to where it was listened to.
const HEARD: u64 = 82_000;

/// Brings both in.
pub(super) async fn fill(app: &App, study: &Scope, people: &[Person]) -> Result<()> {
    let checker = checker(app, study, people).await?;
    let all = participants::all(app.db.read(), study.id).await?;
    let whose = all
        .iter()
        .find(|stored| stored.participant.participant == SPEAKS)
        .context("nobody speaks at the desk")?;
    let tx = app.db.write().await?;
    let file = ("vtt", AT_THE_DESK.as_bytes(), Some(whose.id));
    let first = store::receive(&tx, app, study.id, file).await?;
    let waiting = store::waiting(tx.connection(), study.id).await?;
    let waiting = waiting.first().context("the file does not wait")?;
    let mut certain = Certain::of(&tx, study.id, Some(checker.id)).await?;
    certain.keep(&tx, app, (study.id, waiting)).await?;
    let stored = store::find(tx.connection(), study.id, first)
        .await?
        .context("the transcript was not kept")?;
    for (turn, wrong, right) in [
        (
            3,
            "the register in the theatre",
            "the registrar in the theatre",
        ),
        (7, "a gray block", "a grey block"),
    ] {
        let stored = store::find(tx.connection(), study.id, first).await?;
        let stored = stored.context("the transcript is gone")?;
        let turns = store::spoken(tx.connection(), app, &stored).await?;
        let seen = &turns.get(turn).context("the turn is missing")?.text;
        let change = Change {
            turn,
            seen: std::slice::from_ref(seen),
            act: Act::Say(Part::Participant, vec![seen.replace(wrong, right)]),
            member: Some(checker.id),
        };
        store::correct(&tx, app, &stored, &change).await?;
    }
    let heard = [Interval {
        start_ms: 0,
        end_ms: HEARD,
    }];
    store::hear(&tx, &stored, checker.id, (&heard, Some(LENGTH.into()))).await?;
    store::receive(&tx, app, study.id, ("srt", WAITING.as_bytes(), None)).await?;
    tx.commit(app, event(study, "transcripts.import", "demo"))
        .await?;
    Ok(())
}

/// The researcher of the demo as a member of the team who checks.
async fn checker(app: &App, study: &Scope, people: &[Person]) -> Result<Member> {
    let known = team::all(app.db.read(), study.id).await?;
    if let Some(member) = known.into_iter().find(|member| member.checks) {
        return Ok(member);
    }
    let researcher = people.iter().find(|one| one.role == Role::Researcher);
    let researcher = researcher.context("the demo has no researcher")?;
    let new = NewMember {
        interviews: true,
        checks: true,
        analyses: true,
        room: 6,
        participant: None,
    };
    let tx = app.db.write().await?;
    let member = team::add(&tx, app, study, researcher.account, new).await?;
    tx.commit(app, event(study, "team.change", "demo")).await?;
    Ok(member)
}
