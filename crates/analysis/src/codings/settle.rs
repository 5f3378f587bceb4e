//! What the trail means for the table of codings.

use std::collections::BTreeSet;

use platform::Result;
use platform::storage::Tx;
use study::documents;
use uuid::Uuid;

use super::live;
use super::state::{CODING, CodingState, Waits};
use super::store::{Stored, delete, insert_last, update};
use super::texts::revision;
use crate::trail::{State, Subject, all_of, read};

/// Puts the table from what one state of the trail means to what another means. Where a document has a new text since, a
/// coding that comes back waits for a person, since nobody knows where its words stand now.
pub(crate) async fn settle(
    tx: &Tx,
    study: Uuid,
    (old, new): (&State, &State),
    since: i64,
) -> Result<()> {
    let (old, new) = (all_of::<CodingState>(old)?, all_of::<CodingState>(new)?);
    let ids: BTreeSet<Uuid> = old.keys().chain(new.keys()).copied().collect();
    for id in ids {
        let (before, after) = (old.get(&id), new.get(&id));
        let Some(mut coding) = after.cloned() else {
            if let Some(before) = before {
                delete(tx, &[id]).await?;
                live::tell(tx, before.document, before.member).await?;
            }
            continue;
        };
        if before == after {
            continue;
        }
        live::tell(tx, coding.document, coding.member).await?;
        let turns = documents::extents(tx.connection(), coding.document).await?;
        if coding.revision != revision(tx.connection(), coding.document).await? {
            let end = turns.last().map_or(0, |turn| turn.end);
            if coding.waits.is_placed() {
                (coding.start, coding.end) = (coding.start.min(end), coding.end.min(end));
                coding.waits = Waits::Changed;
            }
        }
        let now = Stored::of((id, coding), &turns, since);
        match before {
            Some(_) => update(tx, study, &now).await?,
            None => insert_last(tx, study, [now]),
        }
    }
    tx.run_last().await
}

/// The codings because of which a state is not coherent: their code is not there.
pub(crate) fn faults(state: &State) -> BTreeSet<Subject> {
    let dangles = |(subject, text): &(&Subject, &String)| {
        subject.0 == CODING
            && read::<CodingState>(text).is_ok_and(|coding| {
                let code = (crate::codes::CODE.to_owned(), coding.code);
                !state.contains_key(&code)
            })
    };
    let wrong = state.iter().filter(dangles);
    wrong.map(|(subject, _)| subject.clone()).collect()
}
