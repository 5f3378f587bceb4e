//! What can be done to quotes, and what is refused (study R46). Words were kept before: an edit refers to them.

use uuid::Uuid;

use super::state::{Answer, Place, QuoteState, Quotes, Stance};

/// One change of a quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is done, as the trail calls it.
    pub kind: &'static str,
    /// To which quote.
    pub quote: Uuid,
    /// What it is afterwards; none where it goes.
    pub after: Option<QuoteState>,
}

/// What analysts say of a quote beside its words and places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// What it answers.
    pub questions: Vec<Answer>,
    /// Whether it may be printed.
    pub is_ready: bool,
    /// What it says to its theme.
    pub stance: Stance,
}

/// Which way a quote moves among those of its theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Before the one before it.
    Up,
    /// Behind the one behind it.
    Down,
}

/// Why something cannot be done: a field of the form, and a sentence.
pub type Refused = (&'static str, String);

/// Adds a quote; under a theme, or among the other findings, as the last there.
pub fn make(
    quotes: &Quotes,
    id: Uuid,
    words: Uuid,
    (marks, theme): (Marks, Option<Option<Uuid>>),
) -> Vec<Edit> {
    let place = |theme| Place {
        theme,
        position: behind(quotes),
    };
    let after = QuoteState {
        words,
        places: theme.map(place).into_iter().collect(),
        questions: marks.questions,
        is_ready: marks.is_ready,
        stance: marks.stance,
        is_from_folder: false,
    };
    vec![Edit {
        kind: "quote.make",
        quote: id,
        after: Some(after),
    }]
}

/// The position behind all quotes.
pub fn behind(quotes: &Quotes) -> i64 {
    let places = quotes.values().flat_map(|quote| &quote.places);
    let last = places.map(|place| place.position).max();
    last.unwrap_or(0).saturating_add(1)
}

/// Gives a quote other words. From now on it is nobody's but this study's: the next folder leaves it.
///
/// # Errors
/// It is not there.
pub fn reword(quotes: &Quotes, id: Uuid, words: Uuid) -> Result<Vec<Edit>, Refused> {
    let mut quote = quotes.get(&id).ok_or_else(gone)?.clone();
    quote.words = words;
    quote.is_from_folder = false;
    Ok(changed(quotes, "quote.reword", id, quote))
}

/// Says of a quote what it answers, whether it is ready, and what it says to its theme.
///
/// # Errors
/// It is not there.
pub fn mark(quotes: &Quotes, id: Uuid, marks: Marks) -> Result<Vec<Edit>, Refused> {
    let mut quote = quotes.get(&id).ok_or_else(gone)?.clone();
    quote.questions = marks.questions;
    quote.is_ready = marks.is_ready;
    quote.stance = marks.stance;
    Ok(changed(quotes, "quote.mark", id, quote))
}

/// Places a quote under a theme, or among the other findings, as the last there.
///
/// # Errors
/// It stands there; or it stands elsewhere already and no reason is given.
pub fn place(
    quotes: &Quotes,
    id: Uuid,
    theme: Option<Uuid>,
    has_reason: bool,
) -> Result<Vec<Edit>, Refused> {
    let mut quote = quotes.get(&id).ok_or_else(gone)?.clone();
    if quote.place(theme).is_some() {
        return Err(("theme", "It stands there already.".to_owned()));
    }
    if !quote.places.is_empty() && !has_reason {
        let sentence = "It stands somewhere already. Say in a line why it belongs here too.";
        return Err(("why", sentence.to_owned()));
    }
    quote.places.push(Place {
        theme,
        position: behind(quotes),
    });
    Ok(changed(quotes, "quote.place", id, quote))
}

/// Takes a quote out of one place.
///
/// # Errors
/// It does not stand there.
pub fn unplace(quotes: &Quotes, id: Uuid, theme: Option<Uuid>) -> Result<Vec<Edit>, Refused> {
    let mut quote = quotes.get(&id).ok_or_else(gone)?.clone();
    quote.place(theme).ok_or_else(moved)?;
    quote.places.retain(|place| place.theme != theme);
    Ok(changed(quotes, "quote.unplace", id, quote))
}

/// Moves a quote from one place to another, as the last there.
///
/// # Errors
/// It does not stand in the one, or stands in the other already.
pub fn shift(
    quotes: &Quotes,
    id: Uuid,
    (from, to): (Option<Uuid>, Option<Uuid>),
) -> Result<Vec<Edit>, Refused> {
    let mut quote = quotes.get(&id).ok_or_else(gone)?.clone();
    if quote.place(to).is_some() {
        return Err(("theme", "It stands there already.".to_owned()));
    }
    let position = behind(quotes);
    let place = quote.places.iter_mut().find(|place| place.theme == from);
    *place.ok_or_else(moved)? = Place {
        theme: to,
        position,
    };
    Ok(changed(quotes, "quote.move", id, quote))
}

/// Exchanges a quote with its neighbour in one place. The places that quotes of the theme have among all stay the same, so
/// that no theme moves.
///
/// # Errors
/// It does not stand there, or is the first or last there.
pub fn order(
    quotes: &Quotes,
    id: Uuid,
    theme: Option<Uuid>,
    way: Way,
) -> Result<Vec<Edit>, Refused> {
    let mut here = in_place(quotes, theme);
    if way == Way::Up {
        here.reverse();
    }
    let at = here.iter().position(|(_, one)| *one == id);
    let at = at.ok_or_else(moved)?;
    let end = || ("", "It stands at the end already.".to_owned());
    let (position, other) = *here.get(at + 1).ok_or_else(end)?;
    let mut edits = Vec::new();
    for (quote, position) in [(id, position), (other, here[at].0)] {
        let mut after = quotes.get(&quote).ok_or_else(gone)?.clone();
        let place = after.places.iter_mut().find(|place| place.theme == theme);
        place.ok_or_else(moved)?.position = position;
        edits.extend(changed(quotes, "quote.order", quote, after));
    }
    Ok(edits)
}

/// The quotes of a place in their order, each with its position.
pub fn in_place(quotes: &Quotes, theme: Option<Uuid>) -> Vec<(i64, Uuid)> {
    let here = quotes.iter().filter_map(|(id, quote)| {
        let place = quote.place(theme)?;
        Some((place.position, *id))
    });
    let mut here: Vec<(i64, Uuid)> = here.collect();
    here.sort();
    here
}

/// Removes a quote.
///
/// # Errors
/// It is not there.
pub fn remove(quotes: &Quotes, id: Uuid) -> Result<Vec<Edit>, Refused> {
    quotes.get(&id).ok_or_else(gone)?;
    Ok(vec![Edit {
        kind: "quote.remove",
        quote: id,
        after: None,
    }])
}

/// The edit, unless it changes nothing. Places stand in the order of their positions.
fn changed(quotes: &Quotes, kind: &'static str, quote: Uuid, mut after: QuoteState) -> Vec<Edit> {
    after.places.sort_by_key(|place| place.position);
    match quotes.get(&quote) == Some(&after) {
        true => Vec::new(),
        false => vec![Edit {
            kind,
            quote,
            after: Some(after),
        }],
    }
}

fn gone() -> Refused {
    ("", "This quote is not there any more.".to_owned())
}

fn moved() -> Refused {
    ("", "It does not stand there any more.".to_owned())
}
