//! What of a study is sealed, in a file that the key of its maps alone opens (REFI-QDA notes, Q25; study P8): who participants are, how
//! they join interviews, what was taken out of transcripts, and the list of names.
//!
//! The file says which study it is of, then holds the two slots of the map key, then the rest under a key that is derived from it.
//! Originals stay under their links of the map key: neither taking the file nor bringing it in shows any of them.

use std::collections::{BTreeMap, BTreeSet};

use platform::audit::Event;
use platform::clock::Instant;
use platform::keys::{Secret, Zeroizing};
use platform::storage::Tx;
use platform::words::hexadecimal;
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::map::is_kept;
use super::map_key::{self, Locked, Typed};
use super::rows::replacement;
use super::terms;
use super::travelling::{CarriedOriginal, Slots, originals_of, put_original, put_slots, slots_of};
use crate::transcripts::deidentify::Category;
use crate::transcripts::store as transcripts;
use crate::{consent, interviews, participants};

/// The version of the form of these files.
const FORM: u32 = 1;
/// Most bytes of such a file.
const LONGEST: usize = 64 << 20;
/// Most links of a map key. Each is made from the one before it, so that no file may name one that is far off.
const MOST_LINKS: i64 = 1_000_000;
/// What the rest of a file is sealed for.
const PURPOSE: &str = "what travels";

/// How a file begins: one line, which nobody can change without the key.
#[derive(Serialize, Deserialize)]
struct Head {
    enid_sealed: u32,
    study: Uuid,
    salt: String,
    by_passphrase: String,
    by_code: String,
}

/// Its form, whatever else it may say in a later one.
#[derive(Deserialize)]
struct Form {
    enid_sealed: u32,
}

/// What is under the map key.
#[derive(Serialize, Deserialize)]
struct Contents {
    /// Participant, name and address, when they were invited.
    contacts: Vec<(Uuid, String, Option<i64>)>,
    /// Interview, and how it is joined.
    joining: Vec<(Uuid, String)>,
    /// Transcript, replacement, link, original under that link.
    originals: Vec<(Uuid, Uuid, i64, String)>,
    /// Term, category, kind, whom it would tell.
    terms: Vec<(String, String, String, Option<Uuid>)>,
    /// The number and the key of the link of today.
    step: i64,
    link: String,
}

/// How much of what a file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Participants with name and address.
    pub contacts: usize,
    /// Interviews with how they are joined.
    pub joining: usize,
    /// What was taken out of transcripts.
    pub originals: usize,
    /// Terms of the list of names.
    pub terms: usize,
}

/// Writes what is sealed into a file.
///
/// # Errors
/// `Refused` where the study has no map key, or what was typed does not open it.
pub async fn take(
    app: &App,
    study: Uuid,
    typed: &Typed,
    (event, failed): (Event, Event),
) -> Result<(Vec<u8>, Carried)> {
    if !map_key::is_set(app.db.read(), study).await? {
        return Err(Error::refused(
            "Q25",
            "This study has no passphrase of its maps, and nothing else opens such a file.",
            "The research lead sets it on the page of the maps' passphrase.",
        ));
    }
    let (slot, map_key) = match map_key::unlock(app, study, typed, failed).await? {
        Ok(opened) => opened,
        Err(locked) => return Err(refused(locked)),
    };
    let tx = app.db.write().await?;
    map_key::forget_tries(&tx, app, study).await?;
    let (slots, contents) = gathered(&tx, app, study).await?;
    let carried = contents.counts();
    let bytes = sealed(app, study, &map_key, (&slots, &contents))?;
    let detail = format!("{}, {}", slot.in_words(), carried.in_words());
    tx.commit(app, event.with_detail(detail)).await?;
    Ok((bytes, carried))
}

async fn gathered(tx: &Tx, app: &App, study: Uuid) -> Result<(Slots, Contents)> {
    let connection = tx.connection();
    let originals = originals_of(tx, app, study).await?;
    let (slots, step, link) = slots_of(tx, app, study).await?;
    let contacts = consent::contacts(connection, app, study).await?.into_iter();
    let terms = terms::listed(connection, app, study).await?.into_iter();
    let held = interviews::all(connection, study).await?.into_iter();
    let contents = Contents {
        contacts: contacts
            .map(|(who, contact, at)| (who, contact, at.map(|at| at.0)))
            .collect(),
        joining: held
            .filter(|one| !one.joining.is_empty())
            .map(|one| (one.id, one.joining))
            .collect(),
        originals: originals
            .into_iter()
            .map(|one| {
                (
                    one.document,
                    one.replacement,
                    one.step,
                    hexadecimal(&one.sealed),
                )
            })
            .collect(),
        terms: terms
            .map(|one| {
                let category = one.category.word().to_owned();
                (one.term, category, one.kind, one.participant)
            })
            .collect(),
        step,
        link: hexadecimal(link.bytes()),
    };
    Ok((slots, contents))
}

fn sealed(
    app: &App,
    study: Uuid,
    map_key: &Secret,
    (slots, contents): (&Slots, &Contents),
) -> Result<Vec<u8>> {
    let head = Head {
        enid_sealed: FORM,
        study,
        salt: hexadecimal(&slots.salt),
        by_passphrase: hexadecimal(&slots.by_passphrase),
        by_code: hexadecimal(&slots.by_code),
    };
    let mut file = serde_json::to_vec(&head).map_err(Error::internal)?;
    file.push(b'\n');
    let plain = Zeroizing::new(serde_json::to_vec(contents).map_err(Error::internal)?);
    let sealed = map_key.derive(PURPOSE).seal(&file, &plain, &*app.entropy);
    file.extend(sealed);
    Ok(file)
}

/// Whether a file that begins so is one of these.
pub fn may_be(start: &[u8]) -> bool {
    start.starts_with(b"{\"enid_sealed\":")
}

/// Brings what is in a file back into its study, which an archive brought before. Of whoever has withdrawn since nothing comes back.
///
/// # Errors
/// `Refused` where the file is none, is of another study or a newer form, what was typed does not open it, or the study has a map key,
/// contacts or a list of names of its own; nothing is stored then.
pub async fn bring_in(
    app: &App,
    study: Uuid,
    (bytes, typed): (&[u8], &Typed),
    event: Event,
) -> Result<Carried> {
    let (head, line, rest) = head(bytes)?;
    if head.study != study {
        return Err(again("The file is of another study."));
    }
    let slots = head.slots()?;
    let (slot, map_key) = match slots.open(study, typed).await? {
        Ok(opened) => opened,
        Err(locked) => return Err(refused(locked)),
    };
    let damaged = || again("The file was changed or damaged after it was written.");
    let opened = map_key.derive(PURPOSE).open(line, rest);
    let contents: Contents = opened
        .and_then(|plain| serde_json::from_slice(&plain).ok())
        .ok_or_else(damaged)?;
    let tx = app.db.write().await?;
    is_empty(&tx, app, study).await?;
    let carried = put(&tx, app, study, (&slots, &map_key, &contents)).await?;
    let detail = format!("{}, {}", slot.in_words(), carried.in_words());
    tx.commit(app, event.with_detail(detail)).await?;
    Ok(carried)
}

fn head(bytes: &[u8]) -> Result<(Head, &[u8], &[u8])> {
    let none = || again("This is no file of what is sealed of a study.");
    let end = bytes.iter().take(4_096).position(|byte| *byte == b'\n');
    let end = end.filter(|_| may_be(bytes) && bytes.len() <= LONGEST);
    let (line, rest) = bytes.split_at(end.ok_or_else(none)? + 1);
    let form: Form = serde_json::from_slice(line).map_err(|_| none())?;
    match form.enid_sealed > FORM {
        true => Err(again(
            "A newer Enid wrote the file: bring it in with that one.",
        )),
        false => serde_json::from_slice(line)
            .map(|head| (head, line, rest))
            .map_err(|_| none()),
    }
}

impl Head {
    fn slots(&self) -> Result<Slots> {
        let read = |digits: &str| {
            bytes_of(digits)
                .ok_or_else(|| again("The file was changed or damaged after it was written."))
        };
        Ok(Slots {
            salt: read(&self.salt)?,
            by_passphrase: read(&self.by_passphrase)?,
            by_code: read(&self.by_code)?,
        })
    }
}

/// Refuses a study that has something sealed of its own.
async fn is_empty(tx: &Tx, app: &App, study: Uuid) -> Result<()> {
    let connection = tx.connection();
    let is_keyed = map_key::is_set(connection, study).await?;
    let contacts = consent::contacts(connection, app, study).await?;
    let terms = terms::listed(connection, app, study).await?;
    match is_keyed || !contacts.is_empty() || !terms.is_empty() {
        true => Err(again(
            "This study has a passphrase, contacts or a list of names of its own, which nothing overwrites.",
        )),
        false => Ok(()),
    }
}

async fn put(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (slots, map_key, contents): (&Slots, &Secret, &Contents),
) -> Result<Carried> {
    let connection = tx.connection();
    let known = participants::all(connection, study).await?.into_iter();
    let mut here: BTreeSet<Uuid> = known.map(|one| one.id).collect();
    for gone in consent::withdrawals(connection, study).await? {
        if gone.scope == consent::Scope::Whole {
            here.remove(&gone.participant);
        }
    }
    let mut carried = Carried::default();
    for (who, contact, invited) in contents.contacts.iter().filter(|one| here.contains(&one.0)) {
        let invited = invited.map(Instant);
        consent::put_contact_back(tx, app, study, (*who, contact.as_str(), invited)).await?;
        carried.contacts += 1;
    }
    let held = interviews::all(connection, study).await?.into_iter();
    let held: BTreeMap<Uuid, Uuid> = held.map(|one| (one.id, one.participant)).collect();
    for (interview, joining) in &contents.joining {
        if held.get(interview).is_some_and(|who| here.contains(who)) {
            interviews::put_joining(tx, study, (*interview, joining.as_str())).await?;
            carried.joining += 1;
        }
    }
    if is_kept(connection, app, study).await? {
        let link = bytes_of(&contents.link).and_then(|bytes| Secret::of_bytes(&bytes));
        let link = link.ok_or_else(|| again("The file holds no link of a map key."))?;
        put_slots(tx, app, study, (slots, contents.step, &link)).await?;
        carried.originals = put_originals(tx, app, study, (map_key, contents)).await?;
        let terms = contents.terms.iter();
        for (term, category, kind, whom) in
            terms.filter(|one| one.3.is_none_or(|whom| here.contains(&whom)))
        {
            if let Some(category) = Category::parse(category) {
                let term = (term.as_str(), category, kind.as_str());
                terms::add_term(tx, app, study, term, *whom).await?;
                carried.terms += 1;
            }
        }
    }
    Ok(carried)
}

/// Puts originals back whose replacements are here; each has to open under the map key.
async fn put_originals(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (map_key, contents): (&Secret, &Contents),
) -> Result<usize> {
    let connection = tx.connection();
    let all = transcripts::all(connection, study).await?;
    let steps: BTreeSet<i64> = contents.originals.iter().map(|one| one.2).collect();
    if steps.iter().any(|step| !(0..=MOST_LINKS).contains(step)) {
        return Err(again("The file names a link that no map key has."));
    }
    let links = map_key::links(map_key, &steps);
    let mut put = 0;
    for (document, id, step, digits) in &contents.originals {
        let accepted = replacement::Entity::find_by_id(*id).one(connection).await?;
        let accepted = accepted.filter(|row| row.document == *document);
        let (Some(stored), Some(_)) = (all.get(document), accepted) else {
            continue;
        };
        let sealed = bytes_of(digits).unwrap_or_default();
        let opens = links
            .get(step)
            .and_then(|link| link.open(id.as_bytes(), &sealed));
        if opens.is_none() {
            return Err(again(
                "An original of the file does not open under its map key.",
            ));
        }
        let original = CarriedOriginal {
            document: *document,
            replacement: *id,
            step: *step,
            sealed,
        };
        put_original(tx, app, stored, &original).await?;
        put += 1;
    }
    Ok(put)
}

impl Contents {
    fn counts(&self) -> Carried {
        Carried {
            contacts: self.contacts.len(),
            joining: self.joining.len(),
            originals: self.originals.len(),
            terms: self.terms.len(),
        }
    }
}

impl Carried {
    /// For the record, and whoever asked.
    pub fn in_words(self) -> String {
        format!(
            "contacts {}, ways to join {}, originals {}, names {}",
            self.contacts, self.joining, self.originals, self.terms
        )
    }
}

fn bytes_of(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    let pair = |pair: &[u8]| {
        let pair = std::str::from_utf8(pair)
            .ok()
            .filter(|pair| pair.len() == 2)?;
        u8::from_str_radix(pair, 16).ok()
    };
    pairs.map(pair).collect()
}

fn again(sentence: &str) -> Error {
    Error::refused("Q25", sentence.to_owned(), "Nothing was stored.")
}

fn refused(locked: Locked) -> Error {
    Error::refused("Q25", locked.sentence(), "Nothing was read.")
}
