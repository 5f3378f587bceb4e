//! What analysts do to codings, each in their own layer, in the transaction of the request.

use platform::storage::{BATCH, Tx};
use platform::{App, Error, Result};
use study::documents::{self, Extent};
use uuid::Uuid;

use super::live;
use super::read_store;
use super::ready_store::{self, Ready};
use super::standing;
use super::state::{CodingState, Waits};
use super::store::{self, Stored};
use crate::codes;
use crate::trail::{self, Act, Head};

/// A passage to be coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// Drawn by whoever sends it, so that what is sent again is done once.
    pub id: Uuid,
    /// The document.
    pub document: Uuid,
    /// The code.
    pub code: Uuid,
    /// The first code point.
    pub start: u32,
    /// The code point after the last.
    pub end: u32,
    /// Which making of the text was read.
    pub revision: i64,
}

/// What is done to a coding that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Other edges.
    Edges(u32, u32),
    /// Another code.
    Code(Uuid),
    /// It is right, though its text changed.
    Confirm,
    /// Away.
    Remove,
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum No {
    /// A sentence that says why, and what helps.
    Refused(&'static str),
    /// It is something else by now, or gone.
    Meanwhile(Option<Box<Stored>>),
}

const NEW_TEXT: &str = "This transcript has a new text since you opened it. Open the page again.";
const NO_CODE: &str = "This code is not there any more. Choose another.";
const RETIRED: &str = "This code is retired. Restore it, or choose another.";
const NO_PASSAGE: &str = "Select a passage first.";
const NO_PLACE: &str =
    "What this coding was on is not known. Select its passage and code it, or remove this.";
const NOT_YOURS: &str = "This coding is in another layer; only its analyst changes it.";

impl New {
    /// As what it is coded in the layer of a member.
    fn state(&self, member: Uuid) -> CodingState {
        CodingState {
            code: self.code,
            document: self.document,
            member,
            start: self.start,
            end: self.end,
            revision: self.revision,
            waits: Waits::No,
            coded_at: None,
        }
    }
}

/// Codes a passage in the layer of a member, and gives it as it is stored. What is coded so already stays as it is.
pub async fn add(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (member, new): (Uuid, &New),
) -> Result<std::result::Result<Stored, No>> {
    let coding = (new.id, new.state(member));
    let held = ready_store::hold(tx, study, (coding.0, &coding.1)).await?;
    let turns = documents::extents(tx.connection(), new.document).await?;
    let added = add_held(tx, app, (study, &turns), coding, held).await?;
    tx.run_last().await?;
    Ok(added)
}

/// The same in a transaction that begins with it, and with its commit.
pub(super) async fn add_alone(
    app: &App,
    study: Uuid,
    (member, new): (Uuid, &New),
) -> Result<(Tx, std::result::Result<Stored, No>)> {
    let coding = (new.id, new.state(member));
    let (tx, head, ready) = ready_store::begin(app, study, (coding.0, &coding.1)).await?;
    let turns = standing::turns(&tx, app, study, (new.document, ready.revision)).await?;
    let added = add_held(&tx, app, (study, &turns), coding, (head, ready)).await?;
    Ok((tx, added))
}

/// Leaves a coding for the commit where nothing that it was held against stands in its way.
async fn add_held(
    tx: &Tx,
    app: &App,
    (study, turns): (Uuid, &[Extent]),
    (id, coding): (Uuid, CodingState),
    (mut head, ready): (Head, Ready),
) -> Result<std::result::Result<Stored, No>> {
    if ready.itself {
        return stored(tx, study, id).await.map(Ok);
    }
    if let Err(no) = takes(ready.takes) {
        return Ok(Err(no));
    }
    if ready.revision != coding.revision {
        return Ok(Err(No::Refused(NEW_TEXT)));
    }
    if !is_passage(turns, (coding.start, coding.end)) {
        return Ok(Err(No::Refused(NO_PASSAGE)));
    }
    if let Some(same) = ready.same {
        return stored(tx, study, same).await.map(Ok);
    }
    let told = trail::Change::of("coding.add", id, None, Some(&coding))?;
    let (document, member) = (coding.document, coding.member);
    let act = Act::new(app, Some(member), None);
    head.states(Some(member), ready.phase);
    trail::append_last(tx, app, &mut head, &act, vec![told])?;
    let added = Stored::of((id, coding), turns, head.token());
    store::insert_last(tx, study, [added.clone()]);
    live::tell(tx, document, member).await?;
    Ok(Ok(added))
}

/// A coding that is there.
async fn stored(tx: &Tx, study: Uuid, id: Uuid) -> Result<Stored> {
    let found = read_store::find(tx.connection(), study, id).await?;
    found.ok_or_else(|| Error::internal("a coding that was found is not there"))
}

/// Whether a code takes codings.
fn takes(usable: Option<bool>) -> std::result::Result<(), No> {
    match usable {
        None => Err(No::Refused(NO_CODE)),
        Some(false) => Err(No::Refused(RETIRED)),
        Some(true) => Ok(()),
    }
}

fn is_passage(turns: &[Extent], (start, end): (u32, u32)) -> bool {
    start < end && turns.last().is_some_and(|last| end <= last.end)
}

/// Changes a coding of a member as they last saw it, and gives it as it is now: `seen` is the token of its newest event.
pub async fn alter(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (member, id, seen): (Uuid, Uuid, i64),
    what: Change,
) -> Result<std::result::Result<Option<Stored>, No>> {
    let connection = tx.connection();
    let mut head = trail::hold(tx, study).await?;
    let Some(old) = read_store::find(connection, study, id).await? else {
        return Ok(match what {
            Change::Remove => Ok(None),
            _ => Err(No::Meanwhile(None)),
        });
    };
    if old.state.member != member {
        return Ok(Err(No::Refused(NOT_YOURS)));
    }
    if old.since != seen {
        return Ok(Err(No::Meanwhile(Some(Box::new(old)))));
    }
    let turns = documents::extents(connection, old.state.document).await?;
    let (kind, new) = match changed(&old.state, &turns, what) {
        Ok(found) => found,
        Err(no) => return Ok(Err(no)),
    };
    if let Change::Code(code) = what
        && let Err(no) = takes(codes::usable(connection, study, code).await?)
    {
        return Ok(Err(no));
    }
    if new.as_ref() == Some(&old.state) {
        return Ok(Ok(Some(old)));
    }
    let told = trail::Change::of(kind, id, Some(&old.state), new.as_ref())?;
    let act = Act::new(app, Some(member), None);
    trail::append(tx, app, &mut head, &act, vec![told]).await?;
    let now = new.map(|coding| Stored::of((id, coding), &turns, head.token()));
    match &now {
        Some(coding) => store::update(tx, study, coding).await?,
        None => store::delete(tx, &[id]).await?,
    }
    live::tell(tx, old.state.document, member).await?;
    Ok(Ok(now))
}

/// What a coding becomes, and the word for it.
fn changed(
    old: &CodingState,
    turns: &[Extent],
    what: Change,
) -> std::result::Result<(&'static str, Option<CodingState>), No> {
    let with = |edges: Option<(u32, u32)>, code: Uuid| {
        let (start, end) = edges.unwrap_or((old.start, old.end));
        Some(CodingState {
            code,
            start,
            end,
            waits: Waits::No,
            ..old.clone()
        })
    };
    Ok(match what {
        Change::Edges(start, end) if !is_passage(turns, (start, end)) => {
            return Err(No::Refused(NO_PASSAGE));
        }
        Change::Edges(start, end) => ("coding.move", with(Some((start, end)), old.code)),
        Change::Confirm if old.waits == Waits::Lost => {
            return Err(No::Refused(
                "Nothing is left of this passage. Select another and code it, or remove this.",
            ));
        }
        Change::Confirm
            if old.waits == Waits::Unverified && !is_passage(turns, (old.start, old.end)) =>
        {
            return Err(No::Refused(NO_PLACE));
        }
        Change::Code(code) if old.waits == Waits::Unverified => (
            "coding.recode",
            Some(CodingState {
                code,
                ..old.clone()
            }),
        ),
        Change::Code(code) => ("coding.recode", with(None, code)),
        Change::Confirm => ("coding.confirm", with(None, old.code)),
        Change::Remove => ("coding.remove", None),
    })
}

/// Codings that come in a file for documents with these turns, each in the layer of its own member and as of its act, which nobody has
/// seen any other state of.
///
/// # Errors
/// One ends behind the text.
pub(super) fn as_stored(
    turns: &[Extent],
    codings: impl IntoIterator<Item = (Uuid, CodingState)>,
) -> Result<Vec<Stored>> {
    let is_in = |coding: &CodingState| {
        !coding.waits.is_placed() || is_passage(turns, (coding.start, coding.end))
    };
    let one = |coding: (Uuid, CodingState)| match is_in(&coding.1) {
        true => Ok(Stored::of(coding, turns, 0)),
        false => Err(Error::internal(
            "a coding ends behind the text that it came with",
        )),
    };
    codings.into_iter().map(one).collect()
}

/// Codings on their way into a study. Some are written while the next are made ready; [`BringIn::end`] writes the last.
pub(super) struct BringIn<'a> {
    tx: &'a Tx,
    app: &'a App,
    study: Uuid,
    act: &'a Act,
    head: trail::Head,
}

impl<'a> BringIn<'a> {
    /// Takes hold of the trail for an act.
    pub(super) async fn begin(tx: &'a Tx, app: &'a App, study: Uuid, act: &'a Act) -> Result<Self> {
        let mut head = trail::hold(tx, study).await?;
        head.look_up_phase(tx, act.member).await?;
        Ok(Self {
            tx,
            app,
            study,
            act,
            head,
        })
    }

    /// Adds codings.
    pub(super) async fn add(&mut self, codings: &[Stored]) -> Result<()> {
        let (tx, study, head) = (self.tx, self.study, &mut self.head);
        for some in codings.chunks(BATCH) {
            tx.while_it_runs(|| {
                let told = some
                    .iter()
                    .map(|one| trail::Change::of("import", one.id, None, Some(&one.state)));
                trail::append_last(tx, self.app, head, self.act, told.collect::<Result<_>>()?)?;
                store::insert_last(tx, study, some.iter().cloned());
                Ok(())
            })
            .await?;
        }
        Ok(())
    }

    /// Lets codings of a document with these turns be what they have become elsewhere: each with what it was and what it is.
    pub(super) async fn change(
        &mut self,
        turns: &[Extent],
        codings: Vec<(Uuid, CodingState, CodingState)>,
    ) -> Result<()> {
        for (id, old, new) in codings {
            let told = trail::Change::of("import", id, Some(&old), Some(&new))?;
            trail::append(self.tx, self.app, &mut self.head, self.act, vec![told]).await?;
            let now = Stored::of((id, new), turns, self.head.token());
            store::update(self.tx, self.study, &now).await?;
        }
        Ok(())
    }

    /// Writes what is not written yet.
    pub(super) async fn end(self) -> Result<()> {
        self.tx.run_last().await
    }
}
