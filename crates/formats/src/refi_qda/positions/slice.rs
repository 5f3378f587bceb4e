//! A span of the text under one reading.

use super::asked::Span;
use super::locate::{Found, Mark};

/// A span under one reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Slice {
    pub start: (u32, u32),
    pub end: (u32, u32),
    pub clamped: bool,
}

impl Slice {
    pub(super) fn of(self, text: &str) -> &str {
        text.get(self.start.1 as usize..self.end.1 as usize)
            .unwrap_or("")
    }
}

pub(super) fn slice(span: Span<'_>, included: bool, place: impl Fn(i64) -> Found) -> Option<Slice> {
    if span.start > span.end {
        return None;
    }
    let last = if included {
        span.end.saturating_add(1)
    } else {
        span.end
    };
    let (start, end) = (place(span.start), place(last));
    let clamped = matches!(start, Found::OneBeyond(_)) || matches!(end, Found::OneBeyond(_));
    let pair = |mark: Mark| (mark.code_point, mark.byte);
    Some(Slice {
        start: pair(start.mark()?),
        end: pair(end.mark()?),
        clamped,
    })
}
