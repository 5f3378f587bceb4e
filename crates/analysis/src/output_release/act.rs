//! What a research lead does with a release: begins it, says what is in it, approves it, or takes it back before that.

use measures::disclosure::{File, Released, release_set};
use platform::access::Viewer;
use platform::audit;
use platform::words::hexadecimal;
use platform::{App, Error, Result};
use sea_orm::ConnectionTrait;
use study::columns::fold_spaces;
use study::team;
use uuid::Uuid;

use super::choice::Choice;
use super::facts::facts;
use super::judge::{Facts, Judged, judge};
use super::make::{files, tables};
use super::rows::Seed;
use super::store::{self, Frozen, Kept};
use crate::acts::read_trail;
use crate::outputs::{Digest, Stamp};

/// The longest reason, in characters.
const LONGEST: usize = 600;

/// A release in preparation as it stands now.
pub(super) struct Standing {
    pub(super) facts: Facts,
    pub(super) judged: Judged,
    /// Changes with anything that the release or its report would say otherwise.
    pub(super) seen: String,
}

impl Standing {
    pub(super) async fn of(app: &App, viewer: &Viewer, choice: &Choice) -> Result<Self> {
        begun(app, viewer, choice).await?;
        let facts = facts(app, viewer, choice).await?;
        let judged = judge(&facts, choice);
        let mut digest = Digest::new("a release as it was seen");
        digest.add(&serde_json::to_string(choice).map_err(Error::internal)?);
        digest.add(&serde_json::to_string(&judged.report).map_err(Error::internal)?);
        for table in tables(&facts, choice, (&judged, &Seed([0; 32]))) {
            digest.add(&format!("{:?}", table.sheet));
        }
        if choice.reads_trail() {
            // What is said, coded, defined and answered is not on the page: any change of the study is another release.
            digest.add(&recorded(app.db.read(), viewer).await?.to_string());
        }
        Ok(Self {
            facts,
            judged,
            seen: hexadecimal(&digest.bytes()),
        })
    }
}

/// Begins a release with what is in most; its id.
///
/// # Errors
/// The database cannot be written.
pub async fn prepare(app: &App, viewer: &Viewer) -> Result<Uuid> {
    let study = viewer.scope()?.id;
    let member = team::of_viewer(app.db.read(), viewer).await?;
    let tx = app.db.write().await?;
    let by = member.map(|one| one.id);
    let id = store::prepare(&tx, app, study, (&Choice::default(), by)).await?;
    let event = viewer.event("releases.prepare", id.to_string());
    tx.commit(app, event.with_detail("begun")).await?;
    Ok(id)
}

/// Says what is in a release, and how coarse.
///
/// # Errors
/// `Conflict`: it was approved or taken back.
pub async fn choose(app: &App, viewer: &Viewer, id: Uuid, choice: &Choice) -> Result<()> {
    let study = viewer.scope()?.id;
    let tx = app.db.write().await?;
    if !store::choose(&tx, study, id, choice).await? {
        return Err(Error::Conflict("the release was approved or taken back"));
    }
    let event = viewer.event("releases.prepare", id.to_string());
    let detail = format!("chosen: {}", choice.in_words().join(", "));
    tx.commit(app, event.with_detail(detail)).await
}

/// Takes back a release that is not approved yet.
///
/// # Errors
/// `Conflict`: it was approved or taken back.
pub async fn discard(app: &App, viewer: &Viewer, id: Uuid) -> Result<()> {
    let study = viewer.scope()?.id;
    let tx = app.db.write().await?;
    if !store::discard(&tx, study, id).await? {
        return Err(Error::Conflict("the release was approved or taken back"));
    }
    let event = viewer.event("releases.prepare", id.to_string());
    tx.commit(app, event.with_detail("taken back")).await
}

/// What is wrong with an approval: the field, and a sentence.
pub(super) type Wrong = (&'static str, String);

/// Approves a release: makes its files, and keeps them with what they tell and why they may leave. The sentence says what stands in
/// the way; then nothing was kept.
///
/// # Errors
/// The files cannot be made, or the database cannot be written.
pub(super) async fn approve(
    app: &App,
    viewer: &Viewer,
    kept: &Kept,
    (seen, reason): (&str, &str),
) -> Result<std::result::Result<(), Wrong>> {
    let wrong = |field, sentence: &str| Ok(Err((field, sentence.to_owned())));
    let study = viewer.scope()?;
    let reason = fold_spaces(reason);
    match reason.chars().count() {
        0 => {
            return wrong(
                "reason",
                "Write why it may leave: the reason is kept with your name.",
            );
        }
        count if count > LONGEST => return wrong("reason", "Write at most 600 characters."),
        _ => {}
    }
    let Some(member) = team::of_viewer(app.db.read(), viewer).await? else {
        return wrong(
            "",
            "Whoever approves is named, and you are not in the team yet. Enter yourself there first.",
        );
    };
    begun(app, viewer, &kept.choice).await?;
    let before = recorded(app.db.read(), viewer).await?;
    let standing = Standing::of(app, viewer, &kept.choice).await?;
    if standing.seen != seen {
        return wrong(
            "",
            "The study was changed since you looked. This is how the release stands now; look again before you approve.",
        );
    }
    if kept.choice.is_empty() {
        return wrong("", "There is nothing in this release yet.");
    }
    let number = store::next_number(app.db.read(), study.id).await?;
    let released = match made(app, viewer, (kept, &standing), number).await? {
        Ok(released) => released,
        Err(sentence) => return wrong("", &sentence),
    };
    let frozen = Frozen {
        number,
        at: app.now(),
        by: Some(member.id),
        reason,
        report: standing.judged.report.clone(),
    };
    let tx = app.db.write().await?;
    if recorded(tx.connection(), viewer).await? != before {
        return wrong(
            "",
            "The study was changed while the files were made. This is how the release stands now; look again before you approve.",
        );
    }
    let told = &standing.judged.told;
    if !store::freeze(&tx, app, (study.id, kept.id), (&frozen, &released, told)).await? {
        return Err(Error::Conflict("the release was approved or taken back"));
    }
    let event = viewer.event("releases.approve", kept.id.to_string());
    let detail = format!("release {number}: {}", kept.choice.in_words().join(", "));
    tx.commit(app, event.with_detail(detail)).await?;
    Ok(Ok(()))
}

/// Begins the trail of a study that has none yet, where the release reads it: that is a change, and comes before anything is compared.
async fn begun(app: &App, viewer: &Viewer, choice: &Choice) -> Result<()> {
    if choice.reads_trail() {
        read_trail(app, viewer.scope()?.id).await?;
    }
    Ok(())
}

/// How far the record of the study has come: no change of it is without a row there.
async fn recorded(connection: &impl ConnectionTrait, viewer: &Viewer) -> Result<i64> {
    Ok(audit::ends(connection, &viewer.scope()?.slug).await?.scope)
}

/// The files through disclosure control, or a sentence that says why there are none.
async fn made(
    app: &App,
    viewer: &Viewer,
    (kept, standing): (&Kept, &Standing),
    number: i64,
) -> Result<std::result::Result<Vec<Released<File>>, String>> {
    let Standing { facts, judged, .. } = standing;
    if judged.report.refused() > 0 {
        let sentence = "It may not leave as it is: the report says why, and what would mend it.";
        return Ok(Err(sentence.to_owned()));
    }
    let mut seed = [0; 32];
    app.entropy.fill(&mut seed);
    let foot = Stamp::of(app, viewer)?.of_release(number);
    let parts = (facts, &kept.choice, judged);
    let files = files(app, viewer, parts, (Seed(seed), &foot)).await?;
    Ok(
        release_set(files, &judged.told.told, &facts.before()).map_err(|_| {
            "Somebody can be told apart in it, alone or with what was released before.".to_owned()
        }),
    )
}
