//! What reading a file may cost that came from elsewhere (REFI-QDA notes, Q32), by the clock of this computer.

use std::time::Instant;

use formats::cost::{Clock, Cost};

/// The usual cost, counted from now on.
pub fn bounded() -> Cost {
    let began = Instant::now();
    Cost {
        clock: Clock::new(move || began.elapsed()),
        ..Cost::default()
    }
}
