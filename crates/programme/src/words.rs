//! Lists of words that files and pages spell in one way only.

/// A text that is not one of the words of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not in the list; accepted: {accepted}")]
pub struct UnknownWord {
    /// The words of the list, separated by commas.
    pub accepted: &'static str,
}

/// Declares an enum whose variants each stand for one word.
macro_rules! words {
    (
        $(#[$about:meta])*
        $name:ident accepts $accepted:literal { $($(#[$doc:meta])* $variant:ident = $word:literal,)* }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant,)*
        }

        impl $name {
            /// Every value, in the order of the specification.
            #[allow(dead_code, reason = "not every list is walked through")]
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// The word that stands for this value in files.
            pub fn word(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)*
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok($name::$variant),)*
                    _ => Err($crate::UnknownWord { accepted: $accepted }),
                }
            }
        }
    };
}

pub(crate) use words;
