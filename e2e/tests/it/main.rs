//! Journeys in a real browser against the real server: what a person can do, and that every page on the
//! way reads well, fits its window and passes axe. `./test` installs what they need.

mod administration;
mod browser;
mod codebook;
mod coding;
mod consent;
mod demo;
mod house;
mod interviews;
mod joining;
mod journey;
mod looks;
mod manuscript_audit;
mod near;
mod open_pages;
mod organiser;
mod output_release;
mod planning;
mod recordings;
mod release;
mod researcher;
mod rotas;
mod sessions;
mod signing_in;
mod themes;
mod transcripts;
