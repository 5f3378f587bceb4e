//! The draw itself: pure, and the same for everybody who does it again (programme 7.6).

use platform::words::hexadecimal;
use std::collections::BTreeMap;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// From this share of full time on, in hundredths, somebody is in the upper of two bands (programme 7.6).
pub const BAND: u16 = 80;

/// Somebody in the draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entrant {
    /// Who.
    pub id: Uuid,
    /// The reference that the draw is made with.
    pub reference: String,
    /// The block of hospitals and the band of whole-time equivalent, as [`stratum`] writes them.
    pub stratum: String,
}

/// Where the draw has put somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Who.
    pub entrant: Entrant,
    /// HMAC-SHA-256 of the reference under the seed, in hexadecimal.
    pub digest: String,
    /// The place within the stratum, from 1.
    pub rank: usize,
}

/// What is published before the draw: SHA-256 of the seed, in hexadecimal.
pub fn commitment(seed: &str) -> String {
    hexadecimal(&Sha256::digest(seed.as_bytes()))
}

/// The stratum of somebody at a hospital of a block.
pub fn stratum(block: &str, wte_hundredths: u16) -> String {
    let block = if block.is_empty() { "no block" } else { block };
    let band = if wte_hundredths < BAND {
        "below 0.80"
    } else {
        "0.80 or more"
    };
    format!("{block}, {band}")
}

/// Draws: within each stratum the lowest digest comes first. Over all of them whoever stands earlier in the own stratum,
/// as a share of its size, comes earlier: so any number of places is divided among the strata as their sizes are.
pub fn draw(seed: &str, entrants: Vec<Entrant>) -> Vec<Ticket> {
    let mut strata: BTreeMap<String, Vec<(String, Entrant)>> = BTreeMap::new();
    for entrant in entrants {
        let digest = digest(seed, &entrant.reference);
        let list = strata.entry(entrant.stratum.clone()).or_default();
        list.push((digest, entrant));
    }
    let mut tickets: Vec<(usize, Ticket)> = Vec::new();
    for mut list in strata.into_values() {
        list.sort_by(|a, b| (&a.0, &a.1.reference).cmp(&(&b.0, &b.1.reference)));
        let size = list.len();
        tickets.extend((1..).zip(list).map(|(rank, (digest, entrant))| {
            (
                size,
                Ticket {
                    entrant,
                    digest,
                    rank,
                },
            )
        }));
    }
    // (2 rank - 1) / (2 size): the middle of the own part of the stratum.
    tickets.sort_by(|(size_a, a), (size_b, b)| {
        let share = ((2 * a.rank - 1) * size_b).cmp(&((2 * b.rank - 1) * size_a));
        share
            .then_with(|| a.digest.cmp(&b.digest))
            .then_with(|| a.entrant.reference.cmp(&b.entrant.reference))
    });
    tickets.into_iter().map(|(_, ticket)| ticket).collect()
}

fn digest(seed: &str, reference: &str) -> String {
    // A key of any length is allowed.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(seed.as_bytes()) else {
        return String::new();
    };
    mac.update(reference.as_bytes());
    hexadecimal(&mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: &str = "programme-2027-draw-1";

    fn entrant(reference: &str, stratum: &str) -> Entrant {
        Entrant {
            id: Uuid::nil(),
            reference: reference.into(),
            stratum: stratum.into(),
        }
    }

    #[test]
    fn the_vector_of_the_programme_rules_comes_out_to_the_letter() {
        assert_eq!(
            commitment(SEED),
            "b2bc1881e2222a7b179307870ee1853d2ff8a88c1fa4f3e0a64ae2c376947567"
        );
        let entrants =
            (1..=6).map(|number| entrant(&format!("R00{number}"), "north, 0.80 or more"));
        let drawn = draw(SEED, entrants.collect());
        let order: Vec<(&str, &str)> = drawn
            .iter()
            .map(|ticket| (ticket.entrant.reference.as_str(), &ticket.digest[..8]))
            .collect();
        assert_eq!(
            order,
            [
                ("R002", "214241ec"),
                ("R001", "4f815c58"),
                ("R003", "54eef458"),
                ("R006", "6416ac31"),
                ("R005", "66a5186b"),
                ("R004", "f563c39e"),
            ]
        );
    }

    #[test]
    fn any_number_of_places_is_divided_as_the_strata_are_large() {
        let all = (0..40)
            .map(|at| entrant(&format!("A{at}"), "a"))
            .chain((0..20).map(|at| entrant(&format!("B{at}"), "b")))
            .chain((0..10).map(|at| entrant(&format!("C{at}"), "c")));
        let drawn = draw(SEED, all.collect());
        for places in 1..=drawn.len() {
            let of = |stratum: &str| {
                let within = drawn[..places]
                    .iter()
                    .filter(|one| one.entrant.stratum == stratum);
                within.count() as f64
            };
            for (stratum, size) in [("a", 40.0), ("b", 20.0), ("c", 10.0)] {
                let fair = places as f64 * size / 70.0;
                assert!(
                    (of(stratum) - fair).abs() <= 1.0,
                    "{places} places, {stratum}"
                );
            }
        }
    }

    #[test]
    fn the_order_of_the_list_decides_nothing_and_the_seed_does() {
        let list: Vec<Entrant> = (0..30)
            .map(|at| entrant(&format!("R{at}"), ["a", "b"][at % 2]))
            .collect();
        let mut turned = list.clone();
        turned.reverse();
        assert_eq!(draw(SEED, list.clone()), draw(SEED, turned));
        assert_ne!(draw(SEED, list.clone()), draw("another seed", list));
    }

    #[test]
    fn the_bands_part_at_four_fifths_of_full_time() {
        assert_eq!(stratum("north", 79), "north, below 0.80");
        assert_eq!(stratum("north", 80), "north, 0.80 or more");
        assert_eq!(stratum("", 100), "no block, 0.80 or more");
    }
}
