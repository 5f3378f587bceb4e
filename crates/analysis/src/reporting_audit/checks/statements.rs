//! Statements of `claims.toml`: what is meant by `of`, and what the data gives.

use std::collections::BTreeSet;

use study::dates::{DateOrder, InterviewDate};
use study::durations::{InterviewLength, Precision};

use super::figures_read::{Printed, rounds_to, shown};
use crate::reporting_audit::claims::{Statement, StatementKind, day_of};
use crate::reporting_audit::context::{Context, folded};
use crate::reporting_audit::numbers::{numbers, tokens};

/// What became of a statement.
pub(super) enum Found {
    Agrees,
    /// What the data gives.
    Differs(String),
    /// Why it cannot be said.
    NotKnown(String),
}

/// Holds a statement against the data.
pub(super) fn compare(context: &Context, statement: &Statement) -> Found {
    let compared = match statement.kind {
        StatementKind::Share | StatementKind::Count => number(context, statement),
        StatementKind::Length => length(context, statement),
        StatementKind::Date => date(context, statement),
    };
    compared.unwrap_or_else(Found::NotKnown)
}

fn number(context: &Context, statement: &Statement) -> Result<Found, String> {
    let (part, whole) = counted(context, &statement.of)?;
    let read = numbers(&tokens(&statement.value));
    let [printed] = &read[..] else {
        return Err("the value is not one number".to_owned());
    };
    if statement.kind == StatementKind::Count {
        let same = printed.count().is_some_and(|count| count as usize == part);
        return Ok(if same {
            Found::Agrees
        } else {
            Found::Differs(part.to_string())
        });
    }
    if whole == 0 {
        return Err("there is nothing it could be a share of".to_owned());
    }
    #[expect(clippy::cast_precision_loss, reason = "few rows")]
    let value = 100.0 * part as f64 / whole as f64;
    Ok(match rounds_to(value, printed) {
        true => Found::Agrees,
        false => Found::Differs(format!(
            "{} ({part} of {whole})",
            shown(value, printed.decimals)
        )),
    })
}

/// How many there are of what is named, and of how many.
fn counted(context: &Context, of: &str) -> Result<(usize, usize), String> {
    let completed: Vec<&str> = context
        .completed()
        .map(|one| one.participant.as_str())
        .collect();
    let participants = || {
        context
            .facts
            .participants
            .as_ref()
            .ok_or("no participants are known".to_owned())
    };
    let quotes = || {
        context
            .facts
            .quotes
            .as_ref()
            .ok_or("no quotes are known".to_owned())
    };
    let (what, condition) = of.split_once(' ').unwrap_or((of, ""));
    match (what.to_lowercase().as_str(), condition) {
        ("participants" | "interviews", "" | "interviewed" | "completed") => {
            Ok((completed.len(), participants()?.len()))
        }
        ("participants", "invited") => Ok((participants()?.len(), participants()?.len())),
        ("participants", condition) if condition.starts_with("quoted") => {
            let quotes = quotes()?.iter().filter(|quote| !quote.is_note);
            let place = condition.trim_start_matches("quoted").trim();
            let fits = fitting(context, place)?;
            let speakers = quotes
                .filter(|quote| fits(quote))
                .filter_map(|quote| context.speaker(quote));
            let speakers: BTreeSet<&str> = speakers.filter(|one| completed.contains(one)).collect();
            Ok((speakers.len(), completed.len()))
        }
        ("participants" | "interviews", condition) => {
            participants()?;
            let fits = |one: &&study::participants::Participant| match key(condition) {
                Some(("cohort", name)) => Ok(folded(&one.cohort) == folded(name)),
                Some(("gender", name)) => {
                    Ok(one.gender.as_deref().map(folded) == Some(folded(name)))
                }
                _ => Err(format!("“{condition}” is not known")),
            };
            let mut count = 0;
            for one in context.completed() {
                count += usize::from(fits(&one)?);
            }
            Ok((count, completed.len()))
        }
        ("quotes", condition) => {
            let quotes = quotes()?;
            let fits = fitting(context, condition)?;
            Ok((
                quotes.iter().filter(|quote| fits(quote)).count(),
                quotes.len(),
            ))
        }
        (level @ ("themes" | "subthemes" | "facets"), "") => {
            let length = 1 + ["themes", "subthemes", "facets"]
                .iter()
                .position(|one| *one == level)
                .unwrap_or(0);
            let paths = context.theme_paths();
            Ok((
                paths.iter().filter(|path| path.len() == length).count(),
                paths.len(),
            ))
        }
        _ => Err(format!("“{of}” is not known")),
    }
}

/// `in theme:Waiting`, `of cohort:midwives`: the key and the name.
fn key(condition: &str) -> Option<(&str, &str)> {
    let condition = condition.trim();
    let bare = ["in ", "of ", "for "]
        .iter()
        .find_map(|word| condition.strip_prefix(word));
    let (key, name) = bare.unwrap_or(condition).split_once(':')?;
    Some((key.trim(), name.trim()))
}

type Fits<'a> = Box<dyn Fn(&crate::quotes::Quote) -> bool + 'a>;

/// The quotes that fit a condition; every quote where there is none.
fn fitting<'a>(context: &'a Context, condition: &str) -> Result<Fits<'a>, String> {
    if condition.is_empty() {
        return Ok(Box::new(|_| true));
    }
    let Some((key, name)) = key(condition) else {
        return Err(format!("“{condition}” is not known"));
    };
    let wanted = folded(name);
    let at = |level: usize, wanted: String| -> Fits<'a> {
        Box::new(move |quote| {
            quote
                .path()
                .get(level)
                .is_some_and(|name| folded(name) == wanted)
        })
    };
    Ok(match key {
        "theme" => at(0, wanted),
        "subtheme" => at(1, wanted),
        "facet" => at(2, wanted),
        "question" => Box::new(move |quote| quote.questions.iter().any(|id| folded(id) == wanted)),
        "participant" => {
            Box::new(move |quote| context.speaker(quote).map(folded) == Some(wanted.clone()))
        }
        "cohort" => Box::new(move |quote| {
            let cohort = context
                .speaker(quote)
                .and_then(|one| context.cohort_of(one));
            cohort.map(folded) == Some(wanted.clone())
        }),
        _ => return Err(format!("“{condition}” is not known")),
    })
}

fn length(context: &Context, statement: &Statement) -> Result<Found, String> {
    let printed =
        InterviewLength::parse(&statement.value, None).map_err(|error| error.to_string())?;
    let mut lengths: Vec<u32> = context
        .completed()
        .filter_map(|one| Some(one.length?.seconds()))
        .collect();
    lengths.sort_unstable();
    let (Some(first), Some(last)) = (lengths.first(), lengths.last()) else {
        return Err("no lengths are known".to_owned());
    };
    let of = statement.of.to_lowercase();
    let all: f64 = lengths.iter().map(|one| f64::from(*one)).sum();
    #[expect(clippy::cast_precision_loss, reason = "few interviews")]
    let value = match () {
        () if of.contains("shortest") => f64::from(*first),
        () if of.contains("longest") => f64::from(*last),
        () if of.contains("mean") || of.contains("average") => all / lengths.len() as f64,
        () if of.contains("total") || of.contains("all") => all,
        () => return Err(format!("“{}” is not known", statement.of)),
    };
    let step = if printed.precision() == Precision::Seconds {
        1
    } else {
        60
    };
    let printed = Printed {
        seconds: printed.seconds(),
        step,
    };
    Ok(match printed.agrees(value) {
        true => Found::Agrees,
        false => Found::Differs(super::figures::in_words(value)),
    })
}

fn date(context: &Context, statement: &Statement) -> Result<Found, String> {
    let printed = InterviewDate::parse(&statement.value, DateOrder::DayFirst)
        .map_err(|error| error.to_string())?;
    let dates = context.completed().filter_map(|one| one.date);
    let of = statement.of.to_lowercase();
    let found = match () {
        () if of.contains("first") || of.contains("start") => {
            dates.min_by_key(|date| day_of(*date, false))
        }
        () if of.contains("last") || of.contains("end") => {
            dates.max_by_key(|date| day_of(*date, true))
        }
        () => return Err(format!("“{}” is not known", statement.of)),
    };
    let Some(found) = found else {
        return Err("no dates are known".to_owned());
    };
    let month_only =
        matches!(printed, InterviewDate::Month(_)) || matches!(found, InterviewDate::Month(_));
    let same = match month_only {
        true => printed.month() == found.month(),
        false => printed == found,
    };
    Ok(if same {
        Found::Agrees
    } else {
        Found::Differs(found.in_words())
    })
}
