use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::state::State;

/// How often a helper that takes longer is looked after.
const PAUSE: Duration = Duration::from_millis(2);

/// Runs both, on two threads if the settings allow. The helper is told through its argument when to
/// stop; what comes out does not depend on which is faster.
pub(super) fn beside<'a, H: Send, T>(
    state: &mut State<'a>,
    helper: impl FnOnce(&dyn Fn() -> bool) -> H + Send,
    main: impl FnOnce(&mut State<'a>) -> T,
) -> (H, T) {
    if state.settings.threads < 2 {
        let result = main(state);
        return (helper(&|| state.stopped()), result);
    }
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let helping = scope.spawn(|| helper(&|| stop.load(Ordering::Relaxed)));
        let result = main(state);
        while !helping.is_finished() {
            if state.stopped() {
                stop.store(true, Ordering::Relaxed);
            }
            std::thread::park_timeout(PAUSE);
        }
        let helped = helping.join().expect("a helper does not panic");
        (helped, result)
    })
}
