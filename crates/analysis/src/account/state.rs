//! What an account is, and what can be done to it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::trail::{Event, Phrase};

/// The word of the account in the trail.
pub(crate) const ACCOUNT: &str = "account";

/// The account of a study.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountState {
    /// Its title.
    pub(super) name: Option<Phrase>,
    /// The quotes from field notes, in their order.
    pub(super) extracts: Vec<Uuid>,
    /// The extract with which the second panel begins; there is one panel without it.
    pub(super) second: Option<Uuid>,
}

/// What somebody does to the extracts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Adds one at the end.
    Add(Uuid),
    /// One before the one before it.
    Up(Uuid),
    /// One behind the one behind it.
    Down(Uuid),
    /// Takes one out.
    Out(Uuid),
    /// Begins the second panel with one; again, and there is no second panel.
    Turn(Uuid),
}

impl AccountState {
    /// The account after a step; a step that says nothing new changes nothing.
    pub(super) fn after(&self, step: Step) -> Self {
        let mut account = self.clone();
        let at = |id: Uuid| self.extracts.iter().position(|one| *one == id);
        match step {
            Step::Add(id) if at(id).is_none() => account.extracts.push(id),
            Step::Up(id) => {
                if let Some(at) = at(id).filter(|at| *at > 0) {
                    account.extracts.swap(at, at - 1);
                }
            }
            Step::Down(id) => {
                if let Some(at) = at(id).filter(|at| at + 1 < self.extracts.len()) {
                    account.extracts.swap(at, at + 1);
                }
            }
            Step::Out(id) => {
                account.extracts.retain(|one| *one != id);
                account.second = account.second.filter(|second| *second != id);
            }
            Step::Turn(id) if at(id).is_some() => {
                account.second = (self.second != Some(id)).then_some(id);
            }
            Step::Add(_) | Step::Turn(_) => {}
        }
        account
    }

    /// The extracts of each panel that has any.
    pub(super) fn panels(&self) -> Vec<&[Uuid]> {
        let second = self
            .second
            .and_then(|second| self.extracts.iter().position(|one| *one == second));
        let (first, rest) = self
            .extracts
            .split_at(second.unwrap_or(self.extracts.len()));
        [first, rest]
            .into_iter()
            .filter(|panel| !panel.is_empty())
            .collect()
    }
}

/// What an event about the account did, as a sentence goes on after who did it.
pub(crate) fn said(event: &Event) -> String {
    match event.kind.as_str() {
        "account.name" => "named the account from field notes".to_owned(),
        "account.arrange" => "arranged the account from field notes".to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extracts_are_added_once_moved_within_their_order_and_parted_into_two_panels() {
        let id = Uuid::from_u128;
        let steps = [
            Step::Add(id(1)),
            Step::Add(id(2)),
            Step::Add(id(1)),
            Step::Add(id(3)),
            Step::Up(id(3)),
            Step::Up(id(1)),
            Step::Down(id(2)),
            Step::Turn(id(3)),
            Step::Turn(id(9)),
        ];
        let account = steps
            .into_iter()
            .fold(AccountState::default(), |account, step| account.after(step));
        assert_eq!(account.panels(), [&[id(1)][..], &[id(3), id(2)][..]]);
        let one = account.after(Step::Turn(id(3)));
        assert_eq!(one.panels(), [&[id(1), id(3), id(2)][..]]);
        let out = account.after(Step::Out(id(3)));
        assert_eq!((out.panels().len(), out.second), (1, None));
        assert_eq!(AccountState::default().panels(), Vec::<&[Uuid]>::new());
    }
}
