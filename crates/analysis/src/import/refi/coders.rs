//! In whose layers codings go: members by their identifiers, by what is given, or by their handles.

use std::collections::BTreeMap;

use study::columns::is_id;
use study::team::{self, Member};
use uuid::Uuid;

use super::Bringing;
use crate::import::ImportError;
use crate::import::project::layers::{assign, unassigned};

/// The members who are the coders of a file, by the GUIDs of its users.
pub(super) type Coders = BTreeMap<Option<Uuid>, Uuid>;

impl Bringing<'_> {
    /// Finds the coders in the team, or enters them.
    pub(super) async fn coders(&mut self) -> Result<Coders, ImportError> {
        let members = team::all(self.tx.connection(), self.study).await?;
        let coders: Vec<(Option<Uuid>, String)> = self
            .outline
            .coders
            .iter()
            .copied()
            .zip(self.told.coders.iter().cloned())
            .collect();
        let handles = handles(&coders, &self.file.coders, &members, self.outline.is_own());
        let handles = handles.map_err(|faults| unassigned(&self.file.name, faults))?;
        let entering: Vec<(&str, Option<Uuid>)> = handles
            .iter()
            .zip(&coders)
            .map(|(handle, (user, _))| (handle.as_str(), *user))
            .collect();
        let known = team::enter_as(self.tx, self.app, self.study, &entering).await?;
        let mut found = Coders::new();
        for (handle, (user, name)) in handles.iter().zip(&coders) {
            if handle != name {
                let who = match name.as_str() {
                    "" => "whoever is not named".to_owned(),
                    name => format!("“{name}”"),
                };
                self.told
                    .notices
                    .push(format!("{who} is {handle} here; no name is stored"));
            }
            found.extend(known.get(handle).map(|id| (*user, *id)));
        }
        Ok(found)
    }
}

/// The handle of each coder: as given by name; else the member of this identifier; in a file of an Enid a new member of this handle;
/// else as for any other program.
fn handles(
    coders: &[(Option<Uuid>, String)],
    given: &BTreeMap<String, String>,
    members: &[Member],
    is_own: bool,
) -> Result<Vec<String>, Vec<(String, &'static str)>> {
    let mut faults = Vec::new();
    let mut known: BTreeMap<usize, String> = BTreeMap::new();
    for (at, (user, name)) in coders.iter().enumerate() {
        if given.contains_key(name) {
            continue;
        }
        if let Some(member) = members.iter().find(|one| Some(one.id) == *user) {
            known.insert(at, member.handle.clone());
        } else if is_own && user.is_some() && is_id(name) {
            let is_here = |member: &Member| member.handle.eq_ignore_ascii_case(name);
            if members.iter().any(is_here) {
                let message = "a member here has this handle, and may be somebody else: say who it is, --coder \
                               NAME=HANDLE, or NAME=new";
                faults.push((name.clone(), message));
            }
            known.insert(at, name.clone());
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let others = coders.iter().enumerate();
    let others = others.filter(|(at, _)| !known.contains_key(at));
    let others: Vec<usize> = others.map(|(at, _)| at).collect();
    let names: Vec<Option<String>> = others
        .iter()
        .map(|at| Some(coders[*at].1.clone()).filter(|name| !name.is_empty()))
        .collect();
    let members: Vec<&str> = members.iter().map(|one| one.handle.as_str()).collect();
    let assigned = assign(&names, given, &members)?;
    known.extend(others.into_iter().zip(assigned));
    Ok(known.into_values().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(number: u128, handle: &str) -> Member {
        Member {
            id: Uuid::from_u128(number),
            handle: handle.to_owned(),
            interviews: false,
            checks: false,
            analyses: true,
            room: 0,
            participant: None,
        }
    }

    fn found(
        coders: &[(u128, &str)],
        given: &[(&str, &str)],
        is_own: bool,
    ) -> Result<String, String> {
        let coder =
            |(user, name): &(u128, &str)| (Some(Uuid::from_u128(*user)), (*name).to_owned());
        let coders: Vec<_> = coders.iter().map(coder).collect();
        let given = given
            .iter()
            .map(|(name, handle)| ((*name).to_owned(), (*handle).to_owned()));
        let members = [member(1, "R1"), member(2, "R2")];
        let found = handles(&coders, &given.collect(), &members, is_own);
        let found = found.map(|handles| handles.join(" "));
        found.map_err(|faults| faults[0].1.to_owned())
    }

    #[test]
    fn a_member_is_known_by_identifier_and_a_handle_alone_takes_nobody_for_somebody_of_another_enid()
     {
        assert_eq!(
            found(&[(2, "anything"), (9, "R7")], &[], true).unwrap(),
            "R2 R7"
        );
        let fault = found(&[(9, "R1")], &[], true).unwrap_err();
        assert!(fault.contains("may be somebody else"), "{fault}");
        assert_eq!(found(&[(9, "R1")], &[("R1", "R1")], true).unwrap(), "R1");
        assert_eq!(
            found(&[(9, "R1")], &[("R1", "new")], true).unwrap(),
            "coder-1"
        );
        assert_eq!(
            found(&[(9, "r1"), (8, "Zoe")], &[], false).unwrap(),
            "R1 coder-1"
        );
    }
}
