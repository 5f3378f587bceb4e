//! What each site has given against its fair share (programme 7.5). All sites see all sites' hours and nothing else.

/// What one site gave and could give.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Given {
    /// Hours that are agreed and not yet fixed, the way included.
    pub planned: f64,
    /// Hours that are locked.
    pub approved: f64,
    /// Hours that were taken.
    pub taken: f64,
    /// Whole-time equivalents of eligible residents times hours of sessions.
    pub eligible: f64,
}

impl Given {
    /// All hours given.
    pub fn hours(&self) -> f64 {
        self.planned + self.approved + self.taken
    }
}

/// A site's place in the ledger.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Hours given.
    pub given: f64,
    /// Hours that would be fair.
    pub share: f64,
    /// Given by share; none for a site without eligible doctors.
    pub ratio: Option<f64>,
}

/// The share of each site: the hours of all, by eligible hours.
pub fn shares(given: &[Given]) -> Vec<Share> {
    let total: f64 = given.iter().map(Given::hours).sum();
    let eligible: f64 = given.iter().map(|one| one.eligible).sum();
    given
        .iter()
        .map(|one| {
            let share = match eligible > 0.0 {
                true => total * one.eligible / eligible,
                false => 0.0,
            };
            Share {
                given: one.hours(),
                share,
                ratio: (share > 0.0).then(|| one.hours() / share),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(hours: f64, eligible: f64) -> Given {
        Given {
            taken: hours,
            eligible,
            ..Given::default()
        }
    }

    #[test]
    fn the_vector_of_programme_7_5_holds() {
        let shares = shares(&[of(12.0, 3.0), of(4.0, 1.0), of(0.0, 2.0)]);
        let rounded: Vec<_> = shares
            .iter()
            .map(|one| {
                (
                    format!("{:.2}", one.share),
                    format!("{:.2}", one.ratio.unwrap()),
                )
            })
            .collect();
        let expected = [("8.00", "1.50"), ("2.67", "1.50"), ("5.33", "0.00")];
        assert_eq!(
            rounded,
            expected.map(|(share, ratio)| (share.to_owned(), ratio.to_owned()))
        );
    }

    #[test]
    fn a_site_without_eligible_doctors_has_no_ratio() {
        assert_eq!(shares(&[of(3.0, 0.0), of(1.0, 2.0)])[0].ratio, None);
        assert_eq!(shares(&[of(3.0, 0.0)])[0].ratio, None);
    }

    proptest! {
        #[test]
        fn the_shares_of_all_sites_are_the_hours_of_all_sites(
            sites in proptest::collection::vec((0.0..500.0f64, 0.1..90.0f64), 1..40)
        ) {
            let given: Vec<Given> = sites.iter().map(|(hours, eligible)| of(*hours, *eligible)).collect();
            let total: f64 = given.iter().map(Given::hours).sum();
            let shared: f64 = shares(&given).iter().map(|one| one.share).sum();
            prop_assert!((total - shared).abs() < 1e-6);
        }
    }
}
