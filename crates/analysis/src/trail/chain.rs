//! Whether a trail is as it was written.

use super::event::Event;

/// Where a chain does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// An event of this place is missing, or stands elsewhere.
    Missing(i64),
    /// The event of this place was changed, or does not follow the one before it.
    Changed(i64),
    /// The trail ends before or after where it should.
    End(i64),
}

/// The first place at which a trail, in its order, does not hold; `end` is the place and hash of its last event, as they
/// were kept beside it.
pub fn first_break(events: &[Event], end: (i64, &[u8])) -> Option<Break> {
    let mut previous: &[u8] = &[];
    let mut seq = 0;
    for event in events {
        if event.seq != seq + 1 {
            return Some(Break::Missing(seq + 1));
        }
        if event.digest(previous) != event.hash {
            return Some(Break::Changed(event.seq));
        }
        (seq, previous) = (event.seq, &event.hash);
    }
    match (seq, previous) == end {
        true => None,
        false => Some(Break::End(seq)),
    }
}
