//! The code by which anybody can check a certificate.

use std::fmt;

use platform::App;
use platform::id::Entropy;

/// Twenty signs, 100 random bits, without the letters I, L, O and U, which are read as digits or spell words (the
/// alphabet of Crockford's base 32).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code(String);

const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 20;

impl Code {
    /// A fresh code.
    pub fn draw(entropy: &dyn Entropy) -> Self {
        let mut random = [0u8; LENGTH];
        entropy.fill(&mut random);
        let sign = |byte: u8| char::from(SIGNS[usize::from(byte % 32)]);
        Self(random.into_iter().map(sign).collect())
    }

    /// A code as people type it: in any case, with blanks and dashes, I and L for 1 and O for 0.
    pub fn parse(text: &str) -> Option<Self> {
        let typed = text.chars().filter(|c| !matches!(c, ' ' | '-'));
        let code: String = typed
            .take(LENGTH + 1)
            .map(|c| match c.to_ascii_uppercase() {
                'I' | 'L' => '1',
                'O' => '0',
                other => other,
            })
            .collect();
        let known = |c: char| u8::try_from(c).is_ok_and(|byte| SIGNS.contains(&byte));
        (code.len() == LENGTH && code.chars().all(known)).then_some(Self(code))
    }

    /// What is stored in its place.
    pub(super) fn hash(&self, app: &App) -> Vec<u8> {
        app.keys.hash("certificate code", self.0.as_bytes())
    }
}

impl fmt::Display for Code {
    /// In groups of five.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, sign) in self.0.chars().enumerate() {
            if at > 0 && at % 5 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{sign}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::id::SeededEntropy;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = Code::draw(&SeededEntropy::new(7));
        let shown = code.to_string();
        assert_eq!(shown.len(), 23);
        for typed in [shown.clone(), shown.to_lowercase(), shown.replace('-', " ")] {
            assert_eq!(Code::parse(&typed), Some(code.clone()), "{typed}");
        }
        let read = Code::parse("oil00-00000-00000-00000");
        assert_eq!(read, Code::parse("01100000000000000000"));
        for wrong in [
            "",
            "ABC",
            "U0000-00000-00000-00000",
            "é0000-00000-00000-0000",
            &"0".repeat(21),
        ] {
            assert_eq!(Code::parse(wrong), None, "{wrong}");
        }
    }
}
