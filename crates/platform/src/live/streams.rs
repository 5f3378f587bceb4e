//! How many streams an account has open on this node.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

/// Most streams of one account on one node: a few open pages, and no more.
const MOST: usize = 12;

/// Open streams by account.
#[derive(Debug, Default)]
pub(super) struct Streams(HashMap<Uuid, usize>);

impl Streams {
    pub(super) fn of(&self, account: Uuid) -> usize {
        self.0.get(&account).copied().unwrap_or(0)
    }
}

/// The place of one stream, given back when it is dropped.
#[derive(Debug)]
pub struct Place {
    streams: Arc<Mutex<Streams>>,
    account: Uuid,
}

impl Place {
    pub(super) fn take(streams: &Arc<Mutex<Streams>>, account: Uuid) -> Option<Self> {
        let mut open = streams.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.0.entry(account).or_default();
        if *count >= MOST {
            return None;
        }
        *count += 1;
        Some(Self {
            streams: streams.clone(),
            account,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.0.get_mut(&self.account) {
            *count -= 1;
            if *count == 0 {
                open.0.remove(&self.account);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_only_so_many_streams_and_a_closed_one_makes_room() {
        let streams = Arc::default();
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mut places: Vec<_> = (0..MOST)
            .map_while(|_| Place::take(&streams, one))
            .collect();
        assert_eq!(places.len(), MOST);
        assert!(Place::take(&streams, one).is_none());
        assert!(
            Place::take(&streams, other).is_some(),
            "others are not held up"
        );
        places.pop();
        assert!(Place::take(&streams, one).is_some());
    }
}
