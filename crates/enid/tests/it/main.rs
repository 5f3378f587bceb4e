//! Promises of the house as a whole, through the real router and on both databases.

#![allow(clippy::unwrap_used, reason = "a step that fails is a test that fails")]

mod access_matrix;
mod audit;
mod certificates;
mod headers;
mod joining;
mod licences;
mod planning;
mod programme;
mod programme_folder;
mod rota;
mod sealed;
mod sign_in;
mod storage;
mod study;
mod walls;
mod world;
