//! What reading a stranger's file may cost in time and memory (REFI-QDA notes, Q32).
//!
//! A reader looks at the clock while it reads and counts the bytes that it keeps; where it comes to a limit it gives up with an error
//! that says so. Nothing here knows what time it is: the clock is passed in.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use thiserror::Error;

/// So many looks are one look at the clock.
const LOOKS: u32 = 64;

/// What one reading may cost. [`Cost::default`] is what the rule names, by a clock that stands still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// How long it may take.
    pub time: Duration,
    /// Bytes that it may hold at a time, as far as they come from the file.
    pub memory: u64,
    /// By which clock.
    pub clock: Clock,
}

impl Default for Cost {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(30),
            memory: 512 << 20,
            clock: Clock::default(),
        }
    }
}

impl Cost {
    /// So many times as much, for somebody's own files.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self {
            time: self.time.saturating_mul(times),
            memory: self.memory.saturating_mul(u64::from(times)),
            clock: self.clock,
        }
    }
}

/// Time that passes, counted from any moment. By default none does.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Duration + Send + Sync>);

impl Default for Clock {
    fn default() -> Self {
        Self::new(|| Duration::ZERO)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// Two clocks are the same if they are one.
impl PartialEq for Clock {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Clock {}

impl Clock {
    /// A clock that this tells.
    pub fn new(told: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        Self(Arc::new(told))
    }

    fn now(&self) -> Duration {
        (self.0)()
    }

    /// The same clock without the time that somebody who waits says they have waited.
    #[must_use]
    pub fn without(&self, waiting: &Waiting) -> Self {
        let (clock, waited) = (self.clone(), waiting.clone());
        Self::new(move || {
            let waited = waited.nanoseconds.load(Ordering::Relaxed);
            clock.now().saturating_sub(Duration::from_nanos(waited))
        })
    }
}

/// Time that was spent waiting for somebody else, which no reading costs.
#[derive(Debug, Clone, Default)]
pub struct Waiting {
    nanoseconds: Arc<AtomicU64>,
}

impl Waiting {
    /// Does something that waits.
    pub fn over<T>(&self, clock: &Clock, act: impl FnOnce() -> T) -> T {
        let began = clock.now();
        let done = act();
        let waited = clock.now().saturating_sub(began).as_nanos();
        let waited = u64::try_from(waited).unwrap_or(u64::MAX);
        self.nanoseconds.fetch_add(waited, Ordering::Relaxed);
        done
    }
}

/// Reading costs more than it may.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Overrun {
    /// It takes too long.
    #[error(
        "reading it takes longer than {} seconds, and was given up: a smaller file is read, and `enid` takes ten times as much with \
         --large",
        .limit.as_secs()
    )]
    Time {
        /// The limit.
        limit: Duration,
    },
    /// It holds too much.
    #[error(
        "reading it needs more than {} MiB of memory, and was given up: a smaller file is read, and `enid` takes ten times as much \
         with --large",
        .limit >> 20
    )]
    Memory {
        /// The limit in bytes.
        limit: u64,
    },
}

/// What one reading has cost so far.
#[derive(Debug, Clone)]
pub struct Meter(Rc<Count>);

#[derive(Debug)]
struct Count {
    cost: Cost,
    began: Duration,
    looks: Cell<u32>,
    held: Cell<u64>,
}

impl Meter {
    /// A reading that begins now.
    pub fn new(cost: &Cost) -> Self {
        Self(Rc::new(Count {
            cost: cost.clone(),
            began: cost.clock.now(),
            looks: Cell::new(0),
            held: Cell::new(0),
        }))
    }

    /// Called often, at least once for every few kilobytes that are gone over.
    ///
    /// # Errors
    /// The time is over.
    pub fn look(&self) -> Result<(), Overrun> {
        let looks = self.0.looks.get();
        self.0.looks.set((looks + 1) % LOOKS);
        match looks {
            0 => self.check(),
            _ => Ok(()),
        }
    }

    /// Called before something that takes long by itself.
    ///
    /// # Errors
    /// The time is over.
    pub fn check(&self) -> Result<(), Overrun> {
        let Cost { time, clock, .. } = &self.0.cost;
        match clock.now().saturating_sub(self.0.began) >= *time {
            true => Err(Overrun::Time { limit: *time }),
            false => Ok(()),
        }
    }

    /// Counts bytes that are kept from now on, at best before they are.
    ///
    /// # Errors
    /// They are more than may be held.
    pub fn hold(&self, bytes: usize) -> Result<(), Overrun> {
        let held = self.0.held.get().saturating_add(bytes as u64);
        self.0.held.set(held);
        let limit = self.0.cost.memory;
        match held > limit {
            true => Err(Overrun::Memory { limit }),
            false => Ok(()),
        }
    }

    /// The bytes that are held.
    pub fn held(&self) -> u64 {
        self.0.held.get()
    }

    /// No more than these are held any longer.
    pub fn let_go(&self, held: u64) {
        self.0.held.set(self.0.held.get().min(held));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A clock that goes on by a second whenever somebody looks at it.
    fn ticking() -> Clock {
        let seconds = AtomicU64::new(0);
        Clock::new(move || Duration::from_secs(seconds.fetch_add(1, Ordering::Relaxed)))
    }

    #[test]
    fn a_reading_ends_when_its_time_is_over_and_no_sooner() {
        let cost = Cost {
            time: Duration::from_secs(3),
            clock: ticking(),
            ..Cost::default()
        };
        let meter = Meter::new(&cost);
        let looks = (0..).take_while(|_| meter.look().is_ok()).count();
        assert_eq!(looks, 2 * LOOKS as usize, "the third look at the clock");
        let error = meter.look();
        assert_eq!(error, Ok(()), "between two looks at the clock");
    }

    #[test]
    fn a_clock_that_stands_still_ends_nothing() {
        let meter = Meter::new(&Cost::default());
        assert!((0..1_000).all(|_| meter.look().is_ok()));
    }

    #[test]
    fn waiting_costs_no_time() {
        let waiting = Waiting::default();
        let clock = ticking();
        let without = clock.without(&waiting);
        let before = without.now();
        waiting.over(&clock, || {
            for _ in 0..100 {
                clock.now();
            }
        });
        let passed = without.now() - before;
        assert!(passed <= Duration::from_secs(2), "{passed:?}");
    }

    #[test]
    fn what_is_let_go_is_held_no_longer() {
        let cost = Cost {
            memory: 10,
            ..Cost::default()
        };
        let meter = Meter::new(&cost);
        assert_eq!(meter.hold(4), Ok(()));
        let before = meter.held();
        assert_eq!(meter.hold(6), Ok(()));
        meter.let_go(before);
        assert_eq!(meter.hold(6), Ok(()));
        assert_eq!(meter.hold(1), Err(Overrun::Memory { limit: 10 }));
    }
}
