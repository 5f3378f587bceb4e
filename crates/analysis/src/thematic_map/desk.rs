//! Drawing on the map of a study, in the transaction of the request. Each act is a version.

use platform::storage::Tx;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::layout::within;
use super::state::{MAP, MapState, Relation, map_in, versions};
use crate::acts;
use crate::themes::Themes;
use crate::trail::{self, Act, Change};

/// What somebody wants of the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// One more sentence.
    Relate(Relation),
    /// One less.
    Part(Relation),
    /// Boxes elsewhere: which, and the middle of each.
    Place(Vec<(Uuid, (i32, i32))>),
    /// The text for whoever does not see it, by somebody who saw the version of this token.
    Alt(i64, String),
}

/// Does what somebody wants.
///
/// # Errors
/// The inner error is a sentence that says what stands in the way.
pub async fn draw(
    tx: &Tx,
    app: &App,
    study: Uuid,
    member: Option<Uuid>,
    wish: &Wish,
) -> Result<std::result::Result<(), String>> {
    let mut head = trail::hold(tx, study).await?;
    acts::enter(tx, app, study, &mut head).await?;
    let trail = trail::load(tx.connection(), study).await?;
    let state = trail::replay(&trail.events);
    let (themes, old) = (Themes::of(&state, &trail)?, map_in(&state, study)?);
    let mut map = old.clone();
    let kind = match wish {
        Wish::Relate(relation) => {
            if let Err(words) = may_relate(&themes, &map, relation) {
                return Ok(Err(words));
            }
            map.relations.push(*relation);
            "map.relate"
        }
        Wish::Part(relation) => {
            map.relations.retain(|one| one != relation);
            "map.part"
        }
        Wish::Place(places) => {
            let there = places.iter().filter(|(id, _)| themes.theme(*id).is_some());
            map.places
                .extend(there.map(|(id, place)| (*id, within(*place))));
            "map.place"
        }
        Wish::Alt(seen, text) => {
            let written = versions(&trail)
                .into_iter()
                .rfind(|one| one.kind == "map.alt");
            if written.map_or(0, trail::Event::token) != *seen {
                let words = "Somebody wrote another text meanwhile. Read it, then write yours.";
                return Ok(Err(words.to_owned()));
            }
            map.alt = match text.is_empty() {
                true => None,
                false => Some(trail::keep(tx, app, study, text).await?),
            };
            "map.alt"
        }
    };
    if map != old {
        let written = |map: &MapState| serde_json::to_string(map).map_err(Error::internal);
        let subject = (MAP.to_owned(), study);
        let before = state.contains_key(&subject).then(|| written(&old));
        let change = Change {
            kind: kind.to_owned(),
            subject,
            before: before.transpose()?,
            after: Some(written(&map)?),
            reverts: None,
        };
        let act = Act::new(app, member, None);
        trail::append(tx, app, &mut head, &act, vec![change]).await?;
    }
    Ok(Ok(()))
}

fn may_relate(themes: &Themes, map: &MapState, relation: &Relation) -> Result<(), String> {
    let is_there = |id| themes.theme(id).is_some();
    if !is_there(relation.from) || !is_there(relation.to) {
        return Err("Choose two themes that are there.".to_owned());
    }
    if relation.from == relation.to {
        return Err("Choose two different themes.".to_owned());
    }
    match map.relations.contains(relation) {
        true => Err("This sentence stands there already.".to_owned()),
        false => Ok(()),
    }
}
