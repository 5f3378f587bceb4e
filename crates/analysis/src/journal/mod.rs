//! One's own journal, and what asks for an entry (study R35). Entries are stored by `study::journal`.

pub mod console;
mod desk;
mod pages;
mod prompts;

#[cfg(test)]
mod tests;

pub use pages::routes;
pub(crate) use prompts::open_prompts;
