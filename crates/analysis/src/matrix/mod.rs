//! Whether every research question has an answer: quotes by question and theme (study R47).

mod pages;

pub use pages::routes;
