//! What corrections do to turns (study R25). Each puts some turns in the place of others that follow one another: one for
//! one where words or speaker change, two for one where a turn is parted, one for two where turns are joined. To undo one
//! is to put the old turns back.

use formats::transcript::Anchor;

use super::anchors::{Span, Version, map_between};
use super::store::Spoken;
use crate::documents::Role;

/// What somebody corrects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// A turn says this, and this is who says it. With more than one text it is parted: each is a turn of its own.
    Say(Role, Vec<String>),
    /// A turn and the next are one, said by whoever says the first.
    Join,
}

impl Act {
    /// How many turns it is about.
    pub fn takes(&self) -> usize {
        match self {
            Self::Say(..) => 1,
            Self::Join => 2,
        }
    }

    /// The turns that come in the place of those; there are as many as it takes.
    pub(super) fn done_to(&self, turns: &[Spoken]) -> Vec<Spoken> {
        match self {
            Self::Say(role, texts) => turns
                .iter()
                .flat_map(|turn| said(turn, *role, texts))
                .collect(),
            Self::Join => turns.iter().cloned().reduce(joined).into_iter().collect(),
        }
    }
}

/// A turn with other words, in one part or several. A moment of the recording stays with the first character at or after
/// it that is still there. A part starts where its first words do, as far as the file tells: at the last known moment
/// before them, for nothing else is known (study R21).
fn said(turn: &Spoken, role: Role, texts: &[String]) -> Vec<Spoken> {
    let old = Version::of_turns(&[&turn.text]);
    let new = Version::of_turns(texts);
    let map = map_between(&old, &new);
    let anchors = turn.anchors.iter().filter_map(|anchor| {
        let rest = Span::new(anchor.at, old.len());
        let at = map.carry(&old, &new, rest).span()?.start;
        Some(Anchor { at, ms: anchor.ms })
    });
    let anchors: Vec<Anchor> = anchors.collect();
    let spans = (0..texts.len()).map_while(|index| new.turn(index));
    let mut parts: Vec<Spoken> = spans
        .zip(texts)
        .map(|(span, text)| {
            let known = anchors.iter().rev().find(|anchor| anchor.at <= span.start);
            let within = anchors
                .iter()
                .filter(|anchor| span.start <= anchor.at && anchor.at < span.end);
            Spoken {
                role,
                label: turn.label.clone(),
                start_ms: match span.start {
                    0 => turn.start_ms,
                    _ => known
                        .and_then(|anchor| i64::try_from(anchor.ms).ok())
                        .or(turn.start_ms),
                },
                end_ms: turn.end_ms,
                anchors: within
                    .map(|anchor| Anchor {
                        at: anchor.at - span.start,
                        ms: anchor.ms,
                    })
                    .collect(),
                text: text.clone(),
            }
        })
        .collect();
    for index in 1..parts.len() {
        parts[index - 1].end_ms = parts[index].start_ms;
    }
    parts
}

fn joined(first: Spoken, second: Spoken) -> Spoken {
    let begins = first.text.chars().count() + 1;
    let start = second.start_ms.and_then(|ms| u64::try_from(ms).ok());
    let start = start.map(|ms| Anchor { at: begins, ms });
    let later = second.anchors.iter().map(|anchor| Anchor {
        at: begins + anchor.at,
        ms: anchor.ms,
    });
    let mut anchors = first.anchors;
    anchors.extend(start);
    anchors.extend(later);
    anchors.dedup();
    Spoken {
        end_ms: second.end_ms.or(first.end_ms),
        anchors,
        text: format!("{} {}", first.text, second.text),
        ..first
    }
}

/// Where a correction put turns, and how many there were before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) turn: usize,
    pub(super) before: usize,
    pub(super) after: usize,
}

/// Where the turns that a correction left stand now, after these later ones; none where one of them touched them.
pub(super) fn place_now(one: Place, later: &[Place]) -> Option<usize> {
    later.iter().try_fold(one.turn, |at, next| {
        if next.turn >= at + one.after {
            Some(at)
        } else if next.turn + next.before <= at {
            Some(at + next.after - next.before)
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(text: &str, anchors: &[(usize, u64)]) -> Spoken {
        let anchors = anchors.iter();
        Spoken {
            role: Role::Participant,
            label: Some("Wren".into()),
            start_ms: Some(1000),
            end_ms: Some(9000),
            anchors: anchors
                .map(|(at, ms)| Anchor { at: *at, ms: *ms })
                .collect(),
            text: text.into(),
        }
    }

    fn say(texts: &[&str]) -> Act {
        Act::Say(
            Role::Participant,
            texts.iter().map(|text| (*text).to_owned()).collect(),
        )
    }

    #[test]
    fn moments_of_the_recording_stay_with_their_words_when_words_before_them_change() {
        let before = turn(
            "So the gluster ward. And then I slept.",
            &[(0, 1000), (21, 5000)],
        );
        let after = say(&["So the long ward. And then I slept."]).done_to(&[before]);
        let expected = turn(
            "So the long ward. And then I slept.",
            &[(0, 1000), (18, 5000)],
        );
        assert_eq!(after, [expected]);
    }

    #[test]
    fn a_parted_turn_begins_at_the_last_known_moment_before_its_words() {
        let before = turn(
            "How was it? Long. And then I slept.",
            &[(0, 1000), (12, 4000), (18, 5000)],
        );
        let after =
            say(&["How was it?", "Long. And then I slept."]).done_to(std::slice::from_ref(&before));
        let times = |turn: &Spoken| (turn.start_ms, turn.end_ms);
        assert_eq!(times(&after[0]), (Some(1000), Some(4000)));
        assert_eq!(times(&after[1]), (Some(4000), Some(9000)));
        assert_eq!(after[1].anchors, turn("", &[(0, 4000), (6, 5000)]).anchors);
        let between = say(&["How was", "it? Long. And then I slept."]).done_to(&[before]);
        assert_eq!(between[1].start_ms, Some(1000), "no time is made up");
    }

    #[test]
    fn joined_turns_keep_both_texts_and_the_moment_at_which_the_second_began() {
        let second = Spoken {
            role: Role::Interviewer,
            start_ms: Some(9000),
            end_ms: Some(12_000),
            ..turn("I slept.", &[(0, 9000)])
        };
        let after = Act::Join.done_to(&[turn("And then", &[(0, 1000)]), second]);
        let expected = Spoken {
            end_ms: Some(12_000),
            ..turn("And then I slept.", &[(0, 1000), (9, 9000)])
        };
        assert_eq!(after, [expected]);
    }

    #[test]
    fn a_correction_is_found_where_later_ones_moved_it_and_not_where_they_touched_it() {
        let place = |turn, before, after| Place {
            turn,
            before,
            after,
        };
        let one = place(5, 1, 2);
        for (later, now) in [
            (vec![], Some(5)),
            (vec![place(7, 2, 1)], Some(5)),
            (vec![place(4, 1, 2)], Some(6)),
            (vec![place(3, 2, 1), place(0, 1, 3)], Some(6)),
            (vec![place(4, 2, 1)], None),
            (vec![place(6, 1, 1)], None),
            (vec![place(0, 1, 2), place(5, 1, 1)], Some(6)),
        ] {
            assert_eq!(place_now(one, &later), now, "{later:?}");
        }
    }
}
