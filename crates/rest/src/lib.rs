//! Shifts and a session in, a verdict out: may this doctor come, lawfully and rested, and does somebody have
//! to release them? (programme section 5)
//!
//! - [`Pack`]: the working-time limits of a nation, as dated data.
//! - [`Fact`] and [`Timeline`]: what is known of somebody's rota, sorted once.
//! - [`feasible`]: the verdict on one session, with the rule, the two instants that decided and the margin.
//! - [`sentence`], [`own_answer`], [`chip`]: the verdict in words, for a site, for the doctor, and in short.
//! - [`breaches`] and [`breach_sentence`]: where a rota itself breaks a limit.
//!
//! All arithmetic is on instants: a clock change makes a night longer or shorter, and the rest after it
//! does not follow the clock on the wall.

mod breaches;
mod clock;
mod duty;
mod fact;
mod kind;
mod pack;
mod rules;
mod span;
#[cfg(test)]
mod tests;
mod timeline;
mod verdict;
mod words;

pub use breaches::{Breach, Limit, breaches};
pub use fact::{Fact, Policy, Session, Travel};
pub use kind::Kind;
pub use pack::{Pack, PackError};
pub use rules::feasible;
pub use timeline::Timeline;
pub use verdict::{Finding, Rule, Verdict};
pub use words::{breach_sentence, chip, own_answer, sentence};
