//! What the command line needs of findings beside what pages use (study R58): rows instead of pages, names in the place of
//! addresses, and a refusal for whatever a page would have shown beside a field. What is listed and done stands with each
//! kind of finding, in a file of this name.

mod table;

pub use table::Table;

use platform::{Error, Result};
use serde_json::Value;
use study::columns::fold_spaces;
use study::dates::day_of;
use study::team::Member;
use uuid::Uuid;

use crate::outline::{Node, Outline};
use crate::trail;

/// Why the command line does not do something.
pub(crate) fn refused(sentence: impl Into<String>, next: impl Into<String>) -> Error {
    Error::refused("R58", sentence, next)
}

/// A sentence that a page would show beside a field.
pub(crate) fn not_done(sentence: &str) -> Error {
    refused(sentence, "Nothing was changed.")
}

/// What somebody else changed while the command ran: what, what it is now, what was asked for.
pub(crate) fn overtaken(what: &[(&'static str, String, String)]) -> Error {
    let said = what
        .iter()
        .map(|(what, now, mine)| format!("{what} is “{now}” now, and would have become “{mine}”"));
    let said: Vec<String> = said.collect();
    refused(
        format!("Somebody changed this meanwhile: {}.", said.join("; ")),
        "Run the command again if it should be so.",
    )
}

/// One that stands in an outline, by its path such as `Leaving > Asking`, by its name where no other has it, or by its id.
/// `one` is what it is called, such as `code`; `list` the command that lists them.
pub(crate) fn named<T: Node>(
    outline: &Outline<T>,
    (one, list): (&str, &str),
    text: &str,
) -> Result<Uuid> {
    let asked = fold_spaces(text);
    let walk = outline.walk().into_iter().map(|(_, id)| id);
    let all: Vec<(Uuid, String)> = walk.map(|id| (id, outline.path(id).join(" > "))).collect();
    let by = |fits: &dyn Fn(&(Uuid, String)) -> bool| -> Vec<&(Uuid, String)> {
        all.iter().filter(|one| fits(one)).collect()
    };
    let mut found = by(&|(id, path)| id.to_string() == asked || *path == asked);
    if found.is_empty() {
        found = by(&|(id, _)| outline.name(*id) == asked);
    }
    match found.as_slice() {
        [(id, _)] => Ok(*id),
        [] => Err(refused(
            format!("There is no {one} “{asked}” in this study."),
            format!("`enid {list} list` names them."),
        )),
        several => {
            let paths: Vec<String> = several
                .iter()
                .map(|(id, path)| format!("{path} ({id})"))
                .collect();
            Err(refused(
                format!("Several are called “{asked}”: {}.", paths.join(", ")),
                "Write the whole path, or the id.",
            ))
        }
    }
}

/// An id, such as a list prints it; `list` is the command that does.
pub(crate) fn id(text: &str, list: &str) -> Result<Uuid> {
    let none = |_| {
        refused(
            format!("“{text}” is no id."),
            format!("`enid {list} list` prints them."),
        )
    };
    text.trim().parse().map_err(none)
}

/// A member of the team, by handle.
pub(crate) fn member<'a>(members: &'a [Member], handle: &str) -> Result<&'a Member> {
    let found = members.iter().find(|one| one.handle == handle);
    found.ok_or_else(|| {
        let known: Vec<&str> = members.iter().map(|one| one.handle.as_str()).collect();
        refused(
            format!("Nobody in the team is called “{handle}”."),
            format!("The team: {}.", known.join(", ")),
        )
    })
}

/// A document that is not there for whoever asks.
pub(crate) fn no_document(handle: &str) -> impl Fn(Error) -> Error {
    move |error| match error {
        Error::NotFound => refused(
            format!("There is no document “{handle}” that you may read."),
            "`enid search STUDY … --format json` names documents.",
        ),
        other => other,
    }
}

/// A reason, in one line.
pub(crate) fn reason(text: &str) -> Result<String> {
    trail::why(text).map_err(|(_, sentence)| not_done(&format!("The reason: {sentence}")))
}

/// The first thing that needs another look in a form.
pub(crate) fn faulty(errors: Vec<(&'static str, String)>) -> Error {
    let said: Vec<String> = errors
        .into_iter()
        .map(|(field, sentence)| format!("{field}: {sentence}"))
        .collect();
    not_done(&said.join(" "))
}

/// Text of a row; nothing where it is empty.
pub(crate) fn text(words: &str) -> Value {
    match words {
        "" => Value::Null,
        words => words.into(),
    }
}

/// A day of a row.
pub(crate) fn day(at: platform::clock::Instant) -> Value {
    day_of(at).to_string().into()
}
