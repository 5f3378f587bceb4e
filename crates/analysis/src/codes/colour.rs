//! The colours that a code can be given: few, with names, each readable in light and in dark (study R32, look 2).

use platform::storage::Migration;
use serde::{Deserialize, Serialize};

/// The colours of codes, as the trail has left them.
pub const MIGRATION: Migration = Migration {
    name: "0037 colours of codes",
    sql: "ALTER TABLE codes ADD COLUMN colour TEXT NOT NULL DEFAULT '';\n",
    append_only: &[],
};

/// A colour of a code. It never tells codes apart alone: the name stands beside it, and a line with a pattern carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Colour {
    /// Blue to green.
    Teal,
    /// Red to violet.
    Plum,
    /// Green.
    Green,
    /// Red to brown.
    Rust,
    /// Blue.
    Blue,
    /// Yellow to brown.
    Ochre,
    /// Red.
    Rose,
    /// Brown.
    Brown,
}

impl Colour {
    /// Every colour, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Teal,
        Self::Plum,
        Self::Green,
        Self::Rust,
        Self::Blue,
        Self::Ochre,
        Self::Rose,
        Self::Brown,
    ];

    /// The colour of this name; none where there is no such colour.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|colour| colour.name() == word)
    }

    /// Its name, as forms, files and tables write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Teal => "teal",
            Self::Plum => "plum",
            Self::Green => "green",
            Self::Rust => "rust",
            Self::Blue => "blue",
            Self::Ochre => "ochre",
            Self::Rose => "rose",
            Self::Brown => "brown",
        }
    }

    /// Red, green and blue of it on light, as the sheet has it; for files of other programs.
    pub(crate) fn on_light(self) -> [u8; 3] {
        match self {
            Self::Teal => [0x1f, 0x63, 0x74],
            Self::Plum => [0x7a, 0x3b, 0x69],
            Self::Green => [0x4b, 0x68, 0x2d],
            Self::Rust => [0xa0, 0x4a, 0x24],
            Self::Blue => [0x47, 0x58, 0x8f],
            Self::Ochre => [0x83, 0x60, 0x00],
            Self::Rose => [0xa6, 0x3a, 0x58],
            Self::Brown => [0x6a, 0x5b, 0x4b],
        }
    }

    /// Its class in the sheet, which holds it for light and for dark.
    fn class(self) -> &'static str {
        match self {
            Self::Teal => "c1",
            Self::Plum => "c2",
            Self::Green => "c3",
            Self::Rust => "c4",
            Self::Blue => "c5",
            Self::Ochre => "c6",
            Self::Rose => "c7",
            Self::Brown => "c8",
        }
    }
}

/// The colours in the light, by which other programs know them and from which those of others are taken.
const INKS: [(Colour, [u8; 3]); 8] = [
    (Colour::Teal, [0x1f, 0x63, 0x74]),
    (Colour::Plum, [0x7a, 0x3b, 0x69]),
    (Colour::Green, [0x4b, 0x68, 0x2d]),
    (Colour::Rust, [0xa0, 0x4a, 0x24]),
    (Colour::Blue, [0x47, 0x58, 0x8f]),
    (Colour::Ochre, [0x83, 0x60, 0x00]),
    (Colour::Rose, [0xa6, 0x3a, 0x58]),
    (Colour::Brown, [0x6a, 0x5b, 0x4b]),
];

impl Colour {
    /// Red, green and blue, as the sheet has it in the light.
    pub fn ink(self) -> [u8; 3] {
        let found = INKS.iter().find(|(colour, _)| *colour == self);
        found.map_or([0; 3], |(_, ink)| *ink)
    }

    /// The colour that is nearest in hue to one of red, green and blue, and whether it is that one; none for a grey.
    pub fn nearest(of: [u8; 3]) -> (Option<Self>, bool) {
        if let Some((colour, _)) = INKS.iter().find(|(_, ink)| *ink == of) {
            return (Some(*colour), true);
        }
        let Some(hue) = hue(of) else {
            return (None, false);
        };
        let away = |ink: [u8; 3]| {
            let away = (hue - self::hue(ink).unwrap_or_default()).abs();
            away.min(360 - away)
        };
        let nearest = INKS.iter().min_by_key(|(_, ink)| away(*ink));
        (nearest.map(|(colour, _)| *colour), false)
    }
}

/// The hue in degrees; none for what is nearly grey.
fn hue([red, green, blue]: [u8; 3]) -> Option<i32> {
    let (red, green, blue) = (i32::from(red), i32::from(green), i32::from(blue));
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    let chroma = most - least;
    if chroma < 24 {
        return None;
    }
    let turn = if most == red {
        60 * (green - blue) / chroma
    } else if most == green {
        60 * (blue - red) / chroma + 120
    } else {
        60 * (red - green) / chroma + 240
    };
    Some(turn.rem_euclid(360))
}

/// The class in which a code is drawn: that of its colour, or of ink where it has none.
pub(crate) fn class_of(colour: Option<Colour>) -> &'static str {
    colour.map_or("c0", Colour::class)
}

/// The name of a colour in a table or a file; empty where there is none.
pub(super) fn word_of(colour: Option<Colour>) -> &'static str {
    colour.map_or("", Colour::name)
}

/// The name of a colour in a sentence.
pub(super) fn said_of(colour: Option<Colour>) -> &'static str {
    colour.map_or("none", Colour::name)
}

/// The line in which a code is drawn, by its place in the codebook, so that neighbours differ whatever their colours; the
/// same as in `coding-marks.js`. Empty for a full line.
pub(super) fn pattern(place: usize) -> &'static str {
    ["", "4 2", "1.5 2"][place % 3]
}
