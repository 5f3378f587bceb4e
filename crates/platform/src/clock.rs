//! Time as it is passed in and as it is stored.

use std::sync::atomic::{AtomicI64, Ordering};

use sea_orm::DeriveValueType;

/// A moment as microseconds since 1970 in UTC.
///
/// The database compares and sorts moments, and text order is not time order, so a moment is always
/// this number. Zones and calendars belong to `jiff`, reached through [`Instant::to_jiff`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
pub struct Instant(pub i64);

impl Instant {
    /// The moment as `jiff` knows it.
    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }

    /// A moment of `jiff`, cut to microseconds.
    pub fn from_jiff(moment: jiff::Timestamp) -> Self {
        Self(moment.as_microsecond())
    }

    /// This moment and so many seconds.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Milliseconds since 1970, never below zero.
    pub fn as_milliseconds(self) -> u64 {
        u64::try_from(self.0 / 1000).unwrap_or(0)
    }
}

/// What time it is. Passed in, so that a test decides.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Instant;
}

/// The clock of this computer.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::from_jiff(jiff::Timestamp::now())
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock that stands at the given moment.
    pub fn at(moment: jiff::Timestamp) -> Self {
        Self(AtomicI64::new(Instant::from_jiff(moment).0))
    }

    /// Moves the clock on by so many seconds.
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}
