//! Queries and matrices against a second way to the same answer (study T5).

mod errors;
mod matrices;
mod naive;
mod operators;
mod random;
