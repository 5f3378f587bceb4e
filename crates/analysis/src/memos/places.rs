//! What memos can be on, as far as a reader may know of it: what participants do not let be analysed is not there (study P7), nor
//! what an interviewer has nothing to do with (P13).

use std::collections::{BTreeMap, BTreeSet};

use platform::access::Viewer;
use platform::{App, Error, Result};
use study::documents::{self, Kind as DocumentKind, Listed, Turn};
use study::rights::Rights;
use study::{consent, participants, team};
use uuid::Uuid;

use super::desk::Target;
use super::memo::{MEMO, Memo, MemoState, On, is_hidden};
use crate::acts::read_trail;
use crate::codes::{Book, CODE, CodeState};
use crate::codings::{self, Sight};
use crate::themes;
use crate::trail::Event;

/// What there is in a study for one reader.
pub(crate) struct Places {
    base: String,
    documents: BTreeMap<Uuid, Listed>,
    participants: BTreeMap<Uuid, String>,
    sight: Sight,
    /// The last name of every code there ever was.
    codes: BTreeMap<Uuid, String>,
    /// The codes that are there.
    book: BTreeSet<Uuid>,
    themes: BTreeMap<Uuid, String>,
}

/// What a memo is on, for a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// In words, such as "a passage of M1".
    pub(crate) label: String,
    /// Its page; empty where it has none.
    pub(crate) href: String,
}

impl Places {
    /// What there is for whoever asks.
    pub(crate) async fn of(app: &App, viewer: &Viewer) -> Result<Self> {
        let study = viewer.scope()?;
        let connection = app.db.read();
        let refused = consent::refused(connection, study.id).await?.analysis;
        let rights = Rights::of(connection, viewer).await?;
        let is_read = |listed: &Listed| {
            let is_out = listed.participant.is_some_and(|id| refused.contains(&id));
            !is_out && (listed.kind != DocumentKind::FieldNote || rights.reads_note(listed))
        };
        let member = team::of_viewer(connection, viewer).await?;
        let sight = Sight::of(connection, study.id, member.map(|one| one.id)).await?;
        let documents = documents::all(connection, study.id).await?;
        let documents = documents.into_iter().filter(is_read);
        let documents = documents.map(|listed| (listed.id, listed)).collect();
        let people = participants::all(connection, study.id).await?.into_iter();
        let people = people.filter(|one| !refused.contains(&one.id) && rights.notes(one.id));
        let trail = read_trail(app, study.id).await?;
        let book = Book::of(&crate::trail::replay(&trail.events), &trail)?;
        let mut codes = BTreeMap::new();
        for event in trail.events.iter().filter(|event| event.subject.0 == CODE) {
            let state = event
                .after
                .as_deref()
                .map(serde_json::from_str::<CodeState>);
            if let Some(Ok(code)) = state {
                codes.insert(event.subject.1, trail.words(Some(&code.name)).to_owned());
            }
        }
        let themes = themes::all(connection, study.id).await?.into_iter();
        Ok(Self {
            base: format!("/studies/{}", study.slug),
            participants: people
                .map(|one| (one.id, one.participant.participant))
                .collect(),
            themes: themes
                .map(|one| (one.id, one.about.path.join(" > ")))
                .collect(),
            book: book.codes().keys().copied().collect(),
            documents,
            sight,
            codes,
        })
    }

    /// The documents that the reader may read.
    pub(crate) fn documents(&self) -> impl Iterator<Item = &Listed> {
        self.documents.values()
    }

    /// One document.
    fn document(&self, id: Uuid) -> Option<&Listed> {
        self.documents.get(&id)
    }

    /// One document by its handle.
    fn document_named(&self, handle: &str) -> Option<&Listed> {
        self.documents.values().find(|one| one.handle == handle)
    }

    /// One participant by handle.
    pub(super) fn participant(&self, handle: &str) -> Option<Uuid> {
        let mut all = self.participants.iter();
        all.find(|(_, known)| *known == handle).map(|(id, _)| *id)
    }

    /// Where a memo is; none where the reader may not know of it.
    pub(crate) fn place(&self, target: &Target) -> Option<Place> {
        let base = &self.base;
        let place = |label: String, href: String| Some(Place { label, href });
        let gone = |kind: &str| place(format!("{kind} that is not there any more"), String::new());
        let handle = || {
            let document = self.documents.get(&target.document?)?;
            Some(document.handle.clone())
        };
        match target.on {
            On::Study => place("the study".to_owned(), format!("{base}/today")),
            On::Participant => {
                let handle = self.participants.get(&target.id)?;
                place(format!("participant {handle}"), String::new())
            }
            On::Document => {
                let handle = handle()?;
                place(handle.clone(), format!("{base}/documents/{handle}"))
            }
            On::Span => {
                let handle = handle()?;
                let href = format!("{base}/documents/{handle}");
                place(format!("a passage of {handle}"), href)
            }
            On::Coding => {
                let handle = handle()?;
                let href = format!("{base}/documents/{handle}");
                place(format!("a coding in {handle}"), href)
            }
            On::Code => match (self.codes.get(&target.id), self.book.contains(&target.id)) {
                (Some(name), true) => {
                    let href = format!("{base}/codes/{}", target.id);
                    place(format!("code “{name}”"), href)
                }
                (Some(name), false) => place(format!("code “{name}”, removed"), String::new()),
                (None, _) => gone("a code"),
            },
            On::Theme => match self.themes.get(&target.id) {
                Some(path) => {
                    let href = format!("{base}/themes/{}", target.id);
                    place(format!("theme “{path}”"), href)
                }
                None => gone("a theme"),
            },
        }
    }

    /// Memos with where they are; those of which the reader may not know are left out.
    pub(crate) fn with_places(&self, memos: Vec<Memo>) -> Vec<(Memo, Place)> {
        let placed = |memo: Memo| {
            if is_hidden(&memo.state, |member, document| {
                sees(&self.sight, member, document)
            }) {
                return None;
            }
            let place = self.place(&Target::of(&memo.state))?;
            Some((memo, place))
        };
        memos.into_iter().filter_map(placed).collect()
    }

    /// What somebody wants to write on, as the address of a page names it.
    ///
    /// # Errors
    /// `NotFound` where it is not there for the reader, and for a passage that does not stand in its document.
    pub(crate) async fn target(&self, app: &App, asked: &Asked, study: Uuid) -> Result<Target> {
        let on = On::of_word(&asked.on).ok_or(Error::NotFound)?;
        let id = || asked.id.parse::<Uuid>().map_err(|_| Error::NotFound);
        let plain = |id| Target {
            on,
            id,
            document: None,
            span: None,
        };
        let target = match on {
            On::Study => plain(study),
            On::Code if self.book.contains(&id()?) => plain(id()?),
            On::Theme if self.themes.contains_key(&id()?) => plain(id()?),
            On::Participant => plain(id()?),
            On::Document | On::Span => {
                let named = match asked.document.as_str() {
                    "" => self.document(id()?),
                    handle => self.document_named(handle),
                };
                let document = named.ok_or(Error::NotFound)?.id;
                let number = |text: &str| text.parse::<u32>().map_err(|_| Error::NotFound);
                let span = match on {
                    On::Span => Some((number(&asked.start)?, number(&asked.end)?)),
                    _ => None,
                };
                Target {
                    on,
                    id: document,
                    document: Some(document),
                    span,
                }
            }
            On::Coding => {
                let stored = codings::find(app.db.read(), study, id()?).await?;
                let coding = stored.ok_or(Error::NotFound)?.state;
                if !self.sight.sees(coding.member, coding.document) {
                    return Err(Error::NotFound);
                }
                Target {
                    document: Some(coding.document),
                    ..plain(id()?)
                }
            }
            On::Code | On::Theme => return Err(Error::NotFound),
        };
        self.place(&target).map(|_| target).ok_or(Error::NotFound)
    }
}

/// Whether somebody sees the layer of a member in a document; of a research lead who is no member, what is not in a blind pass of
/// their own.
fn sees(sight: &Sight, member: Option<Uuid>, document: Uuid) -> bool {
    match member {
        Some(member) => sight.sees(member, document),
        None => sight.pass_on(document).is_none(),
    }
}

/// Whether an event is no memo in a layer that somebody may not see: before, or after it.
pub(crate) fn in_sight(event: &Event, sight: &Sight) -> bool {
    let states = [&event.before, &event.after].into_iter().flatten();
    let mut memos = states.filter_map(|state| serde_json::from_str::<MemoState>(state).ok());
    event.subject.0 != MEMO
        || memos.all(|memo| !is_hidden(&memo, |member, document| sees(sight, member, document)))
}

/// What a memo is to be on, as addresses and forms name it.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// A word of [`On`].
    pub(crate) on: String,
    /// Of a document and a span: what quotes refer to it by.
    pub(crate) document: String,
    /// Of a span: its first code point.
    pub(crate) start: String,
    /// Of a span: the code point after its last.
    pub(crate) end: String,
    /// Of anything else: which.
    pub(crate) id: String,
}

/// The words of a passage, given in code points of the turns joined by LF, and the turn in which it begins, from 0; none where it
/// is empty or ends beyond the text.
pub(crate) fn passage(turns: &[Turn], (start, end): (u32, u32)) -> Option<(String, usize)> {
    let (start, end) = (start as usize, end as usize);
    let texts: Vec<&str> = turns.iter().map(|turn| turn.text.as_str()).collect();
    let text = texts.join("\n");
    let words: String = text
        .chars()
        .skip(start)
        .take(end.checked_sub(start)?)
        .collect();
    if words.is_empty() || words.chars().count() < end - start {
        return None;
    }
    let mut begins = 0;
    let mut at = 0;
    for (index, text) in texts.iter().enumerate() {
        if begins <= start {
            at = index;
        }
        begins += text.chars().count() + 1;
    }
    Some((words, at))
}
