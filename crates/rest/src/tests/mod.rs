mod absurd;
mod breaches;
mod limits;
mod own_words;
mod packs;
mod properties;
mod rules;
mod vectors;
