//! Closed lists whose values are stored as words.

/// Reads values of types that have `ALL` and `word`.
macro_rules! read_by_word {
    ($($list:ty),+) => {$(
        impl std::str::FromStr for $list {
            type Err = ();

            fn from_str(word: &str) -> Result<Self, ()> {
                Self::ALL
                    .into_iter()
                    .find(|one| one.word() == word)
                    .ok_or(())
            }
        }
    )+};
}
