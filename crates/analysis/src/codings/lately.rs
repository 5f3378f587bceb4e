//! Documents that were opened lately: what is said and coded in them, of every layer, read once between two changes of either.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use askama::Template;
use platform::{App, Result};
use study::documents::{self, Extent, Role, Turn, clock};
use uuid::Uuid;

use super::frame::Frame;
use super::read_store;
use super::state::CodingState;
use super::store::Stored;
use super::texts;
use crate::trail::{self, Since};

/// So many documents are kept, each of about 100 kB; the one that was opened longest ago gives way.
const MOST: usize = 256;

/// A document as it is read and coded.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// What is said, each turn as the desk shows it, but for what is coded in it.
    pub(super) turns: Arc<[String]>,
    /// Where each turn stands.
    pub(super) extents: Arc<[Extent]>,
    /// By start, end and identifier.
    pub(super) codings: Vec<Stored>,
    /// Which making of the text this is.
    pub(super) revision: i64,
}

/// A turn as the desk shows it, up to what is coded in it.
#[derive(Template)]
#[template(path = "codings/turn.html")]
struct Shown<'a> {
    who: &'a str,
    time: String,
    is_interviewer: bool,
    number: usize,
    start: u32,
    words: &'a str,
}

impl<'a> Shown<'a> {
    fn of(turn: &'a Turn, extent: Extent, number: usize) -> Self {
        let label = turn.label.as_deref();
        Self {
            who: match turn.role {
                Role::Interviewer => "Interviewer",
                Role::Unknown => label.unwrap_or("Not known"),
                Role::Participant | Role::Other => label.unwrap_or_default(),
            },
            time: turn
                .start_ms
                .and_then(|ms| u64::try_from(ms).ok())
                .map(clock)
                .unwrap_or_default(),
            is_interviewer: turn.role == Role::Interviewer,
            number,
            start: extent.start,
            words: &turn.text,
        }
    }
}

/// A document that is kept, with the codings of it that are to be read again.
#[derive(Clone, Debug)]
struct Kept {
    document: Uuid,
    text: Arc<Text>,
    stale: BTreeSet<Uuid>,
}

/// The documents of a study that were opened lately.
#[derive(Clone, Debug, Default)]
struct Lately {
    /// As of which change of the study they stand, where whoever opened one last had looked.
    as_of: Option<i64>,
    /// The newest last.
    kept: VecDeque<Kept>,
}

/// What is said and coded in a document, as of a change of the study where whoever asks has looked. Whoever shows it leaves out
/// the layers that are not seen.
///
/// # Errors
/// The database does not answer.
pub(super) async fn text(
    app: &App,
    frame: &Frame,
    (study, document): (Uuid, Uuid),
    as_of: Option<i64>,
) -> Result<Arc<Text>> {
    let connection = app.db.read();
    let kept = app.db.memory().recall::<Lately>(study);
    if let Some((_, kept)) = &kept
        && as_of.is_some()
        && kept.as_of == as_of
        && let Some(found) = kept.fresh(document)
    {
        return Ok(found);
    }
    // Looked up before anything is read: what is newer is read again with the next event.
    let (newest, mut lately) = match kept {
        Some((seq, kept)) => {
            let since = trail::changed_since(connection, study, seq).await?;
            if since.newest == seq
                && as_of.is_none()
                && let Some(found) = kept.fresh(document)
            {
                return Ok(found);
            }
            let mut lately = Lately::clone(&kept);
            lately.outdate(&since)?;
            (since.newest, lately)
        }
        None => (trail::newest(connection, study).await?, Lately::default()),
    };
    let at = lately.kept.iter().position(|one| one.document == document);
    let text = match at.and_then(|at| lately.kept.remove(at)) {
        Some(kept) if kept.stale.is_empty() => kept.text,
        Some(kept) => Arc::new(again(app, study, &kept).await?),
        None => {
            let turns = documents::turns(connection, document).await?;
            let extents = Extent::of(&turns);
            let turns = turns.iter().zip(&extents).zip(1..);
            let turns = turns.map(|((turn, extent), number)| Shown::of(turn, *extent, number));
            let turns = turns.map(|shown| shown.render());
            Arc::new(Text {
                turns: turns.collect::<std::result::Result<_, _>>()?,
                extents: extents.into(),
                codings: read_store::of_document(connection, study, document).await?,
                revision: texts::revision(connection, document).await?,
            })
        }
    };
    lately.keep_open(frame);
    lately.kept.push_back(Kept {
        document,
        text: Arc::clone(&text),
        stale: BTreeSet::new(),
    });
    while lately.kept.len() > MOST {
        lately.kept.pop_front();
    }
    lately.as_of = as_of;
    app.db.memory().keep(study, newest, Arc::new(lately));
    Ok(text)
}

/// What is kept of a document, of whichever time.
pub(super) fn kept(app: &App, study: Uuid, document: Uuid) -> Option<Arc<Text>> {
    let (_, lately) = app.db.memory().recall::<Lately>(study)?;
    let mut kept = lately.kept.iter();
    let found = kept.find(|one| one.document == document)?;
    Some(Arc::clone(&found.text))
}

/// The same text with the codings as they are now.
async fn again(app: &App, study: Uuid, kept: &Kept) -> Result<Text> {
    let ids: Vec<Uuid> = kept.stale.iter().copied().collect();
    let now = read_store::find_all(app.db.read(), study, &ids).await?;
    let mut codings = kept.text.codings.clone();
    codings.retain(|one| !kept.stale.contains(&one.id));
    codings.extend(now.into_values());
    codings.sort_unstable_by_key(|one| (one.state.start, one.state.end, one.id));
    Ok(Text {
        codings,
        ..Text::clone(&kept.text)
    })
}

impl Lately {
    /// A document in which nothing is to be read again.
    fn fresh(&self, document: Uuid) -> Option<Arc<Text>> {
        let mut kept = self.kept.iter();
        let found = kept.find(|one| one.document == document && one.stale.is_empty());
        found.map(|one| Arc::clone(&one.text))
    }

    /// Notes what has changed since: a text that was made anew is not kept.
    fn outdate(&mut self, changed: &Since) -> Result<()> {
        self.kept
            .retain(|one| !changed.texts.contains(&one.document));
        for (id, state) in &changed.codings {
            let coding = trail::read::<CodingState>(state)?;
            let mut kept = self.kept.iter_mut();
            if let Some(one) = kept.find(|one| one.document == coding.document) {
                one.stale.insert(*id);
            }
        }
        Ok(())
    }

    /// Lets go of what nobody may open any more.
    fn keep_open(&mut self, frame: &Frame) {
        let open = frame.documents.iter().filter(|one| !frame.is_hidden(one));
        let open: BTreeSet<Uuid> = open.map(|one| one.id).collect();
        self.kept.retain(|one| open.contains(&one.document));
    }
}
