#![allow(clippy::unwrap_used, reason = "a step that fails is a test that fails")]

mod found;
mod joined;
mod known;
mod real_files;

use super::*;

fn version(text: &str) -> Version {
    let turns: Vec<&str> = text.split('\n').collect();
    Version::of_turns(&turns)
}

/// The span of the first place of `part`.
fn place(version: &Version, part: &str) -> Span {
    let text = version.text();
    let byte = text.find(part).unwrap();
    let start = text[..byte].chars().count();
    Span::new(start, start + part.chars().count())
}

/// What becomes of a part of the text: `same`, `moved`, `edited: new text` or `lost`, after a look at the positions.
fn becomes(old: &str, new: &str, part: &str) -> String {
    let (old, new) = (version(old), version(new));
    let span = place(&old, part);
    let anchored = map_between(&old, &new).carry(&old, &new, span);
    holds(&old, &new, span, &anchored);
    match anchored {
        Anchored::Same(_) => "same".to_owned(),
        Anchored::Moved(_) => "moved".to_owned(),
        Anchored::Edited { new, .. } => format!("edited: {new}"),
        Anchored::Lost { .. } => "lost".to_owned(),
    }
}

/// Nothing changes unseen: what is called the same text is the same text, what changed is shown before and after.
fn holds(old: &Version, new: &Version, span: Span, anchored: &Anchored) {
    match anchored {
        Anchored::Same(at) => {
            assert_eq!(*at, span);
            assert_eq!(new.slice(*at), old.slice(span));
        }
        Anchored::Moved(at) => {
            assert_ne!(*at, span);
            assert_eq!(new.slice(*at), old.slice(span));
        }
        Anchored::Edited {
            span: at,
            old: before,
            new: after,
        } => {
            assert!(!at.is_empty());
            assert_eq!(*before, old.slice(span));
            assert_eq!(*after, new.slice(*at));
            assert_ne!(before, after);
        }
        Anchored::Lost { old: before } => assert_eq!(*before, old.slice(span)),
    }
}
