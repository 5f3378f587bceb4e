//! The design of a study, how it reasons, and what follows from changing the design.

use std::fmt;

/// How coding is meant (study section 1, `Study`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Design {
    /// Analysts interpret; they do not aim at agreement.
    #[default]
    Reflexive,
    /// A codebook is settled early and applied.
    Codebook,
    /// Codes are applied by several, and agreement is a measure of quality.
    CodingReliability,
}

/// From where codes come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reasoning {
    /// From the material.
    #[default]
    Inductive,
    /// From theory.
    Deductive,
    /// From both.
    Both,
}

impl Design {
    /// Each, the default first.
    pub const ALL: [Self; 3] = [Self::Reflexive, Self::Codebook, Self::CodingReliability];

    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reflexive => "reflexive",
            Self::Codebook => "codebook",
            Self::CodingReliability => "coding_reliability",
        }
    }

    /// What it means, for somebody who chooses.
    pub fn means(self) -> &'static str {
        match self {
            Self::Reflexive => "Reflexive: analysts interpret, and do not aim at agreement",
            Self::Codebook => "Codebook: codes are settled early and then applied",
            Self::CodingReliability => {
                "Coding reliability: several analysts apply the same codes, and agreement is measured"
            }
        }
    }

    /// Whether agreement between analysts may be shown (study R51).
    pub fn shows_agreement(self) -> bool {
        self != Self::Reflexive
    }
}

impl fmt::Display for Design {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Reflexive => "reflexive",
            Self::Codebook => "codebook",
            Self::CodingReliability => "coding reliability",
        })
    }
}

read_by_word!(Design);

impl Reasoning {
    /// Each, the default first.
    pub const ALL: [Self; 3] = [Self::Inductive, Self::Deductive, Self::Both];

    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Inductive => "inductive",
            Self::Deductive => "deductive",
            Self::Both => "both",
        }
    }

    /// What it means, for somebody who chooses.
    pub fn means(self) -> &'static str {
        match self {
            Self::Inductive => "Inductive: codes come from the material",
            Self::Deductive => "Deductive: codes come from theory",
            Self::Both => "Both",
        }
    }
}

impl fmt::Display for Reasoning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Both => "inductive and deductive",
            one => one.word(),
        })
    }
}

read_by_word!(Reasoning);

/// What follows from changing the design, in sentences; nothing where it stays (study R1, R51, R59, A18).
pub fn consequences(from: Design, to: Design) -> Vec<&'static str> {
    let mut found = Vec::new();
    if from == to {
        return found;
    }
    match (from.shows_agreement(), to.shows_agreement()) {
        (true, false) => {
            found.push(
                "Measures of agreement between analysts, such as kappa, are hidden from now on.",
            );
            found.push(
                "A manuscript that speaks of agreement between coders is at odds with the design.",
            );
            found.push(
                "Items of the checklist that ask for agreement get a reasoned answer in its place.",
            );
        }
        (false, true) => {
            found.push("Measures of agreement between analysts can be shown, with their unit and what they assume.");
            found.push(
                "The report has to say how codes were settled and by whom they were applied.",
            );
        }
        _ => {}
    }
    match to {
        Design::CodingReliability => {
            found.push("At least two analysts have to code the same passages without seeing each other's codes.");
        }
        Design::Codebook if from == Design::CodingReliability => {
            found.push(
                "Agreement helps to settle codes; it no longer measures the quality of the study.",
            );
        }
        _ => {}
    }
    found.push("What was coded stays as it is. The change stands in the history with its reason.");
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_read_back_and_a_new_study_is_reflexive() {
        for one in Design::ALL {
            assert_eq!(one.word().parse(), Ok(one));
        }
        for one in Reasoning::ALL {
            assert_eq!(one.word().parse(), Ok(one));
        }
        assert_eq!(Design::default(), Design::Reflexive);
        assert!("emergent".parse::<Design>().is_err());
    }

    #[test]
    fn only_a_change_has_consequences_and_agreement_is_hidden_in_a_reflexive_design_alone() {
        for from in Design::ALL {
            assert!(consequences(from, from).is_empty());
            for to in Design::ALL.into_iter().filter(|to| *to != from) {
                let said = consequences(from, to).join(" ");
                assert_eq!(
                    said.contains("are hidden"),
                    to == Design::Reflexive,
                    "{said}"
                );
                assert_eq!(
                    said.contains("can be shown"),
                    from == Design::Reflexive,
                    "{said}"
                );
            }
        }
    }
}
