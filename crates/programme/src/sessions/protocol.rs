//! The phases of a session and how long each is meant to take (programme 3.1). Guides for whoever holds the frame: nothing
//! enforces them, and no phase has a field for what is said in it.

use std::collections::BTreeMap;

use crate::words::words;

words! {
    /// A timed part of a session, without content.
    Phase accepts "P0, P1, P2, P3, P4, P5, P6, P7, P8, P9, P10" {
        /// The facilitators set up the room, before the start.
        SetUp = "P0",
        /// Roll, absences told, confidentiality restated.
        Open = "P1",
        /// Earlier cases, spoken and voluntary.
        FollowUp = "P2",
        /// Somebody offers a case, or nobody does.
        WhoHasACase = "P3",
        /// The case is told, without notes.
        Presentation = "P4",
        /// Questions of fact.
        Questions = "P5",
        /// The presenter sits back, silent; the group works.
        GroupWorks = "P6",
        /// The presenter rejoins and may comment.
        Rejoins = "P7",
        /// A breath between two cases.
        Between = "P8",
        /// Close, on time.
        Close = "P9",
        /// The facilitators' debrief, after the end.
        Debrief = "P10",
    }
}

words! {
    /// How long a session is and how many cases it holds.
    Format accepts "90-two, 90-one, 60-two, 60-one" {
        /// 90 minutes, two cases.
        LongTwo = "90-two",
        /// 90 minutes, one case.
        LongOne = "90-one",
        /// 60 minutes, two short cases.
        ShortTwo = "60-two",
        /// 60 minutes, one case.
        ShortOne = "60-one",
    }
}

/// Minutes of each phase; of a phase that comes once a case, for one case.
pub type Minutes = BTreeMap<Phase, u16>;

/// A phase as it comes in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub phase: Phase,
    /// Of the first or the second case; 0 where it belongs to neither.
    pub case: u8,
    /// Its guide in minutes.
    pub minutes: u16,
}

impl Phase {
    /// Its name on the clock.
    pub fn name(self) -> &'static str {
        match self {
            Self::SetUp => "Set-up",
            Self::Open => "Open",
            Self::FollowUp => "Follow-up on earlier cases",
            Self::WhoHasACase => "Who has a case?",
            Self::Presentation => "Presentation",
            Self::Questions => "Clarifying questions",
            Self::GroupWorks => "The group works",
            Self::Rejoins => "The presenter rejoins",
            Self::Between => "Between cases",
            Self::Close => "Close on time",
            Self::Debrief => "Facilitators’ debrief",
        }
    }

    /// What holds in it, in a line.
    pub fn hint(self) -> &'static str {
        match self {
            Self::SetUp => "A circle of chairs, phones off, the room checked.",
            Self::Open => "Roll, absences told, confidentiality restated.",
            Self::FollowUp => "Voluntary and spoken.",
            Self::WhoHasACase => "Somebody volunteers. Silence is allowed.",
            Self::Presentation => "Told freely, without notes.",
            Self::Questions => "Facts only.",
            Self::GroupWorks => "The presenter sits back, silent. No advice, no early solutions.",
            Self::Rejoins => "The presenter may comment, and need not.",
            Self::Between => "A breath.",
            Self::Close => "The group ends on time.",
            Self::Debrief => "The two of you, 15 to 30 minutes.",
        }
    }

    /// Whether it comes once for each case.
    pub fn is_of_a_case(self) -> bool {
        (Self::WhoHasACase..=Self::Rejoins).contains(&self)
    }
}

impl Format {
    /// The format of a session of so many minutes: the nearer one.
    pub fn of(minutes: u32, cases: u8) -> Self {
        match (minutes > 75, cases > 1) {
            (true, true) => Self::LongTwo,
            (true, false) => Self::LongOne,
            (false, true) => Self::ShortTwo,
            (false, false) => Self::ShortOne,
        }
    }

    /// How many cases it holds.
    pub fn cases(self) -> u8 {
        match self {
            Self::LongTwo | Self::ShortTwo => 2,
            Self::LongOne | Self::ShortOne => 1,
        }
    }

    /// How long it is from P1 to P9.
    pub fn minutes(self) -> u16 {
        match self {
            Self::LongTwo | Self::LongOne => 90,
            Self::ShortTwo | Self::ShortOne => 60,
        }
    }

    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Self::LongTwo => "90 minutes, two cases",
            Self::LongOne => "90 minutes, one case",
            Self::ShortTwo => "60 minutes, two short cases",
            Self::ShortOne => "60 minutes, one case",
        }
    }

    /// The phases it has.
    pub fn phases(self) -> impl Iterator<Item = Phase> {
        let two = self.cases() == 2;
        let all = Phase::ALL.iter().copied();
        all.filter(move |phase| two || *phase != Phase::Between)
    }
}

/// The minutes of the protocol (programme 3.1).
pub fn defaults(format: Format) -> Minutes {
    let column: [u16; 11] = match format {
        Format::LongTwo => [10, 4, 4, 2, 7, 4, 22, 4, 2, 2, 20],
        Format::LongOne => [10, 5, 5, 3, 10, 7, 45, 10, 0, 5, 20],
        Format::ShortTwo => [10, 3, 0, 1, 5, 3, 14, 3, 2, 3, 20],
        Format::ShortOne => [10, 4, 3, 2, 8, 4, 30, 7, 0, 2, 20],
    };
    let all = Phase::ALL.iter().copied().zip(column);
    all.filter(|(phase, _)| format.phases().any(|own| own == *phase))
        .collect()
}

/// The phases in the order in which they come. One of no minutes is left out.
pub fn sequence(format: Format, minutes: &Minutes) -> Vec<Step> {
    let step = |phase, case| Step {
        phase,
        case,
        minutes: minutes.get(&phase).copied().unwrap_or(0),
    };
    let of_case = |case| {
        let phases = Phase::ALL.iter().copied();
        phases
            .filter(|phase| phase.is_of_a_case())
            .map(move |phase| step(phase, case))
    };
    let mut steps = vec![
        step(Phase::SetUp, 0),
        step(Phase::Open, 0),
        step(Phase::FollowUp, 0),
    ];
    steps.extend(of_case(1));
    if format.cases() == 2 {
        steps.push(step(Phase::Between, 0));
        steps.extend(of_case(2));
    }
    steps.extend([step(Phase::Close, 0), step(Phase::Debrief, 0)]);
    // A session begins, ends and is spoken about afterwards, however short.
    let frame = |phase| matches!(phase, Phase::SetUp | Phase::Close | Phase::Debrief);
    steps.retain(|step| step.minutes > 0 || frame(step.phase));
    steps
}

/// What P1 to P9 take together.
pub fn sum(format: Format, minutes: &Minutes) -> u32 {
    let within = |step: &Step| !matches!(step.phase, Phase::SetUp | Phase::Debrief);
    sequence(format, minutes)
        .iter()
        .filter(|step| within(step))
        .map(|step| u32::from(step.minutes))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minutes_of_every_format_add_up_to_its_length() {
        for format in Format::ALL {
            let minutes = defaults(*format);
            assert_eq!(
                sum(*format, &minutes),
                u32::from(format.minutes()),
                "{format:?}"
            );
            assert_eq!(minutes[&Phase::SetUp], 10);
            assert_eq!(minutes[&Phase::Debrief], 20);
        }
    }

    #[test]
    fn two_cases_come_one_after_the_other_and_a_phase_of_no_minutes_does_not_come() {
        let words = |format| {
            let steps = sequence(format, &defaults(format));
            let words = steps
                .iter()
                .map(|step| format!("{}.{}", step.phase.word(), step.case));
            words.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            words(Format::LongTwo),
            "P0.0 P1.0 P2.0 P3.1 P4.1 P5.1 P6.1 P7.1 P8.0 P3.2 P4.2 P5.2 P6.2 P7.2 P9.0 P10.0"
        );
        assert_eq!(
            words(Format::LongOne),
            "P0.0 P1.0 P2.0 P3.1 P4.1 P5.1 P6.1 P7.1 P9.0 P10.0"
        );
        assert!(
            !words(Format::ShortTwo).contains("P2"),
            "it has no follow-up"
        );
    }

    #[test]
    fn a_session_has_the_format_of_its_length() {
        assert_eq!(Format::of(90, 2), Format::LongTwo);
        assert_eq!(Format::of(60, 1), Format::ShortOne);
        assert_eq!(Format::of(75, 2), Format::ShortTwo);
        assert_eq!(Format::of(120, 1), Format::LongOne);
    }
}
