//! What the policy table is made of. The table itself is data, given where the program is put together.

use super::{Role, ScopeKind};

/// How much of an object's kind a role reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Everything of the scope.
    All,
    /// What is about oneself.
    Own,
    /// What belongs to the groups one facilitates.
    OwnGroups,
    /// What belongs to one's own site.
    OwnSite,
}

/// Who may do an action at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anybody, signed in or not.
    Anyone,
    /// Anybody who is signed in.
    SignedIn,
    /// Holders of a role in the scope that the request names, each with what it reaches.
    Roles(ScopeKind, &'static [(Role, Relation)]),
    /// Whoever has the machine's command line and the data folder.
    Operator,
    /// The program itself, when a job is due.
    System,
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The action's name, such as `plan.read`.
    pub action: &'static str,
    /// What it lets somebody do, in a sentence.
    pub means: &'static str,
    /// Who may.
    pub who: Who,
}

/// The whole table, in parts.
#[derive(Clone, Copy, Debug)]
pub struct Policy(pub &'static [&'static [Entry]]);

impl Policy {
    /// All lines, part after part.
    pub fn entries(&self) -> impl Iterator<Item = &'static Entry> + use<> {
        self.0.iter().copied().flatten()
    }

    /// The line of an action; what has no line is denied.
    pub fn entry(&self, action: &str) -> Option<&'static Entry> {
        self.entries().find(|entry| entry.action == action)
    }

    /// What these roles reach by this action in a scope of this kind; `None` is a denial.
    pub fn relations(
        &self,
        action: &str,
        kind: ScopeKind,
        roles: impl IntoIterator<Item = Role>,
    ) -> Option<Vec<(Role, Relation)>> {
        let Who::Roles(needs, allowed) = self.entry(action)?.who else {
            return None;
        };
        let reached: Vec<_> = roles
            .into_iter()
            .filter_map(|role| allowed.iter().find(|(holder, _)| *holder == role))
            .copied()
            .collect();
        (needs == kind && !reached.is_empty()).then_some(reached)
    }
}
