//! A17: percentages, lengths, means and ranges agree with the data, at the precision that is printed.

use measures::disclosure::range_outward_5_minutes;
use study::durations::{InterviewLength, Precision};

use super::figures_read::{LengthOf, Printed, lengths, shares};
use super::statements::{self, Found};
use super::{NO_PARTICIPANTS, Outcome, PARTICIPANTS, finding, not_run};
use crate::reporting_audit::claims::Claims;
use crate::reporting_audit::context::{Context, cut};
use crate::reporting_audit::findings::{Finding, Place, Severity};

const A17: (&str, Severity) = ("A17", Severity::Error);
const SETTLE: &str = "Correct the number in the text, or the rows it comes from.";

/// A length that somebody stated.
struct Stated {
    of: LengthOf,
    printed: Printed,
    place: Place,
}

pub(in crate::reporting_audit) fn run(context: &Context) -> Outcome {
    let mut stated: Vec<Stated> = claimed(context.facts.claims.as_ref());
    let mut ranges: Vec<(Printed, Printed, Place)> = Vec::new();
    let mut findings = Vec::new();
    let mut read = 0;
    if let Some(prose) = &context.prose {
        for (passage, sentence) in prose.told() {
            let place = || prose.place(passage, cut(&sentence));
            let found = lengths(&sentence);
            ranges.extend(found.range.map(|(low, high)| (low, high, place())));
            stated.extend(found.single.into_iter().map(|(of, printed)| Stated {
                of,
                printed,
                place: place(),
            }));
            for share in shares(&sentence, context) {
                read += 1;
                findings.extend(
                    share.map(|message| finding(A17, "percentage", message, SETTLE).at(place())),
                );
            }
        }
    }
    let statements = context
        .facts
        .claims
        .as_ref()
        .map_or(&[][..], |claims| claims.statements.as_slice());
    if stated.is_empty() && ranges.is_empty() && read == 0 && statements.is_empty() {
        return not_run(
            "no length, percentage or other checkable number is stated (claims.toml, a manuscript)",
        );
    }
    let lengths = Lengths::of(context);
    if lengths.is_none()
        && !(stated.is_empty() && ranges.is_empty())
        && read == 0
        && statements.is_empty()
    {
        return not_run(NO_PARTICIPANTS);
    }
    if let Some(lengths) = &lengths {
        findings.extend(stated.iter().filter_map(|one| lengths.single(one)));
        findings.extend(ranges.iter().filter_map(|one| lengths.range(one)));
    }
    for (statement, number) in statements.iter().zip(1..) {
        let place = Place {
            section: Some(statement.place.clone()).filter(|text| !text.is_empty()),
            ..Place::claim(&format!("statement {number}"), statement.value.clone())
        };
        findings.extend(match statements::compare(context, statement) {
            Found::Agrees => None,
            Found::Differs(data) => {
                let message = format!(
                    "“{}” of {} is stated, and the data gives {data}.",
                    statement.value, statement.of
                );
                Some(
                    finding(A17, statement.of.clone(), message, SETTLE)
                        .at(place)
                        .at(Place::whole("data", data)),
                )
            }
            Found::NotKnown(why) => {
                let message = format!(
                    "“{}” of {} was not checked: {why}.",
                    statement.value, statement.of
                );
                let settle = "Write it in the words of the guide, or look at it yourself.";
                Some(
                    finding(
                        (A17.0, Severity::Notice),
                        statement.of.clone(),
                        message,
                        settle,
                    )
                    .at(place),
                )
            }
        });
    }
    Outcome::Ran(findings)
}

fn claimed(claims: Option<&Claims>) -> Vec<Stated> {
    let Some(claims) = claims else {
        return Vec::new();
    };
    let lengths = [
        (
            LengthOf::Shortest,
            &claims.lengths.shortest,
            "lengths.shortest",
        ),
        (
            LengthOf::Longest,
            &claims.lengths.longest,
            "lengths.longest",
        ),
        (LengthOf::Mean, &claims.lengths.mean, "lengths.mean"),
    ];
    let stated = lengths.into_iter().filter_map(|(of, length, key)| {
        let (length, written) = length.as_ref()?;
        Some(Stated {
            of,
            printed: Printed {
                seconds: length.seconds(),
                step: if length.precision() == Precision::Seconds {
                    1
                } else {
                    60
                },
            },
            place: Place::claim(key, written.clone()),
        })
    });
    stated.collect()
}

/// The lengths of all completed interviews, in seconds, rising.
struct Lengths {
    rows: Vec<(u32, u32, String)>,
}

impl Lengths {
    fn of(context: &Context) -> Option<Self> {
        let rows = context.completed().filter_map(|one| {
            let length = one.length?;
            Some((
                length.seconds(),
                one.row,
                format!("{}, {length}", one.participant),
            ))
        });
        let mut rows: Vec<(u32, u32, String)> = rows.collect();
        rows.sort();
        (!rows.is_empty()).then_some(Self { rows })
    }

    fn shortest(&self) -> u32 {
        self.rows[0].0
    }

    fn longest(&self) -> u32 {
        self.rows[self.rows.len() - 1].0
    }

    fn value(&self, of: LengthOf) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "few interviews")]
        let count = self.rows.len() as f64;
        let middle = self.rows.len() / 2;
        match of {
            LengthOf::Shortest => f64::from(self.shortest()),
            LengthOf::Longest => f64::from(self.longest()),
            LengthOf::Mean => {
                self.rows
                    .iter()
                    .map(|(seconds, ..)| f64::from(*seconds))
                    .sum::<f64>()
                    / count
            }
            LengthOf::Median if self.rows.len().is_multiple_of(2) => {
                f64::from(self.rows[middle - 1].0 + self.rows[middle].0) / 2.0
            }
            LengthOf::Median => f64::from(self.rows[middle].0),
        }
    }

    fn place(&self, of: LengthOf) -> Place {
        let row = match of {
            LengthOf::Shortest => Some(&self.rows[0]),
            LengthOf::Longest => self.rows.last(),
            LengthOf::Mean | LengthOf::Median => None,
        };
        match row {
            Some((_, row, text)) => {
                Place::row(PARTICIPANTS, *row, "interview_length", text.clone())
            }
            None => Place::whole(
                PARTICIPANTS,
                format!(
                    "{} of {} lengths",
                    in_words(self.value(of)),
                    self.rows.len()
                ),
            ),
        }
    }

    fn single(&self, stated: &Stated) -> Option<Finding> {
        let value = self.value(stated.of);
        if stated.printed.agrees(value) {
            return None;
        }
        let of = stated.of.in_words();
        let message = format!(
            "The {of} is given as {}; in the data it is {}.",
            in_words(f64::from(stated.printed.seconds)),
            in_words(value)
        );
        Some(
            finding(A17, of, message, SETTLE)
                .at(stated.place.clone())
                .at(self.place(stated.of)),
        )
    }

    fn range(&self, (low, high, place): &(Printed, Printed, Place)) -> Option<Finding> {
        let (shortest, longest) = (self.shortest(), self.longest());
        let outward = range_outward_5_minutes(shortest, longest);
        if low.agrees(f64::from(shortest)) && high.agrees(f64::from(longest))
            || (low.seconds, high.seconds) == (outward.0 * 60, outward.1 * 60)
        {
            return None;
        }
        let message = format!(
            "The interviews are said to have lasted {} to {}; in the data they lasted {} to {}.",
            in_words(f64::from(low.seconds)),
            in_words(f64::from(high.seconds)),
            in_words(f64::from(shortest)),
            in_words(f64::from(longest)),
        );
        let found = finding(A17, "range of lengths", message, SETTLE).at(place.clone());
        Some(
            found
                .at(self.place(LengthOf::Shortest))
                .at(self.place(LengthOf::Longest)),
        )
    }
}

/// A length for readers, to the second where it is not of whole minutes.
pub(super) fn in_words(seconds: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "interviews last at most 12 hours"
    )]
    let seconds = seconds.round().clamp(0.0, 86_400.0) as u32;
    let precision = if seconds.is_multiple_of(60) {
        Precision::Minutes
    } else {
        Precision::Seconds
    };
    InterviewLength::new(seconds, precision)
        .map_or_else(|| format!("{seconds} seconds"), |length| length.to_string())
}
