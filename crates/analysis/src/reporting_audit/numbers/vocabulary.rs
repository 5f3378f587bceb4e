//! The words by which a sentence tells what its numbers are of, in lower case.

/// Whoever takes part in a study.
pub(super) const PEOPLE: [&str; 5] = [
    "participants",
    "interviewees",
    "informants",
    "respondents",
    "participant",
];
/// Words that end the search for a noun.
pub(super) const STOPS: [&str; 26] = [
    "of", "in", "to", "and", "or", "who", "that", "from", "were", "was", "had", "have", "with",
    "for", "on", "at", "by", "as", "did", "said", "is", "are", "per", "minutes", "weeks", "hours",
];
/// Before a number: it is not that of all.
pub(super) const PARTIAL: [&str; 23] = [
    "another",
    "other",
    "further",
    "additional",
    "remaining",
    "least",
    "than",
    "only",
    "these",
    "first",
    "last",
    "next",
    "up",
    "pilot",
    "some",
    "about",
    "approximately",
    "around",
    "nearly",
    "almost",
    "every",
    "any",
    "those",
];
/// Somebody was not interviewed.
pub(super) const NOT: [&str; 15] = [
    "not",
    "declined",
    "withdrew",
    "withdrawn",
    "unable",
    "refused",
    "dropped",
    "never",
    "didn't",
    "cancelled",
    "none",
    "excluded",
    "neither",
    "without",
    "no",
];
/// Somebody was interviewed.
pub(super) const HELD: [&str; 14] = [
    "interviewed",
    "interviews",
    "recruited",
    "enrolled",
    "sample",
    "sampled",
    "conducted",
    "carried",
    "undertook",
    "comprised",
    "included",
    "transcribed",
    "analysed",
    "analyzed",
];
/// The same, where it is the study that they name or nothing else.
pub(super) const JOINED: [&str; 5] = ["part", "participated", "completed", "consented", "gave"];
/// What is joined.
pub(super) const STUDY: [&str; 8] = [
    "study",
    "evaluation",
    "research",
    "interview",
    "interviews",
    "project",
    "sample",
    "analysis",
];
/// Something that not all need to have done.
pub(super) const DID: [&str; 24] = [
    "described",
    "said",
    "reported",
    "felt",
    "spoke",
    "mentioned",
    "told",
    "thought",
    "saw",
    "recalled",
    "wanted",
    "knew",
    "noted",
    "explained",
    "expressed",
    "considered",
    "used",
    "agreed",
    "experienced",
    "gave",
    "found",
    "talked",
    "believed",
    "reflected",
];
/// Somebody was asked to take part.
pub(super) const INVITED: [&str; 4] = ["invited", "approached", "contacted", "asked"];
/// Analysts came to themes.
pub(super) const MADE: [&str; 17] = [
    "developed",
    "generated",
    "constructed",
    "identified",
    "created",
    "produced",
    "found",
    "present",
    "report",
    "comprised",
    "comprise",
    "emerged",
    "discovered",
    "resulted",
    "derived",
    "crafted",
    "conceptualised",
];
