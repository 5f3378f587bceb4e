use serde::{Deserialize, Serialize};

/// How far a release has come, as far as it says how likely somebody is to attend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseState {
    /// The site has let them go and the rota is changed.
    Locked,
    /// The site has agreed.
    Approved,
    /// The site was asked.
    Requested,
    /// Own time, of their own choice.
    OwnChoice,
    /// Nothing is known: nobody counts on it.
    Unknown,
}

/// What is believed about attendance before any session: a Beta distribution (programme 8.2).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prior {
    /// Weight of having come.
    pub a: f64,
    /// Weight of not having come.
    pub b: f64,
    /// Stays as it is, whatever happens.
    pub fixed: bool,
}

impl ReleaseState {
    /// The default for this state; a programme may use other numbers.
    pub fn prior(self) -> Prior {
        let (a, b) = match self {
            ReleaseState::Locked => (8.5, 1.5),
            ReleaseState::Approved => (8.0, 2.0),
            ReleaseState::Requested => (5.0, 5.0),
            ReleaseState::OwnChoice => (3.0, 7.0),
            ReleaseState::Unknown => (0.0, 1.0),
        };
        let fixed = self == ReleaseState::Unknown;
        Prior { a, b, fixed }
    }
}

impl Prior {
    /// Chance of coming once `attended` of `offered` sessions are known; offered are sessions that
    /// were held and for which the release was locked.
    pub fn chance(&self, attended: u32, offered: u32) -> f64 {
        let (attended, offered) = match self.fixed {
            true => (0.0, 0.0),
            false => (f64::from(attended.min(offered)), f64::from(offered)),
        };
        let all = self.a + self.b + offered;
        if all > 0.0 {
            (self.a + attended) / all
        } else {
            0.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-6, "{found} is not {expected}");
    }

    #[test]
    fn chances_start_from_the_state_of_the_release() {
        close(ReleaseState::Locked.prior().chance(0, 0), 0.85);
        close(ReleaseState::Approved.prior().chance(0, 0), 0.8);
        close(ReleaseState::Requested.prior().chance(0, 0), 0.5);
        close(ReleaseState::OwnChoice.prior().chance(0, 0), 0.3);
    }

    #[test]
    fn chances_follow_what_happened() {
        close(ReleaseState::Locked.prior().chance(3, 4), 0.821429);
        let prior = Prior {
            a: 6.0,
            b: 4.0,
            fixed: false,
        };
        close(prior.chance(0, 3), 0.461538);
    }

    #[test]
    fn nobody_counts_on_what_is_not_known_however_often_they_came() {
        close(ReleaseState::Unknown.prior().chance(9, 9), 0.0);
    }
}
