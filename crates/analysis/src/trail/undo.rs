//! Taking acts back: which can be, what depends on them, and what setting them back comes to (study R41).
//!
//! Taking back is an act of its own whose events name the act they take back; redo takes such an act back. An act is
//! *cancelled* by an act that takes it back, and that one, once cancelled, cancels nothing.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::event::{Event, Subject};
use super::replay::{State, apply};

/// One act: its events in their order.
#[derive(Clone, Debug)]
struct Entry<'a> {
    id: Uuid,
    member: Option<Uuid>,
    events: Vec<&'a Event>,
    reverts: BTreeSet<Uuid>,
    is_cancelled: bool,
    /// The place at which it last came to hold: that of its last event, or of the one that redid it.
    holds_since: i64,
    /// The place of its last event.
    last: i64,
    /// The act that redid it.
    redone_by: Option<usize>,
}

impl Entry<'_> {
    fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.events.iter().map(|event| &event.subject)
    }

    /// Whether somebody did it, rather than taking something back.
    fn is_own(&self) -> bool {
        self.reverts.is_empty()
    }
}

/// Why an act cannot be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// There is no such act, or it is taken back already.
    Gone,
    /// It is, or rests under, an act that cannot be taken back: a folder that was brought in.
    Final(Uuid),
    /// Even with all that depends on it nothing coherent would be left.
    Incoherent,
    /// It made a code, and whoever asks codes blind: whether others have used the code is not theirs to know (study P10).
    Blind,
    /// All of these have to be taken back with it, the newest first and it last, and nobody has agreed to that yet.
    Depends(Vec<Uuid>),
}

/// The acts of a trail.
pub struct Acts<'a> {
    entries: Vec<Entry<'a>>,
    place: BTreeMap<Uuid, usize>,
    state: State,
}

impl<'a> Acts<'a> {
    /// Reads the acts out of a whole trail.
    pub fn of(events: &'a [Event]) -> Self {
        let mut entries: Vec<Entry<'a>> = Vec::new();
        let mut place: BTreeMap<Uuid, usize> = BTreeMap::new();
        let mut state = State::new();
        for event in events.iter().filter(|event| event.is_change()) {
            apply(&mut state, event);
            let at = *place.entry(event.act).or_insert_with(|| {
                entries.push(Entry {
                    id: event.act,
                    member: event.member,
                    events: Vec::new(),
                    reverts: BTreeSet::new(),
                    is_cancelled: false,
                    holds_since: event.seq,
                    last: event.seq,
                    redone_by: None,
                });
                entries.len() - 1
            });
            entries[at].events.push(event);
            (entries[at].holds_since, entries[at].last) = (event.seq, event.seq);
            entries[at].reverts.extend(event.reverts);
        }
        let mut acts = Self {
            entries,
            place,
            state,
        };
        acts.cancel();
        acts
    }

    /// Marks what is taken back, the newest first, and dates what was redone.
    fn cancel(&mut self) {
        for at in (0..self.entries.len()).rev() {
            if self.entries[at].is_cancelled {
                continue;
            }
            for reverted in self.entries[at].reverts.clone() {
                let Some(&other) = self.place.get(&reverted) else {
                    continue;
                };
                self.entries[other].is_cancelled = true;
                for (original, since) in self.redone(at, other) {
                    let original = &mut self.entries[original];
                    if since > original.holds_since {
                        (original.holds_since, original.redone_by) = (since, Some(at));
                    }
                }
            }
        }
    }

    /// What holds again because one act took back another, which had taken it back: and since which place. Taking back
    /// goes through the events of the other from its last to its first.
    fn redone(&self, at: usize, other: usize) -> Vec<(usize, i64)> {
        let other = &self.entries[other];
        let back = self.entries[at].events.iter();
        let back = back.filter(|event| event.reverts == Some(other.id));
        let pairs = back.zip(other.events.iter().rev());
        let original =
            |(back, event): (&&Event, &&Event)| Some((*self.place.get(&event.reverts?)?, back.seq));
        pairs.filter_map(original).collect()
    }

    /// The act a member would take back next: the last of their own that holds.
    pub fn undoes(&self, member: Option<Uuid>) -> Option<Uuid> {
        let own = self.entries.iter().filter(|entry| {
            entry.member == member && entry.is_own() && !entry.is_cancelled && !is_final(entry)
        });
        own.max_by_key(|entry| entry.holds_since)
            .map(|entry| entry.id)
    }

    /// The undo a member would take back next: their last, if they have done nothing of their own since.
    pub fn redoes(&self, member: Option<Uuid>) -> Option<Uuid> {
        let own = self
            .entries
            .iter()
            .filter(|entry| entry.member == member && !entry.is_cancelled);
        let newest_done = own.clone().filter(|entry| entry.is_own());
        let newest_done = newest_done.map(|entry| entry.events[0].seq).max();
        let undo = own.filter(|entry| self.is_undo(entry));
        let undo = undo.max_by_key(|entry| entry.holds_since)?;
        (newest_done.is_none_or(|done| done < undo.holds_since)).then_some(undo.id)
    }

    /// Whether an act takes something back that somebody did.
    fn is_undo(&self, entry: &Entry<'_>) -> bool {
        let reverted = entry.reverts.iter();
        let mut reverted = reverted.filter_map(|id| self.place.get(id));
        reverted.any(|&at| self.entries[at].is_own())
    }

    /// The acts that have to be taken back with this one, the newest first and this one last: later ones that touched the
    /// same subjects, and those without which what is left is not coherent. `faults` names the subjects that make a
    /// state incoherent.
    ///
    /// # Errors
    /// Why it cannot be taken back at all.
    pub fn chain(
        &self,
        act: Uuid,
        faults: &dyn Fn(&State) -> BTreeSet<Subject>,
    ) -> Result<Vec<Uuid>, Blocked> {
        let at = *self.place.get(&act).ok_or(Blocked::Gone)?;
        let target = &self.entries[at];
        if target.is_cancelled || (!target.is_own() && !self.is_undo(target)) {
            return Err(Blocked::Gone);
        }
        // Where all is as an undo left it, it can be redone by itself, though what was redone before it holds only since then.
        if !target.is_own()
            && let Some(after) = self.without(&[act])
            && faults(&after).is_empty()
        {
            self.none_is_final(&BTreeSet::from([at]))?;
            return Ok(vec![act]);
        }
        let mut chosen = BTreeSet::from([at]);
        loop {
            self.close(at, &mut chosen);
            self.none_is_final(&chosen)?;
            let ids = self.newest_first(&chosen);
            let Some(after) = self.without(&ids) else {
                return self.unwound(at, faults);
            };
            let wrong = faults(&after);
            if wrong.is_empty() {
                return Ok(ids);
            }
            let before = chosen.len();
            let touching = |entry: &Entry<'_>| entry.subjects().any(|one| wrong.contains(one));
            chosen.extend(self.later(at, touching));
            if chosen.len() == before {
                return Err(Blocked::Incoherent);
            }
        }
    }

    fn none_is_final(&self, chosen: &BTreeSet<usize>) -> Result<(), Blocked> {
        let last = chosen.iter().find(|at| is_final(&self.entries[**at]));
        match last {
            Some(last) => Err(Blocked::Final(self.entries[*last].id)),
            None => Ok(()),
        }
    }

    /// The same where undo and redo went over each other: everything later that touched the same subjects, act by act,
    /// what was taken back too.
    fn unwound(
        &self,
        at: usize,
        faults: &dyn Fn(&State) -> BTreeSet<Subject>,
    ) -> Result<Vec<Uuid>, Blocked> {
        let target = &self.entries[at];
        let since = target
            .redone_by
            .map_or(target.holds_since, |by| self.entries[by].last);
        let beside = |entry: &Entry<'_>| {
            target.redone_by.is_some()
                && entry.redone_by == target.redone_by
                && !entry.is_cancelled
                && entry.holds_since > target.holds_since
        };
        let mut touched: BTreeSet<&Subject> = target.subjects().collect();
        let mut chosen: BTreeSet<usize> = BTreeSet::new();
        loop {
            let later = self.entries.iter().enumerate().filter(|(_, entry)| {
                (entry.last > since || beside(entry))
                    && entry.subjects().any(|one| touched.contains(one))
            });
            let later: BTreeSet<usize> = later.map(|(at, _)| at).collect();
            if later == chosen {
                break;
            }
            touched.extend(later.iter().flat_map(|at| self.entries[*at].subjects()));
            chosen = later;
        }
        self.none_is_final(&chosen)?;
        let mut later: Vec<usize> = chosen.into_iter().filter(|later| *later != at).collect();
        // What was redone together with it goes in the order in which it came to hold, after all that was done since.
        later.sort_by_key(|at| {
            let entry = &self.entries[*at];
            std::cmp::Reverse(match entry.last > since {
                true => (entry.last, 0),
                false => (since, entry.holds_since),
            })
        });
        let mut ids: Vec<Uuid> = later.iter().map(|at| self.entries[*at].id).collect();
        ids.push(target.id);
        match self.without(&ids) {
            Some(after) if faults(&after).is_empty() => Ok(ids),
            _ => Err(Blocked::Incoherent),
        }
    }

    /// Adds what later touched the subjects of what is chosen, until nothing is added.
    fn close(&self, target: usize, chosen: &mut BTreeSet<usize>) {
        loop {
            let mut touched: BTreeMap<&Subject, i64> = BTreeMap::new();
            for at in chosen.iter() {
                let entry = &self.entries[*at];
                for subject in entry.subjects() {
                    let first = touched.entry(subject).or_insert(entry.holds_since);
                    *first = entry.holds_since.min(*first);
                }
            }
            let before = chosen.len();
            let depends = |entry: &Entry<'_>| {
                entry.subjects().any(|subject| {
                    touched
                        .get(subject)
                        .is_some_and(|first| entry.holds_since > *first)
                })
            };
            chosen.extend(self.later(target, depends));
            if chosen.len() == before {
                return;
            }
        }
    }

    /// What holds and came to hold later than an act. An act and what took it back, both later, leave nothing behind; what
    /// redid the act itself is not later.
    fn later(&self, target: usize, which: impl Fn(&Entry<'_>) -> bool) -> Vec<usize> {
        let target = &self.entries[target];
        let since = target.holds_since;
        let holds = |entry: &Entry<'_>| {
            !entry.is_cancelled
                && entry.holds_since > since
                && (entry.is_own() || self.takes_back_before(entry, since))
                && which(entry)
        };
        let places = self.entries.iter().enumerate();
        places
            .filter(|(at, entry)| Some(*at) != target.redone_by && holds(entry))
            .map(|(at, _)| at)
            .collect()
    }

    /// Whether an act takes back what somebody did before a place.
    fn takes_back_before(&self, entry: &Entry<'_>, since: i64) -> bool {
        let reverted = entry.reverts.iter().filter_map(|id| self.place.get(id));
        let mut reverted = reverted.map(|at| &self.entries[*at]);
        reverted.any(|other| other.is_own() && other.holds_since < since)
    }

    fn newest_first(&self, chosen: &BTreeSet<usize>) -> Vec<Uuid> {
        // What takes back an act takes back with it what that one had redone.
        let goes_along = |at: &usize| {
            let by = self.entries[*at].redone_by;
            by.is_some_and(|by| chosen.contains(&by))
        };
        let places = chosen.iter().copied();
        let mut places: Vec<usize> = places.filter(|at| !goes_along(at)).collect();
        places.sort_by_key(|at| std::cmp::Reverse(self.entries[*at].holds_since));
        places.into_iter().map(|at| self.entries[at].id).collect()
    }

    /// What would stand without these acts, which come newest first; none where one of them no longer is the last that
    /// was done to its subject.
    fn without(&self, acts: &[Uuid]) -> Option<State> {
        let mut state = self.state.clone();
        for act in acts {
            for event in self.events_of(*act).iter().rev() {
                if state.get(&event.subject) != event.after.as_ref() {
                    return None;
                }
                match &event.before {
                    Some(to) => state.insert(event.subject.clone(), to.clone()),
                    None => state.remove(&event.subject),
                };
            }
        }
        Some(state)
    }

    /// What taking these acts back does, in its order: the act that is taken back, the subject, and what it is set to.
    pub fn steps(&self, acts: &[Uuid]) -> Vec<(Uuid, &'a Subject, Option<&'a String>)> {
        let of = |act: &Uuid| {
            let act = *act;
            let events = self.events_of(act).iter().rev();
            events.map(move |event| (act, &event.subject, event.before.as_ref()))
        };
        acts.iter().flat_map(of).collect()
    }

    /// The events of an act.
    pub fn events_of(&self, act: Uuid) -> &[&'a Event] {
        let at = self.place.get(&act);
        at.map_or(&[], |at| self.entries[*at].events.as_slice())
    }

    /// Whether an act is taken back.
    pub fn is_taken_back(&self, act: Uuid) -> bool {
        let at = self.place.get(&act);
        at.is_some_and(|at| self.entries[*at].is_cancelled)
    }

    /// What stands now.
    pub fn state(&self) -> &State {
        &self.state
    }
}

/// What a folder brought in replaced more than the trail knows, and what somebody withdrew does not come back; nor does a memo go
/// back to a text that is not there any more.
fn is_final(entry: &Entry<'_>) -> bool {
    let mut kinds = entry.events.iter().map(|event| event.kind.as_str());
    kinds.any(|kind| matches!(kind, "import" | "withdrawal" | "memo.follow"))
}
