//! Texts of a file as documents: known again by GUID or by their words, added otherwise.

use std::collections::{BTreeMap, BTreeSet};

use platform::Error;
use sha2::{Digest as _, Sha256};
use study::columns::is_id;
use study::dates::{DateOrder, InterviewDate};
use study::documents::{self, Author, AuthorRole, Document, Kind, Role, Turn};
use study::rows::{random_id, storable};
use uuid::Uuid;

use super::Bringing;
use super::material::Material;
use crate::exchange::flags::Flags;
use crate::import::ImportError;
use crate::import::project::texts::stem;
use crate::import::shelf::Shelf;

/// The texts of the study while others come in.
pub(super) struct Texts {
    pub(super) shelf: Shelf,
    /// The words of documents that were here before, and these documents by their words.
    digests: BTreeMap<Uuid, [u8; 32]>,
    words: BTreeMap<[u8; 32], Vec<Uuid>>,
    /// Those of them that a text of the file is already.
    claimed: BTreeSet<Uuid>,
    number: u64,
}

impl Texts {
    pub(super) async fn of(bringing: &Bringing<'_>) -> Result<Self, Error> {
        let (tx, study) = (bringing.tx, bringing.study);
        let shelf = Shelf::of(tx, study).await?;
        let mut digests = BTreeMap::new();
        let mut words: BTreeMap<[u8; 32], Vec<Uuid>> = BTreeMap::new();
        for id in shelf.ids.values() {
            let turns = documents::turns(tx.connection(), *id).await?;
            let digest = digest(&turns);
            digests.insert(*id, digest);
            words.entry(digest).or_default().push(*id);
        }
        Ok(Self {
            shelf,
            digests,
            words,
            claimed: BTreeSet::new(),
            number: 0,
        })
    }

    /// The document of these words that is here: the one of this identifier or handle, or any that is no other text of the file.
    fn known(&mut self, guid: Uuid, stem: Option<&str>, digest: [u8; 32]) -> Option<Uuid> {
        let all = self.words.get(&digest)?;
        let named = stem.and_then(|stem| self.shelf.ids.get(stem));
        let is_free = |id: &&Uuid| !self.claimed.contains(*id);
        let is_it = |id: &&Uuid| **id == guid || Some(*id) == named;
        let mut free = all.iter().filter(is_free);
        let found = free.clone().find(is_it).or_else(|| free.next());
        let found = *found?;
        self.claimed.insert(found);
        Some(found)
    }

    /// The next handle that no document has.
    fn next(&mut self) -> String {
        loop {
            self.number += 1;
            let handle = format!("document-{}", self.number);
            if !self.shelf.ids.contains_key(&handle) {
                return handle;
            }
        }
    }
}

/// SHA-256 over the words of turns, joined by LF.
fn digest(turns: &[Turn]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for (at, turn) in turns.iter().enumerate() {
        if at > 0 {
            hash.update("\n");
        }
        hash.update(&turn.text);
    }
    hash.finalize().into()
}

impl Bringing<'_> {
    /// The document for a text, left to be added with its group where it is new; none for one of somebody who has withdrawn, and where
    /// a document of its name has other words.
    pub(super) async fn document(
        &mut self,
        material: &Material,
        texts: &mut Texts,
    ) -> Result<Option<Uuid>, ImportError> {
        let flags = Flags::split(material.about.description.as_deref()).1;
        let stem = material.about.name.as_deref().and_then(stem);
        let stem = stem.filter(|stem| is_id(stem)).map(str::to_owned);
        let participant = stem
            .as_deref()
            .and_then(|stem| texts.shelf.participant(stem));
        if participant
            .as_ref()
            .is_some_and(|one| texts.shelf.is_out(one))
        {
            texts.shelf.withheld += 1;
            return Ok(None);
        }
        let turns = turns(material, &flags);
        let digest = digest(&turns);
        let guid = material.about.guid;
        let is_here = texts.digests.contains_key(&guid);
        let is_other = is_here && texts.digests.get(&guid) != Some(&digest);
        let known = match is_other {
            true => None,
            false => texts.known(guid, stem.as_deref(), digest),
        };
        if let Some(id) = known {
            texts.shelf.known += 1;
            return Ok(Some(id));
        }
        let clash = stem
            .as_ref()
            .is_some_and(|stem| texts.shelf.ids.contains_key(stem));
        if is_other || (clash && !self.added.contains(stem.as_deref().unwrap_or_default())) {
            let stem = stem.unwrap_or_default();
            texts.shelf.clash(&self.file.name, &stem);
            return Ok(None);
        }
        let handle = match stem.filter(|stem| !texts.shelf.ids.contains_key(stem)) {
            Some(stem) => stem,
            None => {
                texts.shelf.unnamed += 1;
                texts.next()
            }
        };
        let is_new = self.guids.insert(guid);
        let id = match is_new && !documents::is_taken(self.tx.connection(), guid).await? {
            true => guid,
            false => random_id(self.app),
        };
        let hash = match &material.bytes {
            Some(bytes) => Sha256::digest(bytes).to_vec(),
            None => digest.to_vec(),
        };
        let document = document((&handle, hash), turns, participant.as_deref(), &flags);
        let participant = participant.and_then(|handle| texts.shelf.person(&handle));
        let participant = participant.filter(|_| document.kind == Kind::Transcript);
        self.group.new.push(documents::New {
            id,
            document,
            participant,
        });
        self.added.insert(handle.clone());
        texts.shelf.ids.insert(handle, id);
        Ok(Some(id))
    }
}

fn document(
    (handle, source_hash): (&str, Vec<u8>),
    turns: Vec<Turn>,
    participant: Option<&str>,
    flags: &Flags,
) -> Document {
    let note = flags.get("field-note").and_then(author);
    let title = match (flags.get("title"), participant) {
        (Some(title), _) if !title.is_empty() => title.to_owned(),
        (_, Some(participant)) => format!("Interview with {participant}"),
        (_, None) => format!("Transcript {handle}"),
    };
    let dated = flags.get("dated");
    let dated = dated.and_then(|day| InterviewDate::parse(day, DateOrder::DayFirst).ok());
    Document {
        handle: handle.to_owned(),
        kind: match note {
            Some(_) => Kind::FieldNote,
            None => Kind::Transcript,
        },
        title,
        participant: participant.filter(|_| note.is_none()).map(str::to_owned),
        dated: dated.filter(|_| note.is_some()),
        author: note,
        source_hash,
        turns,
    }
}

/// Who wrote a field note, as its flag says: a part and an id.
fn author(says: &str) -> Option<Author> {
    let (role, id) = says.split_once(' ')?;
    let roles = [AuthorRole::ParticipantResearcher, AuthorRole::Interviewer];
    let role = roles.into_iter().find(|one| one.word() == role)?;
    is_id(id).then(|| Author {
        role,
        id: id.to_owned(),
    })
}

/// The turns of a text: those of its table, if they are its lines; else each line is a turn of nobody. Joined by LF they are the text.
fn turns(material: &Material, flags: &Flags) -> Vec<Turn> {
    let text = storable(material.text.as_deref().unwrap_or_default());
    let lines: Vec<&str> = text.split('\n').collect();
    let table: Option<Vec<(usize, Turn)>> = flags.all("turn").map(row).collect();
    if let Some(table) = table
        && table.iter().map(|(count, _)| count).sum::<usize>() == lines.len()
    {
        let mut rest = lines.as_slice();
        let turns = table.into_iter().map(|(count, turn)| {
            let (these, after) = rest.split_at(count);
            rest = after;
            let text = these.join("\n");
            Turn { text, ..turn }
        });
        return turns.collect();
    }
    let mut at = 0_i64;
    let turns = lines.into_iter().map(|line| {
        let start_ms = material.times.get(&at).copied().filter(|time| *time >= 0);
        at += line.chars().count() as i64 + 1;
        Turn {
            role: Role::Unknown,
            label: None,
            start_ms,
            end_ms: None,
            text: line.to_owned(),
        }
    });
    turns.collect()
}

/// A row of the table of turns: lines, part, beginning and end in milliseconds, label.
fn row(says: &str) -> Option<(usize, Turn)> {
    let mut parts = says.splitn(5, ' ');
    let count: usize = parts.next()?.parse().ok().filter(|count| *count > 0)?;
    let role = Role::of_word(parts.next()?);
    let mut time = || match parts.next()? {
        "-" => Some(None),
        time => time.parse::<i64>().ok().map(Some),
    };
    let (start_ms, end_ms) = (time()?, time()?);
    let label = parts.next().filter(|label| !label.is_empty());
    let turn = Turn {
        role,
        label: label.map(str::to_owned),
        start_ms,
        end_ms,
        text: String::new(),
    };
    Some((count, turn))
}

/// The table of turns, a flag a turn; none where every line is a turn of nobody.
pub(crate) fn table(turns: &[Turn], flags: &mut Flags) {
    let is_plain = |turn: &Turn| {
        turn.role == Role::Unknown
            && turn.label.is_none()
            && turn.start_ms.is_none()
            && turn.end_ms.is_none()
            && !turn.text.contains('\n')
    };
    if turns.iter().all(is_plain) {
        return;
    }
    let time = |ms: Option<i64>| ms.map_or("-".to_owned(), |ms| ms.to_string());
    for turn in turns {
        let count = turn.text.matches('\n').count() + 1;
        let (start, end) = (time(turn.start_ms), time(turn.end_ms));
        let label = turn.label.as_deref().unwrap_or("");
        let says = format!("{count} {} {start} {end} {label}", turn.role.word());
        flags.add("turn", says.trim_end());
    }
}
