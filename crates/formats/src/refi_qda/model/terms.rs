//! Closed lists of words, and colours.

/// A list of words: the enum, how each is spelt, and how spellings are read.
macro_rules! terms {
    ($(#[$about:meta])* $name:ident { $($(#[$of:meta])* $term:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$of])* $term,)+ }

        impl $name {
            /// Every term, in the order of the schema.
            pub const ALL: &[Self] = &[$(Self::$term,)+];

            /// The word that the schema has for it.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$term => $word,)+ }
            }

            /// Reads a word; upper and lower case are the same.
            #[must_use]
            pub fn read(word: &str) -> Option<Self> {
                let word = word.trim();
                Self::ALL.iter().copied().find(|term| term.word().eq_ignore_ascii_case(word))
            }
        }
    };
}

terms! {
    /// Which way a link goes.
    Direction {
        /// Neither way.
        Associative = "Associative",
        /// From origin to target.
        OneWay = "OneWay",
        /// Both ways.
        Bidirectional = "Bidirectional",
    }
}

terms! {
    /// What the values of a variable are.
    VariableType {
        /// Text.
        Text = "Text",
        /// True or false.
        Boolean = "Boolean",
        /// Whole numbers.
        Integer = "Integer",
        /// Numbers.
        Float = "Float",
        /// Days.
        Date = "Date",
        /// Instants.
        DateTime = "DateTime",
    }
}

terms! {
    /// The shape of a vertex.
    Shape {
        /// A person.
        Person = "Person",
        /// An oval.
        Oval = "Oval",
        /// A rectangle.
        Rectangle = "Rectangle",
        /// A rectangle with round corners.
        RoundedRectangle = "RoundedRectangle",
        /// A star.
        Star = "Star",
        /// A triangle that points left.
        LeftTriangle = "LeftTriangle",
        /// A triangle that points right.
        RightTriangle = "RightTriangle",
        /// A triangle that points up.
        UpTriangle = "UpTriangle",
        /// A triangle that points down.
        DownTriangle = "DownTriangle",
        /// A sheet of paper.
        Note = "Note",
    }
}

terms! {
    /// How an edge is drawn.
    LineStyle {
        /// Dots.
        Dotted = "dotted",
        /// Dashes.
        Dashed = "dashed",
        /// A line.
        Solid = "solid",
    }
}

/// A colour: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);
