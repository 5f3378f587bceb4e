//! Declaring that one must not share a group with somebody. A facilitator does not see the list of residents, so they
//! write a name; the answer is the same whether it fits somebody or not. Why is not asked and has no field.

use std::collections::BTreeMap;

use platform::storage::Tx;
use platform::{App, Result};
use uuid::Uuid;

use super::store;
use crate::exchange::has_nhs_number;
use crate::people::{self, Resident};

/// Longest name or address.
const LONGEST: usize = 200;

/// What is wrong with the name of somebody, if anything.
pub(in crate::facilitators) fn name_problem(name: &str) -> Option<&'static str> {
    if name.trim().is_empty() {
        Some("Write the full name or the address.")
    } else if name.chars().count() > LONGEST || name.chars().any(char::is_control) {
        Some("Write one line of at most 200 characters.")
    } else if has_nhs_number(name) {
        Some("This holds an NHS number. Leave it out: nothing about a patient has a place here.")
    } else {
        None
    }
}

/// Declares a conflict of a facilitator with whoever has this name or address. Where it fits nobody it is kept, and
/// every later import is asked again.
pub async fn declare_to_facilitator(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    facilitator: Uuid,
    named: &str,
) -> Result<()> {
    let fitting: Vec<Uuid> = people::listed(app, programme)
        .await?
        .into_iter()
        .filter(|one| fits(named, &one.resident))
        .map(|one| one.id)
        .collect();
    store::declare_by_facilitator(tx, app, (programme, facilitator), named.trim(), &fitting).await
}

/// Asks of conflicts that fitted nobody whether they fit residents whom an import brings.
pub(crate) async fn match_conflicts(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    (residents, ids): (&[Resident], &BTreeMap<String, Uuid>),
) -> Result<()> {
    let fitting = |named: &str| {
        let mut residents = residents.iter();
        let found = residents.find(|one| fits(named, one))?;
        ids.get(&found.reference).copied()
    };
    store::match_names(tx, app, programme, fitting).await
}

/// Whether a name or an address is that of a resident. Titles, capitals and spaces do not matter.
fn fits(named: &str, resident: &Resident) -> bool {
    let address = named.trim().to_lowercase() == resident.email.to_lowercase();
    address || (!plain(named).is_empty() && plain(named) == plain(&resident.full_name))
}

fn plain(name: &str) -> String {
    const TITLES: [&str; 8] = ["dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx"];
    let words: Vec<String> = name
        .split_whitespace()
        .map(|word| word.trim_end_matches('.').to_lowercase())
        .filter(|word| !TITLES.contains(&word.as_str()))
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resident() -> Resident {
        Resident {
            reference: "R1".into(),
            full_name: "Dr Mei-Lin Ashcombe".into(),
            email: "Mei.Lin@example.org".into(),
            grade: "ST3".into(),
            wte_hundredths: 100,
            non_working_days: Vec::new(),
            mobile: None,
            home_travel_minutes: None,
            priority_group: None,
            opt_out_48: false,
            standing_opt_in: false,
        }
    }

    #[test]
    fn a_name_fits_without_its_title_and_an_address_in_any_capitals() {
        for named in [
            "mei-lin  ashcombe",
            "Prof. Mei-Lin Ashcombe ",
            "MEI.LIN@EXAMPLE.ORG",
        ] {
            assert!(fits(named, &resident()), "{named}");
        }
        for named in ["", "Dr", "Ashcombe", "mei@example.org"] {
            assert!(!fits(named, &resident()), "{named}");
        }
    }
}
