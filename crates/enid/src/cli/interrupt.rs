//! Ctrl-C for commands that search: the first asks them to come to an end with the best they have, the second ends them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;

use super::note;

/// Whether somebody has pressed Ctrl-C since.
#[derive(Clone, Default)]
pub(super) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Begins to listen.
    ///
    /// # Errors
    /// The system gives no thread or no signals.
    pub(super) fn listen() -> Result<Self> {
        let interrupt = Self::default();
        let pressed = interrupt.clone();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        std::thread::Builder::new()
            .name("interrupt".into())
            .spawn(move || {
                runtime.block_on(async {
                    if tokio::signal::ctrl_c().await.is_err() {
                        return;
                    }
                    pressed.0.store(true, Ordering::Relaxed);
                    note("stopping with the best plan so far; press Ctrl-C again to stop at once");
                    if tokio::signal::ctrl_c().await.is_ok() {
                        std::process::exit(130);
                    }
                });
            })?;
        Ok(interrupt)
    }

    /// Whether it was pressed.
    pub(super) fn was_pressed(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
