//! What the organiser has decided beforehand: how many groups, how large, and what stays as it is (H10).

use planner::{Lock, Settings};
use serde::{Deserialize, Serialize};

use super::document::Place;
use super::problem::Built;
use crate::exchange::Folder;
use crate::words::words;

words! {
    /// How long the search goes on, in work and not in time, so that the same facts give the same plan.
    Effort accepts "quick, usual, thorough" {
        /// A first look.
        Quick = "quick",
        /// Enough for most programmes.
        Usual = "usual",
        /// Where the bound says that more might be placed.
        Thorough = "thorough",
    }
}

impl Effort {
    /// Steps of the search; the default of the planner takes about a second for 60 residents.
    pub fn steps(self) -> u64 {
        let usual = Settings::default().effort;
        match self {
            Self::Quick => usual / 5,
            Self::Usual => usual,
            Self::Thorough => usual * 10,
        }
    }
}

/// Decisions that a plan is made under. Groups and people are named as a plan names them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wishes {
    /// No more groups than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_groups: Option<usize>,
    /// Least members of a group, where it is not the default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smallest: Option<usize>,
    /// Most members of a group, where it is not the default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub largest: Option<usize>,
    /// How long to search, as a word of [`Effort`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub effort: String,
    /// What stays, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locks: Vec<Wish>,
}

/// One thing that stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Wish {
    /// A group meets here, led by these, with these members among others.
    Keep {
        /// When and where.
        place: Place,
        /// Who leads it; empty if anybody may.
        facilitators: Vec<String>,
        /// Who is a member; empty if anybody may be.
        members: Vec<String>,
    },
    /// No group meets here.
    Closed {
        /// When and where.
        place: Place,
    },
    /// This resident is a member here.
    In {
        /// Who.
        resident: String,
        /// When and where.
        place: Place,
    },
    /// This resident is no member here.
    NotIn {
        /// Who.
        resident: String,
        /// When and where.
        place: Place,
    },
}

impl Wish {
    /// The place it is about.
    pub fn place(&self) -> &Place {
        match self {
            Self::Keep { place, .. }
            | Self::Closed { place }
            | Self::In { place, .. }
            | Self::NotIn { place, .. } => place,
        }
    }
}

impl Wishes {
    /// How long to search.
    pub fn effort(&self) -> Effort {
        self.effort.parse().unwrap_or(Effort::Usual)
    }

    /// Puts them into a problem. Tells for each lock of the planner which of [`Wishes::locks`] it is, with none for the
    /// number of groups; a wish about a place or a person that the facts no longer have is left out.
    pub(super) fn put_into(&self, folder: &Folder, built: &mut Built) -> Vec<Option<usize>> {
        let policy = &mut built.facts.policy;
        policy.min_size = self.smallest.unwrap_or(policy.min_size);
        policy.max_size = self.largest.unwrap_or(policy.max_size).max(policy.min_size);
        let mut locks = Vec::new();
        let mut which = Vec::new();
        for (at, wish) in self.locks.iter().enumerate() {
            if let Some(lock) = lock(wish, folder, built) {
                locks.push(lock);
                which.push(Some(at));
            }
        }
        if let Some(groups) = self.most_groups {
            locks.push(Lock::AtMostGroups { groups });
            which.push(None);
        }
        built.facts.locks = locks;
        which
    }

    /// Adds a wish in place of those that it contradicts.
    pub fn add(&mut self, wish: Wish) {
        let is_about = |other: &Wish| match (&wish, other) {
            (Wish::Keep { .. } | Wish::Closed { .. }, Wish::Keep { .. } | Wish::Closed { .. }) => {
                wish.place() == other.place()
            }
            (
                Wish::In { resident, .. },
                Wish::In {
                    resident: other, ..
                },
            ) => resident == other,
            (
                Wish::In { resident, place } | Wish::NotIn { resident, place },
                Wish::In {
                    resident: other,
                    place: at,
                }
                | Wish::NotIn {
                    resident: other,
                    place: at,
                },
            ) => resident == other && place == at,
            _ => false,
        };
        self.locks.retain(|other| !is_about(other));
        self.locks.push(wish);
    }
}

fn lock(wish: &Wish, folder: &Folder, built: &Built) -> Option<Lock> {
    let option = built.option_at(folder, wish.place())?;
    let resident = |reference: &String| {
        let residents = &built.facts.residents;
        residents.iter().position(|one| one.reference == *reference)
    };
    Some(match wish {
        Wish::Keep {
            facilitators,
            members,
            ..
        } => Lock::KeepGroup {
            option,
            facilitators: facilitators
                .iter()
                .filter_map(|one| {
                    let known = &built.facts.facilitators;
                    known.iter().position(|other| other.reference == *one)
                })
                .collect(),
            members: members.iter().filter_map(resident).collect(),
        },
        Wish::Closed { .. } => Lock::Closed { option },
        Wish::In { resident: who, .. } => Lock::ResidentIn {
            resident: resident(who)?,
            option,
        },
        Wish::NotIn { resident: who, .. } => Lock::ResidentNotIn {
            resident: resident(who)?,
            option,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(weekday: &str) -> Place {
        Place {
            weekday: weekday.into(),
            start: "14:00".into(),
            venue: "U1".into(),
        }
    }

    #[test]
    fn a_wish_takes_the_place_of_what_it_contradicts_and_of_nothing_else() {
        let mut wishes = Wishes::default();
        let within = |weekday: &str| Wish::In {
            resident: "R1".into(),
            place: place(weekday),
        };
        wishes.add(Wish::Closed {
            place: place("Tue"),
        });
        wishes.add(within("Tue"));
        wishes.add(within("Wed"));
        wishes.add(Wish::NotIn {
            resident: "R2".into(),
            place: place("Wed"),
        });
        assert_eq!(
            wishes.locks.len(),
            3,
            "one place for a resident: {wishes:?}"
        );
        let keep = Wish::Keep {
            place: place("Tue"),
            facilitators: Vec::new(),
            members: Vec::new(),
        };
        wishes.add(keep.clone());
        assert!(!wishes.locks.contains(&Wish::Closed {
            place: place("Tue")
        }));
        wishes.add(Wish::NotIn {
            resident: "R1".into(),
            place: place("Wed"),
        });
        assert!(!wishes.locks.contains(&within("Wed")));
        assert!(wishes.locks.contains(&keep));
    }

    #[test]
    fn wishes_are_the_same_after_they_were_stored() {
        let mut wishes = Wishes {
            most_groups: Some(2),
            effort: "thorough".into(),
            ..Wishes::default()
        };
        wishes.add(Wish::Closed {
            place: place("Tue"),
        });
        let text = serde_json::to_string(&wishes).unwrap();
        assert_eq!(serde_json::from_str::<Wishes>(&text).unwrap(), wishes);
        assert_eq!(
            serde_json::from_str::<Wishes>("{}").unwrap(),
            Wishes::default()
        );
    }
}
