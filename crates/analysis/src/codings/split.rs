//! Splitting a code, passage by passage (study R32): what was chosen is coded with another code, old or new, in one act.

use platform::storage::Tx;
use platform::{App, Result};
use study::documents;
use uuid::Uuid;

use super::state::CodingState;
use super::store::Stored;
use super::{Sight, live, read_store, store};
use crate::codes::{self, Wish, Words};
use crate::trail::{self, Act, Change, SPLIT};

/// Where the chosen passages go.
#[derive(Clone, Debug)]
pub enum Goes {
    /// To a code that is there.
    To(Uuid),
    /// To a new one beside the old.
    New(Words),
}

/// Gives the chosen codings of a code, each as it was seen, to another code.
///
/// # Errors
/// A sentence about what stands in the way, and the field of the form it is about.
pub async fn split(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (member, why): (Option<Uuid>, &str),
    (code, chosen, goes): (Uuid, &[(Uuid, i64)], Goes),
) -> Result<std::result::Result<Uuid, (&'static str, String)>> {
    let connection = tx.connection();
    if chosen.is_empty() {
        return Ok(Err(("chosen", "Choose at least one passage.".to_owned())));
    }
    let sight = Sight::of(connection, study, member).await?;
    let known = codes::known(connection, study).await?;
    let mut codings = Vec::new();
    for (id, seen) in chosen {
        let found = read_store::find(connection, study, *id).await?;
        let fits = |one: &store::Stored| {
            one.since == *seen
                && known.counts_as(one.state.code) == code
                && sight.sees(one.state.member, one.state.document)
        };
        match found.filter(fits) {
            Some(one) => codings.push(one),
            None => {
                let words =
                    "One of these passages was changed meanwhile. Look again; nothing was moved.";
                return Ok(Err(("chosen", words.to_owned())));
            }
        }
    }
    let why = trail::kept(tx, app, study, why).await?;
    let act = Act::new(app, member, why);
    let to = match goes {
        Goes::To(to) if to == code => {
            return Ok(Err(("to", "Choose another code than this one.".to_owned())));
        }
        Goes::To(to) => match codes::usable(connection, study, to).await? {
            Some(true) => to,
            _ => return Ok(Err(("to", "Choose a code that is in use.".to_owned()))),
        },
        Goes::New(words) => {
            let wish = Wish::Create(known.parent(code), words);
            match codes::act_as(tx, app, study, &act, &wish).await? {
                Ok(to) => to,
                Err(codes::No::Refused(field, words)) => return Ok(Err((field, words))),
                Err(codes::No::Changed(_)) => {
                    let words = "Somebody changed the codebook meanwhile. Send it again.";
                    return Ok(Err(("", words.to_owned())));
                }
            }
        }
    };
    let mut head = trail::hold(tx, study).await?;
    // Of the code itself nothing changes; that it was split stands among what was done to it.
    let events = trail::load(connection, study).await?.events;
    let is = trail::replay(&events).remove(&(codes::CODE.to_owned(), code));
    let told = Change {
        kind: SPLIT.to_owned(),
        subject: (codes::CODE.to_owned(), code),
        before: is.clone(),
        after: is,
        reverts: None,
    };
    trail::append(tx, app, &mut head, &act, vec![told]).await?;
    for one in codings {
        let state = CodingState {
            code: to,
            ..one.state.clone()
        };
        let told = trail::Change::of(SPLIT, one.id, Some(&one.state), Some(&state))?;
        trail::append(tx, app, &mut head, &act, vec![told]).await?;
        let turns = documents::extents(connection, state.document).await?;
        let now = Stored::of((one.id, state), &turns, head.token());
        store::update(tx, study, &now).await?;
        live::tell(tx, now.state.document, now.state.member).await?;
    }
    Ok(Ok(to))
}
