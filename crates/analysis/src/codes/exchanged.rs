//! Codes of a REFI-QDA file into the codebook, in one act: known again by their GUIDs, then by their paths.

use std::collections::{BTreeMap, BTreeSet};

use platform::storage::Tx;
use platform::{App, Result};
use study::rows::random_id;
use unicode_normalization::UnicodeNormalization as _;
use uuid::Uuid;

use super::book::{Book, CodeState};
use super::desk::Desk;
use super::edit::Edit;
use super::store;
use super::{CodeStatus, Colour};
use crate::outline;
use crate::outline::siblings::GAP;
use crate::trail::{self, Act};

/// A code on its way in. What is none stays as it is here, or is nothing in a new code.
#[derive(Clone, Debug, Default)]
pub(crate) struct Brought {
    /// By which it is known again.
    pub(crate) guid: Uuid,
    /// The GUID of the code above it, which stands before it in the list.
    pub(crate) parent: Option<Uuid>,
    /// Its own name.
    pub(crate) name: String,
    /// What it is for.
    pub(crate) definition: String,
    /// `semantic`, `latent`, or empty.
    pub(crate) level: Option<String>,
    /// `inductive`, `deductive`, or empty.
    pub(crate) origin: Option<String>,
    /// Whether it is still used.
    pub(crate) status: Option<CodeStatus>,
    /// The GUID of the code into which it was merged.
    pub(crate) merged_into: Option<Uuid>,
    /// Its colour.
    pub(crate) colour: Option<Colour>,
    /// Whether nothing is coded under it where it comes from.
    pub(crate) is_heading: bool,
}

/// What became of the codes of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken {
    /// The identifier of each code by its GUID.
    pub(crate) ids: BTreeMap<Uuid, Uuid>,
    pub(crate) new: usize,
    pub(crate) changed: usize,
    /// Codes that were given another name, because one of theirs stands in the same place: GUID, name in the file, name here.
    pub(crate) renamed: Vec<(Uuid, String, String)>,
}

/// Adds codes that are not there, and lets those that are known by their GUIDs be as the file has them. One that is known by its path
/// alone stays as it is.
pub(crate) async fn bring_in_exchanged(
    tx: &Tx,
    app: &App,
    study: Uuid,
    member: Option<Uuid>,
    codes: &[Brought],
) -> Result<Taken> {
    let mut desk = Desk::open(tx, app, study).await?;
    let guids: Vec<Uuid> = codes.iter().map(|code| code.guid).collect();
    let used = store::used(tx.connection(), &guids).await?;
    let mut places = Places::of(&desk.book, &guids);
    let mut taken = Taken::default();
    let mut edits: Vec<Edit> = Vec::new();
    for code in codes {
        let parent = code.parent.and_then(|guid| taken.ids.get(&guid).copied());
        let known = desk.book.code(code.guid).map(|_| code.guid);
        if known.is_none()
            && let Some(id) = places.by_path(parent, &code.name)
        {
            taken.ids.insert(code.guid, id);
            continue;
        }
        let is_free = !used.contains(&code.guid);
        let id = known.unwrap_or_else(|| if is_free { code.guid } else { random_id(app) });
        let parent = parent.filter(|parent| !places.is_under(*parent, id));
        let is_used = code.status != Some(CodeStatus::Retired);
        let name = places.settle((id, is_used), parent, &code.name);
        if name != code.name {
            let renamed = (code.guid, code.name.clone(), name.clone());
            taken.renamed.push(renamed);
        }
        taken.ids.insert(code.guid, id);
        let state = state_of(tx, app, study, (&desk.book, id), (code, &name, parent)).await?;
        let state = CodeState {
            position: match desk.book.code(id) {
                Some(old) if old.parent == parent => old.position,
                _ => places.next(&desk.book, parent),
            },
            ..state
        };
        edits.push(Edit::new("import", id, state));
    }
    let merged = codes.iter().map(|code| (code.guid, code.merged_into));
    let merged = outline::merged(merged, &taken.ids);
    for edit in &mut edits {
        if let Some(state) = &mut edit.after
            && let Some(into) = merged.get(&edit.id)
            && state.status == CodeStatus::Retired
        {
            state.merged_into = Some(*into);
        }
    }
    let edits = desk.book.changed(edits);
    let is_new = |edit: &&Edit| desk.book.code(edit.id).is_none();
    taken.new = edits.iter().filter(is_new).count();
    taken.changed = edits.len() - taken.new;
    if !edits.is_empty() {
        let act = Act::new(app, member, None);
        desk.store(tx, app, study, &act, &edits).await?;
    }
    Ok(taken)
}

/// What a code becomes; words that are the same keep what refers to them.
async fn state_of(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (book, id): (&Book, Uuid),
    (code, name, parent): (&Brought, &str, Option<Uuid>),
) -> Result<CodeState> {
    let old = book.code(id);
    let kept = |word: &Option<String>, old: Option<&String>| {
        word.clone().or(old.cloned()).unwrap_or_default()
    };
    Ok(CodeState {
        name: match old {
            Some(old) if book.name(id) == name => old.name.clone(),
            _ => trail::keep(tx, app, study, name).await?,
        },
        definition: match old {
            Some(old) if book.definition(id) == code.definition => old.definition.clone(),
            _ => trail::kept(tx, app, study, &code.definition).await?,
        },
        parent,
        position: 0,
        level: kept(&code.level, old.map(|old| &old.level)),
        origin: kept(&code.origin, old.map(|old| &old.origin)),
        status: code
            .status
            .or(old.map(|old| old.status))
            .unwrap_or(CodeStatus::Active),
        merged_into: old.and_then(|old| old.merged_into),
        colour: code.colour.or(old.and_then(|old| old.colour)),
        is_heading: code.is_heading,
    })
}

/// Where codes stand while others come in.
struct Places {
    parents: BTreeMap<Uuid, Option<Uuid>>,
    /// Which code stands under another by a name, compared after NFC (Q19r).
    names: BTreeMap<(Option<Uuid>, String), Uuid>,
    /// Codes that belong to one of the file already.
    claimed: BTreeSet<Uuid>,
    last: BTreeMap<Option<Uuid>, i64>,
}

fn compared(name: &str) -> String {
    name.nfc().collect()
}

impl Places {
    fn of(book: &Book, guids: &[Uuid]) -> Self {
        let all = book.codes().iter();
        let named = |(id, code): (&Uuid, &CodeState)| {
            let place = (code.parent, compared(book.name(*id)));
            (place, *id)
        };
        Self {
            names: all.clone().map(named).collect(),
            parents: all.map(|(id, code)| (*id, code.parent)).collect(),
            claimed: guids.iter().copied().collect(),
            last: BTreeMap::new(),
        }
    }

    /// The code of this path, if no other code of the file is it; it is from now on.
    fn by_path(&mut self, parent: Option<Uuid>, name: &str) -> Option<Uuid> {
        let id = *self.names.get(&(parent, compared(name)))?;
        self.claimed.insert(id).then_some(id)
    }

    /// Whether a code is another, or stands under it.
    fn is_under(&self, code: Uuid, other: Uuid) -> bool {
        let mut at = Some(code);
        for _ in 0..=self.parents.len() {
            match at {
                Some(code) if code == other => return true,
                Some(code) => at = self.parents.get(&code).copied().flatten(),
                None => return false,
            }
        }
        true
    }

    /// Puts a code in its place and gives its name there: one that no other code in use has.
    fn settle(&mut self, (id, is_used): (Uuid, bool), parent: Option<Uuid>, name: &str) -> String {
        self.names.retain(|_, other| *other != id);
        self.parents.insert(id, parent);
        if !is_used {
            return name.to_owned();
        }
        let numbered = (2..).map(|number| format!("{name} ({number})"));
        let names = std::iter::once(name.to_owned()).chain(numbered);
        let is_free = |name: &String| !self.names.contains_key(&(parent, compared(name)));
        let name = names.into_iter().find(is_free).unwrap_or_default();
        self.names.insert((parent, compared(&name)), id);
        name
    }

    fn next(&mut self, book: &Book, parent: Option<Uuid>) -> i64 {
        let last = self.last.entry(parent);
        let last = last.or_insert_with(|| book.next_place(parent).saturating_sub(GAP));
        *last = last.saturating_add(GAP);
        *last
    }
}
