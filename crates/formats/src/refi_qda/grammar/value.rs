//! What the characters of a value must be.

use super::super::lexical;
use super::super::model::{Direction, LineStyle, Shape, VariableType};
use super::schema::Lexical;

impl Lexical {
    pub(super) fn fits(self, value: &str) -> bool {
        match self {
            Self::Text => true,
            Self::Guid => lexical::guid(value).is_some(),
            Self::Colour => lexical::colour(value).is_some_and(|(_, plain)| plain),
            Self::DateTime => {
                lexical::trim(value).get(10..11) == Some("T") && lexical::instant(value).is_some()
            }
            Self::Date => lexical::day(value).is_some(),
            Self::Boolean => lexical::boolean(value).is_some_and(|(_, plain)| plain),
            Self::Integer => digits(lexical::trim(value)),
            Self::Decimal => decimal(lexical::trim(value)),
            Self::Direction => Direction::ALL.iter().any(|term| term.word() == value),
            Self::VariableType => VariableType::ALL.iter().any(|term| term.word() == value),
            Self::Shape => Shape::ALL.iter().any(|term| term.word() == value),
            Self::Line => LineStyle::ALL.iter().any(|term| term.word() == value),
        }
    }
}

fn digits(value: &str) -> bool {
    let bare = value.strip_prefix(['+', '-']).unwrap_or(value);
    !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit())
}

fn decimal(value: &str) -> bool {
    let bare = value.strip_prefix(['+', '-']).unwrap_or(value);
    let (whole, part) = bare.split_once('.').unwrap_or((bare, ""));
    let all = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    !(whole.is_empty() && part.is_empty()) && all(whole) && all(part)
}
