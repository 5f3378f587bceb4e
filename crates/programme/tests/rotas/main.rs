//! Rotas of hospitals and doctors: what a file becomes, and what stands when several say something.

#![allow(clippy::unwrap_used, reason = "a step that fails is a test that fails")]

mod arbitrary;
mod calendars;
mod codes;
mod corpus;
mod facts;
mod reading;
mod resolve;
mod resolve_always;
mod site;
