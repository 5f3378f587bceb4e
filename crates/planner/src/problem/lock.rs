use serde::{Deserialize, Serialize};

/// A decision that stays (H10). Everybody and everything is named by position, as in the facts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Lock {
    /// A group meets here, led by at least these facilitators, with at least these members.
    KeepGroup {
        /// Where and when.
        option: usize,
        /// Who leads it; may be empty.
        facilitators: Vec<usize>,
        /// Who is a member; may be empty.
        members: Vec<usize>,
    },
    /// No group meets here.
    Closed {
        /// Where and when.
        option: usize,
    },
    /// No more groups than this.
    AtMostGroups {
        /// Most groups.
        groups: usize,
    },
    /// This resident is a member here.
    ResidentIn {
        /// Who.
        resident: usize,
        /// Where and when.
        option: usize,
    },
    /// This resident is no member here.
    ResidentNotIn {
        /// Who.
        resident: usize,
        /// Where and when.
        option: usize,
    },
    /// A group meets here and this facilitator leads it, alone or with another.
    FacilitatorIn {
        /// Who.
        facilitator: usize,
        /// Where and when.
        option: usize,
    },
    /// This resident is a member here and attends in this week: an approved release, for example.
    Attends {
        /// Who.
        resident: usize,
        /// Where and when.
        option: usize,
        /// Week of the run, from 0.
        week: usize,
    },
}

impl Lock {
    /// The option the lock names, if it names one.
    pub fn option(&self) -> Option<usize> {
        match self {
            Lock::AtMostGroups { .. } => None,
            Lock::KeepGroup { option, .. }
            | Lock::Closed { option }
            | Lock::ResidentIn { option, .. }
            | Lock::ResidentNotIn { option, .. }
            | Lock::FacilitatorIn { option, .. }
            | Lock::Attends { option, .. } => Some(*option),
        }
    }

    /// The residents the lock names.
    pub fn residents(&self) -> &[usize] {
        match self {
            Lock::KeepGroup { members, .. } => members,
            Lock::ResidentIn { resident, .. }
            | Lock::ResidentNotIn { resident, .. }
            | Lock::Attends { resident, .. } => std::slice::from_ref(resident),
            _ => &[],
        }
    }

    /// The facilitators the lock names.
    pub fn facilitators(&self) -> &[usize] {
        match self {
            Lock::KeepGroup { facilitators, .. } => facilitators,
            Lock::FacilitatorIn { facilitator, .. } => std::slice::from_ref(facilitator),
            _ => &[],
        }
    }

    /// The same lock with every number replaced.
    pub(crate) fn renumbered(
        &self,
        resident: impl Fn(usize) -> usize,
        option: impl Fn(usize) -> usize,
        facilitator: impl Fn(usize) -> usize,
    ) -> Lock {
        let mut lock = self.clone();
        match &mut lock {
            Lock::KeepGroup {
                option: o,
                facilitators,
                members,
            } => {
                *o = option(*o);
                for one in facilitators.iter_mut() {
                    *one = facilitator(*one);
                }
                for one in members.iter_mut() {
                    *one = resident(*one);
                }
                facilitators.sort_unstable();
                members.sort_unstable();
            }
            Lock::Closed { option: o } => *o = option(*o),
            Lock::AtMostGroups { .. } => {}
            Lock::ResidentIn {
                resident: r,
                option: o,
            }
            | Lock::ResidentNotIn {
                resident: r,
                option: o,
            }
            | Lock::Attends {
                resident: r,
                option: o,
                ..
            } => {
                *r = resident(*r);
                *o = option(*o);
            }
            Lock::FacilitatorIn {
                facilitator: f,
                option: o,
            } => {
                *f = facilitator(*f);
                *o = option(*o);
            }
        }
        lock
    }
}
