//! Who was there: four marks, minutes, and whose time it was (programme glossary "Register").

use platform::clock::Instant;
use uuid::Uuid;

use crate::release::{Release, State as ReleaseState};
use crate::rotas::Kind;
use crate::words::words;

pub use crate::costs::TimeSource;

/// A register can be put right for so many days after its session was closed.
pub const CORRECTED_FOR_DAYS: i64 = 7;

words! {
    /// What the register says of a member.
    Mark accepts "present, absent_told, absent_untold, released_but_kept_back" {
        /// They were there.
        Present = "present",
        /// They had said that they would not come.
        AbsentTold = "absent_told",
        /// They did not come, and nobody knew.
        AbsentUntold = "absent_untold",
        /// They were released, and their hospital kept them back.
        KeptBack = "released_but_kept_back",
    }
}

impl Mark {
    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Present => "Present",
            Self::AbsentTold => "Absent, told",
            Self::AbsentUntold => "Absent, not told",
            Self::KeptBack => "Kept back",
        }
    }
}

/// What the register says of one member at one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Who.
    pub resident: Uuid,
    /// What.
    pub mark: Mark,
    /// For how many minutes they were there; none unless present.
    pub minutes: i64,
    /// Whose time it was, where the data tell.
    pub source: Option<TimeSource>,
}

impl Entry {
    /// An entry with the minutes that its mark allows: none of an absence, and no more than the session has.
    pub fn new(
        resident: Uuid,
        mark: Mark,
        minutes: Option<i64>,
        scheduled: i64,
        source: Option<TimeSource>,
    ) -> Self {
        let minutes = match mark {
            Mark::Present => minutes.unwrap_or(scheduled).clamp(0, scheduled),
            _ => 0,
        };
        let source = source.filter(|_| mark == Mark::Present);
        Self {
            resident,
            mark,
            minutes,
            source,
        }
    }
}

/// Whether a session counts as attended: present for at least three quarters of it (programme 2.5).
pub fn attended(mark: Mark, minutes: i64, scheduled: i64) -> bool {
    mark == Mark::Present && minutes * 4 >= scheduled * 3
}

/// Whose time somebody comes in: released when their hospital agreed, else what the rota says of the hours. The rota is
/// never guessed: what it does not know is no source.
pub fn time_source(release: Option<&Release>, rota: &[Kind]) -> Option<TimeSource> {
    let released = |state: ReleaseState| state.is_agreed() || state == ReleaseState::Taken;
    if release.is_some_and(|release| released(release.state)) {
        return Some(TimeSource::ReleasedFromShift);
    }
    let any = |kinds: &[Kind]| rota.iter().any(|kind| kinds.contains(kind));
    if rota.is_empty() || any(&[Kind::Unknown]) {
        None
    } else if any(&[Kind::Edt]) {
        Some(TimeSource::Edt)
    } else if any(&[Kind::StudyLeave]) {
        Some(TimeSource::StudyLeave)
    } else if rota
        .iter()
        .all(|kind| matches!(kind, Kind::Off | Kind::Rest | Kind::LtftOff))
    {
        Some(TimeSource::OwnDayOff)
    } else {
        None
    }
}

/// Until when a register can be changed; none while its session is open.
pub fn open_until(closed_at: Option<Instant>) -> Option<Instant> {
    closed_at.map(|at| at.plus_seconds(CORRECTED_FOR_DAYS * 24 * 60 * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(state: ReleaseState) -> Release {
        Release {
            state,
            ..Release::draft(
                Uuid::nil(),
                Uuid::nil(),
                Uuid::nil(),
                (Uuid::nil(), Uuid::nil()),
            )
        }
    }

    #[test]
    fn three_quarters_of_a_session_are_a_session_and_a_minute_less_is_not() {
        assert!(attended(Mark::Present, 68, 90));
        assert!(!attended(Mark::Present, 67, 90));
        assert!(attended(Mark::Present, 45, 60));
        assert!(!attended(Mark::Present, 44, 60));
        assert!(!attended(Mark::KeptBack, 90, 90));
    }

    #[test]
    fn only_the_present_have_minutes_and_never_more_than_the_session() {
        let of = |mark, minutes| Entry::new(Uuid::nil(), mark, minutes, 90, None).minutes;
        assert_eq!(of(Mark::Present, None), 90);
        assert_eq!(of(Mark::Present, Some(300)), 90);
        assert_eq!(of(Mark::Present, Some(-5)), 0);
        assert_eq!(of(Mark::AbsentTold, Some(90)), 0);
    }

    #[test]
    fn whose_time_it_was_comes_from_the_release_and_the_rota_and_is_never_guessed() {
        for state in [
            ReleaseState::Approved,
            ReleaseState::ApprovedWithCover,
            ReleaseState::Locked,
            ReleaseState::Taken,
        ] {
            let release = release(state);
            let source = time_source(Some(&release), &[Kind::Clinical]);
            assert_eq!(source, Some(TimeSource::ReleasedFromShift));
        }
        let asked = release(ReleaseState::Requested);
        assert_eq!(time_source(Some(&asked), &[Kind::Clinical]), None);
        assert_eq!(time_source(None, &[Kind::Edt]), Some(TimeSource::Edt));
        assert_eq!(time_source(None, &[Kind::Off]), Some(TimeSource::OwnDayOff));
        let leave = time_source(None, &[Kind::StudyLeave]);
        assert_eq!(leave, Some(TimeSource::StudyLeave));
        for unknown in [&[][..], &[Kind::Unknown], &[Kind::Off, Kind::Clinical]] {
            assert_eq!(time_source(None, unknown), None, "{unknown:?}");
        }
    }
}
