//! What was done to a quote, in words. Words of a person are not among them.

use uuid::Uuid;

use super::state::{QUOTE, QuoteState, THEME};
use crate::acts::Saying;
use crate::trail::Event;
use crate::trail::read;

/// What an event about a quote did, as a sentence goes on after who did it.
pub(crate) fn said(saying: &Saying<'_>, event: &Event) -> String {
    let state = |text: Option<&String>| text.and_then(|text| read(text).ok());
    let (before, after) = (state(event.before.as_ref()), state(event.after.as_ref()));
    let lost = only(before.as_ref(), after.as_ref());
    let won = only(after.as_ref(), before.as_ref());
    let name = |place: Option<Option<Uuid>>| match place {
        None => "no place".to_owned(),
        Some(None) => "the other findings".to_owned(),
        Some(Some(theme)) => match saying.name(THEME, theme) {
            "" => "a theme".to_owned(),
            name => format!("“{name}”"),
        },
    };
    match event.kind.as_str() {
        "quote.make" => match won {
            None => "made a quote".to_owned(),
            Some(place) => format!("made a quote and placed it under {}", name(Some(place))),
        },
        "quote.reword" => "gave a quote other words".to_owned(),
        "quote.mark" => marked(before.as_ref(), after.as_ref()),
        "quote.place" => format!("placed a quote under {}", name(won)),
        "quote.unplace" => format!("took a quote out of {}", name(lost)),
        "quote.move" => format!("moved a quote from {} to {}", name(lost), name(won)),
        "quote.order" => "changed the order of two quotes".to_owned(),
        "quote.remove" => "removed a quote".to_owned(),
        "withdrawal" => "let go what somebody said who withdrew".to_owned(),
        other => other.to_owned(),
    }
}

/// The place that one state has and the other has not.
fn only(has: Option<&QuoteState>, other: Option<&QuoteState>) -> Option<Option<Uuid>> {
    let mut places = has?.places.iter().map(|place| place.theme);
    places.find(|theme| other.is_none_or(|other| other.place(*theme).is_none()))
}

fn marked(before: Option<&QuoteState>, after: Option<&QuoteState>) -> String {
    let (Some(before), Some(after)) = (before, after) else {
        return format!("marked a {QUOTE}");
    };
    let mut said = Vec::new();
    if before.is_ready != after.is_ready {
        said.push(match after.is_ready {
            true => "called a quote ready".to_owned(),
            false => "called a quote a draft".to_owned(),
        });
    }
    if before.stance != after.stance {
        said.push(format!("marked a quote: {}", after.stance.in_words()));
    }
    if before.questions != after.questions {
        said.push("changed what a quote answers".to_owned());
    }
    said.join("; ")
}
