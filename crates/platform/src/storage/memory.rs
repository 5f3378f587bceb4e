//! What a node keeps of what it has read, so that many requests between two changes read it once.

use std::any::{Any, TypeId};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

use crate::Result;

/// So many things are kept unless another number is asked for.
const KEPT: usize = 16;

type Kept = (TypeId, Uuid, i64, Arc<dyn Any + Send + Sync>);

/// Things read from the database, each of a study or another whole, as of a numbered change. A node that did not make the
/// change sees by its number that what it keeps is older.
#[derive(Debug)]
pub struct Memory {
    kept: Mutex<VecDeque<Kept>>,
    most: usize,
}

impl Default for Memory {
    fn default() -> Self {
        Self::of(KEPT)
    }
}

impl Memory {
    /// Room for so many things; the one that was used longest ago gives way.
    pub fn of(most: usize) -> Self {
        let kept = Mutex::default();
        Self { kept, most }
    }

    /// Lets go of everything.
    pub fn clear(&self) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clear();
    }

    /// What is kept of this whole, with the number of the change as of which it was read.
    pub fn recall<T: Send + Sync + 'static>(&self, whole: Uuid) -> Option<(i64, Arc<T>)> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = TypeId::of::<T>();
        let at = kept
            .iter()
            .position(|(kind, of, ..)| *kind == wanted && *of == whole)?;
        let found = kept.remove(at)?;
        let (stamp, value) = (found.2, Arc::clone(&found.3));
        kept.push_back(found);
        Some((stamp, value.downcast().ok()?))
    }

    /// What is kept of this whole as of this very change; read and kept where it is not there. The change is looked up before
    /// anything is read, so that what is newer than its number is read again with the next one.
    ///
    /// # Errors
    /// Those of `read`, which is not run where the whole is kept.
    pub async fn as_of<T: Send + Sync + 'static>(
        &self,
        whole: Uuid,
        stamp: i64,
        read: impl Future<Output = Result<T>> + Send,
    ) -> Result<Arc<T>> {
        if let Some((_, kept)) = self.recall(whole).filter(|(of, _)| *of == stamp) {
            return Ok(kept);
        }
        let value = Arc::new(read.await?);
        self.keep(whole, stamp, Arc::clone(&value));
        Ok(value)
    }

    /// Keeps what was read as of a change in the place of what was kept before, unless that is newer.
    pub fn keep<T: Send + Sync + 'static>(&self, whole: Uuid, stamp: i64, value: Arc<T>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = TypeId::of::<T>();
        let at = kept
            .iter()
            .position(|(kind, of, ..)| *kind == wanted && *of == whole);
        if let Some(at) = at {
            if kept[at].2 > stamp {
                return;
            }
            kept.remove(at);
        }
        kept.push_back((wanted, whole, stamp, value));
        while kept.len() > self.most {
            kept.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_reading_is_kept_and_what_is_used_least_gives_way() {
        let memory = Memory::default();
        let whole = Uuid::from_u128;
        memory.keep(whole(1), 2, Arc::new("two"));
        memory.keep(whole(1), 1, Arc::new("one"));
        assert_eq!(memory.recall(whole(1)), Some((2, Arc::new("two"))));
        assert_eq!(memory.recall::<String>(whole(1)), None);
        for other in 2..17 {
            memory.keep(whole(other), 1, Arc::new("other"));
            assert!(memory.recall::<&str>(whole(1)).is_some());
        }
        memory.keep(whole(17), 1, Arc::new("last"));
        assert!(memory.recall::<&str>(whole(1)).is_some());
        assert!(memory.recall::<&str>(whole(2)).is_none());
    }
}
