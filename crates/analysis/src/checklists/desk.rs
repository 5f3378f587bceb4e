//! Answering an item and bringing a list in, in the transaction of the request.

use platform::storage::Tx;
use platform::{App, Result};
use uuid::Uuid;

use super::file::{self, Checklist, FileError};
use super::lists::shipped;
use super::state::{ANSWER, AnswerState, LIST, ListState, Stands, subject};
use crate::acts::{self, rewritten, written};
use crate::trail::{self, Act, Subject, Trail};

/// The longest answer, in characters.
pub(super) const LONGEST: usize = 4_000;
/// The longest place in a manuscript, in characters.
pub(super) const LONGEST_PLACE: usize = 200;

/// What somebody says of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// How it stands; none where it is open.
    pub stands: Option<Stands>,
    /// In their own words; empty where the draft says it all.
    pub words: String,
    /// Where the manuscript answers it, such as `Methods; Table 1`; may be empty.
    pub place: String,
}

/// Why an answer was not stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum No {
    /// A sentence about a field of the form.
    Refused(&'static str, String),
    /// Somebody answered meanwhile: what stands there now (study R52).
    Changed(Answer),
}

/// The answer to an item, and what a page says of its newest event.
pub(super) fn stored(trail: &Trail, subject: &Subject) -> Result<(Answer, i64)> {
    let (state, token) = written::<AnswerState>(trail, subject)?;
    Ok((
        state
            .map(|state| in_words(trail, &state))
            .unwrap_or_default(),
        token,
    ))
}

/// An answer with the words that its state names.
pub(super) fn in_words(trail: &Trail, state: &AnswerState) -> Answer {
    Answer {
        stands: Some(state.stands),
        words: trail.words(state.words.as_ref()).to_owned(),
        place: trail.words(state.place.as_ref()).to_owned(),
    }
}

/// The subject of an item of a list.
pub(super) fn of_item(study: Uuid, list: &str, item: &str) -> Subject {
    (ANSWER.to_owned(), subject(study, list, Some(item)))
}

/// What is wrong with an answer; `drafted` is whether its draft says anything.
fn wrong(answer: &Answer, drafted: bool) -> Option<No> {
    let refused = |field, sentence: String| Some(No::Refused(field, sentence));
    if answer.words.chars().count() > LONGEST {
        return refused("words", format!("Write at most {LONGEST} characters."));
    }
    if answer.place.chars().count() > LONGEST_PLACE {
        let sentence = format!("Write at most {LONGEST_PLACE} characters.");
        return refused("place", sentence);
    }
    match answer.stands {
        Some(Stands::NotApplicable) if answer.words.is_empty() => refused(
            "words",
            "Say why it does not apply: the reason is part of the answer.".to_owned(),
        ),
        Some(Stands::Answered) if answer.words.is_empty() && !drafted => refused(
            "words",
            "Nothing is drafted here, so write the answer.".to_owned(),
        ),
        _ => None,
    }
}

/// Stores what a member says of an item, as they saw it when its newest event had this token.
///
/// # Errors
/// The database does not answer. What stands in the way is in the result.
pub async fn answer(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (member, seen): (Option<Uuid>, i64),
    (list, item, drafted): (&str, &str, bool),
    answer: &Answer,
) -> Result<std::result::Result<(), No>> {
    if let Some(no) = wrong(answer, drafted) {
        return Ok(Err(no));
    }
    let mut head = trail::hold(tx, study).await?;
    acts::enter(tx, app, study, &mut head).await?;
    let known = trail::load(tx.connection(), study).await?;
    let subject = of_item(study, list, item);
    let (now, token) = stored(&known, &subject)?;
    if now == *answer {
        return Ok(Ok(()));
    }
    if token != seen {
        return Ok(Err(No::Changed(now)));
    }
    let (before, _) = written::<AnswerState>(&known, &subject)?;
    let after = match answer.stands {
        None => None,
        Some(stands) => Some(AnswerState {
            list: list.to_owned(),
            item: item.to_owned(),
            stands,
            words: trail::kept(tx, app, study, &answer.words).await?,
            place: trail::kept(tx, app, study, &answer.place).await?,
        }),
    };
    if before.is_some() || after.is_some() {
        let states = (before.as_ref(), after.as_ref());
        let change = rewritten("checklist.answer", subject, states)?;
        let act = Act::new(app, member, None);
        trail::append(tx, app, &mut head, &act, vec![change]).await?;
    }
    Ok(Ok(()))
}

/// Brings a list in from the text of its file, in the place of one of the same id that was brought in before.
///
/// # Errors
/// The database does not answer. What is wrong with the file is in the result.
pub async fn bring(
    tx: &Tx,
    app: &App,
    study: Uuid,
    member: Option<Uuid>,
    (name, bytes): (&str, &[u8]),
) -> Result<std::result::Result<Checklist, FileError>> {
    let list = match file::read(name, bytes) {
        Ok(list) => list,
        Err(error) => return Ok(Err(error)),
    };
    if shipped().iter().any(|one| one.id == list.id) {
        return Ok(Err(FileError {
            file: name.to_owned(),
            line: None,
            what: format!(
                "every study has {} already; give this list another id.",
                list.name
            ),
        }));
    }
    let mut head = trail::hold(tx, study).await?;
    acts::enter(tx, app, study, &mut head).await?;
    let known = trail::load(tx.connection(), study).await?;
    let subject = (LIST.to_owned(), subject(study, &list.id, None));
    let (before, _) = written::<ListState>(&known, &subject)?;
    let text = String::from_utf8_lossy(bytes);
    let is_same = |one: &ListState| known.words(Some(&one.text)) == text;
    if !before.as_ref().is_some_and(is_same) {
        let after = ListState {
            list: list.id.clone(),
            name: trail::keep(tx, app, study, &list.name).await?,
            text: trail::keep(tx, app, study, &text).await?,
        };
        let states = (before.as_ref(), Some(&after));
        let change = rewritten("checklist.bring", subject, states)?;
        let act = Act::new(app, member, None);
        trail::append(tx, app, &mut head, &act, vec![change]).await?;
    }
    Ok(Ok(list))
}
