//! Keeping a file whose speakers were said: a document without text for analysts, and what was said, sealed.

use std::collections::{BTreeMap, BTreeSet};

use formats::transcript::{Settings, Transcript};
use platform::storage::Tx;
use platform::{App, Error, Result};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::reading::{self, Reading, Said};
use crate::consent;
use crate::documents::{self, Document, Kind, Role};
use crate::participants::{self, Status};
use crate::transcripts::store::{self, Incoming, NewTranscript, Spoken, Waiting};

/// A file with everything that is said of it.
pub(super) struct Kept<'a> {
    pub(super) file: &'a Incoming,
    pub(super) transcript: &'a Transcript,
    pub(super) said: &'a BTreeMap<String, Said>,
    /// The id of the transcript, which no document has.
    pub(super) handle: &'a str,
    /// The participant by random id and by id in the study.
    pub(super) participant: (Uuid, &'a str),
    pub(super) checker: Option<Uuid>,
}

/// Keeps a file as a transcript and takes it off the list of those that wait.
pub(super) async fn keep(tx: &Tx, app: &App, study: Uuid, kept: Kept<'_>) -> Result<()> {
    let id = kept.file.id;
    let (participant, whose) = kept.participant;
    let document = Document {
        handle: kept.handle.to_owned(),
        kind: Kind::Transcript,
        title: format!("Interview with {whose}"),
        participant: Some(whose.to_owned()),
        author: None,
        dated: None,
        source_hash: Sha256::digest(&kept.file.source).to_vec(),
        turns: Vec::new(),
    };
    let added = documents::New {
        id,
        document,
        participant: Some(participant),
    };
    documents::add(tx, study, &[added]).await?;
    let new = NewTranscript {
        document: id,
        key: &kept.file.key,
        ending: &kept.file.ending,
        checker: kept.checker,
        turns: &spoken(kept.transcript, kept.said),
    };
    store::insert(tx, app, study, new).await?;
    store::settle(tx, id).await
}

/// Keeps files of which nothing has to be asked: it is known whose each is, and each of its labels is an interviewer's, the
/// participant's id, or that of the only other speaker.
pub struct Certain {
    /// Those whose interviews may be kept, by random id.
    participants: BTreeMap<Uuid, String>,
    /// The ids that documents of the study have.
    taken: BTreeSet<String>,
    checker: Option<Uuid>,
}

impl Certain {
    /// What is known of a study; `checker` will check what is kept.
    pub async fn of(tx: &Tx, study: Uuid, checker: Option<Uuid>) -> Result<Self> {
        let connection = tx.connection();
        let refused = consent::refused(connection, study).await?;
        let all = participants::all(connection, study).await?.into_iter();
        let may_be_kept = all.filter(|one| {
            one.participant.status != Status::Withdrawn && !refused.analysis.contains(&one.id)
        });
        Ok(Certain {
            participants: may_be_kept
                .map(|one| (one.id, one.participant.participant))
                .collect(),
            taken: documents::handles(connection, study).await?,
            checker,
        })
    }

    /// Keeps a file that waits if it is certain in everything, and tells whether it was.
    pub async fn keep(
        &mut self,
        tx: &Tx,
        app: &App,
        (study, waiting): (Uuid, &Waiting),
    ) -> Result<bool> {
        if self.whose(waiting.participant).is_none() {
            return Ok(false);
        }
        let Some(file) = store::waiting_one(tx.connection(), app, study, waiting.id).await? else {
            return Ok(false);
        };
        let read = Reading::begin(&file.ending, file.source.clone(), Settings::default());
        let transcript = read.end().await?.map_err(Error::internal)?;
        self.keep_read(tx, app, (study, &file, &transcript)).await
    }

    /// The same of a file that was read already.
    pub(super) async fn keep_read(
        &mut self,
        tx: &Tx,
        app: &App,
        (study, file, transcript): (Uuid, &Incoming, &Transcript),
    ) -> Result<bool> {
        let Some((participant, whose)) = self.whose(file.participant) else {
            return Ok(false);
        };
        let labels = reading::labels(transcript);
        let said = reading::guesses(&labels, Some(whose));
        if said.len() < labels.len() {
            return Ok(false);
        }
        let handle = free_handle(whose, &self.taken);
        let kept = Kept {
            file,
            transcript,
            said: &said,
            handle: &handle,
            participant: (participant, whose),
            checker: self.checker,
        };
        keep(tx, app, study, kept).await?;
        self.taken.insert(handle);
        Ok(true)
    }

    /// The participant whose interview may be kept, by random id and by id in the study.
    fn whose(&self, participant: Option<Uuid>) -> Option<(Uuid, &str)> {
        let id = participant?;
        Some((id, self.participants.get(&id)?))
    }
}

/// An id that no document has: `M1-interview`, then `M1-interview-2` and so on.
pub(super) fn free_handle(participant: &str, taken: &BTreeSet<String>) -> String {
    let stem = match participant {
        "" => "interview".to_owned(),
        // An id has 32 characters at most.
        id => format!("{}-interview", id.chars().take(18).collect::<String>()),
    };
    let numbered = (2..).map(|number| format!("{stem}-{number}"));
    std::iter::once(stem.clone())
        .chain(numbered)
        .find(|handle| !taken.contains(handle))
        .unwrap_or_default()
}

/// What is kept of each turn.
fn spoken(transcript: &Transcript, said: &BTreeMap<String, Said>) -> Vec<Spoken> {
    let ms = |time: Option<u64>| time.and_then(|ms| i64::try_from(ms).ok());
    let turns = transcript.turns.iter().map(|turn| {
        let label = turn.speaker.as_deref().unwrap_or_default();
        Spoken {
            // A label that was said to be part of the text is none any more: the file was read so.
            role: match said.get(label) {
                Some(Said::Speaker(role)) => *role,
                _ => Role::Unknown,
            },
            label: turn.speaker.clone(),
            start_ms: ms(turn.start_ms),
            end_ms: ms(turn.end_ms),
            anchors: turn.anchors.clone(),
            text: turn.text.clone(),
        }
    });
    turns.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_transcript_of_a_participant_gets_the_next_free_id() {
        let mut taken = BTreeSet::new();
        for expected in ["M1-interview", "M1-interview-2", "M1-interview-3"] {
            assert_eq!(free_handle("M1", &taken), expected);
            taken.insert(expected.to_owned());
        }
        assert_eq!(free_handle("", &taken), "interview");
        assert!(crate::columns::is_id(&free_handle(&"x".repeat(32), &taken)));
    }
}
