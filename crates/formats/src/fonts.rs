//! The fonts inside the program, the only ones that anything is set in: no font of the machine is looked for.

use std::sync::LazyLock;

use typst_kit::fonts::{FontStore, embedded};

/// Libertinus Serif, New Computer Modern and DejaVu Sans Mono.
pub(crate) static FONTS: LazyLock<FontStore> = LazyLock::new(|| {
    let mut fonts = FontStore::new();
    fonts.extend(embedded());
    fonts
});
