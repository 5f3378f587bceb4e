//! Destinations by whether anything in them is running text.

/// Destinations of which nothing is running text. Those that begin with `\*` need no mention.
pub(super) const SKIPPED: [&str; 15] = [
    "annotation",
    "colortbl",
    "footer",
    "footerf",
    "footerl",
    "footerr",
    "header",
    "headerf",
    "headerl",
    "headerr",
    "info",
    "nonshppict",
    "pict",
    "stylesheet",
    "xe",
];

/// Destinations that are marked as ignorable and hold text of the page all the same.
pub(super) const SHOWN: [&str; 2] = ["shpinst", "shptxt"];
