//! What part of a file a request asks for (RFC 9110, section 14).

/// Bytes of a file: from the first to the one after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: u64,
    /// The byte after the last.
    pub end: u64,
}

/// What is to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The whole file: no range was asked for, or not in a way that is understood.
    Whole,
    /// Part of it.
    Part(Span),
    /// Nothing of what was asked for is there.
    Beyond,
}

/// What a `Range` header asks for of a file of so many bytes. Several ranges at once are answered with the whole file, as
/// a server may.
pub fn wanted(header: Option<&str>, size: u64) -> Wanted {
    let Some(ranges) = header.and_then(|text| text.trim().strip_prefix("bytes=")) else {
        return Wanted::Whole;
    };
    let Some((first, last)) = ranges.split_once('-') else {
        return Wanted::Whole;
    };
    let number = |text: &str| -> Option<u64> {
        let text = text.trim();
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // A number that no machine can hold lies beyond every file.
        digits.then(|| text.parse().unwrap_or(u64::MAX))
    };
    let (start, end) = match (first.trim(), last.trim()) {
        ("", suffix) => match number(suffix) {
            Some(0) => return Wanted::Beyond,
            Some(length) => (size.saturating_sub(length), size),
            None => return Wanted::Whole,
        },
        (first, "") => match number(first) {
            Some(start) => (start, size),
            None => return Wanted::Whole,
        },
        (first, last) => match (number(first), number(last)) {
            (Some(start), Some(last)) if start <= last => (start, last.saturating_add(1).min(size)),
            _ => return Wanted::Whole,
        },
    };
    match start < size {
        true => Wanted::Part(Span { start, end }),
        false => Wanted::Beyond,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn closed_open_and_suffix_ranges_are_understood() {
        let part = |start, end| Wanted::Part(Span { start, end });
        for (header, expected) in [
            ("bytes=0-0", part(0, 1)),
            ("bytes=0-", part(0, 100)),
            ("bytes=10-19", part(10, 20)),
            ("bytes=99-500", part(99, 100)),
            ("bytes=-1", part(99, 100)),
            ("bytes=-500", part(0, 100)),
            ("bytes=0-99999999999999999999999", part(0, 100)),
            ("bytes=100-", Wanted::Beyond),
            ("bytes=99999999999999999999999-", Wanted::Beyond),
            ("bytes=-0", Wanted::Beyond),
            ("bytes=5-4", Wanted::Whole),
            ("bytes=-", Wanted::Whole),
            ("bytes=a-b", Wanted::Whole),
            ("bytes=+1-2", Wanted::Whole),
            ("bytes=0-1,5-6", Wanted::Whole),
            ("pages=1-2", Wanted::Whole),
            ("", Wanted::Whole),
        ] {
            assert_eq!(wanted(Some(header), 100), expected, "{header}");
        }
        assert_eq!(wanted(None, 100), Wanted::Whole);
    }

    proptest! {
        #[test]
        fn whatever_is_asked_for_nothing_beyond_the_file_is_answered(header: String, size in 1u64..) {
            for text in [header.clone(), format!("bytes={header}")] {
                if let Wanted::Part(span) = wanted(Some(&text), size) {
                    prop_assert!(span.start < span.end && span.end <= size);
                }
            }
        }
    }
}
